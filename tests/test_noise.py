"""The portable noise against the generator written out, another quantile function, and frozen values."""

import hashlib
from itertools import combinations
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtri

from lib import noise

LARGEST = 2**32 - 1


def sixteen_bits(seed, count):
    return (noise.uniform(seed, count) * 65536 - 0.5).astype(int)


def words(seed, count):
    """The 32-bit words behind the uniforms, low half first."""
    halves = sixteen_bits(seed, 2 * count).reshape(-1, 2).tolist()
    return [low + 65536 * high for low, high in halves]


def twister(seed, count):
    """MT19937 with its classical seeding, written out from the paper."""
    state = [seed]
    for i in range(1, 624):
        state.append((1812433253 * (state[-1] ^ state[-1] >> 30) + i) & LARGEST)
    for k in range(count):
        if k % 624 == 0:
            for i in range(624):
                y = (state[i] & 0x80000000) | (state[(i + 1) % 624] & 0x7FFFFFFF)
                state[i] = state[(i + 397) % 624] ^ y >> 1 ^ (0x9908B0DF if y & 1 else 0)
        y = state[k % 624]
        y ^= y >> 11
        y ^= y << 7 & 0x9D2C5680
        y ^= y << 15 & 0xEFC60000
        yield y ^ y >> 18


def test_first_words_of_the_classical_seed():
    assert words(5489, 3) == [3499211612, 581869302, 3890346734]


@pytest.mark.parametrize("seed", [0, 1, 5489, 2020, LARGEST])
def test_stream_is_that_of_the_mersenne_twister(seed):
    assert words(seed, 1500) == list(twister(seed, 1500))


@pytest.mark.parametrize(
    ("seed", "normals", "uniforms"),
    [
        (0, [-1773, 126, 436, 240, 395], [2732, 35967, 43567, 38852, 42613]),
        (1, [1722, -215, 9, 2835, -915], [62501, 27329, 33003, 65351, 12172]),
        (2020, [362, 2258, 1623, -1066, 298], [41824, 64636, 61832, 9754, 40259]),
        (LARGEST, [-226, -1326, -676, -1247, 1453], [27043, 6398, 16674, 7314, 60428]),
    ],
)
def test_frozen_values(seed, normals, uniforms):
    assert (noise.normal(seed, 5) * 1024).tolist() == normals
    assert (noise.uniform(seed, 5) * 65536 - 0.5).tolist() == uniforms


# ------------------------------------------------------------------------------------------------ table


def table():
    """z of every 16-bit number, out of enough normals that all of them occur."""
    u, z = sixteen_bits(1, 2_000_000), noise.normal(1, 2_000_000)
    values = np.full(65536, np.nan)
    values[u] = z
    assert np.isfinite(values).all() and np.array_equal(values[u], z)  # a function of u alone
    return values


def test_table_is_frozen():
    digest = hashlib.sha256((table() * 1024).astype("<i4").tobytes()).hexdigest()
    assert digest == "38a4e912ca629a054053329c5d57d390ee9bb89a1a756791c5027e64379220db"


def test_table_holds_the_rounded_quantiles_of_any_quantile_function():
    z = table()
    p = (np.arange(65536) + 0.5) / 65536
    quantile = NormalDist().inv_cdf  # another algorithm than SciPy's
    assert np.array_equal(z, np.round([1024 * quantile(value) for value in p]) / 1024)
    assert np.all(np.diff(z) >= 0)
    assert np.array_equal(z, -z[::-1])
    assert z.mean() == 0
    assert round(z.var(), 5) == 0.99998
    assert round(z.max(), 3) == 4.325
    # no value so near to a rounding tie that another machine could round it the other way
    distance = np.abs(np.abs(1024 * ndtri(p)) % 1 - 0.5)
    assert distance.min() == pytest.approx(9.6e-6, rel=0.01)


# ------------------------------------------------------------------------------------------------ arrays


SEEDS = st.integers(0, LARGEST)
SHAPES = st.lists(st.integers(0, 7), max_size=3).map(tuple)


@settings(deadline=None, max_examples=60)
@given(
    seed=SEEDS, shape=SHAPES, more=st.integers(0, 9), function=st.sampled_from([noise.normal, noise.uniform])
)
def test_a_longer_array_starts_like_a_shorter_one(seed, shape, more, function):
    count = int(np.prod(shape))
    array, longer = function(seed, shape), function(seed, count + more)
    assert array.shape == shape and array.dtype == np.float64
    assert array.ravel(order="C").tobytes() == longer[:count].tobytes()
    if len(shape) == 3:  # also in rows: more of the first axis
        assert np.array_equal(function(seed, (shape[0] + more, *shape[1:]))[: shape[0]], array)
    assert np.array_equal(function(np.int64(seed), list(shape)), array)


