"""Pair STDP against the two exponentials of its window, and against values by hand.

Pulses of 1000 mV make a neuron spike in the very next column, whatever the weights do: so every test says
exactly when which neuron spikes.
"""

import numpy as np
import pytest
from scipy import sparse

from lib import Neuron, PairSTDP, simulate


@pytest.fixture(params=["numpy", "numba"])
def engine(request):
    return request.param


def learn(trains, rule, weights, engine, dt=1.0, steps=None):
    """Final weights when neuron i spikes in the columns `trains[i]` and in no other."""
    steps = steps or max(max(train, default=0) for train in trains) + 1
    inputs = np.zeros((len(trains), steps))
    for i, train in enumerate(trains):
        inputs[i, np.array(train, dtype=int) - 1] = 1000.0
    activity = simulate(weights, inputs, Neuron(dt=dt), plasticity=rule, engine=engine)
    assert [np.flatnonzero(row).tolist() for row in activity.spikes] == [sorted(train) for train in trains]
    return activity.weights


@pytest.mark.parametrize("dt", [1.0, 0.5])
def test_window_of_one_pair(dt, engine):
    """Of every lag the exact change: A+ exp(-lag/tau+) after the source, -A- exp(lag/tau-) before it."""
    rule = PairSTDP(0.2, 0.15, tau_plus=17.0, tau_minus=34.0)
    weights = np.array([[0.0, 3.0], [3.0, 0.0]])
    for lag in range(-60, 61):
        source, target = [70], [70 + lag]
        learned = learn([source, target], rule, weights, engine, dt)
        up = 0.2 * np.exp(-abs(lag) * dt / 17.0) if lag else 0.0
        down = -0.15 * np.exp(-abs(lag) * dt / 34.0) if lag else 0.0
        forwards, backwards = (up, down) if lag > 0 else (down, up)
        assert learned[1, 0] - 3.0 == pytest.approx(forwards, abs=1e-12)  # from neuron 0 to neuron 1
        assert learned[0, 1] - 3.0 == pytest.approx(backwards, abs=1e-12)
        if lag == 0:  # spikes in the same step do not count as a pair
            assert np.array_equal(learned, weights)


def kept(tau):
    """What is left of a trace after a step; that it is exp(-1/tau) is shown in test_machines.py."""
    return PairSTDP(1.0, 1.0, tau, tau).constants(1.0)[2]


def test_all_pairs_add_up(engine):
    """Away from the bounds the change is the sum of the window over all pairs of spikes."""
    rng = np.random.default_rng(3)
    rule = PairSTDP(0.02, 0.03, tau_plus=9.0, tau_minus=25.0)
    trains = [np.flatnonzero(rng.random(300) < 0.1)[1:] + 1 for _ in range(5)]
    weights = np.full((5, 5), 50.0)
    np.fill_diagonal(weights, 0.0)
    expected = weights.copy()
    for i in range(5):
        for j in range(5):
            lag = trains[i][:, None] - trains[j][None, :]
            up, down = lag[lag > 0], -lag[lag < 0]
            if i != j:
                expected[i, j] += (0.02 * kept(9.0) ** up).sum() - (0.03 * kept(25.0) ** down).sum()
    inputs = np.zeros((5, 302))
    for i, train in enumerate(trains):
        inputs[i, train - 1] = 5000.0
    # relays that forget at once: the pulses decide who spikes, however strong the weights
    activity = simulate(
        weights, inputs, Neuron(rest=-2000.0, reset=-2000.0, mu=1.0), plasticity=rule, engine=engine
    )
    assert [np.flatnonzero(row).tolist() for row in activity.spikes] == [train.tolist() for train in trains]
    assert np.abs(activity.weights - expected).max() < 1e-11
    assert np.abs(expected - weights).max() > 0.5


