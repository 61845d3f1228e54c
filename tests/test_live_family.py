"""Linear families: Python and the browser make the same network of a state, and the same spikes, bit for bit."""

import json

import matplotlib.pyplot as plt
import numpy as np
import pytest
from families import longer
from javascript import numbers
from scipy import sparse

from lib import Neuron, Slider, inputs, live, noise, simulate, statistics, weights
from lib.live import pack, unpack
from lib.live.picture import Frame, Shown, twin

RANDOM = 220


def random_part(rng, shape):
    """A matrix or an input of one of the forms that `pack` knows."""
    n, columns = shape
    kinds = [
        lambda: rng.standard_normal(shape),
        lambda: rng.standard_normal(shape).astype("f4").astype(float),
        lambda: rng.integers(-1000, 1000, shape) / 8.0,
        lambda: rng.integers(-20, 20, shape) * 0.3,
        lambda: np.outer(np.cos(np.arange(n)), rng.random(columns) < 0.5),
        lambda: np.outer(rng.choice([-1, 1], n), np.ones(columns)) / n,
        lambda: 1.0 * (rng.random(shape) < 0.3),
        lambda: np.full(shape, rng.random()),
        lambda: np.zeros(shape),
    ]
    part = kinds[rng.integers(len(kinds))]()
    if n == columns:
        circulant = weights.ring(n)[rng.integers(3)]
        part = [part, part, circulant][rng.integers(3)]
        if rng.random() < 0.5:
            np.fill_diagonal(part, 0)
    return part


