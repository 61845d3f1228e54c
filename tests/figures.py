"""Whether two pictures are the same but for the machine that drew them.

The last digits of log10, exp and the like differ between processors. A line then ends 10⁻¹³ pixels further, and
the antialiased edge of it is rounded to another level. Two kinds of difference are told apart:

- The machine: an edge is lighter or darker by a level or two in a few pixels. It passes, and is printed.
- A change: everything else.
"""

import base64
import io
from dataclasses import dataclass

import numpy as np
from PIL import Image

MIMES = [
    prefix + mime for mime in ("image/png", "image/jpeg") for prefix in ("", "application/papermill.record/")
]
RED, GREY = (200, 0, 60), (225, 225, 225)

# What machines were seen to do, in 246 figures of five articles: with AVX-512 87 of 806,400 pixels differ by at
# most 2 of 255 levels, on aarch64 167 by 1 level. The smallest change that a reader could notice is larger: a line
# a tenth of a point wider moves its edges by 35 levels, a dot moved by one pixel by 200.
LEVELS = 2
PIXELS = 1 / 1000  # of a figure, that is 806 of 806,400


def pictures(outputs):
    """The pictures among a cell's outputs, in their order, also those kept for the prose (glue)."""
    found = []
    for output in outputs:
        data = output.get("data", {})
        mime = next((mime for mime in MIMES if mime in data), None)  # PNG, if it comes with a JPEG too
        if mime:
            with Image.open(io.BytesIO(base64.b64decode(data[mime]))) as picture:
                found.append(picture.convert("RGBA"))
    return found


@dataclass
class Difference:
    """How a picture differs from its reference; one of the two may be missing (None)."""

    reference: Image.Image | None
    now: Image.Image | None

    def __post_init__(self):
        if self.reference is None or self.now is None:
            self.where = np.ones((self.reference or self.now).size[::-1], dtype=bool)
            return
        old, new = np.asarray(self.reference, dtype=int), np.asarray(self.now, dtype=int)
        height, width = np.maximum(old.shape, new.shape)[:2]
        self.where = np.ones((height, width), dtype=bool)  # what only one of them has, differs
        both = (slice(min(len(old), len(new))), slice(min(old.shape[1], new.shape[1])))
        levels = np.abs(old[both] - new[both]).max(axis=2, initial=0)
        self.where[both] = levels > 0
        self.pixels, self.levels = int(self.where.sum()), int(levels.max(initial=0))
        self.recoloured = self.reference.size == self.now.size and _recoloured(old, new, self.where)

    @property
    def same(self):
        return not self.where.any()

    @property
    def machine(self):
        """Whether it is of the kind that a machine makes, or none at all."""
        if self.reference is None or self.now is None or self.reference.size != self.now.size:
            return False
        return self.levels <= LEVELS and self.pixels <= PIXELS * self.where.size and not self.recoloured

    def __str__(self):
        if self.reference is None or self.now is None:
            return "is missing now" if self.now is None else "is not in the reference"
        if self.reference.size != self.now.size:
            return "is {}×{} pixels in the reference, {}×{} now".format(*self.reference.size, *self.now.size)
        rows, columns = np.nonzero(self.where)
        return (
            f"differs in {self.pixels:,} of {self.where.size:,} pixels by at most {self.levels} of 255 levels, "
            f"within rows {rows.min()}-{rows.max()} and columns {columns.min()}-{columns.max()}"
        )

    def write(self, path):
        """Write `reference | now | difference` as one picture. A missing picture stays grey."""
        height, width = self.where.shape
        sheet = Image.new("RGB", (3 * width + 20, height), GREY)
        for k, picture in enumerate((self.reference, self.now)):
            if picture is not None:
                sheet.paste(picture.convert("RGB"), (k * (width + 10), 0))
        marked = self.where.copy()  # three pixels around each, so that a single one is seen
        for axis in (0, 1):
            spread = marked.copy()
            for shift in (-3, -2, -1, 1, 2, 3):
                spread |= np.roll(marked, shift, axis)
            marked = spread
        panel = np.full((height, width, 3), 255, dtype=np.uint8)
        panel[marked] = RED
        sheet.paste(Image.fromarray(panel), (2 * (width + 10), 0))
        path.parent.mkdir(parents=True, exist_ok=True)
        sheet.save(path)


def _recoloured(old, new, where):
    """Whether a flat spot, two pixels wide and high, has turned from one colour to another.

    An edge is thinner than that, so this is a colour that was changed, be it by a single level.
    """

    def flat(picture):
        corner = picture[:-1, :-1]
        others = (picture[1:, :-1], picture[:-1, 1:], picture[1:, 1:])
        return np.logical_and.reduce([(corner == other).all(axis=2) for other in others])

    changed = where[:-1, :-1]
    return bool((changed & flat(old) & flat(new)).any())


def differences(reference, now):
    """Pairs of picture and Difference between the pictures of two lists of outputs, where there is one."""
    old, new = pictures(reference), pictures(now)
    missing = [None] * abs(len(old) - len(new))
    old, new = old + missing * (len(old) < len(new)), new + missing * (len(new) < len(old))
    found = [Difference(*pair) for pair in zip(old, new, strict=True)]
    return [(k, one) for k, one in enumerate(found) if not one.same], len(found)
