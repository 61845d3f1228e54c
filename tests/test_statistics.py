"""The statistics against values computed by hand, and what must hold for any activity."""

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from scipy import sparse

from lib import statistics
from lib.noise import normal


def activity(spikes, voltage=None, dt=1.0):
    voltage = None if voltage is None else np.array(voltage, dtype=float)
    return SimpleNamespace(
        spikes=np.array(spikes, dtype=bool), voltage=voltage, neuron=SimpleNamespace(dt=dt)
    )


def rows(*texts):
    """Spikes from pictures: '..|.' is a neuron that spikes in step 2."""
    return [[character == "|" for character in text] for text in texts]


some_spikes = arrays(bool, array_shapes(min_dims=2, max_dims=2, min_side=1, max_side=12))

# ------------------------------------------------------------------------------------ rates, intervals


def test_firing_rates():
    a = activity(rows(".|.|", "....", "||||"), dt=0.5)  # 2 ms
    np.testing.assert_array_equal(statistics.firing_rates(a), [1000, 0, 2000])
    np.testing.assert_allclose(statistics.firing_rates(a, start=1), [2000 / 1.5, 0, 3000 / 1.5])


def test_population_rate():
    a = activity(rows(".|.|", "....", "|||."), dt=2.0)
    np.testing.assert_allclose(statistics.population_rate(a), [500 / 3, 1000 / 3, 500 / 3, 500 / 3])


@given(some_spikes)
def test_both_rates_have_one_mean(spikes):
    a = activity(spikes, dt=0.1)
    assert statistics.firing_rates(a).mean() == pytest.approx(statistics.population_rate(a).mean())


def test_intervals():
    a = activity(rows("|..|.|", "......", "..|..."), dt=0.5)
    first, *others = statistics.intervals(a)
    np.testing.assert_array_equal(first, [1.5, 1.0])
    assert [len(x) for x in others] == [0, 0]
    np.testing.assert_array_equal(statistics.intervals(a, start=1)[0], [1.0])  # the first spike is before


def test_interval_cv():
    # intervals 1, 5 have mean 3, sd 2; intervals 2, 2 have sd 0; one interval is too few
    a = activity(rows("||....|", "|.|.|..", "|..|...", "......."))
    np.testing.assert_array_equal(statistics.interval_cv(a, minimum=2), [2 / 3, 0, np.nan, np.nan])
    assert np.isnan(statistics.interval_cv(a)).all()  # at least 5 by default
    # pooled 1, 5, 2, 2, 3: mean 13/5, variance 43/5 - 169/25 = 46/25
    assert statistics.pooled_interval_cv(a) == pytest.approx(np.sqrt(46) / 13)
    assert np.isnan(statistics.pooled_interval_cv(activity(rows("..|"))))


def test_interval_cv_counts_exactly_five_intervals():
    a = activity(rows("||||||", ".|||||"))
    np.testing.assert_array_equal(statistics.interval_cv(a), [0, np.nan])


def test_pooling_mixes_rates():
    a = activity([[t % 2 == 0 for t in range(60)], [t % 6 == 0 for t in range(60)]])
    np.testing.assert_array_equal(statistics.interval_cv(a), [0, 0])
    assert statistics.pooled_interval_cv(a) > 0.4


# ------------------------------------------------------------------------------------ counts


def test_spike_counts():
    a = activity(rows("||.|..|", "...|||."))
    np.testing.assert_array_equal(statistics.spike_counts(a, 3), [[2, 1], [0, 3]])
    np.testing.assert_array_equal(statistics.spike_counts(a, 2, start=1), [[1, 1, 1], [0, 2, 1]])
    np.testing.assert_array_equal(statistics.spike_counts(a, 1), a.spikes)
    np.testing.assert_array_equal(statistics.spike_counts(a, 7), [[4], [3]])


def test_fano_factor():
    a = activity(rows("|.|.", "|...", "||.."))  # counts 3, 1, 1, 0: mean 5/4, variance 11/4 - 25/16
    assert statistics.fano_factor(a) == pytest.approx((11 / 4 - 25 / 16) / (5 / 4))
    assert statistics.fano_factor(a, window=2) == pytest.approx((17 / 2 - 25 / 4) / (5 / 2))  # 4, 1
    assert statistics.fano_factor(activity(rows("|.|.", ".|.|"))) == 0
    assert np.isnan(statistics.fano_factor(activity(rows("....", "...."))))


