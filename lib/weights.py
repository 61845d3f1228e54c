"""Weight matrices. `W[i, j]` is the effect of a spike of neuron j on neuron i [mV].

Every function returns a float64 matrix in Fortran order (columns contiguous), as the simulator reads it, or
a `scipy.sparse` matrix where it says so. Most give a *basis*: multiply and add them to get a network, as in
`W = J * (B_E - g * B_I)`.
"""

import numpy as np
from scipy import sparse

from . import arguments, noise


def gaussian(seed, n, sd=1.0, mean=0.0):
    """Independent normal weights without self-connections. Introduced in article 1.

    Parameters
    ----------
    seed : int
    n : int
        Number of neurons.
    sd, mean : float [mV]

    Returns
    -------
    (n, n) array [mV], zero on the diagonal.

    Examples
    --------
    >>> gaussian(1, 2, sd=10)
    array([[ 0.        , -2.09960938],
           [ 0.08789062,  0.        ]])
    """
    arguments.count("n", n, at_least=1)
    arguments.number("sd", sd, at_least=0)
    arguments.number("mean", mean)
    weights = np.asfortranarray(mean + sd * noise.normal(seed, (n, n)))
    np.fill_diagonal(weights, 0.0)
    return weights


def fixed_in_degree(seed, n, sources, in_degree):
    """Zeros and ones: every neuron gets exactly `in_degree` inputs from the `sources`, none from itself.

    Parameters
    ----------
    seed : int
    n : int
        Number of neurons.
    sources : range
        Neurons that send, consecutive, such as `range(80)`.
    in_degree : int
        Inputs that each neuron gets; at most the number of sources other than itself.

    Returns
    -------
    scipy.sparse.csc_array, shape (n, n). Use `.toarray(order="F")` where a dense matrix is wanted.

    Examples
    --------
    >>> fixed_in_degree(1, 4, range(3), in_degree=2).toarray().sum(axis=1)
    array([2., 2., 2., 2.])
    """
    arguments.count("n", n, at_least=1)
    inside = isinstance(sources, range) and sources.step == 1 and 0 <= sources.start < sources.stop <= n
    arguments.require(inside, "sources", f"a range of neurons within 0 ... {n - 1}", sources)
    arguments.count("in_degree", in_degree)
    targets = np.arange(n)
    is_source = (targets >= sources.start) & (targets < sources.stop)
    others = len(sources) - is_source  # that a neuron can choose from: not itself
    arguments.require(
        in_degree <= others.min(), "in_degree", f"at most {others.min()}, without itself", in_degree
    )
    chosen = noise.choice(seed, others, in_degree) + sources.start
    chosen += is_source[:, None] & (chosen >= targets[:, None])
    rows = np.repeat(targets, in_degree)
    return sparse.csc_array((np.ones(rows.size), (rows, chosen.ravel())), shape=(n, n))


def excitatory_inhibitory(seed, n, probability, excitatory=0.8):
    """Basis (B_E, B_I) of a network that obeys Dale's law, with fixed in-degree. Introduced in article 3.

    The first neurons excite, the others inhibit: in `J * (B_E - g * B_I)` every column has one sign. Each
    neuron gets `probability` times the number of excitatory (inhibitory) neurons as inputs of that kind.

    Parameters
    ----------
    seed : int
        Below 2**31. The excitatory part has the seed 2 * seed, the inhibitory part 2 * seed + 1, so that
        networks of different seeds share nothing.
    n : int
        Number of neurons.
    probability : float, at least 0 and below 1
        Fraction of each population that a neuron listens to; never to itself.
    excitatory : float, 0 to 1
        Fraction of the neurons that excite.

    Returns
    -------
    two scipy.sparse.csc_array of zeros and ones, shape (n, n)

    Examples
    --------
    >>> B_E, B_I = excitatory_inhibitory(1, n=20, probability=0.25)
    >>> W = 60 * (B_E - 8 * B_I)
    >>> W.sum(axis=1)[:3]                                           # 60 * (4 - 8 * 1) for every neuron
    array([-240., -240., -240.])
    """
    arguments.count("seed", seed)
    arguments.require(seed < 2**31, "seed", "below 2**31", seed)
    for name, value in (("probability", probability), ("excitatory", excitatory)):
        arguments.number(name, value)
        arguments.require(0 <= value <= 1, name, "from 0 to 1", value)
    arguments.count("n", n, at_least=2)
    border = round(excitatory * n)
    arguments.require(0 < border < n, "excitatory", f"such that {n} neurons hold both kinds", excitatory)
    populations = range(border), range(border, n)
    for sources in populations:  # no neuron listens to itself
        found = round(probability * len(sources)) < len(sources)
        arguments.require(
            found,
            "probability",
            f"below {1 - 0.5 / len(sources):g} for {len(sources)} neurons of a kind",
            probability,
        )
    return tuple(
        fixed_in_degree(2 * int(seed) + k, n, sources, round(probability * len(sources)))
        for k, sources in enumerate(populations)
    )


