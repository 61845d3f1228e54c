"""Live figures in a notebook: the widget's Python side. `test_jupyterlab.py` looks at its other one."""

import base64
import io
import json
import re
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lib import Neuron, Slider, inputs, live, noise, plots, simulate, weights
from lib.live import bundle


@pytest.fixture
def figure():
    return live(
        "pair",
        weights={"random": noise.Normal(seed=3)},
        inputs={"drive": 1, "noise": noise.Normal(seed=4)},
        sliders=[Slider("w", "random", 0, 50, 10), Slider("drive", "drive", 40, 100, 60)],
        n=20,
        steps=200,
        neuron=Neuron(refractory=2),
    )


def test_set_and_reset(figure):
    start = figure.activity()
    expected = simulate(
        weights.gaussian(3, 20, 10), 60 + inputs.noise(4, 20, 200), neuron=Neuron(refractory=2)
    )
    assert np.array_equal(start.spikes, expected.spikes) and start.spikes.any()
    figure.set(w=40, drive=80)
    assert figure.state["values"] == {"w": 40, "drive": 80}
    assert not np.array_equal(figure.activity().spikes, start.spikes)
    figure.reset()
    assert np.array_equal(figure.activity().spikes, start.spikes)


def test_impossible_states_are_refused_and_nothing_is_lost(figure):
    figure.set(w=40)
    for change in ({"w": 51}, {"w": "much"}, {"v": 1}):
        with pytest.raises(ValueError, match=next(iter(change))):
            figure.set(**change)
    with pytest.raises(ValueError, match="silenced"):
        figure.state = {**figure.state, "silenced": [20]}
    assert figure.state["values"] == {"w": 40, "drive": 60} and figure.state["silenced"] == []


def test_what_a_page_needs_comes_with_the_output(figure):
    data, metadata = figure._repr_mimebundle_()
    assert metadata["live"]["spec"] == json.loads(json.dumps(figure.spec))
    assert data["text/plain"] == repr(figure)
    picture = Image.open(io.BytesIO(base64.b64decode(data["image/png"])))
    assert picture.width > 600 and len(np.unique(np.asarray(picture.convert("L")))) > 20
    assert figure._repr_mimebundle_()[0]["image/png"] == data["image/png"]


def test_a_small_figure_has_a_small_picture():
    def picture(**options):
        figure = live("pair", inputs={"drive": 80}, n=5, **options)
        return Image.open(io.BytesIO(base64.b64decode(figure._repr_mimebundle_()[0]["image/png"])))

    small, large = picture(small=True), picture()
    assert small.width == large.width and small.height < large.height / 2
    one, two = (np.asarray(picture(small=True, panels=panels)) for panels in (["rate"], ["rate", "rates"]))
    assert not np.array_equal(one, two)


def test_the_picture_shows_kicks_and_what_they_change(figure):
    def colours():
        """How often each colour of the palette stands in the picture of the spikes, and how high the picture is."""
        data = base64.b64decode(figure._repr_mimebundle_()[0]["image/png"])
        pixels = np.asarray(Image.open(io.BytesIO(data)).convert("RGB")).reshape(-1, 3)
        rgb = {name: [int(plots.COLOURS[name][k : k + 2], 16) for k in (1, 3, 5)] for name in names}
        return {name: int((pixels == value).all(axis=1).sum()) for name, value in rgb.items()}

    names = ("comparison", "simulation", "chosen")
    figure.spec["panels"] = [{"kind": "raster"}]
    assert colours() == dict.fromkeys(names, 0)
    figure.set(kick=(3, 60))
    kicked = colours()
    assert all(kicked[name] > 50 for name in names)
    figure.set(pin=True, w=40, kick=[])
    pinned = colours()
    assert pinned["chosen"] == 0 and all(pinned[name] > kicked[name] for name in names[:2])
    figure.set(pin=False)
    assert colours() == dict.fromkeys(names, 0)


def test_every_kind_of_panel_has_its_twin_in_python():
    """Which stands beside it, under the same name."""
    twins = {path.stem for path in Path(bundle.__file__).parent.glob("panels/[!_]*.py")}
    assert twins == set(bundle.KINDS)


X = np.linspace(40, 100, 7)
AXES = {
    "xAxis": {"low": 40, "high": 100, "label": "drive [mV]"},
    "yAxis": {"low": 0, "high": 120, "label": "rate [Hz]"},
}
OPTIONS = {  # of panels that cannot do without
    "curve": {"x": "drive", "lines": [{"x": X, "y": X / 2}], **AXES},
    "angle": {"last": 50, "cues": [20]},
    "overlap": {"patterns": np.resize([1, -1, -1], (2, 20)), "names": ["A", "B"], "centre": 0.5, "last": 50},
    "volleys": {"size": 5, "at": 20, "link": 1},
}


def test_the_populations_of_a_raster_are_all_its_neurons():
    given = {"weights": {"random": noise.Normal(seed=3)}, "inputs": {"drive": 80}, "n": 20, "steps": 50}
    given["sliders"] = [Slider("w", "random", 0, 50, 10)]
    plain = shown(live("raster", **given, panels=["raster"]))
    parted = live("raster", **given, panels=[{"kind": "raster", "parts": [["most", 15], ["few", 5]]}])
    assert shown(parted) != plain
    wrong = live("raster", **given, panels=[{"kind": "raster", "parts": [["most", 15], ["few", 4]]}])
    with pytest.raises(ValueError, match=r"parts must be of 20 neurons in all, got .*'few', 4"):
        shown(wrong)


@pytest.mark.parametrize("kind", bundle.KINDS)
@pytest.mark.parametrize("small", [False, True])
def test_every_panel_has_a_picture_of_its_own_and_of_both(small, kind):
    pair = {
        "weights": {"random": noise.Normal(seed=3)},
        "inputs": {"drive": 1},
        "sliders": [Slider("w", "random", 0, 50, 10), Slider("drive", "drive", 40, 100, 80)],
        "n": 20,
        "steps": 200,
        "decay": 0.5,
    }
    figure = live("pair", **pair, panels=[{"kind": kind, **OPTIONS.get(kind, {})}], small=small)
    if small:  # the other network is seen in the panels alone
        assert shown(figure) != shown(
            live("pair", **pair, panels=["rate" if kind != "rate" else "voltage"], small=True)
        )
    before = shown(figure)
    figure.set(w=20, drive=90)
    alone = shown(figure)
    assert alone != before
    figure.reset()
    figure.set(pin=True, w=20, drive=90)
    assert (shown(figure) != alone) == ((kind, small) != ("weights", True))


def shown(figure):
    return figure._repr_mimebundle_()[0]["image/png"]


def test_the_text_of_a_figure_changes_with_what_it_does(figure):
    """It stands in the reference of an article, so that no network changes unnoticed."""
    before = repr(figure)
    spikes = figure.activity().spikes.sum()
    assert re.fullmatch(rf"LiveFigure pair: 20 neurons, {spikes} spikes, [0-9a-f]{{12}}", before)
    figure.state = {**figure.state, "edits": [[0, 1, 0.5]]}
    assert repr(figure) != before


def test_the_state_is_what_the_browser_says_it_is(figure):
    code = files("lib.live").joinpath("family.js").read_text(encoding="utf8")
    definition = code[code.index("@typedef {object} State") :].partition("*/")[0]
    assert set(re.findall(r"@property \{[^}]*\} (\w+)", definition)) == set(figure.state)
