"""Installs what Binder and Colab open as its own environment.yml says, into a new environment, and executes it.

    python tests/launched.py _build/launch

Prints how many packages come with `lib` alone and with all of it, how large they are and how long everything took.
"""

import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

import nbformat
import yaml
from nbclient import NotebookClient

from website.executions import QUIET


def lines(folder):
    """What its environment.yml gives to pip."""
    environment = yaml.safe_load((folder / "environment.yml").read_text(encoding="utf-8"))
    return next(entry["pip"] for entry in environment["dependencies"] if isinstance(entry, dict))


def main(folder):
    with tempfile.TemporaryDirectory() as place:
        start = time.perf_counter()
        venv.create(place, with_pip=True)
        python = Path(place, "bin", "python")
        everything = [word for line in lines(folder) for word in line.split()]
        for arguments in ([word.replace("[lab]", "") for word in everything], everything):
            subprocess.run([python, "-m", "pip", "install", "-q", *arguments], cwd=folder, check=True)
            installed = subprocess.run(
                [python, "-m", "pip", "list", "--format=freeze"], capture_output=True, text=True, check=True
            )
            size = sum(path.stat().st_size for path in Path(place).rglob("*") if path.is_file()) / 1e6
            print(
                f"{arguments[-1]}: {len(installed.stdout.split())} packages, {size:.0f} MB, "
                f"{time.perf_counter() - start:.0f} s",
                flush=True,
            )
        for path in sorted(folder.glob("*.ipynb")):
            start = time.perf_counter()
            notebook = nbformat.read(path, as_version=4)
            client = NotebookClient(
                notebook,
                resources={"metadata": {"path": str(folder)}},
                timeout=300,
                extra_arguments=QUIET,
            )
            client.create_kernel_manager().kernel_cmd = [
                str(python),
                "-m",
                "ipykernel_launcher",
                "-f",
                "{connection_file}",
            ]
            client.execute()
            print(f"{path.name}: {time.perf_counter() - start:.0f} s", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
