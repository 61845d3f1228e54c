"""The weight matrix as colours."""

import numpy as np

from ... import plots

HEIGHTS, WIDE = (1.8,), False


def paint(shown, options, ax):
    plots.weight_matrix(shown.frame.weights, ax, limit=np.abs(shown.frame.weights).max() or 1.0)
