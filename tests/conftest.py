"""What the tests share: the comparison of figures, and the fixtures `site`, `browser` and `visits`.

nbval compares the text of a cell's outputs, numbers in the prose included, but no pictures. Here every
picture is compared too: decoded, pixel by pixel, and exactly. The environment variable
WNN_FIGURE_TOLERANCE sets the fraction of a figure's pixels that may differ (0 is the default; 0.001 means
one in a thousand), for a machine that draws text a little differently; CI never sets it. When a figure
differs, `reference | now | difference` is written to _build/figure-differences.
"""

import base64
import contextlib
import functools
import http.server
import io
import os
import threading

import numpy as np
import pytest
from nbval.plugin import IPyNbCell
from PIL import Image

TOLERANCE = "WNN_FIGURE_TOLERANCE"
MIMES = [
    prefix + mime for mime in ("image/png", "image/jpeg") for prefix in ("", "application/papermill.record/")
]
RED, GREY = (200, 0, 60), (225, 225, 225)


def pytest_configure(config):
    try:
        tolerance = float(os.environ.get(TOLERANCE) or 0)
    except ValueError:
        tolerance = -1.0
    if not 0 <= tolerance < 1:
        raise pytest.UsageError(
            f"{TOLERANCE} must be a fraction from 0 (exact) to below 1, not {os.environ[TOLERANCE]!r}"
        )
    config.figure_tolerance = tolerance
    config.figure_differences = config.rootpath / "_build" / "figure-differences"


def pytest_collection_modifyitems(items):
    """Mark what is slow and needs the built website as `late`, and let the notebooks come before the pages."""
    for item in items:
        opens_page = {"site", "browser"} & set(getattr(item, "fixturenames", ()))
        if isinstance(item, IPyNbCell) or opens_page:
            item.add_marker("late")
    items.sort(key=lambda item: not isinstance(item, IPyNbCell))  # stable


# ---------------------------------------------------------------------------------------------- figures


def pictures(outputs):
    """The pictures among a cell's outputs, in their order, also those kept for the prose (glue)."""
    found = []
    for output in outputs:
        data = output.get("data", {})
        mime = next((mime for mime in MIMES if mime in data), None)  # PNG, if it comes with a JPEG too
        if mime:
            found.append(Image.open(io.BytesIO(base64.b64decode(data[mime]))).convert("RGBA"))
    return found


def difference(reference, now):
    """Where two pictures differ: bool array over the larger height and width of the two."""
    width, height = max(reference.width, now.width), max(reference.height, now.height)
    differs = np.ones((height, width), dtype=bool)
    if reference.size == now.size:
        differs = (np.asarray(reference) != np.asarray(now)).any(axis=2)
    else:  # what only one of them has, differs
        both = (slice(min(reference.height, now.height)), slice(min(reference.width, now.width)))
        differs[both] = (np.asarray(reference)[both] != np.asarray(now)[both]).any(axis=2)
    return differs


def write_difference(path, reference, now, differs):
    """Write `reference | now | difference` as one picture. A missing picture stays grey."""
    height, width = differs.shape
    sheet = Image.new("RGB", (3 * width + 20, height), GREY)
    for k, picture in enumerate((reference, now)):
        if picture is not None:
            sheet.paste(picture.convert("RGB"), (k * (width + 10), 0))
    marked = differs.copy()  # three pixels around each, so that a single one is seen
    for axis in (0, 1):
        spread = marked.copy()
        for shift in (-3, -2, -1, 1, 2, 3):
            spread |= np.roll(marked, shift, axis)
        marked = spread
    panel = np.full((height, width, 3), 255, dtype=np.uint8)
    panel[marked] = RED
    sheet.paste(Image.fromarray(panel), (2 * (width + 10), 0))
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(path)


def compare_figures(cell, now, reference):
    """Messages about every figure of a cell that is not as in the reference; none when all are."""
    now, reference = pictures(now), pictures(reference)
    messages = []
    if len(now) != len(reference):
        messages.append(f"{len(reference)} figures in the reference, {len(now)} now")
    for k in range(max(len(now), len(reference))):
        new = now[k] if k < len(now) else None
        old = reference[k] if k < len(reference) else None
        number = f"-{k + 1}" if max(len(now), len(reference)) > 1 else ""
        path = cell.config.figure_differences / f"{cell.path.stem}-cell{cell.cell_num}{number}.png"
        path.unlink(missing_ok=True)  # of an earlier run
        if new is None or old is None:
            differs = np.ones((new or old).size[::-1], dtype=bool)
            what = "is missing now" if new is None else "is not in the reference"
        else:
            differs = difference(old, new)
            count = int(differs.sum())
            if new.size != old.size:
                what = "is {}×{} pixels in the reference, {}×{} now".format(*old.size, *new.size)
            elif count <= cell.config.figure_tolerance * differs.size:
                continue
            else:
                rows, columns = np.nonzero(differs)
                what = (
                    f"differs in {count:,} of {differs.size:,} pixels, within rows {rows.min()}-{rows.max()} "
                    f"and columns {columns.min()}-{columns.max()}"
                )
        write_difference(path, old, new, differs)
        messages.append(f"figure {k + 1} {what}; reference | now | difference: {path}")
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


def compare_outputs(self, test, ref, skip_compare=None):
    skip = (*(skip_compare or self.parent.skip_compare), *MIMES)  # as text, that is
    same_text = compare_text(self, test, ref, skip)
    messages = compare_figures(self, test, ref)
    self.comparison_traceback.extend(f"{place(self)}: {message}" for message in messages)
    return same_text and not messages


def repr_failure(self, excinfo):
    return f"{place(self)}\n{report(self, excinfo)}\nIf the change is meant: make reference, look at it, commit it."


# nbval's own class is patched: a subclass would break its `super(IPyNbCell, self)` call.
IPyNbCell.compare_outputs = compare_outputs
IPyNbCell.repr_failure = repr_failure


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
def site(pytestconfig):
    """The address of the built website, served on this machine only, without a slash at its end."""
    folder = pytestconfig.rootpath / "_build" / "html"
    if not (folder / "index.html").exists():
        pytest.fail(f"no website in {folder}: run `make book` first", pytrace=False)
    with serve(folder) as address:
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
    """Every page of the site in every view, opened once for all tests that look at it: a list of Visit."""
    from pages import VIEWS, pages, view, visit

    found = []
    for width, mode in VIEWS:
        context = view(browser, width, mode)
        found += [visit(context, f"{site}/{name}", (width, mode)) for name in pages()]
        context.close()
    return found