def test_fano_factor_of_n_identical_neurons_is_n_times_that_of_one():
    row = rows("|..||....|")
    one, seven = activity(row), activity(row * 7)
    assert statistics.fano_factor(seven) == pytest.approx(7 * statistics.fano_factor(one))


def test_synchrony():
    wave = np.array([-70.0, -10.0, -40.0])
    spikes = np.zeros((2, 3))
    assert statistics.synchrony(activity(spikes, [wave, wave])) == pytest.approx(1)
    # offsets are no movement
    assert statistics.synchrony(activity(spikes, [wave, wave - 9])) == pytest.approx(1)
    # one moves, one does not: sd of the mean is 1/2, root mean square of 1 and 0 is 1/sqrt(2)
    assert statistics.synchrony(activity(spikes, [wave, 0 * wave])) == pytest.approx(1 / np.sqrt(2))
    assert statistics.synchrony(activity(spikes, [wave, -wave])) == pytest.approx(0)
    assert np.isnan(statistics.synchrony(activity(spikes, [0 * wave, 0 * wave])))
    # from step 1 on they move together
    assert statistics.synchrony(activity(spikes, [[9, 1, 2], [0, 1, 2]]), start=1) == pytest.approx(1)


def test_synchrony_of_independent_neurons():
    voltage = normal(3, (400, 3000))
    assert statistics.synchrony(activity(np.zeros((400, 3000)), voltage)) == pytest.approx(0.05, rel=0.1)


# ------------------------------------------------------------------------------------ dimensions


def test_principal_components():
    # all on a line along (3, 4): coordinates are distances from the mean
    x = [[0, 3, 6], [10, 14, 18]]
    np.testing.assert_allclose(statistics.principal_components(x, 1), [[-5, 0, 5]], atol=1e-12)
    np.testing.assert_allclose(statistics.variance_explained(x, 2), [1, 0], atol=1e-12)
    # axes of their own: second row has the larger variance and comes first
    x = np.array([[1, 1, -1, -1], [2, -2, 2, -2]])
    np.testing.assert_allclose(statistics.principal_components(x), x[::-1], atol=1e-12)
    np.testing.assert_allclose(statistics.variance_explained(x), [0.8, 0.2])


def test_principal_components_have_a_fixed_sign():
    x = normal(4, (6, 50))
    components = statistics.principal_components(x, 6)
    centred = x - x.mean(axis=1, keepdims=True)
    # regress the activity on its coordinates to get the directions back
    directions = centred @ components.T / (components**2).sum(axis=1)
    np.testing.assert_allclose(directions.T @ directions, np.eye(6), atol=1e-10)
    largest = np.abs(directions).argmax(axis=0)
    assert (directions[largest, np.arange(6)] > 0).all()
    # no sign depends on which came first in time
    np.testing.assert_allclose(
        statistics.principal_components(x[:, ::-1], 6), components[:, ::-1], atol=1e-10
    )


def test_large_activities_have_exact_components_too():
    x = normal(5, (600, 700))  # where scikit-learn alone would choose random projections
    eigenvalues = np.linalg.eigvalsh(np.cov(x))[::-1]
    expected = eigenvalues[:2] / eigenvalues.sum()
    np.testing.assert_allclose(statistics.variance_explained(x), expected, rtol=1e-10)


def test_nothing_moves_nothing_is_explained():
    assert np.isnan(statistics.variance_explained(np.ones((3, 5)))).all()


@settings(deadline=None)
@given(st.integers(0, 1000), st.integers(2, 6), st.integers(3, 20))
def test_dimensions_do_not_depend_on_axes_scale_and_offset(seed, n, steps):
    x = normal(seed, (n, steps))
    rotation = np.linalg.qr(normal(seed + 1, (n, n)))[0]
    moved = 3 * rotation @ x + normal(seed + 2, (n, 1))
    count = min(n, steps)
    explained = statistics.variance_explained(x, count)
    np.testing.assert_allclose(statistics.variance_explained(moved, count), explained, atol=1e-10)
    assert explained.sum() == pytest.approx(1)


def test_arguments_are_not_changed():
    x = normal(6, (4, 9))
    spikes = x > 0
    a = activity(spikes, x)
    statistics.principal_components(a.voltage), statistics.spike_traces(a, 5.0), statistics.synchrony(a)
    np.testing.assert_array_equal(a.voltage, normal(6, (4, 9)))
    np.testing.assert_array_equal(a.spikes, spikes)


# ------------------------------------------------------------------------------------ eigenvalues


