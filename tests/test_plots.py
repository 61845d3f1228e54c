"""The plots, by the artists that they leave on the axes: their positions, limits and colours."""

import inspect
import json
import warnings
from importlib.resources import files

import matplotlib
import numpy as np
import pytest

matplotlib.use("Agg")

import matplotlib.pyplot as plt
from matplotlib.collections import LineCollection
from matplotlib.colors import to_hex, to_rgba
from matplotlib.image import AxesImage
from matplotlib.lines import Line2D
from scipy import sparse

from lib import Neuron, inputs, plots, simulate, sweep, weights

PALETTE = json.loads(files("lib").joinpath("palette.json").read_text())


@pytest.fixture(autouse=True)
def fresh_figures():
    plt.close("all")
    with plt.rc_context():
        plots.use_style()
        yield
    plt.close("all")


@pytest.fixture
def ax():
    return plt.figure().subplots()


def network(n=6, steps=150, dt=0.5):
    noisy = 64 + 15 * inputs.noise(2, n, steps)
    activity = simulate(weights.gaussian(1, n, sd=10), noisy, Neuron(dt=dt))
    assert activity.spikes.sum() > n
    return activity


def of(ax, kind):
    return [artist for artist in ax.get_children() if isinstance(artist, kind)]


def ticks(ax):
    """x, lower and upper end of every vertical tick, and their one colour."""
    (collection,) = of(ax, LineCollection)
    segments = np.array(collection.get_segments()).reshape(-1, 2, 2)
    assert np.array_equal(segments[:, 0, 0], segments[:, 1, 0])
    return segments[:, 0, 0], segments[:, 0, 1], segments[:, 1, 1], to_hex(collection.get_color()[0])


# ----------------------------------------------------------------------------------------------- colours


def test_colours_are_those_of_the_palette():
    assert PALETTE["light"] == plots.COLOURS
    assert PALETTE["light"].keys() == PALETTE["dark"].keys()
    for shade in (*PALETTE["light"].values(), *PALETTE["dark"].values()):
        assert to_hex(shade) == shade
    assert to_hex(plots.WEIGHTS(0.0)) == PALETTE["light"]["inhibition"]
    assert to_hex(plots.WEIGHTS(1.0)) == PALETTE["light"]["excitation"]
    assert np.allclose(plots.WEIGHTS(0.5), to_rgba(PALETTE["light"]["paper"]), atol=0.01)
    assert plots.VOLTAGES in matplotlib.colormaps


def test_style():
    light = PALETTE["light"]
    for name in ("text.color", "axes.edgecolor", "axes.labelcolor", "xtick.color", "ytick.color"):
        assert plt.rcParams[name] == light["ink"]
    cycle = plt.rcParams["axes.prop_cycle"].by_key()["color"]
    assert cycle == [light["simulation"], light["comparison"], light["chosen"]]
    assert plt.rcParams["font.family"] == ["DejaVu Sans"]
    assert plt.rcParams["figure.constrained_layout.use"] is True
    assert plt.rcParams["savefig.bbox"] is None  # the whole figure, whatever is in it


def test_style_for_some_lines_only():
    with plt.rc_context():
        matplotlib.rcdefaults()
        before = dict(plt.rcParams)
        with plt.rc_context(plots.style()):
            inside = dict(plt.rcParams)
        assert dict(plt.rcParams) == before
        plots.use_style()
        assert dict(plt.rcParams) == inside != before


def test_importing_changes_no_setting():
    with plt.rc_context():
        matplotlib.rcdefaults()
        before = dict(plt.rcParams)
        exec(compile(inspect.getsource(plots), plots.__file__, "exec"), {"__name__": "lib.plots"})
        assert dict(plt.rcParams) == before


# ------------------------------------------------------------------------------------------------ raster


def test_raster_has_one_tick_for_every_spike(ax):
    activity = network()
    assert plots.raster(activity, ax) is ax
    times, lower, upper, colour = ticks(ax)
    rows, steps = np.nonzero(activity.spikes)
    assert sorted(zip(times, lower, upper, strict=True)) == sorted(
        zip(steps * 0.5, rows - 0.5, rows + 0.5, strict=True)
    )
    assert colour == PALETTE["light"]["ink"]
    assert ax.get_xlim() == (0, 75) and ax.get_ylim() == (-1, 6)
    assert ax.get_xlabel() == "time [ms]" and ax.get_ylabel() == "neuron"


