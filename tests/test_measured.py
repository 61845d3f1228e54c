"""What long measurements gave: a small piece of each is measured again, and none is left that nobody reads."""

import json
import re

import pytest
from pages import ROOT

from benchmarks import memory_capacity, ring_diffusion
from lib import measured
from lib.results import FOLDER

KEPT = sorted(FOLDER.glob("*.json"))


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.stem)
def test_what_was_measured_has_a_script_and_a_reader(path):
    command = json.loads(path.read_text(encoding="utf8"))["command"]
    assert (ROOT / command.split()[-1]).is_file()
    articles = "".join(one.read_text(encoding="utf8") for one in (ROOT / "chapters").glob("*.md"))
    assert re.search(rf'measured\("{path.stem}"\)', articles)


@pytest.mark.parametrize("name, value", [("recall_200", 0.12), ("mixture_200", 140)])
def test_memories_and_mixtures_are_kept_as_long_as_before(name, value):
    kept = measured("memory_capacity")[name]
    row, again = kept["values"].index(value), memory_capacity.measure(name, [value])
    for what in ("overlap", "error", "kept"):
        assert again[what][0] == pytest.approx(kept[what][row], abs=1e-4)
    assert 0 < kept["kept"][row][-1] < 1  # a value at which it is not clear beforehand


def test_a_remembered_angle_diffuses_as_fast_as_before():
    kept = measured("ring_diffusion")
    mean, error = ring_diffusion.measure([(50, 20)])
    row = kept["sizes"].index(50)
    assert mean[0] == pytest.approx(kept["by_size"][row], abs=0.011)
    assert error[0] == pytest.approx(kept["size_error"][row], abs=0.011)
