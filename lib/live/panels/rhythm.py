"""Whether a population beats: its rate, its spectrum, and in which part of a cycle its spikes come. As in rhythm.js."""

import numpy as np

from ...plots import COLOURS
from . import OUTLINE, ghosts, over_time, times

HEIGHTS, WIDE = (1, 1), True
LAGS, SLOWEST, FASTEST, SHOWN, BINS = 100, 15, 250, 200, 18  # [ms, Hz, Hz, Hz]
KERNEL = np.array([1, 2, 3, 2, 1]) / 9


def spectrum(counts, lags, frequencies, dt):
    """The power of spike counts at these frequencies [Hz], divided by that of independent neurons."""
    x = counts - counts.mean()
    lags = min(lags, len(x))
    k = np.arange(lags)
    c = np.array([x[one:] @ x[: len(x) - one] for one in k]) / (len(x) * (counts.mean() or 1))
    c *= np.where(k > 0, 1 + np.cos(np.pi * k / lags), 1)
    return np.cos(2 * np.pi * np.outer(frequencies, k) * dt / 1000) @ c


def peak(counts, dt):
    """The frequency [Hz] where it is largest."""
    grid = np.arange(SLOWEST, FASTEST, 0.25)
    return grid[spectrum(counts, round(LAGS / dt), grid, dt).argmax()]


def phases(counts, f, dt):
    """The phase of a rhythm of frequency f in every step, from -180 to 180 degrees."""
    turn = 2 * np.pi * f * dt / 1000
    k = np.arange(-int(np.ceil(3000 / f / dt)), int(np.ceil(3000 / f / dt)) + 1)
    wave = np.exp(-0.5 * (k * turn / (2 * np.pi)) ** 2 + 1j * turn * k)
    x = np.concatenate([np.zeros(len(k) // 2), counts - counts.mean(), np.zeros(len(k) // 2)])
    return -np.degrees(np.angle(np.convolve(x, wave[::-1], "valid")))


def paint(shown, options, above, below):
    below.set_axis_off()
    left, right = below.inset_axes((0, 0, 0.44, 1)), below.inset_axes((0.56, 0, 0.44, 1))
    edges = np.linspace(-180, 180, BINS + 1)
    grid = np.arange(SHOWN + 1)

    def draw(frame):
        spikes, dt = frame.activity.spikes, frame.activity.neuron.dt
        counts = spikes.sum(axis=0).astype(float)
        late = counts[shown.start :]
        above.plot(
            times(frame.activity),
            np.convolve(counts, KERNEL, "same") * 1000 / (len(spikes) * dt),
            color=COLOURS["simulation"],
            linewidth=1,
        )
        left.plot(grid, spectrum(late, round(LAGS / dt), grid, dt), color=COLOURS["simulation"])
        phase = phases(counts, peak(late, dt), dt)
        shares = BINS * np.histogram(phase[shown.start :], edges, weights=late)[0] / max(late.sum(), 1)
        bars = {"color": COLOURS["simulation"], "fill": True, "alpha": 0.6}
        right.stairs(shares, edges, **(bars if frame is shown.frame else OUTLINE))
        if frame is shown.frame:
            own = phase[shown.start :][spikes[shown.chosen, shown.start :]]
            right.vlines(own, 0, 0.15 * max(shares.max(), 1), color=COLOURS["chosen"])

    ghosts(shown, draw, above, left)
    left.axhline(1, color=COLOURS["muted"], linewidth=0.8, linestyle=(0, (2, 2)))
    over_time(shown.frame.activity, (), above)
    above.set(ylim=(0, None), ylabel="rate [Hz]")
    left.set(xlim=(0, SHOWN), ylim=(0, None), xlabel="frequency [Hz]", ylabel="power")
    right.set(xlim=(-180, 180), ylim=(0, None), xticks=(-180, 0, 180), xlabel="phase [°]")
