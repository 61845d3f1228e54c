"""Many runs: labels, failures that are named, and the same result however the work is shared out."""

import os
import sys
import warnings

import joblib
import numpy as np
import pytest
from distributed import Client, LocalCluster

from lib import Neuron, inputs, noise, simulate, sweep, weights


def run(function, values, seeds=3, **options):
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        return sweep(function, values, seeds, **options)


def spikes_of_a_network(sd, seed):
    """Spikes of each of 8 neurons."""
    activity = simulate(weights.gaussian(seed, 8, sd=sd), 62 + 10 * inputs.noise(seed + 100, 8, 200))
    return activity.spikes.sum(axis=1)


def test_result_is_labelled():
    result = run(lambda value, seed: 100 * value + seed, [5, 2.5], seeds=3, name="drive [mV]")
    assert result.dims == ("drive [mV]", "seed")
    assert result["drive [mV]"].values.tolist() == [5, 2.5] and result["seed"].values.tolist() == [0, 1, 2]
    assert result.values.tolist() == [[500, 501, 502], [250, 251, 252]]
    assert result.dtype == np.float64 and result.attrs["failures"] == []
    assert float(result.sel({"drive [mV]": 2.5, "seed": 1})) == 251


def test_seeds_are_a_number_or_a_sequence():
    assert run(lambda value, seed: seed, [0], seeds=2).values.tolist() == [[0, 1]]
    for seeds in ([7, 3], (7, 3), np.array([7, 3]), range(7, 2, -4)):
        result = run(lambda value, seed: seed, [0], seeds=seeds)
        assert result.values.tolist() == [[7, 3]] and result["seed"].values.tolist() == [7, 3]
    assert sweep(lambda value, seed: 0, [1]).shape == (1, 20)


def test_values_are_any_sequence():
    assert run(lambda value, seed: len(value), ["a", "bcd"])["value"].values.tolist() == ["a", "bcd"]
    assert run(lambda value, seed: value, (value for value in (1, 2))).shape == (2, 3)
    assert run(lambda value, seed: value, np.linspace(0, 1, 5)).values[:, 0].tolist() == [
        0,
        0.25,
        0.5,
        0.75,
        1,
    ]


def test_values_may_be_tuples_arrays_and_objects():
    pairs = [(1, 2), (3, 4)]
    result = run(lambda value, seed: value[0] + value[1] + seed, pairs, workers=2)
    assert result["value"].values.tolist() == pairs and result.sel(value=(3, 4)).values.tolist() == [7, 8, 9]
    for values in ([np.zeros(2), np.ones(2)], [np.zeros(2), np.ones(3)], [[1, [2]], [3]], np.eye(2)):
        result = run(lambda value, seed: {"length": len(value), "seed twice": 2 * seed}, values)
        assert result["length"].values[:, 0].tolist() == [len(value) for value in values]
        assert all(map(np.array_equal, result["value"].values[:2], values)) or values[0] == [1, [2]]
        assert "seed twice" in repr(result)
    neurons = [Neuron(mu=0.1), Neuron(mu=0.5), None]
    result = run(lambda value, seed: 0 if value is None else value.tau, neurons)
    assert result["value"].values.tolist() == neurons and result.values[:, 0].tolist() == [10, 2, 0]


def test_seeds_may_be_a_generator():
    result = run(lambda value, seed: seed, [0, 1], seeds=(seed for seed in (7, 3)))
    assert result.values.tolist() == [[7, 3], [7, 3]]


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("taken", ["drive", "seed", "axis_0"])
def test_a_name_of_a_result_that_is_taken_by_an_axis_is_an_error(taken, workers):
    with pytest.raises(ValueError, match=f"function must be one that returns no '{taken}', as an axis"):
        run(lambda value, seed: {"rate": 1.0, taken: 2.0}, [1, 2], name="drive", workers=workers)
    result = run(lambda value, seed: {"value": value}, [1, 2], name="drive", workers=workers)
    assert result["value"].values[:, 0].tolist() == [1, 2]


def test_array_results_keep_their_axes():
    result = run(lambda value, seed: np.full((2, 4), value) + seed, [10, 20])
    assert result.dims == ("value", "seed", "axis_0", "axis_1") and result.shape == (2, 3, 2, 4)
    assert np.all(result.sel(value=20, seed=2) == 22)
    assert run(lambda value, seed: np.zeros(0), [1]).shape == (1, 3, 0)


