"""What article 6 has no time for: how fast a remembered angle diffuses, and how fast flaws in the weights move it.

    .venv/bin/python benchmarks/ring_diffusion.py        about five minutes

Writes lib/measured/ring_diffusion.json. First, N times the diffusion constant D [rad^2/s], mean and standard error
over 144 seeds of 6 s each, for N neurons at noise of 20 mV and for 200 neurons at other noise; and the slope of log D
against log N. D is half the growth of the mean squared displacement of the decoded angle with time between 100 and
500 ms, that is, without the first milliseconds, in which spikes are as irregular as those of a Poisson process.

Then, how fast a ring of 200 neurons turns with a sine of 0.1 times J1 [degrees/s], at the same levels of noise,
over 96 seeds.

Last, 400 rings whose weights have independent normal flaws, of 0.3 times J1 / N, each run twice with other noise. The
mean product of the two errors is the mean square of the drift, which they share; half of the mean square of their
difference is that of the diffusion [degrees^2], after 0.5, 1 and 2 s.
"""

import numpy as np

from lib import inputs, simulate, statistics, sweep, weights

DECAY, J0, J1 = 0.95, 300, 110
SIZES = (50, 100, 200, 400, 800)
NOISE = (5, 10, 20, 30, 40)  # [mV]
TIMES = (500, 1000, 2000)  # [ms]


def remembered(W, sigma, seed, steps):
    """The angle of the bump, less that of the cue, from the end of the cue on [rad]."""
    n = len(W)
    angles = 2 * np.pi * np.arange(n) / n
    current = 100 + sigma * inputs.noise(seed, n, steps)
    current += inputs.cue(20 * np.cos(angles - np.pi), 0, 100, steps)
    run = simulate(W, current, decay=DECAY, record_voltage=False)
    traces = statistics.spike_traces(run, -1 / np.log(DECAY))
    return np.unwrap(np.angle(np.exp(1j * (angles - np.pi)) @ traces)[100:])


def ring(n):
    even, cosine, _ = weights.ring(n)
    return J1 * cosine - J0 * even


def diffusion(n, sigma, seed, steps=6000):
    """N times D [rad^2/s] of one run."""
    angle = remembered(ring(n), sigma, seed, steps)[200:]
    early, late = (np.mean((angle[lag:] - angle[:-lag]) ** 2) for lag in (100, 500))
    return n * (late - early) / 0.8


def measure(pairs, seeds=144):
    """Means and standard errors over seeds for pairs of a size and a noise."""
    return mean_and_error(sweep(lambda pair, seed: diffusion(*pair, seed), pairs, seeds).values)


def turning(sigma, seed):
    """Mean turning speed in 2 s [degrees/s]."""
    W = ring(200) + 0.1 * J1 * weights.ring(200)[2]
    angle = remembered(W, sigma, seed, 2301)[200:]
    return np.degrees(angle[-1] - angle[0]) / 2


def flawed(seed):
    """Squares of drift and diffusion [degrees^2] at the times, as far as two runs of one ring tell them."""
    W = ring(200) + weights.gaussian(seed + 90_000, 200, sd=0.3 * J1 / 200)
    one, other = (np.degrees(remembered(W, 20, 1000 * k + seed, 2101))[list(TIMES)] for k in (1, 2))
    return np.array([one * other, (one - other) ** 2 / 2])


def mean_and_error(found):
    """Mean and standard error along the second axis."""
    error = found.std(axis=1, ddof=1) / np.sqrt(found.shape[1])
    return found.mean(axis=1).round(2).tolist(), error.round(2).tolist()


if __name__ == "__main__":
    from keep import keep

    by_size, size_error = measure([(n, 20) for n in SIZES])
    by_noise, noise_error = measure([(200, sigma) for sigma in NOISE])
    speed, speed_error = mean_and_error(sweep(turning, NOISE, 96).values)
    slope = np.polyfit(np.log(SIZES), np.log(np.array(by_size) / SIZES), 1)[0]
    flaws = sweep(lambda _, seed: flawed(seed), [0], 400).values[0]
    (drift, diffused), (drift_error, diffused_error) = mean_and_error(np.moveaxis(flaws, 0, 1))
    values = {
        "sizes": list(SIZES),
        "by_size": by_size,
        "size_error": size_error,
        "slope": round(slope, 3),
        "noise": list(NOISE),
        "by_noise": by_noise,
        "noise_error": noise_error,
        "speed": speed,
        "speed_error": speed_error,
        "times": list(TIMES),
        "drift": drift,
        "drift_error": drift_error,
        "diffused": diffused,
        "diffused_error": diffused_error,
    }
    print(values)
    print(keep(__file__, values))
