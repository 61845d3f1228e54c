"""Checks of what a caller gives: one ValueError that names the argument, what was expected and what came."""

import math

import numpy as np

WHOLE = (int, np.integer)
NUMBER = (*WHOLE, float, np.floating)


def require(holds, name, expected, value):
    """Raise unless the condition `holds`."""
    if not holds:
        raise ValueError(f"{name} must be {expected}, got {value!r}")


def number(name, value, at_least=-np.inf):
    """A finite real number (a bool is none)."""
    try:
        good = isinstance(value, NUMBER) and not isinstance(value, bool) and math.isfinite(value)
    except OverflowError:  # an integer beyond all floats
        good = False
    good = good and value >= at_least
    require(good, name, "a finite number" + (f" of at least {at_least}" if at_least > -np.inf else ""), value)


def count(name, value, at_least=0, at_most=np.inf):
    """A whole number within these limits."""
    whole = isinstance(value, WHOLE) and not isinstance(value, bool) and at_least <= value <= at_most
    limits = f"of at least {at_least}" if at_most == np.inf else f"from {at_least} to {at_most}"
    require(whole, name, f"an integer {limits}", value)


def shaped(name, value, shape=None):
    """An array of real numbers; `shape` holds a size, or None where any size of at least 1 will do.

    Without `shape`, any array and any number."""
    try:
        values = np.asarray(value)
    except ValueError as error:
        raise ValueError(f"{name} must be an array of numbers: {error}") from None
    shape = values.shape if shape is None else shape
    fits = values.ndim == len(shape)
    for wanted, size in zip(shape, values.shape, strict=False):
        fits = fits and (size >= 1 if wanted is None else size == wanted)
    if not fits:
        wanted = ", ".join("any" if size is None else str(size) for size in shape)
        raise ValueError(f"{name} must have shape ({wanted}), at least 1 each, got shape {values.shape}")
    require(values.dtype.kind in "biuf", name, "real numbers", values.dtype)
    return values


def finite(name, values, place=None):
    """No NaN or infinity in an array; `place(index)` says in words where the first one is."""
    with np.errstate(all="ignore"):  # a sum finds out whether there is one without a copy of the array
        if math.isfinite(np.add.reduce(values, axis=None)):
            return
    bad = np.argwhere(~np.isfinite(values))
    if len(bad):  # else only the sum overflowed
        where = place(bad[0]) if place else f"{name}[{', '.join(map(str, bad[0]))}]"
        where = f" at {where}" if values.ndim else ""
        raise ValueError(f"{name} must be finite, got {values[tuple(bad[0])]}{where}")


def array(name, value, shape=None):
    """A finite array of real numbers of that shape."""
    values = shaped(name, value, shape)
    finite(name, values)
    return values


def per_neuron(name, value, n):
    """A finite number, or an array of one for each of n neurons."""
    try:
        shape = () if np.ndim(value) == 0 else (n,)
    except ValueError:  # ragged: `array` says so
        shape = (n,)
    return array(name, value, shape)