def test_raster_from_a_step_on_and_in_another_order(ax):
    activity = network()
    order = [3, 5, 0, 1, 2, 4]
    plots.raster(activity, ax, order=order, start=40, color=PALETTE["light"]["comparison"])
    times, lower, _, colour = ticks(ax)
    expected = [
        (step * 0.5, row - 0.5)
        for row, neuron in enumerate(order)
        for step in np.flatnonzero(activity.spikes[neuron])
        if step >= 40
    ]
    assert 0 < len(expected) < activity.spikes.sum()
    assert sorted(zip(times, lower, strict=True)) == sorted(expected)
    assert ax.get_xlim() == (20, 75) and ax.get_ylabel() == "neuron (sorted)"
    assert colour == PALETTE["light"]["comparison"]


# ---------------------------------------------------------------------------------------------- voltages


def test_voltage_image(ax):
    activity = network()
    assert plots.voltage_image(activity, ax) is ax
    (image,) = of(ax, AxesImage)
    assert np.array_equal(image.get_array(), activity.voltage)
    assert (
        tuple(image.get_extent()) == (0, 75, -0.5, 5.5) and image.origin == "lower"
    )  # as in the raster: upwards
    assert image.get_cmap().name == plots.VOLTAGES
    assert [axes.get_ylabel() for axes in ax.figure.axes] == ["neuron", "voltage [mV]"]


def test_voltages(ax):
    activity = network()
    neuron = int(np.argmax(activity.spikes.sum(axis=1)))
    assert plots.voltages(activity, neuron, ax, height=30) is ax
    threshold, trace = of(ax, Line2D)
    assert set(threshold.get_ydata()) == {0.0} and to_hex(threshold.get_color()) == PALETTE["light"]["muted"]
    assert np.array_equal(trace.get_xdata(), np.arange(150) * 0.5)
    assert np.array_equal(trace.get_ydata(), activity.voltage[neuron])
    assert to_hex(trace.get_color()) == PALETTE["light"]["simulation"]
    times, lower, upper, colour = ticks(ax)
    assert np.array_equal(times, np.flatnonzero(activity.spikes[neuron]) * 0.5) and times.size > 1
    assert set(lower) == {0.0} and set(upper) == {30.0} and colour == PALETTE["light"]["ink"]
    assert ax.get_xlim() == (0, 75) and ax.get_ylabel() == "voltage [mV]"


# ----------------------------------------------------------------------------------------------- weights


def colours_of(image):
    return image.cmap(image.norm(np.asarray(image.get_array())))


@pytest.mark.parametrize(("limit", "largest"), [(None, 4.0), (2.5, 2.5)])
def test_weight_matrix_has_symmetric_colours(ax, limit, largest):
    matrix = np.array([[0.0, 1.0], [-4.0, 2.0]])
    assert plots.weight_matrix(matrix, ax, limit=limit) is ax
    (image,) = of(ax, AxesImage)
    assert np.array_equal(image.get_array(), matrix)
    assert image.get_clim() == (-largest, largest)
    assert image.origin == "upper"  # as a matrix is written
    colours = colours_of(image)
    assert np.allclose(colours[0, 0], to_rgba(PALETTE["light"]["paper"]), atol=0.01)  # no synapse is white
    assert to_hex(colours[1, 0]) == PALETTE["light"]["inhibition"]
    assert colours[0, 1, 0] > colours[0, 1, 2] and colours[1, 0, 0] < colours[1, 0, 2]  # red, blue
    assert [axes.get_ylabel() for axes in (ax, *ax.child_axes)] == ["to neuron i", "weight [mV]"]
    assert ax.get_xlabel() == "from neuron j"


def test_weight_matrix_may_be_sparse(ax):
    matrix = np.array([[0.0, 1.0], [-4.0, 2.0]])
    for form in (sparse.csr_array, sparse.csc_matrix, sparse.coo_array):
        sheet = plt.figure().subplots()
        plots.weight_matrix(form(matrix), sheet)
        (image,) = of(sheet, AxesImage)
        assert np.array_equal(image.get_array(), matrix) and image.get_clim() == (-4, 4)


