"""The panels of live figures, each in two files: NAME.js draws it on a page, NAME.py in the static picture.

A twin in Python says its `HEIGHTS`, one for each of its axes from top to bottom (a population rate is 1 high); `WIDE`,
whether it stands in the column over time; and has `paint(shown, options, *axes)`, which draws what `picture.Shown` holds
with the options that the author wrote. What several twins need is here.
"""

import numpy as np
from scipy.signal import lfilter

from ... import plots
from ...plots import COLOURS

FAINT = 0.5  # how much of its ink the other network keeps
OUTLINE = {"color": COLOURS["ink"], "alpha": FAINT}


def ghosts(shown, paint, *axes):
    """Let `paint(frame)` draw on these axes what a network does: first the one beside, faintly, if there is one."""
    if shown.other is not None:
        before = [set(_artists(ax)) for ax in axes]
        paint(shown.other)
        for ax, old in zip(axes, before, strict=True):
            for artist in set(_artists(ax)) - old:
                artist.set_alpha(FAINT)
    paint(shown.frame)


def _artists(ax):
    return [*ax.lines, *ax.collections, *ax.patches]


def histogram(ax, values):
    """The distribution of a network's values, and the outline of the other's, if there is one."""
    edges = np.histogram_bin_edges(np.concatenate(values), 20)
    plots.distribution(values[0], ax, bins=edges)
    for other in values[1:]:
        ax.stairs(np.histogram(other, edges, density=True)[0], edges, **OUTLINE)


def over_time(activity, cues, *axes):
    """Axes that share the time of a run, with the moments that the author marks [ms]."""
    for ax in axes:
        ax.set_xlim(0, activity.spikes.shape[1] * activity.neuron.dt)
        for cue in cues:
            ax.axvline(cue, color=COLOURS["muted"], linewidth=0.8, linestyle=(0, (2, 2)))
    for ax in axes[:-1]:
        ax.tick_params(labelbottom=False)
    axes[-1].set_xlabel("time [ms]")


def times(activity):
    """The time of each step [ms]."""
    return np.arange(activity.spikes.shape[1]) * activity.neuron.dt


def traces(frame):
    """What a slow synapse knows of each neuron, r = decay * r + spike: (N, T)."""
    return lfilter([1.0], [1.0, -frame.decay], frame.activity.spikes.astype(float), axis=1)
