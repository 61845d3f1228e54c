"""What article 5 has no time for: how long networks, small and large, keep a memory or a mixture of three.

    .venv/bin/python benchmarks/memory_capacity.py        about half an hour

Writes lib/measured/memory_capacity.json. A run lasts five seconds, and the cue is on for the first 150 ms. What is
kept of it are overlaps in nine windows of 500 ms, the first from 0.5 to 1 s: their means over seeds, standard errors,
and the share of the networks in which they are above 0.8 (of a memory at strong noise, above 0.3). Where the share
falls to one half is interpolated, with the standard error of 400 bootstrap samples of the seeds.
"""

import numpy as np

from lib import Neuron, inputs, noise, simulate, sweep, theory, weights

DECAY, NEURON, DEPTH, SIGMA = 0.98, Neuron(refractory=19), 200, 100
R = 1 / theory.noise_free_interval(60 + DEPTH, NEURON)  # rate of an active neuron, per step
R0 = R / (2 * (1 - DECAY))
J = DEPTH / R0  # [mV]
STEPS, WINDOW = 5000, 500


def patterns(seed, count, n):
    """Independent random patterns, an array (count, n) of -1 and 1."""
    return np.where(noise.uniform(seed, (count, n)) < 0.5, -1, 1)


def balanced(seed, n):
    """Three patterns in which each combination of signs is that of an eighth of the neurons."""
    k = np.arange(n) % 8
    eta = np.where((k >> np.arange(3)[:, None]) & 1, 1, -1)
    return eta[:, noise.permutation(seed, n)]


def states(eta, cue, seed, sigma=SIGMA, bias=True):
    """The mean z of each neuron in each window, (n, 9), when the patterns eta (P, n) are stored."""
    n = eta.shape[1]
    W = J * weights.hebbian(eta)
    centre = -R0 * W.sum(axis=1) if bias else np.zeros(n)
    current = sigma * inputs.noise(seed + 10_000, n, STEPS)
    current += (60 + centre)[:, None]
    current[:, :150] += DEPTH * cue[:, None]
    run = simulate(W, current, NEURON, decay=DECAY, record_voltage=False)
    rates = run.spikes.reshape(n, -1, WINDOW).mean(axis=2)  # per step
    return (2 * rates / R - 1)[:, 1:]  # without the window of the cue


def recall(load, seed, n, bias=True):
    eta = patterns(seed, round(load * n), n)
    return eta[0] @ states(eta, eta[0], seed, bias=bias) / n


def repair(share, seed, n):
    eta = patterns(seed, 10, n)
    cue = eta[0].copy()
    cue[noise.permutation(seed + 20_000, n)[: round(share * n)]] *= -1
    return eta[0] @ states(eta, cue, seed) / n


def memory(sigma, seed, n):
    eta = balanced(seed, n)
    return eta[0] @ states(eta, eta[0], seed, sigma) / n


def mixture(sigma, seed, n, random=False):
    eta = patterns(seed, 5, n) if random else balanced(seed, n)
    mix = np.sign(eta[:3].sum(axis=0))
    return mix @ states(eta, mix, seed, sigma) / n


def anywhere(sigma, seed, n):
    """The largest overlap, or that of a negative, when the cue has nothing to do with any of five patterns."""
    eta = patterns(seed, 5, n)
    cue = patterns(seed + 40_000, 1, n)[0]
    return np.abs(eta @ states(eta, cue, seed, sigma) / n).max(axis=0)


def binary(load, seed, n, rounds=100):
    """The same in the end for neurons that are +1 or -1, updated one after the other until none changes."""
    eta = patterns(seed, round(load * n), n).astype(float)
    count, own = len(eta), np.ascontiguousarray(eta.T)  # own: (n, count)
    state, sums = eta[0].copy(), eta @ eta[0]
    for k in range(rounds):
        flips = 0
        for i in noise.permutation(1000 * seed + k, n):
            if state[i] * (own[i] @ sums) < count:  # the field without the neuron's own part
                state[i] = -state[i]
                sums += 2 * state[i] * own[i]
                flips += 1
        if flips == 0:
            break
    return np.array([eta[0] @ state / n])


def half(values, kept):
    """Where the share of kept (values, seeds) falls to one half, and the standard error of that."""

    def crossing(share):
        return np.interp(-0.5, -np.minimum.accumulate(share), values)

    seeds = kept.shape[1]
    drawn = (noise.uniform(1, (400, seeds)) * seeds).astype(int)
    return crossing(kept.mean(axis=1)), np.std([crossing(kept[:, one].mean(axis=1)) for one in drawn])


# name: function, values, neurons, seeds, the overlap above which a state is kept
SERIES = {
    "recall_200": (recall, (0.06, 0.08, 0.09, 0.1, 0.11, 0.12, 0.13, 0.14, 0.16), 200, 40, 0.8),
    "recall_1000": (recall, (0.06, 0.08, 0.09, 0.095, 0.1, 0.105, 0.11, 0.12, 0.14), 1000, 80, 0.8),
    "recall_4000": (recall, (0.09, 0.095, 0.0975, 0.1, 0.105), 4000, 20, 0.8),
    "raw_1000": (
        lambda load, seed, n: recall(load, seed, n, bias=False),
        (0.03, 0.035, 0.04, 0.045, 0.05, 0.055, 0.06, 0.07),
        1000,
        80,
        0.8,
    ),
    "binary_1000": (binary, (0.13, 0.14, 0.15, 0.155, 0.16, 0.165, 0.17, 0.18), 1000, 40, 0.8),
    "repair_200": (repair, (0.3,), 200, 1000, 0.8),
    "memory_800": (memory, (15, 50, 100, 150, 200, 250, 300, 325, 350, 360, 370, 400), 800, 20, 0.3),
    "mixture_200": (mixture, (100, 125, 140, 150, 160, 170, 180, 200), 200, 40, 0.8),
    "mixture_800": (mixture, (100, 125, 140, 150, 160, 170, 180, 200), 800, 40, 0.8),
    "mixture_3200": (mixture, (140, 150, 160, 165, 170, 180), 3200, 20, 0.8),
    "random_200": (
        lambda sigma, seed, n: mixture(sigma, seed, n, random=True),
        (15, 50, 75, 100, 125, 150, 200),
        200,
        300,
        0.8,
    ),
    "anywhere_200": (anywhere, (15, 50, 100, 150, 200, 250), 200, 300, 0.8),
}


def measure(name, values=None):
    """What is written down of one series, or of it at these values only."""
    function, all_values, n, seeds, above = SERIES[name]
    values = values or all_values
    found = sweep(
        lambda value, seed: function(value, seed, n), values, seeds, workers=1, progress=False
    ).values  # (values, seeds, windows)
    kept = found > above
    where, error = half(values, kept[:, :, -1])
    early, _ = half(values, kept[:, :, 0])
    return {
        "values": list(values),
        "overlap": found.mean(axis=1).round(4).tolist(),
        "error": (found.std(axis=1, ddof=1) / np.sqrt(found.shape[1])).round(4).tolist(),
        "kept": kept.mean(axis=1).round(4).tolist(),
        "half": round(float(where), 4),
        "half_error": round(float(error), 4),
        "half_early": round(float(early), 4),
    }


if __name__ == "__main__":
    from keep import keep

    measured = {}
    for name in SERIES:
        measured[name] = measure(name)
        print(
            name,
            measured[name]["half"],
            "±",
            measured[name]["half_error"],
            measured[name]["kept"],
            flush=True,
        )
    print(keep(__file__, measured))
