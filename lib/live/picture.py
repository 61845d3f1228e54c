"""The static picture of a live figure: what stands on paper, in a feed, and where no script runs."""

from base64 import b64encode
from dataclasses import dataclass
from importlib import import_module
from io import BytesIO

import matplotlib.pyplot as plt
import numpy as np

from .. import plots
from ..simulate import Activity
from . import differences
from .arrays import unpack


@dataclass(frozen=True)
class Frame:
    """What the network does in one state of a figure."""

    activity: Activity
    weights: np.ndarray  # (N, N) [mV]
    decay: float  # of the synapses, per step
    values: dict  # of the sliders


@dataclass(frozen=True)
class Shown:
    """What a picture shows."""

    frame: Frame
    other: Frame | None = None  # that of the network beside it
    start: int = 0  # first step that counts in the statistics
    chosen: int = 0  # the neuron whose voltage is shown
    kicks: tuple = ()  # (neuron, step, mV)

    @property
    def both(self):
        return [self.frame] if self.other is None else [self.frame, self.other]


def twin(kind):
    """The module that paints panels of a kind, beside the one that draws them on a page.

    Parameters
    ----------
    kind : str

    Returns
    -------
    module, as lib/live/panels/__init__.py describes it
    """
    return import_module(f".panels.{kind}", __package__)


def picture(shown, panels, small=False):
    """The panels as one picture, arranged as on the page.

    Parameters
    ----------
    shown : Shown
    panels : list of dict
        The `kind` of each and its options, with packed arrays, as in the description of a figure.
    small : bool
        Of a small figure, whose panels stand side by side.

    Returns
    -------
    str, the PNG in base64
    """
    parts = [(twin(panel["kind"]), _unpacked(panel)) for panel in panels]
    wide = [part for part in parts if part[0].WIDE]
    narrow = [part for part in parts if not part[0].WIDE]
    if shown.other is not None and not small:
        (wide or narrow).insert(1, (differences, {}))  # below the first
    columns = [column for column in (wide, narrow) if column]
    ratios = [1.75, 1][: len(columns)]
    if small:
        columns, ratios = [[part] for part in parts], [1] * len(parts)
    heights = [[height for one, _ in column for height in one.HEIGHTS] for column in columns]
    room = max(1, *(sum(own) / FULL for own in heights))
    with plt.ioff(), plt.rc_context(plots.style()):
        drawing = plt.figure(figsize=(7.2, 1.9 if small else 4.2 * room))
        places = drawing.subfigures(1, len(columns), width_ratios=ratios, squeeze=False)[0]
        for place, column, own in zip(places, columns, heights, strict=True):
            axes = place.subplots(len(own), 1, height_ratios=own, squeeze=False)[:, 0]
            left = list(axes)
            for one, options in column:
                painted, left = left[: len(one.HEIGHTS)], left[len(one.HEIGHTS) :]
                one.paint(shown, options, *painted)
            if column is wide:
                for ax in axes[:-1]:
                    ax.set_xlabel("")
        drawing.draw_without_rendering()  # the layout sees the real size of the matrix only the second time
        file = BytesIO()
        drawing.savefig(file, format="png", metadata={"Software": None})
        plt.close(drawing)
    return b64encode(file.getvalue()).decode()


FULL = 6.1  # heights of panels in a column for which the usual picture has room


def _unpacked(value):
    """Options of a panel, with arrays in the place of what was packed."""
    if isinstance(value, dict):
        return unpack(value) if "shape" in value else {key: _unpacked(one) for key, one in value.items()}
    return [_unpacked(one) for one in value] if isinstance(value, list) else value