def test_the_caller_may_change_what_it_gets():
    first = noise.normal(4, (3, 2))
    first *= 0
    assert np.any(noise.normal(4, (3, 2)) != 0)


def test_distribution():
    u, z = noise.uniform(7, 1_000_000), noise.normal(7, 1_000_000)
    assert u.min() > 0 and u.max() < 1
    assert set(np.unique(u * 65536 % 1)) == {0.5}
    assert abs(u.mean() - 0.5) < 4 * np.sqrt(1 / 12e6) and abs(u.var() - 1 / 12) < 4 * np.sqrt(1 / 180e6)
    assert abs(z.mean()) < 4e-3 and abs(z.var() - 1) < 4 * np.sqrt(2e-6)
    assert abs(np.corrcoef(z[:-1], z[1:])[0, 1]) < 4e-3
    assert np.array_equal(z, table()[sixteen_bits(7, 1_000_000)])
    for other in (6, 8, 7 + 2**31):
        assert abs(np.corrcoef(noise.normal(other, 100_000), z[:100_000])[0, 1]) < 4 / np.sqrt(1e5)


@pytest.mark.parametrize(
    "function", [noise.normal, noise.uniform, lambda seed, _: noise.choice(seed, [3], 2)]
)
@pytest.mark.parametrize("seed", [-1, 2**32, 1.5, True, None, "1", np.float64(1)])
def test_bad_seeds_are_named(function, seed):
    with pytest.raises(ValueError, match="seed must be") as error:
        function(seed, 3)
    assert f"got {seed!r}" in str(error.value)


@pytest.mark.parametrize("function", [noise.normal, noise.uniform])
@pytest.mark.parametrize("shape", [-1, (2, -1), (2.0, 2), True, (None,), 2.5, 2.0, (2, np.nan), None, "3"])
def test_bad_shapes_are_named(function, shape):
    with pytest.raises(ValueError, match="shape must be an integer of at least 0"):
        function(1, shape)


# ------------------------------------------------------------------------------------------------ choice


def floyd(seed, n, count):
    """Floyd's algorithm, row after row, from the words as they come: those of a draw for all rows together."""
    stream = np.array(list(twister(seed, count * len(n))), dtype=object).reshape(count, len(n))
    rows = []
    for row, size in enumerate(n):
        chosen = set()
        for k in range(count):
            last = size - count + k
            candidate = stream[k, row] * (last + 1) >> 32
            chosen.add(last if candidate in chosen else candidate)
        rows.append(sorted(chosen))
    return rows


def test_choice_is_frozen():
    assert noise.choice(2020, [5, 9, 4, 100], 4).tolist() == [
        [1, 2, 3, 4], [0, 1, 7, 8], [0, 1, 2, 3], [52, 60, 84, 94],
    ]  # fmt: skip


@settings(deadline=None, max_examples=40)
@given(seed=SEEDS, count=st.integers(0, 8), more=st.lists(st.integers(0, 2000), min_size=1, max_size=12))
def test_choice_is_distinct_sorted_and_inside(seed, count, more):
    n = [count + extra for extra in more]
    chosen = noise.choice(seed, n, count)
    assert chosen.shape == (len(n), count) and chosen.dtype == np.int64
    assert np.all(np.diff(chosen, axis=1) > 0)
    assert np.all(chosen >= 0) and np.all(chosen < np.array(n)[:, None])
    assert chosen.tolist() == floyd(seed, n, count)


@pytest.mark.parametrize(("n", "count"), [(5, 1), (5, 2), (5, 3), (6, 3), (4, 4)])
@pytest.mark.parametrize("seed", [1, 2])
def test_choice_takes_every_subset_equally_often(n, count, seed):
    rows = 60_000
    subsets = {subset: k for k, subset in enumerate(combinations(range(n), count))}
    chosen = [subsets[tuple(row)] for row in noise.choice(seed, [n] * rows, count).tolist()]
    counts, expected = np.bincount(chosen, minlength=len(subsets)), rows / len(subsets)
    freedom = len(subsets) - 1
    assert ((counts - expected) ** 2 / expected).sum() <= freedom + 4 * np.sqrt(2 * freedom)


@pytest.mark.parametrize(
    ("n", "count", "said"),
    [
        ([5, 3], 4, r"count must be at most 3, got 4"),
        ([5], -1, r"count must be an integer of at least 0, got -1"),
        ([5], 1.0, r"count must be an integer of at least 0, got 1.0"),
        ([5], True, r"count must be an integer of at least 0, got True"),
    ],
)
def test_bad_choices_are_named(n, count, said):
    with pytest.raises(ValueError, match=said):
        noise.choice(1, n, count)
