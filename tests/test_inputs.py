"""Inputs from outside: values by hand, shapes, and the layout that the simulator reads."""

import numpy as np
import pytest

from lib import inputs, noise

KINDS = {
    "constant": lambda n, steps: inputs.constant(60, n, steps),
    "constant of each": lambda n, steps: inputs.constant(np.arange(n), n, steps),
    "ramp": inputs.ramp,
    "sine": lambda n, steps: inputs.sine(7.5, n, steps),
    "noise": lambda n, steps: inputs.noise(5, n, steps),
    "over time": lambda n, steps: inputs.over_time(np.arange(steps), n),
    "cue": lambda n, steps: inputs.cue(np.arange(n), 1, 3, steps),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("n", "steps"), [(1, 1), (1, 6), (4, 1), (3, 5), (20, 30)])
def test_shape_type_and_layout(kind, n, steps):
    array = KINDS[kind](n, steps)
    assert array.shape == (n, steps) and array.dtype == np.float64
    assert array.flags.f_contiguous and array.flags.writeable  # time-major: a step is contiguous
    before = array[0, 0]
    array += 1  # every number has a place of its own
    assert array[0, 0] == before + 1 and KINDS[kind](n, steps)[0, 0] == before
    assert (2 * array + array).flags.f_contiguous


@pytest.mark.parametrize("kind", KINDS)
def test_a_longer_run_keeps_its_beginning(kind):
    assert np.array_equal(KINDS[kind](4, 50)[:, :20], KINDS[kind](4, 20))


def test_values_by_hand():
    assert inputs.constant(60, 2, 3).tolist() == [[60.0] * 3] * 2
    assert inputs.constant([60, 65], 2, 3).tolist() == [[60.0] * 3, [65.0] * 3]
    assert inputs.ramp(5, 2).tolist() == [[-1.0] * 2, [-0.5] * 2, [0.0] * 2, [0.5] * 2, [1.0] * 2]
    assert inputs.sine(12, 2, 13) == pytest.approx(
        np.tile(
            [0, 0.5, 3**0.5 / 2, 1, 3**0.5 / 2, 0.5, 0, -0.5, -(3**0.5) / 2, -1, -(3**0.5) / 2, -0.5, 0],
            (2, 1),
        ),
        abs=1e-15,
    )
    assert inputs.over_time([0, 5, 0], 2).tolist() == [[0.0, 5.0, 0.0]] * 2
    assert inputs.cue([2, -1], 1, 3, 5).tolist() == [[0, 2, 2, 0, 0], [0, -1, -1, 0, 0]]
    assert inputs.cue([2], 2, 2, 4).tolist() == [[0] * 4]
    assert inputs.cue([2], 2, 99, 4).tolist() == [[0, 0, 2, 2]]


def test_noise_is_drawn_step_by_step():
    array = inputs.noise(9, 3, 40)
    assert np.array_equal(array, noise.normal(9, (40, 3)).T)
    assert np.array_equal(array[:, 0], noise.normal(9, 3))
    assert not np.array_equal(array, inputs.noise(10, 3, 40))


def test_arguments_are_not_changed():
    for make in (
        lambda a: inputs.constant(a, 3, 1),
        lambda a: inputs.over_time(a, 1),
        lambda a: inputs.cue(a, 0, 1, 1),
    ):
        given = np.array([1.0, 2.0, 3.0])
        made = make(given)
        made += 5
        assert given.tolist() == [1, 2, 3]


@pytest.mark.parametrize("bad", [0, -1, 1.5, True, None], ids=repr)
@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("n", lambda n: inputs.constant(60, n, 5)),
        ("n", lambda n: inputs.ramp(n, 5)),
        ("n", lambda n: inputs.sine(7, n, 5)),
        ("n", lambda n: inputs.noise(1, n, 5)),
        ("n", lambda n: inputs.over_time([1.0, 2.0], n)),
        ("steps", lambda steps: inputs.constant(60, 2, steps)),
        ("steps", lambda steps: inputs.ramp(2, steps)),
        ("steps", lambda steps: inputs.sine(7, 2, steps)),
        ("steps", lambda steps: inputs.noise(1, 2, steps)),
        ("steps", lambda steps: inputs.cue([1.0], 0, 1, steps)),
    ],
)
def test_bad_sizes_are_named(name, call, bad):
    with pytest.raises(ValueError, match=rf"^{name} must be an integer of at least 1, got {bad!r}"):
        call(bad)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: inputs.constant([1, 2, 3], 2, 5), r"value must have shape \(2\), .* got shape \(3,\)"),
        (lambda: inputs.constant(np.nan, 2, 5), "value must be finite, got nan"),
        (lambda: inputs.constant([1, np.inf], 2, 5), r"value must be finite, got inf at value\[1\]"),
        (lambda: inputs.constant("60", 2, 5), "value must be real numbers"),
        (lambda: inputs.constant([[1], [1, 2]], 2, 5), "value must be an array of numbers"),
        (lambda: inputs.constant(np.ones((2, 2)), 2, 5), r"value must .* \(2, 2\)"),
        (lambda: inputs.sine(0, 1, 5), "period must be above 0 steps, got 0"),
        (lambda: inputs.sine(-4, 1, 5), "period must be above 0 steps, got -4"),
        (lambda: inputs.sine(np.nan, 1, 5), "period must be a finite number, got nan"),
        (lambda: inputs.noise(-1, 2, 5), "seed must be .* got -1"),
        (lambda: inputs.over_time([1, np.nan], 2), r"course must be finite, got nan at course\[1\]"),
        (lambda: inputs.over_time([[1, 2]], 2), r"course must have shape .* got shape \(1, 2\)"),
        (lambda: inputs.over_time([], 2), r"course must have shape .* got shape \(0,\)"),
        (lambda: inputs.cue([], 0, 1, 5), r"vector must have shape .* got shape \(0,\)"),
        (lambda: inputs.cue([np.inf], 0, 1, 5), r"vector must be finite, got inf at vector\[0\]"),
        (lambda: inputs.cue([1], -1, 1, 5), "start must be an integer of at least 0, got -1"),
        (lambda: inputs.cue([1], 3, 2, 5), "stop must be an integer of at least 3, got 2"),
        (lambda: inputs.cue([1], 0, 2.0, 5), "stop must be an integer of at least 0, got 2.0"),
    ],
)  # fmt: skip
def test_bad_input_is_named(call, said):
    with pytest.raises(ValueError, match=said):
        call()
