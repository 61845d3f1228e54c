"""The voltage of the chosen neuron."""

from ... import plots
from ...plots import COLOURS
from . import ghosts

HEIGHTS, WIDE = (1.2,), True


def paint(shown, options, ax):
    def draw(frame):
        plots.voltages(frame.activity, shown.chosen, ax, color=COLOURS["chosen"])

    ghosts(shown, draw, ax)
