"""Exercises that can be checked: predict a number, or guess what happens, then see whether it is right."""

import json
import math
from dataclasses import dataclass, field
from html import escape

from . import arguments

_answers = {}  # of this kernel, that is, of one article


def exercise(name, answer, *, within=None, unit="", asks="", options=None, because=""):
    """Record the answer of an exercise, out of sight of the reader.

    Parameters
    ----------
    name : str
    answer : float, or one of the options
    within : float, at least 0
        The largest difference from the answer that counts as right.
    unit : str
    asks : str
        Which number is asked for, or what is guessed, where a question has several.
    options : list of str, or dict of str
        For a guess: what may happen, in phrases that go on after "Yes," and "No,", such as "it grows". A dictionary
        gives with each what is said of that guess in place of `because`, such as where to look, or "".
    because : str
        For a guess: what is said behind the answer.
    """
    arguments.require(isinstance(name, str) and name, "name", "a text that is not empty", name)
    if options is None:
        arguments.number("answer", answer)
        arguments.number("within", within, at_least=0)
        arguments.require(not because, "because", "left out where there are no options", because)
        _answers[name] = Answer(float(answer), float(within), unit, asks)
        return
    texts = isinstance(options, list | tuple | dict) and all(isinstance(one, str) and one for one in options)
    several = texts and len(set(options)) == len(options) >= 2
    arguments.require(several, "options", "a list of two different texts at least", options)
    arguments.require(answer in options, "answer", f"one of {_quoted(options)}", answer)
    arguments.require(within is None and not unit, "within, unit", "left out of a guess", (within, unit))
    arguments.require(isinstance(because, str), "because", "a text", because)
    own = options if isinstance(options, dict) else {}
    arguments.require(all(isinstance(text, str) for text in own.values()), "options", "a dict of texts", own)
    own = {option: text for option, text in own.items() if text}
    _answers[name] = Guess(answer, tuple(options), asks, because, own)


def check(name, answer=...):
    """Say whether an answer is right, or how far off it is, without giving it away.

    Parameters
    ----------
    name : str
        Of an exercise of this article.
    answer : float, or one of the options
        In the unit that is asked for. The dots `...` stand for no answer yet.

    Returns
    -------
    Verdict, a sentence in a notebook, and on a page a field to fill in or buttons to press

    Examples
    --------
    >>> exercise("interval", 15, within=0.5, unit="ms")
    >>> check("interval", 14)
    Close: too low, but by less than 10%.
    >>> check("interval", 15)
    Right.
    >>> exercise("rate", "it grows", options=["it grows", "it shrinks"], because="The drive is nearer to the threshold.")
    >>> check("rate", "it shrinks")
    No, it grows. The drive is nearer to the threshold.
    """
    arguments.require(name in _answers, "name", f"one of {', '.join(_answers) or 'no exercise yet'}", name)
    if answer is not ...:
        _answers[name].require(answer)
    return Verdict(_answers[name], answer)


def _quoted(options):
    """Texts in a sentence: "a", "b" or "c"."""
    *others, last = [f'"{one}"' for one in options]
    return f"{', '.join(others)} or {last}"


@dataclass(frozen=True)
class Answer:
    """The answer of an exercise, and how near to it is right."""

    value: float
    within: float
    unit: str = ""
    asks: str = ""

    def require(self, given):
        arguments.number("answer", given)

    def verdict(self, given):
        """One sentence on a given answer. `website/static/exercises.js` says the same on a page."""
        off = abs(given - self.value)
        if off <= self.within * (1 + 1e-9):  # a tolerance of 0.1 takes 0.3 for 0.2
            return "Right."
        side = "too high" if given > self.value else "too low"
        if given * self.value < 0:
            return f"Not yet: {side}, and the sign is wrong."
        if self.value == 0 or given == 0:
            return f"Not yet: {side}."
        factor = max(given / self.value, self.value / given)
        if off <= 0.1 * abs(self.value):
            return f"Close: {side}, but by less than 10%."
        if factor <= 2:
            return f"Not yet: {side}, by less than a factor of 2."
        return f"Not yet: {side}, by more than a factor of {10 if factor > 10 else 2}."

    def waits(self):
        """What stands where no answer was given yet."""
        what = f"the {self.asks}" if self.asks else "your answer"
        unit = f" in {self.unit}" if self.unit else ""
        return f"Write {what}{unit} in place of the dots, then run the cell."

    def data(self):
        """What a page needs to know."""
        # digits down to a thousandth of the tolerance: the answer stays right, and is the same on every machine
        digits = max(1, 3 - math.floor(math.log10(self.within))) if self.within else None
        value = repr(self.value) if digits is None else f"{self.value:.{digits}f}".rstrip("0").rstrip(".")
        return {"answer": value, "within": f"{self.within:.6g}", "unit": self.unit, "asks": self.asks}


@dataclass(frozen=True)
class Guess:
    """What happens, out of several options, and why."""

    answer: str
    options: tuple
    asks: str = ""
    because: str = ""
    own: dict = field(default_factory=dict)  # what is said of a guess in place of `because`

    def require(self, given):
        arguments.require(given in self.options, "answer", f"one of {_quoted(self.options)}", given)

    def verdict(self, given):
        """One sentence on a guess, and why. `website/static/exercises.js` says the same on a page."""
        right = "Yes" if given == self.answer else "No"
        return f"{right}, {self.answer}. {self.own.get(given, self.because)}".rstrip()

    def waits(self):
        what = f"On the {self.asks}, write" if self.asks else "Write"
        return f"{what} {_quoted(self.options)} in place of the dots, then run the cell."

    def data(self):
        options = json.dumps(self.options, ensure_ascii=False)
        own = {"own": json.dumps(self.own, ensure_ascii=False)} if self.own else {}
        return {"options": options, "answer": self.answer, "because": self.because, "asks": self.asks, **own}


@dataclass(frozen=True)
class Verdict:
    """What `check` returns: a sentence in a notebook, a field to fill in or buttons on a page."""

    answer: Answer | Guess
    given: object

    def __repr__(self):
        return self.answer.waits() if self.given is ... else self.answer.verdict(self.given)

    def _repr_html_(self):
        if self.given is not ...:
            return f"<p>{escape(repr(self))}</p>"
        data = " ".join(f'data-{name}="{escape(value)}"' for name, value in self.answer.data().items())
        return f'<p class="exercise" {data}>{escape(repr(self))}</p>'
