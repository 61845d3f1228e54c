"""How the intervals between the spikes of a neuron are distributed, for all neurons together."""

import numpy as np

from ... import statistics
from . import histogram

HEIGHTS, WIDE = (1,), False


def paint(shown, options, ax):
    found = [np.concatenate(statistics.intervals(frame.activity, shown.start)) for frame in shown.both]
    histogram(ax, [own if len(own) else np.zeros(1) for own in found])
    ax.set_xlabel("interval [ms]")
