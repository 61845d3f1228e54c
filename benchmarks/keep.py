"""Writes what a benchmark measured to where `lib.measured` finds it, with how to measure it again."""

import datetime
import json
import platform
from importlib.metadata import version
from pathlib import Path

from lib.results import FOLDER


def keep(script, values):
    """Write lib/measured/NAME.json for the benchmark `script` (its `__file__`); return the path.

    `values` is a dict of numbers and of lists of numbers, rounded to what the article may print.
    """
    script = Path(script)
    record = {
        "command": f".venv/bin/python benchmarks/{script.name}",
        "day": str(datetime.date.today()),
        "versions": {"python": platform.python_version()}
        | {package: version(package) for package in ("numpy", "scipy", "numba")},
        "values": values,
    }
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f"{script.stem}.json"
    path.write_text(json.dumps(record, indent=1) + "\n", encoding="utf8")
    return path
