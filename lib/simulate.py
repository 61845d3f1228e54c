"""The integrate-and-fire network of the series.

One neuron i leaks towards its rest, adds what the spikes of the others bring and what comes from
outside, and spikes when it passes the threshold:

    g[t]   = decay * g[t-1] + W @ s[t - delay]                recurrent drive [mV]
    x[t+1] = x[t] + mu * (rest - x[t] + g[t] + I[t])          voltage [mV]
    s[t+1] = x[t+1] > threshold, and there x[t+1] = reset     spikes

This is Euler's method for dx/dt = rest - x + g + I in units of the membrane time constant
(the model goes back to Lapicque, 1907). Introduced in article 1.
"""

from dataclasses import dataclass, field

import numpy as np
from scipy import sparse

from . import arguments

try:
    from . import compiled
except ImportError:  # where Numba cannot be had, the readable engine below does the work
    compiled = None


@dataclass(frozen=True)
class Neuron:
    """The parameters that all neurons of a network share.

    Raises ValueError, naming the parameter, when a value makes no sense.

    Examples
    --------
    >>> Neuron(mu=0.02).tau
    50.0
    """

    threshold: float = 0.0  # a voltage above it is a spike [mV]
    rest: float = -60.0  # the voltage without any input [mV]
    reset: float | None = -70.0  # the voltage after a spike [mV]; None: a spike leaves the voltage alone
    mu: float = 0.1  # size of a step in membrane time constants, dt / tau
    refractory: int = 0  # steps for which a neuron is held at reset after a spike
    dt: float = 1.0  # duration of a step [ms]

    def __post_init__(self):
        for name in ("threshold", "rest", "mu", "dt"):
            arguments.number(name, getattr(self, name))
        arguments.require(0 < self.mu <= 1, "mu", "above 0 and at most 1", self.mu)
        arguments.require(self.dt > 0, "dt", "above 0 ms", self.dt)
        arguments.count("refractory", self.refractory)
        if self.reset is None:
            arguments.require(self.refractory == 0, "refractory", "0 when there is no reset", self.refractory)
        else:
            arguments.number("reset", self.reset)
            arguments.require(
                self.reset <= self.threshold, "reset", f"at most threshold = {self.threshold}", self.reset
            )

    @property
    def tau(self):
        """Membrane time constant [ms]."""
        return self.dt / self.mu


@dataclass(frozen=True, eq=False)
class Activity:
    """What a network did. Column 0 is the initial state."""

    spikes: np.ndarray  # (N, T) bool
    voltage: np.ndarray | None = field(repr=False)  # (N, T) float64 [mV], after the reset
    neuron: Neuron
    weights: np.ndarray | None = field(default=None, repr=False)  # (N, N) [mV], where they were learned

    def __repr__(self):
        n, steps = self.spikes.shape
        return f"Activity({n} neurons, {steps} steps, {np.count_nonzero(self.spikes)} spikes)"


def simulate(
    weights,
    inputs,
    neuron=Neuron(),
    *,
    decay=0.0,
    delay=0,
    initial=None,
    plasticity=None,
    spikes_per_step=None,
    record_voltage=True,
    engine="auto",
):
    """Run a network of integrate-and-fire neurons.

    Parameters
    ----------
    weights : (N, N) array, scipy.sparse matrix, or None
        `weights[i, j]` is the effect of a spike of neuron j on the drive of neuron i [mV]. None: the
        neurons are not coupled. A spike moves its target by `mu * weights[i, j]`. A matrix in Fortran
        order (as from `lib.weights`) is used as it stands; any other is copied once.
    inputs : (N, T) array [mV]
        Step t uses `inputs[:, t]` and gives column t + 1: the last column is not used.
    neuron : Neuron
    decay : float, 0 <= decay < 1
        Fraction of the recurrent drive that is left after one step.
    delay : int
        Steps by which spikes arrive later than in the next step.
    initial : float or (N,) array [mV]
        Voltages in column 0; the resting potential when None.
    plasticity : PairSTDP
        How the weights change (needs a dense matrix). The caller's matrix is left alone; the final
        weights are `activity.weights`.
    spikes_per_step : int
        At most so many neurons spike in one step: those furthest above the threshold, the one with the
        lower index first among equals. None: no limit.
    record_voltage : bool
        False leaves `activity.voltage` None and saves 8 bytes per neuron and step.
    engine : "auto", "numpy" or "numba"
        Same bits from all of them. "auto" takes Numba when it is installed.

    Returns
    -------
    Activity, with spikes (N, T) and voltage (N, T) [mV].

    Raises
    ------
    ValueError, naming the argument, what was expected and what came.

    Examples
    --------
    One neuron with 80 mV of constant input spikes every 15 steps:

    >>> activity = simulate(None, np.full((1, 50), 80.0))
    >>> np.flatnonzero(activity.spikes[0])
    array([14, 29, 44])
    """
    arguments.require(isinstance(neuron, Neuron), "neuron", "a Neuron", neuron)
    inputs = arguments.shaped("inputs", inputs, (None, None))
    n, steps = inputs.shape
    weights = _check_weights(weights, n)
    arguments.number("decay", decay)
    arguments.require(0 <= decay < 1, "decay", "at least 0 and below 1", decay)
    arguments.count("delay", delay)
    if spikes_per_step is not None:
        arguments.count("spikes_per_step", spikes_per_step, at_least=1)
    arguments.require(engine in ("auto", "numpy", "numba"), "engine", '"auto", "numpy" or "numba"', engine)
    if engine == "numba" and compiled is None:
        raise ValueError('engine "numba" needs Numba, which is not installed: use "auto" or "numpy"')
    mask = None
    if plasticity is not None:
        rule = hasattr(plasticity, "prepare") and not isinstance(plasticity, type)
        arguments.require(rule, "plasticity", "a PairSTDP, with its parameters", plasticity)
        weights, mask = plasticity.prepare(weights)

    # Time-major inside: one step is one contiguous row. The caller sees the transposes.
    spikes = np.zeros((steps, n), dtype=bool)
    voltage = np.empty((steps if record_voltage else 2, n))
    voltage[0] = neuron.rest if initial is None else arguments.per_neuron("initial", initial, n)

    run = _run_numpy if engine == "numpy" or compiled is None else compiled.run
    finite = run(weights, inputs, neuron, decay, delay, spikes_per_step, plasticity, mask, spikes, voltage)
    # The engines look at every voltage anyway, which spares a pass over the inputs beforehand. The last
    # column is not simulated.
    if not (finite and np.isfinite(inputs[:, -1]).all()):
        arguments.finite("inputs", inputs)
    if not finite:
        raise ValueError("weights and inputs must be small enough for finite voltages, which overflowed")
    return Activity(
        spikes.T, voltage.T if record_voltage else None, neuron, weights if plasticity is not None else None
    )


