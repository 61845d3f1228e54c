"""What a neuron and a random network should do, computed without simulating them.

Under white noise a neuron of `simulate` moves, until it is above threshold, by

    x' = x + mu * (u - x) + mu * noise * xi        u = rest + drive, xi a standard normal number

and starts again at reset: the interval between two spikes is a first-passage time. With the density

    K(x, y) = normal density of y with mean x + mu * (u - x) and sd mu * noise,   y <= threshold

of going from x to y in one step without a spike, the mean T1 and the mean square T2 of the number of
steps from x to the next spike solve T1 = 1 + K T1 and T2 = 1 + 2 K T1 + K T2. On quadrature nodes an
integral equation is a linear system (Nyström's method). Time is discrete here as in the simulation, so
there is nothing to correct; `siegert` is the classical formula for continuous time, to compare with.

In all functions `drive` is the mean input current [mV], `noise` its standard deviation in each step [mV]
and `neuron` a `lib.simulate.Neuron`. A refractory period lengthens every interval by just that.
Introduced in article 2; `circular_law_radius` and `network_rate` in article 1.
"""

from typing import NamedTuple

import numpy as np
from scipy.integrate import quad
from scipy.linalg import lu_factor, lu_solve
from scipy.special import erfcx, ndtr
from threadpoolctl import ThreadpoolController

from . import arguments
from .simulate import Neuron

LONGEST = 1e9  # mean interval [steps]; rounding errors grow with it, to about 1e-7 of the result here
# Small linear systems on several threads are up to a hundred times slower when another process is busy.
THREADS = ThreadpoolController()
OVERSHOOT = 0.5826  # -zeta(1/2) / sqrt(2 pi): mean overshoot of a Gaussian random walk, in sd of a step


def noise_free_interval(drive, neuron=Neuron()):
    """Steps from spike to spike without noise.

    The voltage is u - (u - reset) * (1 - mu)**k after k steps: the first k above threshold.

    Parameters
    ----------
    drive : float or array [mV]
    neuron : Neuron

    Returns
    -------
    float or array like `drive` [steps], infinity for a silent neuron

    >>> noise_free_interval([60, 65, 80])
    array([inf, 26., 15.])
    """
    drive, _ = _check(drive, 0, neuron)
    return np.floor(_steps_to_threshold(drive, neuron)) + 1 + neuron.refractory


def interval_moments(drive, noise, neuron=Neuron()):
    """Exact mean and standard deviation of the interval between two spikes.

    Parameters
    ----------
    drive, noise : float or arrays that broadcast [mV]
    neuron : Neuron

    Returns
    -------
    mean, sd : float or array [ms]
        Infinity and nan for a silent neuron, which there is only without noise.

    Raises
    ------
    ValueError
        When the mean interval is above 1e9 steps: the linear system is too ill-conditioned. When the
        noise is too small for the grid (for the neuron of the series, below about 1 mV but not 0).

    >>> mean, sd = interval_moments(60, 10)
    >>> print(f"{mean:.2f} {sd:.2f}")
    42.30 12.88
    """
    drive, noise = _check(drive, noise, neuron)

    def one(drive, noise):
        mean, sd = _moments(drive, noise, neuron)
        if noise > 0:
            _check_interval(mean, drive, noise)
        return mean, sd

    mean, sd = np.vectorize(one, otypes=[float, float])(drive, noise)
    return mean * neuron.dt, sd * neuron.dt


def firing_rate(drive, noise, neuron=Neuron()):
    """Exact mean firing rate. Errors as in `interval_moments`.

    Parameters
    ----------
    drive, noise : float or arrays that broadcast [mV]
    neuron : Neuron

    Returns
    -------
    float or array [Hz]

    >>> firing_rate([50, 60, 60], [0, 0, 10]).round(2)
    array([ 0.  ,  0.  , 23.64])
    """
    return 1000 / interval_moments(drive, noise, neuron)[0]


