"""What is measured on a simulated activity.

An `activity` is what `simulate` returns: `.spikes` (N, T) bool, `.voltage` (N, T) [mV] or None, and
`.neuron`, whose `.dt` is the duration of a step [ms]. `start` is the first step that counts: a network
that starts silent needs some time to forget it. A statistic that the spikes do not determine is nan. An
argument that makes no sense is a ValueError that names it, in every function here. Introduced in article 1.
"""

import numpy as np
from scipy import sparse
from scipy.signal import lfilter
from sklearn.decomposition import PCA

from . import arguments


def firing_rates(activity, start=0):
    """Mean firing rate of each neuron.

    Parameters
    ----------
    activity : Activity
    start : int

    Returns
    -------
    float array, shape (N,) [Hz]
    """
    spikes = _spikes(activity, start)  # (N, T - start)
    return 1000 * spikes.sum(axis=1) / (spikes.shape[1] * activity.neuron.dt)


def population_rate(activity):
    """Firing rate in each step, averaged over neurons.

    Parameters
    ----------
    activity : Activity

    Returns
    -------
    float array, shape (T,) [Hz]
    """
    return 1000 * _spikes(activity).mean(axis=0) / activity.neuron.dt


def intervals(activity, start=0):
    """Intervals between the spikes of each neuron.

    Parameters
    ----------
    activity : Activity
    start : int

    Returns
    -------
    list of N float arrays [ms], empty for fewer than two spikes
    """
    return [np.diff(np.flatnonzero(row)) * activity.neuron.dt for row in _spikes(activity, start)]


def interval_cv(activity, start=0, minimum=5):
    """Coefficient of variation, sd / mean, of the intervals of each neuron.

    A short run is biased towards regular firing: it has no room for long intervals.

    Parameters
    ----------
    activity : Activity
    start : int
    minimum : int, at least 1
        Neurons with fewer intervals get nan.

    Returns
    -------
    float array, shape (N,)
    """
    arguments.count("minimum", minimum, at_least=1)
    return np.array([x.std() / x.mean() if len(x) >= minimum else np.nan for x in intervals(activity, start)])


def pooled_interval_cv(activity, start=0):
    """Coefficient of variation, sd / mean, of the intervals of all neurons together.

    It measures irregularity only where all neurons fire at the same rate: differences between rates
    make it larger.

    Parameters
    ----------
    activity : Activity
    start : int

    Returns
    -------
    float, nan without an interval
    """
    pooled = np.concatenate(intervals(activity, start))
    return float(pooled.std() / pooled.mean()) if len(pooled) else np.nan


def spike_counts(activity, window, start=0):
    """Spikes of each neuron in successive windows.

    Parameters
    ----------
    activity : Activity
    window : int
        Length of a window [steps]. What remains at the end is left out.
    start : int

    Returns
    -------
    int array, shape (N, number of windows)
    """
    spikes = _spikes(activity, start)
    n, steps = spikes.shape
    arguments.count("window", window, at_least=1, at_most=steps)
    window = int(window)  # small NumPy integers would overflow
    windows = steps // window
    return spikes[:, : windows * window].reshape(n, windows, window).sum(axis=2)


def fano_factor(activity, window=1, start=0):
    """Variance / mean of the number of spikes of the whole population in a window.

    1 for independent Poisson neurons, above it for neurons that fire together.

    Parameters
    ----------
    activity : Activity
    window : int
        Length of a window [steps].
    start : int

    Returns
    -------
    float, nan without a spike
    """
    counts = spike_counts(activity, window, start).sum(axis=0)
    return float(counts.var() / counts.mean()) if counts.any() else np.nan


def synchrony(activity, start=0):
    """Golomb's chi: sd of the mean voltage / root mean square of the voltages' own sd.

    1 when all voltages move together, about 1 / sqrt(N) when they are independent (Golomb & Rinzel, 1994).

    Parameters
    ----------
    activity : Activity
        With its voltage recorded.
    start : int

    Returns
    -------
    float, nan when no voltage moves
    """
    _spikes(activity, start)  # checks both
    arguments.require(
        activity.voltage is not None, "activity.voltage", "recorded (record_voltage=True)", None
    )
    voltage = activity.voltage[:, start:]
    own = voltage.var(axis=1).mean()
    return float(np.sqrt(voltage.mean(axis=0).var() / own)) if own > 0 else np.nan


