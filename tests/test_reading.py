"""What a page is to read: formulas set at build time, figures as WebP, notes on terms and symbols, weight."""

import base64
import hashlib
import io
import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import nbformat
import numpy as np
import pytest
from conftest import serve
from docutils import nodes
from docutils.utils import new_document
from pages import BUILT, VIEWS, WIDE, each_article, each_page, look_at, view, visited
from PIL import Image

from lib import noise
from website import lines, mathematics, terms
from website.tries import Try

ROOT = Path(__file__).resolve().parents[1]
SITE = ROOT / "website"
LIMITS = {False: 700_000, True: 900_000}  # bytes of a page, without and with live figures


# ------------------------------------------------------------------------------- formulas


def test_formulas_become_html_with_a_text_for_screen_readers():
    (inline, block), css = mathematics.typeset([["\\mu", False], ["\\frac{1}{2}", True]])
    assert inline.startswith("<mjx-container") and "<mi>μ</mi>" in inline
    assert 'display="true"' in block and "<mfrac>" in block
    assert "fonts/mathjax/MathJax_Math-Italic.woff" in css and len(css) < 30_000


def test_tex_of_a_formula():
    def block(text, nowrap=False):
        return nodes.math_block(text, text, nowrap=nowrap, number=None)

    assert mathematics.tex(nodes.math("x", "x")) == ("x", False)
    assert mathematics.tex(block("x = 1")) == ("x = 1", True)
    assert mathematics.tex(block(r"x \\ y")) == (r"\begin{split}x \\ y\end{split}", True)
    assert mathematics.tex(block("x\n\ny")) == (r"\begin{aligned}x\\y\end{aligned}", True)
    assert (
        mathematics.tex(block(r"\begin{align}x\end{align}", nowrap=True))[0] == r"\begin{align}x\end{align}"
    )


@pytest.mark.parametrize(
    "formula, wrong",
    [
        (r"\frac{1", "Missing close brace"),
        (r"\nosuch", "Undefined control sequence \\nosuch"),
        (r"\require{mhchem} x", "Cannot find module 'mathjax/input/tex/extensions/mhchem.js'"),
        (r"\eqref{eq-there}", "a reference to an equation is written {eq}`label`, outside of formulas"),
        (r"\cancel{x} \color{red}{x} \boldsymbol{x} \bra{x}", None),  # extensions that are here
    ],
)
def test_a_wrong_formula_is_told_from_a_good_one(formula, wrong):
    (made,), _ = mathematics.typeset([[formula, False]])
    assert mathematics.error(made) == wrong


BOOK = {
    "conf.py": """
extensions = ["myst_parser", "website.mathematics"]
html_math_renderer = "series"
myst_enable_extensions = ["amsmath", "dollarmath"]
""",
    "index.md": "# Front\n\n```{toctree}\n:glob:\n*\n```\n\nNo formula, but for one in a title.\n",
    "numbers.md": "# Numbers\n\n$$\nx = 1\n$$ (eq-one)\n\nSee {eq}`eq-one`.\n\n\\begin{align}a &= b \\\\ c &= d\\end{align}\n",
    "title.md": "# The matrix $W$\n\nText.\n",
    **{f"page{k}.md": f"# Page {k}\n\n$x_{k}$ and\n\n$$\ny^{k}\n$$\n" for k in range(8)},
}


def build(folder, *options):
    """Build a small book; return whether that went well, and what was complained about."""
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-W",
        "--keep-going",
        "-q",
        *options,
        folder,
        folder / "_build",
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    done = subprocess.run(command, capture_output=True, encoding="utf8", env=environment)
    return done.returncode == 0, done.stderr


def test_a_book_with_formulas(tmp_path):
    """Numbers, titles, two processes; a wrong formula fails the build, also when its page was read before."""
    for name, text in BOOK.items():
        (tmp_path / name).write_text(text, encoding="utf8")
    assert build(tmp_path, "-j", "2") == (True, "")
    read = {path.stem: path.read_text(encoding="utf8") for path in (tmp_path / "_build").glob("*.html")}
    assert "<mjx-container" in read["index"] and "<mi>W</mi>" in read["index"]  # the title in the contents
    assert '<a class="reference internal" href="#equation-eq-one">(1)</a>' in read["numbers"]
    assert '<span class="eqno">(1)' in read["numbers"] and "<mtable" in read["numbers"]
    for k in range(8):
        assert read[f"page{k}"].count("<mjx-container") >= 2 + 1  # its own, and that title

    (tmp_path / "page3.md").write_text("# Page 3\n\nText.\n\nThen $\\nosuch + 1$.\n", encoding="utf8")
    good, said = build(tmp_path)
    assert (
        not good and r"page3.md:5: WARNING: formula `\nosuch + 1`: Undefined control sequence \nosuch" in said
    )
    (tmp_path / "page4.md").write_text("# Page 4\n\n$z$\n", encoding="utf8")
    good, said = build(tmp_path)
    assert not good and "page3.md:5" in said
    assert "<mi>z</mi>" in (tmp_path / "_build" / "page4.html").read_text(encoding="utf8")
    (tmp_path / "page3.md").unlink()
    assert build(tmp_path) == (True, "")


