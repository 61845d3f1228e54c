"""What is written: numbers and spelling, in the sources. Each gate lists what is wrong, with its line.

As in test_quality.py every gate is also given something that is broken on purpose.
"""

import ast
import builtins
import hashlib
import re
from dataclasses import fields
from functools import cache

import pytest
from pages import ROOT
from spylls.hunspell import Dictionary

from lib import Neuron
from website import articles
from website.form import Cell, blank, syntax, take_apart, without_markup

SPELLING = ROOT / "tests" / "spelling"
CHAPTERS = sorted((ROOT / "chapters").glob("*.md"))
ARTICLES = [path for path in CHAPTERS if articles.is_article(f"chapters/{path.stem}")]


# ------------------------------------------------------------------------------- numbers

SPACE = r"(?:[ \n\u00a0\u2009\u202f~-]|\\[,;: ]|&nbsp;|\$)*"
NUMBER = r"(?<![\w.,^{}\\])(?:\d{1,3}(?:[,\u202f]\d{3})+|\d+)(?:\.\d+)?(?:\s*[·×]\s*10[⁻⁰¹²³⁴-⁹]+)?"
POWER = r"10(?:[⁻⁰¹²³⁴-⁹]+|\^\{?-?\d+\}?)"
ONE = rf"(?:{POWER}|{NUMBER})"
AND = rf"{SPACE}(?:,|and|or|to|by|–|−|-|\+|±|\\pm|×|\\times){SPACE}"
UNIT = (
    r"(?:\\text\{\s*|\\mathrm\{\s*)?(?:mV²?|µV|kHz|Hz|ms|µs|s|min|h|kB|MB|GB|bytes?|px|pixels?|\\?%|°|deg|"
    r"degrees?|millivolts?|milliseconds?|seconds?|minutes?|hours?|hertz|per ?cent|percentage points?|"
    r"spikes?|neurons?|steps?|time constants?)(?![\w²-])"
)
WITH_UNIT = re.compile(rf"{ONE}(?:{AND}{ONE})*{SPACE}{UNIT}")
SUPERSCRIPT = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def constants():
    """The numbers that belong to the model: what `Neuron()` is unless one says otherwise, and its tau."""
    neuron = Neuron()
    return {abs(getattr(neuron, one.name)) for one in fields(neuron)} | {neuron.tau}


def literals(code):
    """The numbers that stand in code, without their sign."""
    return {
        abs(node.value)
        for node in ast.walk(syntax(code))
        if isinstance(node, ast.Constant) and type(node.value) in (int, float)
    }


def value(text):
    """A number as it is written in prose."""
    text = re.sub(r"[,\u202f](?=\d{3})", "", text)
    text = re.sub(r"\s*[·×]\s*10([⁻⁰¹²³⁴-⁹]+)", lambda power: "e" + power[1].translate(SUPERSCRIPT), text)
    text = re.sub(r"^10([⁻⁰¹²³⁴-⁹]+)$", lambda power: "1e" + power[1].translate(SUPERSCRIPT), text)
    return float(re.sub(r"^10\^\{?(-?\d+)\}?$", r"1e\1", text))


def typed_results(text):
    """Numbers with a unit that are typed into the prose of an article and stand nowhere in its code."""
    source = take_apart(text)
    known = constants().union(*(literals(cell.code) for cell in source.cells))
    prose, wrong = without_markup(source.prose), []
    for found in WITH_UNIT.finditer(prose):
        for number in re.findall(ONE, found[0]):
            if not any(abs(value(number) - one) <= 1e-12 * abs(one) for one in known):
                line = prose.count("\n", 0, found.start()) + 1
                wrong.append(f"line {line}: {number}, in {' '.join(found[0].split())!r}")
    return wrong


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_no_result_is_typed(path):
    wrong = [f"{path.name}, {line}" for line in typed_results(path.read_text(encoding="utf8"))]
    assert not wrong, "publish them with prose(...), or let the code say them:\n" + "\n".join(wrong)


def unquoted(text):
    """Names that a cell publishes and nobody quotes."""
    source = take_apart(text)
    published = {
        word.arg
        for cell in source.cells
        for node in ast.walk(syntax(cell.code))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "prose"
        for word in node.keywords
        if word.arg
    }
    return sorted(published - set(re.findall(r"\{glue:text\}`([^`]+)`", text)))


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_what_is_published_is_quoted(path):
    assert unquoted(path.read_text(encoding="utf8")) == []


def test_the_prose_of_a_new_article():
    text = (ROOT / "website" / "templates" / "article.md").read_text(encoding="utf8")
    assert typed_results(text) == [] and unquoted(text) == [] and misspelt(text) == []


CELL = """---
title: "A title"
summary: It fires at 60 mV.
---
# A title

```{{code-cell}} ipython3
---
mystnb:
  figure:
    name: fig-one
    caption: |
      {caption}
  image:
    alt: |
      {alt}
---
run = simulate(1_000, -33.5, rate=2.5, kick=1e-6)  # 77 Hz
```

{text}
"""


