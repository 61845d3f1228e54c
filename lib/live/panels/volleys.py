"""What becomes of a volley along a chain of groups. Options as in volleys.js."""

import numpy as np

from ...plots import COLOURS
from . import OUTLINE, ghosts

HEIGHTS, WIDE = (1, 0.9), False


def paint(shown, options, above, below):
    size, at, link = (options[name] for name in ("size", "at", "link"))

    def draw(frame):
        sizes, widths = volleys(frame.activity, size, at, link, options.get("half", 8))
        numbers = np.arange(1, len(sizes) + 1)
        bars = (
            {"color": COLOURS["simulation"], "alpha": 0.6}
            if frame is shown.frame
            else {**OUTLINE, "fill": False}
        )
        above.bar(numbers, sizes, **bars)
        below.plot(numbers, widths, "s-", color=COLOURS["simulation"], markersize=3)

    ghosts(shown, draw, above, below)
    above.set(ylim=(0, size), ylabel="neurons")
    above.tick_params(labelbottom=False)
    below.set(
        ylim=(0, max(3, below.get_ylim()[1])), ylabel="width [ms]", xlabel="group", xlim=above.get_xlim()
    )


def volleys(activity, size, at, link, half):
    """Neurons of each group that fire when the volley is due, and half the time of the middle two thirds of them [ms]."""
    sizes, widths = [], []
    for k, group in enumerate(np.split(activity.spikes, len(activity.spikes) // size)):
        due = at + 1 + k * link
        window = group[:, max(0, due - half) : due + half + 1]
        times = np.nonzero(window.T)[0]  # in their order
        count = len(times)
        sizes.append(window.any(axis=1).sum())
        middle = (
            times[int(np.ceil(0.84 * count)) - 1] - times[int(0.16 * count)] if count > size / 5 else np.nan
        )
        widths.append(middle * activity.neuron.dt / 2)
    return np.array(sizes), np.array(widths)
