"""The simulator against the original code, against values by hand, and against closed forms."""

import dataclasses
import importlib
import warnings

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from original import IF_model
from scipy import sparse

from lib import Activity, Neuron, PairSTDP, simulate

module = importlib.import_module("lib.simulate")  # `lib.simulate` itself is the function
ENGINES = ("numpy", "numba")


@pytest.fixture(params=ENGINES)
def engine(request):
    return request.param


def network(seed, n=100, steps=500):
    """The network of the first article: inputs drawn before the weights, steps + 1 columns."""
    rng = np.random.default_rng(seed)
    inputs = 60 + 10 * rng.standard_normal((n, steps))
    weights = 10 * rng.standard_normal((n, n))
    np.fill_diagonal(weights, 0)
    return weights, np.column_stack([inputs, np.zeros(n)])


def alone(drive, steps, neuron=Neuron(), engine="auto", **options):
    """One neuron under constant input: steps of its spikes, and its voltage."""
    activity = simulate(None, np.full((1, steps), drive), neuron, engine=engine, **options)
    return np.flatnonzero(activity.spikes[0]), activity.voltage[0]


# ---------------------------------------------------------------------------------------- the original


def assert_original(activity, weights, inputs):
    weights, inputs = np.asarray(weights), np.asarray(inputs)
    spikes, voltage = IF_model(weights, inputs.shape[1], inputs)
    assert np.array_equal(activity.spikes, spikes.astype(bool))
    # a voltage near 0 is the difference of large numbers: relative to the size of the voltages
    assert np.abs(activity.voltage - voltage).max() <= 1e-12 * np.abs(voltage).max()


def test_reference_network_has_its_known_spikes(engine):
    weights, inputs = network(0)
    activity = simulate(weights, inputs, engine=engine)
    assert np.count_nonzero(activity.spikes) == 1339
    steps, neurons = np.nonzero(activity.spikes.T)
    assert list(zip(steps.tolist(), neurons.tolist(), strict=True))[:5] == [
        (23, 28), (23, 67), (24, 48), (25, 37), (25, 45),
    ]  # fmt: skip
    assert activity.spikes[:5].sum(axis=1).tolist() == [8, 16, 16, 4, 14]
    assert_original(activity, weights, inputs)


@pytest.mark.parametrize("seed", range(1, 25))
def test_equals_the_original(seed, engine):
    weights, inputs = network(seed)
    assert_original(simulate(weights, inputs, engine=engine), weights, inputs)


@pytest.mark.parametrize("parameters", [(0, -60, -70, 0.05), (-50, -65, -58, 0.1), (-10, -60, -10, 0.3)])
def test_equals_the_original_with_other_parameters(parameters, engine):
    weights, inputs = network(30, n=20, steps=300)
    threshold, rest, reset, mu = parameters
    activity = simulate(weights, inputs, Neuron(threshold, rest, reset, mu), engine=engine)
    spikes, voltage = IF_model(weights, 301, inputs, thresh=threshold, eq=rest, reset=reset, mu=mu)
    assert spikes.sum() > 50
    assert np.array_equal(activity.spikes, spikes)
    assert np.abs(activity.voltage - voltage).max() <= 1e-12 * np.abs(voltage).max()


@pytest.mark.parametrize(
    "form",
    [
        np.ascontiguousarray,
        np.asfortranarray,
        lambda a: np.round(a).astype(int),
        lambda a: np.round(a).astype(np.int8),
        lambda a: a.astype(np.float32),
        lambda a: a.astype(">f8"),
        lambda a: np.repeat(a, 2, axis=0)[::2],
        np.ndarray.tolist,
    ],
    ids=["C", "Fortran", "int", "int8", "float32", "big-endian", "strided", "list"],
)
def test_equals_the_original_in_every_form_of_arguments(form, engine):
    weights, inputs = (form(a) for a in network(25, n=30))
    activity = simulate(weights, inputs, engine=engine)
    assert np.count_nonzero(activity.spikes) > 200
    if getattr(weights, "dtype", None) == np.float32:  # the original adds float32; the library float64
        weights = weights.astype(float)
    if getattr(weights, "dtype", None) == np.int8:  # there, eq - x + I is not affected, but W @ s is float
        weights, inputs = weights.astype(float), inputs.astype(float)
    assert_original(activity, weights, inputs)


# ------------------------------------------------------------------------------------------ closed form


def first_passage(start, u, mu):
    """Steps from `start` to above 0 with the fixed point u > 0: the first k with u - (u - start)(1-mu)^k > 0."""
    steps = np.log((u - start) / u) / -np.log1p(-mu)
    assert abs(steps - round(steps)) > 1e-9  # no case in which rounding decides
    return int(np.floor(steps)) + 1


