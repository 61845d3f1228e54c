"""Each article is executed once. What its cells gave is kept in _build/executions, and everything reads it there:
the website, the comparison with tests/reference, the references themselves, the notebook to download.

An execution is kept under a key of what its results depend on, and on nothing else: the article's code cells, the
code of `lib` without comments and docstrings, the pins, the version of Python and the kind of machine. Prose,
captions and the website may change without one being executed again; what is stale is never taken for fresh.
"""

import ast
import hashlib
import json
import os
import platform
import shutil
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path

import nbformat
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from myst_nb.core.read import read_myst_markdown_notebook
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from sphinx.application import ENV_PICKLE_FILENAME
from sphinx.errors import SphinxError
from sphinx.util import logging

from website.articles import is_stub

logger = logging.getLogger(__name__)
WIDGET = "application/vnd.jupyter.widget-view+json"
TIMEOUT = 300  # of a cell [s]
QUIET = ["--log-level=ERROR"]  # else every kernel warns that it is reached over TCP, on this very machine
LANGUAGE = {  # as a kernel of IPython says it
    "name": "python",
    "version": platform.python_version(),
    "mimetype": "text/x-python",
    "file_extension": ".py",
    "codemirror_mode": {"name": "ipython", "version": 3},
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
}
DOCUMENTED = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


class ArticleError(SphinxError):
    """An article that cannot be executed; the message says which cell, and why."""

    category = "Article"


# ------------------------------------------------------------------------------- what is executed


def code_cells(path, text=None):
    """The cells of an article that are executed, with the metadata that the comparison needs."""
    text = path.read_text(encoding="utf-8-sig") if text is None else text
    notebook = read_myst_markdown_notebook(text, path=path)
    kept = []
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        if cell.cell_type != "code" or "skip-execution" in tags:
            continue
        new = nbformat.v4.new_code_cell(cell.source, id=f"cell-{len(kept)}")
        if tags:
            new.metadata["tags"] = tags
        options = cell.metadata.get("mystnb", {})
        if name := options.get("figure", {}).get("name") or options.get("image", {}).get("name"):
            new.metadata["name"] = name
        kept.append(new)
    return kept


def articles(folder):
    """The pages of a folder that are executed: NN-slug.md. Pages about the series (90-…) count when they have code."""
    return [path for path in sorted(folder.glob("[0-9][0-9]-*.md")) if code_cells(path)]


def behind_the_articles(root):
    """What the articles' results depend on besides their own cells."""
    lib = root / "lib"
    files = [
        *lib.glob("*.py"),
        *lib.glob("*.mplstyle"),
        *lib.glob("live/**/*.py"),
        *lib.glob("measured/*.json"),
        *lib.glob("published/*.csv"),
    ]
    files += [lib / "palette.json", root / "requirements.txt"]
    return [path for path in files if path.is_file()]


def meaning(path):
    """What a file says to the computer: of Python its syntax tree, without comments and docstrings."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        return text
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, DOCUMENTED) and ast.get_docstring(node, clean=False) is not None:
            del node.body[0]
    return ast.dump(tree)


def digest(files, root, read=meaning):
    """One hash over names and contents, whatever the order of the files."""
    total = hashlib.sha256()
    for path in sorted(files):
        content = hashlib.sha256(read(path).encode()).hexdigest()
        total.update(f"{path.relative_to(root).as_posix()} {content}\n".encode())
    return total.hexdigest()


@cache
def surroundings(root):
    """A hash of all that an execution depends on besides the article's cells."""
    python = f"{platform.python_version()} {platform.machine()}"
    return hashlib.sha256(f"{digest(behind_the_articles(root), root)} {python}".encode()).hexdigest()


def key(cells, root):
    """The key under which the execution of these cells is kept."""
    sources = json.dumps([cell.source for cell in cells])
    return hashlib.sha256(f"{surroundings(root)} {sources}".encode()).hexdigest()


# ------------------------------------------------------------------------------- what is kept


def place(name, root):
    """The file of an article's execution."""
    return root / "_build" / "executions" / f"{name}.ipynb"


def load(name, cells, root):
    """The execution of exactly these cells: a notebook of their outputs. None when there is none to be trusted."""
    try:
        notebook = nbformat.read(place(name, root), as_version=4)
        nbformat.validate(notebook)
    except Exception:  # not there, damaged, half written: the answer is the same
        return None
    return notebook if notebook.metadata.get("key") == key(cells, root) else None


def save(name, cells, root, seconds):
    """Keep the outputs of cells. They are put into one form, whoever executed them."""
    for count, cell in enumerate(cells, start=1):
        cell.execution_count = count
        for output in cell.outputs:
            if output.output_type == "execute_result":
                output.execution_count = count
            # nothing of ours reads it, and the number of a widget's view is another one each time
            output.get("data", {}).pop(WIDGET, None)
    metadata = {
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
        "language_info": LANGUAGE,
        "key": key(cells, root),
        "seconds": seconds,
    }
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=metadata)
    nbformat.validate(notebook)
    path = place(name, root)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}")
    nbformat.write(notebook, unfinished)
    unfinished.replace(path)
    return notebook