@pytest.mark.parametrize(
    "text, numbers",
    [
        ("At 33.5 mV and −33.5 mV, after 1,000 steps, with 1000 ms and a kick of 10⁻⁶ mV.", []),
        ("The model's: 60 mV, 70 mV, 10 ms, $x = -60$ mV.", []),
        ("It is {glue:text}`rate` or `12 Hz`, see [there](12Hz.md), figure 12, in 2012, 12 times.", []),
        ("```python\n12 Hz\n```\n$$\n12 Hz\n$$", []),
        ("It is 12 Hz.", ["12"]),
        (
            "It is 12\u00a0Hz, 13\u2009Hz, 14\u202fHz, 15&nbsp;Hz, $16$ Hz, $17\\,$Hz, 18Hz.",
            ["12", "13", "14", "15", "16", "17", "18"],
        ),
        ("From 2.5 to 12.25 Hz, 13–14 ms, 15, 16 and 17 mV.", ["12.25", "13", "14", "15", "16", "17"]),
        ("About 12% or 13 %, 14° and 15 degrees.", ["12", "13", "14", "15"]),
        (
            "Exactly 12,345 spikes,\n13\nseconds, $\\sigma = 14$ mV, $15 \\text{ mV}$.",
            ["12,345", "13", "14", "15"],
        ),
        ("A kick of 10⁻⁷ mV, $10^{-8}$ mV, 3 · 10⁻⁶ s.", ["10⁻⁷", "10^{-8}", "3 · 10⁻⁶"]),
        ("A comment of the code is no code: 77 Hz.", ["77"]),
        (":::{note}\nIt is 12 Hz.\n:::", ["12"]),
        ("{try}`Lower it to 12 Hz <pair: rate=12>` or {try}`2.5 Hz <pair: rate=2.5>`.", ["12"]),
    ],
)
def test_typed_results_are_found(text, numbers):
    plain = CELL.format(caption="At 33.5 mV.", alt="Dots at 2.5 Hz.", text="{}")
    assert [
        line.split(": ")[1].split(", in")[0] for line in typed_results(plain.replace("{}", text))
    ] == numbers


def test_what_nobody_quotes_is_found():
    cell = '```{code-cell} ipython3\nprose(".1f Hz", rate=1, other=2)\n```\n'
    assert unquoted(cell + "It fires at {glue:text}`rate`.") == ["other"]


def test_typed_results_are_found_everywhere_with_their_line():
    text = CELL.format(caption="At 12 Hz.", alt="Dots,\n      at 13 Hz.", text="14 Hz").replace("60", "11")
    assert typed_results(text) == [
        "line 3: 11, in '11 mV'",
        "line 13: 12, in '12 Hz'",
        "line 17: 13, in '13 Hz'",
        "line 22: 14, in '14 Hz'",
    ]


# ------------------------------------------------------------------------------- spelling


@cache
def dictionary():
    return Dictionary.from_files(str(SPELLING / "en_GB"))


@cache
def own_words():
    """The words of the project, the names in its references, and those of its packages."""
    names = re.findall(
        r"(?:author|editor)\s*=\s*\{(.*?)\},?\n", (ROOT / "references.bib").read_text(encoding="utf8")
    )
    pins = re.findall(r"^[\w-]+", (ROOT / "requirements.txt").read_text(encoding="utf8"), re.M)
    listed = (SPELLING / "words.txt").read_text(encoding="utf8").split()
    return {*listed, *re.findall(r"[^\W\d_]+", " ".join([*names, *pins]))}


@cache
def is_word(word):
    word = word.replace("’", "'")
    known = own_words()
    if len(word) < 2 or word in known or word.lower() in known or dictionary().lookup(word):
        return True
    stem = re.sub(r"'s$", "", word)
    return stem != word and is_word(stem)


def misspelt(text):
    """Words of Markdown that neither the British dictionary nor the list of the project has."""
    prose = without_markup(take_apart(text).prose)
    return strange_words(re.sub(r"\$[^$]+\$", blank, prose))


def misspelt_in_code(text):
    """The same for the docstrings of Python; names of the code, of types and in CamelCase are no words."""
    kept = [""] * (text.count("\n") + 2)
    names = {*dir(builtins), *re.findall(r"[A-Za-z_]+", re.sub(r'""".*?"""|#[^\n]*', "", text, flags=re.S))}
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node):
            where = node.body[0]
            for k, line in enumerate(where.value.value.split("\n")):
                kept[where.lineno - 1 + k] = line
    words = strange_words(without_markup("\n".join(re.sub(r">>>.*|\.\.\. .*", "", line) for line in kept)))
    return [line for line in words if line.split(": ")[1] not in names and not re.search("[a-z][A-Z]", line)]


def strange_words(prose):
    return [
        f"line {prose.count(chr(10), 0, found.start()) + 1}: {found[0]}"
        for found in re.finditer(r"(?<![\w.@#/\\-])[A-Za-zÀ-ž]+(?:['’][A-Za-z]+)*(?![\w@/]|\.\w)", prose)
        if not is_word(found[0])
    ]