def principal_components(x, count=2):
    """Coordinates of an activity along its directions of largest variance.

    Parameters
    ----------
    x : array, shape (N, T)
        Voltages or spike traces; each neuron is a dimension and each step a point.
    count : int
        Number of directions.

    Returns
    -------
    float array, shape (count, T)
        Largest variance first, each row with mean 0. The sign of a direction is free: here its largest
        entry is positive.

    >>> principal_components([[0, 3, 6], [0, 4, 8]], count=1)
    array([[-5.,  0.,  5.]])
    """
    return _pca(x, count)[1]


def variance_explained(x, count=2):
    """Fraction of the variance along each principal component.

    Parameters
    ----------
    x : array, shape (N, T)
    count : int
        Number of directions.

    Returns
    -------
    float array, shape (count,), the largest first

    >>> variance_explained([[1, 1, -1, -1], [2, -2, 2, -2]])
    array([0.8, 0.2])
    """
    return _pca(x, count)[0]


def eigenvalues(weights):
    """Eigenvalues of a weight matrix, the farthest from 0 first.

    Parameters
    ----------
    weights : array or scipy.sparse matrix, shape (N, N)

    Returns
    -------
    complex array, shape (N,)
        At the same distance, the larger real and then the larger imaginary part comes first.

    >>> eigenvalues([[0, -2, 0], [2, 0, 0], [0, 0, 1]])
    array([0.+2.j, 0.-2.j, 1.+0.j])
    """
    weights = _matrix("weights", weights.toarray() if sparse.issparse(weights) else weights)
    arguments.require(weights.shape[0] == weights.shape[1], "weights", "square", weights.shape)
    symmetric = np.array_equal(weights, weights.T)
    values = (np.linalg.eigvalsh if symmetric else np.linalg.eigvals)(weights).astype(complex)
    # rounded, so that equal distances are equal on every machine
    size = np.round(np.array([np.abs(values), values.real, values.imag]) / (abs(values).max() or 1), 9)
    return values[np.lexsort(-size[::-1])]


def hamming_distance(a, b):
    """Number of neurons that differ between two runs in each step.

    Parameters
    ----------
    a, b : Activity, or spikes
        Of the same shape (N, T).

    Returns
    -------
    int array, shape (T,)

    >>> hamming_distance([[0, 1, 0], [0, 0, 1]], [[0, 1, 1], [0, 0, 0]])
    array([0, 0, 2])
    """
    a, b = _zeros_and_ones("a", a), _zeros_and_ones("b", b)
    return (a != arguments.shaped("b", b, a.shape)).sum(axis=0)


def spike_traces(activity, tau):
    """Spikes filtered with an exponential: each adds 1, which then decays by exp(-dt / tau) per step.

    Parameters
    ----------
    activity : Activity, or spikes (N, T), whose steps then last 1 ms
    tau : float, above 0 [ms]

    Returns
    -------
    float array, shape (N, T)

    >>> spike_traces([[0, 1, 0, 1]], tau=1 / np.log(2))
    array([[0.  , 1.  , 0.5 , 1.25]])
    """
    arguments.number("tau", tau)
    arguments.require(tau > 0, "tau", "above 0 ms", tau)
    dt = activity.neuron.dt if hasattr(activity, "neuron") else 1.0
    spikes = _zeros_and_ones("activity", activity).astype(float)
    return lfilter([1.0], [1.0, -np.exp(-dt / tau)], spikes, axis=1)


def _spikes(activity, start=0):
    """The spikes of an activity from a step on; an array of spikes does not tell how long a step is."""
    given = hasattr(activity, "spikes") and hasattr(activity, "neuron")
    arguments.require(given, "activity", "an Activity, as `simulate` returns it", type(activity))
    spikes = _zeros_and_ones("activity", activity)
    arguments.count("start", start, at_most=spikes.shape[1] - 1)
    return spikes[:, start:]


def _zeros_and_ones(name, run):
    """The spikes (N, T) of an activity, or given as an array, as bool."""
    if hasattr(run, "spikes"):
        name, run = f"{name}.spikes", run.spikes
    spikes = arguments.shaped(name, run, (None, None))
    arguments.require(spikes.dtype == bool or np.isin(spikes, (0, 1)).all(), name, "made of 0 and 1", spikes)
    return spikes.astype(bool, copy=False)


def _matrix(name, x):
    return np.asarray(arguments.array(name, x, (None, None)), dtype=float)


def _pca(x, count):
    x = _matrix("x", x)
    arguments.count("count", count, at_least=1, at_most=min(x.shape))
    pca = PCA(count, svd_solver="full")  # which draws no random numbers, whatever the size of x
    with np.errstate(invalid="ignore"):  # a constant x has no variance to explain: nan
        coordinates = pca.fit_transform(x.T).T
    return pca.explained_variance_ratio_, coordinates