def interval_cv(drive, noise, neuron=Neuron()):
    """Exact coefficient of variation of the intervals, 0 for a clock and 1 for a Geiger counter.

    Errors as in `interval_moments`.

    Parameters
    ----------
    drive, noise : float or arrays that broadcast [mV]
    neuron : Neuron

    Returns
    -------
    float or array, nan for a silent neuron

    >>> interval_cv([50, 60, 80], [20, 10, 10]).round(3)
    array([0.867, 0.305, 0.075])
    """
    mean, sd = interval_moments(drive, noise, neuron)
    return sd / mean


def interval_distribution(drive, noise, steps, neuron=Neuron()):
    """Exact probability of an interval of 1, 2, ..., `steps` steps.

    Parameters
    ----------
    drive, noise : float [mV]
    steps : int
        The longest interval.
    neuron : Neuron

    Returns
    -------
    float array, shape (steps,)
        It sums to 1 less the probability of a longer interval.

    >>> probability = interval_distribution(80, 10, 30)
    >>> print(probability.argmax() + 1, probability.sum().round(6))
    15 1.0
    """
    _check_numbers(drive, noise, neuron)
    arguments.count("steps", steps, at_least=1)
    if noise == 0:
        return (np.arange(1, steps + 1) == noise_free_interval(drive, neuron)).astype(float)
    nodes, weights, kernel, fires = _first_passage(drive, noise, neuron)
    K, fires_at_nodes = kernel(nodes, nodes), fires(nodes)
    density = kernel(neuron.reset, nodes)[0]  # of the voltages that have not fired yet
    probability = [0.0] * neuron.refractory + [fires(neuron.reset)]
    with THREADS.limit(limits=1):
        while len(probability) < steps:
            density = density * weights
            probability.append(density @ fires_at_nodes)
            density = density @ K
    return np.array(probability[:steps])


def voltage_density(drive, noise, voltages, neuron=Neuron()):
    """Exact density of the voltage of a neuron that has fired for long.

    Parameters
    ----------
    drive, noise : float [mV]
        The noise above 0.
    voltages : float array, shape (V,) [mV]
    neuron : Neuron

    Returns
    -------
    density : float array, shape (V,) [1/mV]
        0 above threshold. Its integral is 1 - at_reset.
    at_reset : float
        Probability of sitting exactly at reset, having just fired or being refractory.

    >>> density, at_reset = voltage_density(60, 10, [-40, -10, 0, 1])
    >>> print(density.round(4), at_reset.round(4))
    [0.0057 0.0239 0.0323 0.    ] 0.0236
    """
    _check_numbers(drive, noise, neuron)
    arguments.require(noise > 0, "noise", "above 0 mV to give a density", noise)
    voltages = np.asarray(arguments.array("voltages", voltages, (None,)), dtype=float)
    nodes, weights, kernel, _ = _first_passage(drive, noise, neuron)
    from_reset = kernel(neuron.reset, np.append(nodes, voltages))[0]
    # visits per interval: y is reached from reset, or from any x visited before
    onward = np.eye(len(nodes)) - kernel(nodes, nodes).T * weights
    with THREADS.limit(limits=1):
        visits = np.linalg.solve(onward, from_reset[: len(nodes)])
    interval = 1 + neuron.refractory + visits @ weights  # steps
    _check_interval(interval, drive, noise)
    density = from_reset[len(nodes) :] + (visits * weights) @ kernel(nodes, voltages)
    return np.where(voltages <= neuron.threshold, density, 0) / interval, (1 + neuron.refractory) / interval