WRITTEN = [*CHAPTERS, ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "lib").rglob("*.py"))]


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_spelling(path):
    text = path.read_text(encoding="utf8")
    wrong = misspelt_in_code(text) if path.suffix == ".py" else misspelt(text)
    assert not wrong, f"{path.name}; a right word belongs into tests/spelling/words.txt:\n" + "\n".join(wrong)


@pytest.mark.parametrize(
    "text, words",
    [
        ("The neuron's membrane doesn’t leak: `teh code`, $teh$, [a link](teh.md), {cite:t}`teh1`.", []),
        ("Poisson noise, by Rajan and Abbott.", []),
        ("It is\nteh neuron.", ["line 2: teh"]),
        (
            "The color of a neighbor, organized and modeled.",
            [f"line 1: {x}" for x in ["color", "neighbor", "organized", "modeled"]],
        ),
        ("The {term}`membrain` and {term}`spikes <spike>`.", ["line 1: membrain"]),
        ("{try}`Lower teh\n*noise* <pair: wz=3>`.", ["line 1: teh"]),
        ("```{admonition} A titel\n:class: tip\nA tabel.\n```", ["line 1: titel", "line 3: tabel"]),
        (
            CELL.format(caption="A captoin.", alt="An imige.", text="x"),
            ["line 13: captoin", "line 16: imige"],
        ),
    ],
)
def test_misspelt_words_are_found(text, words):
    assert misspelt(text) == words


def test_misspelt_words_are_found_in_docstrings():
    code = '"""The modul."""\n\n\ndef xyz(abc):\n    """Give xyz of abc.\n\n    >>> teh = 1\n    Its valeu.\n    """\n'
    assert misspelt_in_code(code) == ["line 1: modul", "line 8: valeu"]


def test_the_projects_words_are_in_order_and_needed():
    words = (SPELLING / "words.txt").read_text(encoding="utf8").split("\n")[:-1]
    assert words == sorted(set(words), key=lambda word: (word.lower(), word))
    assert [word for word in words if dictionary().lookup(word)] == []


def test_the_dictionary_is_what_it_says():
    sums = dict(line.split()[::-1] for line in (SPELLING / "SHA256SUMS").read_text().splitlines())
    assert set(sums) == {"LICENSE", "VERSION", "en_GB.aff", "en_GB.dic"}
    for name, digest in sums.items():
        assert hashlib.sha256((SPELLING / name).read_bytes()).hexdigest() == digest


# ------------------------------------------------------------------------------- code that draws

LOGARITHMIC = {"loglog": "xy", "semilogx": "x", "semilogy": "y"}


def limitless(code):
    """Logarithmic axes of a cell without limits of their own: from data, these follow the last digits of log10."""
    needed, given = {}, {}
    for node in ast.walk(syntax(code)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            axes, name = ast.unparse(node.func.value), node.func.attr
            scales = {"set_xscale": "x", "set_yscale": "y"}
            if name in scales and ast.unparse(node.args[0]) == "'log'":
                needed.setdefault(axes, set()).add(scales[name])
            needed.setdefault(axes, set()).update(LOGARITHMIC.get(name, ""))
            keywords = {f"set_{key.arg}" for key in node.keywords} if name == "set" else {name}
            given.setdefault(axes, set()).update(axis for axis in "xy" if f"set_{axis}lim" in keywords)
    return [f"{axes}: {axis}lim" for axes in needed for axis in sorted(needed[axes] - given[axes])]


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_logarithmic_axes_have_limits_of_their_own(path):
    cells = take_apart(path.read_text(encoding="utf8")).cells
    wrong = {f"{path.name}, line {cell.line}": limitless(cell.code) for cell in cells}
    assert {where: axes for where, axes in wrong.items() if axes} == {}


@pytest.mark.parametrize(
    "code, missing",
    [
        ("ax.plot(x, y)", []),
        ("ax.semilogy(x, y)", ["ax: ylim"]),
        ("ax.semilogy(x, y)\nax.set(ylim=(1, 2))", []),
        ("axes[0].loglog(x, y)\naxes[1].set(xlim=(1, 2), ylim=(1, 2))", ["axes[0]: xlim", "axes[0]: ylim"]),
        ("ax.set_xscale('log')\nax.set_xlim(1, 2)", []),
        ("%matplotlib inline\nax.set_yscale('log')\nax.set_xlim(1, 2)", ["ax: ylim"]),
    ],
)
def test_an_axis_without_limits_is_found(code, missing):
    assert limitless(code) == missing


def test_what_follows_a_directive_of_prose_is_read():
    for fence in ("```", ":::"):
        source = take_apart(
            f"One.\n{fence}{{margin}}\nAside.\n{fence}\nTwo.\n```{{code-cell}} ipython3\nx = 3\n```\nThree."
        )
        assert source.prose.split() == ["One.", "Aside.", "Two.", "Three."]
        assert source.cells == [Cell(7, "x = 3")]
