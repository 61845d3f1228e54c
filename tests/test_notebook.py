"""The reader's notebook: the writer, the notebook of every article, and what `make lab` opens."""

import base64
import io
import re
from types import SimpleNamespace

import nbformat
import pytest
from make_reference import ARTICLES, ROOT
from pages import BUILT, each_article
from PIL import Image
from pybtex.database import parse_string

from website import lab, notebook
from website.book import Book, directive, parser
from website.executions import WIDGET

EXTENSIONS = ["amsmath", "colon_fence", "deflist", "dollarmath"]
ENTRIES = parse_string(
    "@article{rajan2006, author={Rajan, Kanaka and Abbott, L. F.}, title={Spectra}, journal={A}, year=2006}"
    "@article{again, author={Rajan, Kanaka and Abbott, L. F.}, title={Again}, journal={B}, year=2006}",
    "bibtex",
).entries


def writer():
    return notebook.Writer(
        parser=parser(EXTENSIONS),
        values={"rate": "27.10"},
        numbers={"fig-one": "Figure 1.2", "eq-one": "1.1"},
        references=ENTRIES,
        claims={"rate: high": ("8.3 Hz", "prediction"), "off": ("3", "known misfit, 5 standard errors")},
        figures={"balance": "figure"},
    )


@pytest.mark.parametrize(
    "written, shown",
    [
        ("{glue:text}`rate` Hz", "27.10 Hz"),
        ("by {cite:t}`rajan2006`", "by Rajan & Abbott (2006)"),
        ("so {cite:p}`rajan2006`", "so (Rajan & Abbott, 2006)"),
        ("see {numref}`fig-one`", "see Figure 1.2"),
        ("see {ref}`there <fig-one>`", "see there"),
        ("as in {eq}`eq-one`", "as in (1.1)"),
        ("by {term}`Dale's law`, two {term}`spikes <spike>`", "by Dale's law, two spikes"),
        ("by {term}`Dale's\nlaw` and", "by Dale's law and"),
        ("by {term}`two\nspikes\n<spike>` and", "by two spikes and"),
        ("- by {term}`Dale's\n  law` and\n- *{term}`x`*", "- by Dale's law and\n- *x*"),
        ("> by {term}`Dale's\n> law`", "> by Dale's law"),
        ("So it is. {claim}`off`", "So it is. (checked\u00a0≈: off, 3)"),
        ("So it is. {claim}`rate: high`", "So it is. (checked\u00a0✓: rate: high, 8.3 Hz)"),
        (":::{in-short}\nIt is {glue:text}`rate`.\n:::", "> **In short**\n>\n> It is 27.10."),
        ("## The {term}`spike`", "## The spike"),
        ("{try}`Lower *g* <balance: g=3>`, and", "Lower *g* (`figure.reset(g=3)`), and"),
        ("{try}`More\n$g$ <balance: +g=3>`.", "More $g$ (`figure.set(g=3)`)."),
        ("| {eq}`eq-one` | x |\n|---|---|\n| x | {eq}`eq-one` |", "| (1.1) | x |\n|---|---|\n| x | (1.1) |"),
        ("```{math}\n:label: eq-one\nx = 1\n```", "$$\nx = 1\n\\tag{1.1}\n$$"),
        ("```{math}\n:data-x: 3\nx = 1\n```", "$$\nx = 1\n$$"),
        ("$$\nx = 1\n$$ (eq-one)", "$$\nx = 1\n\\tag{1.1}\n$$"),
        ("One $a$:\n\n$$\nx = 1\n$$ (eq-one)\n\nTwo.", "One $a$:\n\n$$\nx = 1\n\\tag{1.1}\n$$\n\nTwo."),
        (":::{note}\nMind $x$.\n:::", "> **Note**\n>\n> Mind $x$."),
        (":::{admonition} A {term}`title`\n:class: tip\nText.\n:::", "> **A title**\n>\n> Text."),
        # JupyterLab takes a formula out of the text before the marks of the quotation are gone
        (
            "::::{note}\nSo\n:::{math}\n:label: eq-one\nx\n= 1\n:::\n::::",
            "> **Note**\n>\n> So\n> $$ x = 1 \\tag{1.1} $$",
        ),
        (
            "````{note}\nSee\n```{tip}\n{eq}`eq-one`\n```\n````",
            "> **Note**\n>\n> See\n> > **Tip**\n> >\n> > (1.1)",
        ),
        ("- a\n\n  ```{math}\n  x\n  ```\n- b", "- a\n\n  $$\n  x\n  $$\n- b"),
        ("(place)=\n## A heading", "## A heading"),
        ("% a note of the author\nText", "Text"),
        ("on the [notation page](90-notation.md#units)", "on the notation page"),
        ("see [*the* {term}`spike`](#there)", "see *the* spike"),
        ("in [a paper](https://example.org/a.md)", "in [a paper](https://example.org/a.md)"),
        (
            "the code `{eq}` and\n\n```python\nx = {eq}\n```",
            "the code `{eq}` and\n\n```python\nx = {eq}\n```",
        ),
    ],
)
def test_markdown_for_notebooks(written, shown):
    writing = writer()
    assert writing.markdown(written) == shown
    assert writing.unknown == []