@pytest.mark.parametrize("mu", [0.01, 0.1, 0.5])
@pytest.mark.parametrize("drive", [60.37, 61.0, 65.0, 70.3, 80.1, 97.7, 133.0, 200.0, 555.5, 5000.0])
def test_interval_under_constant_input(drive, mu, engine):
    u = drive - 60
    first, interval = first_passage(-60, u, mu), first_passage(-70, u, mu)
    spikes, _ = alone(drive, first + 3 * interval + 1, Neuron(mu=mu), engine)
    assert spikes.tolist() == [first + k * interval for k in range(4)]


@settings(deadline=None, max_examples=50)
@given(drive=st.floats(60.1, 500), mu=st.floats(0.01, 0.99), refractory=st.integers(0, 30))
def test_refractory_adds_exactly_its_steps(drive, mu, refractory):
    ratio = np.log((drive + 10) / (drive - 60)) / -np.log1p(-mu)
    interval = int(np.floor(ratio)) + 1
    for engine in ENGINES:
        neuron = Neuron(mu=mu, refractory=refractory)
        spikes, voltage = alone(drive, 3 * (interval + refractory) + 2, neuron, engine, initial=-70)
        # the first passage starts at reset but not held: it shows the interval without the refractoriness
        assert abs(spikes[0] - ratio) <= 1 + 1e-9
        assert np.diff(spikes).tolist() == [spikes[0] + refractory] * (len(spikes) - 1)
        assert len(spikes) >= 3
        for k in spikes[:2]:
            assert np.all(voltage[k : k + refractory + 1] == -70)
            assert voltage[k + refractory + 1] > -70 or spikes[0] == 1  # it rises, or spikes at once


def test_voltage_between_spikes_is_the_closed_form(engine):
    drive, mu = 83.0, 0.07
    u = drive - 60
    spikes, voltage = alone(drive, 400, Neuron(mu=mu), engine)
    interval = first_passage(-70, u, mu)
    k = np.arange(interval)
    for spike in spikes[:-1]:
        expected = u - (u + 70) * (1 - mu) ** k
        assert np.abs(voltage[spike : spike + interval] - expected).max() <= 1e-12 * 70
    assert len(spikes) > 10


def test_subthreshold_voltage_approaches_its_fixed_point(engine):
    spikes, voltage = alone(45.0, 600, engine=engine)
    expected = -15 - 45 * 0.9 ** np.arange(600)
    assert spikes.size == 0
    assert np.abs(voltage - expected).max() <= 1e-12 * 60
    assert voltage[-1] == pytest.approx(-15, abs=1e-12)


def test_threshold_is_strict(engine):
    assert alone(60.0, 5000, engine=engine)[0].size == 0  # u = 0: the threshold is never passed
    spikes, voltage = alone(60.0, 50, engine=engine, initial=0.0)
    assert spikes.size == 0 and np.all(voltage == 0.0)
    jump = Neuron(threshold=1.0, rest=0.0, reset=-1.0, mu=1.0)  # the voltage is the input
    inputs = [[1.0, np.nextafter(1.0, 2.0), 0.0]]
    assert simulate(None, inputs, jump, engine=engine).spikes.tolist() == [[False, False, True]]


# ---------------------------------------------------------------------------------------------- by hand


def kick(engine, delay=0, decay=0.0, steps=40, weights=None):
    """Neuron 0 spikes once, in column 6; voltages with the weight W[2, 0] minus those without."""
    if weights is None:
        weights = np.zeros((3, 3))
        weights[2, 0] = 7.0
    inputs = np.full((3, steps), 20.0)
    inputs[0, 5] = 1000.0
    uncoupled = simulate(None, inputs, engine=engine)
    coupled = simulate(weights, inputs, delay=delay, decay=decay, engine=engine)
    assert np.argwhere(coupled.spikes).tolist() == np.argwhere(uncoupled.spikes).tolist() == [[0, 6]]
    return coupled.voltage - uncoupled.voltage


def test_weight_ij_is_the_effect_of_j_on_i(engine):
    difference = kick(engine)
    assert np.all(difference[:2] == 0)  # no way back, and none to the bystander
    assert np.all(difference[2, :7] == 0)
    # a spike moves its target by mu W in the next step, and that leaks away
    assert np.abs(difference[2, 7:] - 0.7 * 0.9 ** np.arange(33)).max() < 1e-12


