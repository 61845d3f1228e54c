"""One mark for every spike; beside another network, which spikes were added and which are gone. Options as in raster.js."""

from dataclasses import replace

import numpy as np

from ... import arguments, plots
from ...plots import COLOURS

HEIGHTS, WIDE = (3,), True
COVER = 0.25  # of the raster, at most, by spikes that differ


def paint(shown, options, ax):
    activity, other = shown.frame.activity, shown.other and shown.other.activity
    dt = activity.neuron.dt
    if other is None:
        plots.raster(activity, ax)
    else:  # what is gone is hollow, what was added is full; the fewer there are, the larger
        plots.raster(replace(activity, spikes=activity.spikes & other.spikes), ax, color=COLOURS["muted"])
        differing = activity.spikes != other.spikes
        size = min(
            4, np.sqrt(COVER * 300 * 100 / max(differing.sum(), 1))
        )  # [points], of a raster of so many
        style = {"linestyle": "", "marker": "s", "markersize": max(size, 1.2), "markeredgewidth": 0.5}
        for name, kept, color, face in (
            ("added", activity, COLOURS["simulation"], COLOURS["simulation"]),
            ("gone", other, COLOURS["comparison"], "none"),
        ):
            neurons, steps = np.nonzero(differing & kept.spikes)
            ax.plot(steps * dt, neurons, color=color, markerfacecolor=face, label=name, **style)
        ax.legend(loc="lower right", bbox_to_anchor=(1, 0.97), ncols=2, borderpad=0)
    parts = options.get("parts", ())
    if parts:
        n, counts = len(activity.spikes), [count for _, count in parts]
        arguments.require(sum(counts) == n, "parts", f"of {n} neurons in all", parts)
        edges = np.cumsum([0, *counts]) - 0.5
        ax.hlines(edges[1:-1], *ax.get_xlim(), color=COLOURS["muted"], linewidth=0.8)
        ax.set_yticks((edges[:-1] + edges[1:]) / 2, [name for name, _ in parts], rotation=90, va="center")
        ax.tick_params(axis="y", length=0)
        ax.set_ylabel("")
    for neuron, step, _ in shown.kicks:
        ax.plot(step * dt, neuron, ">", color=COLOURS["chosen"], markersize=6)
