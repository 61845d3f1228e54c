"""The fast engine of `lib.simulate`: the same loop, compiled by Numba, with the same bits.

No fastmath and no parallel loop inside a step, so that the order of the additions never changes. A step
costs N for the update of the state plus N for each spike; a silent step touches no weight.
"""

import warnings

import numba
import numpy as np
from scipy import sparse


def njit(function):
    """Compile, and keep what was compiled where that can be: a read-only disk without a home is no obstacle."""
    try:
        return numba.njit(function, cache=True, nogil=True)
    except RuntimeError:  # Numba has no place for its cache
        warnings.warn("nothing can be cached here: lib is compiled anew in every process", stacklevel=1)
        return numba.njit(function, nogil=True)


UNCOUPLED, DENSE, SPARSE = 0, 1, 2
BLOCK = 4_000_000  # bytes of input that are laid out time-major at once


def run(weights, inputs, neuron, decay, delay, spikes_per_step, plasticity, mask, spikes, voltage):
    """Fill `spikes` (T, N) and `voltage` (T, N, or two rows used in turn).

    Returns whether all voltages were finite before the reset.
    """
    steps, n = spikes.shape
    delay = min(delay, steps)  # nothing arrives after the end
    no_matrix, no_floats, no_places = np.empty((0, 0)), np.empty(0), np.empty(0, dtype=np.int32)
    columns, indptr, indices, data = no_matrix, no_places, no_places, no_floats
    if weights is None:
        kind = UNCOUPLED
    elif sparse.issparse(weights):
        kind, indptr, indices, data = SPARSE, weights.indptr, weights.indices, weights.data
    else:
        kind, columns = DENSE, weights.T  # row j holds the effects of neuron j

    # What goes on from one block of inputs to the next. The spikes of the last steps are kept as lists of
    # neurons, one for each step that is still on its way.
    drive, held = np.zeros(n), np.zeros(n, dtype=np.int64)
    fired, counts = np.empty((delay + 1, n + 1), dtype=np.int32), np.zeros(delay + 1, dtype=np.int64)
    above = np.zeros(-(-n // 8) * 8, dtype=np.uint8)  # who is above threshold; whole words of eight bytes
    if plasticity is None:
        rule, synapses, before, after = no_floats, np.empty((0, 0), dtype=np.bool_), no_floats, no_floats
        learned = no_matrix  # `columns` may be read-only
    else:
        rule, synapses, (before, after) = plasticity.constants(neuron.dt), mask.T, plasticity.traces(n)
        learned = columns

    threshold, rest, mu = float(neuron.threshold), float(neuron.rest), float(neuron.mu)
    reset, resets, refractory = float(neuron.reset or 0.0), neuron.reset is not None, int(neuron.refractory)
    decay, delay, spikes_per_step = float(decay), int(delay), int(spikes_per_step or 0)  # 0: no limit

    finite = True
    time_major = inputs.dtype == np.float64 and inputs.flags.f_contiguous and inputs.flags.writeable
    length = steps if time_major else max(1, BLOCK // (8 * n))
    for first in range(0, steps - 1, length):
        last = min(first + length, steps - 1)
        block = inputs.T if time_major else np.array(inputs[:, first:last].T, dtype=np.float64, order="C")
        # By position, as Numba's dispatch is slow with names: every variable here is called as the argument there.
        finite &= _steps(
            first, last, block, spikes, voltage, drive, held, above, fired, counts, kind, columns, indptr, indices, data,
            threshold, rest, reset, resets, mu, refractory, decay, delay, spikes_per_step,
            rule, learned, synapses, before, after,
        )  # fmt: skip
    return finite


@njit
def _steps(
    first, last, block, spikes, voltage, drive, held, above, fired, counts, kind, columns, indptr, indices, data,
    threshold, rest, reset, resets, mu, refractory, decay, delay, spikes_per_step,
    rule, learned, synapses, before, after,
):  # fmt: skip
    n = spikes.shape[1]
    rows = voltage.shape[0]
    arriving = np.zeros(n) if decay != 0.0 else drive
    words = above.view(np.uint64)
    finite = True
    for t in range(first, last):
        slot = (t + 1) % (delay + 1)  # holds the spikes of step t - delay, then those of step t + 1
        if kind != UNCOUPLED:
            arriving[:] = 0.0
            if kind == DENSE:
                _add_columns(columns, fired[slot, : counts[slot]], arriving)
            else:
                for j in fired[slot, : counts[slot]]:
                    for k in range(indptr[j], indptr[j + 1]):
                        arriving[indices[k]] += data[k]
            if decay != 0.0:
                for i in range(n):
                    drive[i] = decay * drive[i] + arriving[i]

        x = voltage[(t + 1) % rows]
        finite &= _update(voltage[t % rows], drive, block[t - first], mu, rest, threshold, x, above)
        if refractory > 0:
            for i in range(n):
                if held[i] > 0:
                    held[i] -= 1
                    x[i] = reset
                    above[i] = 0
        count = _list(above, words, fired[slot])
        if 0 < spikes_per_step < count:
            count = _keep_furthest(x, fired[slot], count, spikes_per_step)
        counts[slot] = count
        for i in fired[slot, :count]:
            spikes[t + 1, i] = True
            held[i] = refractory
            if resets:
                x[i] = reset
        if rule.size:
            _learn(learned, synapses, before, after, fired[slot, :count], rule)
    return finite


@njit
def _update(old, drive, inputs, mu, rest, threshold, new, above):
    """One step of the leak, and who is above threshold; returns whether all new voltages are finite."""
    finite = True
    for i in range(old.size):
        x = old[i] + mu * (((rest - old[i]) + drive[i]) + inputs[i])
        new[i] = x
        above[i] = x > threshold
        finite &= x - x == 0.0  # false for NaN and infinity
    return finite


@njit
def _list(above, words, fired):
    """The neurons above threshold, in ascending order, into `fired`; returns how many.

    `words` are the bytes of `above` eight at a time: most are silent, and skipped.
    """
    count = 0
    for word in range(words.size):
        if words[word] != 0:
            for i in range(8 * word, 8 * word + 8):
                fired[count] = i  # written always, kept when it spiked: no branch to mispredict
                count += above[i]
    return count


@njit
def _add_columns(columns, fired, total):
    """Up to four columns in one pass over `total`, added in the same order as one after the other."""
    n = total.size
    for k in range(0, fired.size, 4):
        left = fired.size - k
        a = fired[k]
        b = fired[k + 1] if left > 1 else a
        c = fired[k + 2] if left > 2 else a
        if left > 3:
            d = fired[k + 3]
            for i in range(n):
                total[i] = (((total[i] + columns[a, i]) + columns[b, i]) + columns[c, i]) + columns[d, i]
        elif left == 3:
            for i in range(n):
                total[i] = ((total[i] + columns[a, i]) + columns[b, i]) + columns[c, i]
        elif left == 2:
            for i in range(n):
                total[i] = (total[i] + columns[a, i]) + columns[b, i]
        else:
            for i in range(n):
                total[i] += columns[a, i]


@njit
def _keep_furthest(x, fired, count, limit):
    """Keep the `limit` highest of the first `count` neurons in `fired`; the lower index wins a tie."""
    kept = 0
    chosen = np.zeros(count, dtype=np.bool_)
    for a in range(count):
        ahead = 0
        for b in range(count):
            ahead += x[fired[b]] > x[fired[a]] or (x[fired[b]] == x[fired[a]] and b < a)
        chosen[a] = ahead < limit
    for a in range(count):
        if chosen[a]:
            fired[kept] = fired[a]
            kept += 1
    return kept


@njit
def _learn(columns, synapses, before, after, fired, rule):
    """`PairSTDP.update`, on transposed weights: row j of `columns` holds the synapses from neuron j."""
    potentiation, depression, keep_before, keep_after, w_max = rule
    for i in range(before.size):
        before[i] *= keep_before
        after[i] *= keep_after
    for i in fired:
        for j in range(before.size):
            if synapses[j, i]:
                columns[j, i] += potentiation * before[j]
    for j in fired:
        for i in range(after.size):
            if synapses[j, i]:
                columns[j, i] -= depression * after[i]
    for k in fired:
        for i in range(before.size):
            if synapses[i, k]:
                columns[i, k] = min(max(columns[i, k], 0.0), w_max)
            if synapses[k, i]:
                columns[k, i] = min(max(columns[k, i], 0.0), w_max)
    for k in fired:
        before[k] += 1.0
        after[k] += 1.0
