"""Data that others published: whole, with source and licence in the file, and read by an article."""

import numpy as np
import pytest
from pages import ROOT

FOLDER = ROOT / "lib" / "published"


@pytest.mark.parametrize("path", sorted(FOLDER.iterdir()), ids=lambda path: path.name)
def test_published_data_say_where_they_are_from_and_are_read(path):
    head = "".join(line for line in path.read_text(encoding="utf8").splitlines(True) if line.startswith("#"))
    assert all(
        word in head for word in ("doi:", "Source:", "How this file was made", "Copyright", "permission")
    )
    articles = "".join(one.read_text(encoding="utf8") for one in (ROOT / "chapters").glob("*.md"))
    assert f"published/{path.name}" in articles


def test_the_answers_of_the_monkey_are_those_of_the_source():
    coherence, right, time = np.loadtxt(FOLDER / "roitman2002.csv", delimiter=",").T
    values, counts = np.unique(coherence, return_counts=True)
    assert values.tolist() == [0, 0.032, 0.064, 0.128, 0.256, 0.512]
    assert counts.tolist() == [432, 437, 436, 436, 436, 438] and counts.sum() == 2615
    assert set(right) == {0, 1} and np.all(time == np.round(time)) and np.all((time > 0) & (time < 2000))
    rows = [f"1,{t / 1000},{c},{r},1.0\n" for t, c, r in zip(time, coherence, right, strict=True)]
    text = "monkey,rt,coh,correct,trgchoice\n" + "".join(rows)
    # as the source writes it, but for the side chosen; where its rows end, every 16,000 characters and at the last
    ends = np.cumsum([len(row) for row in rows]) + len(text) - sum(map(len, rows))
    assert {15_998, 32_004, 48_001, 56_401} <= set(ends)
