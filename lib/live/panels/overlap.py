"""How much of each stored pattern the activity holds, over time, and the energy of its state. Options as in overlap.js."""

from ...plots import COLOURS
from . import ghosts, over_time, times, traces

HEIGHTS, WIDE = (1.3, 0.8), True
STYLES = [
    {"color": COLOURS["simulation"], "linewidth": 1.8},
    {"color": COLOURS["comparison"], "linewidth": 1.3, "linestyle": (0, (6, 2))},
    {"color": COLOURS["chosen"], "linewidth": 1.3, "linestyle": (0, (2, 2))},
    {"color": COLOURS["muted"], "linewidth": 1.0, "linestyle": (0, (6, 2, 2, 2))},
]


def paint(shown, options, above, below):
    patterns, names, centre = options["patterns"], options["names"], options["centre"]
    above.axhline(0, color=COLOURS["grid"], linewidth=0.8)

    def draw(frame):
        z = traces(frame) / centre - 1
        courses = patterns @ z / len(z)
        energy = -centre * (z * (frame.weights @ z)).sum(axis=0) / (2 * len(z))
        for a in reversed(range(len(courses))):
            label = names[a] if frame is shown.frame else None
            above.plot(times(frame.activity), courses[a], label=label, **STYLES[a % len(STYLES)])
        below.plot(times(frame.activity), energy, color=COLOURS["ink"], linewidth=1)

    ghosts(shown, draw, above, below)
    over_time(shown.frame.activity, options.get("cues", ()), above, below)
    above.set(ylim=(-1.15, 1.15), yticks=(-1, 0, 1), ylabel="overlap")
    above.legend(loc="lower right", bbox_to_anchor=(1, 0.97), ncols=len(names), borderpad=0, reverse=True)
    below.set_ylabel("energy\n[mV]")
