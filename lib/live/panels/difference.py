"""Which half of the neurons is ahead, over time, and the mean of all. Options as in difference.js."""

import numpy as np

from ...plots import COLOURS
from . import ghosts, over_time, times, traces

HEIGHTS, WIDE = (1.3, 0.7), True


def paint(shown, options, above, below):
    above.axhline(0, color=COLOURS["grid"], linewidth=0.8)
    high = []

    def draw(frame):
        each = traces(frame)
        half = len(each) // 2
        apart = each[half:].mean(axis=0) - each[:half].mean(axis=0)
        high.append(np.abs(apart).max())
        above.plot(times(frame.activity), apart, color=COLOURS["simulation"])
        below.plot(times(frame.activity), each.mean(axis=0), color=COLOURS["ink"], linewidth=1)

    ghosts(shown, draw, above, below)
    over_time(shown.frame.activity, options.get("cues", ()), above, below)
    limit = 1.1 * max(*high, 0.5)
    above.set(ylim=(-limit, limit), ylabel="difference")
    lower, upper = options.get("names", ("lower", "upper"))
    for name, height in ((upper, 0.88), (lower, 0.05)):
        above.text(0.01, height, name, transform=above.transAxes)
    below.set(ylim=(0, None), ylabel="mean\ntrace")