@pytest.mark.parametrize("draw", [plots.voltage_image, lambda activity, ax: plots.voltages(activity, 0, ax)])
def test_voltages_that_were_not_recorded_are_named(draw, ax):
    activity = simulate(None, np.zeros((2, 5)), record_voltage=False)
    with pytest.raises(
        ValueError, match=r"activity.voltage must be recorded \(record_voltage=True\), got None"
    ):
        draw(activity, ax)


def test_weight_matrix_of_zeros_is_white(ax):
    plots.weight_matrix(np.zeros((3, 3)), ax)
    ax.figure.canvas.draw()
    (image,) = of(ax, AxesImage)
    assert np.allclose(colours_of(image), to_rgba(PALETTE["light"]["paper"]), atol=0.01)
    low, high = image.get_clim()
    assert low == -high < 0


def test_eigenvalues(ax):
    values = np.array([1 + 2j, 1 - 2j, -3])
    assert plots.eigenvalues(values, ax, radius=2.5) is ax
    circle, points = of(ax, Line2D)
    assert (
        np.allclose(np.hypot(*circle.get_data()), 2.5)
        and to_hex(circle.get_color()) == PALETTE["light"]["theory"]
    )
    assert np.ptp(circle.get_xdata()) == pytest.approx(5) and np.ptp(circle.get_ydata()) == pytest.approx(5)
    assert points.get_xdata().tolist() == [1, 1, -3] and points.get_ydata().tolist() == [2, -2, 0]
    assert to_hex(points.get_color()) == PALETTE["light"]["simulation"] and points.get_linestyle() == "None"
    assert ax.get_aspect() == 1
    other = plt.figure().subplots()
    plots.eigenvalues(values, other)
    assert len(of(other, Line2D)) == 1


# ----------------------------------------------------------------------------------------- distributions


@pytest.mark.parametrize("bins", [20, 7, [-4, -1, 0, 0.5, 5]])
def test_distribution_is_a_density(ax, bins):
    values = np.random.default_rng(0).normal(size=500)
    x = np.linspace(-3, 3, 50)
    theory = x, np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi)
    assert plots.distribution(values, ax, bins=bins, theory=theory, label="simulation") is ax
    assert sum(bar.get_width() * bar.get_height() for bar in ax.patches) == pytest.approx(1)
    for bar in ax.patches:
        inside = (values >= bar.get_x()) & (values < bar.get_x() + bar.get_width())
        assert bar.get_height() * bar.get_width() == pytest.approx(inside.mean(), abs=0.0021)
        assert to_hex(bar.get_facecolor()) == PALETTE["light"]["simulation"]
    (line,) = of(ax, Line2D)
    assert np.array_equal(line.get_data(), theory) and to_hex(line.get_color()) == PALETTE["light"]["theory"]
    assert sorted(ax.get_legend_handles_labels()[1]) == ["simulation", "theory"]
    assert ax.get_ylabel() == "density"


def test_embedding(ax):
    points = np.random.default_rng(1).normal(size=(2, 9))
    assert plots.embedding(points, ax, color=PALETTE["light"]["comparison"]) is ax
    path, dots, start = of(ax, Line2D)
    for line in (path, dots):
        assert np.array_equal(line.get_data(), points)
    assert np.array_equal(np.ravel(start.get_data()), points[:, 0])
    assert [to_hex(line.get_color()) for line in (path, dots, start)] == [
        PALETTE["light"][name] for name in ("grid", "comparison", "chosen")
    ]
    (text,) = ax.texts
    assert text.get_text() == "start" and np.array_equal(text.xy, points[:, 0])


@pytest.mark.parametrize("standard_error", [False, True])
def test_curve_is_a_mean_with_error_bars(ax, standard_error):
    result = sweep(
        lambda value, seed: value * (1 + seed), [1.0, 2.0, 4.0], 3, name="drive", progress=False, workers=1
    )
    options = {"fmt": "s--", "color": PALETTE["light"]["comparison"], "label": "simulation", "markersize": 3}
    assert plots.curve(result, ax, standard_error=standard_error, **options) is ax
    (mean,) = of(ax, Line2D)
    assert mean.get_xdata().tolist() == [1, 2, 4] and mean.get_ydata() == pytest.approx([2, 4, 8])
    assert to_hex(mean.get_color()) == PALETTE["light"]["comparison"]
    assert (mean.get_marker(), mean.get_linestyle(), mean.get_markersize()) == ("s", "--", 3)
    (bars,) = of(ax, LineCollection)
    middle, sd = (
        np.array([2, 4, 8]),
        np.array([1, 2, 4]) / (np.sqrt(3) if standard_error else 1),
    )  # of 1, 2, 3 times the value, with n - 1
    ends = np.array(bars.get_segments())[:, :, 1]
    np.testing.assert_allclose(ends, np.transpose([middle - sd, middle + sd]))
    assert to_hex(bars.get_color()[0]) == PALETTE["light"]["comparison"]
    assert ax.get_xlabel() == "drive" and ax.get_legend_handles_labels()[1] == ["simulation"]


