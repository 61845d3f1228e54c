"""The two engines and a third one, written here in plain Python, agree bit for bit."""

import ast
import importlib
import inspect
import math
import subprocess
import sys

import numpy as np
import pytest
from scipy import sparse

from lib import Neuron, PairSTDP, compiled, simulate

module = importlib.import_module("lib.simulate")  # `lib.simulate` itself is the function
SIZES = (1, 2, 3, 7, 8, 9, 16, 21, 40)
LENGTHS = (1, 2, 3, 30, 61, 90)
WEIGHTS = (
    "none", "C", "Fortran", "int", "float32", "read-only", "broadcast",
    "csc", "csr", "coo", "duplicates", "explicit zeros", "int64 places", "read-only csc",
)  # fmt: skip
INPUTS = ("C", "Fortran", "int", "float32", "read-only C", "read-only Fortran", "one column", "one row")
RANDOM = 280


def read_only(a):
    a.flags.writeable = False
    return a


def weights_as(form, dense, rng):
    """The matrix `dense` (or another, where the form wants it) in that form."""
    if form == "none":
        return None
    if form == "broadcast":
        return np.broadcast_to(dense[:, :1], dense.shape)
    if form == "read-only":
        return read_only(np.asfortranarray(dense))
    if form in ("C", "Fortran"):
        return np.array(dense, order=form[0])
    if form in ("int", "float32"):
        return np.asfortranarray(np.round(dense), dtype=form)
    if form in ("csc", "csr", "coo"):
        return sparse.coo_array(dense).asformat(form)
    if form == "read-only csc":
        matrix = sparse.csc_array(dense)
        for part in (matrix.data, matrix.indices, matrix.indptr):
            read_only(part)
        return matrix
    if form == "int64 places":
        matrix = sparse.csc_array(dense)
        matrix.indices, matrix.indptr = matrix.indices.astype(np.int64), matrix.indptr.astype(np.int64)
        return matrix
    i, j = np.nonzero(np.ones_like(dense))
    if form == "explicit zeros":
        return sparse.csc_array((dense[i, j], (i, j)), shape=dense.shape)
    order = rng.permutation(2 * i.size)
    values = np.tile(dense[i, j], 2)
    return sparse.coo_array((values[order], (np.tile(i, 2)[order], np.tile(j, 2)[order])), shape=dense.shape)


def inputs_as(form, dense):
    if form == "one column":
        return np.broadcast_to(dense[:, :1], dense.shape)
    if form == "one row":
        return np.broadcast_to(dense[:1], dense.shape)
    if form in ("int", "float32"):
        return np.round(dense).astype(form)
    array = np.array(dense, order=form.split()[-1][0])
    return read_only(array) if form.startswith("read-only") else array


def random_case(seed):
    """Arguments of `simulate` drawn at random, with the form of weights and inputs that they have."""
    rng = np.random.default_rng(seed)
    n, steps = int(rng.choice(SIZES)), int(rng.choice(LENGTHS))
    grid = rng.random() < 0.4  # whole numbers, few of them: equal voltages, and voltages at the threshold
    reset = [-70.0, -63.7, 0.0, -12.5, None][rng.integers(5)]
    neuron = Neuron(
        threshold=-12.5 if reset == -12.5 else 0.0,  # reset at threshold in two of five
        rest=[-60.0, -61.3][rng.integers(2)],
        reset=reset,
        mu=[0.1, 0.25, 0.37, 1.0][rng.integers(4)],
        refractory=0 if reset is None else int(rng.choice([0, 0, 1, 4])),
        dt=[1.0, 0.3][rng.integers(2)],
    )
    size = [30, 120][rng.integers(2)]
    dense = rng.normal(0, size, (n, n)) * (rng.random((n, n)) < rng.choice([0.2, 1.0]))
    inputs = rng.normal(rng.choice([50, 75, 130]), 40, (n, steps))
    if grid:
        dense, inputs = np.round(dense / 32) * 32, np.round(inputs / 32) * 32
    form, inputs_form = WEIGHTS[seed % len(WEIGHTS)], INPUTS[rng.integers(len(INPUTS))]
    plasticity = None
    if form in ("C", "Fortran", "read-only", "int") and rng.random() < 0.6:
        dense = np.abs(dense)
        plasticity = PairSTDP(
            potentiation=rng.random() * size / 5,
            depression=rng.random() * size / 5,
            tau_plus=rng.uniform(1, 30),
            tau_minus=rng.uniform(1, 30),
            w_max=[np.inf, np.ceil(dense.max()) + 1][rng.integers(2)],
            mask=None if rng.random() < 0.5 else rng.random((n, n)) < 0.6,
        )
    initial = [None, -33.3, rng.uniform(-80, 20, n)][rng.integers(3)]
    options = {
        "neuron": neuron,
        "decay": [0.0, 0.5, 0.8761][rng.integers(3)],
        "delay": int(rng.choice([0, 0, 1, 2, 13, 200])),
        "initial": initial,
        "spikes_per_step": [None, None, 1, 2][rng.integers(4)],
        "plasticity": plasticity,
        "record_voltage": bool(rng.random() < 0.8),
    }
    return weights_as(form, dense, rng), inputs_as(inputs_form, inputs), options, form, inputs_form