@pytest.mark.late
@each_page
def test_no_page_loads_mathjax_and_every_formula_is_set(name):
    text = (BUILT / name).read_text(encoding="utf8")
    assert "tex-chtml" not in text and "data-mjx-error" not in text
    places = len(re.findall(r'class="math"', text))
    assert places <= text.count("<mjx-container")
    assert places > 50 or name != "chapters/01-introduction.html"


@pytest.mark.parametrize("folder", ["mathjax", "static/fonts"])
def test_what_was_brought_in_is_what_it_says(folder):
    place = SITE / folder
    sums = dict(line.split()[::-1] for line in (place / "SHA256SUMS").read_text().splitlines())
    files = {path.relative_to(place).as_posix(): path for path in place.rglob("*") if path.is_file()}
    for ours in ("SHA256SUMS", "typeset.cjs"):
        files.pop(ours, None)
    assert {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files.items()} == sums
    assert "3.2.2" in (place / "VERSION").read_text()


@pytest.mark.late
def test_every_icon_of_a_page_is_in_the_font():
    known = (SITE / "static" / "fonts" / "VERSION").read_text().split()
    used = set()
    for path in BUILT.glob("**/*.html"):
        used |= set(
            re.findall(r'class="fa-(?:solid|brands|regular) fa-([a-z-]+)', path.read_text(encoding="utf8"))
        )
    assert used and used <= set(known)


# ------------------------------------------------------------------------------- lines


def kept(*children):
    page = new_document("a")
    paragraph = nodes.paragraph("", "", *children)
    page += paragraph
    lines.keep_together(None, page, "a")
    return paragraph


@pytest.mark.parametrize(
    "text, expected",
    [
        ("at 60 mV and 3.5 Hz, in 20 ms", "at 60\u00a0mV and 3.5\u00a0Hz, in 20\u00a0ms"),
        ("the 2 sides of 5 models", "the 2 sides of 5 models"),
        ("96 %", "96\u00a0%"),
    ],
)
def test_no_line_ends_between_a_number_and_its_unit(text, expected):
    assert kept(nodes.Text(text)).astext() == expected
    assert kept(nodes.literal("", text)).astext() == text


@pytest.mark.parametrize(
    "after, together",
    [
        (", so it goes", ","),
        (").", ")."),
        (" mV, so", "\u00a0mV,"),
        ("-th neuron", "-th"),
        (" and so on", None),
        ("s of it", None),
    ],
)
@pytest.mark.parametrize(
    "thing", [nodes.math("x", "x"), Try("", "lower *g*", figure="a", onto=False, changes={})]
)
def test_no_line_begins_with_what_follows_a_formula_or_a_button(thing, after, together):
    made = kept(nodes.Text("With "), thing.deepcopy(), nodes.Text(after))
    found = [node for node in made.findall(nodes.inline) if "together" in node["classes"]]
    expected = [] if together is None else [thing.astext() + together]
    assert [node.astext() for node in found] == expected
    assert made.astext().replace("\u00a0", " ") == f"With {thing.astext()}{after}"


def test_no_line_of_a_page_begins_with_a_comma(browser, site):
    """Looked for in several widths, so that some of the formulas stand at the end of a line."""
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.goto(f"{site}/chapters/01-introduction.html")
    for width in (330, 360, 390, 412, 1000, 1400):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate(ALONE) == [], width
    page.add_style_tag(content=".bd-article .together { white-space: normal; }")
    assert (
        sum(
            bool(page.set_viewport_size({"width": width, "height": 800}) or page.evaluate(ALONE))
            for width in range(330, 430, 4)
        )
        > 0
    )
    page.close()


