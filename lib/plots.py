"""The pictures of the series: each function draws results on one axes and returns it.

A plot takes what was computed, never simulates, and never changes its arguments. Without `ax` it draws on
the current axes. The same colour means the same thing everywhere, see `COLOURS`.
"""

import json
from importlib.resources import files

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from scipy import sparse

from . import arguments

# the light colours also where the page is dark: figures are drawn on white
COLOURS = json.loads(files("lib").joinpath("palette.json").read_text())["light"]
WEIGHTS = LinearSegmentedColormap.from_list(
    "weights", [COLOURS["inhibition"], COLOURS["paper"], COLOURS["excitation"]]
)
VOLTAGES = "cividis"  # even in lightness, for all colour vision


def use_style():
    """Set Matplotlib to the style of the series, in a notebook to pictures that reproduce to the pixel."""
    plt.style.use(str(files("lib").joinpath("articles.mplstyle")))
    ink, cycle = COLOURS["ink"], [COLOURS[name] for name in ("simulation", "comparison", "chosen")]
    plt.rcParams.update(
        dict.fromkeys(("text.color", "axes.edgecolor", "axes.labelcolor", "xtick.color", "ytick.color"), ink)
    )
    plt.rcParams["axes.prop_cycle"] = plt.cycler(color=cycle)
    if "inline" in plt.get_backend():
        from matplotlib_inline.backend_inline import set_matplotlib_formats

        # the whole figure as laid out, not the part with ink, and no date or version in the file
        set_matplotlib_formats("png", bbox_inches=None, metadata={"Software": None})


def raster(activity, ax=None, *, order=None, color=COLOURS["ink"], start=0):
    """One tick for every spike: time in ms to the right, neurons upwards.

    Parameters
    ----------
    activity : Activity
    order : (N,) array of int
        Neurons from bottom to top; 0 ... N - 1 when None.
    start : int
        First step shown.
    """
    ax = ax or plt.gca()
    spikes = activity.spikes if order is None else activity.spikes[np.asarray(order)]
    rows, steps = np.nonzero(spikes[:, start:])
    times = (steps + start) * activity.neuron.dt
    ax.vlines(times, rows - 0.5, rows + 0.5, color=color, linewidth=1.4)
    n, total = spikes.shape
    ax.set(
        xlim=(start * activity.neuron.dt, total * activity.neuron.dt),
        ylim=(-1, n),
        xlabel="time [ms]",
        ylabel="neuron" if order is None else "neuron (sorted)",
    )
    return ax


def voltage_image(activity, ax=None):
    """The voltage of every neuron at every step as a colour. It is stored after the reset: no spike shows."""
    _check_recorded(activity)
    ax = ax or plt.gca()
    n, steps = activity.voltage.shape
    dt = activity.neuron.dt
    image = ax.imshow(activity.voltage, cmap=VOLTAGES, origin="lower", extent=(0, steps * dt, -0.5, n - 0.5))
    ax.figure.colorbar(image, ax=ax, label="voltage [mV]", pad=0.01)
    ax.set(xlabel="time [ms]", ylabel="neuron")
    return ax


def voltages(activity, neuron, ax=None, *, color=COLOURS["simulation"], height=25.0):
    """The voltage of one neuron, with a tick of `height` mV above the threshold for each spike."""
    _check_recorded(activity)
    ax = ax or plt.gca()
    trace, threshold = activity.voltage[neuron], activity.neuron.threshold
    times = np.arange(trace.size) * activity.neuron.dt
    ax.axhline(threshold, color=COLOURS["muted"], linewidth=0.8, linestyle=(0, (4, 3)))
    ax.plot(times, trace, color=color, linewidth=1.0)
    fired = times[activity.spikes[neuron]]
    ax.vlines(fired, threshold, threshold + height, color=COLOURS["ink"], linewidth=1.0)
    ax.set(xlim=(0, trace.size * activity.neuron.dt), xlabel="time [ms]", ylabel="voltage [mV]")
    return ax


def weight_matrix(weights, ax=None, *, limit=None):
    """The matrix as colours: column j sends, row i receives. White is 0, the scale symmetric.

    `weights` may be a scipy.sparse matrix. `limit` is the weight of the strongest colour [mV]; the largest
    weight when None.
    """
    ax = ax or plt.gca()
    weights = weights.toarray() if sparse.issparse(weights) else weights
    limit = np.abs(weights).max() if limit is None else limit
    image = ax.imshow(weights, cmap=WEIGHTS, vmin=-limit, vmax=limit, aspect="equal")
    bar = ax.inset_axes((1.05, 0, 0.06, 1))  # as high as the matrix
    ax.figure.colorbar(image, cax=bar, label="weight [mV]")
    ax.spines[["top", "right"]].set_visible(True)
    ax.set(xlabel="from neuron j", ylabel="to neuron i")
    return ax


def eigenvalues(values, ax=None, *, radius=None):
    """Eigenvalues in the complex plane, with the circle that theory predicts."""
    ax = ax or plt.gca()
    if radius is not None:
        angle = np.linspace(0, 2 * np.pi, 361)
        ax.plot(radius * np.cos(angle), radius * np.sin(angle), color=COLOURS["theory"], linestyle="--")
    ax.plot(np.real(values), np.imag(values), "o", color=COLOURS["simulation"], markersize=3.5)
    ax.set(xlabel="real part [mV]", ylabel="imaginary part [mV]", aspect="equal")
    return ax


def distribution(values, ax=None, *, bins=20, theory=None, label=None, color=COLOURS["simulation"]):
    """A histogram of density, and over it the `theory` as a pair (values, densities)."""
    ax = ax or plt.gca()
    ax.hist(values, bins, density=True, color=color, alpha=0.55, label=label)
    if theory is not None:
        ax.plot(*theory, color=COLOURS["theory"], linestyle="--", label="theory")
    ax.set(ylabel="density")
    return ax


def embedding(points, ax=None, *, color=COLOURS["simulation"]):
    """A path through the plane of two components, (2, T), with its start marked."""
    ax = ax or plt.gca()
    ax.plot(*points, "-", color=COLOURS["grid"], linewidth=0.7)
    ax.plot(*points, "o", color=color, markersize=2.2)
    ax.plot(*points[:, 0], "o", color=COLOURS["chosen"], markersize=7)
    ax.annotate(
        "start",
        points[:, 0],
        xytext=(0, 8),
        textcoords="offset points",
        ha="center",
        color=COLOURS["chosen"],
        fontsize=8,
    )
    ax.set(xlabel="component 1 [mV]", ylabel="component 2 [mV]")
    return ax


def curve(result, ax=None, *, theory=None, label=None, color=COLOURS["simulation"]):
    """The mean over seeds against the values of a `sweep`, with a band of one standard deviation.

    `theory` is a pair (values, predictions).
    """
    ax = ax or plt.gca()
    name = result.dims[0]
    values, mean, sd = result[name].values, result.mean("seed").values, result.std("seed", ddof=1).values
    ax.fill_between(values, mean - sd, mean + sd, color=color, alpha=0.25, linewidth=0)
    ax.plot(values, mean, "o-", color=color, label=label)
    if theory is not None:
        ax.plot(*theory, color=COLOURS["theory"], linestyle="--", label="theory")
    ax.set(xlabel=name)
    return ax


def _check_recorded(activity):
    arguments.check(activity.voltage is not None, "activity.voltage", "recorded (record_voltage=True)", None)
