"""Write tests/reference: the code cells of every article with the outputs that are expected of them.

`make reference` runs this. pytest (nbval) compares with what it writes; see conftest.py. What was executed already
is not executed again, and a reference that differs from it only by the machine that drew it stays as it is. So
`git diff` shows what really changed.
"""

import copy
import sys
from base64 import b64decode
from pathlib import Path

import figures
import nbformat

from website import executions
from website.executions import ArticleError, articles, code_cells

ROOT = Path(__file__).resolve().parents[1]
ARTICLES = ROOT / "chapters"
REFERENCES = ROOT / "tests" / "reference"
README_PICTURE = REFERENCES / "readme.png"


def reference(article, root=ROOT):
    """The reference of an article as it is now: a notebook."""
    notebook = copy.deepcopy(executions.execution(article, root))
    notebook.metadata = {
        "kernelspec": notebook.metadata.kernelspec,
        "language_info": {"name": "python"},  # without the version
    }
    for cell, new in zip(notebook.cells, code_cells(article), strict=True):
        cell.id, cell.metadata = new.id, new.metadata
        for output in cell.outputs:
            # what the website needs, and the size, which the picture has itself, are not compared
            for name in ("live", "image/png"):
                output.get("metadata", {}).pop(name, None)
    nbformat.validate(notebook)
    return notebook


def differs(old, new):
    """Whether a reference says something else than another one; what a machine does to a figure is nothing."""

    def said(notebook):
        cells = copy.deepcopy(notebook.cells)
        for cell in cells:
            for output in cell.outputs:
                for mime in figures.MIMES:
                    if mime in output.get("data", {}):
                        output.data[mime] = ""
        return notebook.metadata, cells

    if said(old) != said(new):
        return True
    for before, now in zip(old.cells, new.cells, strict=True):
        found, _ = figures.differences(before.outputs, now.outputs)
        if not all(difference.machine for _, difference in found):
            return True
    return False


def make(article, folder=REFERENCES, root=ROOT):
    """Write the reference of an article into `folder`. Returns its path and what became of it, in words."""
    folder.mkdir(parents=True, exist_ok=True)
    path, new = folder / f"{article.stem}.ipynb", reference(article, root)
    text = nbformat.writes(new).rstrip("\n") + "\n"
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return path, "as before"
    if path.exists() and not differs(nbformat.read(path, as_version=4), new):
        return path, "as before, but for what this machine does to edges; left alone"
    path.write_text(text, encoding="utf-8", newline="\n")
    return path, "CHANGED"


def readme_picture():
    """The bytes of the picture in README.md: a figure of the first article."""
    notebook = nbformat.read(REFERENCES / "01-introduction.ipynb", as_version=4)
    cell = next(cell for cell in notebook.cells if cell.metadata.get("name") == "fig-raster")
    return b64decode(cell.outputs[0].data["image/png"])


def main(number=""):
    chosen = articles(ARTICLES)
    if number:
        chosen = [path for path in chosen if path.stem.split("-")[0] == number]
        if not chosen:
            sys.exit(f"==> There is no article {number!r} in chapters/. Write its two digits: ARTICLE=03")
    failed = False
    try:
        executions.execute_missing(chosen, ROOT, lambda line: print(f"    {line}", flush=True))
    except ArticleError as error:
        failed = True
        print(f"    {error}", file=sys.stderr)
    for article in chosen:
        if not failed or article not in executions.missing([article], ROOT):
            path, what = make(article)
            print(f"    {path.relative_to(ROOT)}: {what}")
    if not number:
        for path in sorted(REFERENCES.glob("*.ipynb")):
            if path.stem not in {article.stem for article in chosen}:
                path.unlink()
                print(f"    {path.relative_to(ROOT)}: REMOVED, it has no article")
    if failed:
        sys.exit("==> Not every article could be executed, see above.")
    if number in ("", "01"):
        README_PICTURE.write_bytes(readme_picture())
    print("==> Look at what changed (git diff --stat tests/reference), and commit it if it is meant.")


if __name__ == "__main__":
    main(*sys.argv[1:])
