"""What Binder and Colab open. That it installs and runs, `make launch CHECK=1` shows, which takes minutes."""

import subprocess

import nbformat
import pytest
from launched import lines

from website import launch


@pytest.fixture
def root(tmp_path):
    """A repository with a built website of one article."""
    cells = [nbformat.v4.new_markdown_cell("*About.*"), nbformat.v4.new_markdown_cell("# One\n\nText.")]
    notebooks = tmp_path / "_build" / "html" / "notebooks"
    notebooks.mkdir(parents=True)
    nbformat.write(nbformat.v4.new_notebook(cells=cells), notebooks / "01-one.ipynb")
    for name in ("lib/simulate.py", "lib/__pycache__/x.pyc", "lib/live/view.js", "website/new.py"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("here", encoding="utf-8")
    for name in ("pyproject.toml", "LICENSE", "requirements.txt"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    return tmp_path


def files(folder):
    found = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    return sorted(name for name in found if not name.startswith(".git/"))


EXPECTED = [
    "01-one.ipynb", "LICENSE", "README.md", "constraints.txt", "environment.yml",
    "lib/live/view.js", "lib/simulate.py", "pyproject.toml",
]  # fmt: skip


def test_notebooks_library_and_environment_and_nothing_of_the_website(root):
    folder = launch.write(root)
    assert files(folder) == EXPECTED
    assert "- [One](01-one.ipynb)" in (folder / "README.md").read_text(encoding="utf-8")
    (folder / "old.ipynb").touch()
    assert files(launch.write(root)) == EXPECTED  # nothing of an earlier run stays
    assert lines(folder) == ["-c constraints.txt", ".[lab]"]


def test_without_a_website_it_says_what_to_do(tmp_path):
    with pytest.raises(SystemExit, match="make publish"):
        launch.write(tmp_path)


def test_it_becomes_a_branch_and_a_tag_that_stays(root, tmp_path_factory):
    remote = tmp_path_factory.mktemp("remote")
    subprocess.run(["git", "init", "-q", "--bare", remote], check=True)

    def of(ref):
        command = ["git", "-C", remote, "ls-tree", "-r", "--name-only", ref]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()

    launch.push(launch.write(root), remote, "notebooks-a")
    assert of("notebooks") == of("notebooks-a") == EXPECTED
    (root / "lib" / "new.py").touch()
    launch.push(launch.write(root), remote, "notebooks-b")
    assert of("notebooks") == of("notebooks-b") == sorted([*EXPECTED, "lib/new.py"])
    assert of("notebooks-a") == EXPECTED
