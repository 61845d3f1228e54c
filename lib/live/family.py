"""A linear family of networks: W = sum of p_k W_k and I = sum of q_k I_k, and what a reader does to it.

The coefficients are moved by sliders. family.js is the same in the browser, in the same order of
operations, so that both give the same bits.
"""

import math
from dataclasses import asdict, dataclass, replace

import numpy as np
from scipy import sparse

from .. import arguments, inputs, weights
from ..noise import Normal
from ..simulate import Neuron, simulate
from .arrays import pack

# what a slider may drive besides the parts of the network, and whether it is a whole number
PARAMETERS = {
    "threshold": float,
    "rest": float,
    "reset": float,
    "mu": float,
    "refractory": int,
    "decay": float,
    "delay": int,
}
# of links and of changes: no slider may be called so
WORDS = ("draw", "seed", "shuffled", "cut", "set", "weight", "kick", "silence", "chosen", "pin", "show")
CUTS = ("inhibition", "recurrence")
PER_DRAW = 1000  # a new draw adds so much to every seed
LARGEST = 1e6  # weight or kick that can be set by hand [mV]


@dataclass(frozen=True)
class Slider:
    """A control of a live figure.

    Parameters
    ----------
    name : str
        Short; it stands in links and in the state of the figure.
    drives : str or dict
        The part of the network whose coefficient is the slider's value, or a parameter of the neurons
        ("mu", "decay", "delay", ...). A dict drives several: {"E": 1, "I": -8} gives E the value and I the
        value times -8; a pair (a, b) gives a + b * value. A part that several sliders drive gets the
        product.
    low, high, default : float
    step : float
        Distance of two values; a hundredth of the range, rounded down to 1, 2 or 5, when None.
    unit : str
    label : str
        What a reader sees; the name when None.

    Raises ValueError, naming the argument, when a value makes no sense.
    """

    name: str
    drives: str | dict
    low: float
    high: float
    default: float
    step: float | None = None
    unit: str = ""
    label: str | None = None

    def __post_init__(self):
        ours = f"slider {self.name!r}: "
        plain = isinstance(self.name, str) and self.name.isidentifier() and self.name.isascii()
        arguments.require(
            plain and self.name not in WORDS, "slider", f"a short name, not one of {WORDS}", self.name
        )
        for key in ("low", "high", "default"):
            arguments.number(ours + key, getattr(self, key))
        arguments.require(self.low < self.high, ours + "low", f"below high = {self.high}", self.low)
        inside = self.low <= self.default <= self.high
        arguments.require(inside, ours + "default", f"from {self.low} to {self.high}", self.default)
        if self.step is not None:
            arguments.number(ours + "step", self.step)
            arguments.require(self.step > 0, ours + "step", "above 0", self.step)

    def spec(self):
        """For the browser: every part that it drives with a pair (a, b) for a + b * value."""
        drives = self.drives if isinstance(self.drives, dict) else {self.drives: 1}
        pairs = {}
        for part, factor in drives.items():
            pair = factor if isinstance(factor, tuple | list) else (0, factor)
            arguments.require(
                len(pair) == 2, f"slider {self.name!r}: drives", "a factor or a pair (a, b)", factor
            )
            for number in pair:
                arguments.number(f"slider {self.name!r}: drives[{part!r}]", number)
            pairs[part] = list(pair)
        width = (self.high - self.low) / 100
        power = 10.0 ** math.floor(math.log10(width) + 1e-9)
        step = self.step or float(
            f"{max(k for k in (1, 2, 5) if k * power <= width * 1.000001) * power:.12g}"
        )
        label = self.name if self.label is None else self.label
        return {**asdict(self), "drives": pairs, "step": step, "label": label}