def test_a_link_leads_to_what_lies_beside_it():
    writing = writer()
    writing.page = lambda name, anchor: f"{name}.ipynb"
    assert writing.markdown("see [article *2*](02-one.md#x), too") == "see [article *2*](02-one.ipynb), too"


def test_the_drawing_follows_what_is_there_in_short():
    writing = writer()
    writing.picture = '<img src="data:," alt="A ball">'
    text = writing.markdown(":::{in-short}\nShort.\n:::\n\nLong.")
    assert text == f"> **In short**\n>\n> Short.\n\n{writing.picture}\n\nLong."


def test_equal_labels_get_letters():
    writing = writer()
    text = "By {cite:t}`again` and {cite:p}`rajan2006`."
    writing.markdown(text)
    writing.label_references()
    assert writing.markdown(text) == "By Rajan & Abbott (2006a) and (Rajan & Abbott, 2006b)."
    first, second = writing.markdown("```{bibliography}\n```").splitlines()
    assert "(Rajan & Abbott, 2006a)" in first and "Again" in first
    assert "(Rajan & Abbott, 2006b)" in second and "Spectra" in second


@pytest.mark.parametrize(
    "written, line",
    [
        ("{doc}`x`", 1),
        ("{glue:text}`no`", 1),
        ("One.\n\n{claim}`no`", 3),
        ("One.\n\n{try}`lower <ring: g=3>`", 3),
        ("{try}`lower <balance: g>`", 1),
        ("One.\n\nTwo\n{unknown}`x`", 3),
        ("```{figure} a.png\n```", 1),
        ("One.\n\n{numref}`fig-two`", 3),
        ("{eq}`eq-two`", 1),
        ("{cite:t}`no`", 1),
        ("::::{note}\nText.\n\n:::{figure} a.png\n:::\n::::", 4),
        ("> ```{table}\n> a\n> ```", 1),
        ("<p>\n{eq}`eq-one`\n</p>", 1),
        ("A note[^1].\n\n[^1]: Here.", 1),
        ("Word\n: what it means", 1),
    ],
)
def test_what_a_notebook_cannot_show_is_reported_with_its_line(written, line):
    writing = writer()
    writing.markdown(written)
    assert line in [where for where, _ in writing.unknown]


def test_a_fold_that_holds_code_is_closed_and_opened_anew():
    begin, end = "<details>\n<summary>Solution</summary>", "</details>"
    markdown = parser(EXTENSIONS)
    text, fold = notebook.folded(markdown, f"Question.\n\n{begin}\n\nFirst:", "")
    assert (text, fold) == (f"Question.\n\n{begin}\n\nFirst:\n\n{end}", begin)
    text, fold = notebook.folded(markdown, f"So.\n\n{end}\n\nNext.", fold)
    assert (text, fold) == (f"{begin}\n\nSo.\n\n{end}\n\n<br>\n\nNext.", "")
    assert notebook.folded(markdown, f"A.\n\n{begin}", "") == ("A.", begin)  # nothing but code in it
    assert notebook.folded(markdown, f"{begin}\n\nAll.\n\n{end}", "")[1] == ""


def test_a_solution_stays_hidden_with_its_code():
    texts = [
        'Why?\n\n<details class="solution">\n<summary>Solution</summary>',
        "6 * 7",
        "So.\n\n</details>\n\n<br>\n\nB?",
        "1",
    ]
    new = [nbformat.v4.new_markdown_cell, nbformat.v4.new_code_cell] * 2
    article = SimpleNamespace(
        cells=[make(text) for make, text in zip(new, texts, strict=True)], lines=[1, 4, 5, 9]
    )
    question, code, answer, after = writer().cells(article, [article.cells[1], article.cells[3]])
    assert code.metadata["jupyter"] == {"source_hidden": True, "outputs_hidden": True}
    assert (
        question.source == "Why?" and answer.source.startswith("<details") and "jupyter" not in after.metadata
    )


