"""Claims hold, fail loudly and are listed; the prose takes numbers with a format, or texts."""

import ast
import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from lib import claim, claims, claims_table, prose


@pytest.fixture(autouse=True)
def recorded(monkeypatch):
    """No claims of other tests."""
    monkeypatch.setattr(claims, "_claims", [])
    return lambda: [c.name for c in claims._claims]


def test_a_claim_that_holds_prints_one_line(capsys, recorded):
    assert claim("rate", 27.04, 27.34, within=0.6, unit="Hz", source="theory") is None
    assert capsys.readouterr() == (
        "holds: rate: 27.04 Hz, expected 27.34 Hz ± 0.60 Hz (prediction; theory)\n",
        "",
    )
    assert recorded() == ["rate"]


def test_a_claim_that_does_not_hold_raises_and_prints_nothing(capsys):
    with pytest.raises(AssertionError) as error:
        claim("rate", 28.0, 27.34, within=0.6, unit="Hz", source="brunel2000")
    assert str(error.value) == "FAILS: rate: 28.00 Hz, expected 27.34 Hz ± 0.60 Hz (prediction; brunel2000)"
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("measured", "expected", "within", "holds"),
    [
        (1.5, 1.0, 0.5, True),
        (0.5, 1.0, 0.5, True),
        (1.5 + 1e-9, 1.0, 0.5, False),
        (0.5 - 1e-9, 1.0, 0.5, False),
        (3, 3, 0, True),
        (3 + 1e-15 * 4, 3, 0, False),
        (-2, 2, 3.9, False),
        (-0.0, 0.0, 0, True),
        (np.float32(2), np.int64(2), 0, True),
        (True, 1, 0, True),
        (np.inf, 1.0, 1e300, False),
        (np.nan, 1.0, 1e300, False),
        (1.0, np.nan, 1e300, False),
        (np.nan, np.nan, 1.0, False),
        (np.nan, 1.0, 0, False),
        (1.0, np.nan, 0, False),
        (1.0, np.inf, 0, False),
    ],
)
def test_holds_within_the_tolerance_and_never_for_nan(measured, expected, within, holds):
    if holds:
        claim("x", measured, expected, within=within, source="theory")
    else:
        with pytest.raises(AssertionError, match="FAILS: x"):
            claim("x", measured, expected, within=within, source="theory")


@pytest.mark.parametrize(
    ("measured", "expected", "within", "unit", "line"),
    [
        (15, 15, 0, "ms", "15 ms, expected 15 ms exactly"),
        (0.25, 0.25, 0, "", "0.25, expected 0.25 exactly"),
        (-19.87, -19.5, 1.5, "mV", "−19.9 mV, expected −19.5 mV ± 1.5 mV"),
        (0.23812, 0.25, 0.05, "", "0.238, expected 0.250 ± 0.050"),
        (104.31, 100, 12, "mV", "104 mV, expected 100 mV ± 12 mV"),
        (0.0, 1e-13, 1e-12, "", "0.0000000000000, expected 0.0000000000001 ± 0.0000000000010"),
    ],
)
def test_wording_and_digits(measured, expected, within, unit, line, capsys):
    claim("x", measured, expected, within=within, unit=unit, source="this article")
    assert capsys.readouterr().out == f"holds: x: {line} (prediction; this article)\n"


@pytest.mark.parametrize(
    ("measured", "error", "code", "line"),
    [
        (27.04, 0.12, False, "27.04 ± 0.12 Hz, expected 27.34 Hz ± 0.60 Hz (prediction"),
        (27.04, 0.1001, False, "27.04 ± 0.10 Hz, expected 27.34 Hz ± 0.60 Hz (prediction"),
        (
            27.04,
            0.0999,
            False,
            "27.04 ± 0.10 Hz, expected 27.34 Hz ± 0.60 Hz (known misfit, 3 standard errors",
        ),
        (
            27.64,
            0.02,
            False,
            "27.64 ± 0.02 Hz, expected 27.34 Hz ± 0.60 Hz (known misfit, 15 standard errors",
        ),
        (27.64, 0.02, True, "27.64 ± 0.02 Hz, expected 27.34 Hz ± 0.60 Hz (test of the code"),
        (27.04, 0, False, "27.04 Hz, expected 27.34 Hz ± 0.60 Hz (prediction"),
        (27.04, None, True, "27.04 Hz, expected 27.34 Hz ± 0.60 Hz (test of the code"),
    ],
)
def test_what_a_claim_says_when_it_holds(measured, error, code, line, capsys):
    claim("rate", measured, 27.34, within=0.6, error=error, unit="Hz", source="theory", code=code)
    assert capsys.readouterr().out == f"holds: rate: {line}; theory)\n"