def test_curve_leaves_out_runs_that_failed(ax):
    def fails(value, seed):
        return 1 / (value - 2 * seed)

    with pytest.warns(RuntimeWarning, match="drive 2, seed 1 failed"):
        result = sweep(fails, [2, 3], 3, name="drive", progress=False, workers=1)
    plots.curve(result, ax, standard_error=True)
    (mean,) = of(ax, Line2D)
    assert mean.get_ydata() == pytest.approx([(1 / 2 - 1 / 2) / 2, (1 / 3 + 1 - 1) / 3])
    (bars,) = of(ax, LineCollection)
    low, high = np.array(bars.get_segments())[0, :, 1]
    assert (high - low) / 2 == pytest.approx(np.std([1 / 2, -1 / 2], ddof=1) / np.sqrt(2))  # of two runs


# -------------------------------------------------------------------------------------------------- all


def every_plot(n, steps, seeds=2):
    activity = simulate(weights.gaussian(1, n, sd=10), 64 + 15 * inputs.noise(2, n, steps))
    result = sweep(lambda value, seed: value + seed, [1.0], seeds, progress=False, workers=1)
    W = weights.gaussian(4, n)
    order = np.arange(n)[::-1].copy()
    theory = np.array([0.0, 1.0]), np.array([1.0, 2.0])
    return {
        "raster": ((activity,), {"order": order}),
        "voltage_image": ((activity,), {}),
        "voltages": ((activity, n - 1), {}),
        "weight_matrix": ((W,), {}),
        "eigenvalues": ((np.linalg.eigvals(W),), {"radius": 1.0}),
        "distribution": ((activity.voltage.ravel(),), {"theory": theory}),
        "embedding": ((np.arange(2.0 * steps).reshape(2, steps),), {}),
        "curve": ((result,), {"standard_error": True}),
    }


def test_every_plot_is_listed_here():
    drawing = [
        name
        for name, value in vars(plots).items()
        if inspect.isfunction(value)
        and value.__module__ == "lib.plots"
        and "ax" in inspect.signature(value).parameters
    ]
    assert sorted(drawing) == sorted(every_plot(2, 4))


@pytest.mark.parametrize("name", every_plot(2, 4))
@pytest.mark.parametrize(("n", "steps", "seeds"), [(1, 1, 1), (1, 2, 2), (2, 1, 2), (2, 30, 2)])
def test_tiny_networks_are_drawn_without_warnings(name, n, steps, seeds):
    arguments, options = every_plot(n, steps, seeds)[name]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ax = getattr(plots, name)(*arguments, **options)
        ax.figure.canvas.draw()
    assert ax is plt.gcf().axes[0]  # without `ax`, on the current axes


def arrays(value):
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, (tuple, list)):
        for part in value:
            yield from arrays(part)
    elif hasattr(value, "spikes"):
        yield from (value.spikes, value.voltage)
    elif hasattr(value, "values"):
        yield from (value.values, value[value.dims[0]].values)


@pytest.mark.parametrize("name", every_plot(2, 4))
def test_arguments_are_not_changed(name, ax):
    arguments, options = every_plot(5, 60)[name]
    held = list(arrays([*arguments, *options.values()]))
    before = [array.tobytes() for array in held]
    getattr(plots, name)(*arguments, ax, **options)
    ax.figure.canvas.draw()
    assert held and [array.tobytes() for array in held] == before


@pytest.mark.parametrize("name", every_plot(2, 4))
def test_a_plot_keeps_to_its_axes(name):
    _, left = plt.figure().subplots(1, 2)
    other = plt.figure().subplots()  # the current axes, which are not asked for
    arguments, options = every_plot(3, 40)[name]
    assert getattr(plots, name)(*arguments, left, **options) is left
    assert not other.lines and not other.collections and not other.images and not other.patches
    assert not left.get_title()