def test_a_table_of_claims_names_its_sources_and_reads_from_the_left():
    row = "<td>rate</td><td>rajan2006</td>"
    table = (
        f'<table class="claims"><thead><tr><th>Claim</th></tr></thead><tbody><tr>{row}</tr></tbody></table>'
    )
    kept, named = (nbformat.v4.new_output("display_data", {"text/html": html}) for html in (row, table))
    one = writer()
    one.markdown("{cite:p}`rajan2006,again`")
    one.label_references()  # two of the same year, which the text tells apart by their titles
    for output in (kept, named):
        one.name_sources(output)
    assert kept.data["text/html"] == row
    left = '<td style="text-align: left">'
    assert f"{left}rate</td>{left}Rajan &amp; Abbott, 2006b</td>" in named.data["text/html"]
    assert '<th style="text-align: left">Claim</th>' in named.data["text/html"]
    assert '<caption style="text-align: left">Each row is checked' in named.data["text/html"]


# ------------------------------------------------------------------------------- of every article


@pytest.fixture(scope="module")
def book():
    return Book(ROOT)


@each_article
def test_the_notebook_of_every_article_is_plain(book, name):
    """No role and no directive is left as text, and nothing that only the website or nobody can show."""
    made = notebook.make(
        ARTICLES / f"{name}.md", book, beside=True, repository="https://example.org/a", commit="c0ffee"
    )
    prose = [cell.source for cell in made.cells if cell.cell_type == "markdown"]
    for text in prose:
        for token in book.parser.parse(text):
            assert token.type not in ("colon_fence", "myst_target", "math_block_label", "myst_line_comment")
            assert not directive(token)
            assert not any(child.type == "myst_role" for child in token.children or [])
        assert not re.search(r"\{[a-z][\w:-]*\}`|^\s*>?\s*(```|:::)\s*\{|\(eq-[\w-]+\)", text, re.M)
        assert text.count("<details") == text.count("</details>")
    known = ("text/plain", "text/html", "image/png", "image/svg+xml", "text/markdown")
    outputs = [output for cell in made.cells for output in cell.get("outputs", [])]
    assert {mime for output in outputs for mime in output.get("data", {})} <= set(known)
    assert not any(set(output.get("metadata", {})) - {"image/png"} for output in outputs)
    code = [cell.source for cell in made.cells if cell.cell_type == "code"]
    assert "git+https://example.org/a@c0ffee" in code[0]


# ------------------------------------------------------------------------------- for JupyterLab


NAMESPACE = 'xmlns="http://www.w3.org/2000/svg"'


def test_what_a_reader_changed_stays(tmp_path):
    for name in ("_toc.yml", "_config.yml", "references.bib"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    (tmp_path / "_toc.yml").write_text(
        "parts: [{chapters: [{file: chapters/01-one}, {file: chapters/02-two}]}]"
    )
    (tmp_path / "lib").mkdir()
    (tmp_path / "chapters" / "pictures").mkdir(parents=True)
    front = '---\ntitle: A\ndate: "2026-12-05"\ntags: [a]\nsummary: One.\nlevel: 1\nneeds: []\n---\n'
    for name in ("01-one", "02-two"):
        code = "```{code-cell} ipython3\nprint(6 * 7)\n```\n"
        kernel = "kernelspec: {name: python3, display_name: Python 3}\n---\n"
        picture = f"<svg {NAMESPACE}><title>A ball</title><desc>It rolls.</desc></svg>"
        (tmp_path / "chapters" / "pictures" / f"{name}.svg").write_text(picture)
        (tmp_path / "chapters" / f"{name}.md").write_text(front[:-4] + kernel + f"# A\n\n{code}")
    said = []
    one, two = lab.write(tmp_path, said.append)
    assert nbformat.read(one, as_version=4).cells[-1].outputs[0].text == "42\n"
    assert any("Executing 01-one" in line for line in said)
    one.write_text(one.read_text().replace("6 * 7", "6 * 8"))
    before = two.read_text()
    path = tmp_path / "chapters" / "02-two.md"
    path.write_text(path.read_text().replace("# A", "# B"))
    said.clear()
    lab.write(tmp_path, said.append)
    assert "6 * 8" in one.read_text() and two.read_text() != before
    assert [line.split()[0] for line in said] == ["_build/lab/01-one.ipynb"]


# ------------------------------------------------------------------------------- the page's download


@pytest.mark.late
@each_article
def test_every_article_can_be_downloaded(name):
    made = nbformat.read(BUILT / "notebooks" / f"{name}.ipynb", as_version=4)
    nbformat.validate(made)
    outputs = [output for cell in made.cells for output in cell.get("outputs", [])]
    pictures = [output for output in outputs if "image/png" in output.get("data", {})]
    assert len(pictures) >= 2
    for output in pictures:  # as large as on a page, now and when its cell has been run
        png = Image.open(io.BytesIO(base64.b64decode(output.data["image/png"])))
        assert output.metadata["image/png"]["width"] == png.width // 2
    assert not any(WIDGET in output.get("data", {}) for output in outputs)
    page = (BUILT / "chapters" / f"{name}.html").read_text(encoding="utf8")
    assert re.search(rf'href="\.\./notebooks/{name}\.ipynb"[^>]* download', page)
