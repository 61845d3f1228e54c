"""Phrases of the text that act on a live figure: their grammar, what they do in Python and in the browser, the page."""

import json
import os
import re
import subprocess
import sys

import numpy as np
import pytest
from javascript import numbers
from pages import ROOT
from test_live_family import random_family

from lib import Slider, live, noise
from website import tries

# ------------------------------------------------------------------------------- the grammar


@pytest.mark.parametrize(
    "written, onto, changes, call",
    [
        ("g=3", False, {"g": 3}, "figure.reset(g=3)"),
        ("+g=3", True, {"g": 3}, "figure.set(g=3)"),
        ("g=-0.5 drive=120", False, {"g": -0.5, "drive": 120}, "figure.reset(g=-0.5, drive=120)"),
        ("reset", False, {}, "figure.reset()"),
        ("seed=2 cut=recurrence", False, {"seed": 2, "cut": ["recurrence"]}, None),
        ("+seed=+1", True, {"seed": "+1"}, 'figure.set(seed="+1")'),
        ("cut=recurrence", False, {"cut": ["recurrence"]}, 'figure.reset(cut="recurrence")'),
        ("shuffled", False, {"shuffled": True}, "figure.reset(shuffled=True)"),
        ("pin g=3", False, {"pin": True, "g": 3}, "figure.reset(pin=True, g=3)"),
        ("kick=7@150", False, {"kick": [(7, 150)]}, "figure.reset(kick=(7, 150))"),
        (
            "+kick=7@150 kick=8@9@-2.5",
            True,
            {"kick": [(7, 150), (8, 9, -2.5)]},
            "figure.set(kick=[(7, 150), (8, 9, -2.5)])",
        ),
        ("silence=5 silence=6", False, {"silence": [5, 6]}, "figure.reset(silence=[5, 6])"),
        ("set=4@-1@20", False, {"weight": [(4, -1, 20)]}, "figure.reset(weight=(4, -1, 20))"),
        ("g=3 show=weights", False, {"g": 3, "show": "weights"}, "figure.reset(g=3)"),
        ("+show=rate pin", True, {"show": "rate", "pin": True}, "figure.set(pin=True)"),
        ("reset show=rate", False, {"show": "rate"}, "figure.reset()"),
        ("chosen=3\n  g=1", False, {"chosen": 3, "g": 1}, "figure.reset(chosen=3, g=1)"),
    ],
)
def test_changes_are_read_and_written_as_a_call(written, onto, changes, call):
    assert tries.parse(f"lower *g*, if $g < 3$ <balance: {written}>") == (
        "lower *g*, if $g < 3$",
        "balance",
        onto,
        changes,
    )
    if call:
        assert tries.call("figure", onto, changes) == call


