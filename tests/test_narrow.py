"""Figures for a narrow window: cut between their panels, and nowhere else."""

import numpy as np
import pytest
from PIL import Image

from website import narrow


def picture(*boxes, width=1440, height=400):
    """A white picture with black boxes: (first column, width, height)."""
    pixels = np.full((height, width, 4), 255, np.uint8)
    for left, wide, high in boxes:
        pixels[50 : 50 + high, left : left + wide, :3] = 0
    return Image.fromarray(pixels)


LABELLED = [(40, 20, 90), (80, 30, 10), (120, 560, 300)]  # the name of an axis, its numbers, a panel
SECOND = [(720, 20, 90), (760, 30, 10), (800, 600, 300)]
SCALE = [
    (700, 30, 300),
    (740, 20, 10),
    (774, 16, 90),
]  # a scale of colours at the right of a panel, with its labels


@pytest.mark.parametrize(
    "boxes, cuts",
    [
        (LABELLED, []),
        ([*LABELLED, *SECOND], [700]),  # to the left of the name of the second axis
        (
            [(120, 560, 300), (684, 20, 10), *SECOND],
            [712],
        ),  # a number that hangs over belongs to the panel before
        ([*LABELLED, *SCALE, (830, 20, 90), (870, 550, 300)], [810]),
        ([*LABELLED, *SECOND, (100, 1200, 20)], []),  # something runs over both
    ],
)
def test_where_a_figure_is_cut(boxes, cuts):
    assert narrow.gutters(np.asarray(picture(*boxes))[..., 0] == 0) == cuts


def test_no_pixel_is_lost():
    made = narrow.stacked(picture(*LABELLED, *SECOND))
    ink, before = (int((np.asarray(one)[..., 0] == 0).sum()) for one in (made, picture(*LABELLED, *SECOND)))
    assert ink == before > 0
    assert made.width < narrow.FITS and made.height == 2 * 400 + narrow.SPACE


def test_empty_margins_go():
    assert narrow.stacked(picture((500, 400, 300))).size == (424, 400)


@pytest.mark.parametrize(
    "figure",
    [
        picture((60, 1300, 300)),  # one wide panel
        picture((60, 700, 300), width=840),  # fits as it is
        Image.new("RGBA", (1440, 400)),  # not opaque
    ],
)
def test_what_there_is_nothing_to_gain_from_stays(figure):
    assert narrow.stacked(figure) is None


def test_it_is_written_beside_its_picture(tmp_path):
    path = tmp_path / "figure.webp"
    picture(*LABELLED, *SECOND).save(path, lossless=True)
    narrow.write(path)
    assert Image.open(tmp_path / "figure-narrow.webp").height == 2 * 400 + narrow.SPACE
