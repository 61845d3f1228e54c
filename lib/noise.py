"""Portable random numbers: the same in Python and in a browser, on every machine, for good.

The source is the 32-bit Mersenne Twister with its classical seeding (Matsumoto & Nishimura, 1998), a
stream that NumPy has frozen. Each 32-bit word is split into two 16-bit numbers, low half first. A
16-bit number u becomes a uniform (u + 1/2) / 65536 or, through the table of the normal quantiles, a
normal. Every random thing in the series starts here, with a seed that is written down.

What this is not: the normals have no tails beyond 4.325 standard deviations, two neighbouring values
are 1/1024 or more apart, and the stream is no use for cryptography.
"""

from dataclasses import dataclass
from functools import cache
from math import prod
from threading import Lock

import numpy as np
from scipy.special import ndtri

from . import arguments

# Made once, as that takes longer than most draws. It is seeded anew for each: nothing is left of the last.
_stream = np.random.RandomState()
_one_at_a_time = Lock()  # between threads


@dataclass(frozen=True)
class Normal:
    """Standard normal numbers that are named and not yet drawn: a live figure draws them in the reader's browser.

    Raises ValueError when the seed is not an integer from 0 to 2**32 - 1.
    """

    seed: int

    def __post_init__(self):
        _check_seed(self.seed)


def normal(seed, shape):
    """Standard normal numbers.

    Parameters
    ----------
    seed : int, 0 to 2**32 - 1
    shape : int or tuple of ints

    Returns
    -------
    float64 array of that shape, filled in C order, so that a longer array starts like a shorter one.

    Examples
    --------
    >>> normal(1, 3)
    array([ 1.68164062, -0.20996094,  0.00878906])
    """
    return _quantiles().take(_sixteen_bits(seed, shape))


def uniform(seed, shape):
    """Uniform numbers strictly between 0 and 1, in steps of 1/65536.

    Parameters
    ----------
    seed : int, 0 to 2**32 - 1
    shape : int or tuple of ints

    Returns
    -------
    float64 array of that shape, filled in C order, so that a longer array starts like a shorter one.

    Examples
    --------
    >>> uniform(1, 3)
    array([0.9536972 , 0.41701508, 0.50359344])
    """
    return (_sixteen_bits(seed, shape) + 0.5) / 65536


def choice(seed, n, count):
    """For each row, `count` different numbers out of 0 ... n[row] - 1.

    Every subset is equally likely (up to the 32 bits of a draw): Floyd's algorithm, run on all rows at
    once (Bentley & Floyd, 1987).

    Parameters
    ----------
    seed : int, 0 to 2**32 - 1
    n : (rows,) array of int
    count : int, at most the smallest n

    Returns
    -------
    int64 array, shape (rows, count), each row in ascending order.

    Examples
    --------
    >>> choice(1, n=[5, 5], count=3)
    array([[0, 1, 2],
           [0, 2, 3]])
    """
    n = np.asarray(n)
    arguments.require(n.ndim == 1 and n.dtype.kind in "iu", "n", "a (rows,) array of integers", n)
    arguments.count("count", count)
    arguments.require(count <= n.min(initial=count), "count", f"at most {n.min(initial=count)}", count)
    words = _words(seed, count * len(n)).reshape(count, len(n)).astype(np.uint64)
    chosen = np.empty((len(n), count), dtype=np.int64)
    for k in range(count):
        last = n - count + k
        candidate = (words[k] * (last + 1).astype(np.uint64) >> np.uint64(32)).astype(np.int64)  # 0 ... last
        taken = (chosen[:, :k] == candidate[:, None]).any(axis=1)
        chosen[:, k] = np.where(taken, last, candidate)
    return np.sort(chosen, axis=1)


def permutation(seed, count):
    """The numbers 0 ... count - 1 in random order: the order in which `count` 32-bit words sort (stably).

    Parameters
    ----------
    seed : int, 0 to 2**32 - 1
    count : int

    Returns
    -------
    int64 array, shape (count,)

    Examples
    --------
    >>> permutation(1, 5)
    array([4, 0, 2, 3, 1])
    """
    arguments.count("count", count)
    return np.argsort(_words(seed, count), kind="stable")


@cache
def _quantiles():
    # Rounded to 1/1024: no value lies so near to a rounding tie that another machine's quantile function
    # could round it the other way.
    table = np.round(1024 * ndtri((np.arange(65536) + 0.5) / 65536)) / 1024
    table.flags.writeable = False
    return table


def _sixteen_bits(seed, shape):
    shape = tuple(shape) if np.iterable(shape) else (shape,)
    for size in shape:
        arguments.count("shape", size)
    count = prod(shape)
    # little-endian bytes: the low half of a word comes first
    return np.frombuffer(_bytes(seed, 2 * (count + count % 2)), dtype="<u2")[:count].reshape(shape)


def _words(seed, count):
    return np.frombuffer(_bytes(seed, 4 * count), dtype="<u4")


def _check_seed(seed):
    arguments.count("seed", seed)
    arguments.require(seed < 2**32, "seed", "below 2**32", seed)


def _bytes(seed, count):
    _check_seed(seed)
    with _one_at_a_time:
        _stream.seed(int(seed))
        return _stream.bytes(count)