ALONE = """() => {
  const found = [];
  for (const thing of document.querySelectorAll('article :is(span.math, .try)')) {
    const after = thing.nextSibling, range = document.createRange();
    if (after?.nodeType !== 3 || !/^[,.;:]/.test(after.data)) continue;
    range.setStart(after, 0);
    range.setEnd(after, 1);
    const own = [...(thing.querySelector('mjx-container') ?? thing).getClientRects()].at(-1);
    const [sign] = range.getClientRects();
    if (own && sign && sign.left < own.left && sign.top > own.top + 4) found.push(thing.parentElement.textContent);
  }
  return found;
}"""


# ------------------------------------------------------------------------------- figures


@pytest.mark.late
@each_article
def test_figures_of_the_site_have_the_pixels_of_the_notebook(name):
    cells = nbformat.read(BUILT / "notebooks" / f"{name}.ipynb", as_version=4).cells
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    expected = [output["data"]["image/png"] for output in outputs if "image/png" in output.get("data", {})]
    page = (BUILT / "chapters" / f"{name}.html").read_text(encoding="utf8")
    shown = re.findall(r'src="\.\./_images/([\w.-]+)\?v=', page)
    assert len(shown) == len(expected) >= 2 and all(picture.endswith(".webp") for picture in shown)
    for picture, text in zip(shown, expected, strict=True):
        png = Image.open(io.BytesIO(base64.b64decode(text))).convert("RGBA")
        webp = Image.open(BUILT / "_images" / picture).convert("RGBA")
        assert np.array_equal(np.asarray(png), np.asarray(webp)), picture


# ------------------------------------------------------------------------------- notes


def test_terms_and_symbols_get_their_meaning():
    page = new_document("notation")
    item = nodes.definition_list_item(
        "",
        nodes.term("", "overlap", ids=["term-overlap"]),
        nodes.definition("", nodes.paragraph("", "How alike.")),
    )
    row = nodes.row(
        "", nodes.entry("", nodes.math("", r"\mu = dt/\tau")), nodes.entry("", nodes.paragraph("", "step"))
    )
    page += [nodes.definition_list("", item), row]
    env = SimpleNamespace(found_docs={terms.NOTATION}, get_doctree=lambda name: page)
    article = new_document("a")
    link = nodes.reference("", "", nodes.inline("", "overlap", classes=["xref", "std", "std-term"]))
    link["refuri"] = "90-notation.html#term-overlap"
    single, longer = nodes.math("", r"\mu"), nodes.math("", r"1 - \mu")
    article += nodes.paragraph("", "", link, single, longer)
    terms.annotate(SimpleNamespace(env=env), article, "a")
    assert link["reftitle"] == "How alike." and single["meaning"] == "step" and "meaning" not in longer


def test_a_note_opens_and_closes(browser, site):
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.goto(f"{site}/chapters/02-one-neuron.html")
    note = page.get_by_role("tooltip")
    term = page.locator(".bd-article a[data-note]").first
    term.hover()
    assert note.inner_text() == term.get_attribute("data-note")
    assert term.get_attribute("aria-describedby") == note.get_attribute("id")
    note.hover()  # it stays while the pointer is on it
    page.wait_for_timeout(400)
    assert note.is_visible()
    page.keyboard.press("Escape")
    assert not note.is_visible() and term.get_attribute("aria-describedby") is None
    page.locator("span.math[data-note]").first.hover()
    assert note.is_visible()
    page.mouse.move(5, 5)
    note.wait_for(state="hidden")
    term.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert note.is_visible()
    page.close()


def test_a_tap_opens_a_note_and_a_second_follows_the_link(browser, site):
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True)
    page = context.new_page()
    address = f"{site}/chapters/02-one-neuron.html"
    page.goto(address)
    term = page.locator(".bd-article a[data-note]").first
    term.tap()
    assert page.get_by_role("tooltip").is_visible() and page.url == address
    box = page.get_by_role("tooltip").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 390
    term.tap()
    page.wait_for_url("**/90-notation.html#term-*")
    context.close()


# ------------------------------------------------------------------------------- weight


@visited((WIDE, "light"))
def test_no_page_is_heavy(visit):
    if visit.name != "404.html":
        assert 50_000 < visit.weight <= LIMITS[bool(visit.seen["live"])]


def test_a_heavy_page_is_noticed(browser, tmp_path):
    (tmp_path / "heavy.png").write_bytes(noise.uniform(1, 400_000).astype("f2").tobytes())
    (tmp_path / "index.html").write_text('<!doctype html><title>x</title><img src="heavy.png" alt="">')
    with serve(tmp_path) as address:
        context = view(browser, *VIEWS[0])
        found = look_at(context, f"{address}/")
        context.close()
    assert found.requests >= 2 and not found.seen["live"] and found.weight > LIMITS[False]