def random_family(k):
    """A family with a few parts and sliders, and a state in which much is changed."""
    rng = np.random.default_rng(k)
    n, steps = int(rng.choice([1, 2, 3, 12, 30, 40])), int(rng.choice([2, 60, 150, 150]))
    ours = {f"W{m}": random_part(rng, (n, n)) for m in range(rng.integers(0, 4))}
    if ours and rng.random() < 0.5:
        ours["W0"] = noise.Normal(seed=int(rng.integers(2**32)))
    outside = {"drive": 1.0, **{f"I{m}": random_part(rng, (n, steps)) for m in range(rng.integers(0, 3))}}
    if rng.random() < 0.7:
        outside["noise"] = noise.Normal(seed=int(rng.integers(2**32)))

    sliders = [Slider("drive", "drive", 50, 120, float(rng.choice([60, 70, 85])))]
    for m, part in enumerate([*ours, *list(outside)[1:]][:5]):
        sliders.append(Slider(f"p{m}", {part: float(rng.choice([1, -2.5]))}, -30, 60, 10.5))
    if ours:  # one slider for all weights, with an offset for the first
        scale = dict.fromkeys(ours, 1) | {next(iter(ours)): (0.5, -0.25)}
        sliders.append(Slider("scale", scale, 0, 3, 1))
    options = {"decay": float(rng.choice([0, 0.9])), "delay": int(rng.choice([0, 2]))}
    for name, low, high in [
        ("decay", 0, 0.99),
        ("delay", 0, 9),
        ("mu", 0.02, 1),
        ("refractory", 0, 6),
        ("reset", -90, 0),
    ]:
        if rng.random() < 0.3:
            sliders.append(Slider(f"the_{name}", name, low, high, low, step=1 if high > 1 else 0.01))
    family = live(
        f"family-{k}",
        weights=ours,
        inputs=outside,
        sliders=sliders,
        neuron=Neuron(refractory=int(rng.choice([0, 3])), dt=float(rng.choice([1, 0.5]))),
        spikes_per_step=[None, None, 2][rng.integers(3)],
        start=int(rng.choice([0, 1])) if steps > 2 else 0,
        n=n,
        steps=steps,
        kick=[(0, (steps - 1) // 2), (n - 1, 0, 30)] if rng.random() < 0.2 else (),
        **options,
    )

    def value(slider):
        return round(slider.low + rng.random() * (slider.high - slider.low), 0 if slider.high > 3 else 2)

    def changed():
        neurons = rng.integers(0, n, 8).tolist()
        edits = [[neurons[0], neurons[1], 42.5], [neurons[2], -1, -7.0], [-1, neurons[3], 12.0]]
        return {
            "values": {slider.name: value(slider) for slider in sliders},
            "draw": int(rng.choice([0, 0, 7])),
            "shuffled": bool(rng.random() < 0.3),
            "cut": [cut for cut in ("inhibition", "recurrence") if rng.random() < 0.15],
            "edits": [edit for edit in edits if rng.random() < 0.4],
            "kicks": [[neuron, int(rng.integers(steps - 1)), 45.5] for neuron in neurons[: rng.integers(4)]],
            "silenced": sorted({*neurons[4 : 4 + rng.integers(3)]} - {0}),
        }

    state = {**changed(), "pin": changed() if rng.random() < 0.6 else None}
    return family, state


def place_of_a_kick(figure):
    return figure.spec["n"] // 2, (figure.spec["steps"] - 1) // 2


@pytest.fixture(scope="module")
def families(answers):
    """Random families, their states, and what the browser's code makes of them."""
    made = [random_family(k) for k in range(RANDOM)]
    found = answers(
        {"kind": "family", "spec": figure.spec, "state": state, "kick": place_of_a_kick(figure)}
        for figure, state in made
    )
    for figure, state in made:
        figure.state = state
    return [(figure, answer) for (figure, _), answer in zip(made, found, strict=True)]


def test_both_sides_make_the_same_network_and_the_same_spikes(families):
    spiking = 0
    for figure, answer in families:
        name, (W, current, _) = figure.spec["name"], figure.network()
        activity = figure.activity()
        assert np.array_equal(numbers(answer["weights"]), W.T.ravel()), f"weights of {name}"
        assert np.array_equal(numbers(answer["inputs"]), current.T.ravel()), f"inputs of {name}"
        assert numbers(answer["spikes"], bool).tobytes() == activity.spikes.T.tobytes(), f"spikes of {name}"
        assert numbers(answer["voltage"]).tobytes() == activity.voltage.T.tobytes(), f"voltages of {name}"
        assert answer["again"] == answer["spikes"]
        spiking += activity.spikes.any()
    assert spiking > RANDOM / 2


def test_both_sides_compare_the_same_networks(families):
    """The pinned one, or the twin: its spikes, and in which spikes they differ."""
    alike = 0
    for figure, answer in families:
        name, other = figure.spec["name"], figure.other()
        if other is None:
            assert answer["other"] is None and not figure.state["kicks"] and not figure.state["pin"], name
            continue
        assert numbers(answer["other"]["spikes"], bool).tobytes() == other.spikes.T.tobytes(), name
        assert numbers(answer["other"]["voltage"]).tobytes() == other.voltage.T.tobytes(), name
        now, found = figure.activity().spikes, answer["other"]["differences"]
        assert found["added"] == (now & ~other.spikes).sum()
        assert found["gone"] == (other.spikes & ~now).sum()
        assert found["differing"] == (now != other.spikes).sum(axis=0).tolist()
        assert found["all"] == (now | other.spikes).sum(axis=0).tolist()
        columns = np.flatnonzero((now != other.spikes).any(axis=0))
        assert found["first"] == (columns[0] if len(columns) else -1)
        alike += not len(columns)
    assert alike > 5


def test_families_use_every_feature(families):
    """The comparison above is worth something only if it sees everything."""
    states = [figure.state for figure, _ in families]
    networks = [figure.network()[2] for figure, _ in families]
    assert all(
        sum(bool(state[key]) for state in states) > 20
        for key in ("draw", "shuffled", "cut", "edits", "kicks", "silenced", "pin")
    )
    assert sum(bool(state["kicks"]) and not state["pin"] for state in states) > 40  # with a twin
    assert sum(bool(figure.spec["kicks"]) for figure, _ in families) > 20
    assert all(
        sum(bool(options[key]) for options in networks) > 40 for key in ("decay", "delay", "spikes_per_step")
    )
    assert sum(options["neuron"].refractory > 0 for options in networks) > 40
    text = json.dumps([figure.spec for figure, _ in families])
    for form in (
        '"outer"',
        '"circulant"',
        '"hollow"',
        '"bits": 0',
        '"bits": 1',
        '"bits": 8',
        '"i1"',
        '"i2"',
        '"f4"',
        '"f8"',
    ):
        assert form in text, form


def test_a_kick_forces_one_spike_and_both_sides_know_its_size(families):
    forced = 0
    for figure, answer in families:
        neuron, step = place_of_a_kick(figure)
        before, state = figure.activity().spikes, figure.state
        size = figure.family.kick_size(state, neuron, step)
        assert answer["kick"] == size >= 1
        figure.state = {**state, "kicks": [*state["kicks"], [neuron, step, size]]}
        after, figure.state = figure.activity().spikes, state
        assert np.array_equal(after[:, : step + 1], before[:, : step + 1])
        refractory = figure.network()[2]["neuron"].refractory
        held = before[neuron, max(0, step + 1 - refractory) : step + 1].any()
        if neuron not in state["silenced"] and not held:
            assert after[neuron, step + 1], figure.spec["name"]
            forced += not before[neuron, step + 1]
    assert forced > RANDOM / 2


def test_kicks_in_python():
    figure = live("figure", **GOOD, sliders=[Slider("w", "random", 0, 50, 10)])
    before = figure.activity().spikes
    figure.set(w=20, kick=(3, 7))
    ((neuron, step, size),) = figure.state["kicks"]
    assert (neuron, step) == (3, 7) and figure.state["values"] == {"w": 20}
    W, current = 20 * weights.gaussian(1, 4), inputs.constant(60, 4, 30)
    current[3, 7] += size / 0.1
    expected = simulate(W, current).spikes
    assert np.array_equal(figure.activity().spikes, expected)
    assert expected[3, 8] and not before[3, 8]
    figure.set(kick=[(3, 7, 5), [2, 9]])
    assert figure.state["kicks"][0] == [3, 7, 5] and figure.state["kicks"][1][:2] == [2, 9]
    for wrong in ((4, 7), (3, 29), (3,), 7, (3, 7, np.inf), (3, 7, 1e7), ("a", 7)):
        kept = figure.state
        with pytest.raises(ValueError, match="kick"):
            figure.set(kick=wrong)
        assert figure.state == kept
    figure.set(kick=[])
    assert figure.state["kicks"] == []


def test_pinned_in_python():
    figure = live("figure", **GOOD, sliders=[Slider("w", "random", 0, 50, 10)])
    assert figure.other() is None
    figure.set(kick=(3, 7))
    kicked, state = figure.activity(), figure.state
    assert (figure.other().spikes != kicked.spikes)[3, 8]
    figure.set(pin=True, w=40)
    assert figure.state["values"] == {"w": 40}
    assert figure.state["pin"] == {key: value for key, value in state.items() if key != "pin"}
    assert np.array_equal(figure.other().voltage, kicked.voltage)
    figure.set(pin=True)  # in place of the one before
    assert figure.state["pin"]["values"] == {"w": 40}
    assert np.array_equal(figure.other().voltage, figure.activity().voltage)
    figure.set(pin=False, kick=[])
    assert figure.state["pin"] is None and figure.other() is None
    with pytest.raises(ValueError, match="pin must be True or False, got 1"):
        figure.set(pin=1)
    figure.set(pin=True)
    figure.reset()
    assert figure.state == figure.family.start()


def test_a_figure_that_starts_with_a_kick():
    sliders = [Slider("w", "random", 0, 50, 10)]
    plain, figure = (
        live("figure", **GOOD, sliders=sliders),
        live("figure", **GOOD, sliders=sliders, kick=(3, 7)),
    )
    plain.set(kick=(3, 7))
    assert figure.state == plain.state and figure.spec["kicks"] == plain.state["kicks"]
    assert np.array_equal(figure.activity().spikes, plain.activity().spikes)
    plain.reset()
    assert np.array_equal(figure.other().spikes, plain.activity().spikes)
    figure.set(kick=[])
    assert figure.other() is None
    figure.reset()
    assert figure.state["kicks"] == figure.spec["kicks"] != []
    assert live("figure", **GOOD, kick=[(0, 1, 5), (1, 2)]).state["kicks"][0] == [0, 1, 5]
    with pytest.raises(ValueError, match="kicks: neuron must be an integer from 0 to 3, got 4"):
        live("figure", **GOOD, kick=(4, 7))


def test_running_on_gives_the_bits_of_a_longer_run(answers, families):
    """In one go or in pieces, for less than a window and for more."""
    spiking = 0
    counts = [1, 4, 33, 200]
    found = answers(
        {"kind": "onward", "spec": figure.spec, "state": figure.state, "counts": counts}
        for figure, _ in families
    )
    for (figure, _), windows in zip(families, found, strict=True):
        W, current, options = longer(figure.family, sum(counts)).network(figure.state)
        activity = simulate(W, current, **options)
        steps = figure.family.steps
        for window, origin in zip(windows, np.cumsum(counts), strict=True):
            assert window["origin"] == origin and window["touched"] is None
            now = slice(origin, origin + steps)
            name = f"{figure.spec['name']} from step {origin}"
            spikes = activity.spikes[:, now]
            assert numbers(window["spikes"], bool).tobytes() == spikes.T.tobytes(), name
            assert numbers(window["voltage"]).tobytes() == activity.voltage[:, now].T.tobytes(), name
            before = np.hstack([np.zeros((figure.family.n, steps), bool), activity.spikes])[
                :, origin : origin + 2 * steps
            ]
            assert numbers(window["record"], bool).tobytes() == before.T.tobytes(), name
            kicks = [[neuron, step - origin, size] for neuron, step, size in figure.state["kicks"]]
            assert window["kicks"] == [kick for kick in kicks if kick[1] >= 0]
        spiking += spikes.any()
    assert spiking > RANDOM / 2


def test_a_link_holds_the_whole_state(families):
    for figure, answer in families:
        assert answer["linked"] == figure.state


def test_copied_python_gives_the_same_spikes(families):
    for figure, answer in families:
        space = {}
        exec(answer["python"], space)
        activity = figure.activity()
        assert np.array_equal(space["activity"].spikes, activity.spikes), figure.spec["name"]
        assert np.array_equal(space["activity"].voltage, activity.voltage), figure.spec["name"]
        other = figure.other()
        assert ("other" in space) == (other is not None), figure.spec["name"]
        if other is not None:
            assert np.array_equal(space["other"].spikes, other.spikes), figure.spec["name"]
            assert np.array_equal(space["other"].voltage, other.voltage), figure.spec["name"]


def test_both_sides_measure_the_same(families):
    for figure, answer in families:
        activity, start, found = figure.activity(), figure.spec["start"], answer["measured"]
        rates, cvs = statistics.firing_rates(activity, start), statistics.interval_cv(activity, start)
        assert found["rates"] == pytest.approx(rates)
        assert found["rate"] == pytest.approx(rates.mean())
        assert found["count"] == activity.spikes.sum()
        assert np.array(found["cvs"], dtype=float) == pytest.approx(cvs, nan_ok=True)
        assert (found["cv"] is None) == np.isnan(cvs).all()
        if found["cv"] is not None:
            assert found["cv"] == pytest.approx(np.nanmean(cvs))
        intervals = np.concatenate(statistics.intervals(activity, start))
        assert sorted(found["intervals"]) == pytest.approx(sorted(intervals))
        if activity.spikes.shape[1] >= 5:
            counts = statistics.spike_counts(activity, 5).mean(axis=0)
            assert found["population"] == pytest.approx(1000 * counts / (5 * activity.neuron.dt))


def test_curves_are_interpolated_as_by_numpy(answers):
    rng = np.random.default_rng(1)
    xs, ys, x = np.sort(rng.random(7)), rng.standard_normal(7), np.linspace(-0.2, 1.2, 40)
    x = np.append(x, xs)
    (answer,) = answers([{"kind": "interpolate", "x": x.tolist(), "xs": xs.tolist(), "ys": ys.tolist()}])
    assert answer == pytest.approx(np.interp(x, xs, ys))


@pytest.mark.parametrize("value", [-1, 0, 2.5, 5, 12, 40, 41])
def test_a_curve_between_those_of_a_family(answers, value):
    ats, x = [0, 5, 20, 40], np.arange(6.0)
    ys = np.random.default_rng(2).standard_normal((4, 6))
    family = [
        {"at": at, "x": x.tolist(), "y": y.tolist(), "label": "theory"} for at, y in zip(ats, ys, strict=True)
    ]
    (answer,) = answers([{"kind": "between", "family": family, "value": value}])
    assert (answer["x"], answer["label"], answer["at"]) == (x.tolist(), "theory", value)
    assert answer["y"] == pytest.approx([np.interp(value, ats, column) for column in ys.T])


def test_the_picture_of_a_curve_shows_where_both_networks_are():
    """One as a point, the other with its neurons spread out; each beside the curve at its value of the slider."""
    figure = live(
        "spread",
        inputs={"drive": 1, "noise": noise.Normal(seed=1)},
        sliders=[
            Slider("drive", "drive", 0, 100, 80),
            Slider("noise", "noise", 0, 40, 10),
            Slider("spread", "drive", 0, 50, 1),
        ],
        n=10,
    )
    by, x = np.linspace(-1, 1, 10), np.array([0.0, 50, 100])
    rng = np.random.default_rng(3)
    low, high = rng.random((2, 3)) * 100
    options = {
        "x": "drive",
        "follow": "noise",
        "spread": {"slider": "spread", "by": by[None]},
        "lines": [{"x": x, "y": x}, {"x": x, "y": low, "at": 0}, {"x": x, "y": high, "at": 40}],
        "xAxis": {"low": 0, "high": 100, "label": "drive [mV]"},
        "yAxis": {"low": 0, "high": 120, "label": "rate [Hz]"},
    }
    runs = [figure.at(drive=80), figure.at(drive=60)]
    values = [{"drive": 80, "noise": 10, "spread": 20}, {"drive": 60, "noise": 30, "spread": 0}]
    frames = [Frame(run, np.zeros((10, 10)), 0.0, own) for run, own in zip(runs, values, strict=True)]
    _, ax = plt.subplots()
    twin("curve").paint(Shown(*frames, start=100, chosen=4), options, ax)
    drawn = [line.get_xydata().T for line in ax.lines]
    rates = [statistics.firing_rates(run, 100) for run in runs]
    assert drawn[1][1] == pytest.approx(low / 4 + high * 3 / 4)
    assert drawn[2].ravel() == pytest.approx([60, rates[1].mean()])
    assert drawn[3][1] == pytest.approx(low * 3 / 4 + high / 4)
    assert drawn[4] == pytest.approx(np.array([80 + 20 * by, rates[0]]))
    assert drawn[5].ravel() == pytest.approx([80 + 20 * by[4], rates[0][4]])
    assert [line.get_alpha() for line in ax.lines] == [None, 0.5, 0.5, None, None, None]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["theory"]
    plt.close()


# ------------------------------------------------------------------------------- arrays


@pytest.mark.parametrize(
    "array, form, largest",
    [
        (np.full((200, 1000), 2.5), "flat", 100),
        (np.zeros((3, 3)), "flat", 100),
        (weights.ring(200)[1], "circulant", 2400),
        (weights.ring(200)[2] * np.where(np.arange(200) % 2, 0.5, -0.5), "circulant", 2400),
        (weights.hebbian(1 - 2.0 * (noise.uniform(1, (1, 200)) < 0.5)), "outer", 400),
        (inputs.cue(np.cos(np.arange(200)), 100, 200, 1000), "outer", 3000),
        (weights.excitatory_inhibitory(1, 200, 0.2)[0].toarray(), "flat", 7000),
        (weights.gaussian(1, 100), "flat", 27_000),
        (np.random.default_rng(1).standard_normal((50, 50)), "flat", 27_000),
        (np.array([[1e300, -1e-300], [3.0, 0.1]]), "flat", 200),
        (np.array([[0.0, 2.0], [3.0, 0.0]]), "flat", 200),
        (np.arange(7.0), "flat", 200),
    ],
)
def test_packed_exactly_and_small(answers, array, form, largest):
    packed = json.dumps(pack(array))
    assert form in json.loads(packed)
    assert len(packed) <= largest
    assert np.array_equal(unpack(packed), np.atleast_2d(array))
    (answer,) = answers([{"kind": "unpack", "packed": json.loads(packed)}])
    assert np.array_equal(numbers(answer), np.atleast_2d(array).ravel("F"))


def test_sparse_weights_are_packed():
    B = sparse.csc_array(np.eye(3, k=1))
    figure = live("sparse", weights={"B": B}, inputs={"drive": 70})
    assert np.array_equal(figure.network()[0], B.toarray())


# ------------------------------------------------------------------------------- bad input

GOOD = {"weights": {"random": noise.Normal(1)}, "inputs": {"drive": 60}, "n": 4, "steps": 30}
UNTOUCHED = {
    "values": {"w": 10},
    "draw": 0,
    "shuffled": False,
    "cut": [],
    "edits": [],
    "kicks": [],
    "silenced": [],
}


@pytest.mark.parametrize(
    "changes, message",
    [
        ({"name": "Two words"}, "name must be made of lower-case letters"),
        ({"n": None}, "n must be given"),
        ({"n": 0}, "n must be an integer of at least 1, got 0"),
        ({"n": 2.9}, "n must be an integer of at least 1, got 2.9"),
        ({"n": "5"}, "n must be an integer of at least 1, got '5'"),
        (
            {"sliders": [Slider("m", "mu", 0, 1, 0.1)]},
            "slider 'm' at 0: mu must be above 0 and at most 1, got 0",
        ),
        (
            {"sliders": [Slider("r", "reset", -70, 5, -70)]},
            "slider 'r' at 5: reset must be at most threshold",
        ),
        (
            {"sliders": [Slider("d", "decay", 0, 1, 0.5)]},
            "slider 'd' at 1 must be a decay of at least 0 and below 1",
        ),
        (
            {"sliders": [Slider("d", {"delay": -1}, 0, 3, 0)]},
            "slider 'd' at 3 must be a delay of at least 0, got -3",
        ),
        ({"steps": 1}, "steps must be an integer of at least 2, got 1"),
        ({"inputs": {}}, "inputs must be one part at least"),
        ({"weights": {"random": np.ones((3, 4))}, "n": 3}, r"weights\['random'\] must have shape \(3, 3\)"),
        ({"inputs": {"drive": np.full((4, 30), np.nan)}}, r"inputs\['drive'\] must be finite, got nan at"),
        ({"inputs": {"random": 1}}, "parts with names of their own, got .'random'"),
        ({"inputs": {"mu": 1}}, "parts with names of their own, got .'mu'"),
        ({"neuron": 3}, "neuron must be a Neuron, got 3"),
        ({"neuron": Neuron(rest=5, threshold=0)}, "neuron.rest must be at most the threshold, got 5"),
        (
            {"sliders": [Slider("w", "weights", 0, 1, 0)]},
            "slider 'w': drives must be a part or a parameter, got 'weights'",
        ),
        ({"sliders": [Slider("w", "random", 0, 1, 0)] * 2}, "sliders must be of different names"),
        ({"panels": ["rasters"]}, "panels must be of a kind out of .*'raster'"),
        (
            {"sliders": [Slider(name, "drive", 0, 1, 0) for name in "abc"], "small": True},
            r"sliders must be at most two in a small figure, got \['a', 'b', 'c'\]",
        ),
        (
            {"panels": ["raster", "rate", "voltage"], "small": True},
            r"panels must be one or two in a small figure, got \['raster', 'rate', 'voltage'\]",
        ),
        ({"panels": [], "small": True}, r"panels must be one or two in a small figure, got \[\]"),
        ({"start": 30}, "start must be an integer from 0 to 28, got 30"),
    ],
)
def test_bad_arguments_are_named(changes, message):
    arguments = {"name": "figure", **GOOD, **changes}
    with pytest.raises(ValueError, match=message):
        live(arguments.pop("name"), **arguments)


@pytest.mark.parametrize(
    "arguments, message",
    [
        (("draw", "x", 0, 1, 0), "slider must be a short name, not one of .*, got 'draw'"),
        (("two words", "x", 0, 1, 0), "slider must be a short name"),
        (("w", "x", 1, 0, 0), "slider 'w': low must be below high = 0, got 1"),
        (("w", "x", 0, 1, 2), "slider 'w': default must be from 0 to 1, got 2"),
        (("w", "x", 0, np.inf, 2), "slider 'w': high must be a finite number"),
        (("w", "x", 0, 1, 0, -1), "slider 'w': step must be above 0, got -1"),
    ],
)
def test_bad_sliders_are_named(arguments, message):
    with pytest.raises(ValueError, match=message):
        Slider(*arguments)


@pytest.mark.parametrize(
    "low, high, step", [(0, 50, 0.5), (40, 100, 0.5), (0, 40, 0.2), (-600, 0, 5), (0, 1, 0.01), (0, 3, 0.02)]
)
def test_steps_of_sliders_are_round(low, high, step):
    assert Slider("w", "x", low, high, low).spec()["step"] == step


@pytest.mark.parametrize(
    "changes, message",
    [
        ({"values": {"w": 99}}, "w must be from 0 to 50, got 99"),
        ({"values": {"v": 1}}, "values must be one for each of"),
        ({"draw": -1}, "draw must be an integer from 0"),
        ({"shuffled": 1}, "shuffled must be True or False, got 1"),
        ({"cut": ["all"]}, "cut must be a list out of"),
        ({"cut": None}, "cut must be a list, got None"),
        ({"cut": [[]]}, "cut must be a list out of"),
        ({"edits": 3}, "edits must be a list, got 3"),
        ({"silenced": None}, "silenced must be a list, got None"),
        ({"edits": [[0, 1]]}, r"edits must be a list of \[to, from, weight\]"),
        ({"edits": [[4, 1, 0]]}, "edits must be an integer from -1 to 3, got 4"),
        ({"edits": [[-1, -1, 0]]}, "edits must be of one neuron at least"),
        ({"edits": [[0, 1, 1e7]]}, "edits must be of at most 1e.06 mV"),
        ({"kicks": [[0, 1]]}, r"kicks must be a list of \[neuron, step, mV\]"),
        ({"kicks": [[4, 1, 50]]}, "kicks: neuron must be an integer from 0 to 3, got 4"),
        ({"kicks": [[0, 29, 50]]}, "kicks: step must be an integer from 0 to 28, got 29"),
        ({"kicks": [[0, 1, 1e7]]}, "kicks must be of at most 1e.06 mV"),
        ({"kicks": None}, "kicks must be a list, got None"),
        ({"silenced": [4]}, "silenced must be an integer from 0 to 3, got 4"),
        ({"pin": True}, "pin must be a state without a pin, got True"),
        ({"pin": {"values": {"w": 10}}}, "pin: state must be a dict of"),
        ({"pin": {**UNTOUCHED, "pin": None}}, "pin must be a state without a pin"),
        ({"pin": {**UNTOUCHED, "values": {"w": 51}}}, "pin: w must be from 0 to 50, got 51"),
        ({"pin": {**UNTOUCHED, "silenced": [4]}}, "pin: silenced must be an integer from 0 to 3, got 4"),
        ({"colour": "red"}, "state must be a dict of"),
    ],
)
def test_bad_states_are_refused_and_nothing_is_lost(changes, message):
    figure = live("figure", **GOOD, sliders=[Slider("w", "random", 0, 50, 10)])
    before = figure.state
    with pytest.raises(ValueError, match=message):
        figure.state = {**before, **changes}
    assert figure.state == before
