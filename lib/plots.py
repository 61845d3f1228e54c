"""The pictures of the series: each function draws results on one axes and returns it.

A plot takes what was computed, never simulates, and never changes its arguments. The same colour means the
same thing everywhere, see `COLOURS`. Two arguments are the same everywhere too: `ax` is a Matplotlib `Axes`,
the current one when None, and `color` any colour of Matplotlib's.
"""

import json
from importlib.resources import files

import matplotlib.pyplot as plt
import numpy as np
from matplotlib import rc_params_from_file
from matplotlib.colors import LinearSegmentedColormap
from scipy import sparse

from . import arguments

# the light colours also where the page is dark: figures are drawn on white
COLOURS = json.loads(files("lib").joinpath("palette.json").read_text())["light"]
WEIGHTS = LinearSegmentedColormap.from_list(
    "weights", [COLOURS["inhibition"], COLOURS["paper"], COLOURS["excitation"]]
)
VOLTAGES = "cividis"  # even in lightness, for all colour vision


def style():
    """The style of the series: `with plt.rc_context(plots.style()):` has it for some lines only.

    Returns
    -------
    dict of Matplotlib's settings
    """
    settings = rc_params_from_file(
        str(files("lib").joinpath("articles.mplstyle")), use_default_template=False
    )
    colours = ("text.color", "axes.edgecolor", "axes.labelcolor", "xtick.color", "ytick.color")
    cycle = [COLOURS[name] for name in ("simulation", "comparison", "chosen")]
    return {**settings, **dict.fromkeys(colours, COLOURS["ink"]), "axes.prop_cycle": plt.cycler(color=cycle)}


def use_style():
    """Set Matplotlib to the style of the series, in a notebook to pictures that reproduce to the pixel."""
    plt.rcParams.update(style())
    if "inline" in plt.get_backend():
        from IPython import get_ipython
        from IPython.core.pylabtools import print_figure

        def shown(figure):
            # the whole figure as laid out, not the part with ink, and no date or version in the file
            png = print_figure(figure, bbox_inches=None, base64=True, metadata={"Software": None})
            width, height = figure.get_size_inches() * figure.dpi / 2  # two pixels for each of the screen's
            return png, {"width": round(width), "height": round(height)}

        get_ipython().display_formatter.formatters["image/png"].for_type(plt.Figure, shown)


def raster(activity, ax=None, *, order=None, color=COLOURS["ink"], start=0):
    """One tick for every spike: time in ms to the right, neurons upwards.

    Parameters
    ----------
    activity : Activity
    ax : Axes
    order : (N,) array of int
        Neurons from bottom to top; 0 ... N - 1 when None.
    color : colour
    start : int
        First step shown.

    Returns
    -------
    Axes
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
    """The voltage of every neuron at every step as a colour. It is stored after the reset: no spike shows.

    Parameters
    ----------
    activity : Activity
        With its voltage (N, T) [mV] recorded.
    ax : Axes

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        When the voltage was not recorded.
    """
    _check_recorded(activity)
    ax = ax or plt.gca()
    n, steps = activity.voltage.shape
    dt = activity.neuron.dt
    image = ax.imshow(activity.voltage, cmap=VOLTAGES, origin="lower", extent=(0, steps * dt, -0.5, n - 0.5))
    ax.figure.colorbar(image, ax=ax, label="voltage [mV]", pad=0.01)
    ax.set(xlabel="time [ms]", ylabel="neuron")
    return ax


def voltages(activity, neuron, ax=None, *, color=COLOURS["simulation"], height=25.0):
    """The voltage of one neuron against time, with a tick above the threshold for each spike.

    Parameters
    ----------
    activity : Activity
        With its voltage (N, T) [mV] recorded.
    neuron : int
        Which one, 0 ... N - 1.
    ax : Axes
    color : colour
        Of the voltage.
    height : float [mV]
        Of the ticks.

    Returns
    -------
    Axes

    Raises
    ------
    ValueError
        When the voltage was not recorded.
    """
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

    Parameters
    ----------
    weights : (N, N) array or scipy.sparse matrix [mV]
    ax : Axes
    limit : float [mV]
        The weight of the strongest colour; the largest weight when None.

    Returns
    -------
    Axes
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
    """Eigenvalues in the complex plane, with the circle that theory predicts.

    Parameters
    ----------
    values : (N,) complex array [mV]
        As `statistics.eigenvalues` returns them.
    ax : Axes
    radius : float [mV]
        Of the circle, such as `theory.circular_law_radius` gives it; no circle when None.

    Returns
    -------
    Axes
    """
    ax = ax or plt.gca()
    if radius is not None:
        angle = np.linspace(0, 2 * np.pi, 361)
        ax.plot(radius * np.cos(angle), radius * np.sin(angle), color=COLOURS["theory"], linestyle="--")
    ax.plot(np.real(values), np.imag(values), "o", color=COLOURS["simulation"], markersize=3.5)
    ax.set(xlabel="real part [mV]", ylabel="imaginary part [mV]", aspect="equal")
    return ax


def distribution(values, ax=None, *, bins=20, theory=None, label=None, color=COLOURS["simulation"]):
    """A histogram whose bars have an area of 1 in all, and over it what theory predicts.

    Parameters
    ----------
    values : (count,) array
    ax : Axes
    bins : int or (bars + 1,) array
        Number of bars, or their edges.
    theory : pair of (P,) arrays
        Values and their densities [1 / unit of the values]; no line when None.
    label : str
        Of the bars in a legend.
    color : colour
        Of the bars.

    Returns
    -------
    Axes
    """
    ax = ax or plt.gca()
    ax.hist(values, bins, density=True, color=color, alpha=0.55, label=label)
    if theory is not None:
        ax.plot(*theory, color=COLOURS["theory"], linestyle="--", label="theory")
    ax.set(ylabel="density")
    return ax


def embedding(points, ax=None, *, color=COLOURS["simulation"]):
    """The path of a network through the plane of two components, with its start marked.

    Parameters
    ----------
    points : (2, T) array [mV]
        As `statistics.principal_components` returns them.
    ax : Axes
    color : colour
        Of the points.

    Returns
    -------
    Axes
    """
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


def curve(result, ax=None, *, standard_error=False, fmt="o", color=COLOURS["simulation"], **options):
    """The mean over seeds against the values of a `sweep`, with an error bar.

    Runs that failed are left out. One value has no spread: a single seed gets no bar.

    Parameters
    ----------
    result : xarray.DataArray, shape (values, seeds)
        What `sweep` returned, or one of the arrays of a Dataset. Its values are numbers.
    ax : Axes
    standard_error : bool
        The bars reach one standard deviation of the seeds (with n - 1) to either side. True: one standard
        error, the standard deviation divided by the square root of the number of seeds.
    fmt : str
        Marker and line, as Matplotlib writes them: "o" are points, "o-" points on a line.
    color : colour
    **options
        What else `Axes.errorbar` takes, such as `label` and `markersize`.

    Returns
    -------
    Axes
    """
    ax = ax or plt.gca()
    values = result.dims[0]
    error = result.std("seed", ddof=1)
    if standard_error:
        error = error / np.sqrt(result.count("seed"))
    ax.errorbar(result[values], result.mean("seed"), error, fmt=fmt, color=color, **options)
    ax.set(xlabel=values)
    return ax


def _check_recorded(activity):
    arguments.require(
        activity.voltage is not None, "activity.voltage", "recorded (record_voltage=True)", None
    )