@pytest.mark.parametrize("decay", [0.0, 0.8])
@pytest.mark.parametrize("delay", [1, 2, 7, 33, 34, 100, 10**12])
def test_delay_shifts_the_effect(delay, decay, engine):
    without, difference = kick(engine, decay=decay), kick(engine, delay=delay, decay=decay)
    shifted = np.zeros(40)
    shifted[min(delay, 40) :] = without[2, : max(0, 40 - delay)]
    assert np.any(shifted != 0) == (delay < 33)
    assert np.all(difference[:2] == 0)
    assert np.abs(difference[2] - shifted).max() < 1e-12


@pytest.mark.parametrize("decay", [0.3, 0.9, 1 - 1e-9])
def test_decay_gives_a_geometric_drive(decay, engine):
    difference = kick(engine, decay=decay)[2]
    # d[t+1] = d[t] + mu (g[t] - d[t]), so that the drive can be read off
    drive = np.diff(difference) / 0.1 + difference[:-1]
    expected = np.zeros(39)
    expected[6:] = 7 * decay ** np.arange(33)
    assert np.abs(drive - expected).max() < 1e-11


def test_volley_adds_up(engine):
    weights = np.zeros((4, 4))
    weights[3, :3] = [1.0, 2.0, 4.0]
    inputs = np.zeros((4, 5))
    inputs[:3, 0] = 1000.0
    voltage = simulate(weights, inputs, engine=engine).voltage[3]
    assert voltage[:2].tolist() == [-60, -60]
    assert voltage[2] == pytest.approx(-60 + 0.7, abs=1e-13)


def test_three_steps_by_hand(engine):
    # halves and quarters, so that every number is exact
    neuron = Neuron(threshold=0.0, rest=-8.0, reset=-16.0, mu=0.5)
    inputs = [[32.0, 8.0, 0.0, 99.0], [0.0, 16.0, 8.0, 99.0]]
    weights = [[-4.0, 2.0], [24.0, 1.0]]
    activity = simulate(weights, inputs, neuron, decay=0.5, engine=engine)
    # t=0: g = (0, 0)               x = -8 + (32)/2 = 8 spikes         x = -8
    # t=1: g = (-4, 24)             x = -16 + (8 - 4 + 8)/2 = -10      x = -8 + (0 + 24 + 16)/2 = 12 spikes
    # t=2: g = (-2+2, 12+1)         x = -10 + (2 + 0 + 0)/2 = -9       x = -16 + (8 + 13 + 8)/2 = -1.5
    assert activity.voltage.tolist() == [[-8.0, -16.0, -10.0, -9.0], [-8.0, -8.0, -16.0, -1.5]]
    assert activity.spikes.tolist() == [[False, True, False, False], [False, False, True, False]]


def test_self_connection_acts_on_itself(engine):
    neuron = Neuron(rest=0.0, threshold=1.0, reset=0.0, mu=0.5)
    inputs = [[4.0, 0.0, 0.0, 0.0]]
    assert simulate([[-3.0]], inputs, neuron, engine=engine).voltage.tolist() == [[0.0, 0.0, -1.5, -0.75]]


def test_without_reset_the_voltage_is_left_alone(engine):
    neuron = Neuron(rest=0.0, threshold=1.0, reset=None, mu=0.5)
    inputs = [[4.0, 0.0, 0.0, 0.0, 0.0]]
    free = simulate([[0.0]], inputs, neuron, engine=engine)
    assert free.voltage.tolist() == [[0.0, 2.0, 1.0, 0.5, 0.25]]
    assert free.spikes.tolist() == [[False, True, False, False, False]]
    # the diagonal of W does what the reset would do
    damped = simulate([[-6.0]], inputs, neuron, engine=engine)
    assert damped.voltage.tolist() == [[0.0, 2.0, -2.0, -1.0, -0.5]]


def test_reset_of_zero_and_reset_at_threshold(engine):
    neuron = Neuron(rest=-2.0, threshold=0.0, reset=0.0, mu=0.5)
    activity = simulate(None, [[8.0, 0.0, 3.0, 0.0]], neuron, engine=engine)
    assert activity.voltage.tolist() == [[-2.0, 0.0, -1.0, 0.0]]
    assert activity.spikes.tolist() == [[False, True, False, False]]
    neuron = Neuron(rest=-2.0, threshold=4.0, reset=4.0, mu=0.5)
    activity = simulate(None, [[16.0, 8.0, 6.0]], neuron, engine=engine)
    assert activity.voltage.tolist() == [[-2.0, 4.0, 4.0]]
    assert activity.spikes.tolist() == [[False, True, True]]


