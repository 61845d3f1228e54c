"""What article 6 has no time for: how fast a remembered angle diffuses in rings of many sizes.

    .venv/bin/python benchmarks/ring_diffusion.py        less than a minute

Prints N times the diffusion constant D [rad^2/s] for N neurons, mean and standard error over 96 seeds of 6 s
each, and the slope of log D against log N. D is half the growth of the mean squared displacement of the
decoded angle with time, between 0 and 300 ms, and between 100 and 500 ms. Theory says 18.04 for all N, and
56.5 if the spikes were those of a Poisson process. The article quotes these numbers.
"""

import numpy as np

from lib import inputs, simulate, statistics, sweep, weights

DECAY = 0.95
SIZES = (50, 100, 200, 400, 800)


def decoded(n, seed, steps=6000):
    """The angle of the bump in every step [rad], from 300 ms on."""
    even, cosine, _ = weights.ring(n)
    angles = 2 * np.pi * np.arange(n) / n
    current = 100 + 20 * inputs.noise(seed, n, steps)
    current += inputs.cue(20 * np.cos(angles - np.pi), 0, 100, steps)
    run = simulate(-300 * even + 110 * cosine, current, decay=DECAY, record_voltage=False)
    traces = statistics.spike_traces(run, -1 / np.log(DECAY))
    return np.unwrap(np.angle(np.exp(1j * angles) @ traces))[300:]


def diffusion(n, seed):
    angle = decoded(n, seed)
    at = {lag: np.mean((angle[lag:] - angle[:-lag]) ** 2) for lag in (100, 300, 500)}
    return {"short": at[300] / 0.6, "late": (at[500] - at[100]) / 0.8}


if __name__ == "__main__":
    found = sweep(diffusion, SIZES, 96, name="N", workers=1, progress=False)
    for name, one in found.items():
        print({"short": "0 to 300 ms", "late": "100 to 500 ms"}[name])
        for n, values in zip(SIZES, one.values, strict=True):
            error = values.std(ddof=1) / np.sqrt(len(values))
            print(f"    N = {n:3}   N D = {n * values.mean():.2f} ± {n * error:.2f} rad^2/s")
        slope = np.polyfit(np.log(SIZES), np.log(one.mean("seed")), 1)[0]
        print(f"    slope {slope:.3f}")