@pytest.mark.parametrize(
    "written, message",
    [
        ("lower g", "is not written as"),
        ("lower g <g=3>", "is not written as"),
        ("<balance: g=3>", "is not written as"),
        ("lower <Balance: g=3>", "is not written as"),
        ("lower <balance: >", "no change is named"),
        ("lower <balance: show=rate>", "no change is named"),
        ("lower <balance: g=3 show>", "the change `show` cannot be read"),
        ("lower <balance: g=3 show=>", "the change `show=` cannot be read"),
        ("lower <balance: g=3 show=rate show=raster>", "`show` is named twice"),
        ("lower <balance: g>", "the change `g` cannot be read"),
        ("lower <balance: g=>", "the change `g=` cannot be read"),
        ("lower <balance: g=three>", "the change `g=three` cannot be read"),
        ("lower <balance: g=nan>", "the change `g=nan` cannot be read"),
        ("lower <balance: g=3 mV>", "the change `mV` cannot be read"),
        ("lower <balance: g=3 g=4>", "`g` is named twice"),
        ("lower <balance: + g=3>", "the change `` cannot be read"),
        ("lower <balance: g=3 reset>", "the change `reset` cannot be read"),
        ("lower <balance: +reset>", "the change `reset` cannot be read"),
        ("lower <balance: kick=7>", "the change `kick=7` cannot be read"),
        ("lower <balance: set=7@1>", "the change `set=7@1` cannot be read"),
        ("lower <balance: cut>", "the change `cut` cannot be read"),
        ("lower <balance: shuffled=1>", "the change `shuffled=1` cannot be read"),
    ],
)
def test_what_cannot_be_read_is_named(written, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        tries.parse(written)


def test_the_variable_of_a_figure_is_found_in_the_code():
    cells = [
        "%matplotlib inline\nimport numpy as np",
        'figure = live(\n    "balance",\n    inputs={},\n)\nfigure',
        "if True:\n    small = live(name='pair', inputs={})",
        'live("lost", inputs={})\nother = unlike("other")\nname = "x"\nunnamed = live(name, inputs={})',
    ]
    assert tries.variables(cells) == {"balance": "figure", "pair": "small"}


# ------------------------------------------------------------------------------- what is done


@pytest.fixture
def figure():
    return live(
        "pair",
        weights={"random": noise.Normal(seed=3)},
        inputs={"drive": 1, "noise": noise.Normal(seed=4)},
        sliders=[
            Slider("w", "random", 0, 50, 10),
            Slider("drive", "drive", 40, 100, 60),
            Slider("noise", "noise", 0, 40, 10),
        ],
        n=20,
        steps=200,
    )


def test_everything_can_be_set_and_what_is_named_takes_the_place_of_what_was_there(figure):
    start = figure.family.start()
    figure.set(
        w=20,
        seed=2,
        shuffled=True,
        cut="inhibition",
        weight=(1, -1, 20),
        kick=(7, 150, 30),
        silence=5,
        chosen=3,
        pin=True,
    )
    before = {key: value for key, value in start.items() if key != "pin"}
    assert figure.chosen == 3
    assert figure.state == {
        "values": {**start["values"], "w": 20},
        "draw": 2,
        "shuffled": True,
        "cut": ["inhibition"],
        "edits": [[1, -1, 20]],
        "kicks": [[7, 150, 30]],
        "silenced": [5],
        "pin": before,
    }
    figure.set(seed="+1", drive=80, cut=[], kick=[[1, 2, 3], (4, 5, 6)], silence=[8, 9], shuffled=False)
    assert figure.state == {
        "values": {**start["values"], "w": 20, "drive": 80},
        "draw": 3,
        "shuffled": False,
        "cut": [],
        "edits": [[1, -1, 20]],
        "kicks": [[1, 2, 3], [4, 5, 6]],
        "silenced": [8, 9],
        "pin": before,
    }
    figure.set(pin=False)
    assert figure.state["pin"] is None
    figure.reset(w=30)
    assert figure.state == {**start, "values": {**start["values"], "w": 30}} and figure.chosen == 3
    figure.reset()
    assert figure.state == start


def test_at_is_the_network_of_the_article_with_changes_and_touches_nothing(figure):
    figure.set(drive=90, silence=4)
    before = figure.state
    changes = {"w": 25, "noise": 0, "cut": "inhibition", "kick": [(3, 50), (3, 52)], "seed": 1}
    run = figure.at(**changes, chosen=7)
    assert figure.state == before and figure.chosen == 0
    figure.reset(**changes)
    assert np.array_equal(run.spikes, figure.activity().spikes)
    assert run.spikes[3, 51] and run.spikes[4].any()
    figure.reset()
    assert np.array_equal(figure.at().spikes, figure.activity().spikes)


def test_a_kick_is_as_large_as_the_other_changes_ask_for(figure):
    """The second one meets a neuron that the first one has reset."""
    figure.reset(drive=50, noise=0, cut="recurrence", kick=[(3, 50), (3, 51)])
    (_, _, first), (_, _, second) = figure.state["kicks"]
    assert first == 12 and second == 65
    assert figure.activity().spikes[3].nonzero()[0].tolist() == [51, 52]


@pytest.mark.parametrize(
    "changes, message",
    [
        ({"v": 1}, "the name of a slider must be one of w, drive, noise, got 'v'"),
        ({"w": 51}, "w must be from 0 to 50, got 51"),
        ({"seed": -1}, "seed must be an integer from 0 to 1000000, got -1"),
        ({"seed": "1"}, r'seed must be a number, or a text such as "\+1", got .1.'),
        ({"cut": "all"}, "cut must be a list out of"),
        ({"weight": (1, 2)}, r"weight must be \(to, from, mV\), got \(1, 2\)"),
        ({"weight": (1, 20, 0)}, "edits must be an integer from -1 to 19, got 20"),
        ({"kick": (20, 1)}, "kicks: neuron must be an integer from 0 to 19, got 20"),
        ({"silence": 20}, "silenced must be an integer from 0 to 19, got 20"),
        ({"chosen": 20}, "chosen must be an integer from 0 to 19, got 20"),
        ({"shuffled": 1}, "shuffled must be True or False, got 1"),
        ({"pin": {}}, "pin must be True or False, got {}"),
        ({"show": "angle"}, "show must be a panel, one of raster, rate, .*, intervals, got 'angle'"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_lost(figure, changes, message):
    figure.set(w=40, chosen=2)
    before = figure.state
    for act in (figure.set, figure.reset):
        with pytest.raises(ValueError, match=message):
            act(**changes)
    assert figure.state == before and figure.chosen == 2
    with pytest.raises(ValueError, match=message):
        figure.at(**changes)


def test_the_browser_makes_the_same_changes(answers):
    requests, expected = [], []
    for k in range(60):
        figure, state = random_family(k)
        rng = np.random.default_rng(k)
        n, steps = figure.spec["n"], figure.spec["steps"]
        neurons = rng.integers(0, n, 6).tolist()
        possible = {
            "seed": ["+2", 3][k % 2],
            "shuffled": True,
            "cut": [["inhibition"], ["recurrence"]][k % 2],
            "weight": [[neurons[0], -1, 30.5]],
            "kick": [[one, int(rng.integers(steps - 1))] for one in neurons[1:3]] + [[neurons[3], 0, 20]],
            "silence": neurons[4:],
            "drive": 75,
            "pin": True,
            "show": "raster",
        }
        changes = {name: change for name, change in possible.items() if rng.random() < 0.6}
        if k % 3:
            figure.state = state
            figure.set(**changes)
        else:
            state = None
            figure.reset(**changes)
        requests.append({"kind": "changed", "spec": figure.spec, "state": state, "changes": changes})
        expected.append(figure)
    assert sum("kick" in request["changes"] for request in requests) > 20
    for figure, answer in zip(expected, answers(requests), strict=True):
        assert answer["state"] == figure.state, figure.spec["name"]
        assert numbers(answer["spikes"], bool).tobytes() == figure.activity().spikes.T.tobytes()


# ------------------------------------------------------------------------------- the build


CONF = """
extensions = ["myst_parser", "website.mathematics", "website.tries"]
html_math_renderer = "series"
myst_enable_extensions = ["dollarmath"]


def setup(app):
    app.add_config_value("series_only", "", "env")
"""


def build(folder, figure, *paragraphs):
    """Build a page with this figure and these paragraphs: the page, and what was complained of."""
    (folder / "conf.py").write_text(CONF, encoding="utf8")
    script = f'<script type="application/json" class="live-spec">{json.dumps(figure.spec)}</script>'
    text = "\n\n".join(["# Page", script, *paragraphs])
    (folder / "index.md").write_text(text, encoding="utf8")
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-E", folder, folder / "out"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    done = subprocess.run(command, capture_output=True, encoding="utf8", env=environment)
    assert (done.returncode == 0) == (not done.stderr)
    return (folder / "out" / "index.html").read_text(encoding="utf8"), done.stderr


def test_a_phrase_on_a_page(tmp_path, figure):
    page, said = build(
        tmp_path,
        figure,
        "Now {try}`lower the *noise* to\n$n < 3$ <pair: noise=2.5 cut=recurrence kick=3@20>`, or {try}`more <pair: +seed=+1>`.",
    )
    assert said == ""
    first, second = re.findall(r'<span class="try"(.*?)>(.*?)</span>(?=[,.])', page, re.S)
    assert 'data-figure="pair" data-from="article"' in first[0] and 'data-from="screen"' in second[0]
    data = re.search('data-changes="(.*)"', first[0])[1].replace("&quot;", '"')
    assert json.loads(data) == {"noise": 2.5, "cut": ["recurrence"], "kick": [[3, 20]]}
    assert first[1].startswith("lower the <em>noise</em> to") and "mjx-container" in first[1]
    assert second[1] == "more"


WRONG = {
    "{try}`lower <pairs: w=3>`": "this page has no live figure `pairs`, but `pair`",
    "{try}`lower <pair: v=3>`": "the name of a slider must be one of w, drive, noise, got 'v'",
    "{try}`lower <pair: w=51>`": "w must be from 0 to 50, got 51",
    "{try}`lower <pair: kick=20@3>`": "kicks: neuron must be an integer from 0 to 19, got 20",
    "{try}`lower <pair: kick=1@199>`": "kicks: step must be an integer from 0 to 198, got 199",
    "{try}`lower <pair: chosen=20>`": "chosen must be an integer from 0 to 19, got 20",
    "{try}`lower <pair: silence=1.5>`": "silenced must be an integer from 0 to 19, got 1.5",
    "{try}`lower <pair: cut=all>`": "cut must be a list out of",
    "{try}`lower <pair: w=3 show=angle>`": "show must be a panel, one of raster, rate, voltage,",
    "{try}`lower <pair: g>`": "the change `g` cannot be read",
    "{try}`[lower](https://example.org) <pair: w=3>`": "no link fits into a button",
}


def test_what_no_figure_can_do_ends_the_build_with_file_and_line(tmp_path, figure):
    _, said = build(tmp_path, figure, *[f"Two\nlines, and {role}." for role in WRONG])
    said = said.replace("figure `pair`: ", "").splitlines()
    assert len(said) == len(WRONG)
    for k, message in enumerate(WRONG.values()):
        start = f"index.md:{5 + 3 * k}: WARNING: {{try}}: {message}"
        assert any(start in line for line in said), start
