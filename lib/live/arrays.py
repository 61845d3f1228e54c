"""Arrays on their way into a page: the smallest exact form of each, as a JSON object.

arrays.js reads what `pack` writes. A matrix is packed by its structure where it has one (an outer product,
the same column turned from place to place, times a factor), else number by number: as places in a short list of values, as
integers times a power of two, or as floats. Nothing is rounded.
"""

import base64
import json

import numpy as np

from .. import arguments


def pack(values):
    """The smallest of the forms that give back exactly these numbers.

    Parameters
    ----------
    values : (rows, columns) array, or (count,) array, which becomes one row

    Returns
    -------
    dict for JSON: `shape`, and `outer`, `circulant` or `flat`; `hollow` where the diagonal is 0 and left out

    Examples
    --------
    >>> pack(np.full((2, 500), 60.0))
    {'shape': [2, 500], 'flat': {'values': [60.0], 'bits': 0, 'data': ''}}
    """
    values = np.atleast_2d(np.asarray(arguments.shaped("values", values), dtype=float))
    values = arguments.array("values", values, (None, None))
    rows, columns = values.shape
    hollow = rows == columns > 1 and not values.diagonal().any() and values.any()
    forms = [{"flat": _pack_flat(values.ravel())}]
    for form in (_outer(values, hollow), _circulant(values)):
        if form:
            forms.append(form)
    smallest = min(forms, key=_size)
    return {"shape": [rows, columns], **({"hollow": True} if hollow else {}), **smallest}


def unpack(packed):
    """The array that was packed.

    Parameters
    ----------
    packed : dict, or its JSON as a str

    Returns
    -------
    float array, shape (rows, columns)
    """
    packed = json.loads(packed) if isinstance(packed, str) else packed
    rows, columns = packed["shape"]
    if "outer" in packed:
        left, right = (
            _unpack_flat(part, size) for part, size in zip(packed["outer"], (rows, columns), strict=True)
        )
        values = np.outer(left, right)
    elif "circulant" in packed:
        places = np.arange(rows)
        turned = _unpack_flat(packed["circulant"][0], rows)[(places[:, None] - places[None, :]) % rows]
        values = turned * _unpack_flat(packed["circulant"][1], rows)
    else:
        values = _unpack_flat(packed["flat"], rows * columns).reshape(rows, columns)
    if packed.get("hollow"):
        np.fill_diagonal(values, 0.0)
    return values


def _outer(values, hollow):
    """As an outer product of two vectors, when it is one exactly."""
    if not values.any():
        return None
    i, j = np.argwhere(values)[0]
    left, right = values[:, j].copy(), values[i].copy()
    if hollow:  # the products on the diagonal are unknown: let another column and row tell
        if not (values[i, j + 1 :].any() and values[i + 1 :, i].any()):
            return None
        other = j + 1 + np.flatnonzero(values[i, j + 1 :])[0]
        left[j] = values[j, other] * (values[i, j] / values[i, other])
        below = i + 1 + np.flatnonzero(values[i + 1 :, i])[0]
        right[i] = values[below, i] * (values[i, j] / left[below]) if left[below] else 0.0
    for pair in ((left, right / values[i, j]), (left / values[i, j], right)):
        product = np.outer(*pair)
        if hollow:
            np.fill_diagonal(product, 0.0)
        if np.array_equal(product, values):
            return {"outer": [_pack_flat(part) for part in pair]}
    return None


def _circulant(values):
    """As the first column and a factor of each: each column is the one before, turned by one place."""
    places = np.arange(len(values))
    if values.shape[0] != values.shape[1] or not values[:, 0].any():
        return None
    first = values[:, 0]
    place = np.flatnonzero(first)[0]
    with np.errstate(over="ignore", invalid="ignore"):
        factors = values[(place + places) % len(values), places] / first[place]
        made = first[(places[:, None] - places[None, :]) % len(values)] * factors
    if not np.array_equal(made, values):
        return None
    return {"circulant": [_pack_flat(first), _pack_flat(factors)]}


def _pack_flat(values):
    """A vector: places in a list of values, integers times a power of two, or floats."""
    forms = [_floats(values, "<f8")]
    with np.errstate(over="ignore"):
        if np.array_equal(values.astype("<f4"), values):
            forms.append(_floats(values, "<f4"))
    different = np.unique(values)
    if different.size <= 256:
        bits = next(bits for bits in (0, 1, 2, 4, 8) if different.size <= 2**bits)
        places = np.searchsorted(different, values).astype(np.uint8)
        if bits:  # the first place in the lowest bits
            per_byte = 8 // bits
            places = np.pad(places, (0, -len(places) % per_byte)).reshape(-1, per_byte)
            places = (places << (bits * np.arange(per_byte))).sum(axis=1).astype(np.uint8)
        forms.append({"values": different.tolist(), "bits": bits, "data": _text(places) if bits else ""})
    for power in range(25):
        scaled = values * 2.0**power
        if np.abs(scaled).max(initial=0) >= 2**15:
            break
        if np.array_equal(np.round(scaled), scaled):
            dtype = "<i1" if np.abs(scaled).max(initial=0) < 2**7 else "<i2"
            forms.append({"type": dtype[1:], "scale": 2.0**-power, "data": _text(scaled.astype(dtype))})
            break
    return min(forms, key=_size)


def _floats(values, dtype):
    return {"type": dtype[1:], "scale": 1.0, "data": _text(values.astype(dtype))}


def _unpack_flat(packed, count):
    data = np.frombuffer(base64.b64decode(packed["data"]), dtype=np.uint8)
    if "values" not in packed:
        return data.view("<" + packed["type"]).astype(float) * packed["scale"]
    bits = packed["bits"]
    if bits == 0:
        return np.full(count, packed["values"][0])
    places = data[:, None] >> (bits * np.arange(8 // bits)) & (2**bits - 1)
    return np.array(packed["values"])[places.ravel()[:count]]


def _text(array):
    return base64.b64encode(array.tobytes()).decode()


def _size(form):
    return len(json.dumps(form))
