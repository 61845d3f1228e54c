"""`make lab`: the readers' notebooks of all articles, in _build/lab, where JupyterLab opens them.

What a reader has changed there stays; delete the file to get the article again.
"""

import hashlib
import json
import sys
from pathlib import Path

import nbformat
from sphinx.errors import SphinxError

from website import executions, notebook
from website.book import Book, chapters

FOLDER = Path("_build") / "lab"


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write(root, say=print):
    """Write the notebooks of all articles; execute those that have not been. Returns the paths."""
    book, folder = Book(root), root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    ours = folder / ".written.json"  # what was written here, to know what a reader has changed
    written = json.loads(ours.read_text(encoding="utf-8")) if ours.exists() else {}
    articles = [root / "chapters" / f"{name}.md" for name in chapters(root)]
    executions.execute_missing(articles, root, say)
    paths = []
    for article in articles:
        path = folder / f"{article.stem}.ipynb"
        paths.append(path)
        if path.exists() and digest(path) != written.get(path.name):
            say(
                f"{path.relative_to(root)} was changed in JupyterLab and stays; delete it to get the article again"
            )
            continue
        nbformat.write(notebook.make(article, book, beside=True), path)
        written[path.name] = digest(path)
        ours.write_text(json.dumps(written, indent=1), encoding="utf-8")
    return paths


def main(root=Path(".")):
    try:
        write(root.resolve(), lambda line: print(f"    {line}", flush=True))
    except SphinxError as error:
        sys.exit(f"==> {error}")


if __name__ == "__main__":
    main()
