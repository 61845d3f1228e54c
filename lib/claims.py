"""Claims that are checked each time the book is built, and the numbers that the prose quotes."""

import math
from dataclasses import dataclass
from html import escape

from IPython.display import display

from . import check

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

    @property
    def holds(self):
        """Whether the two differ by no more than `within`; NaN never holds."""
        return abs(self.measured - self.expected) <= self.within

    def cells(self):
        """The row of the table: claim, measured, expected, tolerance, source."""
        digits = _digits(self.within, self.expected)
        unit = f" {self.unit}" if self.unit else ""
        within = "exactly" if self.within == 0 else f"± {self.within:.{digits}f}{unit}"
        values = (f"{value:.{digits}f}{unit}".replace("-", "−") for value in (self.measured, self.expected))
        return self.name, *values, within, self.source

    def __str__(self):
        name, measured, expected, within, source = self.cells()
        verdict = "holds" if self.holds else "FAILS"
        return f"{verdict}: {name}: {measured}, expected {expected} {within} ({source})"


def claim(name, measured, expected, *, within, unit="", source):
    """Record a claim, print it on one line, and raise when it does not hold.

    Parameters
    ----------
    name : str
        What is claimed, as a phrase that stands alone in a table.
    measured, expected : float
    within : float, at least 0
        The largest difference under which the claim holds. Where the measured value is random, take it
        from the spread over seeds.
    unit : str
    source : str
        Where the expected value comes from: a key of the bibliography, "theory" or "this article".

    Raises
    ------
    AssertionError when measured and expected differ by more than `within`, or one of them is NaN.

    Examples
    --------
    >>> claim("noise-free interval at 80 mV", 15, 15, within=0, unit="ms", source="theory")
    holds: noise-free interval at 80 mV: 15 ms, expected 15 ms exactly (theory)
    """
    for label, value in (("name", name), ("source", source)):
        check.check(isinstance(value, str) and value, label, "a text that is not empty", value)
    check.number("within", within, at_least=0)
    new = Claim(name, float(measured), float(expected), float(within), unit, source)
    _claims[:] = [old for old in _claims if old.name != name]  # a cell that is run again replaces its claim
    _claims.append(new)
    if not new.holds:
        raise AssertionError(str(new))
    print(new)


def claims_table():
    """All claims recorded so far, as a table for a notebook or a page."""
    return _Table(tuple(_claims))


def prose(**texts):
    """Publish numbers that the prose quotes: `prose(rate=f"{rate:.1f} Hz")` for {glue:text}`rate`.

    Round them: the last digits of linear algebra differ between machines.
    """
    for name, text in texts.items():
        check.check(isinstance(text, str), name, "a text, rounded and with its unit", text)
        record = {"application/papermill.record/text/plain": repr(text)}  # quoted, or 27.10 would become 27.1
        place = {"scrapbook": {"name": name, "mime_prefix": "application/papermill.record/"}}
        display(record, metadata=place, raw=True)


def _digits(within, expected):
    """Decimals that show a tenth of the tolerance, or, of an exact claim, the value."""
    if within == 0:
        return 0 if expected == int(expected) else 6
    return max(0, 1 - math.floor(math.log10(within)))


class _Table:
    head = ("Claim", "Measured", "Expected", "Within", "Source")

    def __init__(self, claims):
        self.claims = claims

    def __repr__(self):
        rows = [self.head, *(claim.cells() for claim in self.claims)]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)

    def _repr_html_(self):
        def row(cells, tag):
            return "<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in cells) + "</tr>"

        body = "\n".join(row(claim.cells(), "td") for claim in self.claims)
        return f'<table class="claims"><thead>{row(self.head, "th")}</thead>\n<tbody>{body}</tbody></table>'