def test_only_those_furthest_above_threshold_spike(engine):
    neuron = Neuron(rest=0.0, threshold=1.0, reset=-1.0, mu=1.0)  # the voltage is the input
    inputs = np.array(
        [[3.0, 5.0, 0.5, 2.0], [9.0, 5.0, 0.5, 1.0], [4.0, 5.0, 9.0, 9.0], [9.0, 2.0, 9.0, 0.0]]
    )

    def spiking(count):
        activity = simulate(None, np.c_[inputs, inputs[:, 0]], neuron, spikes_per_step=count, engine=engine)
        expected = np.where(activity.spikes[:, 1:], -1.0, inputs)  # who stays silent is not reset
        assert np.array_equal(activity.voltage[:, 1:], expected)
        return [np.flatnonzero(column).tolist() for column in activity.spikes[:, 1:].T]

    assert spiking(None) == [[0, 1, 2, 3], [0, 1, 2, 3], [2, 3], [0, 2]]
    assert spiking(1) == [[1], [0], [2], [2]]
    assert spiking(2) == [[1, 3], [0, 1], [2, 3], [0, 2]]
    assert spiking(3) == [[1, 2, 3], [0, 1, 2], [2, 3], [0, 2]]
    assert spiking(4) == spiking(99) == spiking(None)


def test_a_held_neuron_neither_spikes_nor_takes_a_place(engine):
    neuron = Neuron(rest=0.0, threshold=1.0, reset=-1.0, mu=1.0, refractory=2)
    inputs = [[9.0] * 7, [5.0] * 7]
    activity = simulate(None, inputs, neuron, spikes_per_step=1, engine=engine)
    assert np.argwhere(activity.spikes).tolist() == [[0, 1], [0, 4], [1, 2], [1, 5]]
    assert activity.voltage.tolist() == [[0, -1, -1, -1, -1, -1, -1], [0, 5, -1, -1, -1, -1, -1]]


# --------------------------------------------------------------------------------- arguments and results


def test_last_input_column_is_not_used(engine):
    weights, inputs = network(1, n=10, steps=80)
    other = inputs.copy()
    other[:, -1] = 1e6
    first, second = simulate(weights, inputs, engine=engine), simulate(weights, other, engine=engine)
    assert np.array_equal(first.spikes, second.spikes) and np.array_equal(first.voltage, second.voltage)
    other[:, -2] = 1e6  # the one before is
    assert simulate(weights, other, engine=engine).spikes[:, -1].all()


def test_column_0_is_the_initial_state(engine):
    weights, inputs = network(2, n=4, steps=9)
    initial = [-50, 30.0, 0, -70]
    for given_, expected in ((None, [-61.0] * 4), (-33, [-33.0] * 4), (initial, initial)):
        activity = simulate(weights, inputs, Neuron(rest=-61.0), initial=given_, engine=engine)
        assert activity.voltage[:, 0].tolist() == expected
        assert not activity.spikes[:, 0].any()


@pytest.mark.parametrize(("n", "steps"), [(1, 1), (1, 2), (2, 1), (3, 7), (8, 64)])
def test_shapes_and_types(n, steps, engine):
    weights, inputs = np.ones((n, n), dtype=int), np.full((n, steps), 1000)
    activity = simulate(weights, inputs, engine=engine)
    assert isinstance(activity, Activity)
    assert activity.spikes.shape == activity.voltage.shape == (n, steps)
    assert activity.spikes.dtype == bool and activity.voltage.dtype == np.float64
    assert activity.spikes.flags.f_contiguous and activity.voltage.flags.f_contiguous  # time-major inside
    assert activity.spikes.sum() == n * (steps - 1)
    assert activity.weights is None
    silent = simulate(weights, inputs, engine=engine, record_voltage=False)
    assert silent.voltage is None and np.array_equal(silent.spikes, activity.spikes)


def test_activity_keeps_its_neuron_and_says_what_it_is(engine):
    neuron = Neuron(mu=0.02, dt=0.5)
    activity = simulate(None, np.full((2, 60), 300.0), neuron, engine=engine)
    assert activity.neuron is neuron and neuron.tau == 25.0
    assert repr(activity) == f"Activity(2 neurons, 60 steps, {activity.spikes.sum()} spikes)"
    assert simulate(None, np.zeros((2, 3)), engine=engine).neuron == Neuron()
    for thing, name in ((activity, "spikes"), (neuron, "mu")):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(thing, name, None)


def test_defaults_are_those_of_the_original():
    assert dataclasses.astuple(Neuron()) == (0.0, -60.0, -70.0, 0.1, 0, 1.0)


