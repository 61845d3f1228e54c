"""Weight matrices: counts, signs and sums, closed forms, values by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse

from lib import noise, weights


def test_gaussian():
    matrix = weights.gaussian(3, 200, sd=10, mean=-2)
    z = noise.normal(3, (200, 200))
    off = ~np.eye(200, dtype=bool)
    assert np.array_equal(matrix[off], (-2 + 10 * z)[off])
    assert np.all(np.diagonal(matrix) == 0)
    assert abs(matrix[off].mean() + 2) < 4 * 10 / 200 and abs(matrix[off].std() - 10) < 4 * 10 / 200 / 2**0.5
    assert np.array_equal(weights.gaussian(3, 1), [[0.0]])
    assert not np.any(weights.gaussian(3, 5, sd=0))


@settings(deadline=None, max_examples=60)
@given(seed=st.integers(0, 2**32 - 1), n=st.integers(1, 30), data=st.data())
def test_fixed_in_degree_is_exact(seed, n, data):
    start = data.draw(st.integers(0, n - 1))
    stop = data.draw(st.integers(start + 1, n))
    others = np.array([stop - start - (start <= i < stop) for i in range(n)])
    in_degree = data.draw(st.integers(0, int(others.min())))
    matrix = weights.fixed_in_degree(seed, n, range(start, stop), in_degree)
    assert isinstance(matrix, sparse.csc_array) and matrix.shape == (n, n) and matrix.dtype == np.float64
    dense = matrix.toarray()
    assert set(np.unique(dense)) <= {0.0, 1.0} and matrix.nnz == n * in_degree
    assert np.all(dense.sum(axis=1) == in_degree)
    assert np.all(np.diagonal(dense) == 0)
    assert not np.any(dense[:, :start]) and not np.any(dense[:, stop:])
    again = weights.fixed_in_degree(seed, n, range(start, stop), in_degree)
    assert np.array_equal(dense, again.toarray())


def test_every_source_is_equally_likely():
    """For targets among the sources, which cannot choose themselves, and for those outside."""
    n, sources, in_degree, runs = 20, range(6, 14), 3, 1500
    counts = sum(weights.fixed_in_degree(seed, n, sources, in_degree).toarray() for seed in range(runs))
    for i in range(n):
        allowed = [j for j in sources if j != i]
        p, m = in_degree / len(allowed), len(allowed)
        # counts of a choice without replacement: their sum is fixed, which shrinks the scatter
        statistic = ((counts[i, allowed] - runs * p) ** 2).sum() / (runs * p * (1 - p)) * (m - 1) / m
        assert statistic < m - 1 + 5 * np.sqrt(2 * (m - 1)), f"target {i}"
    pairs = sum(
        np.outer(row, row)
        for seed in range(runs)
        for row in weights.fixed_in_degree(seed, n, sources, in_degree).toarray()[:6]
    )
    expected = 6 * runs * 3 * 2 / (8 * 7)  # two given sources together
    together = pairs[6:14, 6:14][np.triu_indices(8, 1)]
    assert np.abs(together - expected).max() < 5 * np.sqrt(expected)


def test_all_others_when_the_in_degree_is_full():
    dense = weights.fixed_in_degree(9, 6, range(6), 5).toarray()
    assert np.array_equal(dense, 1 - np.eye(6))


@pytest.mark.parametrize(
    ("n", "probability", "excitatory"), [(20, 0.25, 0.8), (100, 0.1, 0.8), (50, 0.37, 0.6)]
)
def test_excitatory_inhibitory(n, probability, excitatory):
    basis = weights.excitatory_inhibitory(11, n, probability, excitatory)
    border = round(excitatory * n)
    degrees = round(probability * border), round(probability * (n - border))
    B_E, B_I = (matrix.toarray() for matrix in basis)
    assert all(isinstance(matrix, sparse.csc_array) for matrix in basis)
    assert np.all(B_E.sum(axis=1) == degrees[0]) and np.all(B_I.sum(axis=1) == degrees[1])
    assert not np.any(B_E[:, border:]) and not np.any(B_I[:, :border])
    assert not np.any(np.diagonal(B_E + B_I))
    J, g = 60.0, 8.0
    W = (J * (basis[0] - g * basis[1])).toarray()
    assert np.all(W[:, :border] >= 0) and np.all(W[:, border:] <= 0)  # Dale's law: one sign in a column
    assert np.all(W[:, :border].max(axis=0) <= J) and W.max() == J and W.min() == -J * g
    assert np.allclose(W.sum(axis=1), J * (degrees[0] - g * degrees[1]), rtol=0, atol=1e-9)
    # the two parts have seeds of their own
    assert np.array_equal(B_E, weights.fixed_in_degree(22, n, range(border), degrees[0]).toarray())
    assert np.array_equal(B_I, weights.fixed_in_degree(23, n, range(border, n), degrees[1]).toarray())


def test_excitatory_inhibitory_shares_no_stream_between_seeds(monkeypatch):
    used = []
    draw = weights.fixed_in_degree
    monkeypatch.setattr(
        weights, "fixed_in_degree", lambda seed, *rest: used.append(seed) or draw(seed, *rest)
    )
    for seed in (0, 1, 2, np.int32(2**31 - 1)):  # twice of which is no int32
        weights.excitatory_inhibitory(seed, 10, 0.25)
    assert used == [0, 1, 2, 3, 4, 5, 2**32 - 2, 2**32 - 1]


def test_hebbian_by_hand():
    patterns = np.array([[1, 1, -1, -1], [1, -1, 1, -1]])
    expected = np.array([[0, 0, 0, -2], [0, 0, -2, 0], [0, -2, 0, 0], [-2, 0, 0, 0]]) / 4
    assert np.array_equal(weights.hebbian(patterns), expected)
    assert np.array_equal(weights.hebbian(patterns.tolist()), expected)


def test_hebbian_stores_its_patterns():
    patterns = np.sign(noise.normal(5, (4, 200)) + 1e-9)
    W = weights.hebbian(patterns)
    assert np.array_equal(W, W.T)
    for xi in patterns:
        assert np.array_equal(np.sign(W @ xi), xi)
        overlaps = patterns @ xi / 200
        assert W @ xi == pytest.approx(overlaps @ patterns - 4 / 200 * xi, abs=1e-12)


@pytest.mark.parametrize("n", [3, 4, 7, 100])
def test_ring_is_circulant_with_three_eigenvalues(n):
    basis = weights.ring(n)
    for B in basis:
        assert all(np.allclose(np.roll(B, (k, k), (0, 1)), B, rtol=0, atol=1e-15) for k in (1, 2))
    B_0, B_cos, B_sin = basis
    assert np.array_equal(B_0, np.full((n, n), 1 / n))
    assert np.allclose(B_cos, B_cos.T, rtol=0, atol=1e-15) and np.allclose(
        B_sin, -B_sin.T, rtol=0, atol=1e-15
    )
    J0, J1 = 7.0, 24.0
    eigenvalues = np.linalg.eigvalsh(-J0 * B_0 + J1 * B_cos)
    assert eigenvalues == pytest.approx([-J0, *[0] * (n - 3), J1 / 2, J1 / 2], abs=1e-12)
    # the sine pushes a bump in the direction of growing angle
    angle = 2 * np.pi * np.arange(n) / n
    assert B_sin @ np.cos(angle) == pytest.approx(np.sin(angle) / 2, abs=1e-12)
    assert B_cos @ np.cos(angle - 1) == pytest.approx(np.cos(angle - 1) / 2, abs=1e-12)


def test_blocks():
    strengths = np.array([[0, 6.0, 0], [-3, 0, 0], [0, 9, 1.5]])
    W = weights.blocks(strengths, 3)
    assert W.shape == (9, 9)
    for i in range(9):
        for j in range(9):
            assert W[i, j] == pytest.approx(strengths[i // 3, j // 3] / 3, abs=1e-15)
    volley = np.repeat([0, 1, 0], 3)  # all of group 1
    assert W @ volley == pytest.approx(np.repeat(strengths[:, 1], 3), abs=1e-14)
    assert np.array_equal(weights.blocks(strengths, 1), strengths)
    assert np.array_equal(weights.blocks([[2]], size=2), np.ones((2, 2)))


def dense_results():
    yield "gaussian", weights.gaussian(1, 6, sd=3, mean=1)
    yield "hebbian", weights.hebbian([[1, -1, 1], [1, 1, 1]])
    yield from zip(("B_0", "B_cos", "B_sin"), weights.ring(6), strict=True)
    yield "blocks", weights.blocks([[1, 2], [3, 4]], 3)


@pytest.mark.parametrize(
    ("name", "matrix"), list(dense_results()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_dense_matrices_have_contiguous_columns(name, matrix):
    assert matrix.flags.f_contiguous and matrix.dtype == np.float64 and matrix.flags.writeable


def test_arguments_are_not_changed():
    patterns, strengths = np.array([[1.0, -1.0]]), np.array([[1.0, 2.0], [3.0, 4.0]])
    W, blocks = weights.hebbian(patterns), weights.blocks(strengths, 1)
    W += 1
    blocks += 1
    assert patterns.tolist() == [[1, -1]] and strengths.tolist() == [[1, 2], [3, 4]]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: weights.gaussian(1, 0), "n must be an integer of at least 1, got 0"),
        (lambda: weights.gaussian(1, 2.0), "n must be an integer of at least 1, got 2.0"),
        (lambda: weights.gaussian(-1, 2), "seed must be .* got -1"),
        (lambda: weights.gaussian(1, 2, sd=-1), "sd must be a finite number of at least 0, got -1"),
        (lambda: weights.gaussian(1, 2, sd=np.nan), "sd must be a finite number .* got nan"),
        (lambda: weights.gaussian(1, 2, mean=np.inf), "mean must be a finite number, got inf"),
        (lambda: weights.fixed_in_degree(1, 4, range(4), 4), "in_degree must be at most 3, .* got 4"),
        (lambda: weights.fixed_in_degree(1, 4, range(2), 2), "in_degree must be at most 1, .* got 2"),
        (lambda: weights.fixed_in_degree(1, 4, range(4), -1), "in_degree must be .* at least 0, got -1"),
        (lambda: weights.fixed_in_degree(1, 4, range(4), 1.0), "in_degree must be an integer .* got 1.0"),
        (lambda: weights.fixed_in_degree(1, 4, range(5), 1), r"sources must be .* 0 \.\.\. 3, got range\(0, 5\)"),
        (lambda: weights.fixed_in_degree(1, 4, range(0, 4, 2), 1), r"sources must be .* got range\(0, 4, 2\)"),
        (lambda: weights.fixed_in_degree(1, 4, range(2, 2), 0), r"sources must be .* got range\(2, 2\)"),
        (lambda: weights.fixed_in_degree(1, 4, [0, 1], 1), r"sources must be a range .* got \[0, 1\]"),
        (lambda: weights.fixed_in_degree(1, 0, range(1), 1), "n must be an integer of at least 1, got 0"),
        (lambda: weights.excitatory_inhibitory(1, 10, 1.5), "probability must be from 0 to 1, got 1.5"),
        (lambda: weights.excitatory_inhibitory(1, 10, np.nan), "probability must be a finite number, got nan"),
        (lambda: weights.excitatory_inhibitory(1, 10, 0.5, -0.1), "excitatory must be from 0 to 1, got -0.1"),
        (lambda: weights.excitatory_inhibitory(1, 10, 0.5, 1.0), "excitatory must be such that .* got 1.0"),
        (lambda: weights.excitatory_inhibitory(1, 1, 0.5), "n must be an integer of at least 2, got 1"),
        (lambda: weights.excitatory_inhibitory(1, 10, 1.0), "probability must be below 0.9375 for 8 .* got 1.0"),
        (lambda: weights.excitatory_inhibitory(1, 10, 0.9, 0.2), "probability must be below 0.75 for 2 .* got 0.9"),
        (lambda: weights.excitatory_inhibitory(True, 10, 0.5), "seed must be .* got True"),
        (lambda: weights.excitatory_inhibitory(2**31, 10, 0.5), r"seed must be below 2\*\*31, got 2147483648"),
        (lambda: weights.hebbian([[1, 0, -1]]), "patterns must be made of -1 and 1"),
        (lambda: weights.hebbian([1, -1]), r"patterns must have shape .* got shape \(2,\)"),
        (lambda: weights.hebbian([[1, -1], [1]]), "patterns must be an array of numbers"),
        (lambda: weights.hebbian([["1", "-1"]]), "patterns must be real numbers"),
        (lambda: weights.ring(0), "n must be an integer of at least 1, got 0"),
        (lambda: weights.ring(True), "n must be an integer of at least 1, got True"),
        (lambda: weights.blocks([[1, 2]], 2), r"strengths must have shape \(1, 1\), .* got shape \(1, 2\)"),
        (lambda: weights.blocks([[np.nan]], 2), r"strengths must be finite, got nan at strengths\[0, 0\]"),
        (lambda: weights.blocks([[1]], 0), "size must be an integer of at least 1, got 0"),
    ],
)  # fmt: skip
def test_bad_input_is_named(call, said):
    with pytest.raises(ValueError, match=said):
        call()