def test_eigenvalues():
    # a rotation times 2, and 1
    w = [[0, -2, 0], [2, 0, 0], [0, 0, 1]]
    np.testing.assert_allclose(statistics.eigenvalues(w), [2j, -2j, 1], atol=1e-12)
    np.testing.assert_allclose(statistics.eigenvalues(sparse.csr_array(w)), [2j, -2j, 1], atol=1e-12)
    np.testing.assert_allclose(statistics.eigenvalues(np.diag([1, -3, 3, 0])), [3, -3, 1, 0])
    np.testing.assert_array_equal(statistics.eigenvalues(np.zeros((2, 2))), [0, 0])
    assert statistics.eigenvalues([[5]]).dtype == complex


def test_eigenvalues_of_a_ring_come_in_one_order():
    # all on the unit circle, so only rounding would decide between them
    n = 12
    shift = np.roll(np.eye(n), 1, axis=0)
    angles = 2 * np.pi * np.arange(n // 2 + 1) / n
    expected = [s * np.exp(1j * a) for a in angles for s in (1,)]
    expected = [1, *(v for e in expected[1:-1] for v in (e, e.conjugate())), -1]
    np.testing.assert_allclose(statistics.eigenvalues(shift), expected, atol=1e-10)
    order = np.argsort(normal(7, n))
    np.testing.assert_allclose(statistics.eigenvalues(shift[order][:, order]), expected, atol=1e-10)


@settings(deadline=None)
@given(st.integers(0, 1000), st.integers(1, 8))
def test_eigenvalues_belong_to_the_matrix(seed, n):
    w = normal(seed, (n, n))
    values = statistics.eigenvalues(w)
    assert values.sum() == pytest.approx(np.trace(w), abs=1e-9)
    assert np.prod(values) == pytest.approx(np.linalg.det(w), abs=1e-9)
    assert (np.diff(np.abs(values)) <= 1e-8).all()
    np.testing.assert_allclose(statistics.eigenvalues(w + w.T).imag, 0)


# ------------------------------------------------------------------------------------ two runs, traces


def test_hamming_distance():
    a, b = rows("|..|", "|...", "|..."), rows("|..|", "..|.", "..|.")
    np.testing.assert_array_equal(statistics.hamming_distance(a, b), [2, 0, 2, 0])
    np.testing.assert_array_equal(statistics.hamming_distance(activity(a), np.array(b)), [2, 0, 2, 0])


@given(arrays(bool, (3, 4, 6)))
def test_hamming_distance_is_a_distance(runs):
    a, b, c = runs
    assert not statistics.hamming_distance(a, a).any()
    np.testing.assert_array_equal(statistics.hamming_distance(a, b), statistics.hamming_distance(b, a))
    detour = statistics.hamming_distance(a, b) + statistics.hamming_distance(b, c)
    assert (statistics.hamming_distance(a, c) <= detour).all()


def test_spike_traces():
    half = 1 / np.log(2)  # decays by half in 1 ms
    spikes = rows(".|.|.", "|....")
    expected = [[0, 1, 0.5, 1.25, 0.625], [1, 0.5, 0.25, 0.125, 0.0625]]
    np.testing.assert_allclose(statistics.spike_traces(spikes, half), expected)
    np.testing.assert_allclose(statistics.spike_traces(activity(spikes), half), expected)
    np.testing.assert_allclose(statistics.spike_traces(activity(spikes, dt=2.0), 2 * half), expected)
    assert statistics.spike_traces(activity(spikes, dt=0.5), half)[1, 1] == pytest.approx(np.sqrt(0.5))


@given(some_spikes, st.floats(0.1, 100))
def test_spike_traces_are_the_synaptic_filter(spikes, tau):
    trace, decay = np.zeros(len(spikes)), np.exp(-1 / tau)
    for t, result in enumerate(statistics.spike_traces(spikes, tau).T):
        trace = decay * trace + spikes[:, t]
        np.testing.assert_allclose(result, trace, atol=1e-12)


# ------------------------------------------------------------------------------------ bad input

GOOD = activity(rows("|..|", "||||"))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: statistics.firing_rates(GOOD, start=4), "start must be an integer from 0 to 3, got 4"),
        (lambda: statistics.firing_rates(GOOD, start=-1), "start"),
        (lambda: statistics.intervals(GOOD, start=0.5), "start"),
        (
            lambda: statistics.firing_rates(activity([1, 0])),
            r"activity.spikes must have shape .* got shape \(2,\)",
        ),
        (lambda: statistics.interval_cv(GOOD, minimum=0), "minimum"),
        (lambda: statistics.fano_factor(GOOD, window=0), "window"),
        (
            lambda: statistics.spike_counts(GOOD, window=3, start=2),
            "window must be an integer from 1 to 2, got 3",
        ),
        (lambda: statistics.spike_counts(GOOD, window=1.5), "window"),
        (lambda: statistics.synchrony(GOOD), "voltage"),
        (lambda: statistics.synchrony(activity([[0, 1]], [[0, 1]]), start=2), "start"),
        (
            lambda: statistics.principal_components([1.0, 2.0]),
            r"x must have shape \(any, any\), .* got shape \(2,\)",
        ),
        (lambda: statistics.principal_components([[1.0, np.nan]]), "finite"),
        (
            lambda: statistics.principal_components(np.ones((3, 5)), count=4),
            "count must be an integer from 1 to 3, got 4",
        ),
        (lambda: statistics.variance_explained(np.ones((3, 5)), count=0), "count"),
        (lambda: statistics.eigenvalues(np.ones((2, 3))), r"weights must be square, got \(2, 3\)"),
        (lambda: statistics.eigenvalues([[np.inf]]), "weights"),
        (
            lambda: statistics.hamming_distance([[0, 1]], [[0], [1]]),
            r"b must have shape \(1, 2\), .* got shape \(2, 1\)",
        ),
        (lambda: statistics.hamming_distance([[0, 2]], [[0, 1]]), "0 and 1"),
        (lambda: statistics.spike_traces(GOOD, 0), "tau"),
        (lambda: statistics.spike_traces(GOOD, np.nan), "tau must be a finite number, got nan"),
        (lambda: statistics.spike_traces(GOOD, -1.0), "tau must be above 0 ms, got -1.0"),
        (lambda: statistics.spike_traces(GOOD, "x"), "tau must be a finite number, got 'x'"),
        (lambda: statistics.firing_rates(GOOD, start=np.nan), "start must be an integer .* got nan"),
        (lambda: statistics.firing_rates(GOOD, start=True), "start must be an integer .* got True"),
        (lambda: statistics.intervals(GOOD, start=-1), "start must be an integer from 0 to 3, got -1"),
        (lambda: statistics.synchrony(activity([[0, 1]], [[0, 1]]), start=1.0), "start .* got 1.0"),
        (lambda: statistics.interval_cv(GOOD, minimum="x"), "minimum must be an integer .* got 'x'"),
        (lambda: statistics.interval_cv(GOOD, minimum=np.nan), "minimum must be an integer .* got nan"),
        (lambda: statistics.spike_counts(GOOD, window=0), "window must be an integer from 1 to 4, got 0"),
        (lambda: statistics.fano_factor(GOOD, window=2.5), "window must be an integer .* got 2.5"),
        (lambda: statistics.variance_explained([[1.0, np.nan]]), r"x must be finite, got nan at x\[0, 1\]"),
        (lambda: statistics.eigenvalues([[0, 1], [np.nan, 0]]), r"weights .* got nan at weights\[1, 0\]"),
        (lambda: statistics.hamming_distance([["a"]], [[0]]), "a must be real numbers"),
        (lambda: statistics.hamming_distance([[0]], GOOD), r"b must have shape \(1, 1\), .* \(2, 4\)"),
        (lambda: statistics.spike_traces([[0.5]], 1.0), "activity must be made of 0 and 1"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


OF_ACTIVITIES = (
    statistics.firing_rates,
    statistics.population_rate,
    statistics.intervals,
    statistics.interval_cv,
    statistics.pooled_interval_cv,
    lambda a: statistics.spike_counts(a, 1),
    statistics.fano_factor,
    statistics.synchrony,
)


@pytest.mark.parametrize("function", OF_ACTIVITIES)
@pytest.mark.parametrize(
    "given", [[[0, 1]], np.zeros((2, 3), dtype=bool), None, SimpleNamespace(spikes=[[0]])]
)
def test_an_array_of_spikes_is_no_activity(function, given):
    with pytest.raises(ValueError, match=r"activity must be an Activity, .* got <class"):
        function(given)


def test_voltage_that_was_not_recorded_is_named():
    with pytest.raises(
        ValueError, match=r"activity.voltage must be recorded \(record_voltage=True\), got None"
    ):
        statistics.synchrony(GOOD)


def test_windows_of_small_numpy_integers():
    a = activity(np.ones((1, 300)))
    assert statistics.spike_counts(a, np.uint8(100)).tolist() == [[100, 100, 100]]