@np.errstate(all="ignore")  # what is not finite is reported at the end
def _run_numpy(weights, inputs, neuron, decay, delay, spikes_per_step, plasticity, mask, spikes, voltage):
    """The readable engine: fill `spikes` (T, N) and `voltage` (T, N, or two rows used in turn).

    Returns whether all voltages were finite before the reset.
    """
    steps, n = spikes.shape
    rows = len(voltage)
    drive = np.zeros(n)  # g [mV]
    held = np.zeros(n, dtype=int)  # steps for which a neuron stays at reset
    traces = None if plasticity is None else plasticity.traces(n)
    finite = True

    for t in range(steps - 1):
        arriving = np.zeros(n)
        if weights is not None and t >= delay:
            # one column after the other: the order fixes the bits
            for j in np.flatnonzero(spikes[t - delay]):
                if sparse.issparse(weights):
                    column = slice(weights.indptr[j], weights.indptr[j + 1])
                    arriving[weights.indices[column]] += weights.data[column]
                else:
                    arriving += weights[:, j]
        drive = decay * drive + arriving if decay else arriving

        x = voltage[t % rows]
        current = inputs[:, t].astype(np.float64)
        x = x + neuron.mu * (((neuron.rest - x) + drive) + current)
        finite = finite and bool(np.isfinite(x).all())
        x[held > 0] = neuron.reset
        fired = (x > neuron.threshold) & (held == 0)
        if spikes_per_step is not None:
            furthest_first = np.argsort(np.where(fired, -x, np.inf), kind="stable")
            fired[furthest_first[spikes_per_step:]] = False
        if neuron.reset is not None:
            x[fired] = neuron.reset
        held = np.where(fired, neuron.refractory, np.maximum(held - 1, 0))

        voltage[(t + 1) % rows] = x
        spikes[t + 1] = fired
        if plasticity is not None:
            plasticity.update(weights, mask, traces, np.flatnonzero(fired), neuron.dt)
    return finite


def _check_weights(weights, n):
    """The weights as a float64 matrix whose columns are contiguous; a copy only where they are not."""
    if weights is None:
        return None
    if not sparse.issparse(weights):
        return np.asfortranarray(arguments.array("weights", weights, (n, n)), dtype=np.float64)
    if weights.shape != (n, n):
        raise ValueError(f"weights must have shape ({n}, {n}), got shape {weights.shape}")
    arguments.require(weights.dtype.kind in "biuf", "weights", "real numbers", weights.dtype)
    columns = sparse.csc_array(weights, dtype=np.float64)
    if not columns.has_canonical_format:  # a place given twice counts as the sum of both
        columns = columns.copy()
        columns.sum_duplicates()
    arguments.finite("weights", columns.data, lambda at: _place(columns, at[0]))
    return columns


def _place(columns, k):
    j = np.searchsorted(columns.indptr, k, side="right") - 1
    return f"weights[{columns.indices[k]}, {j}]"