def test_four_columns_by_hand(engine):
    """Traces that halve in every step: neuron 0 spikes in columns 1 and 2, neuron 1 in 2 and 4."""
    rule = PairSTDP(8.0, 4.0, tau_plus=1 / np.log(2), tau_minus=1 / np.log(2), w_max=100.0)
    weights = np.array([[0.0, 10.0], [20.0, 0.0]])
    inputs = np.zeros((2, 5))
    inputs[0, [0, 1]] = inputs[1, [1, 3]] = 1000.0
    activity = simulate(weights, inputs, Neuron(mu=0.5, reset=-100.0), plasticity=rule, engine=engine)
    assert [np.flatnonzero(row).tolist() for row in activity.spikes] == [[1, 2], [2, 4]]
    # column 2: trace of neuron 0 is 1/2, of neuron 1 is 0: W10 + 8/2, W01 - 4/2
    # column 4: trace of neuron 0 is (1/2 + 1)/4 = 3/8, of neuron 1 is 1/4: W10 + 8 * 3/8, W01 - 4 * 3/8
    assert activity.weights == pytest.approx(np.array([[0.0, 6.5], [27.0, 0.0]]), abs=1e-13)


def test_new_weights_act_from_the_next_step(engine):
    """The spike that changes a weight already arrives through the changed weight."""
    rule = PairSTDP(6.0, 0.0, tau_plus=1 / np.log(2), tau_minus=1.0)
    weights = np.array([[0.0, 0.0], [10.0, 0.0]])
    inputs = np.zeros((2, 5))
    inputs[0, [0, 1]] = inputs[1, 1] = 1000.0
    activity = simulate(weights, inputs, plasticity=rule, engine=engine)
    fixed = simulate(weights, inputs, engine=engine)
    assert np.array_equal(activity.spikes, fixed.spikes)
    difference = activity.voltage - fixed.voltage
    assert np.all(difference[:, :3] == 0)
    assert difference[1, 3] == pytest.approx(0.1 * 6 / 2, abs=1e-12)
    assert activity.weights[1, 0] == pytest.approx(13.0, abs=1e-12)


def test_weights_are_clipped_at_both_bounds(engine):
    rule = PairSTDP(2.0, 2.0, tau_plus=20.0, tau_minus=20.0, w_max=3.0)
    weights = np.array([[0.0, 1.0], [1.0, 0.0]])
    source, target = [5, 45, 85], [7, 47, 87]
    learned = learn([source, target], rule, weights, engine)
    assert learned[1, 0] == 3.0 and learned[0, 1] == 0.0
    # and from the bound it goes back by the whole change
    back = learn([[5, 45, 300], [7, 47, 290]], rule, weights, engine)
    change = 2 * (np.exp(-10 / 20) + np.exp(-253 / 20) + np.exp(-255 / 20) * 0)
    assert back[0, 1] == pytest.approx(change, abs=1e-4)
    assert 3.0 - back[1, 0] == pytest.approx(2 * np.exp(-10 / 20), abs=1e-4)


def test_growth_and_loss_in_one_step_are_clipped_once(engine):
    """Both neurons spike together: the weight goes beyond w_max and back before it is clipped."""
    rule = PairSTDP(2.0, 1.0, tau_plus=1 / np.log(2), tau_minus=1 / np.log(2), w_max=10.0)
    weights = np.array([[0.0, 0.0], [9.75, 0.0]])
    learned = learn([[1, 2], [1, 2]], rule, weights, engine)
    # column 2: + 2 * 1/2 - 1 * 1/2 = + 0.5, from 9.75 to 10.75 - 0.5 = 10.25 -> 10
    assert learned[1, 0] == 10.0
    learned = learn(
        [[1, 2], [1, 2]], PairSTDP(2.0, 2.0, 1 / np.log(2), 1 / np.log(2), w_max=10.0), weights, engine
    )
    assert learned[1, 0] == pytest.approx(9.75, abs=1e-14)  # clipped in between, it would be 9.0


