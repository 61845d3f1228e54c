"""Write tests/reference: the code cells of every article with the outputs that are expected of them.

`make reference` runs this. pytest (nbval) executes the notebooks it writes and compares, figures pixel by
pixel; see conftest.py. The same input gives the same bytes, so that `git diff` shows what really changed.
"""

import sys
from base64 import b64decode
from pathlib import Path

import nbformat
from myst_nb.core.read import read_myst_markdown_notebook
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbval.plugin import coalesce_streams

ROOT = Path(__file__).resolve().parents[1]
ARTICLES = ROOT / "chapters"
REFERENCES = ROOT / "tests" / "reference"
README_PICTURE = REFERENCES / "readme.png"


class ArticleError(Exception):
    """An article that cannot become a reference; the message says which cell, and why."""


def articles(folder=ARTICLES):
    """The articles of a folder: NN-slug.md. Pages about the series (90-…) count when they have code."""
    return [path for path in sorted(folder.glob("[0-9][0-9]-*.md")) if code_cells(path)]


def code_cells(article):
    """The cells of an article that are executed, as in a notebook but with only what the comparison needs."""
    notebook = read_myst_markdown_notebook(article.read_text(encoding="utf-8"), path=article)
    kept = []
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        if cell.cell_type != "code" or "skip-execution" in tags:
            continue
        new = nbformat.v4.new_code_cell(cell.source, id=f"cell-{len(kept)}")
        if tags:
            new.metadata["tags"] = tags
        name = _figure_name(cell)
        if name:
            new.metadata["name"] = name
        kept.append(new)
    return kept


def _figure_name(cell):
    options = cell.metadata.get("mystnb", {})
    return options.get("figure", {}).get("name") or options.get("image", {}).get("name")


def make(article, folder=REFERENCES):
    """Execute an article and write its reference into `folder`. Returns its path and whether it changed.

    Raises ArticleError when a cell fails or writes to stderr: neither belongs on a page.
    """
    notebook = nbformat.v4.new_notebook(cells=code_cells(article))
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    folder.mkdir(parents=True, exist_ok=True)
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        timeout=600,
        record_timing=False,
        store_widget_state=False,
        resources={"metadata": {"path": str(folder)}},  # nbval, too, executes in the notebook's folder
    )
    try:
        client.execute()
    except CellExecutionError as error:
        raise ArticleError(f"{article.name}: {error}") from None
    notebook.metadata["language_info"] = {"name": "python"}  # without the version
    for k, cell in enumerate(notebook.cells):
        cell.outputs = coalesce_streams(cell.outputs)
        for output in cell.outputs:
            if output.output_type == "stream" and output.name == "stderr":
                raise ArticleError(f"{article.name}, cell {k} writes to stderr:\n{output.text}{cell.source}")
            # the number of a widget's view is random, and what the website needs of it is not compared
            output.get("data", {}).pop("application/vnd.jupyter.widget-view+json", None)
            output.get("metadata", {}).pop("live", None)
    nbformat.validate(notebook)
    path = folder / f"{article.stem}.ipynb"
    text = nbformat.writes(notebook).rstrip("\n") + "\n"
    changed = not path.exists() or path.read_text(encoding="utf-8") != text
    if changed:
        path.write_text(text, encoding="utf-8", newline="\n")
    return path, changed


def readme_picture():
    """The bytes of the picture in README.md: a figure of the first article."""
    notebook = nbformat.read(REFERENCES / "01-introduction.ipynb", as_version=4)
    cell = next(cell for cell in notebook.cells if cell.metadata.get("name") == "fig-raster")
    return b64decode(cell.outputs[0].data["image/png"])


def main():
    failed = False
    made = set()
    for article in articles():
        made.add(article.stem)
        try:
            path, changed = make(article)
        except ArticleError as error:
            failed = True
            print(f"    {error}", file=sys.stderr)
        else:
            print(f"    {path.relative_to(ROOT)}: {'CHANGED' if changed else 'as before'}")
    for path in sorted(REFERENCES.glob("*.ipynb")):
        if path.stem not in made:
            path.unlink()
            print(f"    {path.relative_to(ROOT)}: REMOVED, it has no article")
    if failed:
        sys.exit("==> Not every article could be executed, see above.")
    README_PICTURE.write_bytes(readme_picture())
    print("==> Look at what changed (git diff --stat tests/reference), and commit it if it is meant.")


if __name__ == "__main__":
    main()
