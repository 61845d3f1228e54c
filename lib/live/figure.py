"""The figure itself: a widget in a notebook, a picture and its description on a page."""

import hashlib
import json
import re
from importlib.resources import files
from pathlib import Path

import anywidget
import numpy as np
import traitlets

from .. import arguments
from ..simulate import Neuron, simulate
from .arrays import pack
from .bundle import KINDS, widget
from .changes import changed, check_show
from .family import Family
from .picture import Frame, Shown, picture

PANELS = ("raster", "rate", "voltage", "weights", "rates", "intervals")
SMALL = ("raster", "rate")
PALETTE = json.loads(files("lib").joinpath("palette.json").read_text(encoding="utf8"))


def live(
    name,
    *,
    weights=None,
    inputs,
    sliders=(),
    neuron=Neuron(),
    decay=0.0,
    delay=0,
    spikes_per_step=None,
    n=None,
    steps=500,
    start=0,
    panels=None,
    chosen=0,
    small=False,
    kick=(),
):
    """A network to play with: on a page in the reader's browser, in a notebook as a widget.

    The network is a linear family, W = sum of p_k W_k and I = sum of q_k I_k; sliders move the
    coefficients, which are 1 where no slider does. Put the call at the end of a cell. Introduced in article 1.

    Parameters
    ----------
    name : str
        Of the figure, as it stands in links to it: lower case, digits and hyphens.
    weights : dict
        Name of each part: an (N, N) array [mV], dense or sparse, or `noise.Normal(seed)` for the matrix
        `weights.gaussian(seed, N)`, which the browser draws itself.
    inputs : dict
        Name of each part: a number [mV] for a constant, an (N, T) array [mV], or `noise.Normal(seed)` for
        `inputs.noise(seed, N, T)`.
    sliders : list of Slider
    neuron, decay, delay, spikes_per_step
        As in `simulate`, where no slider drives them.
    n, steps : int
        Neurons and steps, where no array tells.
    start : int
        First step that counts in the statistics.
    panels : list
        Names of panels, or dicts with the `kind` of the panel, its `label` and what else it needs (arrays
        are packed). Kinds: the files of lib/live/panels. None: the usual ones.
    chosen : int
        The neuron that is lit up at first, and whose voltage is shown.
    small : bool
        For the place in the text where one idea needs to be felt: at most two sliders and two panels, no
        tools, and one line of controls.
    kick : (neuron, step) or (neuron, step, mV), or a list of them
        With which the figure starts, beside the same network without them. As in `LiveFigure.set`.

    Returns
    -------
    LiveFigure

    Raises
    ------
    ValueError, naming the argument, what was expected and what came.

    Examples
    --------
    >>> from lib import Slider, live, noise
    >>> figure = live("pair", inputs={"drive": 1}, sliders=[Slider("I", "drive", 0, 100, 80)], n=2)
    >>> figure.set(I=70)
    >>> figure.activity()
    Activity(2 neurons, 500 steps, 50 spikes)
    """
    named = isinstance(name, str) and re.fullmatch("[a-z][a-z0-9-]*", name)
    arguments.require(named, "name", "made of lower-case letters, digits and hyphens", name)
    family = Family(weights or {}, inputs, sliders, neuron, decay, delay, spikes_per_step, n, steps)
    arguments.count("start", start, at_most=family.steps - 2)
    arguments.count("chosen", chosen, at_most=family.n - 1)
    family.kicks = changed(family, family.start(), kick=kick or [])["kicks"]
    panels = (SMALL if small else PANELS) if panels is None else panels
    shown = [_panel(panel) for panel in panels]
    about = {"name": name, "start": int(start), "chosen": int(chosen), "panels": shown}
    if small:
        names = [slider["name"] for slider in family.sliders]
        arguments.require(len(names) <= 2, "sliders", "at most two in a small figure", names)
        kinds = [panel["kind"] for panel in shown]
        arguments.require(1 <= len(kinds) <= 2, "panels", "one or two in a small figure", kinds)
        about["small"] = True
    return LiveFigure(family, {**about, **family.spec()})


def _panel(panel):
    panel = {"kind": panel} if isinstance(panel, str) else dict(panel)
    arguments.require(panel.get("kind") in KINDS, "panels", f"of a kind out of {KINDS}", panel)
    return {key: _packed(value) for key, value in panel.items()}


def _packed(value):
    if isinstance(value, np.ndarray):
        return pack(value)
    if isinstance(value, list | tuple):
        return [_packed(item) for item in value]
    if isinstance(value, dict):
        return {key: _packed(item) for key, item in value.items()}
    return value.item() if isinstance(value, np.generic) else value