def arrays(*arguments):
    for argument in arguments:
        if sparse.issparse(argument):
            names = [name for name in ("data", "indices", "indptr", "row", "col") if hasattr(argument, name)]
            yield from (getattr(argument, name) for name in names)
        elif isinstance(argument, np.ndarray):
            yield argument


@pytest.mark.parametrize("form", ["C", "F", "csc", "unsorted csc", "csr", "coo", "learning"])
def test_arguments_are_never_changed(form, engine):
    weights, inputs = network(3, n=9, steps=120)
    weights = np.abs(weights)
    options = {"initial": np.linspace(-70, -1, 9)}
    if form == "unsorted csc":  # two entries of a column in the wrong order, and one place given twice
        weights = sparse.csc_array(
            (np.array([9.0, 5.0, 1.0, 2.0]), np.array([4, 2, 2, 0]), np.array([0, 3] + [4] * 8)), shape=(9, 9)
        )
        assert not weights.has_canonical_format
    elif form in ("csc", "csr", "coo"):
        weights = sparse.coo_array(weights).asformat(form)
    elif form == "learning":
        mask = np.ones((9, 9), dtype=bool)
        options |= {"plasticity": PairSTDP(0.5, 0.5, w_max=100.0, mask=mask), "mask": mask}
    else:
        weights = np.array(weights, order=form)
    mask = options.pop("mask", None)
    for order in "CF":
        inputs = np.array(inputs, order=order)
        held = list(arrays(weights, inputs, options["initial"], mask))
        before = [(a.tobytes(), a.dtype, a.shape, str(a.flags)) for a in held]
        activity = simulate(weights, inputs, engine=engine, **options)
        assert activity.spikes.sum() > 15
        assert [(a.tobytes(), a.dtype, a.shape, str(a.flags)) for a in held] == before
        results = [activity.spikes, activity.voltage, *arrays(activity.weights)]
        assert not any(np.shares_memory(result, a) for result in results for a in held)


def test_a_place_given_twice_counts_as_the_sum(engine):
    places = (np.array([1, 1, 1]), np.array([0, 0, 0]))
    twice = sparse.coo_array((np.array([3.0, 4.0, 0.5]), places), shape=(2, 2))
    inputs = np.zeros((2, 4))
    inputs[0, 0] = 1000.0
    assert simulate(twice, inputs, engine=engine).voltage[1, 2] == pytest.approx(-60 + 0.75, abs=1e-13)


def test_silence_warns_of_nothing(engine):
    weights, inputs = network(4, n=5, steps=50)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        simulate(weights, inputs, Neuron(refractory=2), decay=0.5, spikes_per_step=1, engine=engine)
        simulate(sparse.csr_array(weights), inputs, Neuron(reset=None), delay=3, engine=engine)


# ----------------------------------------------------------------------------------------------- engines


def test_without_numba(monkeypatch):
    weights, inputs = network(5, n=10, steps=100)
    expected = simulate(weights, inputs, engine="numba")
    monkeypatch.setattr(module, "compiled", None)
    with pytest.raises(ValueError, match=r'engine "numba" needs Numba, which is not installed'):
        simulate(weights, inputs, engine="numba")
    for engine in ("auto", "numpy"):
        activity = simulate(weights, inputs, engine=engine)
        assert activity.voltage.tobytes() == expected.voltage.tobytes()


def test_auto_takes_numba_and_numpy_does_not(monkeypatch):
    taken = []
    run = module.compiled.run
    monkeypatch.setattr(module.compiled, "run", lambda *arguments: taken.append(1) or run(*arguments))
    for engine, times in (("numpy", 0), ("auto", 1), ("numba", 2)):
        simulate(None, np.ones((1, 3)), engine=engine)
        assert len(taken) == times


# --------------------------------------------------------------------------------------------- bad input


def call(engine, **changes):
    arguments = {"weights": np.zeros((3, 3)), "inputs": np.full((3, 8), 61.0)} | changes
    return simulate(arguments.pop("weights"), arguments.pop("inputs"), engine=engine, **arguments)


def complains(said, function, *arguments, **options):
    """A ValueError that begins with the argument's name and has all of `said`."""
    with pytest.raises(ValueError) as error:
        function(*arguments, **options)
    for words in said:
        assert words in str(error.value)
    assert str(error.value).startswith(said[0])


