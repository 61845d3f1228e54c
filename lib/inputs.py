"""Inputs from outside the network [mV]. Every function returns an array of shape (N, T); add them up.

Step t of a simulation uses column t. All are laid out time-major in memory, as the simulator reads them.
`n` is the number of neurons and `steps` the number of steps, both at least 1.
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

    Returns
    -------
    (n, steps) array [mV]

    Raises
    ------
    ValueError
        When `value` is not finite or has another length than n, or when a size makes no sense.

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

    Parameters
    ----------
    n, steps : int

    Returns
    -------
    (n, steps) array without a unit: times a spread in mV it is a current.

    Raises
    ------
    ValueError
        When a size makes no sense.

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
    """sin(2 pi t / period) at step t, for all neurons. Introduced in article 2.

    Parameters
    ----------
    period : float, above 0 [steps]
    n, steps : int

    Returns
    -------
    (n, steps) array without a unit: times an amplitude in mV it is a current.

    Raises
    ------
    ValueError
        When the period is not above 0 or a size makes no sense.

    Examples
    --------
    >>> sine(4, n=1, steps=5).round(6)
    array([[ 0.,  1.,  0., -1., -0.]])
    """
    n, steps = _shape(n, steps)
    arguments.number("period", period)
    arguments.require(period > 0, "period", "above 0 steps", period)
    return over_time(np.sin(2 * np.pi * np.arange(steps) / period), n)


def noise(seed, n, steps):
    """White noise: standard normal numbers, drawn step by step, so that a longer run begins like a shorter one.

    The numbers are those of `lib.noise.normal` with shape (steps, n): the same on every machine.

    Parameters
    ----------
    seed : int, 0 to 2**32 - 1
    n, steps : int

    Returns
    -------
    (n, steps) array of mean 0 and standard deviation 1: times a standard deviation in mV it is a current.

    Raises
    ------
    ValueError
        When the seed is not such an integer or a size makes no sense.

    Examples
    --------
    >>> noise(1, n=2, steps=2)
    array([[ 1.68164062,  0.00878906],
           [-0.20996094,  2.76855469]])
    """
    n, steps = _shape(n, steps)
    return _noise.normal(seed, (steps, n)).T


def over_time(course, n):
    """One time course for all neurons: `over_time(noise.normal(3, 500), 100)` is noise that they share.

    Parameters
    ----------
    course : (T,) array [mV]
    n : int

    Returns
    -------
    (n, T) array [mV], all rows alike.

    Raises
    ------
    ValueError
        When `course` is not such an array of finite numbers or n makes no sense.

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
    """A current for each neuron that is on from step `start` up to, not including, step `stop`.

    Parameters
    ----------
    vector : (N,) array [mV]
    start, stop : int
        `stop` at least `start`; where it is beyond `steps`, the current is on to the end.
    steps : int

    Returns
    -------
    (N, steps) array [mV], 0 outside of the window.

    Raises
    ------
    ValueError
        When `vector` is not such an array of finite numbers, or a step makes no sense.

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