class LiveFigure(anywidget.AnyWidget):
    """What `live` returns. Its traits go both ways between Python and the screen.

    `spec` says what the figure is, and never changes; `state` what the reader did: `values` of the
    sliders, `draw` (how many times new random numbers were asked for), `shuffled`, `cut`, `edits`, `kicks`
    (each [neuron, step, mV]), `silenced`, and `pin`: None, or what was on screen when it was pinned, as such
    a state without a pin. `chosen` is the neuron that is lit up.
    """

    _esm = traitlets.Unicode().tag(sync=True)
    _css = traitlets.Unicode().tag(sync=True)
    spec = traitlets.Dict().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)
    chosen = traitlets.Int().tag(sync=True)

    def __init__(self, family, spec):
        self.family = family
        kinds = tuple(sorted({panel["kind"] for panel in spec["panels"]}))
        super().__init__(
            spec=spec, state=family.start(), chosen=spec["chosen"], _esm=widget(kinds), _css=style()
        )

    @traitlets.validate("state")
    def _check_state(self, proposal):
        self.family.check(proposal["value"])
        return proposal["value"]

    def set(self, /, **changes):
        """Change what is on screen: `figure.set(w=20, cut="recurrence", kick=(7, 150))`.

        What is named takes the place of what was there; all else stays.

        Parameters
        ----------
        changes : float
            Of sliders, by their names.
        seed : int, or "+1" for one new seed more; 0 for the article's random numbers
        shuffled : bool
        cut : "inhibition" or "recurrence", or a list of them
        weight : (to, from, mV), or a list of them; -1 for all neurons
        kick : (neuron, step) or (neuron, step, mV), or a list of them
            The voltage of the neuron gets so much more in the step that follows; where nothing is said, just enough
            for one spike.
        silence : int, or a list of them
        chosen : int
            The neuron that is lit up.
        pin : bool
            True keeps what was there before the changes, to be compared with what they make of it:
            `figure.set(pin=True, w=20)`. False lets it go.
        show : kind of a panel
            To which a page turns where only one is in sight; a notebook shows them all.

        Raises ValueError, and changes nothing, when there is no such slider, value, neuron or panel.
        """
        self._show(self.state, **changes)

    def reset(self, /, **changes):
        """Back to the network of the article, with these changes, if there are any: `figure.reset(w=20)`.

        Changes are those of `set`.
        """
        self._show(self.family.start(), **changes)

    def at(self, /, **changes):
        """What the network of the article does with these changes: an Activity. The figure stays as it is.

        Changes are those of `set`. These are the spikes that `reset` with the same changes shows.
        """
        check_show(self.spec["panels"], **changes)
        return self._run(changed(self.family, self.family.start(), **changes))

    def _show(self, state, /, **changes):
        check_show(self.spec["panels"], **changes)
        self.state = changed(self.family, state, **changes)
        self.chosen = int(changes.get("chosen", self.chosen))

    def network(self):
        """Arguments of `simulate` for what is on screen: weights, inputs, and a dict of the others."""
        return self.family.network(self.state)

    def activity(self):
        """What the network on screen does: an Activity, with the same spikes."""
        return self._run(self.state)

    def other(self):
        """What the network beside it does, an Activity: the pinned one, else the twin without kicks; or None."""
        state = self.family.other(self.state)
        return state and self._run(state)

    def _run(self, state):
        weights, inputs, options = self.family.network(state)
        return simulate(weights, inputs, **options)

    def _frame(self, state):
        weights, inputs, options = self.family.network(state)
        return Frame(simulate(weights, inputs, **options), weights, options["decay"], state["values"])

    def __repr__(self):
        activity, (weights, inputs, _) = self.activity(), self.network()
        # rounded: the last digits of a cosine differ between machines
        arrays = b"".join(np.round(part, 6).astype("<f4").tobytes() for part in (weights, inputs))
        digest = hashlib.sha256(activity.spikes.tobytes() + arrays).hexdigest()[:12]
        summary = (
            f"{_count(activity.spikes.shape[0], 'neuron')}, {_count(int(activity.spikes.sum()), 'spike')}"
        )
        return f"LiveFigure {self.spec['name']}: {summary}, {digest}"

    def _repr_mimebundle_(self, **options):
        data, metadata = super()._repr_mimebundle_(**options) or ({}, {})
        about, state = self.spec, self.state
        other = self.family.other(state)
        shown = Shown(
            self._frame(state),
            other and self._frame(other),
            about["start"],
            self.chosen,
            tuple(state["kicks"]),
        )
        png = picture(shown, about["panels"], small="small" in about)
        data = {**data, "text/plain": repr(self), "image/png": png}
        # how wide it is on a screen, and what the website needs besides it, see website/live.py
        return data, {**metadata, "image/png": {"width": 720}, "live": {"spec": self.spec}}


def _count(number, name):
    return f"{number} {name}" + ("" if number == 1 else "s")


def style():
    """The style sheet, and the colours, which on the website are those of the page."""
    names = {
        mode: "".join(f"--{key}: {colour};" for key, colour in PALETTE[mode].items()) for mode in PALETTE
    }
    colours = f".live {{{names['light']}}} [data-jp-theme-light='false'] .live {{{names['dark']}}}"
    return colours + (Path(__file__).parent / "live.css").read_text(encoding="utf8")
