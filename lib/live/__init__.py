"""Live figures: networks that run in the reader's browser, with the same spikes as in Python.

Python: `figure` (the widget and the static picture), `family` (sliders to networks), `arrays` (numbers into
a page), `bundle` (the scripts as few). JavaScript: `model.js` (noise and simulator), `family.js` (the twin of
`family`), `arrays.js` (the twin of `arrays`), `measure.js` (statistics), `compare.js` (a second network beside it), `view.js` (controls), `panels/` (one picture each).
"""

from .arrays import pack, unpack
from .family import Family, Slider
from .figure import LiveFigure, live

__all__ = ["Family", "LiveFigure", "Slider", "live", "pack", "unpack"]