RAGGED = [[1.0, 2.0], [3.0]]
TWO_BY_TWO = np.zeros((2, 2))
BAD = {
    "weights too small": ({"weights": TWO_BY_TWO}, ("weights", "(3, 3)", "(2, 2)")),
    "weights not square": ({"weights": np.zeros((3, 2))}, ("weights", "(3, 3)", "(3, 2)")),
    "weights not a matrix": ({"weights": np.zeros(3)}, ("weights", "(3, 3)", "(3,)")),
    "weights of three axes": ({"weights": np.zeros((3, 3, 1))}, ("weights", "(3, 3)", "(3, 3, 1)")),
    "weights a number": ({"weights": 3.0}, ("weights", "(3, 3)", "()")),
    "weights strings": ({"weights": [["a"] * 3] * 3}, ("weights", "real numbers", "<U1")),
    "weights objects": ({"weights": np.full((3, 3), None)}, ("weights", "real numbers", "'O'")),
    "weights complex": ({"weights": np.full((3, 3), 1j)}, ("weights", "real numbers", "complex128")),
    "weights dates": ({"weights": np.zeros((3, 3), "M8[s]")}, ("weights", "real numbers", "M8")),
    "weights ragged": ({"weights": RAGGED}, ("weights", "array of numbers")),
    "sparse too small": ({"weights": sparse.csc_array(TWO_BY_TWO)}, ("weights", "(3, 3)", "(2, 2)")),
    "sparse not square": ({"weights": sparse.coo_array((3, 2))}, ("weights", "(3, 3)", "(3, 2)")),
    "sparse complex": ({"weights": sparse.csr_array(np.eye(3) * 1j)}, ("weights", "real numbers", "complex")),
    "inputs too few": ({"inputs": np.zeros((2, 8))}, ("weights", "(2, 2)", "(3, 3)")),
    "inputs of one axis": ({"inputs": np.zeros(8)}, ("inputs", "(any, any)", "(8,)")),
    "inputs of three axes": ({"inputs": np.zeros((3, 8, 1))}, ("inputs", "(any, any)", "(3, 8, 1)")),
    "no neurons": ({"inputs": np.zeros((0, 8))}, ("inputs", "at least 1", "(0, 8)")),
    "no steps": ({"inputs": np.zeros((3, 0))}, ("inputs", "at least 1", "(3, 0)")),
    "no neurons at all": ({"weights": np.zeros((0, 0)), "inputs": np.zeros((0, 0))}, ("inputs", "(0, 0)")),
    "inputs none": ({"inputs": None}, ("inputs", "shape ()")),
    "inputs strings": ({"inputs": [["1"] * 8] * 3}, ("inputs", "real numbers", "<U1")),
    "inputs objects": ({"inputs": np.full((3, 8), None)}, ("inputs", "real numbers", "'O'")),
    "inputs complex": ({"inputs": np.full((3, 8), 1j)}, ("inputs", "real numbers", "complex128")),
    "inputs ragged": ({"inputs": RAGGED}, ("inputs", "array of numbers")),
    "delay negative": ({"delay": -1}, ("delay", "at least 0", "-1")),
    "delay float": ({"delay": 1.0}, ("delay", "integer", "1.0")),
    "delay bool": ({"delay": True}, ("delay", "integer", "True")),
    "delay text": ({"delay": "2"}, ("delay", "integer", "'2'")),
    "delay none": ({"delay": None}, ("delay", "integer", "None")),
    "decay negative": ({"decay": -0.1}, ("decay", "at least 0", "-0.1")),
    "decay 1": ({"decay": 1.0}, ("decay", "below 1", "1.0")),
    "decay above 1": ({"decay": 2}, ("decay", "below 1", "2")),
    "decay nan": ({"decay": np.nan}, ("decay", "finite", "nan")),
    "decay bool": ({"decay": False}, ("decay", "finite number", "False")),
    "decay text": ({"decay": "0.5"}, ("decay", "finite number", "'0.5'")),
    "decay array": ({"decay": np.array([0.5])}, ("decay", "finite number", "array")),
    "decay beyond floats": ({"decay": 10**400}, ("decay",)),
    "spikes_per_step 0": ({"spikes_per_step": 0}, ("spikes_per_step", "at least 1", "0")),
    "spikes_per_step negative": ({"spikes_per_step": -2}, ("spikes_per_step", "at least 1", "-2")),
    "spikes_per_step float": ({"spikes_per_step": 1.0}, ("spikes_per_step", "integer", "1.0")),
    "spikes_per_step bool": ({"spikes_per_step": True}, ("spikes_per_step", "integer", "True")),
    "neuron no Neuron": ({"neuron": {"mu": 0.1}}, ("neuron", "a Neuron", "{'mu': 0.1}")),
    "initial too short": ({"initial": [0.0, 1.0]}, ("initial", "(3)", "(2,)")),
    "initial a matrix": ({"initial": np.zeros((3, 3))}, ("initial", "(3, 3)")),
    "initial ragged": ({"initial": RAGGED}, ("initial", "array of numbers")),
    "initial text": ({"initial": "rest"}, ("initial", "real numbers", "<U4")),
    "initial nan": ({"initial": [0.0, np.nan, 1.0]}, ("initial", "nan", "initial[1]")),
    "initial infinite": ({"initial": -np.inf}, ("initial", "finite", "-inf")),
    "plasticity on none": ({"weights": None, "plasticity": PairSTDP(1, 1)}, ("plasticity", "dense", "none")),
    "plasticity without its parameters": ({"plasticity": PairSTDP}, ("plasticity", "PairSTDP", "parameters")),
    "plasticity on sparse": (
        {"weights": sparse.eye_array(3), "plasticity": PairSTDP(1, 1)},
        ("plasticity", "dense", "sparse"),
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_named(case, engine):
    changes, said = BAD[case]
    complains(said, call, engine, **changes)


@pytest.mark.parametrize("name", ["cython", "", "Numba", None, 1])
def test_unknown_engine_is_named(name):
    complains(("engine", '"auto", "numpy" or "numba"', repr(name)), call, name)


BAD_NEURONS = [
    ({"mu": 0}, ("mu", "above 0", "0")),
    ({"mu": -0.1}, ("mu", "above 0", "-0.1")),
    ({"mu": 1.0001}, ("mu", "at most 1", "1.0001")),
    ({"mu": np.nan}, ("mu", "finite", "nan")),
    ({"mu": True}, ("mu", "finite number", "True")),
    ({"mu": "0.1"}, ("mu", "finite number", "'0.1'")),
    ({"dt": 0}, ("dt", "above 0", "0")),
    ({"dt": -1.0}, ("dt", "above 0", "-1.0")),
    ({"dt": np.inf}, ("dt", "finite", "inf")),
    ({"threshold": np.nan}, ("threshold", "finite", "nan")),
    ({"threshold": None}, ("threshold", "finite number", "None")),
    ({"rest": -np.inf}, ("rest", "finite", "-inf")),
    ({"rest": 1j}, ("rest", "finite number", "1j")),
    ({"reset": 0.5}, ("reset", "at most threshold = 0.0", "0.5")),
    ({"reset": -40.0, "threshold": -50.0}, ("reset", "at most threshold = -50.0", "-40.0")),
    ({"reset": np.nan}, ("reset", "finite", "nan")),
    ({"reset": -np.inf}, ("reset", "finite", "-inf")),
    ({"refractory": -1}, ("refractory", "at least 0", "-1")),
    ({"refractory": 2.0}, ("refractory", "integer", "2.0")),
    ({"refractory": True}, ("refractory", "integer", "True")),
    ({"refractory": None}, ("refractory", "integer", "None")),
    ({"refractory": 1, "reset": None}, ("refractory", "no reset", "1")),
]


@pytest.mark.parametrize(("parameters", "said"), BAD_NEURONS, ids=lambda value: str(value))
def test_bad_neuron_is_named(parameters, said):
    complains(said, Neuron, **parameters)


@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_bad_numbers_are_named(data):
    engine = data.draw(st.sampled_from(ENGINES))
    below_0 = st.floats(max_value=0, exclude_max=True, allow_nan=False)
    not_counts = st.one_of(st.integers(max_value=-1), st.floats(), st.booleans(), st.text())
    decay = data.draw(st.one_of(below_0, st.floats(min_value=1), st.just(np.nan), st.booleans(), st.text()))
    complains(("decay", repr(decay)), call, engine, decay=decay)
    delay = data.draw(not_counts)
    complains(("delay", repr(delay)), call, engine, delay=delay)
    refractory = data.draw(not_counts)
    complains(("refractory", repr(refractory)), Neuron, refractory=refractory)
    mu = data.draw(
        st.one_of(st.floats(max_value=0), st.floats(min_value=1, exclude_min=True), st.just(np.nan))
    )
    complains(("mu", repr(mu)), Neuron, mu=mu)
    threshold, above = data.draw(st.floats(-100, 100)), data.draw(st.floats(1e-9, 100))
    complains(("reset", repr(threshold + above)), Neuron, threshold=threshold - 1e-9, reset=threshold + above)


@settings(deadline=None, max_examples=60)
@given(n=st.integers(1, 5), shape=st.lists(st.integers(0, 6), max_size=3).map(tuple), data=st.data())
@example(n=1, shape=(), data=None)
def test_shapes_that_do_not_match_are_named(n, shape, data):
    engine = "numpy" if data is None else data.draw(st.sampled_from(ENGINES))
    inputs = np.zeros((n, 4))
    if shape != (n, n):
        complains(("weights", f"({n}, {n})", str(shape)), simulate, np.zeros(shape), inputs, engine=engine)
    if len(shape) == 2 and shape != (n, n):
        weights = sparse.csr_array(shape)
        complains(("weights", f"({n}, {n})", str(shape)), simulate, weights, inputs, engine=engine)
    if len(shape) != 2 or 0 in shape:
        complains(("inputs", str(shape)), simulate, None, np.zeros(shape), engine=engine)
    if shape not in ((), (n,)):
        complains(("initial", str(shape)), simulate, None, inputs, initial=np.zeros(shape), engine=engine)


NOT_FINITE = st.sampled_from([np.nan, np.inf, -np.inf])


@settings(deadline=None, max_examples=150)
@given(
    engine=st.sampled_from(ENGINES),
    n=st.integers(1, 5),
    steps=st.integers(1, 9),
    order=st.sampled_from("CF"),
    dtype=st.sampled_from([np.float64, np.float32]),
    neuron=st.sampled_from([Neuron(), Neuron(refractory=3), Neuron(reset=None)]),
    record=st.booleans(),
    data=st.data(),
)
def test_first_place_that_is_not_finite_is_named(engine, n, steps, order, dtype, neuron, record, data):
    """In inputs: in any column, the unused last one too, and where neurons are held after a spike."""
    inputs = np.full((n, steps), 1000.0, dtype=dtype, order=order)
    places = data.draw(st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, steps - 1)), min_size=1))
    for place in places:
        inputs[place] = data.draw(NOT_FINITE)
    i, t = min(places)
    said = ("inputs", f"got {inputs[i, t]} at inputs[{i}, {t}]")
    complains(said, simulate, None, inputs, neuron, record_voltage=record, engine=engine)

    # in weights, whether or not their spikes ever come
    weights = np.zeros((n, n), dtype=dtype, order=order)
    at = data.draw(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)))
    weights[at] = data.draw(NOT_FINITE)
    for form in (np.asarray, sparse.csc_array, sparse.csr_array, sparse.coo_array):
        complains(
            ("weights", f"got {weights[at]} at weights[{at[0]}, {at[1]}]"),
            simulate, form(weights), np.zeros((n, steps)), neuron, engine=engine,
        )  # fmt: skip


