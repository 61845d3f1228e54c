"""The website is built from what is there now: a change in lib executes the articles again, nothing else does."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from website import executions

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
    for name in ("lib", "website"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
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


def test_a_failed_claim_ends_the_build_and_is_named(book):
    page = book / "chapters" / "90-page.md"
    claim = 'from lib import claim\nclaim("two and two", 2 + 2, 5, within=0.1, source="theory")'
    page.write_text(PAGE.replace('print("the word is", WORD)', claim))
    done = run(book)
    assert done.returncode != 0
    assert "FAILS: two and two: 4.00, expected 5.00 ± 0.10 (prediction; theory)" in done.stdout + done.stderr
    assert not (book / "_build" / "html" / "index.html").exists()


def test_an_unknown_claim_ends_the_build_with_file_and_line(book):
    page = book / "chapters" / "90-page.md"
    claim = (
        'from lib import claim, claims_table\nclaim("two", 2, 2, within=0, source="theory")\nclaims_table()'
    )
    text = (
        PAGE.replace('print("the word is", WORD)', claim)
        + "\n- One. {claim}`two`\n\n- Two.\n  {claim}`three`\n"
    )
    page.write_text(text)
    done = run(book)
    assert done.returncode != 0
    line = text[: text.index("{claim}`three`")].count("\n") + 1
    said = [text for text in (done.stdout + done.stderr).splitlines() if "no claim of this article" in text]
    assert len(said) == 1 and "no claim of this article is called `three`" in said[0]
    assert f"90-page.md:{line - 1}: " in said[0] or f"90-page.md:{line}: " in said[0]


# ------------------------------------------------------------------------------- what an execution depends on


@pytest.fixture
def small(tmp_path):
    """A book of one article and a library of one module: its folder, and the article."""
    for name in ("requirements.txt", "lib/a.py", "lib/palette.json", "lib/live/b.py", "website/c.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text("x = 1")
    article = tmp_path / "chapters" / "01-one.md"
    article.parent.mkdir()
    article.write_text(ONE)
    return tmp_path, article


ONE = """---
kernelspec: {name: python3, display_name: Python 3}
---
# One

```{code-cell} ipython3
:tags: [fold]
print(6 * 7)
```
"""


def is_kept(book, article):
    executions.surroundings.cache_clear()
    return not executions.missing([article], book)


@pytest.mark.parametrize(
    "name, text, kept",
    [
        ("chapters/01-one.md", ONE.replace("6 * 7", "6 * 8"), False),
        ("chapters/01-one.md", ONE.replace("# One", "# Two").replace("[fold]", "[remove-cell]"), True),
        ("lib/a.py", "x = 2", False),
        ("lib/a.py", '"""What a says."""\n\nx = 1  # one', True),
        ("lib/a.py", "def f():\n    return 1", False),
        ("lib/live/b.py", "x = 2", False),
        ("lib/palette.json", "x = 2", False),
        ("lib/new.py", "x = 2", False),
        ("requirements.txt", "x = 2", False),
        ("website/c.py", "x = 2", True),
    ],
)
def test_an_execution_is_kept_until_something_changes_that_it_depends_on(small, name, text, kept):
    book, article = small
    executions.surroundings.cache_clear()
    assert executions.execute(article, book).cells[0].outputs[0].text == "42\n"
    assert is_kept(book, article)
    (book / name).write_text(text)
    assert is_kept(book, article) is kept


def test_a_docstring_is_no_code(tmp_path):
    code, documented = tmp_path / "code.py", tmp_path / "documented.py"
    code.write_text("class A:\n    def f(self):\n        return 'text'\n")
    documented.write_text(
        "'Module.'\nclass A:\n    'Class.'\n\n    def f(self):\n        'Function.'\n        return 'text'  # why\n"
    )
    assert executions.meaning(code) == executions.meaning(documented)
    code.write_text("class A:\n    def f(self):\n        return 'other'\n")
    assert executions.meaning(code) != executions.meaning(documented)


def test_a_damaged_execution_is_not_taken(small):
    book, article = small
    executions.surroundings.cache_clear()
    executions.execute(article, book)
    path = executions.place("01-one", book)
    path.write_text(path.read_text()[:-40])
    assert not is_kept(book, article)
    assert executions.execution(article, book).cells[0].outputs[0].text == "42\n"
    assert is_kept(book, article)


@pytest.mark.parametrize(
    "errors, times",
    [
        ([RuntimeError], 2),
        ([RuntimeError, RuntimeError], 2),
        ([executions.DeadKernelError], 1),
        ([], 1),
    ],
)
def test_a_kernel_that_dies_before_it_answers_is_started_once_more(errors, times):
    calls = []

    def start():
        calls.append("start")
        if len(calls) <= len(errors):
            raise errors[len(calls) - 1]("died")
        return "alive"

    if len(errors) < times:
        assert executions.twice(start) == "alive"
    else:
        with pytest.raises(errors[-1]):
            executions.twice(start)
    assert len(calls) == times


def test_what_fails_is_not_kept_and_the_others_are(small):
    book, article = small
    executions.surroundings.cache_clear()
    bad = article.with_name("02-bad.md")
    bad.write_text(ONE.replace("6 * 7", "6 / 0"))
    with pytest.raises(executions.ArticleError, match=r"02-bad.md: (.|\n)*ZeroDivisionError"):
        executions.execute_missing([article, bad], book, say=lambda line: None)
    assert executions.missing([article, bad], book) == [bad]


@pytest.mark.parametrize(
    "name", ["lib/simulate.py", "lib/palette.json", "lib/articles.mplstyle", "requirements.txt"]
)
def test_articles_depend_on(name):
    assert ROOT / name in executions.behind_the_articles(ROOT)
