"""Everything that the articles share. Read `simulate` first; then `weights`, `inputs`, `statistics`.

from lib import Neuron, inputs, simulate, weights

activity = simulate(weights.gaussian(1, 100, sd=10), 60 + 10 * inputs.noise(2, 100, 500))

`lib.simulate`, `lib.sweep` and `lib.live` are the functions, and hide the modules of the same names, also in
`import lib.simulate as s`. What else is in those modules is imported by name:

>>> from lib.live import pack
>>> from lib.simulate import Neuron
"""

from . import inputs, noise, plots, statistics, theory, weights
from .claims import claim, claims_table, prose
from .exercises import check, exercise
from .live import Slider, live
from .plasticity import PairSTDP
from .results import measured
from .simulate import Activity, Neuron, simulate
from .sweep import sweep

__all__ = [
    "Activity",
    "Neuron",
    "PairSTDP",
    "Slider",
    "check",
    "claim",
    "claims_table",
    "exercise",
    "inputs",
    "live",
    "measured",
    "noise",
    "plots",
    "prose",
    "simulate",
    "statistics",
    "sweep",
    "theory",
    "weights",
]