def test_a_tolerance_below_three_standard_errors_leaves_it_to_chance(capsys):
    claim("rate", 27.0, 27.0, within=0.6, error=0.199, source="theory")
    with pytest.raises(AssertionError, match="3 standard errors are more than the tolerance"):
        claim("rate", 27.0, 27.0, within=0.6, error=0.201, source="theory")


def test_a_failing_exact_claim_shows_the_difference():
    with pytest.raises(AssertionError) as error:
        claim("interval", 15.25, 15, within=0, unit="ms", source="theory")
    assert "15.25" in str(error.value)  # and not "15 ms, expected 15 ms"


def test_a_cell_that_is_run_again_replaces_its_claim(recorded):
    claim("a", 1, 1, within=0, source="theory")
    claim("b", 2, 2, within=0, source="theory")
    claim("a", 3, 3, within=0, source="theory")
    assert recorded() == ["b", "a"]
    assert "3" in repr(claims_table()) and repr(claims_table()).count("\n") == 2


def test_a_table_stays_as_it_was_when_made():
    claim("a", 1, 1, within=0, source="theory")
    table = claims_table()
    claim("b", 1, 1, within=0, source="theory")
    assert "b" not in repr(table).split()


def test_table_as_text():
    claim("noise-free interval", 15, 15, within=0, unit="ms", source="theory")
    claim("rate", 27.04, 27.34, within=0.6, unit="Hz", source="brunel2000")
    assert repr(claims_table()).split("\n") == [
        "Claim                Measured  Expected  Within     Kind        Source",
        "noise-free interval  15 ms     15 ms     exactly    prediction  theory",
        "rate                 27.04 Hz  27.34 Hz  ± 0.60 Hz  prediction  brunel2000",
    ]
    claims._claims.clear()
    assert repr(claims_table()).split() == ["Claim", "Measured", "Expected", "Within", "Kind", "Source"]