def plain(weights, inputs, neuron, decay, delay, initial, spikes_per_step, plasticity, record_voltage=True):
    """The model in plain Python: one number after the other, in the order that the engines promise."""
    n, steps = len(inputs), len(inputs[0])
    inputs = [[float(value) for value in row] for row in inputs]
    if weights is not None:
        weights = [[float(value) for value in row] for row in weights]
    rule, before, after = plasticity, [0.0] * n, [0.0] * n
    if rule:
        learns = [[w != 0 for w in row] for row in weights] if rule.mask is None else rule.mask.tolist()
        fades = [
            math.ldexp(round(math.ldexp(math.exp(-neuron.dt / tau), 40)), -40)
            for tau in (rule.tau_plus, rule.tau_minus)
        ]
    x = [neuron.rest] * n if initial is None else [float(v) for v in np.broadcast_to(initial, n)]
    voltage, spikes = [list(x)], [[False] * n]
    drive, held = [0.0] * n, [0] * n
    for t in range(steps - 1):
        fired = [j for j in range(n) if t >= delay and weights is not None and spikes[t - delay][j]]
        above = []
        for i in range(n):
            arriving = 0.0
            for j in fired:
                arriving = arriving + weights[i][j]
            drive[i] = decay * drive[i] + arriving
            x[i] = x[i] + neuron.mu * (((neuron.rest - x[i]) + drive[i]) + inputs[i][t])
            if held[i]:
                held[i] -= 1
                x[i] = neuron.reset
            elif x[i] > neuron.threshold:
                above.append(i)
        if spikes_per_step:
            above = sorted(sorted(above, key=lambda i: (-x[i], i))[:spikes_per_step])
        for i in above:
            held[i] = neuron.refractory
            if neuron.reset is not None:
                x[i] = neuron.reset
        voltage.append(list(x))
        spikes.append([i in above for i in range(n)])
        if rule:
            before = [value * fades[0] for value in before]
            after = [value * fades[1] for value in after]
            for i in range(n):
                for j in range(n):
                    if not learns[i][j] or not (i in above or j in above):
                        continue
                    if i in above:
                        weights[i][j] = weights[i][j] + rule.potentiation * before[j]
                    if j in above:
                        weights[i][j] = weights[i][j] - rule.depression * after[i]
                    weights[i][j] = min(max(weights[i][j], 0.0), float(rule.w_max))
            for i in above:
                before[i] += 1.0
                after[i] += 1.0
    return np.array(spikes).T, np.array(voltage).T, np.array(weights) if rule else None


FILES = {"numpy": "lib/simulate.py", "numba": "lib/compiled.py"}


def assert_same_bits(a, b, between="lib/simulate.py and lib/compiled.py"):
    assert (a is None) == (b is None)
    if a is not None:
        assert a.shape == b.shape and a.dtype == b.dtype
        if a.tobytes() != b.tobytes():  # tells 0.0 from -0.0 too
            same = (a == b) & (np.signbit(a) == np.signbit(b)) if a.dtype == float else a == b
            place = tuple(np.argwhere(~same)[0])
            pytest.fail(
                f"{between} part in {np.sum(~same)} places, neuron {place[0]} at {place[1]} the first: "
                f"{a[place]!r} and {b[place]!r}. The order of the operations is part of the model.",
                pytrace=False,
            )


