"""The website is built from what is there now: a change in lib executes the articles again, nothing else does."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from lib.site import cache

ROOT = Path(__file__).resolve().parents[1]
PAGE = """\
---
file_format: mystnb
kernelspec: {name: python3, display_name: Python 3}
---
# A page

```{code-cell} ipython3
from lib.marker import WORD
with open("executions", "a") as file:
    file.write(WORD + " ")
print("the word is", WORD)
```
"""


@pytest.fixture
def book(tmp_path):
    """A copy of this project with one small page."""
    shutil.copytree(ROOT / "lib", tmp_path / "lib", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("_config.yml", "references.bib", "requirements.txt"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "lib" / "marker.py").write_text('WORD = "before"\n')
    (tmp_path / "_toc.yml").write_text(
        "format: jb-book\nroot: chapters/index\nchapters:\n- file: chapters/90-page\n"
    )
    (tmp_path / ".venv").mkdir()  # packages bring pages that are none of the book's
    (tmp_path / ".venv" / "README.md").write_text("no heading\n")
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters" / "index.md").write_text("# A book\n\nOne page.\n")
    (tmp_path / "chapters" / "90-page.md").write_text(PAGE)
    return tmp_path


def run(book):
    """Build; return the finished process."""
    environment = {**os.environ, "PYTHONPATH": str(book)}  # its lib, not this project's
    command = [str(Path(sys.executable).with_name("jupyter-book")), "build", "-W", "-n", "--keep-going", "."]
    return subprocess.run(command, cwd=book, env=environment, capture_output=True, text=True, timeout=300)


def build(book):
    """Build; return what is on the page, and the word of each execution so far."""
    done = run(book)
    assert done.returncode == 0, done.stdout + done.stderr
    page = (book / "_build" / "html" / "chapters" / "90-page.html").read_text(encoding="utf-8")
    return page, (book / "chapters" / "executions").read_text().split()


@pytest.mark.late
def test_only_a_change_executes_again(book):
    page, executions = build(book)
    assert "the word is before" in page
    assert executions == ["before"]

    _, executions = build(book)
    assert executions == ["before"]

    (book / "lib" / "marker.py").write_text('WORD = "after"\n')
    page, executions = build(book)
    assert "the word is after" in page
    assert executions == ["before", "after"]


@pytest.mark.late
def test_a_failed_claim_ends_the_build_and_is_named(book):
    page = book / "chapters" / "90-page.md"
    claim = 'from lib import claim\nclaim("two and two", 2 + 2, 5, within=0.1, source="theory")'
    page.write_text(PAGE.replace('print("the word is", WORD)', claim))
    done = run(book)
    assert done.returncode != 0
    assert "FAILS: two and two: 4.00, expected 5.00 ± 0.10 (theory)" in done.stdout + done.stderr
    assert not (book / "_build" / "html" / "index.html").exists()


@pytest.mark.parametrize(
    "name", ["lib/simulate.py", "lib/palette.json", "lib/articles.mplstyle", "requirements.txt"]
)
def test_articles_depend_on(name):
    files = cache.behind_the_articles(ROOT)
    assert ROOT / name in files
    before = cache.digest(files, ROOT)
    assert cache.digest([file for file in files if file != ROOT / name], ROOT) != before
