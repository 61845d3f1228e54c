"""The drawings of the articles' ideas, chapters/pictures/NN-slug.svg, as parts of pages and of notebooks.

A drawing is a file of its own: opened by itself it brings the colours of lib/palette.json, light or dark as the system
is. In a page it takes those of the page. What a drawing must be, tests/test_pictures.py says.
"""

import base64
import json
import re
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import matplotlib
import resvg_py
from sphinx.errors import SphinxError

PALETTE = Path(__file__).parents[1] / "lib" / "palette.json"
FONT = Path(matplotlib.get_data_path(), "fonts", "ttf", "DejaVuSans-Bold.ttf")  # it is there on every machine
NAMESPACE = "{http://www.w3.org/2000/svg}"
NAMES = re.compile(r'(\sid="|href="#|url\(#|aria-labelledby="|aria-describedby=")([^")]+)')


class PictureError(SphinxError):
    """A drawing that cannot be used; the message names the file and what is wrong."""

    category = "Drawing"


def path(root, docname):
    """The file of an article's drawing."""
    return Path(root, "chapters", "pictures", f"{docname.rpartition('/')[2]}.svg")


@dataclass(frozen=True)
class Picture:
    """A drawing, and what is to be seen on it, in words."""

    name: str  # NN-slug
    text: str
    alt: str

    def inline(self, place):
        """The drawing as HTML for the page; `place` says where on it, for there may be several, or one twice.

        The rules of its style sheet would hold for all of them, and its ids meet, so both get names of their own.
        """

        own = f"{place}-{self.name}"

        def named(found):
            return found[1] + " ".join(f"{own}-{name}" for name in found[2].split())

        text = re.sub(r"\.picture(?![\w-])", f".{own}", NAMES.sub(named, self.text))
        return text.replace('class="picture"', f'class="picture {own}"', 1)

    def address(self):
        """The drawing as an address, for where it must come along with the text."""
        return f"data:image/svg+xml;base64,{base64.b64encode(self.text.encode()).decode()}"

    def pixels(self, width):
        """The drawing as a PNG on white paper, for where nothing else can be shown; `width` in pixels."""
        colours = json.loads(PALETTE.read_text(encoding="utf8"))["light"]
        text = re.sub(r"var\(--([\w-]+)\)", lambda found: colours[found[1]], self.text)
        fonts = {"skip_system_fonts": True, "font_files": [str(FONT)], "sans_serif_family": "DejaVu Sans"}
        return bytes(resvg_py.svg_to_bytes(svg_string=text, width=width, background="white", **fonts))


def read(path):
    """Read a drawing. Raises PictureError when it is missing, is no XML, or does not say what is to be seen."""
    if not path.is_file():
        raise PictureError(f"{path} is missing: every article has a drawing of its idea")
    text = path.read_text(encoding="utf-8-sig").strip()
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise PictureError(f"{path}: no XML: {error}") from None
    said = [" ".join(root.findtext(f"{NAMESPACE}{name}", "").split()) for name in ("title", "desc")]
    if not all(said):
        raise PictureError(f"{path}: <title> and <desc> must say what is to be seen")
    text = re.sub(r"^<\?xml.*?\?>\s*", "", text)
    return Picture(path.stem, text, f"{said[0].rstrip('.')}. {said[1]}")
