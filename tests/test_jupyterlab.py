"""Articles in JupyterLab: as their readers open them, as their authors do, and a live figure that runs there."""

import json
import os
import re
import shlex
import socket
import subprocess
import sys
import time
import urllib.request

import nbformat
import pytest
from make_reference import ARTICLES, ROOT
from myst_nb.core.read import read_myst_markdown_notebook
from pages import BUILT, each_article

from website.executions import articles, code_cells

SHORTEST = "06-ring"  # to execute
# All cells are drawn, not only those in sight, and nobody asks about news.
SETTINGS = {
    "@jupyterlab/notebook-extension/tracker": {"windowingMode": "none"},
    "@jupyterlab/apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/docmanager-extension/plugin": {"autosave": False},
}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """JupyterLab as `make lab SOURCE=1` starts it, in a folder of its own; yields its address and the folder."""
    folder, own = tmp_path_factory.mktemp("root"), tmp_path_factory.mktemp("jupyter")
    for name, values in SETTINGS.items():
        path = own / "settings" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = "--no-browser --allow-root --LabApp.expose_app_in_browser=True --IdentityProvider.token= "
    options += f"--ServerApp.port={port} --ServerApp.port_retries=0 --ServerApp.ip=127.0.0.1"
    make = [
        "make",
        "-n",
        "--no-print-directory",
        "lab",
        "SOURCE=1",
        f"VENV={sys.prefix}",
        f"LAB_OPTIONS={options}",
    ]
    said = subprocess.run(make, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    said = said.replace(f'root_dir="{ROOT}"', f'root_dir="{folder}"')
    viewer, command = map(shlex.split, said.splitlines()[-2:])
    assert command[1] == "lab" and f"--ServerApp.root_dir={folder}" in command
    environment = {**os.environ, "JUPYTERLAB_SETTINGS_DIR": str(own / "settings")}
    environment |= {f"JUPYTER_{name}_DIR": str(own / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")}
    subprocess.run(viewer, env=environment, check=True)
    with (own / "log").open("w") as log:
        running = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, env=environment)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            try:
                urllib.request.urlopen(f"{address}/api").close()
                break
            except OSError:
                assert running.poll() is None, (own / "log").read_text()
                time.sleep(0.25)
        yield address, folder
    finally:
        running.terminate()
        running.wait(30)


@pytest.fixture(scope="module")
def window(browser, server):
    """A window with JupyterLab in it; `errors` are what went wrong there, `kernel` is for whoever runs nothing."""
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    page = context.new_page()
    page.errors = []
    # what was on its way to a notebook that is closed finds it "Disposed"
    page.on("pageerror", lambda error: str(error) == "Disposed" or page.errors.append(str(error)))
    page.goto(f"{server[0]}/lab")
    page.wait_for_function("() => window.jupyterapp?.restored.then(() => true)")
    page.kernel = page.evaluate(
        "async () => (await jupyterapp.serviceManager.kernels.startNew({ name: 'python3' })).model"
    )
    yield page
    context.close()


def order(window, command, **arguments):
    """Let JupyterLab carry out a command, and wait until it is done."""
    window.evaluate(
        "async ([command, given]) => { await jupyterapp.commands.execute(command, given); }",
        [command, arguments],
    )


# First all that waits for the kernels of what is open goes on: ipywidgets would look for them in what is closed.
CLOSE = """async () => {
  const all = [...jupyterapp.shell.widgets('main')];
  for (const { sessionContext } of all) await sessionContext?.ready;
  await new Promise((done) => setTimeout(done));
  for (const one of all) one.dispose();
}"""
CLOSING = re.compile(r"\s*</\w+>\s*")  # all there is of a cell that ends a fold of code: it shows nothing


def opened(window, path, cells, kernel=None):
    """Close what is open, and open a file as a notebook of these cells, all of them drawn."""
    window.evaluate(CLOSE)
    window.errors.clear()
    order(window, "docmanager:open", path=path, **({"kernel": kernel} if kernel else {}))
    notebook = window.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")
    window.wait_for_function(
        """([count, bare]) => {
          const cells = document.querySelectorAll('.jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell');
          const empty = (cell) => cell.matches('.jp-MarkdownCell') && !cell.querySelector('.jp-RenderedMarkdown *');
          return cells.length === count && [...cells].filter(empty).length === bare;
        }""",
        arg=[len(cells), sum(bool(CLOSING.fullmatch(cell.source)) for cell in cells)],
    )
    return notebook


# ------------------------------------------------------------------------------- as readers open them


RENDERED = """notebook => {
  const texts = [...notebook.querySelectorAll('.jp-RenderedMarkdown')].map((shown) => {
    const copy = shown.cloneNode(true);
    copy.querySelectorAll('mjx-container, code, .jp-InternalAnchorLink').forEach((node) => node.remove());
    return copy.textContent;
  });
  const pictures = [...notebook.querySelectorAll('img')];
  const errors = [...notebook.querySelectorAll('mjx-merror, [data-mjx-error], .jp-RenderedText[data-mime-type*=err]')];
  return {
    texts,
    pictures: pictures.length,
    broken: pictures.filter((image) => image.complete && !image.naturalWidth).length,
    errors: errors.map((node) => node.textContent),
    open: [...notebook.querySelectorAll('.jp-CodeCell .jp-CodeMirrorEditor')].length,
  };
}"""
# roles, directives, labels, formulas that were not set, HTML that was not read
LEFT = re.compile(
    r"\{[a-zA-Z][\w:+-]*\}.{0,20}|:::.{0,20}|```.{0,20}|^\([\w-]+\)=.*|\$.{0,20}|\\\w+|</?\w+.{0,20}", re.M
)


@each_article
def test_nothing_of_the_source_is_left_in_what_a_reader_sees(name, window, server):
    path = BUILT / "notebooks" / f"{name}.ipynb"
    (server[1] / path.name).write_bytes(path.read_bytes())
    made = nbformat.read(path, as_version=4)
    notebook = opened(window, path.name, made.cells, window.kernel)
    window.wait_for_function("notebook => !/\\$/.test(notebook.innerText)", arg=notebook.element_handle())
    seen = notebook.evaluate(RENDERED)
    left = [found[0] for text in seen["texts"] for found in LEFT.finditer(text)]
    assert (left, seen["broken"], seen["errors"]) == ([], 0, [])
    shown = [cell for cell in made.cells if not cell.metadata.get("jupyter", {}).get("outputs_hidden")]
    outputs = [
        output for cell in shown for output in cell.get("outputs", [])
    ]  # those of solutions are covered
    assert seen["pictures"] > sum(
        "image/png" in output.get("data", {}) for output in outputs
    )  # and the drawing
    hidden = sum(cell.metadata.get("jupyter", {}).get("source_hidden", False) for cell in made.cells)
    assert hidden and seen["open"] == sum(cell.cell_type == "code" for cell in made.cells) - hidden
    assert window.errors == []


# ------------------------------------------------------------------------------- as authors open them


# Before that, JupyterLab asks which kernel shall run the cells.
READY = """async () => {
  const { sessionContext } = jupyterapp.shell.currentWidget;
  await sessionContext.ready;
  await sessionContext.session.kernel.info;
}"""


@each_article
def test_a_source_that_is_run_and_saved_is_the_same_to_the_byte(name, window, server, pytestconfig):
    folder = server[1] / "chapters"
    folder.mkdir(exist_ok=True)
    (server[1] / "jupytext.toml").write_bytes((ROOT / "jupytext.toml").read_bytes())
    before = (ARTICLES / f"{name}.md").read_bytes()
    (folder / f"{name}.md").write_bytes(before)
    cells = read_myst_markdown_notebook(before.decode()).cells
    run = name == SHORTEST or pytestconfig.option.every_cell
    notebook = opened(window, f"chapters/{name}.md", cells, None if run else window.kernel)
    if run:
        window.evaluate(READY)
        order(window, "notebook:run-all-cells")
        assert notebook.locator(".jp-OutputArea img, .live canvas").count() > 3
        assert notebook.locator("[data-mime-type$=stderr], [data-mime-type$=error]").count() == 0
    with window.expect_response(
        lambda answer: answer.request.method == "PUT" and f"{name}.md" in answer.url
    ) as answer:
        order(window, "docmanager:save")
    assert answer.value.ok
    assert window.errors == []
    assert (folder / f"{name}.md").read_text() == before.decode()


# ------------------------------------------------------------------------------- a live figure


def test_a_live_figure_runs(browser, server):
    """Screen and kernel follow each other, the chosen neuron too, and `activity()` is what is on screen."""
    address, folder = server
    cells = [cell.source for cell in code_cells(articles(ARTICLES)[0])]
    shown = next(k for k, source in enumerate(cells) if " = live(" in source)
    report = (
        "print('spikes', figure.activity().spikes.sum(), 'chosen', figure.chosen, "
        "'state', __import__('json').dumps(figure.state))"
    )
    first = [*cells[: shown + 1], report, "figure.reset(chosen=7)"]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in first])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, folder / "article.ipynb")

    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    page = context.new_page()
    page.goto(f"{address}/lab/workspaces/live/tree/article.ipynb")  # where nothing was open before
    page.locator(".jp-Notebook .jp-CodeCell").first.wait_for()
    page.locator("#jp-main-statusbar").get_by_text("Python 3 (ipykernel) | Idle").wait_for()
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()

    def answer():
        """Run the cell that reports, and read it."""
        cell = page.locator(".jp-CodeCell", has=page.get_by_text("figure.activity()")).last
        prompt = cell.locator(".jp-InputArea-prompt").inner_text()
        cell.locator(".cm-content").click()
        page.keyboard.press("Control+Enter")
        page.wait_for_function(
            "([node, old]) => /\\[\\d+\\]/.test(node.innerText) && node.innerText != old",
            arg=[cell.locator(".jp-InputArea-prompt").element_handle(), prompt],
        )
        said = cell.locator(".jp-OutputArea-output").inner_text()
        found = re.search(r"spikes (\d+) chosen (\d+) state (.*)", said)
        assert screen.locator(".live-read", has_text=f"neuron {found[2]}: ").is_visible()
        return int(found[1]), json.loads(found[3])

    def on_screen():
        page.wait_for_timeout(300)
        return int(screen.locator(".live-read", has_text="spikes").first.inner_text().split()[0])

    screen = page.locator(".jp-OutputArea .live")
    screen.locator("canvas").first.wait_for()
    start, state = answer()
    assert start == on_screen()

    colours = """matrix => {
      const { data } = matrix.getContext('2d').getImageData(0, 0, matrix.width, matrix.height);
      return new Set(new Uint32Array(data.buffer)).size;
    }"""
    assert screen.locator(".live-panel", has_text="Weights").locator("canvas").evaluate(colours) > 50

    slider = screen.locator(".live-sliders input").first
    slider.focus()
    page.keyboard.press("PageUp")
    page.keyboard.press("ArrowRight")
    moved = on_screen()
    spikes, now = answer()
    name = next(iter(state["values"]))
    assert now["values"][name] > state["values"][name]
    assert spikes == moved

    cells = page.locator(".jp-Notebook .jp-Cell").count()
    for target in (slider, screen.locator("canvas").first, screen.get_by_role("button", name="New seed")):
        target.focus()
        for key in ("b", "d", "d", "a", "m"):  # commands of JupyterLab: a cell more, one less, another kind
            page.keyboard.press(key)
    page.wait_for_timeout(300)
    assert page.locator(".jp-Notebook .jp-Cell").count() == cells
    assert page.locator(".jp-Notebook .jp-MarkdownCell").count() == 0

    screen.locator("canvas").first.press("ArrowUp")
    screen.get_by_role("button", name="New seed").click()
    again = on_screen()
    spikes, now = answer()
    assert (spikes, now["draw"]) == (again, 1)

    page.locator(".jp-CodeCell .cm-content", has_text="figure.reset(chosen=7)").last.click()
    page.keyboard.press("Control+Enter")
    page.wait_for_timeout(500)
    assert on_screen() == start
    assert answer() == (start, state)
    assert screen.locator(".live-read", has_text="neuron 7: ").is_visible()
    context.close()
