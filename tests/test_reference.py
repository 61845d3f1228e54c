"""tests/reference belongs to the articles: none missing, none stale, nothing in it that changes by itself."""

import base64
import io
import re
import shutil

import nbformat
import numpy as np
import pytest
from make_reference import ARTICLES, README_PICTURE, REFERENCES, make, readme_picture
from PIL import Image

from website.executions import ArticleError, articles, code_cells

MAKE = "run `make reference`, look at the difference, and commit it"


def reference_of(article):
    return nbformat.read(REFERENCES / f"{article.stem}.ipynb", as_version=4)


def test_there_are_articles():
    assert articles(ARTICLES)


def test_every_article_has_a_reference_and_every_reference_an_article():
    written = {article.stem for article in articles(ARTICLES)}
    referenced = {path.stem for path in REFERENCES.glob("*.ipynb")}
    assert referenced == written, MAKE


@pytest.mark.parametrize("article", articles(ARTICLES), ids=lambda path: path.stem)
def test_reference_has_the_cells_of_the_article(article):
    now, reference = code_cells(article), reference_of(article).cells
    for k, (new, old) in enumerate(zip(now, reference, strict=False)):
        if new.source != old.source or new.metadata != old.metadata:
            before = article.read_text(encoding="utf-8").partition(new.source)[0]
            pytest.fail(
                f"chapters/{article.name}, line {before.count(chr(10)) + 1}: code cell {k} is not the one in "
                f"tests/reference. In the article:\n"
                f"{new.source}\n\nin the reference:\n{old.source}\n\n{MAKE}",
                pytrace=False,
            )
    assert len(now) == len(reference), f"chapters/{article.name}: cells were added or removed; {MAKE}"


@pytest.mark.parametrize("article", articles(ARTICLES), ids=lambda path: path.stem)
def test_reference_holds_nothing_that_changes_by_itself(article):
    for k, cell in enumerate(reference_of(article).cells):
        where = f"chapters/{article.name}, code cell {k}"
        assert cell.execution_count == k + 1, where
        assert cell.id == f"cell-{k}", where
        for output in cell.outputs:
            assert output.output_type != "error", f"{where}: {output.evalue}"
            assert output.get("name") != "stderr", f"{where} writes to stderr: {output.text}"
            text = output.get("text", "") + output.get("data", {}).get("text/plain", "")
            assert not re.search(r" at 0x[0-9a-f]{6,}", text), f"{where} prints the address of an object"


def test_picture_of_the_readme_is_the_figure_of_the_article():
    assert README_PICTURE.read_bytes() == readme_picture(), MAKE


SAMPLE = """\
---
kernelspec: {name: python3}
---
```{code-cell} ipython3
:tags: [hide-input]
import matplotlib.pyplot as plt
plt.plot([1, 2])
plt.show()
```
text
```{code-cell} ipython3
print("a")
print("b", flush=True)
print("c")
```
"""


@pytest.fixture
def article(tmp_path):
    """A small article in a book of its own."""
    path = tmp_path / "chapters" / "01-sample.md"
    path.parent.mkdir()
    path.write_text(SAMPLE)
    return path


def test_same_article_gives_the_same_bytes(article, tmp_path):
    first, what = make(article, tmp_path / "first", tmp_path)
    assert what == "CHANGED"
    shutil.rmtree(tmp_path / "_build")  # it is executed again
    second, _ = make(article, tmp_path / "second", tmp_path)
    assert first.read_bytes() == second.read_bytes()
    assert make(article, tmp_path / "first", tmp_path)[1] == "as before"
    notebook = nbformat.read(first, as_version=4)
    assert "image/png" in notebook.cells[0].outputs[0].data
    assert notebook.cells[0].metadata == {"tags": ["hide-input"]}
    assert [output.text for output in notebook.cells[1].outputs] == ["a\nb\nc\n"]


def shade(path, levels, pixels):
    """Make the first picture of a notebook lighter by some levels, in that many pixels, each far from the others."""
    notebook = nbformat.read(path, as_version=4)
    output = notebook.cells[0].outputs[0]
    picture = Image.open(io.BytesIO(base64.b64decode(output.data["image/png"]))).convert("RGBA")
    values = np.array(picture)
    for k in range(pixels):
        values[3 * (k // 100), 3 * (k % 100), :3] -= levels
    made = io.BytesIO()
    Image.fromarray(values).save(made, format="png")
    output.data["image/png"] = base64.b64encode(made.getvalue()).decode() + "\n"
    nbformat.write(notebook, path)


@pytest.mark.parametrize("levels, pixels, alone", [(2, 40, True), (3, 1, False), (1, 4000, False)])
def test_a_reference_of_another_machine_is_left_alone(article, tmp_path, levels, pixels, alone):
    path, _ = make(article, tmp_path / "reference", tmp_path)
    shade(path, levels, pixels)
    before = path.read_bytes()
    _, what = make(article, tmp_path / "reference", tmp_path)
    assert (path.read_bytes() == before) is alone
    assert what == ("as before, but for what this machine does to edges; left alone" if alone else "CHANGED")


def test_a_text_that_changed_is_written(article, tmp_path):
    path, _ = make(article, tmp_path / "reference", tmp_path)
    path.write_text(path.read_text().replace("c\\n", "d\\n"))
    assert make(article, tmp_path / "reference", tmp_path)[1] == "CHANGED"


@pytest.mark.parametrize(
    ("code", "message"),
    [("import warnings; warnings.warn('old')", "UserWarning: old"), ("print(1 / 0)", "ZeroDivisionError")],
)
def test_article_that_warns_or_fails_is_refused(article, tmp_path, code, message):
    article.write_text(SAMPLE.replace('print("a")', code))
    with pytest.raises(ArticleError, match=message):
        make(article, tmp_path / "reference", tmp_path)
