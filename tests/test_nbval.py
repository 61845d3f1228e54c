"""The comparison of figures and numbers proved on a small article: each kind of change fails, and says where.

The article takes its values from a module beside it, as the real ones take theirs from lib; changing that
module, and not the article, is the change that the reference must notice.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from make_reference import make
from PIL import Image

ARTICLE = """\
---
kernelspec: {name: python3}
---
# A small article
```{code-cell} ipython3
import matplotlib.pyplot as plt
from IPython.display import display
from myst_nb import glue
from PIL import Image
import values
```
```{code-cell} ipython3
:mystnb: {figure: {name: fig-dots, caption: Three dots}}
fig, ax = plt.subplots(figsize=(2, 1.5))
ax.scatter([1, 2, 3], [1, 2, 3], color=values.colours)
plt.show()
```
```{code-cell} ipython3
print(f"{values.rate:.1f} Hz")
```
```{code-cell} ipython3
glue("cv", round(values.cv, 2), display=False)
```
```{code-cell} ipython3
print(1 / values.divisor)
```
```{code-cell} ipython3
for _ in range(values.figures):
    display(Image.new("RGB", (20, 10), "white"))
```
```{code-cell} ipython3
picture = Image.new("RGB", (20, 10), "white")
picture.putpixel(values.pixel, (0, 0, 0))
display(picture)
```
```{code-cell} ipython3
display(Image.new("RGB", values.size, "white"))
```
```{code-cell} ipython3
print("the same in all runs")
```
"""
EMPTY_PIXEL = "(5, 5)"
VALUES = {
    "colours": "['C0', 'C1', 'C2']",
    "rate": "27.04",
    "cv": "0.24",
    "divisor": "2",
    "figures": "2",
    "pixel": EMPTY_PIXEL,
    "size": "(20, 10)",
}
SETUP, DOTS, RATE, CV, DIVISION, TWO_FIGURES, PIXEL, SIZE, SAME = range(9)


def project_with(root, article):
    """A project of the same shape as this one, with one article and its reference."""
    for folder in ("chapters", "tests/reference"):
        (root / folder).mkdir(parents=True)
    for name in ("conftest.py", "figures.py", "pages.py"):
        shutil.copy(Path(__file__).with_name(name), root / "tests")
    (root / "pytest.ini").write_text(
        "[pytest]\nmarkers = late\n notebook\npythonpath = tests\naddopts = --nbval --nbval-current-env\n"
    )
    (root / "chapters" / "01-small.md").write_text(article, encoding="utf-8")
    (root / "values.py").write_text(source({}))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(root))
        patch.setenv("PYTHONDONTWRITEBYTECODE", "1")
        make(root / "chapters" / "01-small.md", root / "tests" / "reference", root)
    return root


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    return project_with(tmp_path_factory.mktemp("project"), ARTICLE)


def source(changed):
    assert changed.keys() <= VALUES.keys()
    return "".join(f"{name} = {value}\n" for name, value in {**VALUES, **changed}.items())


def run(project, changed, *options):
    """Run the comparison with some values changed. Returns the cells that fail, and what pytest says."""
    (project / "values.py").write_text(source(changed))
    environment = {**os.environ, "PYTHONPATH": str(project), "PYTHONDONTWRITEBYTECODE": "1"}
    # values.py is none of the files that an execution is known to depend on
    options = options or ["--fresh"]
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-rf",
        "--color=no",
        "-p",
        "no:cacheprovider",
        *options,
        "tests",
    ]
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, timeout=300)
    text = done.stdout + done.stderr
    cells = [k for k in range(9) if f"FAILED tests/reference/01-small.ipynb::Cell {k}" in text]
    assert done.returncode == (1 if cells else 0), text
    return cells, text


@pytest.fixture(scope="module")
def changed_run(project):
    """Everything changed at once; each cell reports its own change."""
    changed = {
        "colours": "['C0', 'C1', 'C3']",
        "rate": "27.06",
        "cv": "0.25",
        "divisor": "0",
        "figures": "1",
        "pixel": "(6, 5)",
        "size": "(21, 10)",
    }
    return run(project, changed)


def test_unchanged_passes(project):
    cells, text = run(project, {})
    assert cells == []
    assert "9 passed" in text


def test_exactly_the_changed_cells_fail(changed_run):
    cells, text = changed_run
    assert cells == [DOTS, RATE, CV, DIVISION, TWO_FIGURES, PIXEL, SIZE], text


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (DOTS, ["fig-dots (chapters/01-small.md, line 14)", "figure 1 differs in", "01-small-cell1.png"]),
        (RATE, ["27.0 Hz", "27.1 Hz"]),
        (CV, ["application/papermill.record/text/plain", "0.24", "0.25"]),
        (DIVISION, ["ZeroDivisionError", "1 / values.divisor"]),
        (TWO_FIGURES, ["2 figures in the reference, 1 now", "figure 2 is missing now", "cell5-2.png"]),
        (PIXEL, ["differs in 2 of 200 pixels by at most 255 of 255 levels, within rows 5-5 and columns 5-6"]),
        (SIZE, ["is 20×10 pixels in the reference, 21×10 now", "cell7.png"]),
    ],
)
def test_message_says_where_and_what(changed_run, cell, words):
    _, text = changed_run
    sections = text.split("01-small.ipynb, cell ")
    section = "\n".join(part for part in sections if part.startswith(str(cell)))
    for word in [*words, "(chapters/01-small.md, line ", "make reference"]:
        assert word in section, text


def test_difference_picture_shows_reference_now_and_difference(changed_run, project):
    folder = project / "_build" / "figure-differences"
    names = ["cell1", "cell5-2", "cell6", "cell7"]
    assert sorted(path.name for path in folder.iterdir()) == [f"01-small-{name}.png" for name in names]
    with Image.open(folder / "01-small-cell6.png") as sheet:
        assert sheet.size == (3 * 20 + 20, 10)
        assert sheet.getpixel((5, 5)) == (0, 0, 0)  # the reference
        assert sheet.getpixel((6, 5)) == (255, 255, 255)
        assert sheet.getpixel((30 + 6, 5)) == (0, 0, 0)  # now
        assert sheet.getpixel((30 + 5, 5)) == (255, 255, 255)
        assert sheet.getpixel((60 + 5, 5)) == (200, 0, 60)  # the difference
        assert sheet.getpixel((60 + 15, 5)) == (255, 255, 255)


COUNTED = """\
---
kernelspec: {name: python3}
---
# An article that counts how often it is executed
```{code-cell} ipython3
from pathlib import Path
import values
with Path(values.__file__).with_name("executions").open("a") as file:
    file.write("x")
print("done")
```
"""


def test_what_was_executed_is_not_executed_again(tmp_path):
    """By the book, by a reference or by nbval itself; and what nbval executes is kept for them."""
    book = project_with(tmp_path / "book", COUNTED)

    def executed(*options):
        cells, text = run(book, {}, *options)
        assert cells == [] and "1 passed" in text
        return (book / "executions").read_text().count("x")

    keep = ["-q"]  # any option in place of --fresh
    assert executed(*keep) == 1  # for its reference, already
    shutil.rmtree(book / "_build")
    assert executed(*keep) == 2
    reference = book / "tests" / "reference" / "01-small.ipynb"
    before = reference.read_bytes()
    make(book / "chapters" / "01-small.md", reference.parent, book)
    assert reference.read_bytes() == before and (book / "executions").read_text().count("x") == 2


def test_a_kept_execution_is_compared_too(tmp_path):
    book = project_with(tmp_path / "book", COUNTED)
    reference = book / "tests" / "reference" / "01-small.ipynb"
    reference.write_text(reference.read_text().replace('"done\\n"', '"gone\\n"'))
    cells, text = run(book, {}, "-q")
    assert cells == [0] and "gone" in text and (book / "executions").read_text() == "x"


LOUD = """\
---
kernelspec: {name: python3}
---
# An article that complains when something has changed
```{code-cell} ipython3
import sys
import values
if values.figures != 2:
    print("the reason why", file=sys.stderr)
```
"""


def test_what_a_cell_writes_to_stderr_is_shown(tmp_path):
    cells, text = run(project_with(tmp_path / "book", LOUD), {"figures": "1"})
    assert cells == [0] and "on stderr:\nthe reason why" in text