def test_same_result_with_any_number_of_workers():
    one, two = (run(spikes_of_a_network, [0.0, 10.0, 30.0], seeds=4, workers=workers) for workers in (1, 2))
    assert one.identical(two)
    assert one.values[0].sum() > 0 and not np.array_equal(one.values[0], one.values[2])
    expected = [[spikes_of_a_network(sd, seed) for seed in range(4)] for sd in (0.0, 10.0, 30.0)]
    assert np.array_equal(one.values, expected)


def test_functions_may_be_defined_anywhere():
    offset = 1000  # a closure, which the other processes must be sent

    def local(value, seed):
        return offset + value * noise.uniform(seed, 1)[0]

    result = run(local, [1, 2], workers=2)
    assert result.values.tolist() == [
        [1000 + value * noise.uniform(seed, 1)[0] for seed in range(3)] for value in (1, 2)
    ]


class Unpicklable(Exception):
    def __init__(self, one, two):  # cannot be rebuilt from its text in another process
        super().__init__(f"{one} and {two}")


def fails_at_20_1(value, seed):
    if (value, seed) == (20, 1):
        raise Unpicklable("this", "that")
    return np.array([value, seed])


@pytest.mark.parametrize("workers", [1, 2])
def test_a_failure_is_named_and_the_rest_survives(workers):
    with pytest.warns(RuntimeWarning) as caught:
        result = sweep(fails_at_20_1, [10, 20], 3, name="drive", workers=workers)
    said = [str(warning.message) for warning in caught if warning.category is RuntimeWarning]
    assert said == ["the run with drive 20, seed 1 failed: Unpicklable: this and that"]
    assert [warning.filename for warning in caught if warning.category is RuntimeWarning] == [__file__]
    assert result.attrs["failures"] == [(20, 1, "Unpicklable: this and that")]
    assert np.isnan(result.values[1, 1]).all() and np.isfinite(result.values).sum() == 2 * 5
    assert result.sel(drive=20, seed=2).values.tolist() == [20, 2]


def ends_its_process_at_20_1(value, seed):
    if (value, seed) == (20, 1):
        os._exit(3)
    return np.array([value, seed])


def test_a_run_that_ends_its_process_is_named_and_the_rest_survives():
    """As when memory runs out: the pool of workers is broken, and says of no run that it was the one."""
    with pytest.warns(RuntimeWarning) as caught:
        result = sweep(ends_its_process_at_20_1, [10, 20, 30], 3, name="drive", workers=2)
    said = [str(warning.message) for warning in caught if "failed" in str(warning.message)]
    assert said == [
        "the run with drive 20, seed 1 failed: ChildProcessError: its process ended, as when memory runs out"
    ]
    expected = np.array([[(value, seed) for seed in range(3)] for value in (10.0, 20.0, 30.0)])
    expected[1, 1] = np.nan
    np.testing.assert_array_equal(result.values, expected)
    with pytest.raises(
        RuntimeError, match="every run failed, the first with drive 20, seed 1: ChildProcessE"
    ):
        sweep(ends_its_process_at_20_1, [20], [1], name="drive", workers=2)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_run_that_wants_to_end_python_is_a_failure_like_any_other(workers):
    with pytest.warns(RuntimeWarning, match="value 1, seed 0 failed: SystemExit: 4"):
        result = sweep(lambda value, seed: sys.exit(4) if value else 7, [0, 1], 1, workers=workers)
    assert result.values[0, 0] == 7 and np.isnan(result.values[1, 0])


def test_a_bad_parameter_of_the_model_is_a_failure_like_any_other():
    with pytest.warns(RuntimeWarning, match=r"value 2.0, seed 0 failed: ValueError: mu must be .* got 2.0"):
        result = sweep(lambda mu, seed: Neuron(mu=mu).tau, [0.5, 2.0], 1)
    assert result.values[0, 0] == 2 and np.isnan(result.values[1, 0])


def test_when_all_runs_fail_it_is_an_error():
    def fails(value, seed):
        raise KeyError(f"{value}/{seed}")

    with pytest.raises(
        RuntimeError, match=r"every run failed, the first with value 3, seed 5: KeyError: '3/5'"
    ):
        run(fails, [3, 4], seeds=[5, 6])


@pytest.mark.parametrize(
    "function", [lambda value, seed: np.zeros(value), lambda value, seed: 0 if value == 1 else [0]]
)
def test_results_of_unequal_shape_are_an_error(function):
    with pytest.raises(ValueError, match="function must be of the same shape for all values and seeds"):
        run(function, [1, 2])


