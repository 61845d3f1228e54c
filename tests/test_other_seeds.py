"""Articles with other random numbers: what moves, what cannot, what fails, what raises."""

import json
import math

import pytest

from benchmarks import other_seeds
from lib import claims, measured, noise

ARTICLE = """---
title: Tiny
---

```{code-cell} ipython3
%matplotlib inline
import matplotlib.pyplot as plt
from lib import claim, measured, noise, sweep

LONG = measured("ring_diffusion")


def first(value, seed):
    return value + noise.normal(seed, 1)[0]
```

```{code-cell} ipython3
:tags: [fold]

plt.plot([1, 2])
plt.show()
mean = float(sweep(first, [5], 4, progress=False).mean())
```

<details class="solution">
<summary>Solution</summary>

```{code-cell} ipython3
claim("chance", mean, 5, within=100, unit="mV", source="theory")
claim("chance, too narrow", mean, 5, within=1e-9, source="theory")
```

</details>

```{code-cell} ipython3
{}["gone"]
```

```{code-cell} ipython3
for slope in [LONG["slope"]]:
    claim("kept", slope, -1, within=0.5,
          source="theory")
slope = 2
claim("no chance", slope, 2, within=0, source="theory")
claim("not a number", float("nan"), 2, within=1, source="theory")
```
"""


@pytest.fixture
def chapters(tmp_path):
    (tmp_path / "07-tiny.md").write_text(ARTICLE, encoding="utf8")
    return tmp_path


def test_an_article_with_other_random_numbers(chapters, capsys):
    before = noise.normal(0, 1)[0]
    recorded = list(claims._claims)
    raw = chapters / "raw.json"
    other_seeds.main(["0", "3", "--article", "07", "--workers", "1", "--raw", str(raw)], chapters)
    printed = capsys.readouterr().out
    rows = {line.split("  ")[0]: line.split() for line in printed.splitlines()}
    assert "0 of 2" in " ".join(rows["chance"]) and "2 of 2" in " ".join(rows["chance, too narrow"])
    assert printed.count("from a long measurement\n") == printed.count("never moves\n") / 2 == 1
    assert "8 checks, of them 4 on claims that never moved; 4 failed. Not counted: 1 claims" in printed
    assert "FAILED  07-tiny: chance, too narrow: shift 0, 3\n" in printed
    assert "FAILED  07-tiny: not a number: shift 0, 3\n" in printed
    assert printed.count("RAISED") == 2
    line = ARTICLE.split("\n").index('{}["gone"]') + 1
    assert f"RAISED  07-tiny, shift 3, cell 3, line {line}: KeyError: 'gone'\n" in printed

    own, other = json.loads(raw.read_text(encoding="utf8"))["07-tiny"]
    seeds = range(4)
    for run, shift in ((own, 0), (other, 3 * other_seeds.STRIDE)):
        value = 5 + sum(noise.normal(seed + shift, 1)[0] for seed in seeds) / 4
        assert run["claims"][0]["measured"] == pytest.approx(value)
        assert run["claims"][2]["measured"] == measured("ring_diffusion")["slope"]
    assert noise.normal(0, 1)[0] == before and claims._claims == recorded  # and those of the article are gone


def test_the_summary_of_known_differences():
    def run(shift, off, within=2):
        one = {"name": "rate", "measured": 10 + off, "expected": 10, "within": within, "unit": "Hz"}
        return {"shift": shift, "claims": [one | {"holds": abs(off) <= within, "long": False}], "errors": []}

    (row,) = other_seeds.summary([run(1, 1), run(2, 2), run(3, 3)])
    assert (row["mean"], row["sd"], row["in sd"], row["failed"], row["mark"]) == (2, 1, 2, [3], "")
    assert row["bias"] == pytest.approx(2 * 3**0.5)
    (row,) = other_seeds.summary([run(shift, 1.1) for shift in range(20)])
    assert (row["sd"], row["mark"]) == (0, "never moves") and math.isnan(row["bias"])


def test_seeds_that_would_meet_those_of_another_shift_are_refused():
    draw = other_seeds.shifted(2)
    with pytest.raises(ValueError, match="seed"):
        draw(other_seeds.STRIDE, 4)
    assert draw(5, 4) == noise._bytes(5 + 2 * other_seeds.STRIDE, 4)


@pytest.mark.parametrize("wrong", [["1", "4096"], ["1", "1"], ["7"], ["--article", "55"]])
def test_wrong_arguments(chapters, capsys, wrong):
    with pytest.raises(SystemExit):
        other_seeds.main(wrong, chapters)
    assert wrong[-1] in capsys.readouterr().err