def hebbian(patterns):
    """Outer products that store patterns, (1/N) sum of xi xi^T (Hopfield, 1982). Introduced in article 5.

    Parameters
    ----------
    patterns : (P, N) array of -1 and 1

    Returns
    -------
    (N, N) array, zero on the diagonal.

    Examples
    --------
    >>> hebbian([[1, 1, -1]])
    array([[ 0.        ,  0.33333333, -0.33333333],
           [ 0.33333333,  0.        , -0.33333333],
           [-0.33333333, -0.33333333,  0.        ]])
    """
    patterns = arguments.array("patterns", patterns, (None, None)).astype(float)
    arguments.require(np.all(np.abs(patterns) == 1), "patterns", "made of -1 and 1", patterns)
    weights = np.asfortranarray(patterns.T @ patterns / patterns.shape[1])
    np.fill_diagonal(weights, 0.0)
    return weights


def ring(n):
    """Basis (B_0, B_cos, B_sin) of the weights that depend on the angle between two neurons only.

    Neuron i stands at the angle 2 pi i / n. Introduced in article 6.

    Parameters
    ----------
    n : int
        Number of neurons.

    Returns
    -------
    three (n, n) arrays: 1/n, cos(angle_i - angle_j)/n and sin(angle_i - angle_j)/n

    Examples
    --------
    >>> B_0, B_cos, B_sin = ring(4)
    >>> (4 * B_sin).round(6)[:, 0]
    array([ 0.,  1.,  0., -1.])
    """
    arguments.count("n", n, at_least=1)
    step = np.arange(n)
    # looked up in one table, so that every neuron has exactly the same neighbourhood
    angle = 2 * np.pi * step / n
    difference = np.asfortranarray((step[:, None] - step[None, :]) % n)
    return tuple(table[difference] / n for table in (np.ones(n), np.cos(angle), np.sin(angle)))


def blocks(strengths, size):
    """Groups of `size` neurons; a volley of all neurons of group b gives group a `strengths[a, b]`.

    `strengths = np.eye(groups, k=-1)` is a chain, each group feeding the next; with a copy of a network
    on each place of the diagonal use `scipy.sparse.block_diag`.

    Parameters
    ----------
    strengths : (groups, groups) array [mV]
    size : int
        Neurons in a group.

    Returns
    -------
    (groups * size, groups * size) array: `strengths[a, b] / size` from each neuron of b to each of a [mV]

    Examples
    --------
    >>> blocks(np.eye(2, k=-1), size=2)
    array([[0. , 0. , 0. , 0. ],
           [0. , 0. , 0. , 0. ],
           [0.5, 0.5, 0. , 0. ],
           [0.5, 0.5, 0. , 0. ]])
    """
    arguments.count("size", size, at_least=1)
    strengths = arguments.shaped("strengths", strengths, (None, None))
    strengths = arguments.array("strengths", strengths, (len(strengths), len(strengths)))
    return np.asfortranarray(np.kron(strengths, np.full((size, size), 1 / size)))


def shuffled(weights, seed):
    """The same weights in other places: a network without the structure, and with the same distribution.

    Parameters
    ----------
    weights : (N, N) array [mV]
    seed : int

    Returns
    -------
    (N, N) array. The diagonal stays where it is.

    Examples
    --------
    >>> shuffled([[0, 1, 2], [3, 0, 4], [5, 6, 0]], seed=2)
    array([[0., 3., 2.],
           [1., 0., 5.],
           [4., 6., 0.]])
    """
    weights = arguments.shaped("weights", weights, (None, None))
    n = len(weights)
    weights = np.array(arguments.array("weights", weights, (n, n)), dtype=float, order="F")
    elsewhere = ~np.eye(n, dtype=bool)
    weights[elsewhere] = weights[elsewhere][noise.permutation(seed, n * (n - 1))]
    return weights