def test_named_results_are_a_dataset():
    def named(value, seed):
        if (value, seed) == (2, 1):
            raise ValueError("lost")
        return {"sum": value + seed, "pair": [value, seed]}

    with pytest.warns(RuntimeWarning, match="value 2, seed 1"):
        result = sweep(named, [1, 2], 2)
    assert set(result) == {"sum", "pair"} and result["pair"].dims == ("value", "seed", "axis_0")
    np.testing.assert_array_equal(result["sum"], [[1, 2], [2, np.nan]])
    np.testing.assert_array_equal(result["pair"].sel(value=2), [[2, 0], [np.nan, np.nan]])
    assert result.attrs["failures"] == [(2, 1, "ValueError: lost")]
    with pytest.raises(ValueError, match=r"always returns the names \['a'\]"):
        run(lambda value, seed: {"a": 1} if seed else {"b": 1, "a": 2}, [1], [1, 0])


def test_what_is_no_number_is_not_taken_for_a_missing_one():
    with pytest.raises((TypeError, ValueError, RuntimeError)):
        run(lambda value, seed: None, [1, 2])  # a function that forgot its return


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((3, [1]), "function must be callable"),
        ((print, []), "values must be at least one value"),
        ((print, [1], []), "seeds must be at least one seed"),
        ((print, [1], 0), "seeds must be at least one seed"),
        ((print, [1], 2.5), "seeds must be"),
        ((print, [1], None), "seeds must be an integer of at least 0, got None"),
        ((print, [1], [0, 1.5]), "seeds must be an integer of at least 0, got 1.5"),
        ((print, [1], "12"), "seeds must be an integer of at least 0, got '1'"),
        ((print, 5), "values must be a sequence, got 5"),
    ],
)
def test_bad_input_is_named(arguments, said):
    with pytest.raises(ValueError, match=said):
        run(*arguments)


@pytest.mark.parametrize("name", ["seed", "axis_0", 3, None])
def test_bad_names_of_the_axis_are_named(name):
    with pytest.raises(
        ValueError, match=f'name must be a text other than "seed" and "axis_0".*, got {name!r}'
    ):
        run(lambda value, seed: 0, [1], name=name)


@pytest.mark.parametrize(
    "progress, terminal, shown",
    [(None, False, False), (None, True, True), (True, False, True), (False, True, False)],
)
def test_progress_bar_is_shown_on_standard_error_when_wanted_or_in_a_terminal(
    progress, terminal, shown, capsys, monkeypatch
):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal)
    run(lambda value, seed: 0, [1, 2], name="drive", progress=progress)
    out, err = capsys.readouterr()
    assert out == "" and ("drive" in err and "0/6" in err) is shown and (shown or not err)


def test_runs_stay_in_this_process_unless_workers_are_asked_for():
    assert np.unique(sweep(lambda value, seed: os.getpid(), [0, 1], 2)).tolist() == [os.getpid()]
    assert os.getpid() not in sweep(lambda value, seed: os.getpid(), [0, 1], 2, workers=2)


def test_runs_on_a_dask_cluster(tmp_path):
    """Two worker processes: the serial result, also of a local function and with a failure."""
    scale = 3

    def local(value, seed):
        if value == 30.0 and seed == 2:
            raise ArithmeticError("no")
        return scale * spikes_of_a_network(value, seed)

    def process(value, seed):
        return os.getpid()

    cluster = LocalCluster(
        n_workers=2,
        processes=True,
        threads_per_worker=1,
        dashboard_address=None,
        local_directory=str(tmp_path),
    )
    with cluster, Client(cluster) as client:
        pids = set(client.run(os.getpid).values())
        with joblib.parallel_config(backend="dask"):
            # results come one by one and in order, which the progress bar needs
            ordered = joblib.Parallel(n_jobs=-1, return_as="generator")(
                joblib.delayed(abs)(-k) for k in range(20)
            )
            assert not isinstance(ordered, list) and list(ordered) == list(range(20))
            here = run(process, range(10), seeds=4)
            plain = run(spikes_of_a_network, [0.0, 10.0, 30.0], seeds=4)
            with pytest.warns(RuntimeWarning, match="value 30.0, seed 2 failed: ArithmeticError: no"):
                failing = sweep(local, [0.0, 30.0], 3)
    assert len(pids) == 2 and os.getpid() not in pids
    assert set(np.unique(here.values)) == pids  # both have worked, and no other
    assert plain.identical(run(spikes_of_a_network, [0.0, 10.0, 30.0], seeds=4))
    with pytest.warns(RuntimeWarning):
        expected = sweep(local, [0.0, 30.0], 3)
    assert failing.identical(expected)
