"""Figures for a narrow window: the panels of a row, one below the other.

A figure is as wide as the text on a large screen, and a phone has room for half of it. There its panels stand below
one another at their full size, cut out of the same picture, so that not a pixel of them is drawn anew. Panels are
what has wide columns of ink; between two of them runs white from the top of the picture to its foot. Where none does
(a wide panel, or rows with different columns), there is nothing to cut, and the figure scrolls.
"""

from itertools import pairwise

import numpy as np
from PIL import Image

SUFFIX = "-narrow"
PANEL = (
    0.17  # of the width of the picture: what is wider is a panel, what is less a label or a scale of colours
)
SCALE = 0.04  # of the width: what is narrower and taller than half of the picture is a scale of colours
GUTTER = 11  # between a panel and the label of the next one; between letters there is less [px]
SPACE = 28  # between two panels that stand below one another [px]
WINDOW = "(max-width: 600px)"  # series.css has the same number
SIZE = 0.6  # of a pixel of the screen for one of the picture: a little larger than on a large screen
FITS = 900  # a picture of this width is still read on a phone, two pixels of it in one, as pictures here have [px]


def beside(path):
    """Where the narrow picture of a picture is."""
    return path.with_stem(path.stem + SUFFIX)


def write(path):
    """Make it, unless it is there, or there is nothing to gain."""
    target = beside(path)
    if not target.exists() and (made := stacked(Image.open(path).convert("RGBA"))):
        made.save(target, lossless=True, quality=100, method=4)


def stacked(picture):
    """The picture with its panels below one another, or without empty margins; None where that gains nothing."""
    pixels = np.asarray(picture)
    if not (pixels[..., 3] == 255).all():
        return None
    cuts = gutters((pixels[..., :3] != 255).any(2))
    if not cuts and picture.width <= FITS:
        return None
    parts = [pixels[:, first:last] for first, last in zip([0, *cuts], [*cuts, picture.width], strict=True)]
    parts = [trimmed(part) for part in parts]
    width = max(part.shape[1] for part in parts)
    if width > FITS:
        return None
    rows = []  # at the right: where an axis is named for all panels, only the first has room for it at its left
    for part in parts:
        rows += [white(SPACE, width)] if rows else []
        rows.append(np.hstack([white(part.shape[0], width - part.shape[1]), part]))
    return Image.fromarray(np.vstack(rows))


def white(height, width):
    return np.full((height, width, 4), 255, np.uint8)


def trimmed(part, margin=12):
    """A part of the picture without the white at its sides."""
    used = np.flatnonzero((part != 255).any((0, 2)))
    return part[:, max(0, used[0] - margin) : used[-1] + 1 + margin] if used.size else part


def gutters(ink):
    """The columns at which a picture is cut between its panels. `ink`: what is not white, (height, width)."""
    width = ink.shape[1]
    blobs = runs(ink.any(0))
    panels = [k for k, (first, last) in enumerate(blobs) if last - first >= PANEL * width]
    cuts = []
    for one, other in pairwise(panels):
        scales = [k for k in range(one + 1, other) if is_scale(ink, *blobs[k])]
        gaps = [(blobs[k][1], blobs[k + 1][0]) for k in range(scales[-1] if scales else one, other)]
        gaps = [gap for gap in gaps if gap[1] - gap[0] >= GUTTER]
        if not gaps:
            return []
        # behind a scale of colours come its numbers and its name; the widest gap is between the panels
        first, last = max(gaps, key=lambda gap: gap[1] - gap[0]) if scales else gaps[0]
        cuts.append((first + last) // 2)
    return cuts


def is_scale(ink, first, last):
    return last - first <= SCALE * ink.shape[1] and (ink[:, first:last].mean(1) > 0.5).mean() > 0.5


def runs(used):
    """Where something is used: [(first, behind the last), …]."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], used.astype(np.int8), [0]])))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))
