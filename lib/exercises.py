"""Exercises that can be checked: predict a number, then see whether it is right."""

import math
from dataclasses import dataclass
from html import escape

from . import arguments

_answers = {}  # of this kernel, that is, of one article


def exercise(name, answer, *, within, unit="", asks=""):
    """Record the answer of an exercise, out of sight of the reader.

    Parameters
    ----------
    name : str
    answer : float
    within : float, at least 0
        The largest difference from the answer that counts as right.
    unit : str
    asks : str
        Which number is asked for, where a question has several.
    """
    arguments.check(isinstance(name, str) and name, "name", "a text that is not empty", name)
    arguments.number("answer", answer)
    arguments.number("within", within, at_least=0)
    _answers[name] = Answer(float(answer), float(within), unit, asks)


def check(name, answer=...):
    """Say whether an answer is right, or how far off it is, without giving it away.

    Parameters
    ----------
    name : str
        Of an exercise of this article.
    answer : float
        In the unit that is asked for. The dots `...` stand for no answer yet.

    Returns
    -------
    Verdict, a sentence in a notebook and a field to fill in on a page

    Examples
    --------
    >>> exercise("interval", 15, within=0.5, unit="ms")
    >>> check("interval", 14)
    Close: too low, but by less than 10%.
    >>> check("interval", 15)
    Right.
    """
    arguments.check(name in _answers, "name", f"one of {', '.join(_answers) or 'no exercise yet'}", name)
    if answer is not ...:
        arguments.number("answer", answer)
    return Verdict(_answers[name], answer)


@dataclass(frozen=True)
class Answer:
    """The answer of an exercise, and how near to it is right."""

    value: float
    within: float
    unit: str = ""
    asks: str = ""

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


@dataclass(frozen=True)
class Verdict:
    """What `check` returns: a sentence in a notebook, a field to fill in on a page."""

    answer: Answer
    given: object

    def __repr__(self):
        if self.given is not ...:
            return self.answer.verdict(self.given)
        what = f"the {self.answer.asks}" if self.answer.asks else "your answer"
        unit = f" in {self.answer.unit}" if self.answer.unit else ""
        return f"Write {what}{unit} in place of the dots, then run the cell."

    def _repr_html_(self):
        if self.given is not ...:
            return f"<p>{escape(repr(self))}</p>"
        # digits down to a thousandth of the tolerance: the answer stays right, and is the same on every machine
        value, within = self.answer.value, self.answer.within
        digits = max(1, 3 - math.floor(math.log10(within))) if within else None
        data = {
            "answer": repr(value) if digits is None else f"{value:.{digits}f}".rstrip("0").rstrip("."),
            "within": f"{within:.6g}",
            "unit": self.answer.unit,
            "asks": self.answer.asks,
        }
        data = " ".join(f'data-{name}="{escape(value)}"' for name, value in data.items())
        return f'<p class="exercise" {data}>{escape(repr(self))}</p>'
