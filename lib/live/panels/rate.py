"""The firing rate of the whole population, in windows of 5 ms."""

import numpy as np

from ... import statistics
from ...plots import COLOURS
from . import OUTLINE

HEIGHTS, WIDE = (1,), True
BARS = {"color": COLOURS["simulation"], "fill": True, "alpha": 0.6}


def paint(shown, options, ax):
    dt, steps = shown.frame.activity.neuron.dt, shown.frame.activity.spikes.shape[1]
    width = min(max(1, round(5 / dt)), steps)
    for frame in shown.both:
        rates = 1000 * statistics.spike_counts(frame.activity, width).mean(axis=0) / (width * dt)
        edges = np.arange(len(rates) + 1) * width * dt
        ax.stairs(rates, edges, **(BARS if frame is shown.frame else OUTLINE))
    ax.set(xlim=(0, steps * dt), ylim=(0, None), xlabel="time [ms]", ylabel="rate [Hz]")