def test_only_the_masked_synapses_learn(engine):
    rule = {"potentiation": 1.0, "depression": 1.0}
    weights = np.array([[0.0, 2.0, 0.0], [3.0, 0.0, -4.0], [0.5, 0.25, 9.0]])
    trains = [[3, 9], [5, 11], [7]]
    mask = np.zeros((3, 3), dtype=bool)
    mask[1, 0] = mask[0, 2] = True  # one of them 0, and it learns all the same
    learned = learn(trains, PairSTDP(**rule, mask=mask), weights, engine)
    assert np.array_equal(learned[~mask], weights[~mask])
    assert np.all(learned[mask] != weights[mask])
    assert not np.array_equal(mask, weights != 0)
    # without a mask all weights that are not 0 learn, and those that are stay 0
    positive = np.abs(weights)
    learned = learn(trains, PairSTDP(**rule), positive, engine)
    assert np.all(learned[positive == 0] == 0)
    assert np.all((learned != positive)[positive != 0][:-1])


def test_the_callers_matrix_and_mask_stay(engine):
    for order in "CF":
        weights, mask = np.full((2, 2), 1.0, order=order), np.ones((2, 2), dtype=bool, order=order)
        learned = learn([[3], [5]], PairSTDP(1.0, 1.0, mask=mask), weights, engine)
        assert np.all(weights == 1.0) and mask.all()
        assert not np.array_equal(learned, weights)
        assert not np.shares_memory(learned, weights)
        assert learned.shape == (2, 2) and learned.dtype == np.float64
    again = learn([[3], [5]], PairSTDP(1.0, 1.0, mask=mask), weights, engine)
    assert np.array_equal(again, learned)  # nothing is left over from the first run
    assert simulate(weights, np.zeros((2, 3)), engine=engine).weights is None


def test_silent_network_learns_nothing(engine):
    weights = np.array([[0.0, 2.0], [3.0, 0.0]])
    assert np.array_equal(learn([[], []], PairSTDP(1.0, 1.0), weights, engine, steps=50), weights)


@pytest.mark.parametrize("name", ["potentiation", "depression"])
@pytest.mark.parametrize("value", [-0.1, np.nan, np.inf, "1", None, [1.0], 1j])
def test_bad_size_of_change_is_named(name, value):
    good = {"potentiation": 1.0, "depression": 1.0}
    with pytest.raises(ValueError, match=name) as error:
        PairSTDP(**good | {name: value})
    assert repr(value) in str(error.value)


@pytest.mark.parametrize("name", ["tau_plus", "tau_minus", "w_max"])
@pytest.mark.parametrize("value", [0, -1.0, np.nan, "20", None, [20.0]])
def test_bad_time_constant_or_bound_is_named(name, value):
    with pytest.raises(ValueError, match=name) as error:
        PairSTDP(1.0, 1.0, **{name: value})
    assert repr(value) in str(error.value)


@pytest.mark.parametrize(
    ("weights", "rule", "said"),
    [
        (None, PairSTDP(1, 1), r"plasticity needs weights as a dense"),
        (sparse.eye_array(2), PairSTDP(1, 1), r"plasticity needs weights as a dense"),
        (np.eye(2), PairSTDP(1, 1, mask=np.ones((2, 3), dtype=bool)), r"mask must .*\(2, 2\).*\(2, 3\)"),
        (np.eye(2), PairSTDP(1, 1, mask=np.ones(2, dtype=bool)), r"mask must .*\(2, 2\).*\(2,\)"),
        ([[0, 1], [-2, 0]], PairSTDP(1, 1), r"weights .* 0 \.\.\. w_max = inf, got weights\[1, 0\] = -2"),
        ([[0, 9], [2, 0]], PairSTDP(1, 1, w_max=5.0), r"w_max = 5.0, got weights\[0, 1\] = 9"),
    ],
)
def test_weights_that_cannot_learn_are_named(weights, rule, said, engine):
    with pytest.raises(ValueError, match=said):
        simulate(weights, np.zeros((2, 4)), plasticity=rule, engine=engine)