def siegert(drive, noise, neuron=Neuron(), corrected=True):
    """Firing rate in continuous time (Siegert, 1951).

    Parameters
    ----------
    drive, noise : float or arrays that broadcast [mV]
    neuron : Neuron
    corrected : bool
        A simulation looks at the threshold once per step and so catches a voltage when it is above
        already. True raises the threshold by the mean overshoot, 0.5826 sd of a step (Broadie, Glasserman
        & Kou, 1997), and takes time constant and sd of the discrete steps, -dt / ln(1 - mu) and
        noise * sqrt(mu / (2 - mu)); False takes their limits for small mu, dt / mu and noise * sqrt(mu / 2).

    Returns
    -------
    float or array [Hz]

    >>> print(siegert(50, 20).round(2), siegert(50, 20, corrected=False).round(2))  # exact: 3.85
    3.94 5.2
    """
    drive, noise = _check(drive, noise, neuron)
    mu = neuron.mu
    arguments.require(mu < 1 or not corrected, "neuron.mu", "below 1 for the corrected formula", mu)
    tau = -1 / np.log1p(-mu) if corrected else 1 / mu  # steps

    def interval(drive, noise):
        if noise == 0:
            return -tau * np.log1p(-mu) * _steps_to_threshold(drive, neuron)
        sd = noise * np.sqrt(mu / (2 - mu) if corrected else mu / 2)
        threshold = neuron.threshold + corrected * OVERSHOOT * mu * noise
        low, high = ((x - neuron.rest - drive) / (np.sqrt(2) * sd) for x in (neuron.reset, threshold))
        if high > 26:  # the integrand exp(z**2) * (1 + erf(z)) overflows
            return np.inf
        return tau * np.sqrt(np.pi) * quad(lambda z: erfcx(-z), low, high)[0]

    steps = np.vectorize(interval, otypes=[float])(drive, noise) + neuron.refractory
    return 1000 / (steps * neuron.dt)


def circular_law_radius(sd, n):
    """Radius of the disc that the eigenvalues of a random matrix fill evenly as n grows (Tao & Vu, 2010).

    Parameters
    ----------
    sd : float [mV]
        Standard deviation of the entries, which are independent and have mean 0.
    n : int
        Number of rows and columns.

    Returns
    -------
    float [mV]

    >>> print(circular_law_radius(sd=10, n=100))
    100.0
    """
    arguments.number("sd", sd, at_least=0)
    arguments.count("n", n, at_least=1)
    return sd * np.sqrt(n)


class NetworkRate(NamedTuple):
    """What `network_rate` returns."""

    rate: float  # mean across neurons [Hz]
    rate_sd: float  # standard deviation across neurons [Hz]
    noise: float  # sd from step to step of a neuron's input from outside and from the network [mV]
    input_sd: float  # sd across neurons of the mean input from the network [mV]


def network_rate(drive, noise, weight_sd, n, neuron=Neuron()):
    """Self-consistent rates of n neurons coupled by independent Gaussian weights of mean 0.

    With spike probabilities r per step, the input from the network has a part that differs from neuron
    to neuron and stays, as the weights do, of variance (n - 1) weight_sd**2 <r**2>, and a part that is
    drawn anew in each step, of variance (n - 1) weight_sd**2 (<r> - <r**2>), which acts as noise. Both
    give r through `firing_rate`. Neurons with mean intervals above 1e9 steps count as silent.

    Parameters
    ----------
    drive, noise : float [mV]
    weight_sd : float [mV]
        Standard deviation of the weights.
    n : int
        Number of neurons.
    neuron : Neuron

    Returns
    -------
    NetworkRate, the solution that is reached from 20 Hz

    Raises
    ------
    ValueError
        When the iteration finds no solution.

    >>> print(np.round(network_rate(60, 10, weight_sd=10, n=100), 2))
    [27.34  6.99 19.05  2.81]
    """
    _check_numbers(drive, noise, neuron)
    arguments.number("weight_sd", weight_sd, at_least=0)
    arguments.count("n", n, at_least=1)
    z, weights = np.polynomial.hermite_e.hermegauss(20)  # averages over a standard normal number
    weights /= weights.sum()
    variance, hertz = (n - 1) * weight_sd**2, 1000 / neuron.dt
    mean, square = 20 / hertz, (20 / hertz) ** 2
    for _ in range(200):
        input_sd, sigma = np.sqrt(variance * square), np.sqrt(noise**2 + variance * (mean - square))
        interval = np.array([_moments(drive + input_sd * k, sigma, neuron)[0] for k in z])
        r = np.where((interval > 0) & (interval < LONGEST), 1 / interval, 0)
        previous, mean, square = mean, weights @ r, weights @ r**2
        if abs(mean - previous) <= 1e-7 * previous:
            rate_sd = np.sqrt(max(square - mean**2, 0))
            return NetworkRate(float(mean * hertz), float(rate_sd * hertz), float(sigma), float(input_sd))
    raise ValueError(f"no self-consistent rate found for {drive=}, {noise=}, {weight_sd=}, {n=}")


