"""The static picture of a live figure: what stands on paper, in a feed, and where no script runs."""

from base64 import b64encode
from io import BytesIO

import matplotlib.pyplot as plt
import numpy as np

from .. import plots, statistics


def picture(activity, weights, kinds, start, chosen=0, small=False):
    """The panels of these kinds as one picture, arranged as on the page; those of one article only are left out.

    Parameters
    ----------
    activity : Activity
    weights : (N, N) array [mV]
    kinds : list of str
    start : int
        First step that counts in the statistics.
    chosen : int
        The neuron whose voltage is shown.
    small : bool
        Of a small figure, whose panels stand side by side.

    Returns
    -------
    str, the PNG in base64
    """
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
                paint(ax, activity, weights, start, chosen)
            if column is wide:
                for ax in axes[:-1]:
                    ax.set_xlabel("")
        drawing.draw_without_rendering()  # the layout sees the real size of the matrix only the second time
        file = BytesIO()
        drawing.savefig(file, format="png", metadata={"Software": None})
        plt.close(drawing)
    return b64encode(file.getvalue()).decode()


def _raster(ax, activity, weights, start, chosen):
    plots.raster(activity, ax)


def _rate(ax, activity, weights, start, chosen):
    dt, steps = activity.neuron.dt, activity.spikes.shape[1]
    width = min(max(1, round(5 / dt)), steps)  # windows of 5 ms
    rates = 1000 * statistics.spike_counts(activity, width).mean(axis=0) / (width * dt)
    edges = np.arange(len(rates) + 1) * width * dt
    ax.stairs(rates, edges, color=plots.COLOURS["simulation"], fill=True, alpha=0.6)
    ax.set(xlim=(0, steps * dt), ylim=(0, None), xlabel="time [ms]", ylabel="rate [Hz]")


def _voltage(ax, activity, weights, start, chosen):
    plots.voltages(activity, chosen, ax, color=plots.COLOURS["chosen"])


def _weights(ax, activity, weights, start, chosen):
    plots.weight_matrix(weights, ax, limit=np.abs(weights).max() or 1.0)


def _rates(ax, activity, weights, start, chosen):
    plots.distribution(statistics.firing_rates(activity, start), ax)
    ax.set_xlabel("firing rate [Hz]")


def _intervals(ax, activity, weights, start, chosen):
    found = np.concatenate(statistics.intervals(activity, start))
    plots.distribution(found if len(found) else np.zeros(1), ax)
    ax.set_xlabel("interval [ms]")


# height of each panel, and what paints it
WIDE = {"raster": (3, _raster), "rate": (1, _rate), "voltage": (1.2, _voltage)}
NARROW = {"weights": (1.8, _weights), "rates": (1, _rates), "intervals": (1, _intervals)}
