"""The network without a grid of time: `exact` against closed forms and the simulator, and what it measured, again."""

import numpy as np
import pytest
from scipy import sparse

from benchmarks import one_spike_more as bench
from lib import measured, noise, weights

KEPT = measured("one_spike_more")
INTERVAL = bench.REFRACTORY + bench.TAU * np.log((bench.U - bench.RESET) / bench.U)
UNCOUPLED = sparse.csc_array((1, 1))


def coupled(jump):
    """Neuron 0 sends to neuron 1."""
    return sparse.csc_array(np.array([[0.0, 0.0], [jump, 0.0]]))


def test_a_neuron_alone_is_a_clock():
    _, when, pushed, *_ = bench.exact(UNCOUPLED, np.array([0.0]), 100)
    assert when == pytest.approx(np.arange(len(when)) * INTERVAL)
    assert len(when) == 1 + 100 // INTERVAL and not pushed.any()


def test_a_spike_arrives_after_the_delay_and_pushes_at_once():
    who, when, pushed, *_ = bench.exact(coupled(10.0), np.array([0.0, -12.0]), 1.5)  # -4.9 mV when it arrives
    assert list(who) == [0, 1] and list(when) == [0.0, bench.DELAY] and list(pushed) == [False, True]


def test_a_held_neuron_hears_nothing_up_to_the_end_of_its_refractory_period():
    for delay in (1.0, 2.0):
        *_, x = bench.exact(coupled(-30.0), np.array([0.0, 0.0]), 5, delay=delay)
        assert x[1] == x[0]
    *_, x = bench.exact(coupled(-30.0), np.array([0.0, 0.0]), 5, delay=2.001)
    assert x[1] == pytest.approx(x[0] - 30 * np.exp(-2.999 / bench.TAU))


@pytest.mark.parametrize("jump", [-32.0, 4.0])
def test_the_infinitesimal_difference_is_that_of_twins(jump):
    """After a spike of neuron 0 has come later, by the share of equation (eq-spike-shares)."""
    W, x, d = coupled(jump), np.array([-1.0, -50.0]), 1e-7
    one, two = (bench.exact(W, x + np.array([kick, 0.0]), 9.5) for kick in (0.0, d))
    assert list(one[0]) == list(two[0]) == [0, 1]
    shift = (two[1] - one[1]) / d
    assert shift[0] == pytest.approx(-bench.TAU / bench.U, rel=0.02)  # at a voltage of nearly 0
    arrival = one[1][0] + bench.DELAY
    assert shift[1] / shift[0] == pytest.approx(
        -jump / bench.U * np.exp(-(one[1][1] - arrival) / bench.TAU), rel=1e-4
    )


def test_infinitesimal_and_small_differences_grow_alike():
    seed, stop = 1, 200
    W = bench.network(5, seed)
    x, kick = bench.settled(W, seed), bench.direction(seed)
    growth = bench.exact(W, x, stop, kick)[3]
    one, two = bench.exact(W, x, stop), bench.exact(W, x + 1e-8 * kick, stop)
    assert (one[0] == two[0]).all()
    shift, window = (two[1] - one[1]) / 1e-8, (one[1] / bench.WINDOW).astype(int)
    for k in range(len(growth)):
        assert np.log(shift[window == k].std()) == pytest.approx(growth[: k + 1].sum(), abs=0.02)


def test_a_fine_grid_comes_near_to_no_grid():
    """Inhibition alone, so that small errors fade: the same spikes, later by about a step."""
    W, seed, stop, dt = bench.network(0, 3), 3, 60, 0.005
    x = -60 + 60 * noise.uniform(seed, bench.N)
    rasters = bench.raster(W, x, stop), bench.raster(W, x, stop, dt)
    assert rasters[0].sum() == pytest.approx(rasters[1].sum(), rel=0.005)
    assert (rasters[0] != rasters[1]).sum() < 0.05 * rasters[0].sum()


def test_shares_add_up_to_one():
    found = bench.causes(4, seed=5, stop=400, sample=20)
    assert found["sum error"] < 1e-12 and found["sizes"] > 2
    assert bench.causes(0, seed=5, stop=400, sample=20)["sizes"] == pytest.approx(1)


def test_the_network_is_that_of_article_3():
    B_E, B_I = weights.excitatory_inhibitory(2, 1000, 0.1)
    assert abs(bench.network(4, 2) - 0.1 * 40 * (B_E - 8 * B_I)).max() < 1e-12


def test_measured_again():
    assert bench.growth_rate(0, 0)["lambda"] == pytest.approx(KEPT["lambda"]["0"][0], abs=0.05)
    assert bench.causes(0, 0)["predicted"] == pytest.approx(KEPT["predicted"][0], abs=1)
    twice = bench.growth_rate(4, 0, n=2000)["lambda"]
    assert twice == pytest.approx(KEPT["lambda, sizes"]["2000"][0], abs=4)
    surplus = np.array([bench.surplus(4, seed, stop=4) for seed in range(60)])
    assert surplus[:, 1].mean() == KEPT["surplus"][1] == 1  # the spike itself
    error = surplus[:, 3].std(ddof=1) / np.sqrt(60)
    assert surplus[:, 3].mean() == pytest.approx(KEPT["surplus"][3], abs=4 * error)
    assert bench.levels(2, 0, dt=1.0)[:-1] == pytest.approx(KEPT["first pair, J_E = 2, dt = 1"], abs=0.05)
    assert bench.moved(2, 0) == pytest.approx(KEPT["moved, J_E = 2"], rel=0.3)
    any_of = np.mean([bench.touched(2, seed, dt=1.0) for seed in range(10)], axis=0)
    assert any_of == pytest.approx(np.array(KEPT["touched, J_E = 2, dt = 1"]) / KEPT["many pairs"], abs=0.4)
