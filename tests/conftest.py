"""What the tests share: nbval with its stored executions and its comparison of figures, and the browser's fixtures.

nbval executes the notebooks in tests/reference and compares the text of every output, numbers in the prose
included. Two things are added here. An article is executed once: what nbval has executed is kept for the website
and for `make reference`, and what was executed already is compared as it was kept (see website/executions.py).
And pictures are compared too, pixel by pixel; figures.py says what passes.
"""

import contextlib
import copy
import functools
import http.server
import re
import threading
import time
from collections import deque
from queue import Empty

import figures
import pages
import pytest
from nbval.plugin import IPyNbCell, IPyNbFile, NbCellError
from xdist.scheduler import LoadScopeScheduling

from website import executions


def pytest_addoption(parser):
    group = parser.getgroup("articles")
    group.addoption(
        "--fresh", action="store_true", help="execute every notebook, whatever is kept, and keep nothing"
    )
    group.addoption(
        "--engine",
        default="node",
        help="where the JavaScript of the live figures runs: node, firefox, webkit",
    )
    group.addoption("--every-cell", action="store_true", help="run every article in JupyterLab, not only one")


def pytest_configure(config):
    config.figure_differences = config.rootpath / "_build" / "figure-differences"


def pytest_collection_modifyitems(items):
    """Mark what executes an article as `notebook`, what needs the built website as `late`, and what asks the
    JavaScript of the live figures as `javascript`."""
    for item in items:
        if isinstance(item, IPyNbCell):
            item.add_marker("notebook")
        elif {"site", "browser"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("late")
        if "answers" in getattr(item, "fixturenames", ()):
            item.add_marker("javascript")


class Scheduling(LoadScopeScheduling):
    """Spreads tests over the cores. What shares an execution, a visit or a costly fixture stays on one core."""

    def _split_scope(self, nodeid):
        if match := re.match(r"tests/reference/.*\.ipynb", nodeid):
            return match[0]  # the cells of an article
        if match := re.match(r"tests/(test_live)?.*\[.*?([\w/-]+\.html( \d+ \w+)?)", nodeid):
            return f"{match[1]} {match[2]}"  # the visit to a page in a view, and the uses of its live figures
        if match := re.match(r"tests/(test_jupyterlab|test_nbval|test_publish)\.py", nodeid):
            return match[0]
        return nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return Scheduling(config, log)


# ------------------------------------------------------------------------------------------- executions


class Replay:
    """In place of a running kernel: gives the outputs that an execution gave."""

    def __init__(self, cells):
        self.cells, self.messages = deque(cells), deque()

    def is_alive(self):
        return True

    def stop(self):
        pass

    def execute_cell_input(self, source, allow_stdin=None):
        cell = self.cells.popleft()
        assert cell.source == source
        for output in copy.deepcopy(cell.outputs):
            self.messages.append((output.pop("output_type"), output))
        self.messages.append(("status", {"execution_state": "idle"}))
        return "replayed"

    def await_reply(self, message, timeout=None):
        pass

    def get_message(self, stream, timeout=None):
        if not self.messages:
            raise Empty
        kind, content = self.messages.popleft()
        return {"msg_type": kind, "content": content, "parent_header": {"msg_id": "replayed"}}


start, stop, run = IPyNbFile.setup, IPyNbFile.teardown, IPyNbCell.runtest


def setup(self):
    """Start a kernel, or none, where these cells were executed already."""
    self.done, self.seconds = [], 0.0
    kept = None
    if not self.config.option.fresh:
        kept = executions.load(self.path.stem, self.nb.cells, self.config.rootpath)
    self.kept = kept is not None
    if self.kept:
        self.kernel = Replay(kept.cells)
        self.setup_sanitize_files()
    else:
        executions.twice(lambda: start(self))


def runtest(self):
    began = time.perf_counter()
    try:
        run(self)
    finally:
        self.parent.seconds += time.perf_counter() - began
        if self.test_outputs is not None:
            self.parent.done.append(self)


def teardown(self):
    """Keep what was executed, if all of it was, and nothing failed or was said on stderr."""
    stop(self)
    if self.kept or self.config.option.fresh:
        return
    cells = copy.deepcopy(self.nb.cells)
    for item in self.done:
        cells[item.cell_num].outputs = item.test_outputs
    outputs = [output for item in self.done for output in item.test_outputs]
    bad = [one for one in outputs if one.output_type == "error" or one.get("name") == "stderr"]
    if [item.cell_num for item in self.done] == list(range(len(cells))) and not bad:
        executions.save(self.path.stem, cells, self.config.rootpath, self.seconds)


# -------------------------------------------------------------------------------------------- comparison


def compare_figures(cell, now, reference):
    """Messages about every figure of a cell that was changed; what the machine did is only noted."""
    found, count = figures.differences(reference, now)
    messages = []
    changed = [one for _, one in found if one.reference is None or one.now is None]
    if changed:
        old, new = len(figures.pictures(reference)), len(figures.pictures(now))
        messages.append(f"{old} figures in the reference, {new} now")
    for k in range(count):
        number = f"-{k + 1}" if count > 1 else ""
        path = cell.config.figure_differences / f"{cell.path.stem}-cell{cell.cell_num}{number}.png"
        path.unlink(missing_ok=True)  # of an earlier run
        difference = dict(found).get(k)
        if difference is None:
            continue
        if difference.machine:
            cell.user_properties.append(("machine", f"{place(cell)}: figure {k + 1} {difference}"))
            continue
        difference.write(path)
        messages.append(f"figure {k + 1} {difference}; reference | now | difference: {path}")
    return messages


def place(cell):
    """Where a cell is: notebook, number, the name of its figure, and the line of the article."""
    text = f"{cell.path.name}, cell {cell.cell_num}"
    if cell.cell.metadata.get("name"):
        text += f", {cell.cell.metadata['name']}"
    article = cell.config.rootpath / "chapters" / f"{cell.path.stem}.md"
    if article.exists():
        before, found, _ = article.read_text(encoding="utf-8").partition(cell.cell.source)
        if found:
            text += f" (chapters/{article.name}, line {before.count(chr(10)) + 1})"
    return text


compare_text = IPyNbCell.compare_outputs
report = IPyNbCell.repr_failure


def said_on_stderr(outputs):
    """What a cell wrote to stderr, as a message: nbval only says that there is something."""
    text = "".join(output["text"] for output in outputs if output.get("name") == "stderr")
    return [f"on stderr:\n{text}"] if text else []


def compare_outputs(self, test, ref, skip_compare=None):
    skip = (*(skip_compare or self.parent.skip_compare), *figures.MIMES)  # as text, that is
    same_text = compare_text(self, test, ref, skip)
    messages = compare_figures(self, test, ref)
    messages += said_on_stderr(test) if not same_text else []
    self.comparison_traceback.extend(f"{place(self)}: {message}" for message in messages)
    return same_text and not messages


def repr_failure(self, excinfo):
    text = f"{place(self)}\n{report(self, excinfo)}"
    if isinstance(excinfo.value, NbCellError):
        text += "\nIf the change is meant: make reference, look at it, commit it."
    return text


# nbval's own classes are patched: a subclass would break their `super(IPyNbCell, self)` calls.
IPyNbFile.setup, IPyNbFile.teardown, IPyNbCell.runtest = setup, teardown, runtest
IPyNbCell.compare_outputs = compare_outputs
IPyNbCell.repr_failure = repr_failure


def pytest_terminal_summary(terminalreporter):
    """Print what tests have noted: what the machine did to figures, so that nobody has to wonder, and counts."""
    stats = terminalreporter.stats
    sections = {
        "machine": ("figures that differ only by the machine (they pass)", stats.get("passed", [])),
        "main line": ("the main line of an article", stats.get("passed", []) + stats.get("failed", [])),
    }
    for kind, (heading, reports) in sections.items():
        notes = [text for report in reports for name, text in report.user_properties if name == kind]
        if notes:
            terminalreporter.section(heading)
            for text in notes:
                terminalreporter.line(text)


# -------------------------------------------------------------------------------------------- JavaScript


@pytest.fixture(scope="session")
def answers(request):
    """A function that gives the answers of tests/js/answers.mjs to a list of requests: in Node, or in a browser."""
    engine = request.config.option.engine
    if engine == "node":
        import javascript

        yield javascript.answers
        return
    import webdriver

    with webdriver.opened(engine) as window, serve(pages.ROOT) as address:
        window.goto(f"{address}/tests/js/answers.html")
        window.wait_for_function("() => window.answer")
        yield lambda asked: [window.evaluate("request => window.answer(request)", one) for one in asked]


# ------------------------------------------------------------------------------------------------ pages


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass


@contextlib.contextmanager
def serve(folder, handler=QuietHandler):
    """Serve a folder on this machine only: its address, without a slash at its end."""
    answer = functools.partial(handler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def site():
    """The address of the built website, served on this machine only, without a slash at its end."""
    if not (pages.BUILT / "index.html").exists():
        pytest.fail(f"no website in {pages.BUILT}: run `make book` first", pytrace=False)
    with serve(pages.BUILT) as address:
        yield address


@pytest.fixture(scope="session")
def browser():
    """A Chromium, driven by Playwright."""
    from browser import launch
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def visits(browser, site):
    """A function that opens a page in a view, once for all tests that look at it."""
    return functools.cache(lambda name, view: pages.visit_to(browser, f"{site}/{name}", view))


@pytest.fixture
def visit(visits, request):
    """A page in a view: see `pages.visited`."""
    return visits(*request.param)