def _check(drive, noise, neuron):
    arguments.require(isinstance(neuron, Neuron), "neuron", "a Neuron", neuron)
    arguments.require(neuron.reset is not None, "neuron.reset", "a voltage", neuron.reset)
    values = [np.asarray(arguments.array(name, x), float) for name, x in (("drive", drive), ("noise", noise))]
    arguments.require((values[1] >= 0).all(), "noise", "at least 0 mV", noise)
    return values


def _check_numbers(drive, noise, neuron):
    arguments.number("drive", drive)
    arguments.number("noise", noise, at_least=0)
    _check(drive, noise, neuron)


def _check_interval(mean, drive, noise):
    if not 0 < mean < LONGEST:
        raise ValueError(f"drive={drive}, noise={noise}: must give a mean interval below {LONGEST:.0e} steps")


def _steps_to_threshold(drive, neuron):
    # from reset, without noise, not rounded to whole steps
    above = np.asarray(neuron.rest + drive - neuron.threshold)
    with np.errstate(divide="ignore", invalid="ignore"):
        steps = -np.log1p((neuron.threshold - neuron.reset) / above) / np.log1p(-neuron.mu)
    return np.where(above > 0, steps, np.inf)


def _first_passage(drive, noise, neuron):
    # Gauss-Legendre nodes (n,) and weights (n,) on the voltages below threshold, the kernel K from
    # voltages (a,) to voltages (b,) as an (a, b) array, and the probability to fire in the step from x
    u, step_sd = neuron.rest + drive, neuron.mu * noise
    lower = min(neuron.reset, u) - 9 * noise * np.sqrt(neuron.mu / (2 - neuron.mu))
    wide = neuron.threshold - lower <= 900 * step_sd
    arguments.require(wide, "noise", "0 or large enough for a grid of 300 panels", noise)
    panels = int(np.ceil((neuron.threshold - lower) / (3 * step_sd)))
    edges = np.linspace(lower, neuron.threshold, panels + 1)
    half = (edges[1] - edges[0]) / 2
    points, weights = np.polynomial.legendre.leggauss(12)
    nodes, weights = (edges[:-1, None] + half * (1 + points)).ravel(), np.tile(half * weights, panels)

    def from_to(x, y):  # voltage reached less mean voltage after a step from x, in sd of a step
        return (y - (x + neuron.mu * (u - x))) / step_sd

    def kernel(x, y):
        return np.exp(-(from_to(np.atleast_1d(x)[:, None], y) ** 2) / 2) / (np.sqrt(2 * np.pi) * step_sd)

    return nodes, weights, kernel, lambda x: ndtr(-from_to(x, neuron.threshold))


def _moments(drive, noise, neuron):
    # mean and sd of the interval [steps], nonsense where the mean is far above LONGEST
    if noise == 0:
        interval = noise_free_interval(drive, neuron)
        return interval, 0 if interval < np.inf else np.nan
    nodes, weights, kernel, _ = _first_passage(drive, noise, neuron)
    with THREADS.limit(limits=1):
        system = lu_factor(np.eye(len(nodes)) - kernel(nodes, nodes) * weights)
        T1 = lu_solve(system, np.ones(len(nodes)))
        T2 = lu_solve(system, 2 * T1 - 1)  # as 1 + 2 K T1 = 2 T1 - 1
    from_reset = kernel(neuron.reset, nodes)[0] * weights
    mean, square = 1 + from_reset @ T1, 1 + from_reset @ (2 * T1 + T2)
    return mean + neuron.refractory, np.sqrt(max(square - mean**2, 0))
