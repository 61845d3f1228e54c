"""The static picture of a live figure: what stands on paper, in a feed, and where no script runs."""

from base64 import b64encode
from dataclasses import dataclass, replace
from io import BytesIO

import matplotlib.pyplot as plt
import numpy as np

from .. import plots, statistics
from ..plots import COLOURS
from ..simulate import Activity


@dataclass(frozen=True)
class Shown:
    """What a picture shows."""

    activity: Activity
    weights: np.ndarray  # (N, N) [mV]
    start: int = 0  # first step that counts in the statistics
    chosen: int = 0  # the neuron whose voltage is shown
    other: Activity | None = None  # that of the network beside it
    kicks: tuple = ()  # (neuron, step, mV)

    @property
    def both(self):
        return [self.activity] if self.other is None else [self.activity, self.other]


def picture(shown, kinds, small=False):
    """The panels of these kinds as one picture, arranged as on the page; those of one article only are left out.

    Parameters
    ----------
    shown : Shown
    kinds : list of str
    small : bool
        Of a small figure, whose panels stand side by side.

    Returns
    -------
    str, the PNG in base64
    """
    if shown.other is not None and not small and "raster" in kinds:
        kinds = [*kinds, "differences"]
    wide = [(kind, WIDE[kind]) for kind in WIDE if kind in kinds]
    narrow = [(kind, NARROW[kind]) for kind in NARROW if kind in kinds]
    if not wide and not narrow:  # only panels of one article: the spikes, then
        wide = [("raster", WIDE["raster"])]
    with plt.ioff(), plt.rc_context(plots.style()):
        drawing = plt.figure(figsize=(7.2, 1.9 if small else 4.2))
        columns = [column for column in (wide, narrow) if column]
        ratios = [1.75, 1][: len(columns)] if wide else [1]
        if small:
            columns = [[one] for column in columns for one in column]
            ratios = [1] * len(columns)
        places = drawing.subfigures(1, len(columns), width_ratios=ratios, squeeze=False)[0]
        for place, column in zip(places, columns, strict=True):
            ratios = [height for _, (height, _) in column]
            axes = place.subplots(len(column), 1, height_ratios=ratios, squeeze=False)[:, 0]
            for ax, (_, (_, paint)) in zip(axes, column, strict=True):
                paint(ax, shown)
            if column is wide:
                for ax in axes[:-1]:
                    ax.set_xlabel("")
        drawing.draw_without_rendering()  # the layout sees the real size of the matrix only the second time
        file = BytesIO()
        drawing.savefig(file, format="png", metadata={"Software": None})
        plt.close(drawing)
    return b64encode(file.getvalue()).decode()


def _raster(ax, shown):
    activity, other = shown.activity, shown.other
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
    for neuron, step, _ in shown.kicks:
        ax.plot(step * dt, neuron, ">", color=COLOURS["chosen"], markersize=6)


def _differences(ax, shown):
    """The spikes that differ, among all that either network has."""
    now, then = (activity.spikes for activity in shown.both)
    dt, steps = shown.activity.neuron.dt, now.shape[1]
    edges = np.append(np.arange(0, steps, max(1, round(10 / dt), -(-steps // 50))), steps)
    for name, spikes, color in (
        ("all", now | then, COLOURS["grid"]),
        ("differ", now != then, COLOURS["ink"]),
    ):
        counts = np.add.reduceat(spikes.sum(axis=0), edges[:-1])
        ax.stairs(counts, edges * dt, color=color, fill=True, label=name)
    ax.set(xlim=(0, steps * dt), ylim=(0, None), xlabel="time [ms]", ylabel="spikes")
    ax.legend(loc="lower right", bbox_to_anchor=(1, 0.9), ncols=2, borderpad=0)


def _rate(ax, shown):
    dt, steps = shown.activity.neuron.dt, shown.activity.spikes.shape[1]
    width = min(max(1, round(5 / dt)), steps)  # windows of 5 ms
    for activity in shown.both:
        rates = 1000 * statistics.spike_counts(activity, width).mean(axis=0) / (width * dt)
        edges = np.arange(len(rates) + 1) * width * dt
        ax.stairs(rates, edges, **(BARS if activity is shown.activity else OUTLINE))
    ax.set(xlim=(0, steps * dt), ylim=(0, None), xlabel="time [ms]", ylabel="rate [Hz]")


def _voltage(ax, shown):
    if shown.other is not None:
        plots.voltages(shown.other, shown.chosen, ax, color=COLOURS["chosen"])
        for artist in [*ax.lines, *ax.collections]:
            artist.set_alpha(FAINT)
    plots.voltages(shown.activity, shown.chosen, ax, color=COLOURS["chosen"])


def _weights(ax, shown):
    plots.weight_matrix(shown.weights, ax, limit=np.abs(shown.weights).max() or 1.0)


def _rates(ax, shown):
    _distribution(ax, [statistics.firing_rates(activity, shown.start) for activity in shown.both])
    ax.set_xlabel("firing rate [Hz]")


def _intervals(ax, shown):
    found = [np.concatenate(statistics.intervals(activity, shown.start)) for activity in shown.both]
    _distribution(ax, [own if len(own) else np.zeros(1) for own in found])
    ax.set_xlabel("interval [ms]")


def _distribution(ax, values):
    edges = np.histogram_bin_edges(np.concatenate(values), 20)
    plots.distribution(values[0], ax, bins=edges)
    for other in values[1:]:
        ax.stairs(np.histogram(other, edges, density=True)[0], edges, **OUTLINE)


COVER = 0.25  # of the raster, at most, by spikes that differ
FAINT = 0.5  # how much of its ink the other network keeps
BARS = {"color": COLOURS["simulation"], "fill": True, "alpha": 0.6}
OUTLINE = {"color": COLOURS["ink"], "alpha": FAINT}

# height of each panel, and what paints it
WIDE = {
    "raster": (3, _raster),
    "differences": (0.9, _differences),
    "rate": (1, _rate),
    "voltage": (1.2, _voltage),
}
NARROW = {"weights": (1.8, _weights), "rates": (1, _rates), "intervals": (1, _intervals)}
