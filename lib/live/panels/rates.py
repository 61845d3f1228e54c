"""How the firing rates of the neurons are distributed."""

from ... import statistics
from . import histogram

HEIGHTS, WIDE = (1,), False


def paint(shown, options, ax):
    histogram(ax, [statistics.firing_rates(frame.activity, shown.start) for frame in shown.both])
    ax.set_xlabel("firing rate [Hz]")