# ------------------------------------------------------------------------------- executing


def execute(path, root):
    """Execute an article and keep what its cells give.

    Raises ArticleError when a cell fails or writes to stderr: neither belongs on a page.
    """
    cells = code_cells(path)
    notebook = nbformat.v4.new_notebook(cells=cells)
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        timeout=TIMEOUT,
        record_timing=False,
        store_widget_state=False,
        coalesce_streams=True,
        extra_arguments=QUIET,
        resources={"metadata": {"path": str(path.parent)}},
    )
    began = os.times().elapsed
    try:
        twice(client.execute)
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        raise ArticleError(f"{path.name}: {error}") from None
    for k, cell in enumerate(cells):
        for output in cell.outputs:
            if output.get("name") == "stderr":
                raise ArticleError(
                    f"{path.name}, code cell {k} writes to stderr:\n{output.text}{cell.source}"
                )
    return save(path.stem, cells, root, os.times().elapsed - began)


def twice(start):
    """Do what starts a kernel, and once more if the kernel dies before it answers: between the choice of its ports and
    their use, another process may take one."""
    try:
        return start()
    except DeadKernelError:  # it lived, and died of a cell
        raise
    except RuntimeError:
        return start()


def execution(path, root):
    """The execution of an article as it is now: the one that is kept, or else a new one."""
    return load(path.stem, code_cells(path), root) or execute(path, root)


def missing(paths, root):
    """Those articles that have to be executed."""
    return [path for path in paths if not load(path.stem, code_cells(path), root)]


def execute_missing(paths, root, say=print):
    """Execute what has to be, on all cores. Raises ArticleError with all that failed."""
    paths = missing(paths, root)
    if not paths:
        return
    say(f"Executing {', '.join(path.stem for path in paths)}")
    failed = []
    with ProcessPoolExecutor(min(len(paths), cores())) as workers:
        for path, job in [(path, workers.submit(execute, path, root)) for path in paths]:
            try:
                say(f"Executed {path.stem} in {job.result().metadata.seconds:.0f} s")
            except ArticleError as error:
                failed.append(str(error))
    if failed:
        raise ArticleError("\n\n".join(failed))


def cores():
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


# ------------------------------------------------------------------------------- for the website


def merged(docname, env):
    """An article of the book as a notebook, with its prose and all outputs."""
    path = Path(env.doc2path(docname))
    notebook = read_myst_markdown_notebook(path.read_text(encoding="utf-8-sig"), path=path)
    done = execution(path, Path(env.app.confdir))
    outputs = iter(done.cells)
    for cell in notebook.cells:
        if cell.cell_type == "code" and "skip-execution" not in cell.metadata.get("tags", []):
            found = next(outputs)
            for output in found.outputs:  # on a page, a picture gets its size from its style sheet
                output.get("metadata", {}).pop("image/png", None)
            cell.outputs, cell.execution_count = found.outputs, found.execution_count
    notebook.metadata["language_info"] = done.metadata.language_info
    return notebook


def seconds(docname, env):
    """How long an article took to execute."""
    return execution(Path(env.doc2path(docname)), Path(env.app.confdir)).metadata.seconds


def check(app, config):
    """On config-inited: Sphinx reads all pages again when the code behind them changes."""
    root = Path(app.confdir)
    files = Path(__file__).parent.glob("*.py")
    config.series_code = f"{surroundings(root)} {digest(files, Path(__file__).parent)}"


def hand_over(app, env, docnames):
    """On env-before-read-docs: execute what is read and was not; myst-nb then finds all of it in its own cache."""
    root = Path(app.confdir)
    pages = [name for name in docnames if not is_stub(app, name)]
    names = {name: Path(env.doc2path(name)) for name in pages if env.doc2path(name).endswith(".md")}
    names = {name: path for name, path in names.items() if code_cells(path)}
    execute_missing(names.values(), root, logger.info)
    folder = Path(app.config.nb_execution_cache_path or Path(app.outdir).parent / ".jupyter_cache")
    shutil.rmtree(folder, ignore_errors=True)  # it is of this build alone
    handed = get_cache(str(folder))
    for name, path in names.items():
        data = {"execution_seconds": seconds(name, env)}
        handed.cache_notebook_bundle(
            CacheBundleIn(merged(name, env), str(path), data=data), check_validity=False
        )


def after_warnings(app, exception):
    """On build-finished: nothing of a build that failed may let the next one pass.

    Sphinx warns of a page when it reads it, and would not read it again; so with a warning its
    memory of the pages goes.
    """
    if app._warncount:
        Path(app.doctreedir, ENV_PICKLE_FILENAME).unlink(missing_ok=True)
