"""Run the JavaScript of the live figures in Node, which comes from PyPI."""

import base64
import json
from pathlib import Path

import numpy as np

from website.nodejs import nodejs

HERE = Path(__file__).parent / "js"


def answers(requests):
    """What tests/js/answers.mjs answers to each request."""
    done = nodejs(HERE / "run.mjs", input="\n".join(map(json.dumps, requests)))
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def text(array):
    """An array for a request, as its bytes."""
    return None if array is None else base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()


def numbers(text, dtype=float):
    """An array from an answer."""
    return np.frombuffer(base64.b64decode(text), dtype=dtype)
