"""The path of all voltages in the plane of their first two principal components, and of the other network's in it."""

import numpy as np

from ... import plots, statistics
from ...plots import COLOURS
from . import FAINT

HEIGHTS, WIDE = (1.8,), False


def paint(shown, options, ax):
    own, *others = (frame.activity.voltage[:, options.get("start", 0) :] for frame in shown.both)
    path = statistics.principal_components(own)
    centre = own.mean(axis=1, keepdims=True)
    sizes = (path**2).sum(axis=1, keepdims=True)
    directions = path @ (own - centre).T / np.where(sizes, sizes, 1)  # of length 1
    for other in others:
        theirs = directions @ (other - centre)
        ax.plot(*theirs, "o", color=COLOURS["simulation"], markersize=2.2, alpha=FAINT)
        ax.plot(*theirs[:, 0], "o", color=COLOURS["chosen"], markersize=5, alpha=FAINT)
    plots.embedding(path, ax)
    ax.set(aspect="equal", adjustable="datalim", ylabel="component 2\n[mV]")
