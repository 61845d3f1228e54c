"""Where on a ring the activity is, over time, and how pronounced it is there. Options as in angle.js."""

import numpy as np

from ...plots import COLOURS
from . import ghosts, over_time, times, traces

HEIGHTS, WIDE = (1.3, 0.8), True


def paint(shown, options, above, below):
    def draw(frame):
        n, dt = len(frame.weights), frame.activity.neuron.dt
        arrow = np.exp(2j * np.pi * np.arange(n) / n) @ traces(frame)
        lengths = 1000 * (1 - frame.decay) * np.abs(arrow) / (n * dt)
        angles = np.degrees(np.angle(arrow)) % 360
        angles[np.abs(np.diff(angles, prepend=angles[0])) > 180] = np.nan  # a gap where it passes 0
        angles[lengths == 0] = np.nan
        above.plot(times(frame.activity), angles, color=COLOURS["simulation"])
        below.plot(times(frame.activity), lengths, color=COLOURS["ink"], linewidth=1)

    ghosts(shown, draw, above, below)
    over_time(shown.frame.activity, options.get("cues", ()), above, below)
    above.set(ylim=(0, 360), yticks=range(0, 361, 90), ylabel="angle [°]")
    below.set(ylim=(0, None), ylabel="length\n[Hz]")
