"""The eigenvalues of the weight matrix, in the circle and with the outlier that theory expects of its columns."""

import numpy as np

from ... import plots, statistics
from ...plots import COLOURS
from . import ghosts

HEIGHTS, WIDE = (1.8,), False


def paint(shown, options, ax):
    ax.axhline(0, color=COLOURS["grid"], linewidth=0.8)
    ax.axvline(0, color=COLOURS["grid"], linewidth=0.8)

    def draw(frame):
        W = frame.weights
        radius = np.sqrt(W.var(axis=0, ddof=min(1, len(W) - 1)).sum())
        own = (
            statistics.eigenvalues(W) if frame is shown.frame else []
        )  # of the other, theory alone, as on the page
        plots.eigenvalues(own, ax, radius=radius)
        ax.lines[-1].set_markersize(2)
        outlier = W.sum(axis=1).mean()
        ax.plot(outlier, 0, "o", color=COLOURS["theory"], markerfacecolor="none", markersize=7)

    ghosts(shown, draw, ax)
    ax.set(adjustable="datalim", ylabel="imaginary part\n[mV]")
