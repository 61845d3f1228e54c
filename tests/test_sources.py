"""What saving in JupyterLab does to an article: by itself, and as `make lab SOURCE=1` saves."""

import json
import subprocess
import sys

import pytest
from make_reference import ARTICLES, ROOT
from myst_nb.core.read import read_myst_markdown_notebook

from website.articles import front_matter
from website.sources import kept

OLD = """\
---
title: "A"
date: "2026-12-05"  # a Saturday
kernelspec:
  display_name: Python 3
  name: python3
---

# A

```{code-cell} ipython3
---
tags: [fold]
mystnb:
  figure:
    name: fig-a
    caption: |
      One.
---
x = 1
```

```{code-cell} ipython3
:tags: [fold]
y = 1
```
"""


def test_what_means_the_same_stays_as_it_was_written():
    new = OLD.replace('"A"\ndate: "2026-12-05"  # a Saturday', "A\ndate: '2026-12-05'")
    new = new.replace("caption: |\n      One.", "caption: 'One.\n\n      '").replace(
        "[fold]\ny", "[fold]\n\ny"
    )
    new = new.replace("Python 3", "Python 3 (ipykernel)")
    assert new.count("\n") > OLD.count("\n") and kept(OLD, new) == OLD
    assert kept(OLD, new.replace("x = 1", "x = 2").replace("# A", "# B")) == OLD.replace(
        "x = 1", "x = 2"
    ).replace("# A", "# B")


def test_what_means_something_else_is_new_and_nothing_else():
    changed = [("title: A", "title: B"), ("One", "Two"), ("[fold]\n\ny", "[exercise]\n\ny")]
    new = OLD.replace('"A"', "A").replace("|\n      One.", "One.").replace("[fold]\ny", "[fold]\n\ny")
    for before, after in changed:
        made = kept(OLD, new.replace(before, after))
        assert (after in made and "# a Saturday" in made) or before.startswith("title")
    assert kept("---\na: [\n---\n", new) == new  # what was there is no YAML


def test_a_listing_that_looks_like_options_is_code():
    text = "```{code-cell} ipython3\nx = [\n:1]\n```\n"
    assert kept(text, text.replace("1", "2")) == text.replace("1", "2")


SAVE = """
import asyncio
import sys
from pathlib import Path
from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager
from jupytext import build_async_jupytext_contents_manager_class
from website.sources import Sources

async def save(manager):
    for path in sorted(Path(sys.argv[1], "chapters").glob("0*.md")):
        name = f"chapters/{path.name}"
        notebook = (await manager.get(name, type="notebook", content=True))["content"]
        for cell in notebook.cells:  # what JupyterLab adds
            cell.metadata = {"trusted": True, "scrolled": True, "jupyter": {"source_hidden": True}, **cell.metadata}
        notebook.metadata = dict(sorted(notebook.metadata.items()))
        notebook.metadata["kernelspec"] = {**notebook.metadata["kernelspec"], "display_name": "Mine"}
        await manager.save({"type": "notebook", "format": "json", "content": notebook}, name)

files = {"make": Sources, "jupyter": AsyncLargeFileManager}[sys.argv[2]]
asyncio.run(save(build_async_jupytext_contents_manager_class(files)(root_dir=sys.argv[1])))
"""


@pytest.mark.parametrize("by", ["make", "jupyter"])
def test_an_article_that_is_saved_is_the_same_article(by, tmp_path):
    """`make lab SOURCE=1` keeps each byte; a JupyterLab that somebody starts himself keeps what is meant."""
    (tmp_path / "chapters").mkdir()
    (tmp_path / "jupytext.toml").write_bytes((ROOT / "jupytext.toml").read_bytes())
    paths = sorted(ARTICLES.glob("0*.md"))
    for path in paths:
        (tmp_path / "chapters" / path.name).write_bytes(path.read_bytes())
    done = subprocess.run([sys.executable, "-c", SAVE, tmp_path, by], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    for path in paths:
        before, after = path.read_text(), (tmp_path / "chapters" / path.name).read_text()
        assert by == "jupyter" or after == before
        assert meaning(before) == meaning(after)
        assert front_matter(before, path) == front_matter(after, path)


def meaning(text):
    notebook = read_myst_markdown_notebook(text)
    cells = [(cell.cell_type, cell.source, cell.metadata) for cell in notebook.cells]
    del notebook.metadata["kernelspec"]["display_name"]  # that of the kernel which is there
    return json.loads(json.dumps([notebook.metadata, cells]))
