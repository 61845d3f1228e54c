"""What theory says against the value of a slider, and where the network is. Options as in curve.js."""

import numpy as np

from ... import statistics
from ...plots import COLOURS
from . import ghosts

HEIGHTS, WIDE = (1.8,), False
MEASURES = {"rate": statistics.firing_rates, "cv": statistics.interval_cv}  # of all neurons


def paint(shown, options, ax):
    lines = [{**line, "x": line["x"].ravel(), "y": line["y"].ravel()} for line in options["lines"]]
    fixed = [line for line in lines if "at" not in line]
    family = [line for line in lines if "at" in line]
    theory = {"color": COLOURS["theory"], "linestyle": "--"}  # what the points are compared with

    def draw(frame):
        line = between(family, frame.values[options["follow"]]) if family else fixed[-1]
        x, y = points(frame, options, shown.start)
        ax.plot(line["x"], line["y"], label=line.get("label", "theory"), **theory)
        seen = (x >= options["xAxis"]["low"]) & (x <= options["xAxis"]["high"])
        y = np.minimum(y, options["yAxis"]["high"])
        size = 6 if len(x) == 1 else 2.5
        ax.plot(x[seen], y[seen], "o", color=COLOURS["simulation"], markersize=size, clip_on=False)
        if len(x) > 1 and seen[shown.chosen] and frame is shown.frame:
            ax.plot(x[shown.chosen], y[shown.chosen], "o", color=COLOURS["chosen"])

    for line in fixed if family else fixed[:-1]:
        ax.plot(line["x"], line["y"], color=COLOURS["muted"], linewidth=1, label=line.get("label", "theory"))
    ghosts(shown, draw, ax)
    handles, labels = ax.get_legend_handles_labels()
    once = dict(zip(labels, handles, strict=True))  # the last of a name: the network's own, not the faint one
    ax.legend(once.values(), once.keys(), loc="upper left", borderpad=0)
    for axis, name in (("x", "xAxis"), ("y", "yAxis")):
        low, high, label = (options[name][key] for key in ("low", "high", "label"))
        ax.set(**{f"{axis}lim": (low, high), f"{axis}label": label})


def points(frame, options, start):
    """Where the network is, as arrays x and y: one point, or one for each neuron when the slider spreads them."""
    x, spread = frame.values[options["x"]], options.get("spread")
    own = MEASURES[options.get("y", "rate")](frame.activity, start)
    width = frame.values[spread["slider"]] if spread else 0
    if width:
        return x + width * spread["by"].ravel(), own
    known = own[~np.isnan(own)]
    return np.array([x]), np.array([known.mean() if len(known) else np.nan])


def between(family, value):
    """The curve between those of a family whose `at` are on either side of the value."""
    ats = [line["at"] for line in family]
    y = [np.interp(value, ats, column) for column in np.transpose([line["y"] for line in family])]
    return {**family[0], "y": np.array(y)}