@pytest.mark.parametrize("seed", range(RANDOM))
def test_engines_agree_on_random_networks(seed, monkeypatch):
    weights, inputs, options, *_ = random_case(seed)
    if seed % 3 == 0:  # blocks of 1, 7 or 16 steps
        monkeypatch.setattr(compiled, "BLOCK", 8 * inputs.shape[0] * (1, 7, 16)[seed // 3 % 3])
    readable = simulate(weights, inputs, **options, engine="numpy")
    fast = simulate(weights, inputs, **options, engine="numba")
    assert_same_bits(readable.spikes, fast.spikes)
    assert_same_bits(readable.voltage, fast.voltage)
    assert_same_bits(readable.weights, fast.weights)


@pytest.mark.parametrize("seed", range(0, RANDOM, 3))
def test_engines_agree_with_plain_python(seed):
    weights, inputs, options, *_ = random_case(seed)
    options["record_voltage"] = True
    dense = weights.toarray() if sparse.issparse(weights) else weights
    spikes, voltage, learned = plain(dense, inputs, **options)
    for engine in ("numpy", "numba"):
        between = f"{FILES[engine]} and the plain loop of this test"
        activity = simulate(weights, inputs, **options, engine=engine)
        assert_same_bits(activity.spikes, spikes, between)
        assert_same_bits(activity.voltage, voltage, between)
        assert_same_bits(activity.weights, learned, between)


def test_random_networks_show_everything():
    """So that the two tests above say something: each feature occurs, with spikes."""
    seen, ties = {}, 0
    for seed in range(RANDOM):
        weights, inputs, options, form, inputs_form = random_case(seed)
        neuron = options["neuron"]
        spikes = int(simulate(weights, inputs, **options, engine="numpy").spikes.sum())
        features = {
            f"weights {form}": True,
            f"inputs {inputs_form}": True,
            f"size {inputs.shape[0]}": True,
            f"length {inputs.shape[1]}": True,
            "decay": options["decay"] > 0,
            "delay": options["delay"] > 0,
            "no reset": neuron.reset is None,
            "reset at threshold": neuron.reset == neuron.threshold,
            "refractory": neuron.refractory > 0,
            "refractory and a limit": neuron.refractory > 0 and options["spikes_per_step"] is not None,
            "one spike": options["spikes_per_step"] == 1,
            "two spikes": options["spikes_per_step"] == 2,
            "initial scalar": isinstance(options["initial"], float),
            "initial vector": isinstance(options["initial"], np.ndarray),
            "no voltage": not options["record_voltage"],
            "learning": options["plasticity"] is not None,
        }
        for name, present in features.items():
            seen[name] = seen.get(name, 0) + present * (spikes or 0)
        if options["spikes_per_step"] and options["record_voltage"]:
            voltage = simulate(weights, inputs, **options).voltage
            ties += any(
                np.unique(v[v > neuron.threshold]).size < (v > neuron.threshold).sum() for v in voltage.T
            )
    assert [name for name, spikes in seen.items() if not spikes] == ["length 1"]  # which has none
    assert len(seen) == len(WEIGHTS) + len(INPUTS) + len(SIZES) + len(LENGTHS) + 12
    assert ties >= 5


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("engine", ["numpy", "numba"])
def test_sparse_and_dense_weights_give_the_same_bits(seed, engine):
    rng = np.random.default_rng(1000 + seed)
    n = int(rng.choice([2, 9, 30]))
    dense = rng.normal(0, 60, (n, n)) * (rng.random((n, n)) < 0.3)
    inputs = rng.normal(75, 30, (n, 80))
    options = {"decay": rng.choice([0.0, 0.7]), "delay": int(rng.choice([0, 3])), "engine": engine}
    expected = simulate(dense, inputs, **options)
    assert expected.spikes.sum() > n
    for form in ("csc", "csr", "coo", "lil", "explicit zeros", "int64 places"):
        matrix = sparse.lil_array(dense) if form == "lil" else weights_as(form, dense, rng)
        activity = simulate(matrix, inputs, **options)
        assert_same_bits(activity.spikes, expected.spikes)
        assert_same_bits(activity.voltage, expected.voltage)
    if n > 2:
        assert not np.array_equal(simulate(None, inputs, engine=engine).spikes, expected.spikes)


@pytest.mark.parametrize("block", [1, 1_000, 100_000, 4_000_000])
@pytest.mark.parametrize("decay", [0.0, 0.6])
def test_a_long_run_does_not_depend_on_its_blocks(block, decay, monkeypatch):
    """The state that goes on from block to block: drive, held neurons, spikes under way, two rows in turn."""
    rng = np.random.default_rng(7)
    n, steps = 113, 1201
    weights, inputs = rng.normal(0, 10, (n, n)), rng.normal(62, 20, (n, steps))
    options = {"neuron": Neuron(refractory=3), "decay": decay, "delay": 5}
    expected = simulate(weights, np.asfortranarray(inputs), **options, engine="numba")
    monkeypatch.setattr(compiled, "BLOCK", block)
    activity = simulate(weights, inputs, **options, engine="numba")
    assert_same_bits(activity.spikes, expected.spikes)
    assert_same_bits(activity.voltage, expected.voltage)
    assert activity.spikes.sum() > 1000
    rows = simulate(weights, inputs, **options, record_voltage=False, engine="numba")
    assert_same_bits(rows.spikes, expected.spikes)
    if block == 1_000:
        readable = simulate(weights, inputs, **options, engine="numpy")
        assert_same_bits(readable.spikes, expected.spikes)
        assert_same_bits(readable.voltage, expected.voltage)


@pytest.mark.parametrize("fired", range(10))
def test_columns_are_added_one_after_the_other(fired):
    """However many neurons spike at once: 1e16 + 1 - 1e16 depends on the order of the additions."""
    n = 12
    weights = np.zeros((n, n))
    weights[11, :10] = [1e16, 1.0, -1e16, 1.0, 3e16, 1.0, 1.0, -3e16, 1.0, 0.3]
    inputs = np.zeros((n, 4))
    inputs[:fired, 0] = 1000.0
    total = 0.0
    for weight in weights[11, :fired].tolist():
        total += weight
    expected = -60.0 + 0.1 * (((-60.0 - -60.0) + total) + 0.0)
    neuron = Neuron(threshold=100.0) if fired == 0 else Neuron(threshold=0.0, reset=None)
    for engine in ("numpy", "numba"):
        voltage = simulate(weights, inputs, neuron, engine=engine).voltage
        assert voltage[11, 2] == expected


def test_extended_precision_is_rounded_first():
    """Inputs of more than 64 bits: the engines compute in float64 all the same."""
    inputs = np.full((2, 60), np.longdouble(80) + np.longdouble(1) / 3)
    weights = np.array([[0, 1], [1, 0]]) / np.longdouble(3)
    expected = simulate(weights.astype(float), inputs.astype(float), engine="numba")
    for engine in ("numpy", "numba"):
        activity = simulate(weights, inputs, engine=engine)
        assert_same_bits(activity.voltage, expected.voltage)


def test_parameters_of_any_numeric_type():
    inputs = np.full((2, 60), 83.0)
    weights = np.ones((2, 2))
    plain_numbers = Neuron(threshold=-1.0, rest=-60.0, reset=-70.0, mu=0.125, refractory=2)
    scalars = Neuron(np.float32(-1), np.int64(-60), -70, np.float32(0.125), np.int8(2), np.float16(1))
    expected = simulate(weights, inputs, plain_numbers, decay=0.5, delay=1)
    for engine in ("numpy", "numba"):
        activity = simulate(weights, inputs, scalars, decay=np.float32(0.5), delay=np.uint8(1), engine=engine)
        assert_same_bits(activity.spikes, expected.spikes)
        assert_same_bits(activity.voltage, expected.voltage)


def test_a_machine_that_can_cache_nothing_compiles_anew():
    """A read-only disk without a home: Numba has no place for its cache."""
    code = (
        "from numba.core.caching import CacheImpl; CacheImpl._locator_classes = [];"
        "import numpy as np; from lib import simulate;"
        "print(simulate(None, np.full((1, 50), 80.0), engine='numba').spikes.sum())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout == "3\n", done.stderr
    assert done.stderr.count("Warning: nothing can be cached here") == 1


def test_what_is_passed_by_position_stands_in_its_place():
    """Numba's dispatch is slow with names; so every variable in the call is called as the argument in its place."""
    tree = ast.parse(inspect.getsource(compiled))
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    (call,) = [
        node
        for node in ast.walk(functions["run"])
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_steps"
    ]
    given = [argument.id for argument in call.args]
    assert not call.keywords and given == [one.arg for one in functions["_steps"].args.args]
