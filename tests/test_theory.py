"""The theory against closed forms, limits, its own parts and a simulation written here."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm

from lib import theory
from lib.noise import normal
from lib.simulate import Neuron

NEURON = Neuron()
ODD = Neuron(threshold=-50.0, rest=-65.0, reset=-58.0, mu=0.05, refractory=3, dt=0.5)


def run(drive, noise, neuron, n, steps, seed=1):
    """Spikes (n, steps) and voltage (n, steps) of n uncoupled neurons, written out step by step."""
    xi = normal(seed, (steps, n))
    x, held = np.full(n, neuron.reset), np.zeros(n, dtype=int)
    spikes, voltage = np.zeros((n, steps), dtype=bool), np.empty((n, steps))
    for t in range(steps):
        x = x + neuron.mu * (neuron.rest - x + drive + noise * xi[t])
        x[held > 0] = neuron.reset
        held = np.maximum(held - 1, 0)
        spikes[:, t] = x > neuron.threshold
        held[spikes[:, t]] = neuron.refractory
        x[spikes[:, t]] = neuron.reset
        voltage[:, t] = x
    return spikes, voltage


def run_intervals(spikes):
    return np.concatenate([np.diff(np.flatnonzero(row)) for row in spikes])


# ---------------------------------------------------------------------------------------- one neuron


@pytest.mark.parametrize(
    ("drive", "noise", "rate", "cv"),
    [
        (60, 10, 23.643, 0.3045),
        (50, 20, 3.851, 0.867),
        (55, 10, 3.745, 0.843),
        (80, 10, 67.397, 0.0750),
        (100, 20, 98.344, 0.1050),
        (60, 20, 27.986, 0.360),
    ],
)
def test_rate_and_cv_are_the_published_values(drive, noise, rate, cv):
    assert theory.firing_rate(drive, noise) == pytest.approx(rate, rel=1e-4, abs=5e-4)
    assert theory.interval_cv(drive, noise) == pytest.approx(cv, abs=6e-5 if round(cv, 3) != cv else 5e-4)


def test_rate_survives_a_change_of_units():
    # voltages in units of 10 mV from -5, time in units of 0.2 ms: the same neuron
    other = Neuron(threshold=-5.0, rest=-11.0, reset=-12.0, dt=0.2)
    assert theory.firing_rate(5.5, 1, other) == pytest.approx(5 * theory.firing_rate(55, 10), rel=1e-9)
    assert theory.interval_cv(5.5, 1, other) == pytest.approx(theory.interval_cv(55, 10), rel=1e-9)


def test_a_neuron_without_memory_is_a_coin():
    # mu = 1: the voltage is u + noise * xi in every step, so the intervals are geometric
    neuron = Neuron(mu=1.0)
    p = norm.sf(0.7)
    assert theory.firing_rate(53, 10, neuron) == pytest.approx(1000 * p, rel=1e-10)
    assert theory.interval_cv(53, 10, neuron) == pytest.approx(np.sqrt(1 - p), rel=1e-10)
    geometric = p * (1 - p) ** np.arange(8)
    np.testing.assert_allclose(theory.interval_distribution(53, 10, 8, neuron), geometric, rtol=1e-10)


@pytest.mark.parametrize(("k", "rate"), [(0, 98.34), (2, 82.18), (5, 65.93), (10, 49.58)])
def test_refractory_period_lengthens_the_interval_by_itself(k, rate):
    mean, sd = theory.interval_moments(100, 20, Neuron(refractory=k))
    mean0, sd0 = theory.interval_moments(100, 20)
    assert 1000 / mean == pytest.approx(rate, abs=0.005)
    assert mean - mean0 == pytest.approx(k)
    assert sd == pytest.approx(sd0)


@pytest.mark.parametrize(("drive", "noise", "neuron"), [(60, 10, NEURON), (100, 20, NEURON), (17, 25, ODD)])
def test_theory_is_what_a_simulation_gives(drive, noise, neuron):
    spikes, voltage = run(drive, noise, neuron, n=400, steps=6000)
    measured = run_intervals(spikes)
    mean, sd = theory.interval_moments(drive, noise, neuron)
    # 5 standard errors: wrong by chance about once in a million; the mean interval is that of
    # complete intervals, so a long run is taken
    assert measured.mean() * neuron.dt == pytest.approx(
        mean, abs=5 * sd / np.sqrt(len(measured)) + 0.004 * mean
    )
    assert measured.std() * neuron.dt == pytest.approx(sd, rel=0.03)
    p = theory.interval_distribution(drive, noise, 2000, neuron)
    cdf = np.bincount(measured, minlength=2001)[1:2001].cumsum() / len(measured)
    assert np.abs(cdf - p.cumsum()).max() < 1.63 / np.sqrt(len(measured))  # Kolmogorov-Smirnov, 1%
    edges = np.linspace(neuron.reset - 5, neuron.threshold, 400)
    density, at_reset = theory.voltage_density(drive, noise, edges, neuron)
    settled = voltage[:, 500:]
    assert (settled == neuron.reset).mean() == pytest.approx(at_reset, rel=0.02)
    for a in range(0, 399, 57):  # seven ranges of voltage
        inside = (settled > edges[a]) & (settled < edges[a + 57]) & (settled != neuron.reset)
        expected = np.trapezoid(density[a : a + 58], edges[a : a + 58])
        assert inside.mean() == pytest.approx(expected, rel=0.03, abs=5e-4)


# ---------------------------------------------------------------------------- without noise


def test_noise_free_intervals():
    drives = [60, 65, 70, 80, 100, 120, 150]
    np.testing.assert_array_equal(theory.noise_free_interval(drives), [np.inf, 26, 20, 15, 10, 8, 6])
    assert theory.noise_free_interval(59.99) == np.inf
    assert theory.noise_free_interval(80, Neuron(refractory=4)) == 19
    assert theory.noise_free_interval(60.001, Neuron(mu=1.0)) == 1
    assert theory.firing_rate(80, 0) == pytest.approx(1000 / 15)
    assert theory.firing_rate(60, 0) == 0
    assert theory.interval_cv(80, 0) == 0
    assert np.isnan(theory.interval_cv(60, 0))
    np.testing.assert_array_equal(theory.interval_distribution(120, 0, 10), np.arange(1, 11) == 8)
    assert theory.interval_distribution(60, 0, 10).sum() == 0


@pytest.mark.parametrize("neuron", [NEURON, Neuron(threshold=-40.0, mu=0.03), ODD])
def test_noise_free_interval_is_the_simulated_one(neuron):
    for above in np.linspace(0.37, 90, 60):
        drive = neuron.threshold - neuron.rest + above
        spikes, _ = run(drive, 0.0, neuron, n=1, steps=1200)
        assert theory.noise_free_interval(drive, neuron) == run_intervals(spikes)[0]


def test_ten_rates_between_80_and_160():
    assert len(np.unique(theory.noise_free_interval(np.linspace(80, 160, 2001)))) == 10


def test_little_noise_is_nearly_none():
    # 103 mV is far from the edges of its step of the noise-free staircase of rates
    assert theory.firing_rate(103, 1.5) == pytest.approx(theory.firing_rate(103, 0), rel=2e-3)


# ---------------------------------------------------------------------------- distribution, density


@settings(max_examples=8, deadline=None)
@given(
    drive=st.floats(58, 110),
    noise=st.floats(20, 50),
    refractory=st.integers(0, 4),
    mu=st.sampled_from([0.1, 0.3]),
    dt=st.sampled_from([0.1, 1.0]),
)
def test_distribution_and_density_agree_with_the_moments(drive, noise, refractory, mu, dt):
    neuron = Neuron(refractory=refractory, mu=mu, dt=dt)
    mean, sd = theory.interval_moments(drive, noise, neuron)
    mean, sd = mean / dt, sd / dt
    steps = int(mean + 40 * sd) + 1
    p, k = theory.interval_distribution(drive, noise, steps, neuron), np.arange(1, steps + 1)
    assert (p >= 0).all()
    assert not p[:refractory].any()
    assert p.sum() == pytest.approx(1, abs=1e-9)
    assert p @ k == pytest.approx(mean, rel=1e-7)
    assert np.sqrt(p @ (k - mean) ** 2) == pytest.approx(sd, rel=1e-5)
    fine = np.linspace(neuron.rest + drive - 12 * noise, neuron.threshold, 4001)
    density, at_reset = theory.voltage_density(drive, noise, fine, neuron)
    assert at_reset == pytest.approx((1 + refractory) / mean, rel=1e-9)
    assert np.trapezoid(density, fine) + at_reset == pytest.approx(1, abs=1e-4)


def test_density_far_from_threshold_is_a_normal_one():
    # 12 mV below threshold, 5 voltage sd, it hardly ever fires: the steps of an Ornstein-Uhlenbeck process
    sd = 10 * np.sqrt(0.1 / 1.9)
    v = np.array([-17.0, -13.0, -11.0, -7.0, 1.0])
    density, at_reset = theory.voltage_density(48, 10, v)
    np.testing.assert_allclose(density[:4], norm.pdf(v[:4], -12, sd), rtol=1e-4)
    assert density[4] == 0
    assert at_reset < 1e-6


def test_the_wait_is_longer_from_further_down():
    assert theory.firing_rate(60, 10, Neuron(reset=-80.0)) < theory.firing_rate(60, 10)
    assert theory.firing_rate(60, 10, Neuron(threshold=2.0)) < theory.firing_rate(60, 10)


# ---------------------------------------------------------------------------- Siegert


@pytest.mark.parametrize(
    ("drive", "noise", "naive", "corrected"),
    [(50, 20, 35, 2.3), (55, 10, 34, 2.2), (60, 10, 3.7, 1.1), (80, 10, -1.0, 2.4)],
)
def test_siegert_errors_are_the_published_ones(drive, noise, naive, corrected):
    exact = theory.firing_rate(drive, noise)
    error = 100 * (theory.siegert(drive, noise) / exact - 1)
    assert error == pytest.approx(corrected, abs=0.05)
    error = 100 * (theory.siegert(drive, noise, corrected=False) / exact - 1)
    assert error == pytest.approx(naive, abs=0.5 if abs(naive) > 10 else 0.05)


@pytest.mark.parametrize(("drive", "noise", "error"), [(70, 10, 0.4), (80, 10, 0.7), (100, 20, 1.0)])
def test_siegert_with_the_drift_of_the_overshoot(drive, noise, error):
    raised = Neuron(threshold=0.1 * (drive - 60) / 4)
    ratio = theory.siegert(drive, noise, raised) / theory.firing_rate(drive, noise)
    assert 100 * (ratio - 1) == pytest.approx(error, abs=0.05)


def test_siegert_is_the_limit_of_small_steps():
    naive, corrected = [], []
    for mu in (0.1, 0.05, 0.02, 0.01):
        neuron, noise = Neuron(mu=mu), 10 * np.sqrt(0.1 / mu)  # the same voltage noise per unit of time
        exact = theory.firing_rate(55, noise, neuron)
        naive.append(100 * (theory.siegert(55, noise, neuron, corrected=False) / exact - 1))
        corrected.append(100 * (theory.siegert(55, noise, neuron) / exact - 1))
    np.testing.assert_allclose(corrected, [2.24, 0.77, 0.20, 0.07], atol=0.005)
    np.testing.assert_allclose(naive, [33.6, 25.5, 16.9, 12.1], atol=0.06)


def test_siegert_without_noise_is_the_closed_form():
    times = 1000 / theory.siegert([65, 70, 80, 100, 120, 150], 0, corrected=False)
    np.testing.assert_allclose(times, [27.08, 20.79, 15.04, 10.12, 7.73, 5.75], atol=0.005)
    assert theory.siegert(60, 0) == 0
    delayed = theory.siegert(80, 0, Neuron(refractory=3), corrected=False)
    assert 1000 / delayed == pytest.approx(18.04, abs=0.005)
    # whole steps: the simulated interval is the corrected one, rounded up
    assert np.ceil(1000 / theory.siegert(80, 0)) == theory.noise_free_interval(80)


def test_siegert_hardly_fires_far_below_threshold():
    with np.errstate(all="raise"):
        assert theory.siegert(0, 1) == 0
        assert 0 < theory.siegert(30, 10) < 1e-20


# ---------------------------------------------------------------------------- networks


def test_circular_law():
    assert theory.circular_law_radius(10, 100) == 100
    assert theory.circular_law_radius(0.5, 64) == 4
    eigenvalues = np.linalg.eigvals(3 * normal(2, (400, 400)))
    radius = theory.circular_law_radius(3, 400)
    assert np.abs(eigenvalues).max() == pytest.approx(radius, rel=0.1)
    assert (np.abs(eigenvalues) ** 2).mean() == pytest.approx(radius**2 / 2, rel=0.05)  # evenly filled


def test_network_of_the_introduction():
    result = theory.network_rate(60, 10, 10, 100)
    np.testing.assert_allclose(result, [27.34, 6.99, 19.05, 2.81], atol=0.005)
    assert result.rate == result[0]


def test_network_without_weights_is_a_neuron():
    exact = theory.firing_rate(60, 10)
    for result in (theory.network_rate(60, 10, 0, 100), theory.network_rate(60, 10, 10, 1)):
        np.testing.assert_allclose(result, [exact, 0, 10, 0], rtol=1e-9, atol=1e-5)


def test_network_rate_is_self_consistent():
    neuron = Neuron(refractory=2, dt=0.5, threshold=5.0)
    n, w = 50, 15.0
    result = theory.network_rate(62, 12, w, n, neuron)
    # the averages over neurons once more, by plain quantiles
    quantiles = norm.ppf((np.arange(100) + 0.5) / 100)
    rates = theory.firing_rate(62 + result.input_sd * quantiles, result.noise, neuron)
    r = rates * neuron.dt / 1000
    assert result.rate == pytest.approx(rates.mean(), rel=1e-4)
    assert result.rate_sd == pytest.approx(rates.std(), rel=1e-2)
    assert result.input_sd == pytest.approx(w * np.sqrt((n - 1) * (r**2).mean()), rel=1e-3)
    assert result.noise == pytest.approx(np.sqrt(144 + (n - 1) * w**2 * (r - r**2).mean()), rel=1e-3)


def test_a_network_can_be_silent():
    np.testing.assert_array_equal(theory.network_rate(0, 0, 10, 10), 0)


# ---------------------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: theory.firing_rate(np.nan, 10), "drive"),
        (lambda: theory.firing_rate([60, np.inf], 10), "drive"),
        (lambda: theory.firing_rate(60, -1), "noise"),
        (lambda: theory.siegert(60, np.nan), "noise"),
        (lambda: theory.firing_rate(60, 10, Neuron(reset=None)), "reset"),
        (lambda: theory.siegert(60, 10, Neuron(mu=1.0)), "mu"),
        (lambda: theory.firing_rate(60, 0.01), "noise must be 0 or large enough"),
        (lambda: theory.interval_distribution(60, 10, 0), "steps"),
        (lambda: theory.interval_distribution(60, 10, 2.5), "steps"),
        (lambda: theory.voltage_density(60, 0, [0.0]), "noise"),
        (lambda: theory.network_rate(60, 10, -1, 100), "weight_sd"),
        (lambda: theory.network_rate(60, 10, 1, 0), "n must be an integer of at least 1, got 0"),
        (lambda: theory.circular_law_radius(-1, 10), "sd"),
        (lambda: theory.circular_law_radius(1, 0), "n must be an integer of at least 1, got 0"),
        (lambda: theory.circular_law_radius(np.nan, 10), "sd must be a finite number .* got nan"),
        (lambda: theory.circular_law_radius(1, 2.5), "n must be an integer .* got 2.5"),
        (lambda: theory.network_rate(60, 10, np.nan, 100), "weight_sd must be a finite number .* got nan"),
        (lambda: theory.network_rate([60, 61], 10, 1, 100), r"drive must be a finite number, got \[60, 61\]"),
        (lambda: theory.network_rate(np.array([60.0]), 10, 1, 100), r"drive must be .* got array\(\[60"),
        (lambda: theory.network_rate(60, np.array([1.0]), 1, 100), r"noise must be .* got array\(\[1"),
        (lambda: theory.network_rate(60, 10, 1, 2.5), "n must be an integer .* got 2.5"),
        (lambda: theory.interval_distribution([60], 10, 5), r"drive must be a finite number, got \[60\]"),
        (lambda: theory.interval_distribution(60, 10, np.nan), "steps must be an integer .* got nan"),
        (
            lambda: theory.voltage_density(60, 10, [np.nan]),
            r"voltages must be finite, got nan at voltages\[0\]",
        ),
        (lambda: theory.voltage_density(60, 10, 0.0), r"voltages must have shape \(any\)"),
        (lambda: theory.firing_rate(60, 10, None), "neuron must be a Neuron, got None"),
        (lambda: theory.network_rate(60, 10, 1, 5, None), "neuron must be a Neuron, got None"),
        (lambda: theory.noise_free_interval(80, "x"), "neuron must be a Neuron, got 'x'"),
        (lambda: theory.firing_rate(np.nan, 10), "drive must be finite, got nan$"),
        (lambda: theory.firing_rate([60, np.nan], 10), r"drive must be finite, got nan at drive\[1\]"),
        (lambda: theory.firing_rate("60", 10), "drive must be real numbers"),
        (lambda: theory.firing_rate([[60], [60, 61]], 10), "drive must be an array of numbers"),
        (lambda: theory.firing_rate(60, [10, -1]), r"noise must be at least 0 mV, got \[10, -1\]"),
        (lambda: theory.firing_rate(60, 1e-320), "noise must be 0 or large enough"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@pytest.mark.parametrize("drive", [45, 43, 40, 30, 0, -200])
def test_a_rate_too_low_to_compute_is_an_error_not_nonsense(drive):
    with pytest.raises(ValueError, match="below 1e"):
        theory.firing_rate(drive, 10)
    with pytest.raises(ValueError, match="below 1e"):
        theory.voltage_density(drive, 10, [-10.0])


def test_low_rates_that_are_computed_are_right():
    # far below threshold the error of the corrected formula grows smoothly, and only slowly
    drives = np.array([54, 52, 50, 48])
    ratio = theory.siegert(drives, 10) / theory.firing_rate(drives, 10)
    assert theory.firing_rate(48, 10) == pytest.approx(6.38e-5, rel=1e-3)
    assert (np.abs(np.diff(ratio)) < 0.01).all() and (np.abs(ratio - 1) < 0.05).all()