class Family:
    """All networks that the sliders of a live figure reach. Arguments as in `lib.live.live`."""

    def __init__(self, weights, inputs, sliders, neuron, decay, delay, spikes_per_step, n, steps):
        arguments.require(isinstance(neuron, Neuron), "neuron", "a Neuron", neuron)
        arguments.require(
            neuron.rest <= neuron.threshold, "neuron.rest", "at most the threshold", neuron.rest
        )
        shapes = [np.shape(part) if not sparse.issparse(part) else part.shape for part in weights.values()]
        of_inputs = [np.shape(part) for part in inputs.values()]
        sizes = [shape[0] for shape in [*shapes, *of_inputs] if len(shape) == 2]
        arguments.require(n is not None or sizes, "n", "given where no array tells the number of neurons", n)
        if n is not None:
            arguments.count("n", n, at_least=1)
        self.n = int(sizes[0] if n is None else n)
        lengths = [shape[1] for shape in of_inputs if len(shape) == 2]
        self.steps = int(lengths[0] if lengths else steps)
        arguments.count("n", self.n, at_least=1)
        arguments.count("steps", self.steps, at_least=2)
        arguments.require(bool(inputs), "inputs", "one part at least", inputs)
        both = set(weights) & set(inputs) | (set(weights) | set(inputs)) & set(PARAMETERS)
        arguments.require(not both, "weights, inputs", "parts with names of their own", sorted(both))
        square, long = (self.n, self.n), (self.n, self.steps)
        self.weights = {name: _part(f"weights[{name!r}]", part, square) for name, part in weights.items()}
        self.inputs = {name: _part(f"inputs[{name!r}]", part, long) for name, part in inputs.items()}
        self.neuron, self.decay, self.delay, self.spikes_per_step = neuron, decay, delay, spikes_per_step
        self.sliders = [slider.spec() for slider in sliders]
        self.kicks = []  # of the article's own network
        names = [slider["name"] for slider in self.sliders]
        arguments.require(len(set(names)) == len(names), "sliders", "of different names", names)
        for slider in self.sliders:
            for part in slider["drives"]:
                known = part in self.weights or part in self.inputs or part in PARAMETERS
                arguments.require(known, f"slider {slider['name']!r}: drives", "a part or a parameter", part)
            self._check_ends(slider)

    def _check_ends(self, slider):
        """Raise ValueError when a slider leads to a neuron that cannot be, such as mu = 0."""
        for end in (slider["low"], slider["high"]):
            for part, (at_zero, slope) in slider["drives"].items():
                if part not in PARAMETERS:
                    continue
                value = PARAMETERS[part](at_zero + slope * end)
                where = f"slider {slider['name']!r} at {end}"
                if part == "decay":
                    arguments.require(0 <= value < 1, where, "a decay of at least 0 and below 1", value)
                elif part == "delay":
                    arguments.require(value >= 0, where, "a delay of at least 0", value)
                else:
                    try:
                        replace(self.neuron, **{part: value})
                    except ValueError as error:
                        raise ValueError(f"{where}: {error}") from None

    def spec(self):
        """What the browser needs to know, for JSON."""
        parameters = {**asdict(self.neuron), "decay": self.decay, "delay": self.delay}
        return {
            "n": self.n,
            "steps": self.steps,
            "weights": [{"name": name, **_packed(part)} for name, part in self.weights.items()],
            "inputs": [{"name": name, **_packed(part)} for name, part in self.inputs.items()],
            "sliders": self.sliders,
            "kicks": self.kicks,
            "parameters": {**parameters, "spikesPerStep": self.spikes_per_step},
        }

    def start(self):
        """The state of the article: every slider at its default, nothing touched."""
        values = {slider["name"]: slider["default"] for slider in self.sliders}
        untouched = {"draw": 0, "shuffled": False, "cut": [], "edits": [], "silenced": [], "pin": None}
        return {"values": values, **untouched, "kicks": list(self.kicks)}

    def other(self, state):
        """The state of the network beside it: the pinned one, or else its twin without kicks; None when there is none."""
        if state["pin"]:
            return {**state["pin"], "pin": None}
        return {**state, "kicks": []} if state["kicks"] else None

    def check(self, state):
        """Raise ValueError, naming the place, unless this is a state of the family."""
        keys = sorted(self.start())
        arguments.require(
            isinstance(state, dict) and sorted(state) == keys, "state", f"a dict of {keys}", state
        )
        names = sorted(slider["name"] for slider in self.sliders)
        arguments.require(
            sorted(state["values"]) == names, "values", f"one for each of {names}", state["values"]
        )
        for slider in self.sliders:
            value = state["values"][slider["name"]]
            arguments.number(slider["name"], value)
            expected = f"from {slider['low']} to {slider['high']}"
            arguments.require(slider["low"] <= value <= slider["high"], slider["name"], expected, value)
        arguments.count("draw", state["draw"], at_most=10**6)
        arguments.require(isinstance(state["shuffled"], bool), "shuffled", "True or False", state["shuffled"])
        for name in ("cut", "edits", "kicks", "silenced"):
            arguments.require(isinstance(state[name], list | tuple), name, "a list", state[name])
        arguments.require(
            all(one in CUTS for one in state["cut"]), "cut", f"a list out of {CUTS}", state["cut"]
        )
        for edit in state["edits"]:
            good = isinstance(edit, list | tuple) and len(edit) == 3
            arguments.require(good, "edits", "a list of [to, from, weight], -1 for all", edit)
            for neuron in edit[:2]:
                arguments.count("edits", neuron, at_least=-1, at_most=self.n - 1)
            arguments.require(max(edit[:2]) >= 0, "edits", "of one neuron at least", edit)
            arguments.number("edits", edit[2])
            arguments.require(abs(edit[2]) <= LARGEST, "edits", f"of at most {LARGEST:g} mV", edit[2])
        for kick in state["kicks"]:
            good = isinstance(kick, list | tuple) and len(kick) == 3
            arguments.require(good, "kicks", "a list of [neuron, step, mV]", kick)
            arguments.count("kicks: neuron", kick[0], at_most=self.n - 1)
            arguments.count("kicks: step", kick[1], at_most=self.steps - 2)  # the last input is not used
            arguments.number("kicks", kick[2])
            arguments.require(abs(kick[2]) <= LARGEST, "kicks", f"of at most {LARGEST:g} mV", kick[2])
        for neuron in state["silenced"]:
            arguments.count("silenced", neuron, at_most=self.n - 1)
        pin = state["pin"]
        if pin is not None:
            arguments.require(isinstance(pin, dict) and "pin" not in pin, "pin", "a state without a pin", pin)
            try:
                self.check({**pin, "pin": None})
            except ValueError as error:
                raise ValueError(f"pin: {error}") from None

    def network(self, state):
        """Arguments of `simulate` for a state: weights (N, N), inputs (N, T), and a dict of the others."""
        self.check(state)
        coefficients = dict.fromkeys((*self.weights, *self.inputs), 1.0)
        parameters = {name: getattr(self.neuron, name) for name in PARAMETERS if hasattr(self.neuron, name)}
        parameters |= {"decay": self.decay, "delay": self.delay}
        for slider in self.sliders:
            for name, (at_zero, slope) in slider["drives"].items():
                value = at_zero + slope * state["values"][slider["name"]]
                if name in PARAMETERS:
                    parameters[name] = PARAMETERS[name](value)
                else:
                    coefficients[name] = coefficients[name] * value
        draw = state["draw"]
        W = _sum(self.weights, coefficients, draw, lambda seed: weights.gaussian(seed, self.n))
        current = _sum(self.inputs, coefficients, draw, lambda seed: inputs.noise(seed, self.n, self.steps))
        W = np.zeros((self.n, self.n), order="F") if W is None else W

        if state["shuffled"]:
            W = weights.shuffled(W, draw)
        if "inhibition" in state["cut"]:
            W = np.maximum(W, 0.0)
        if "recurrence" in state["cut"]:
            W = np.zeros_like(W)
        for to, source, weight in state["edits"]:
            if to >= 0 and source >= 0:
                W[to, source] = weight
            elif to >= 0:
                W[to, np.arange(self.n) != to] = weight
            else:
                W[np.arange(self.n) != source, source] = weight
        for neuron, step, size in state["kicks"]:
            current[neuron, step] += size / parameters["mu"]
        for neuron in state["silenced"]:
            W[neuron, :] = W[:, neuron] = current[neuron, :] = 0.0
        neuron = {name: parameters[name] for name in PARAMETERS if name not in ("decay", "delay")}
        options = {
            "neuron": Neuron(**neuron, dt=self.neuron.dt),
            "decay": parameters["decay"],
            "delay": parameters["delay"],
            "spikes_per_step": self.spikes_per_step,
        }
        return W, current, options

    def kick_size(self, state, neuron, step):
        """The kick [mV] that makes a neuron spike right after a step, once: a whole number, just above what it takes."""
        W, current, options = self.network(state)
        activity = simulate(W, current, **options)
        missing = options["neuron"].threshold - activity.voltage[neuron, step + 1]
        rivals = (
            0 if self.spikes_per_step is None else LARGEST // 10
        )  # it must win against those that spike now
        return max(1, math.ceil(missing) + 1 + int(rivals))


def _part(name, part, shape):
    """A part of a sum: noise that is still to be drawn, a number for a constant, or an array."""
    if isinstance(part, Normal):
        return part
    part = part.toarray() if sparse.issparse(part) else part
    if np.ndim(part) == 0:
        arguments.number(name, part)
        return np.full(shape, float(part))
    return np.asarray(arguments.array(name, part, shape), dtype=float)


def _packed(part):
    return {"seed": part.seed} if isinstance(part, Normal) else {"array": pack(part)}


def _sum(parts, coefficients, draw, drawn):
    """The sum, one part after the other, with contiguous columns; None when there is no part."""
    total = None
    for name, part in parts.items():
        if isinstance(part, Normal):
            part = drawn((part.seed + PER_DRAW * draw) % 2**32)
        term = coefficients[name] * part
        total = np.asfortranarray(term if total is None else total + term)
    return total