def test_nan_of_a_held_neuron_and_in_the_last_column_is_named(engine):
    neuron = Neuron(refractory=5)
    inputs = np.full((4, 9), 61.0)
    inputs[2, 3] = 1000.0  # spikes in column 4, is held in columns 5 to 9
    assert simulate(None, inputs, neuron, engine=engine).spikes[2, 4]
    inputs[2, 7] = np.nan
    complains(("inputs", "inputs[2, 7]", "nan"), simulate, None, inputs, neuron, engine=engine)
    inputs[2, 7], inputs[3, 8] = 61.0, np.inf
    complains(("inputs", "inputs[3, 8]", "inf"), simulate, None, inputs, neuron, engine=engine)


def test_large_numbers_whose_sum_overflows_are_no_error(engine):
    inputs = np.full((2, 3), -1e308)
    assert simulate(np.full((2, 2), 1e308), inputs, engine=engine).spikes.shape == (2, 3)
    inputs = np.full((2, 2), 1e308)  # two columns: the spikes of the one step arrive nowhere
    assert simulate(np.full((2, 2), 1e308), inputs, engine=engine).spikes[:, 1].all()


@pytest.mark.parametrize("record", [True, False])
@pytest.mark.parametrize("neuron", [Neuron(reset=None), Neuron(), Neuron(refractory=3)])
def test_voltages_that_overflow_are_an_error(engine, neuron, record):
    """Whether infinity would stay, be reset, or be hidden by the refractory period."""
    inputs = np.full((2, 9), 1e308)
    said = ("weights and inputs", "small enough", "overflowed")
    for weights in (np.full((2, 2), 1e308), sparse.csr_array(np.full((2, 2), 1e308))):
        complains(said, simulate, weights, inputs, neuron, record_voltage=record, engine=engine)
    inputs[1, 8] = np.nan  # what is wrong with the inputs themselves is said first
    complains(
        ("inputs", "inputs[1, 8]", "nan"),
        simulate,
        weights,
        inputs,
        neuron,
        record_voltage=record,
        engine=engine,
    )
