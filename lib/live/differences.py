"""Where two networks are compared, below the first panel: the spikes that differ, among all that either has."""

import numpy as np

from ..plots import COLOURS

HEIGHTS, WIDE = (0.9,), True
WINDOW, BARS = 10, 50  # how wide a bar is at least [ms], and how many there are at most


def paint(shown, options, ax):
    """Draw them.

    Parameters
    ----------
    shown : Shown
    options : dict, of which there are none
    ax : Axes
    """
    now, then = shown.frame.activity.spikes, shown.other.activity.spikes
    dt, steps = shown.frame.activity.neuron.dt, now.shape[1]
    edges = np.append(np.arange(0, steps, max(1, round(WINDOW / dt), -(-steps // BARS))), steps)
    for name, spikes, color in (
        ("all", now | then, COLOURS["grid"]),
        ("differ", now != then, COLOURS["ink"]),
    ):
        counts = np.add.reduceat(spikes.sum(axis=0), edges[:-1])
        ax.stairs(counts, edges * dt, color=color, fill=True, label=name)
    ax.set(xlim=(0, steps * dt), ylim=(0, None), xlabel="time [ms]", ylabel="spikes")
    ax.legend(loc="lower right", bbox_to_anchor=(1, 0.9), ncols=2, borderpad=0)
