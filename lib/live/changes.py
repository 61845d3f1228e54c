"""Changes of a network in words: the keywords of `LiveFigure.set`, `reset` and `at`, and of a {try} in the text.

changes.js is the same in the browser.
"""

import re

from .. import arguments


def changed(
    family,
    state,
    /,
    *,
    seed=None,
    shuffled=None,
    cut=None,
    weight=None,
    kick=None,
    silence=None,
    chosen=None,
    pin=None,
    show=None,
    **values,
):
    """A state with these changes. What is named takes the place of what was there; all else stays.

    Parameters
    ----------
    family : Family
    state : dict
        From which to start; it is not changed.
    seed : int or text
        0 for the random numbers of the article, 1 for those that "New seed" draws first, and so on; "+1" for one
        more than now.
    shuffled : bool
    cut : str, or a list of them
        "inhibition" or "recurrence".
    weight : (to, from, mV), or a list of them
        -1 for all: (4, -1, 20) is all that neuron 4 receives.
    kick : (neuron, step) or (neuron, step, mV), or a list of them
        The voltage of the neuron gets so much more in the step that follows; where nothing is said, just enough
        for one spike, with all the other changes and the kicks before it.
    silence : int, or a list of them
        Neurons.
    chosen : int
        The neuron to light up, which is no part of the state, and is only checked.
    pin : bool
        Whether the state from which to start stands beside the new one, to be compared with it.
    show : str
        The panel to turn to where only one is in sight. It is no part of the state either, and a family knows no
        panels: `check_show` does.
    **values : float
        Of sliders, by their names.

    Returns
    -------
    dict, the new state

    Raises ValueError, naming what was wrong, when the family has no such state.
    """
    if chosen is not None:
        arguments.count("chosen", chosen, at_most=family.n - 1)
    names = [slider["name"] for slider in family.sliders]
    for name in values:
        arguments.require(name in names, "the name of a slider", f"one of {', '.join(names)}", name)
    made = {**state, "values": {**state["values"], **values}}
    if seed is not None:
        made["draw"] = _draw(seed, state["draw"])
    if shuffled is not None:
        made["shuffled"] = shuffled
    if cut is not None:
        made["cut"] = _several(cut)
    if weight is not None:
        made["edits"] = [_entry("weight", one, "(to, from, mV)", (3,)) for one in _several(weight)]
    if silence is not None:
        made["silenced"] = _several(silence)
    if pin is not None:
        arguments.require(isinstance(pin, bool), "pin", "True or False", pin)
        made["pin"] = {key: value for key, value in state.items() if key != "pin"} if pin else None
    if kick is None:
        family.check(made)
        return made
    made["kicks"] = []
    for one in _several(kick):
        one = _entry("kick", one, "(neuron, step) or (neuron, step, mV)", (2, 3))
        family.check({**made, "kicks": [*made["kicks"], one if len(one) == 3 else [*one, 0]]})
        if len(one) == 2:
            one = [*one, family.kick_size(made, *one)]
        made = {**made, "kicks": [*made["kicks"], one]}
    family.check(made)
    made["kicks"] = [[int(neuron), int(step), float(size)] for neuron, step, size in made["kicks"]]
    return made


def check_show(panels, show=None, **changes):
    """Check the panel that changes turn to, if they name one.

    Parameters
    ----------
    panels : list of dict
        Of the figure, each with its `kind`.
    show : str
        A kind.
    **changes
        The others, which are not looked at.

    Raises ValueError when no panel is of this kind.
    """
    kinds = [panel["kind"] for panel in panels]
    arguments.require(show is None or show in kinds, "show", f"a panel, one of {', '.join(kinds)}", show)


def _draw(seed, now):
    if isinstance(seed, str):
        arguments.require(re.fullmatch(r"\+\d{1,6}", seed), "seed", 'a number, or a text such as "+1"', seed)
        return now + int(seed)
    arguments.count("seed", seed, at_most=10**6)
    return seed


def _several(given):
    return list(given) if isinstance(given, list) else [given]


def _entry(name, given, expected, lengths):
    good = isinstance(given, list | tuple) and len(given) in lengths
    arguments.require(good, name, expected, given)
    return list(given)
