"""How many patterns larger networks of article 4 hold. The article has 200 neurons and no time for more.

    .venv/bin/python benchmarks/memory_capacity.py        about a minute

Prints the overlap m of the final state with the pattern that was the cue, mean and standard deviation over
seeds, against the load P / N: for the spiking network of the article with its bias and without it, and for
binary neurons without noise that are updated one after the other. The article quotes this table.
"""

import numpy as np

from lib import Neuron, inputs, noise, simulate, sweep, weights

DECAY, NEURON = 0.98, Neuron(refractory=19)
R = 1 / 22  # rate of an active neuron, per step
R0 = R / (2 * (1 - DECAY))
J = 200 / R0  # [mV]


def patterns(seed, count, n):
    return np.where(noise.uniform(seed, (count, n)) < 0.5, -1, 1)


def spiking(load, seed, n, bias, steps=1000):
    eta = patterns(seed, round(load * n), n)
    W = J * weights.hebbian(eta)
    centre = -R0 * W.sum(axis=1) if bias else np.zeros(n)
    current = (60 + centre)[:, None] + 100 * inputs.noise(seed + 10_000, n, steps)
    current += inputs.cue(200 * eta[0], 0, 150, steps)
    run = simulate(W, current, NEURON, decay=DECAY, record_voltage=False)
    return eta[0] @ np.where(run.spikes[:, 500:].mean(axis=1) > R / 2, 1, -1) / n


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
