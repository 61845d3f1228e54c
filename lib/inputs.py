"""Inputs from outside the network [mV]. Every function returns an array of shape (N, T); add them up.

Step t of a simulation uses column t. All are laid out time-major in memory, as the simulator reads them.
"""

import numpy as np

from . import arguments
from . import noise as _noise


def constant(value, n, steps):
    """The same current at every step, for all neurons or for each its own.

    Parameters
    ----------
    value : float or (n,) array [mV]
    n, steps : int

    Examples
    --------
    >>> constant([60, 65], n=2, steps=3)
    array([[60., 60., 60.],
           [65., 65., 65.]])
    """
    n, steps = _shape(n, steps)
    return np.full((steps, n), arguments.per_neuron("value", value, n), dtype=float).T


def ramp(n, steps):
    """From -1 for the first neuron to 1 for the last, at every step. Introduced in article 2.

    Examples
    --------
    >>> ramp(n=3, steps=2)
    array([[-1., -1.],
           [ 0.,  0.],
           [ 1.,  1.]])
    """
    n, steps = _shape(n, steps)
    return constant(np.linspace(-1, 1, n), n, steps)


def sine(period, n, steps):
    """sin(2 pi t / period) at step t, for all neurons. The period is in steps.

    Examples
    --------
    >>> sine(4, n=1, steps=5).round(6)
    array([[ 0.,  1.,  0., -1., -0.]])
    """
    n, steps = _shape(n, steps)
    arguments.number("period", period)
    arguments.check(period > 0, "period", "above 0 steps", period)
    return over_time(np.sin(2 * np.pi * np.arange(steps) / period), n)


def noise(seed, n, steps):
    """Standard normal numbers, drawn step by step: a longer run begins like a shorter one.

    Examples
    --------
    >>> noise(1, n=2, steps=2)
    array([[ 1.68164062,  0.00878906],
           [-0.20996094,  2.76855469]])
    """
    n, steps = _shape(n, steps)
    return _noise.normal(seed, (steps, n)).T


def over_time(course, n):
    """One time course (T,) for all n neurons: `over_time(noise.normal(3, 500), 100)` is shared noise.

    Examples
    --------
    >>> over_time([0, 5, 0], n=2)
    array([[0., 5., 0.],
           [0., 5., 0.]])
    """
    course = arguments.array("course", course, (None,))
    n, _ = _shape(n, len(course))
    return np.repeat(course.astype(float)[:, None], n, axis=1).T


def cue(vector, start, stop, steps):
    """A vector of currents (N,) that is on from step `start` up to, not including, step `stop`.

    Examples
    --------
    >>> cue([1, -1], start=1, stop=3, steps=4)
    array([[ 0.,  1.,  1.,  0.],
           [ 0., -1., -1.,  0.]])
    """
    vector = arguments.array("vector", vector, (None,))
    _, steps = _shape(len(vector), steps)
    arguments.count("start", start)
    arguments.count("stop", stop, at_least=start)
    window = np.arange(steps)
    window = (window >= start) & (window < stop)
    return np.where(window[:, None], vector.astype(float), 0.0).T


def _shape(n, steps):
    arguments.count("n", n, at_least=1)
    arguments.count("steps", steps, at_least=1)
    return n, steps
