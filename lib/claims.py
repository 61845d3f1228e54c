"""Claims that are checked each time the book is built, and the numbers that the prose quotes."""

import math
import re
from dataclasses import dataclass
from html import escape

import numpy as np
from IPython.display import display

from . import arguments

MISFIT = 3  # so many standard errors are not chance: one claim in 370 would be off by more
KEY = "[a-z][a-z-]*[0-9]{4}[a-z]?"  # of the bibliography: name and year

HEAD = ("Claim", "Measured", "Expected", "Within", "Kind", "Source")

_claims = []  # of this kernel, that is, of one article


@dataclass(frozen=True)
class Claim:
    """A measured value beside the value that theory or a publication gives."""

    name: str
    measured: float
    expected: float
    within: float
    unit: str
    source: str
    error: float | None = None
    code: bool = False

    @property
    def holds(self):
        """Whether the two differ by no more than `within`; NaN never holds."""
        return abs(self.measured - self.expected) <= self.within

    @property
    def kind(self):
        """What it says when it holds: something of the code, or of networks, and then how well."""
        if self.code:
            return "test of the code"
        off = abs(self.measured - self.expected)
        if self.error and off > MISFIT * self.error:
            return f"known misfit, {off / self.error:.0f} standard errors"
        return "prediction"

    def cells(self):
        """The row of the table: claim, measured, expected, tolerance, kind, source."""
        unit = f" {self.unit}" if self.unit else ""
        last = (
            min(self.within, 10 * self.error) if self.error else self.within
        )  # at least one digit of the error
        measured, expected = (
            _text(value, last).replace("-", "\N{MINUS SIGN}") for value in (self.measured, self.expected)
        )
        if self.error:
            measured += f" ± {_text(self.error, last)}"
        within = "exactly" if self.within == 0 else f"± {_text(self.within, self.within)}{unit}"
        return self.name, measured + unit, expected + unit, within, self.kind, self.source

    def __str__(self):
        name, measured, expected, within, kind, source = self.cells()
        verdict = "holds" if self.holds else "FAILS"
        return f"{verdict}: {name}: {measured}, expected {expected} {within} ({kind}; {source})"


def claim(name, measured, expected, *, within, error=None, unit="", source, code=False):
    """Record a claim, print it on one line, and raise when it does not hold.

    Parameters
    ----------
    name : str
        What is claimed, as a phrase that stands alone in a table.
    measured, expected : float
    within : float, at least 0
        The largest difference under which the claim holds: smaller than the effect that is claimed and, where the
        measured value is random, at least three standard errors, so that it holds with other seeds too.
    error : float, at least 0, optional
        The standard error of `measured - expected` over seeds, where the value is random. A difference of more than
        three of them is a misfit, and the table says so.
    unit : str
    source : str
        Where the expected value comes from: a key of the bibliography, "theory" or "this article".
    code : bool
        Whether this tests the code only: it is true by construction, or by algebra, and says nothing of networks.

    Raises
    ------
    AssertionError when measured and expected differ by more than `within`, one of them is NaN, or `within` is less
    than three standard errors.

    Examples
    --------
    >>> claim("noise-free interval at 80 mV", 15, 15, within=0, unit="ms", source="theory")
    holds: noise-free interval at 80 mV: 15 ms, expected 15 ms exactly (prediction; theory)
    >>> claim("rate", 27.04, 27.34, within=0.6, error=0.12, unit="Hz", source="theory")
    holds: rate: 27.04 ± 0.12 Hz, expected 27.34 Hz ± 0.60 Hz (prediction; theory)
    """
    arguments.require(isinstance(name, str) and name, "name", "a text that is not empty", name)
    known = isinstance(source, str) and re.fullmatch(f"theory|this article|{KEY}", source)
    arguments.require(known, "source", '"theory", "this article" or a key of the bibliography', source)
    arguments.number("within", within, at_least=0)
    if error is not None:
        arguments.number("error", error, at_least=0)
        arguments.require(error == 0 or within > 0, "error", "left out of an exact claim (within=0)", error)
        error = float(error)
    new = Claim(name, float(measured), float(expected), float(within), unit, source, error, bool(code))
    _claims[:] = [old for old in _claims if old.name != name]  # a cell that is run again replaces its claim
    _claims.append(new)
    if not new.holds:
        raise AssertionError(str(new))
    if within < MISFIT * (error or 0):
        raise AssertionError(
            f"{MISFIT} standard errors are more than the tolerance, so that chance decides: {new}"
        )
    print(new)


def claims_table():
    """All claims recorded so far.

    Returns
    -------
    A table, which a notebook or a page shows as one.
    """
    return _Table(tuple(_claims))


def prose(format=None, /, **values):
    r"""Publish numbers that the prose quotes: `prose(".1f Hz", rate=rate)` for {glue:text}`rate`.

    A hyphen in front of a number becomes a minus sign, and a number is kept on one line with its unit.

    Parameters
    ----------
    format : str
        How the values are rounded, as in an f-string; behind the first space the unit. ".0%" makes a percentage;
        for whole numbers, "" and "d" will do. Without a format the values are texts as they shall be read:
        `prose(rate=f"{rate:.1f} Hz")`. Round them: the last digits of linear algebra differ between machines.
    **values : float, int or str
        Each under the name by which the prose quotes it.

    Examples
    --------
    >>> prose(".1f mV", net=-8.26, spread=np.float64(0.31))
    {'application/papermill.record/text/plain': "'−8.3\\xa0mV'"}
    {'application/papermill.record/text/plain': "'0.3\\xa0mV'"}
    """
    if format is not None:
        arguments.require(isinstance(format, str), "format", 'a text such as ".1f Hz"', format)
        values = {name: _formatted(format, name, value) for name, value in values.items()}
    for name, text in values.items():
        arguments.require(isinstance(text, str), name, "a text, rounded and with its unit", text)
        text = re.sub(r"(?<![\w.])-(?=\d)", "\N{MINUS SIGN}", text)
        text = re.sub(r"(?<=\d) (?=\S)", "\N{NO-BREAK SPACE}", text)
        record = {"application/papermill.record/text/plain": repr(text)}  # it is evaluated later
        place = {"scrapbook": {"name": name, "mime_prefix": "application/papermill.record/"}}
        display(record, metadata=place, raw=True)


def _formatted(format, name, value):
    """A number as a text, in the format of `prose`."""
    if np.ndim(value) == 0 and hasattr(value, "item"):
        value = value.item()  # of numpy or xarray, as a mean is
    arguments.number(name, value)
    rounding, space, unit = format.partition(" ")
    arguments.require(rounding or isinstance(value, int), name, f"whole for the format {format!r}", value)
    try:
        return f"{value:{rounding}}{space}{unit}"
    except ValueError:
        arguments.require(False, name, f"a number that the format {format!r} can show", value)


def _text(value, within):
    """The value with decimals down to a tenth of the tolerance; of an exact claim, all there are."""
    if within == 0:
        return f"{value:.0f}" if value.is_integer() else repr(value)
    return f"{value:.{max(0, 1 - math.floor(math.log10(within)))}f}"


class _Table:
    def __init__(self, claims):
        self.claims = claims

    def __repr__(self):
        rows = [HEAD, *(claim.cells() for claim in self.claims)]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)

    def _repr_html_(self):
        def row(cells, tag):
            return "<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in cells) + "</tr>"

        body = "\n".join(row(claim.cells(), "td") for claim in self.claims)
        return f'<table class="claims"><thead>{row(HEAD, "th")}</thead>\n<tbody>{body}</tbody></table>'
