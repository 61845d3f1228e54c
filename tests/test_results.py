"""Results of long measurements: what a benchmark keeps, an article reads."""

import json

import pytest

import lib.results
from benchmarks.keep import keep
from lib import measured


def test_what_was_kept_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(lib.results, "FOLDER", tmp_path)
    monkeypatch.setattr("benchmarks.keep.FOLDER", tmp_path)
    path = keep("/somewhere/benchmarks/slow.py", {"rate": 3.5, "sizes": [1, 2]})
    assert measured("slow") == {"rate": 3.5, "sizes": [1, 2]}
    record = json.loads(path.read_text(encoding="utf8"))
    assert record["command"] == ".venv/bin/python benchmarks/slow.py"
    assert record["versions"]["numpy"] and record["day"]


def test_a_name_that_was_never_measured():
    with pytest.raises(ValueError, match=r"name must be one of .*'nothing'"):
        measured("nothing")
