"""What article 5 has no time for: how many patterns larger networks hold, 300 damaged cues and 300 mixtures.

    .venv/bin/python benchmarks/memory_capacity.py        about a minute

Prints the overlap m of the final state with the pattern that was the cue, mean and standard deviation over
seeds, against the load P / N: for the spiking network of the article with its bias and without it, and for
binary neurons without noise that are updated one after the other. Then, how many of 300 networks with ten
patterns repair a cue with 30% wrong signs, and how many of 300 with five patterns stay in a mixture of three of
them, for two levels of noise. The article quotes these numbers.
"""

import numpy as np

from lib import Neuron, inputs, noise, simulate, sweep, weights

DECAY, NEURON = 0.98, Neuron(refractory=19)
R = 1 / 22  # rate of an active neuron, per step
R0 = R / (2 * (1 - DECAY))
J = 200 / R0  # [mV]


def patterns(seed, count, n):
    return np.where(noise.uniform(seed, (count, n)) < 0.5, -1, 1)


def recall(eta, cue, seed, sigma=100, bias=True, steps=1000):
    """Which neurons are active (1) or silent (-1) in the end."""
    n = eta.shape[1]
    W = J * weights.hebbian(eta)
    centre = -R0 * W.sum(axis=1) if bias else np.zeros(n)
    current = (60 + centre)[:, None] + sigma * inputs.noise(seed + 10_000, n, steps)
    current += inputs.cue(200 * cue, 0, 150, steps)
    run = simulate(W, current, NEURON, decay=DECAY, record_voltage=False)
    return np.where(run.spikes[:, 500:].mean(axis=1) > R / 2, 1, -1)


def spiking(load, seed, n, bias):
    eta = patterns(seed, round(load * n), n)
    return eta[0] @ recall(eta, eta[0], seed, bias=bias) / n


def mixture(sigma, seed, n=200):
    eta = patterns(seed, 5, n)
    mix = np.sign(eta[:3].sum(axis=0))
    state = recall(eta, mix, seed, sigma)
    return mix @ state / n > 0.9, np.abs(eta @ state / n).max() > 0.9


def repaired(share, seed, n=200):
    eta = patterns(seed, 10, n)
    cue = eta[0].copy()
    cue[noise.permutation(seed + 20_000, n)[: round(share * n)]] *= -1
    return eta[0] @ recall(eta, cue, seed) / n > 0.9


def binary(load, seed, n, rounds=100):
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
    return eta[0] @ state / n


RUNS = [
    ("spiking, N = 500", lambda x, s: spiking(x, s, 500, True), (0.06, 0.08, 0.09, 0.1, 0.12, 0.14), 20),
    ("spiking, N = 1000", lambda x, s: spiking(x, s, 1000, True), (0.06, 0.08, 0.09, 0.1, 0.12, 0.14), 10),
    ("without bias, N = 500", lambda x, s: spiking(x, s, 500, False), (0.02, 0.04, 0.06, 0.08, 0.1), 20),
    ("without bias, N = 1000", lambda x, s: spiking(x, s, 1000, False), (0.02, 0.04, 0.06, 0.08, 0.1), 10),
    ("binary, N = 2000", lambda x, s: binary(x, s, 2000), (0.12, 0.13, 0.138, 0.145, 0.16, 0.18), 10),
]

if __name__ == "__main__":
    for name, function, loads, seeds in RUNS:
        found = sweep(function, loads, seeds, name="load", workers=1, progress=False)
        print(f"{name}, {seeds} seeds")
        for load, one in zip(loads, found.values, strict=True):
            print(f"    load {load:5.3f}   m {one.mean():.3f} ± {one.std(ddof=1):.3f}", flush=True)
    found = sweep(repaired, (0.3,), range(5000, 5300), name="share", workers=1, progress=False)
    print(f"ten patterns, 30% of the cue wrong: {found.mean().item():.3f} recalled")
    found = sweep(mixture, (15, 100), range(5000, 5300), name="noise", workers=1, progress=False)
    for sigma, (stays, memory) in zip((15, 100), found.mean("seed").values, strict=True):
        print(f"noise {sigma} mV: {stays:.3f} stay in the mixture, {memory:.3f} end in a memory")