class Cells(HTMLParser):
    """Tags and texts as a browser understands them."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.texts = [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, *attributes))

    def handle_data(self, data):
        if data.strip():
            self.texts.append(data)


def test_table_as_html_escapes_its_texts():
    claims._claims.append(claims.Claim("E[V] < 0 & <script>", 1.0, 1.0, 0.0, '"mV"', "a<b"))
    cells = Cells(claims_table()._repr_html_())
    assert cells.texts[:6] == ["Claim", "Measured", "Expected", "Within", "Kind", "Source"]
    assert cells.texts[6:] == ["E[V] < 0 & <script>", '1 "mV"', '1 "mV"', "exactly", "prediction", "a<b"]
    assert [tag for tag, *_ in cells.tags] == [
        "table",
        "thead",
        "tr",
        *["th"] * 6,
        "tbody",
        "tr",
        *["td"] * 6,
    ]
    assert cells.tags[0] == ("table", ("class", "claims"))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": ""}, "name must be a text that is not empty, got ''"),
        ({"name": 3}, "name must be a text that is not empty, got 3"),
        *(
            (
                {"source": source},
                f'source must be "theory", "this article" or a key of the bibliography, got {source!r}',
            )
            for source in (
                "",
                None,
                3,
                "Tao 2010",
                "tao",
                "Tao2010",
                "tao2010ab",
                "2010tao",
                "see tao2010",
                "Theory",
                "tao2010\n",
            )
        ),
        ({"within": -0.1}, "within must be a finite number of at least 0, got -0.1"),
        ({"within": np.nan}, "within must be a finite number of at least 0, got nan"),
        ({"within": np.inf}, "within must be a finite number of at least 0, got inf"),
        ({"error": -0.1, "within": 1}, "error must be a finite number of at least 0, got -0.1"),
        ({"error": np.nan, "within": 1}, "error must be a finite number of at least 0, got nan"),
        ({"error": 0.1, "within": 0}, "error must be left out of an exact claim (within=0), got 0.1"),
        ({"within": "1"}, "within must be a finite number of at least 0, got '1'"),
    ],
)
def test_bad_claims_are_named_and_not_recorded(change, said, recorded):
    with pytest.raises(ValueError) as error:
        claim(**{"name": "x", "measured": 1, "expected": 1, "within": 0, "source": "theory"} | change)
    assert str(error.value) == said
    assert recorded() == []


@pytest.mark.parametrize("source", ["theory", "this article", "tao2010", "van-vreeswijk1996", "brunel2000b"])
def test_sources(source, capsys):
    claim("x", 1, 1, within=0, source=source)
    assert capsys.readouterr().out.endswith(f"(prediction; {source})\n")


def test_every_key_of_the_bibliography_is_a_source():
    keys = re.findall(r"(?m)^@\w+\{(.+),$", Path(__file__).parents[1].joinpath("references.bib").read_text())
    assert keys and all(re.fullmatch(claims.KEY, key) for key in keys)


def test_tolerance_and_source_must_be_written():
    with pytest.raises(TypeError):
        claim("x", 1, 1, source="theory")
    with pytest.raises(TypeError):
        claim("x", 1, 1, within=1)


def test_prose_publishes_texts(monkeypatch):
    shown = []
    monkeypatch.setattr(claims, "display", lambda data, **options: shown.append((data, options)))
    prose(rate=f"{-27.04:.1f} Hz", count="Dale's 5-HT", exact="27.10")
    kind = "application/papermill.record/"
    for (data, options), name in zip(shown, ("rate", "count", "exact"), strict=True):
        assert data.keys() == {f"{kind}text/plain"}
        assert options == {"metadata": {"scrapbook": {"name": name, "mime_prefix": kind}}, "raw": True}
    texts = [ast.literal_eval(data[f"{kind}text/plain"]) for data, _ in shown]  # as the website does
    assert texts == ["\N{MINUS SIGN}27.0\N{NO-BREAK SPACE}Hz", "Dale's 5-HT", "27.10"]


@pytest.mark.parametrize("value", [27.04, 3, None, np.float64(1.0), ["27 Hz"]])
def test_prose_rejects_numbers(value, monkeypatch):
    monkeypatch.setattr(claims, "display", lambda *_, **__: pytest.fail("shown all the same"))
    with pytest.raises(ValueError, match="rate must be a text, rounded and with its unit"):
        prose(rate=value)


@pytest.fixture
def published(monkeypatch):
    """What `prose` publishes, as the website reads it: {name: text}."""
    found = {}

    def display(data, metadata, raw):
        place = metadata["scrapbook"]
        found[place["name"]] = ast.literal_eval(data[f"{place['mime_prefix']}text/plain"])

    monkeypatch.setattr(claims, "display", display)
    return found


@pytest.mark.parametrize(
    "form, value, text",
    [
        (".1f Hz", 8.26, "8.3\u00a0Hz"),
        (".1f mV", -8.26, "\u22128.3\u00a0mV"),
        (".0f", 1234.5, "1234"),
        (",d spikes", 12_345, "12,345\u00a0spikes"),
        (".0%", 0.256, "26%"),
        ("", 12, "12"),
        ("d", np.int64(-12), "\u221212"),
        (" ms", 7, "7\u00a0ms"),
        (".1f spikes per neuron", 2, "2.0\u00a0spikes per neuron"),
        (".2f", np.float32(0.25), "0.25"),
        (".1f", np.array(0.25), "0.2"),
        (".1f Hz", xr.DataArray([1.0, 2.0]).mean(), "1.5\u00a0Hz"),
    ],
)
def test_prose_takes_a_format_first(form, value, text, published):
    prose(form, x=value, format=value)  # a name may be that of the argument
    assert published == {"x": text, "format": text}


@pytest.mark.parametrize(
    "form, value, said",
    [
        (".1f Hz", "8.3", "rate must be a finite number, got '8.3'"),
        (".1f Hz", None, "rate must be a finite number, got None"),
        (".1f Hz", True, "rate must be a finite number, got True"),
        (".1f Hz", np.nan, "rate must be a finite number, got nan"),
        (".1f Hz", [8.3], r"rate must be a finite number, got \[8.3\]"),
        ("", 8.3, "rate must be whole for the format '', got 8.3"),
        (" Hz", 8.3, "rate must be whole for the format ' Hz', got 8.3"),
        ("d Hz", 8.3, "rate must be a number that the format 'd Hz' can show, got 8.3"),
        ("Hz", 8.3, "good must be a number that the format 'Hz' can show, got 1"),
        (8.3, 8.3, 'format must be a text such as ".1f Hz", got 8.3'),
    ],
)
def test_prose_names_what_its_format_cannot_show(form, value, said, published):
    with pytest.raises(ValueError, match=f"^{said}$"):
        prose(form, good=1, rate=value)
    assert published == {}
