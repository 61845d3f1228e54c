"""What Binder and Colab open: the readers' notebooks with `lib` and what it needs, and nothing of the website.

    python -m website.launch                              writes it into _build/launch, after `make publish`
    python website/launch.py push FOLDER REMOTE NAME      makes it the branch `notebooks`, and a tag of this name

The tag stays, so that a page opens the notebooks of the very commit that it was built from. Nothing but Python and
git is needed to push: the job that may write to the repository installs nothing.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

FOLDER = Path("_build", "launch")
BRANCH = "notebooks"
ENVIRONMENT = """\
# For Binder, and for conda and mamba: the notebooks with the library, in the versions they were made with.
name: weekly-neural-networks
channels:
  - conda-forge
dependencies:
  - python=3.13
  - pip
  - pip:
      - -c constraints.txt
      - .[lab]
"""
ABOUT = """\
# Weekly Neural Networks: the notebooks

Made from {commit}, to be opened on Binder or Colab. Do not edit here: the articles and the website are in the
branch that this was made from.

{notebooks}
"""


def write(root, commit="the articles"):
    """Copy what is needed into _build/launch; return the folder. The notebooks are those of the built website."""
    notebooks = sorted((root / "_build" / "html" / "notebooks").glob("*.ipynb"))
    if not notebooks:
        sys.exit("==> There are no notebooks yet: run make publish, or make book")
    folder = root / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for path in notebooks:
        shutil.copy(path, folder)
    shutil.copytree(root / "lib", folder / "lib", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "LICENSE"):
        shutil.copy(root / name, folder)
    shutil.copy(root / "requirements.txt", folder / "constraints.txt")  # which packages, pyproject.toml says
    (folder / "environment.yml").write_text(ENVIRONMENT, encoding="utf-8")
    listed = "\n".join(f"- [{title(path)}]({path.name})" for path in notebooks)
    (folder / "README.md").write_text(ABOUT.format(commit=commit, notebooks=listed), encoding="utf-8")
    return folder


def title(path):
    """The heading of a notebook."""
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    lines = [
        line
        for cell in cells
        if cell["cell_type"] == "markdown"
        for line in "".join(cell["source"]).splitlines()
    ]
    return next(line.removeprefix("# ") for line in lines if line.startswith("# "))


def push(folder, remote, name):
    """Make the content of a folder the branch `notebooks` of a repository, with a tag of this name."""

    def git(*arguments):
        subprocess.run(["git", "-C", str(folder), *arguments], check=True)

    git("init", "-q", "-b", BRANCH)
    git("add", "--all", "--force")
    author = ("-c", "user.name=Weekly Neural Networks", "-c", "user.email=notebooks@localhost")
    git(*author, "commit", "-q", "-m", f"The notebooks, as {name}")
    # the branch holds nothing that is not in its last commit, so there is no history to keep
    git("push", "-q", "--force", remote, f"HEAD:refs/heads/{BRANCH}", f"HEAD:refs/tags/{name}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["push"]:
        push(*sys.argv[2:5])
    else:
        print(f"==> {write(Path.cwd())} has what Binder and Colab open")
