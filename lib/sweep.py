"""Run a function over parameter values and seeds."""

import re
import sys
import warnings
from concurrent.futures.process import BrokenProcessPool

import numpy as np
import xarray
from joblib import Parallel, delayed
from tqdm.auto import tqdm

from . import arguments


def sweep(function, values, seeds=20, *, name="value", workers=None, progress=None):
    """`function(value, seed)` for every value and seed.

    The runs are independent, so the result is the same whatever the number of workers. It runs on a
    cluster through joblib's own backends: `with joblib.parallel_config(backend="dask"): sweep(...)`.

    Parameters
    ----------
    function : callable
        Takes a value and a seed and returns a number, an array (the same shape for all), or several of
        these under names, as a dict.
    values : sequence
        Of anything. What is no number or text, such as a tuple or an array, labels its axis as an object.
    seeds : int or sequence of int
        An int stands for the seeds 0 ... seeds - 1.
    name : str
        What the values are, as a name for their axis.
    workers : int, optional
        Processes at once; -1 for one on each core, which is worth it when the runs take many seconds
        together. Without it one run follows the other, in this process; with one of joblib's backends set
        from outside, its own number of workers counts.
    progress : bool, optional
        Show a progress bar (on standard error). Without it there is one in a terminal, and none in a notebook.

    Returns
    -------
    xarray.DataArray with the axes (`name`, "seed") and those of the function's results; for a dict, an
    xarray.Dataset of such arrays. A run that raised is NaN there; a warning names its value, its seed and
    the error, and `result.attrs["failures"]` lists them. With several workers, this is also true of a run
    that ended its process (as it happens when memory runs out).

    Raises
    ------
    RuntimeError when every run failed. ValueError, naming the argument, when one makes no sense or when the
    results do not go together.

    Examples
    --------
    >>> sweep(lambda value, seed: value + seed, [10, 20], seeds=2).values
    array([[10., 11.],
           [20., 21.]])
    """
    arguments.require(callable(function), "function", "callable as function(value, seed)", function)
    free = isinstance(name, str) and name != "seed" and not re.fullmatch(r"axis_\d+", name)
    arguments.require(free, "name", 'a text other than "seed" and "axis_0", the names of other axes', name)
    arguments.require(np.iterable(values), "values", "a sequence", values)
    if not np.iterable(seeds):
        arguments.count("seeds", seeds)
        seeds = range(seeds)
    values, seeds = list(values), list(seeds)
    arguments.require(values, "values", "at least one value", values)
    arguments.require(seeds, "seeds", "at least one seed", seeds)
    for seed in seeds:
        arguments.count("seeds", seed)
    runs = [(value, seed) for value in values for seed in seeds]
    if progress is None:
        progress = sys.stderr.isatty()
    outcomes = _outcomes(function, runs, workers)
    outcomes = list(tqdm(outcomes, total=len(runs), desc=name, disable=not progress, leave=False))

    failures = [
        (*run, outcome) for run, outcome in zip(runs, outcomes, strict=True) if isinstance(outcome, _Failure)
    ]
    if len(failures) == len(runs):
        raise RuntimeError(
            f"every run failed, the first with {name} {values[0]}, seed {seeds[0]}: {outcomes[0].text}"
        )
    for value, seed, failure in failures:
        warnings.warn(
            f"the run with {name} {value}, seed {seed} failed: {failure.text}", RuntimeWarning, stacklevel=2
        )
    scalars = all(map(np.isscalar, values))
    labels = values if scalars else np.fromiter(values, object)  # each a label, also tuples and arrays
    sizes, coords = (len(values), len(seeds)), {name: labels, "seed": seeds}
    attrs = {"failures": [(value, seed, failure.text) for value, seed, failure in failures]}

    def labelled(results):
        results = _fill(results)
        axes = (name, "seed", *(f"axis_{k}" for k in range(results.ndim - 1)))
        return xarray.DataArray(results.reshape(*sizes, *results.shape[1:]), coords, axes, attrs=attrs)

    example = next(outcome for outcome in outcomes if not isinstance(outcome, _Failure))
    if not isinstance(example, dict):
        return labelled(outcomes)
    axes = (name, "seed", *(f"axis_{k}" for k in range(9)))
    for axis in axes:  # it would hide the result of that name
        free = axis not in example
        arguments.require(
            free, "function", f"one that returns no {axis!r}, as an axis has that name", example
        )
    for outcome in outcomes:
        same = isinstance(outcome, _Failure) or (
            isinstance(outcome, dict) and outcome.keys() == example.keys()
        )
        arguments.require(same, "function", f"one that always returns the names {list(example)}", outcome)
    columns = {key: [o if isinstance(o, _Failure) else o[key] for o in outcomes] for key in example}
    return xarray.Dataset({key: labelled(results) for key, results in columns.items()}, attrs=attrs)


def _fill(outcomes):
    """The results of all runs as one array, the first axis the runs; NaN where a run failed."""
    good = [np.asarray(outcome) for outcome in outcomes if not isinstance(outcome, _Failure)]
    for outcome in good:
        arguments.require(outcome.dtype.kind in "biuf", "function", "one that returns numbers", outcome)
    shapes = {outcome.shape for outcome in good}
    arguments.require(
        len(shapes) == 1, "function", "of the same shape for all values and seeds", sorted(shapes)
    )
    gap = np.full(shapes.pop(), np.nan)
    return np.array([gap if isinstance(o, _Failure) else o for o in outcomes], dtype=float)


class _Failure:
    """The error of a run, as text: not every exception can be sent from one process to another."""

    def __init__(self, error):
        self.text = f"{type(error).__name__}: {error}"


def _outcomes(function, runs, workers):
    """What each run gives, or a _Failure, in the order of the runs."""
    attempts, done = [delayed(_attempt)(function, *run) for run in runs], 0
    while done < len(attempts):
        try:
            for outcome in Parallel(n_jobs=workers, return_as="generator")(attempts[done:]):
                done += 1
                yield outcome
        except BrokenProcessPool:
            # One of the runs under way has ended its process, and nobody knows which. The first of those without
            # a result runs again in a process of its own; then the rest goes on.
            try:
                (outcome,) = Parallel(n_jobs=2)([attempts[done]])
            except BrokenProcessPool:
                outcome = _Failure(ChildProcessError("its process ended, as when memory runs out"))
            done += 1
            yield outcome


def _attempt(function, value, seed):
    try:
        return function(value, seed)
    except (
        Exception,
        SystemExit,
    ) as error:  # whatever goes wrong in one run must not take the others with it
        return _Failure(error)
