"""Live figures on the built pages: what a reader does with mouse, keyboard and links, against Python."""

import base64
import io
import json
import re
from itertools import combinations, pairwise

import numpy as np
import pytest
from families import longer
from pages import BUILT, accessibility, listen, pages
from PIL import Image

from lib import Slider, live, noise, simulate, theory
from lib.live import LiveFigure
from website.live import DESCRIPTION, description, family, kinds_of, own_script, script_of, specs

BUDGET = 60_000  # bytes of a figure's data, compressed


def figures_of(name):
    """The descriptions of all live figures of a page, with their bytes."""
    return specs((BUILT / name).read_text(encoding="utf8"))


def specs_of(name):
    return [spec for spec, _ in figures_of(name)]


def pages_with_figures():
    return [name for name in pages() if specs_of(name)]


each_figure_page = pytest.mark.parametrize("name", pages_with_figures() or ["index.html"])


def in_python(spec, name=None):
    """The figure again from its description, maybe under another name."""
    return LiveFigure(family(spec), {**spec, "name": name or spec["name"]})


class Screen:
    """One live figure on an open page."""

    def __init__(self, page, k=0):
        self.page, self.k = page, k
        self.spec = self.js("figure => figure.spec")
        self.python = in_python(self.spec)

    def js(self, function, *arguments):
        """What the function returns that is called with the figure and the arguments."""
        return self.page.evaluate(self._call(function), [self.k, *arguments])

    def wait(self, condition, *arguments):
        """Wait until the condition, called in the same way, holds."""
        self.page.wait_for_function(self._call(condition), arg=[self.k, *arguments])

    @staticmethod
    def _call(function):
        return f"([k, ...given]) => ({function})(document.querySelectorAll('.live')[k].figure, ...given)"

    @property
    def root(self):
        return self.page.locator(".live").nth(self.k)

    @property
    def kinds(self):
        return [panel["kind"] for panel in self.spec["panels"]]

    @property
    def state(self):
        return self.js("figure => figure.state")

    def slider(self, k):
        """The slider of this number, brought to light where it is behind others."""
        control = self.root.locator(".live-sliders input").nth(k)
        if not control.is_visible():
            self.root.get_by_text("More sliders").click()
        return control

    def press(self, name, key):
        """Press a key on the slider of that name."""
        self.slider([slider["name"] for slider in self.spec["sliders"]].index(name)).press(key)

    def button(self, name):
        return self.root.get_by_role("button", name=name, exact=True)

    def settle(self):
        """Wait until what was asked for is drawn."""
        self.wait("figure => !figure.stale && figure.asked == null")

    def wait_for_rest(self):
        """Wait until the figure has said what it shows."""
        self.settle()
        self.page.wait_for_timeout(200)
        self.settle()

    def spikes(self, frame="figure.frame"):
        """The spikes on screen, (N, T); those of the network beside it are in figure.frame.other."""
        self.settle()
        # as a text: a list of so many numbers takes seconds on its way here
        flat = self.js(f"figure => new TextDecoder().decode({frame}.spikes.map((spike) => 48 + spike))")
        flat = np.frombuffer(flat.encode(), dtype="u1") == ord("1")
        return flat.reshape(self.spec["steps"], self.spec["n"]).T

    def agrees(self):
        """Assert that the spikes, and what is said and drawn of them, are those of Python; return the spikes."""
        self.js("figure => figure.player.reset()")  # the one of the front page is playing
        spikes = self.spikes()
        self.python.state = self.state
        activity = self.python.activity()
        assert np.array_equal(spikes, activity.spikes)
        if "raster" not in self.kinds:
            return activity.spikes
        count = self.root.locator(".live-panel", has_text="Spikes").locator(".live-read").first.inner_text()
        other = self.python.other()
        beside = "" if other is None else f" ({self.beside}: {other.spikes.sum()} spikes)"
        assert count == f"{activity.spikes.sum()} spikes{beside}"
        self.raster_shows(activity.spikes, activity.spikes if other is None else other.spikes)
        self.compares(activity, other)
        return activity.spikes

    @property
    def beside(self):
        return "pinned" if self.state["pin"] else "unkicked"

    def compares(self, activity, other):
        """Assert that the network beside the one on screen is Python's, and that what is said of it is right."""
        strip = self.root.locator(".live-differences")
        assert self.js("figure => figure.frame.other != null") == (other is not None)
        assert strip.count() == (other is not None)
        if other is None:
            return
        assert np.array_equal(self.spikes("figure.frame.other"), other.spikes)
        differing, dt = activity.spikes != other.spikes, activity.neuron.dt
        said = strip.locator(".live-read").inner_text()
        if not differing.any():
            assert said == "No spike differs."
            return
        last = min(round(50 / dt), differing.shape[1])

        def are(count):
            return f"{count} {'is' if count == 1 else 'are'}"

        end, either = differing[:, -last:].sum(), (activity.spikes | other.spikes)[:, -last:].sum()
        total, first = differing.sum(), np.flatnonzero(differing.any(axis=0))[0] * dt
        assert said == (
            f"{total} {'spike differs' if total == 1 else 'spikes differ'}, from {first:g} ms on: "
            f"{are((activity.spikes & differing).sum())} new, {are((other.spikes & differing).sum())} gone. "
            f"In the last {last * dt:g} ms, {end or 'none'} of the {either} spikes of both {'differs' if end == 1 else 'differ'}."
        )

    def raster_shows(self, spikes, beside):
        """Every spike has ink at its place on the canvas, and the picture is empty where neither network has one near."""
        n, steps = spikes.shape
        ink = self.js(
            """(figure, k) => {
              const { canvas, width, height } = figure.panels[k].picture;
              const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true });
              copy.drawImage(canvas, 0, 0);
              const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
              const alpha = [];
              for (let k = 3; k < data.length; k += 4) alpha.push(data[k] > 60 ? 1 : 0);
              return [width, height, canvas.width, canvas.height, alpha.join('')];
            }""",
            self.kinds.index("raster"),
        )
        width, height, columns, rows, alpha = ink
        ink = np.frombuffer(alpha.encode(), dtype="u1").reshape(rows, columns) == ord("1")
        scale = columns / width
        neurons, times = np.nonzero(spikes)
        x = (46 + times / steps * (width - 54)) * scale
        y = (height - 30 - (neurons + 0.5) / n * (height - 35)) * scale
        assert ink[y.astype(int).clip(0, rows - 1), x.astype(int).clip(0, columns - 1)].all()
        silent = ~(spikes | beside).any(axis=0)
        mark = max(
            8, int(np.ceil(5 * steps / (width - 54)))
        )  # 4 pixels to either side, and one for its edge [steps]
        for _, step, _ in self.state["kicks"]:
            silent[max(0, step - mark) : step + mark + 1] = False
        # half a mark, and a pixel; one that differs is up to 4 pixels wide, and its line 1.2 [steps]
        half = 2 if np.array_equal(spikes, beside) else 2.6 + 1
        reach = max(5, int(np.ceil(half * steps / (width - 54))))
        quiet = np.array([silent[max(0, t - reach) : t + reach + 1].all() for t in range(steps)])
        x = (46 + np.flatnonzero(quiet) / steps * (width - 54)) * scale
        beyond = ink[:, x.astype(int)][:, x > 44 * scale].copy()
        parts = self.spec["panels"][self.kinds.index("raster")].get("parts", [])
        for first in np.cumsum([count for _, count in parts])[
            :-1
        ]:  # a line between two populations, and no more
            line = int(np.round((height - 30 - first / n * (height - 35)) * scale))
            beyond[line - 1 : line + int(np.ceil(scale)) + 1] = False
        above = slice(int(6 * scale), int((height - 45) * scale))  # but for the line of the chosen neuron
        assert not beyond[above].any()


STARTED = """async (script) => {
  const figure = script.closest('figure');
  for (let k = 0; k < 100 && !figure.querySelector('.live, .live-broken'); k++) {
    await new Promise((done) => setTimeout(done, 20));
  }
}"""


@pytest.fixture
def open_page(browser, site):
    """A function that opens a page and fails the test when the page complains; all are closed at the end."""
    contexts, heard = [], []

    def open_(name="chapters/01-introduction.html", query="", width=1280, height=900, **options):
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        heard.append(listen(page, site))
        page.goto(f"{site}/{name}{query}", wait_until="load")
        for script in page.locator("script.live-spec").all():  # a figure starts when it comes into sight
            script.evaluate("script => script.closest('figure')?.scrollIntoView({ block: 'center' })")
            script.evaluate(STARTED)
        if "#" not in query:
            page.evaluate("scrollTo(0, 0)")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert not any(heard), heard


@pytest.fixture
def screen(open_page):
    """The live figure of the introduction."""
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    found = Screen(page)
    found.root.scroll_into_view_if_needed()
    return found


# ------------------------------------------------------------------------------- every figure of the site


@pytest.mark.late
def test_there_are_live_figures():
    assert "chapters/01-introduction.html" in pages_with_figures()


@pytest.mark.late
@each_figure_page
def test_data_of_a_figure_is_small(name):
    for spec, size in figures_of(name):
        assert size <= BUDGET, f"{spec['name']}: {size} bytes"


@each_figure_page
def test_every_figure_starts_as_in_python(open_page, name):
    page = open_page(name)
    for k, spec in enumerate(specs_of(name)):
        screen = Screen(page, k)
        assert screen.spec == spec
        screen.root.scroll_into_view_if_needed()
        screen.agrees()
        assert not page.locator("img.live-static").nth(k).is_visible()


@each_figure_page
def test_every_slider_moves_by_mouse_and_keyboard(open_page, name):
    page = open_page(name)
    for k in range(len(specs_of(name))):
        screen = Screen(page, k)
        screen.root.scroll_into_view_if_needed()
        for number, slider in enumerate(screen.spec["sliders"]):
            where, control = (name, slider["name"]), screen.slider(number)
            if slider["step"] == slider["high"] - slider["low"]:
                switches(screen, number)
                continue
            start, picture = screen.agrees(), control.evaluate("node => node.value")
            shown = screen.js("figure => figure.panels.map(({ picture }) => picture.canvas.toDataURL())")

            control.scroll_into_view_if_needed()
            box = control.bounding_box()
            share = 0.85 if slider["default"] < (slider["low"] + slider["high"]) / 2 else 0.15
            page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
            page.mouse.down()
            page.mouse.move(box["x"] + share * box["width"], box["y"] + box["height"] / 2, steps=3)
            page.mouse.up()
            by_mouse = screen.agrees()
            assert control.evaluate("node => node.value") != picture, where
            assert not np.array_equal(by_mouse, start), where
            assert (
                screen.js("figure => figure.panels.map(({ picture }) => picture.canvas.toDataURL())") != shown
            )

            before = screen.state["values"][slider["name"]]
            for key in ("ArrowLeft", "ArrowRight", "PageDown", "Home"):
                page.keyboard.press(key)
                screen.agrees()
            assert screen.state["values"][slider["name"]] == slider["low"] != before, where
            value = screen.root.locator(".live-sliders output").nth(number).inner_text()
            spoken = control.get_attribute("aria-valuetext")
            assert value == spoken and value.startswith(f"{slider['low']:g}".replace("-", "−")), where
            screen.button("Reset").click()
            assert np.array_equal(screen.agrees(), start), where


def switches(screen, number):
    """Assert that a slider with two values is a switch, by mouse and by keyboard."""
    slider, control, start = screen.spec["sliders"][number], screen.slider(number), screen.agrees()
    low, high = slider["low"], slider["high"]
    value = screen.root.locator(".live-sliders output").nth(number)
    assert control.get_attribute("type") == "checkbox"
    box = control.bounding_box()
    assert box["width"] > 1.5 * box["height"] > 25
    seen = []
    for act in (control.click, lambda: control.press("Space"), value.locator("xpath=../label").click):
        act()
        now = screen.state["values"][slider["name"]]
        seen.append(now)
        assert control.is_checked() == (now == high) and np.array_equal(screen.agrees(), start) == (
            now == slider["default"]
        )
        assert value.inner_text() == (
            f"{now:g} {slider['unit']}" if slider["unit"] else "on" if now == high else "off"
        )
    assert seen == ([high, low, high] if slider["default"] == low else [low, high, low])
    screen.js(
        "(figure, values) => figure.change({ values })",
        {**screen.state["values"], slider["name"]: (low + high) / 2},
    )
    assert control.evaluate("node => node.indeterminate")  # as a link may have it
    screen.agrees()
    screen.button("Reset").click()
    assert np.array_equal(screen.agrees(), start)


# ------------------------------------------------------------------------------- what a reader does


def test_mouse_paints_weights(screen):
    screen.root.locator(".live-editor summary").click()
    screen.root.get_by_label("weight in mV").fill("400")
    canvas = screen.root.locator(".live-panel", has_text="Weights").locator("canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()

    def place(i, j):
        return box["x"] + (j + 0.5) / 100 * box["width"], box["y"] + (i + 0.5) / 100 * box["height"]

    screen.page.mouse.move(*place(30, 40))
    screen.page.mouse.down()
    screen.page.mouse.move(*place(30, 48), steps=8)
    screen.page.mouse.up()
    screen.settle()
    edits = screen.state["edits"]
    assert len(edits) >= 3 and all(abs(i - 30) <= 1 and 39 <= j <= 49 and w == 400 for i, j, w in edits)
    painted = screen.agrees()
    screen.button("Undo").click()
    screen.settle()
    assert screen.state["edits"] == edits[:-1]
    screen.button("Reset").click()
    assert not np.array_equal(painted, screen.agrees())


def test_fields_set_a_weight_a_row_and_a_column(screen):
    start = now = screen.agrees()
    screen.root.locator(".live-editor summary").click()
    screen.root.get_by_label("from neuron", exact=True).fill("7")
    screen.root.get_by_label("to neuron", exact=True).fill("12")
    screen.root.get_by_label("weight in mV").fill("-250")
    expected, said = [], screen.root.locator(".live-message")
    heard = {
        "entry": "The weight from neuron 7 to neuron 12",
        "row": "Each weight that neuron 12 receives",
        "column": "Each weight that neuron 7 sends",
    }
    for scope, edit in (("entry", [12, 7, -250]), ("row", [12, -1, -250]), ("column", [-1, 7, -250])):
        screen.root.get_by_label("set", exact=True).select_option(scope)
        screen.button("Set").click()
        expected.append(edit)
        screen.settle()
        assert screen.state["edits"] == expected
        before, now = now, screen.agrees()
        assert not np.array_equal(now, start)
        came = f"{before.sum()} spikes before, {now.sum()} now."
        assert said.inner_text() == f"{heard[scope]} is −250 mV. {came}"
    screen.root.get_by_label("weight in mV").fill("")
    screen.button("Set").click()
    screen.root.get_by_text("Type a weight first.").wait_for()
    screen.root.get_by_label("weight in mV").fill("1e9")
    screen.button("Set").click()
    screen.root.get_by_text("edit cannot be").wait_for()
    assert screen.state["edits"] == expected


def test_keyboard_alone(screen):
    """Matrix, raster and buttons, from the keyboard."""
    page = screen.page
    screen.root.locator(".live-editor summary").focus()
    page.keyboard.press("Enter")
    matrix = screen.root.locator(".live-panel", has_text="Weights").locator("canvas")
    matrix.focus()
    for key in ["ArrowDown"] * 3 + ["ArrowRight"] * 2 + ["ArrowLeft", "ArrowUp"]:
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    screen.settle()
    assert screen.state["edits"] == [[2, 2, 100]]
    screen.agrees()

    raster = screen.root.locator("canvas").first
    raster.focus()
    for key in ("PageUp", "ArrowUp", "ArrowUp", "ArrowDown"):
        page.keyboard.press(key)
    assert screen.js("figure => figure.chosen") == 11
    screen.button("Silence").focus()
    page.keyboard.press("Space")
    assert not screen.agrees()[11].any()
    assert screen.state["silenced"] == [11]
    assert screen.root.get_by_text("Neuron 11 is silenced.").count() == 1
    assert "1 silenced" in screen.root.locator(".live-summary").inner_text()

    stops = []
    screen.slider(0).focus()
    for _ in range(40):
        stops.append(
            page.evaluate(
                "() => document.activeElement.closest('.live') && document.activeElement.textContent"
            )
        )
        assert page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle != 'none'")
        page.keyboard.press("Tab")
        if not page.evaluate("() => document.activeElement.closest('.live')"):
            break
    names = ["Replay", "Run on", "Kick", "Edit weights and neurons"]
    assert [name for name in stops if name in names] == names


def test_the_tools_are_one_stop_of_the_keyboard_and_arrows_lead_on(screen):
    page, tools = screen.page, screen.root.get_by_role("toolbar", name="Tools")
    names = tools.get_by_role("button").all_inner_texts()
    assert names == [
        "Kick",
        "Pin",
        "Reset",
        "New seed",
        "Shuffle weights",
        "Cut inhibition",
        "Cut recurrence",
        "Copy link",
        "Copy as Python",
    ]
    focused = "() => document.activeElement.textContent"
    screen.button("Kick").focus()
    for key, expected in [
        ("ArrowRight", 1),
        ("ArrowRight", 2),
        ("ArrowLeft", 1),
        ("End", 8),
        ("ArrowRight", 0),
        ("ArrowLeft", 8),
        ("Home", 0),
        ("ArrowRight", 1),
    ]:
        page.keyboard.press(key)
        assert page.evaluate(focused) == names[expected]
    page.keyboard.press("Space")
    assert screen.state["pin"] is not None
    page.keyboard.press("Tab")
    assert not tools.evaluate("node => node.contains(document.activeElement)")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate(focused) == "Pin"  # where one was
    screen.button("Cut inhibition").click()
    page.keyboard.press("ArrowRight")
    assert page.evaluate(focused) == "Cut recurrence"
    screen.agrees()


def test_mouse_and_keyboard_kick(screen):
    """A press on the raster kicks, another one takes the kick back; the keyboard does the same."""
    start, page = screen.agrees(), screen.page
    canvas = screen.root.locator("canvas").first
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    x = int(box["x"] + 46 + 150 / 500 * (box["width"] - 54))  # a click is at a whole pixel
    y = round(box["y"] + 5 + 92.5 / 100 * (box["height"] - 35))
    at = round((x - box["x"] - 46) / (box["width"] - 54) * 500)
    page.mouse.click(x, y)
    assert screen.state["kicks"] == []  # the tool is off
    screen.button("Kick").press("Enter")
    assert screen.button("Done kicking").is_visible()
    page.mouse.click(x, y)
    ((neuron, step, size),) = screen.state["kicks"]
    assert (neuron, step) == (7, at)
    assert size == screen.python.family.kick_size(screen.python.family.start(), 7, at)
    kicked = screen.agrees()
    assert kicked[7, at + 1] and not start[7, at + 1]
    assert np.array_equal(kicked[:, : at + 1], start[:, : at + 1])
    screen.root.get_by_text(
        f"A kick of {size} mV for neuron 7 at {at} ms, just enough to make it fire."
    ).wait_for()
    assert "1 kick" in screen.root.locator(".live-summary").inner_text()
    page.mouse.click(x + 2, y + 2)  # near the mark
    page.mouse.move(0, 0)
    assert screen.state["kicks"] == [] and np.array_equal(screen.agrees(), start)

    canvas.focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")  # where nobody chose a moment, it is a third of the run
    assert screen.state["kicks"][0][:2] == [8, 167]
    page.keyboard.press("Enter")  # once more takes it back
    assert screen.state["kicks"] == []
    for keys, moment in [
        (["ArrowLeft"], 166),
        (["ArrowRight", "ArrowRight"], 168),
        (["End"], 498),
        (["Home", "ArrowLeft"], 0),
        (["ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight", "ArrowLeft"], 20),
    ]:
        for key in keys:
            page.keyboard.press(key)
        assert (screen.js("figure => figure.head"), screen.js("figure => figure.chosen")) == (moment, 8)
    scrolled = page.evaluate("() => scrollY")
    page.keyboard.press("Enter")
    assert screen.state["kicks"][0][:2] == [8, 20]
    assert screen.js("figure => figure.atEnd")  # what comes of it is to be seen
    screen.python.state = screen.state
    kicked = screen.spikes()  # where little is drawn, the mark of the kick is ink beside the spike
    assert kicked[8, 21] and np.array_equal(kicked, screen.python.activity().spikes)
    page.keyboard.press("Enter")
    assert screen.state["kicks"] == [] and page.evaluate("() => scrollY") == scrolled
    screen.button("Done kicking").click()
    assert screen.button("Kick").is_visible()
    canvas.focus()
    page.keyboard.press("Enter")
    screen.settle()
    assert screen.state["kicks"] == []


@pytest.mark.parametrize(
    "prepare, why",
    [
        ({"silenced": [7]}, "the neuron is silenced"),
        ({"refractory": 30}, "the neuron is refractory"),
        ({}, "the neuron spikes then anyway"),
    ],
)
def test_a_kick_in_vain_says_why(screen, prepare, why):
    """What would change nothing is not done: no neuron spikes that is silenced or held, and none twice in a step."""
    neuron, step = 7, 150
    if "refractory" in prepare:
        screen.js("(figure, k) => { figure.spec.parameters.refractory = k; }", prepare.pop("refractory"))
    screen.js("(figure, part) => figure.change(part)", prepare)
    spikes = screen.spikes()[neuron]
    if why.endswith("refractory"):
        step = int(np.flatnonzero(spikes)[2]) + 29
    if why.endswith("anyway"):
        step = int(np.flatnonzero(spikes)[2]) - 1
    screen.js("(figure, neuron, step) => figure.kick.at(neuron, step)", neuron, step)
    screen.root.get_by_text(f"neuron {neuron} at {step} ms would change nothing: {why}.").wait_for()
    assert screen.state["kicks"] == []
    if why.endswith("refractory"):  # the first step in which it is free again
        screen.js("(figure, neuron, step) => figure.kick.at(neuron, step)", neuron, step + 1)
        screen.settle()
        assert screen.state["kicks"] and screen.spikes()[neuron, step + 2]


def test_a_kick_is_compared_with_the_same_network_without_it(screen):
    start = screen.agrees()
    screen.js("figure => { figure.choose(7); figure.kick.at(7, 150); }")
    kicked = screen.agrees()
    assert np.array_equal(screen.python.other().spikes, start)
    assert "Compared with the network without the kick" in screen.root.inner_text()
    read = screen.root.locator(".live-panel", has_text="Population rate").locator(".live-read")
    assert re.fullmatch(r"mean \d+\.\d Hz \(unkicked: \d+\.\d Hz\)", read.inner_text())
    screen.wait_for_rest()
    heard = screen.root.locator("[role=status]").first.inner_text()
    differ = (kicked != start).sum()
    assert f"; compared with the network without the kick: {differ} spikes differ, from " in heard
    assert re.search(
        r"on: \d+ are new, \d+ are gone\. In the last 50 ms, \d+ of the \d+ spikes of both differ\.$", heard
    )
    labels = [node.get_attribute("aria-label") for node in screen.root.locator("canvas").all()]
    assert all("unkicked: " in label for label in labels if not label.startswith(("Weights", "Compared")))
    assert sum(label.startswith("Compared with the network without the kick: ") for label in labels) == 1
    screen.slider(0).press("ArrowRight")  # the twin follows
    screen.agrees()
    screen.js("figure => figure.kick.at(20, 300)")
    screen.agrees()
    assert "without the kicks" in screen.root.inner_text()
    screen.js("figure => { for (const [i, t] of figure.state.kicks) figure.kick.at(i, t); }")
    screen.agrees()
    assert "Compared" not in screen.root.inner_text()


def test_pin_change_and_unpin_by_mouse_and_keyboard(open_page):
    screen = Screen(open_page("chapters/03-balance.html", permissions=["clipboard-read", "clipboard-write"]))
    page, pin = screen.page, screen.button("Pin")
    start = screen.agrees()
    pin.click()
    assert pin.get_attribute("aria-pressed") == "true"
    assert np.array_equal(screen.agrees(), start)
    assert screen.root.locator(".live-differences").get_by_text("No spike differs.").count() == 1
    screen.press("g", "PageDown")
    screen.press("delay", "ArrowRight")
    moved = screen.agrees()
    assert not np.array_equal(moved, start) and np.array_equal(screen.python.other().spikes, start)
    read = screen.root.locator(".live-panel", has_text="Spectrum").locator(".live-read").inner_text()
    assert re.fullmatch(r"outlier −\d+ mV \(pinned: −1920 mV\)", read)
    free = next(t for t in range(600, 900) if not moved[5, t - 5 : t + 5].any())
    screen.js("(figure, step) => figure.kick.at(5, step)", free)  # is compared with the pinned one too
    assert screen.state["kicks"]
    screen.agrees()

    screen.button("Copy link").click()
    screen.root.get_by_text("Link to this network copied.").wait_for()
    link = page.evaluate("() => navigator.clipboard.readText()")
    again = Screen(open_page("chapters/03-balance.html", "?" + link.split("?")[1]))
    assert again.state == screen.state
    assert again.button("Pin").get_attribute("aria-pressed") == "true"
    again.agrees()
    screen.button("Copy as Python").click()
    screen.root.get_by_text("Python cell copied.").wait_for()
    space = {}
    exec(page.evaluate("() => navigator.clipboard.readText()"), space)
    assert np.array_equal(space["other"].spikes, start)
    assert np.array_equal(space["activity"].spikes, screen.spikes())

    pin.focus()
    page.keyboard.press("Space")
    assert screen.state["pin"] is None and pin.get_attribute("aria-pressed") == "false"
    screen.agrees()  # now with the twin
    page.keyboard.press("Space")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert screen.state["pin"]["kicks"] == screen.state["kicks"] != []
    assert screen.root.locator(".live-differences").get_by_text("No spike differs.").count() == 1
    screen.button("Reset").click()
    assert np.array_equal(screen.agrees(), start)
    assert "Compared" not in screen.root.inner_text()


@each_figure_page
def test_every_panel_shows_both_networks(open_page, name):
    """All but the matrix, which is that of the network on screen."""
    shots = "figure => figure.panels.map(({ picture }) => picture.canvas.toDataURL())"
    page = open_page(name)
    for k in range(len(specs_of(name))):
        screen = Screen(page, k)
        if "small" in screen.spec:
            continue
        screen.root.scroll_into_view_if_needed()
        screen.button("Pin").click()
        screen.slider(0).press("Home")
        screen.agrees()
        screen.wait_for_rest()
        both = screen.js(shots)
        screen.button("Pin").click()
        screen.agrees()
        screen.wait_for_rest()
        alone = screen.js(shots)
        same = [kind for kind, *two in zip(screen.kinds, both, alone, strict=True) if two[0] == two[1]]
        assert set(same) <= {"weights"}, same


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_added_spikes_are_full_and_missing_ones_hollow(open_page, theme):
    """On a phone, without the help of colour: 100 neurons and 500 ms."""
    page = open_page(width=390, height=844, device_scale_factor=2)
    page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
    screen = Screen(page)
    seen = {"added": [], "gone": []}
    for neuron in range(5, 95, 3):  # a kick shortly before the end: what differs has room
        screen.js("(figure, neuron) => figure.change({ kicks: [[neuron, 485, 200]] })", neuron)
        screen.settle()
        screen.python.state = screen.state
        kicked, other = screen.python.activity().spikes, screen.python.other().spikes
        data, ratio, right, bottom = screen.js(
            """figure => {
              const { canvas, width, height } = figure.panels[0].picture;
              return [canvas.toDataURL(), canvas.width / width, width - 8, height - 30];
            }"""
        )
        picture = Image.open(io.BytesIO(base64.b64decode(data.partition(",")[2])))
        cover = np.asarray(picture)[:, :, 3] / 255
        for name, some in (("added", kicked & ~other), ("gone", other & ~kicked)):
            for i, t in np.argwhere(some):
                around = (kicked | other)[max(0, i - 2) : i + 3, t - 7 : t + 8]
                if around.sum() > 1 or abs(i - neuron) < 5:
                    continue  # other marks may hide it
                x = (46 + t / 500 * (right - 46)) * ratio
                y = (bottom - (i + 0.5) / 100 * (bottom - 5)) * ratio
                near = cover[int(y) - 1 : int(y) + 2, int(x) - 5 : int(x) + 6].mean(axis=0)
                seen[name].append((near[4:7].min(), near.max()))
    assert len(seen["added"]) >= 3 and len(seen["gone"]) >= 3
    assert all(middle > 0.9 for middle, _ in seen["added"])
    assert all(middle < 0.5 < 0.7 < edge for middle, edge in seen["gone"])


@pytest.mark.parametrize("width", [1400, 700, 390])
def test_nothing_moves_under_a_finger_when_a_comparison_comes_and_goes(open_page, width):
    page = open_page(width=width, height=844)
    screen = Screen(page)
    canvas = screen.root.locator("canvas").first

    def stays(control, act):
        control.evaluate("node => node.scrollIntoView({ block: 'center' })")
        before = control.bounding_box()["y"]
        act()
        screen.wait_for_rest()
        assert control.bounding_box()["y"] == pytest.approx(before, abs=1)

    pin, reset = map(screen.button, ("Pin", "Reset"))
    kick = screen.root.get_by_role("button", name=re.compile("^(Kick|Done kicking)$"))
    stays(kick, kick.click)
    box = canvas.bounding_box()
    above = screen.root.bounding_box()["y"] - box["y"]
    stays(canvas, lambda: canvas.click(position={"x": 0.5 * box["width"], "y": 90}))
    assert screen.state["kicks"]
    assert screen.root.bounding_box()["y"] - canvas.bounding_box()["y"] == pytest.approx(above, abs=1)
    for control in (pin, pin, reset, pin, reset):
        stays(control, control.click)
    assert screen.state == screen.python.family.start()


@pytest.mark.parametrize("width, scale, theme", [(1280, 1, "light"), (390, 3, "dark")])
def test_a_raster_with_many_spikes_is_not_a_solid_block(open_page, width, scale, theme):
    """All neurons fire every four steps: gaps between the volleys are to be seen."""
    page = open_page("chapters/03-balance.html", width=width, height=844, device_scale_factor=scale)
    page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
    screen = Screen(page)
    values = {**screen.state["values"], "g": 2, "drive": 125, "delay": 3, "noise": 0}
    screen.js("(figure, values) => figure.change({ values })", values)
    assert screen.spikes()[:, 100:].mean() == 0.25
    screen.python.state = screen.state
    ink = screen.js(
        """figure => {
          const { canvas, width, height } = figure.panels[0].picture, scale = canvas.width / width;
          const [left, top, wide, high] = [45, 6, width - 55, height - 42].map((x) => Math.round(x * scale));
          const { data } = canvas.getContext('2d').getImageData(left, top, wide, high);
          const columns = new Array(wide).fill(0);
          for (let k = 0; k < wide * high; k++) columns[k % wide] += data[4 * k + 3] / 255 / high;
          return columns;
        }"""
    )
    ink = np.array(ink[len(ink) // 5 :])
    assert 0.15 < ink.mean() < 0.65
    assert ink.max() > 1.8 * ink.min()


@pytest.mark.parametrize("width, theme", [(1280, "light"), (390, "dark")])
def test_a_comparison_has_no_barriers(open_page, width, theme):
    page = open_page(width=width, height=844)
    page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
    screen = Screen(page)
    screen.js("figure => figure.kick.at(7, 150)")
    screen.button("Pin").click()
    screen.slider(0).press("ArrowRight")
    screen.wait_for_rest()
    assert not accessibility(page)


def test_buttons(screen):
    start = screen.agrees()
    seen = [start]
    for name, key, value in [
        ("New seed", "draw", 1),
        ("Shuffle weights", "shuffled", True),
        ("Cut inhibition", "cut", ["inhibition"]),
        ("Cut recurrence", "cut", ["inhibition", "recurrence"]),
    ]:
        screen.button(name).click()
        assert screen.state[key] == value
        now = screen.agrees()
        assert not any(np.array_equal(now, one) for one in seen), name
        seen.append(now)
        if name != "New seed":
            assert screen.button(name).get_attribute("aria-pressed") == "true"
    for name in ("Cut recurrence", "Cut inhibition", "Shuffle weights"):
        screen.button(name).click()
        assert screen.button(name).get_attribute("aria-pressed") == "false"
    assert np.array_equal(screen.agrees(), seen[1])
    screen.button("Reset").click()
    assert np.array_equal(screen.agrees(), start)
    assert screen.state == screen.python.family.start()


def test_a_neuron_lights_up_everywhere(screen):
    """What is under the pointer in one panel changes the pictures of the others."""
    shots = "figure => figure.panels.map(({ picture }) => picture.canvas.toDataURL())"
    dark = screen.js(shots)
    for k, expected in ((0, {0, 2, 3, 4}), (3, {0, 2, 3, 4}), (4, {0, 2, 3, 4})):
        canvas = screen.root.locator("canvas").nth(k)
        canvas.scroll_into_view_if_needed()
        box = canvas.bounding_box()
        screen.page.mouse.move(box["x"] + box["width"] * 0.55, box["y"] + box["height"] * 0.4)
        screen.settle()
        lit = screen.js(shots)
        assert {m for m in range(5) if lit[m] != dark[m]} == expected, k
        screen.page.mouse.move(0, 0)
        screen.settle()
        assert screen.js(shots) == dark
    screen.root.locator("canvas").first.click(position={"x": 200, "y": 60})
    assert screen.js("figure => figure.chosen") > 50
    chosen = screen.js("figure => figure.chosen")
    screen.settle()
    read = screen.root.locator(".live-panel", has_text="Voltage").locator(".live-read").inner_text()
    assert read.startswith(f"neuron {chosen}: ")


def change_much(screen):
    screen.slider(0).fill("35.5")
    screen.button("New seed").click()
    screen.button("Shuffle weights").click()
    screen.root.locator(".live-editor summary").click()
    screen.root.get_by_label("neuron", exact=True).fill("33")
    screen.button("Silence").click()
    screen.button("Set").click()
    screen.button("Kick").press("Enter")
    screen.root.locator("canvas").first.click(position={"x": 200, "y": 60})
    screen.page.mouse.move(0, 0)  # no neuron is lit up but the chosen one


def test_a_text_to_copy_by_hand_goes_when_it_is_closed_or_of_another_network(screen):
    """Where the page may not write to the clipboard."""
    screen.page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error()); }")
    text = screen.root.get_by_label("To copy by hand")
    for done in (screen.button("Close"), screen.button("Reset"), screen.button("New seed")):
        screen.button("Copy link").click()
        text.wait_for()
        assert "live.introduction" in text.input_value() or "#fig-live" in text.input_value()
        done.click()
        assert not text.is_visible() and screen.root.locator(".live-message").inner_text() == ""


def test_the_raster_says_whose_row_is_lit(screen):
    """In the colour of the row, left of the axis, where nothing else has it."""
    number = """figure => {
      const { canvas, scale } = figure.panels[0].picture, copy = new OffscreenCanvas(Math.round(30 * scale), canvas.height);
      const context = copy.getContext("2d", { willReadFrequently: true }), { width } = copy;
      context.drawImage(canvas, 0, 0);
      const { data } = context.getImageData(0, 0, width, copy.height);
      const [r, g, b] = figure.colours.chosen.match(/[0-9a-f]{2}/gi).map((two) => parseInt(two, 16));
      const rows = [];
      for (let k = 0; k < data.length; k += 4) if (Math.abs(data[k] - r) + Math.abs(data[k + 1] - g) + Math.abs(data[k + 2] - b) < 60) rows.push(Math.floor(k / 4 / width) / canvas.height);
      return rows.length ? [Math.min(...rows), Math.max(...rows)] : null;
    }"""
    places = []
    for neuron in (10, 50, 90):
        screen.js("(figure, neuron) => figure.choose(neuron)", neuron)
        screen.settle()
        low, high = screen.js(number)
        assert high - low < 0.1  # one number
        places.append((low + high) / 2)
    assert places == sorted(places, reverse=True)
    assert places[0] - places[1] == pytest.approx(places[1] - places[2], abs=0.02)


@pytest.mark.parametrize("name", ["03-balance", "04-one-spike-more"])
def test_populations_have_names_and_a_line_between_them(open_page, name):
    """The line runs where the second one begins, from the first step to the last."""
    screen = Screen(open_page(f"chapters/{name}.html"))
    (options,) = [panel for panel in screen.spec["panels"] if panel["kind"] == "raster"]
    assert [text for text, _ in options["parts"]] == ["excitatory", "inhibitory"]
    lines = """figure => {
      const { canvas, scale, height } = figure.panels[0].picture, { width } = canvas;
      const { data } = canvas.getContext("2d").getImageData(0, 0, width, canvas.height), found = [];
      const filled = (x, y) => data[4 * (y * width + x) + 3] > 100;
      const across = [...Array(width).keys()].slice(Math.ceil(45 * scale), Math.floor(width - 10 * scale));
      for (let y = 0; y < (height - 35) * scale; y++) if (across.every((x) => filled(x, y))) found.push(y / scale);
      return found.map((y) => (y - 5) / (height - 35)); // share of the axis, from above
    }"""
    drawn = screen.js(lines)
    assert drawn and np.allclose(drawn, 1 - options["parts"][0][1] / screen.spec["n"], atol=0.02)


def test_a_link_opens_exactly_this_network(screen, open_page):
    change_much(screen)
    spikes = screen.agrees()
    screen.button("Copy link").click()
    screen.root.get_by_text("Link to this network copied.").wait_for()
    link = screen.page.evaluate("() => navigator.clipboard.readText()")
    assert re.fullmatch(r"http://[^?]+/01-introduction\.html\?live\.introduction=[\w:.,-]+#fig-live", link)
    name, query = link.split("/", 3)[3].split("?")
    other = Screen(open_page(name, "?" + query))
    assert other.state == screen.state
    assert np.array_equal(other.agrees(), spikes)
    other.page.wait_for_function("() => window.scrollY > 0")
    assert other.root.bounding_box()["y"] < 900  # the link leads to the figure


def test_copied_python_gives_these_spikes(screen):
    change_much(screen)
    spikes = screen.agrees()
    screen.button("Copy as Python").click()
    screen.root.get_by_text("Python cell copied.").wait_for()
    space = {}
    exec(screen.page.evaluate("() => navigator.clipboard.readText()"), space)
    assert np.array_equal(space["activity"].spikes, spikes)
    assert np.array_equal(space["other"].spikes, screen.python.other().spikes)  # without the kick


def test_without_a_clipboard_the_text_is_shown(open_page):
    page = open_page()
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    screen = Screen(page)
    screen.button("Copy as Python").click()
    shown = screen.root.get_by_label("To copy by hand")
    shown.wait_for()
    assert "simulate(W, I, neuron" in shown.input_value()
    assert page.evaluate("() => getSelection().toString()") == shown.input_value().replace("\r", "")


def test_play_pauses_off_screen(screen):
    page, head = screen.page, "figure => figure.head"
    assert screen.js(head) == screen.spec["steps"] - 1
    screen.button("Replay").click()
    assert screen.button("Run on").is_disabled()  # one thing goes on at a time
    screen.wait("figure => figure.head > 0 && figure.head < figure.family.steps - 1")
    page.evaluate("() => window.scrollTo(0, document.body.scrollHeight)")
    screen.wait("figure => !figure.player.seen")
    there = screen.js(head)
    page.wait_for_timeout(300)
    assert screen.js(head) == there
    screen.root.scroll_into_view_if_needed()
    screen.wait("(figure, there) => figure.head != there", there)
    screen.button("Pause").click()
    there = screen.js(head)
    page.wait_for_timeout(200)
    assert screen.js(head) == there
    screen.root.get_by_label("time", exact=True).fill("100")
    assert screen.js(head) == 100
    screen.button("Reset").click()
    assert screen.js(head) == screen.spec["steps"] - 1


@each_figure_page
def test_a_moment_looks_the_same_however_it_is_reached(open_page, name):
    """While time moves, panels keep most of their picture; drawn anew it is the same, and it follows all else."""
    pictures = "figure => figure.panels.map(({ picture }) => picture.canvas.toDataURL())"
    fresh = "figure => { figure.redraw = true; figure.render(); }"
    page = open_page(name)
    for k in range(len(specs_of(name))):
        screen = Screen(page, k)
        screen.js("figure => figure.player.reset()")
        screen.wait_for_rest()
        shown = [screen.js(pictures)]
        for step in (150, 151, 40):
            screen.js("(figure, step) => figure.player.seek(step)", step)
            screen.settle()
            shown.append(screen.js(pictures))
            screen.js(fresh)
            assert screen.js(pictures) == shown[-1], f"{name}, figure {k}, step {step}"
        screen.slider(0).press("ArrowLeft")
        screen.settle()
        shown.append(screen.js(pictures))
        if not screen.js("figure => figure.panels.some(({ moment }) => moment)"):
            shown = shown[::4]  # nothing here follows the time
        assert all(a != b for a, b in pairwise(shown)), f"{name}, figure {k}"


def test_reduced_motion(open_page):
    screen = Screen(open_page(reduced_motion="reduce"))
    assert not screen.button("Replay").is_visible()
    assert screen.root.get_by_label("time", exact=True).is_visible()


def test_screen_reader_hears_what_changed(screen):
    spoken = screen.root.locator("[role=status]").first
    screen.wait_for_rest()
    before = spoken.inner_text()
    assert re.fullmatch(r"100 neurons, mean \d+\.\d Hz, CV \d\.\d\d", before)
    screen.slider(1).fill("80")
    screen.wait_for_rest()
    assert spoken.inner_text() != before
    for canvas in screen.root.locator("canvas").all():
        assert len(canvas.get_attribute("aria-label")) > 12


def test_two_figures_on_a_page(browser, site, open_page):
    name = "chapters/01-introduction.html"
    text = (BUILT / name).read_text(encoding="utf8")
    script = DESCRIPTION.search(text)[0]
    twin = script.replace('"name":"introduction"', '"name":"twin"').replace("live-introduction", "live-twin")
    page = open_page("chapters/90-notation.html")
    page.wait_for_load_state("networkidle")  # nothing of this page is broken off by the next
    page.route(
        f"**/{name}*",
        lambda route: route.fulfill(body=text.replace(script, script + twin), content_type="text/html"),
    )
    page.goto(f"{site}/{name}?live.twin=w:20", wait_until="load")
    page.locator("figure:has(script.live-spec)").first.scroll_into_view_if_needed()
    page.wait_for_function("() => document.querySelectorAll('.live').length >= 2")
    one, two = Screen(page, 0), Screen(page, 1)
    assert (one.state["values"]["w"], two.state["values"]["w"]) == (10, 20)
    one.slider(0).fill("42")
    two.button("New seed").click()
    assert (one.state["values"]["w"], one.state["draw"]) == (42, 0)
    assert (two.state["values"]["w"], two.state["draw"]) == (20, 1)
    one.agrees()
    two.agrees()
    ids = page.locator(".live [id]").evaluate_all("nodes => nodes.map(node => node.id)")
    assert len(ids) == len(set(ids)) > 6


# ------------------------------------------------------------------------------- room


def many_sliders():
    """The page whose figure has the most sliders."""
    return max(
        pages_with_figures() or ["index.html"],
        key=lambda name: max(len(spec["sliders"]) for spec in specs_of(name)),
    )


def test_four_sliders_are_in_front_and_one_that_was_moved_is_in_sight(open_page):
    name = many_sliders()
    spec = max(specs_of(name), key=lambda spec: len(spec["sliders"]))
    fifth = spec["sliders"][4]
    page = open_page(name)
    screen = Screen(page, [one["name"] for one in specs_of(name)].index(spec["name"]))
    controls, more = screen.root.locator(".live-sliders input"), screen.root.get_by_text("More sliders")
    assert [control.is_visible() for control in controls.all()] == [
        k < 4 for k in range(len(spec["sliders"]))
    ]
    more.focus()
    page.keyboard.press("Enter")
    assert all(control.is_visible() for control in controls.all())
    page.keyboard.press("Enter")

    values = {**screen.state["values"], fifth["name"]: fifth["high"]}
    screen.js("(figure, values) => figure.setState({ ...figure.state, values })", values)
    assert controls.nth(4).is_visible()
    more.click()  # a reader may fold it nevertheless
    controls.nth(0).press("ArrowRight")
    screen.settle()
    assert not controls.nth(4).is_visible()
    linked = Screen(open_page(name, f"?live.{spec['name']}={fifth['name']}:{fifth['high']:g}"), screen.k)
    assert linked.root.locator(".live-sliders input").nth(4).is_visible()


@each_figure_page
def test_on_a_phone_a_slider_and_its_panel_are_on_the_screen_together(open_page, name):
    page = open_page(name, width=390, height=844, has_touch=True)
    head = page.locator(".bd-header-article").bounding_box()["height"]
    for k, spec in enumerate(specs_of(name)):
        if "small" in spec:
            continue  # as a whole it is on the screen
        screen = Screen(page, k)
        tabs = screen.root.get_by_role("tab")
        assert tabs.count() == len(spec["panels"])
        screen.root.locator(".live-top").evaluate(
            "(top, head) => scrollTo(0, scrollY + top.getBoundingClientRect().y - head)", head
        )
        for number in range(tabs.count()):
            tabs.nth(number).tap()
            screen.settle()
            (canvas,) = [canvas for canvas in screen.root.locator("canvas").all() if canvas.is_visible()]
            assert canvas.get_attribute("aria-label").startswith(tabs.nth(number).inner_text())
            box = canvas.bounding_box()
            assert box["width"] > 200 and box["height"] > 80 and box["y"] + box["height"] < 844
            for control in screen.root.locator(".live-sliders input").all()[:4]:
                assert head <= control.bounding_box()["y"] < box["y"]
        tabs.nth(0).tap()
        screen.slider(0).focus()  # in use
        screen.root.locator(".live-time").evaluate(
            "(time, head) => scrollTo(0, scrollY + time.getBoundingClientRect().y - head - 300)", head
        )
        top = screen.slider(0).bounding_box()  # scrolled away, and yet there
        assert head <= top["y"] < head + 40
        page.mouse.click(top["x"] + 0.9 * top["width"], top["y"] + top["height"] / 2)
        assert screen.state != screen.python.family.start()
        screen.button("Reset").tap()


def drag(page, start, end, steps=8):
    """A finger comes down, moves, and lets go."""
    finger = page.context.new_cdp_session(page)

    def send(kind, *points):
        finger.send(
            "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]}
        )

    send("touchStart", start)
    for k in range(1, steps + 1):
        send("touchMove", [start[i] + (end[i] - start[i]) * k / steps for i in (0, 1)])
        page.wait_for_timeout(16)
    send("touchEnd")
    page.wait_for_timeout(300)


def test_a_finger_that_scrolls_over_a_slider_does_not_move_it(open_page):
    page = open_page(width=390, height=844, has_touch=True, is_mobile=True)
    screen = Screen(page)
    slider = screen.slider(0)
    slider.scroll_into_view_if_needed()
    start = screen.agrees()

    def from_slider(across, down):
        box = slider.bounding_box()
        place = box["x"] + 0.6 * box["width"], box["y"] + box["height"] / 2
        drag(page, place, (place[0] + across, place[1] + down))
        return page.evaluate("() => scrollY")

    before = page.evaluate("() => scrollY")
    for down in (-160, 160):
        after = from_slider(4, down)
        assert abs(after - before) > 60  # the page moves
        before = after
        assert screen.state == screen.python.family.start()
        assert np.array_equal(screen.agrees(), start)
    assert from_slider(60, 3) == pytest.approx(before, abs=5)
    dragged = screen.agrees()
    assert not np.array_equal(dragged, start)
    box = slider.bounding_box()
    page.touchscreen.tap(box["x"] + 0.25 * box["width"], box["y"] + box["height"] / 2)
    assert not np.array_equal(screen.agrees(), dragged)
    assert slider.input_value() == f"{screen.state['values'][screen.spec['sliders'][0]['name']]:g}"


@each_figure_page
def test_on_a_phone_on_its_side_a_slider_and_its_panel_are_on_the_screen_together(open_page, name):
    page = open_page(name, width=844, height=390, has_touch=True, is_mobile=True)
    head = page.locator(".bd-header-article").bounding_box()["height"]
    for k, spec in enumerate(specs_of(name)):
        if "small" in spec:
            continue
        screen = Screen(page, k)
        left, width = (screen.root.bounding_box()[key] for key in ("x", "width"))
        assert abs(left - (844 - left - width)) < 20  # in the middle of the window
        tabs = screen.root.get_by_role("tab")
        for number in range(tabs.count()):
            tabs.nth(number).tap()
            screen.settle()
            (canvas,) = [canvas for canvas in screen.root.locator("canvas").all() if canvas.is_visible()]
            canvas.evaluate("canvas => scrollBy(0, canvas.getBoundingClientRect().bottom - 385)")
            box = canvas.bounding_box()
            assert box["y"] > head and box["height"] > 80
            for control in screen.root.locator(".live-sliders input").all()[:2]:
                beside = control.bounding_box()
                assert beside["x"] + beside["width"] <= box["x"]  # and covers nothing of it
                assert head <= beside["y"] and beside["y"] + beside["height"] < 390


def test_on_a_phone_on_its_side_a_kick_is_brought_into_sight(open_page):
    screen = Screen(open_page(width=844, height=390, has_touch=True, is_mobile=True))
    kick = screen.button("Kick")
    kick.evaluate("node => node.scrollIntoView({ block: 'end' })")
    canvas = screen.root.locator("canvas").first
    kick.tap()
    still(screen.page)
    assert len(screen.state["kicks"]) == 1
    box = canvas.bounding_box()
    assert box["y"] >= 0 and box["y"] + box["height"] <= 390


def test_on_a_phone_sliders_stay_in_sight_only_while_they_are_in_use(open_page):
    page = open_page("chapters/03-balance.html", width=390, height=664, has_touch=True, is_mobile=True)
    screen = Screen(page)
    kick, tabs, slider = screen.button("Kick"), screen.root.get_by_role("tablist"), screen.slider(0)

    def scroll():
        """Until the sliders are above the window, if they do not stay: whether they cover the tabs."""
        tabs.evaluate("tabs => scrollBy(0, tabs.getBoundingClientRect().top - 100)")
        still(page)
        return covered()

    def covered():
        lower = screen.root.locator(".live-controls").bounding_box()
        return lower["y"] + lower["height"] > tabs.bounding_box()["y"] + 10

    assert not scroll()
    slider.evaluate("node => node.scrollIntoView({ block: 'center' })")
    slider.tap()
    assert scroll()
    place = kick.bounding_box()["y"]
    assert place + 44 < 664
    kick.tap()
    still(page)
    assert len(screen.state["kicks"]) == 1 and not covered()
    pressed = screen.button("Done kicking").bounding_box()
    assert pressed["y"] == pytest.approx(place, abs=1)  # under the finger, as before
    slider.focus()  # by keyboard, too
    assert scroll()
    tabs.get_by_role("tab").first.focus()
    assert not covered()


def test_a_slider_in_hand_does_not_move_the_page(open_page):
    page = open_page("chapters/07-choosing.html", width=390, height=844, has_touch=True, is_mobile=True)
    screen = Screen(page)
    page.locator("button.try", has_text="at 11 mV").tap()
    screen.button("Pin").tap()
    page.evaluate(
        "top => scrollBy({ top: top - 50, behavior: 'instant' })", screen.slider(0).bounding_box()["y"]
    )
    box, before = screen.slider(3).bounding_box(), page.evaluate("() => scrollY")
    place = box["x"] + 0.4 * box["width"], box["y"] + box["height"] / 2
    drag(page, place, (place[0] + 110, place[1]), steps=12)
    assert screen.slider(3).input_value() != "-20"
    assert page.evaluate("() => scrollY") == pytest.approx(before, abs=2)


def test_what_is_pinned_waits_while_time_runs_on(open_page):
    screen = Screen(open_page())
    screen.button("Pin").click()
    strip = screen.root.locator(".live-differences")
    assert strip.is_visible()
    screen.button("Run on").click()
    strip.wait_for(state="detached")
    screen.button("Back to 0 ms").click()
    strip.wait_for()
    assert "pinned" in strip.inner_text()


@pytest.mark.parametrize("tool", ["Kick", "Pin", "Reset", "More"])
def test_in_a_low_window_the_tools_of_a_large_figure_are_in_sight(open_page, tool):
    screen = Screen(open_page(width=844, height=390, has_touch=True, is_mobile=True))
    screen.button("Expand").tap()
    box = screen.button(tool).bounding_box()
    (canvas,) = [
        canvas.bounding_box() for canvas in screen.root.locator("canvas").all() if canvas.is_visible()
    ]
    assert canvas["y"] + canvas["height"] <= box["y"] and box["y"] + box["height"] <= 390


def test_in_a_low_window_time_is_stopped_where_the_figure_is_seen(open_page):
    screen = Screen(open_page(width=844, height=390, has_touch=True, is_mobile=True))
    screen.button("Run on").tap()
    screen.button("Expand").tap()
    box = screen.button("Pause").bounding_box()
    assert box["y"] >= 0 and box["y"] + box["height"] <= 390
    screen.button("Pause").tap()
    assert not screen.js("figure => figure.running.going")


def test_a_figure_in_the_hand_stays_in_sight_when_the_phone_is_turned(open_page):
    screen = Screen(open_page(width=390, height=844, has_touch=True, is_mobile=True))
    canvas = screen.root.locator("canvas").first
    screen.button("Reset").tap()
    for width, height in [(844, 390), (390, 844)]:
        screen.page.set_viewport_size({"width": width, "height": height})
        still(screen.page)
        box = canvas.bounding_box()
        assert box["y"] > 0 and box["y"] + box["height"] <= height


def test_in_a_low_window_the_keyboard_comes_from_time_to_the_tools(open_page):
    screen = Screen(open_page(width=844, height=390))
    screen.button("Replay").focus()
    reached = []
    for key in ["Tab", "Tab", "ArrowRight", "ArrowLeft", "ArrowLeft"]:
        screen.page.keyboard.press(key)
        reached.append(screen.page.evaluate("document.activeElement.textContent"))
    assert reached == ["Run on", "Kick", "Pin", "Kick", "More"]


@pytest.mark.parametrize("width, height", [(390, 560), (844, 390)])
def test_what_closes_a_large_figure_stays_in_sight(open_page, width, height):
    page = open_page(width=width, height=height, has_touch=True, is_mobile=True)
    screen = Screen(page)
    screen.button("Expand").tap()
    screen.button("More").tap()
    scrolls = "dialog => { dialog.scrollTo(0, 1e5); return dialog.scrollTop; }"
    assert page.locator(".live-dialog").evaluate(scrolls) > 20
    box = screen.button("Close").bounding_box()
    assert 0 <= box["y"] < 60
    screen.button("Close").tap()
    assert page.locator(".live-dialog").count() == 0


def test_sliders_let_go_when_their_panel_is_out_of_sight(open_page):
    page = open_page(width=390, height=844, has_touch=True)
    screen = Screen(page)
    screen.button("Kick").evaluate("tool => scrollBy(0, tool.getBoundingClientRect().y - 200)")
    panel = next(
        canvas for canvas in screen.root.locator("canvas").all() if canvas.is_visible()
    ).bounding_box()
    for k in range(len(screen.spec["sliders"])):
        slider = screen.root.locator(".live-sliders input").nth(k).bounding_box()
        assert slider["y"] + slider["height"] <= panel["y"] + panel["height"] < 200


def test_where_room_is_scarce_buttons_that_are_seldom_used_are_behind_more(open_page):
    page = open_page(width=390, height=844, has_touch=True, is_mobile=True)
    screen = Screen(page)
    more, seldom = screen.button("More"), screen.root.get_by_role("button", name="Shuffle weights")
    for name in ("Expand", "Replay", "Run on", "Kick", "Pin", "Reset"):
        assert screen.button(name).bounding_box()["height"] >= 44
    assert not seldom.is_visible() and more.get_attribute("aria-expanded") == "false"
    more.evaluate("node => scrollBy(0, node.getBoundingClientRect().bottom - innerHeight)")
    more.tap()
    assert seldom.is_visible() and more.get_attribute("aria-expanded") == "true"
    last = screen.root.get_by_role("toolbar").get_by_role("button").last.bounding_box()
    assert last["y"] + last["height"] <= 844  # and so is what else there is
    more.tap()
    assert not seldom.is_visible()
    screen.js("figure => figure.setState({ ...figure.state, shuffled: true })")
    assert seldom.is_visible()  # what is on is in sight
    page.set_viewport_size({"width": 1280, "height": 844})
    more.wait_for(state="hidden")
    assert seldom.is_visible()


def test_tabs_of_panels_by_keyboard(open_page):
    page = open_page(width=390, height=844)
    screen = Screen(page)
    tabs = screen.root.get_by_role("tab")
    names = tabs.all_inner_texts()
    assert names == ["Spikes", "Population rate", "Voltage", "Weights", "Firing rates"]

    def chosen():
        (tab,) = [tab for tab in tabs.all() if tab.get_attribute("aria-selected") == "true"]
        assert [tab.get_attribute("tabindex") for tab in tabs.all()].count("0") == 1
        assert tab.evaluate("tab => tab === document.activeElement")
        (panel,) = screen.root.get_by_role("tabpanel").all()
        assert panel.get_attribute("id") == tab.get_attribute("aria-controls")
        assert panel.get_attribute("aria-labelledby") == tab.get_attribute("id")
        return tab.inner_text()

    tabs.first.focus()
    assert chosen() == "Spikes"
    for key, expected in [
        ("ArrowRight", 1),
        ("ArrowRight", 2),
        ("ArrowLeft", 1),
        ("End", 4),
        ("ArrowRight", 0),
        ("ArrowLeft", 4),
        ("Home", 0),
    ]:
        page.keyboard.press(key)
        assert chosen() == names[expected]
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    assert (
        page.evaluate("() => document.activeElement.textContent") == "Replay"
    )  # this panel has nothing to press
    assert not (found := accessibility(page)), found
    page.set_viewport_size({"width": 1280, "height": 844})
    page.wait_for_function("() => !document.querySelector('.live-tabbed')")
    assert screen.root.get_by_role("tab").count() == screen.root.get_by_role("tabpanel").count() == 0
    assert all(canvas.is_visible() for canvas in screen.root.locator("canvas").all())
    screen.agrees()


@pytest.mark.parametrize("width", [390, 1280])
def test_a_figure_takes_the_whole_window_and_gives_it_back(open_page, width):
    page = open_page(width=width, height=844)
    page.evaluate("() => { delete Element.prototype.requestFullscreen; }")
    screen = Screen(page)
    screen.root.scroll_into_view_if_needed()
    screen.slider(0).fill("30")
    before = screen.agrees()
    expand, scrolled = screen.button("Expand"), page.evaluate("() => scrollY")
    height = page.evaluate("() => document.body.scrollHeight")
    small = screen.root.locator("canvas").first.bounding_box()["height"]
    expand.focus()
    scrolled = page.evaluate("() => scrollY")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    assert dialog.bounding_box() == {"x": 0, "y": 0, "width": width, "height": 844}
    assert page.evaluate("() => document.activeElement.textContent") == "Close"
    assert page.evaluate("() => document.body.scrollHeight") == height
    assert np.array_equal(screen.agrees(), before)
    assert screen.root.locator("canvas").first.bounding_box()["height"] > small
    bottom = max(
        box["y"] + box["height"]
        for canvas in screen.root.locator("canvas").all()
        if (box := canvas.bounding_box())
    )
    assert bottom < 844  # nothing of the panels is out of sight
    screen.slider(1).press("PageUp")
    after = screen.agrees()
    assert not np.array_equal(after, before)
    for _ in range(60):  # it keeps the keyboard, but for the browser's own
        page.keyboard.press("Tab")
        assert page.evaluate(
            "() => document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        )
    screen.slider(0).focus()
    page.keyboard.press("Escape")
    expand.wait_for()
    assert dialog.count() == 0 and page.locator(".live-dialog").count() == 0
    assert expand.evaluate("button => button === document.activeElement")
    assert page.evaluate("() => [scrollY, document.body.scrollHeight]") == [scrolled, height]
    assert np.array_equal(screen.agrees(), after)

    expand.click()
    screen.button("Close").click()
    expand.wait_for()
    assert page.locator(".live-dialog").count() == 0
    expand.click()
    page.wait_for_timeout(200)
    assert not (found := accessibility(page)), found
    assert (
        screen.js("figure => { figure.destroy(); return document.querySelectorAll('.live-dialog').length; }")
        == 0
    )


@each_figure_page
def test_on_a_wide_page_a_figure_takes_the_margin_where_no_note_is(open_page, name):
    page = open_page(name, width=1600)
    notes = [note.bounding_box() for note in page.locator("aside.margin").all()]
    for k in range(len(specs_of(name))):
        screen = Screen(page, k)
        box = screen.root.bounding_box()
        for note in notes:
            beside = note["x"] >= box["x"] + box["width"] or note["x"] + note["width"] <= box["x"]
            above_or_below = note["y"] >= box["y"] + box["height"] or note["y"] + note["height"] <= box["y"]
            assert beside or above_or_below
        column = page.locator(".bd-article h1").bounding_box()
        if "small" not in screen.spec:
            assert box["width"] > 1.25 * column["width"]


# ------------------------------------------------------------------------------- running on

ORIGIN = "figure => figure.origin"


def run_on(screen, steps):
    """Press "Run on" and, so many steps later, "Pause"; return the step at which the window then begins."""
    begun = screen.js(ORIGIN)
    screen.button("Run on").click()
    screen.wait("(figure, origin) => figure.origin >= origin", begun + steps)
    screen.button("Pause").click()
    screen.settle()
    return screen.js(ORIGIN)


def spikes_of(family, state):
    weights, current, options = family.network(state)
    return simulate(weights, current, **options).spikes


def longer_in_python(screen, origin):
    """The spikes that a longer run in Python gives for the window."""
    return spikes_of(longer(screen.python.family, origin), screen.state)[:, origin:]


def test_running_on_shows_a_longer_run_and_what_is_touched_acts_from_then_on(screen, open_page):
    start = screen.agrees()
    assert not screen.button("Back to 0 ms").is_visible()
    origin = run_on(screen, 40)
    expected = longer_in_python(screen, origin)
    assert np.array_equal(screen.spikes(), expected) and np.array_equal(
        expected[:, :-origin], start[:, origin:]
    )
    screen.raster_shows(expected, expected)
    note = screen.root.locator(".live-note")
    assert (
        note.inner_text() == "You changed nothing on the way: a longer run in Python gives the same spikes."
    )
    assert screen.root.locator(".live-time output").inner_text() == f"{origin + 499} ms"
    assert screen.js(ORIGIN) == origin  # it stands still
    origin = run_on(screen, 30)
    assert np.array_equal(screen.spikes(), longer_in_python(screen, origin))

    screen.root.get_by_label("time", exact=True).press("PageDown")  # back in the window
    assert screen.js("figure => figure.head") < 499
    screen.button("Run on").click()
    screen.slider(1).fill("80")
    screen.wait("figure => figure.running.run.touched")
    touched = screen.js("figure => figure.running.run.touched")
    screen.wait("(figure, origin) => figure.origin > origin", touched - 499 + 60)
    screen.button("Pause").click()
    origin = screen.js(ORIGIN)
    now, untouched = screen.spikes(), longer_in_python(screen, origin)
    before = spikes_of(longer(screen.python.family, origin), screen.python.family.start())[:, origin:]
    assert np.array_equal(now[:, : touched + 1 - origin], before[:, : touched + 1 - origin])
    assert not np.array_equal(now, before) and not np.array_equal(now, untouched)
    assert note.inner_text() == (
        "You changed it on the way: a link or Python cell holds the sliders as they are now, "
        "not what came before."
    )
    screen.button("Copy link").click()
    screen.root.get_by_text("Link to this network copied.").wait_for()
    link = screen.page.evaluate("() => navigator.clipboard.readText()")
    assert "live.introduction=drive:80#" in link

    screen.button("Back to 0 ms").click()
    assert not note.is_visible() and not screen.button("Back to 0 ms").is_visible()
    assert screen.button("Run on").evaluate("button => button === document.activeElement")
    assert screen.root.locator(".live-time output").inner_text() == "499 ms"
    screen.agrees()
    screen.button("Reset").click()
    assert np.array_equal(screen.agrees(), start)


def test_a_kick_while_time_runs_on_acts_now(screen):
    page, canvas = screen.page, screen.root.locator("canvas").first
    screen.button("Run on").click()
    screen.button("Kick").press("Enter")
    canvas.click(position={"x": 100, "y": 60})
    screen.wait("figure => figure.frame.state.kicks.length == 1")
    screen.js("figure => figure.choose(7)")
    canvas.focus()
    page.keyboard.press("Enter")
    screen.wait("figure => figure.frame.state.kicks.length == 2")
    screen.button("Pause").click()
    screen.settle()
    spikes = screen.spikes()
    kicks = screen.js("figure => figure.frame.state.kicks")
    for neuron, step, size in kicks:
        assert step > 100 and size > 0 and spikes[neuron, step + 1]
    assert kicks[0][0] > 50 and kicks[1][0] == 7
    assert screen.state["kicks"] == [] and screen.js("figure => figure.running.run.touched")
    screen.js("figure => figure.change({ silenced: [7] })")
    canvas.focus()
    page.keyboard.press("Enter")
    screen.root.get_by_text("Neuron 7 is silenced.").wait_for()
    screen.button("Reset").click()
    assert screen.button("Kick").is_visible()
    screen.agrees()


def test_a_finger_that_presses_kick_gets_one_at_once_and_only_the_first_time(screen):
    start, kick = screen.agrees(), screen.button("Kick")
    screen.js("figure => figure.choose(7)")
    kick.click()
    ((neuron, step, size),) = screen.state["kicks"]
    assert (
        neuron == 7 and 167 <= step < 300
    )  # the first moment from a third of the run on that makes a spike more
    assert size == screen.python.family.kick_size(screen.python.family.start(), 7, step)
    kicked = screen.agrees()
    assert kicked[7, step + 1] and not start[7, step + 1]
    said = screen.root.locator(".live-message")
    assert said.inner_text().startswith(
        f"A kick of {size} mV for neuron 7 at {step} ms, just enough to make it fire."
    )
    screen.button("Done kicking").click()
    kick.click()  # taken up again
    assert len(screen.state["kicks"]) == 1 and screen.button("Done kicking").is_visible()
    screen.button("Reset").click()
    screen.js("figure => figure.change({ silenced: [figure.chosen] })")
    kick.click()
    assert said.inner_text().endswith("would change nothing: the neuron is silenced.")
    screen.button("Reset").click()
    run_on(screen, 8)
    kick.click()
    screen.wait("figure => figure.frame.state.kicks.length == 1")
    assert screen.js("figure => figure.running.going")


def test_a_kick_is_put_by_keys_where_the_tool_was_taken_by_a_key(screen):
    screen.button("Kick").press("Enter")
    assert screen.root.locator("canvas").first.evaluate("node => node === document.activeElement")
    for key in ("ArrowUp", "ArrowRight", "Enter"):
        screen.page.keyboard.press(key)
    assert len(screen.state["kicks"]) == 1 and screen.state["pin"] is None
    screen.agrees()


def test_a_kick_while_time_runs_on_is_compared_until_nothing_differs(screen):
    """Even where time stood still: it goes on, so that one sees what comes of it."""
    page, canvas, strip = (
        screen.page,
        screen.root.locator("canvas").first,
        screen.root.locator(".live-differences"),
    )
    run_on(screen, 8)
    screen.button("Kick").press("Enter")
    canvas.scroll_into_view_if_needed()
    place = canvas.bounding_box()
    canvas.click(position={"x": 100, "y": 60})
    assert screen.button("Pause").is_visible()
    said = screen.root.get_by_text(
        re.compile(r"A kick for neuron \d+ now, at \d+ ms, just enough to make it fire\.")
    )
    said.wait_for()
    screen.wait("figure => figure.frame.differences?.first >= 0 && figure.frame.state.kicks[0][1] < 420")
    screen.button("Pause").click()
    origin, spikes = screen.js(ORIGIN), screen.spikes()
    ((neuron, step, _),) = screen.js("figure => figure.frame.state.kicks")
    assert str(neuron) in said.inner_text() and f"at {origin + step} ms" in said.inner_text()
    other = screen.spikes("figure.frame.other")
    assert np.array_equal(other, longer_in_python(screen, origin))  # which was never kicked
    differing = spikes != other
    first = np.flatnonzero(differing.any(axis=0))[0]
    assert first == step + 1 and spikes[neuron, first] and not other[neuron, first]
    assert strip.locator(".live-label").inner_text() == "Compared with the network without the kick"
    text = strip.locator(".live-read").inner_text()
    assert text.startswith(f"{differing.sum()} spikes differ, from {origin + first} ms on: ")
    screen.wait_for_rest()
    assert text in screen.root.locator("[role=status]").first.inner_text()
    assert canvas.bounding_box() == place

    origin = run_on(screen, step + 20)  # the kick has left, and what it has changed has not
    spikes, other = screen.spikes(), screen.spikes("figure.frame.other")
    assert screen.js("figure => figure.frame.state.kicks.length") == 0
    assert np.array_equal(other, longer_in_python(screen, origin)) and (spikes != other).any()
    assert strip.locator(".live-label").inner_text() == "Compared with the network without the kicks"
    text = strip.locator(".live-read").inner_text()
    assert text.startswith(f"{(spikes != other).sum()} spikes differ in this window: ")

    below = screen.button("Run on").bounding_box()
    screen.slider(0).fill("0")  # without connections a neuron forgets by itself
    screen.button("Run on").click()
    screen.wait("figure => !figure.frame.other && !figure.stale")
    assert strip.locator(".live-label").inner_text() == "No kick in the window"
    screen.button("Pause").click()
    assert screen.button("Run on").bounding_box()["y"] == below["y"]  # nothing jumps while time runs on
    screen.button("Back to 0 ms").click()
    assert not strip.count()
    screen.js("figure => figure.kick.at(7, 450)")
    run_on(screen, 40)
    assert (
        screen.js("figure => figure.frame.other.spikes.length") == spikes.size
    )  # one from before runs on, too
    page.keyboard.press("Escape")


def test_what_has_its_time_from_0_on_begins_anew(screen):
    """A kick at a step, a pinned network, and what Python or the text sets."""
    changes = [
        "figure => figure.change({ kicks: [[3, 40, 50]] })",
        "figure => figure.compare.button.click()",
        "figure => figure.setState({ ...figure.state, draw: 2 })",
        "figure => figure.reset({ ...figure.state, draw: 1 })",
    ]
    for change in changes:
        run_on(screen, 8)
        screen.js(change)
        screen.settle()
        assert screen.js(ORIGIN) == 0 and not screen.button("Back to 0 ms").is_visible()
        screen.python.state = screen.state
        assert np.array_equal(screen.spikes(), screen.python.activity().spikes)
        said = screen.root.locator(".live-message").inner_text()
        assert ("from 0 ms on" in said) == ("compare" in change)


def test_running_on_rests_out_of_sight_and_resumes(screen):
    page = screen.page
    screen.button("Run on").click()
    screen.wait("figure => figure.origin > 8")
    page.evaluate("() => window.scrollTo(0, document.body.scrollHeight)")
    screen.wait("figure => !figure.player.seen")
    there = screen.js(ORIGIN)
    page.wait_for_timeout(400)
    assert screen.js(ORIGIN) == there
    screen.root.scroll_into_view_if_needed()
    screen.wait("(figure, there) => figure.origin > there", there)

    # the browser gives no frames to a page in a hidden tab: time stands still there, and makes up for nothing afterwards
    page.evaluate(
        "() => { window.frames_ = requestAnimationFrame; window.requestAnimationFrame = (act) => setTimeout(() => frames_(act), 3000); }"
    )
    page.wait_for_timeout(500)
    there = screen.js(ORIGIN)
    page.wait_for_timeout(1500)
    assert screen.js(ORIGIN) == there
    page.evaluate("() => { window.requestAnimationFrame = frames_; }")
    screen.wait("(figure, there) => figure.origin > there", there)
    assert screen.js(ORIGIN) < there + 125


def test_a_page_that_was_left_while_time_ran_on_opens_anew(screen):
    page, start = screen.page, screen.agrees()
    screen.press("drive", "ArrowRight")
    screen.button("Run on").click()
    screen.wait("figure => figure.origin > 8")
    page.goto(page.url.replace("01-introduction", "90-notation"), wait_until="load")
    page.go_back(wait_until="load")
    page.locator(".live").first.wait_for()
    screen.wait("figure => figure.origin === 0 && !figure.running.going")
    assert np.array_equal(screen.agrees(), start)
    page.wait_for_timeout(300)  # in which the browser puts back what stood in the fields of a page
    for k, slider in enumerate(screen.spec["sliders"]):
        assert float(screen.slider(k).input_value()) == screen.state["values"][slider["name"]]
    screen.button("Run on").click()
    screen.wait("figure => figure.origin > 8")


def test_with_reduced_motion_a_window_passes_at_once(open_page):
    page = open_page("index.html", reduced_motion="reduce")
    screen = Screen(page)
    page.wait_for_timeout(400)
    assert screen.js(ORIGIN) == 0 and not screen.js("figure => figure.running.going")
    screen.button("Run on").click()
    screen.settle()
    assert screen.js(ORIGIN) == 499
    page.wait_for_timeout(300)
    assert screen.js(ORIGIN) == 499
    assert np.array_equal(screen.spikes(), longer_in_python(screen, 499))
    screen.slider(1).fill("80")
    screen.settle()
    screen.root.get_by_text("You changed it on the way").wait_for()
    screen.button("Run on").click()
    screen.settle()
    assert screen.js(ORIGIN) == 998
    assert screen.spikes().sum() > 1.3 * spikes_of(screen.python.family, screen.python.family.start()).sum()


def test_the_front_page_runs_on_by_itself(open_page):
    screen = Screen(open_page("index.html"))
    assert screen.button("Pause").is_visible()
    screen.wait("figure => figure.origin > 20")
    screen.slider(1).fill("50")  # too little to spike
    screen.wait("figure => figure.running.run.touched")
    there = screen.js(ORIGIN)
    screen.wait("(figure, there) => figure.origin > there + 80", there)
    screen.button("Pause").click()
    assert screen.spikes()[:, -20:].sum() < 5 < screen.spikes()[:, :200].sum()
    screen.button("Reset").click()
    screen.agrees()


def test_reset_while_time_runs_on_begins_anew_with_the_articles_network(open_page):
    screen = Screen(open_page("index.html"))
    screen.button("Kick").click()
    screen.slider(1).fill("75")
    screen.wait("figure => figure.origin > 60 && figure.running.run.touched")
    screen.button("Reset").click()
    assert screen.button("Kick").is_visible()
    assert screen.state == screen.python.family.start() and screen.js(ORIGIN) < 60
    assert screen.button("Pause").is_visible()
    screen.wait("figure => figure.origin > 20")
    screen.button("Pause").click()
    origin = screen.js(ORIGIN)
    assert np.array_equal(screen.spikes(), longer_in_python(screen, origin))


def test_ten_simulated_minutes_leave_nothing_behind(screen):
    chrome = screen.page.context.new_cdp_session(screen.page)

    def used():
        for _ in range(3):
            chrome.send("HeapProfiler.collectGarbage")
        heap = chrome.send("Runtime.getHeapUsage")
        return heap["usedSize"] + heap.get("backingStorageSize", 0)

    more = """(figure, seconds) => {
      for (let k = 0; k < 4 * seconds; k++) {
        figure.running.advance(250);
        cancelAnimationFrame(figure.asked);
        figure.asked = null;
        figure.render();
      }
      return figure.origin;
    }"""
    screen.button("Run on").click()
    screen.button("Pause").click()
    begun = screen.js(more, 20)
    before = used()
    assert screen.js(more, 600) == begun + 600_000
    for _ in range(20):  # what waits to be tidied up goes within seconds, and a leak does not
        left = used() - before
        if left < 200_000:  # bytes; a frame of this figure has a million
            break
        screen.page.wait_for_timeout(250)
    assert left < 200_000


# ------------------------------------------------------------------------------- small figures

DRIVE = Slider("drive", "drive", 40, 100, 70, unit="mV")
WEIGHTS = Slider("w", "random", 0, 50, 10, unit="mV", label="inhibition strength")
PANELS_OF_SMALL = [
    ["raster", "rate"],
    ["voltage"],
    ["weights", "raster"],
    ["rates", "intervals"],
    ["eigenvalues"],
]


def small_figures():
    """Five small figures, with the panels of PANELS_OF_SMALL."""
    sliders = [[WEIGHTS, DRIVE], [DRIVE], [DRIVE, WEIGHTS], [WEIGHTS, DRIVE], [DRIVE]]
    return [
        live(
            f"small-{k}",
            weights={"random": noise.Normal(seed=1)},
            inputs={"drive": 1, "noise": noise.Normal(seed=k)},
            sliders=sliders[k],
            panels=panels,
            n=30,
            steps=300,
            small=True,
        )
        for k, panels in enumerate(PANELS_OF_SMALL)
    ]


def on_a_page(figure):
    """The figure as the build of the website puts it onto a page."""
    png = figure._repr_mimebundle_()[0]["image/png"]
    picture = f'<img src="data:image/png;base64,{png}" alt="the network">'
    return f'<p>{"Text. " * 200}</p><figure id="fig-{figure.spec["name"]}">{picture}{description(figure.spec)}</figure>'


@pytest.fixture
def open_crowd(site, open_page):
    """A function that opens the introduction with a second large figure and five small ones, none of them in sight."""
    name = "chapters/01-introduction.html"
    text = (BUILT / name).read_text(encoding="utf8")
    text = DESCRIPTION.sub(lambda own: own[0] if "live-introduction" in own[0] else "", text)
    spec = specs_of(name)[0]
    twin = in_python(spec, "twin")
    figures = "".join(map(on_a_page, [*small_figures(), twin]))
    place = re.search(r"<figure[^>]*id=.fig-live", text).start()
    body = text[:place] + figures + text[place:]
    kinds = kinds_of(body)
    body = re.sub(r"live-[a-z-]+\.js", script_of(kinds), body)

    def open_(**options):
        page = open_page("chapters/90-notation.html", **options)
        page.wait_for_load_state("networkidle")  # nothing of this page is broken off by the next
        page.route(f"**/{name}*", lambda route: route.fulfill(body=body, content_type="text/html"))
        script = {"body": own_script(kinds), "content_type": "text/javascript"}
        page.route(f"**/{script_of(kinds)}*", lambda route: route.fulfill(**script))
        page.goto(f"{site}/{name}", wait_until="load")
        return page

    return open_


@pytest.mark.parametrize("width", [1280, 390])
def test_two_large_and_five_small_figures(open_crowd, width):
    page = open_crowd(width=width, height=844)
    places = page.locator("figure:has(script.live-spec)")
    assert places.count() == 7
    page.wait_for_timeout(300)
    assert page.locator(".live").count() < 7  # those further down have not started
    for k in range(7):
        places.nth(k).scroll_into_view_if_needed()
        places.nth(k).locator(".live canvas").first.wait_for()
    screens = [Screen(page, k) for k in range(7)]
    assert ["small" in screen.spec for screen in screens] == [True] * 5 + [False] * 2
    heights = []
    for screen in screens:
        screen.root.scroll_into_view_if_needed()
        start = screen.agrees()
        screen.slider(0).press("End")
        assert not np.array_equal(screen.agrees(), start)
        others = [one for one in screens if one is not screen]
        assert all(one.state == one.python.family.start() for one in others)
        screen.button("Reset").click()
        assert np.array_equal(screen.agrees(), start)
        heights.append(screen.root.bounding_box()["height"])
        room = screen.root.bounding_box()
        for part in screen.root.locator("input, button, output, canvas, .live-read").all():
            if box := part.bounding_box():
                assert room["x"] <= box["x"] and box["x"] + box["width"] <= room["x"] + room["width"] + 0.5
    if width == 1280:
        assert max(heights[:5]) < 0.4 * min(heights[5:])
    assert max(heights[:5]) < 600  # on the screen of a phone, text above and below
    ids = page.locator(".live [id]").evaluate_all("nodes => nodes.map(node => node.id)")
    assert len(ids) == len(set(ids)) > 15
    found = accessibility(page)
    assert not found, found


def test_a_small_figure_has_one_line_of_controls(open_crowd):
    page = open_crowd()
    page.locator("figure#fig-small-0").scroll_into_view_if_needed()
    page.locator("#fig-small-0 canvas").first.wait_for()
    screen = Screen(page)
    controls = screen.root.locator("input, button, select, summary, textarea")
    assert controls.count() == 3
    boxes = [control.bounding_box() for control in controls.all()]
    assert max(box["y"] for box in boxes) < min(box["y"] + box["height"] for box in boxes)  # side by side
    left, right = (canvas.bounding_box() for canvas in screen.root.locator("canvas").all())
    assert abs(left["y"] - right["y"]) < 2 and left["x"] + left["width"] < right["x"]
    canvas = screen.root.locator("canvas").first
    canvas.focus()
    for key in ("ArrowUp", "ArrowUp", "Enter"):
        page.keyboard.press(key)
    assert (screen.js("figure => figure.chosen"), screen.state["kicks"]) == (2, [])


def test_a_link_opens_a_small_figure(open_crowd):
    page = open_crowd()
    page.goto(page.url + "?live.small-1=drive:80#fig-small-1", wait_until="load")
    page.locator("#fig-small-1 canvas").first.wait_for()
    k = page.locator(".live").evaluate_all(
        "roots => roots.findIndex(({ figure }) => figure.spec.name == 'small-1')"
    )
    screen = Screen(page, k)
    assert screen.state["values"] == {"drive": 80}
    screen.agrees()


def test_a_figure_that_is_hidden_and_shown_again_goes_on(screen):
    screen.root.get_by_label("time", exact=True).fill("100")
    screen.settle()
    before = screen.js("figure => figure.panels[0].picture.canvas.toDataURL()")
    for display in ("none", ""):
        screen.js("(figure, display) => { figure.root.style.display = display; }", display)
        screen.page.wait_for_timeout(200)
        screen.js("figure => { figure.redraw = true; figure.render(); }")
        screen.settle()
    assert screen.js("figure => figure.panels[0].picture.canvas.toDataURL()") == before
    screen.slider(0).press("ArrowRight")
    screen.agrees()


def test_colours_of_weights_are_those_of_the_articles_network(open_page):
    """Whether a reader comes by a link or by a slider."""
    scale = "figure => figure.root.querySelector('.live-scale').innerText"
    plain = Screen(open_page())
    linked = Screen(open_page(query="?live.introduction=w:50"))
    assert linked.js(scale) == plain.js(scale) != ""


def test_a_figure_without_a_caption_starts_too(site, open_page):
    name = "chapters/01-introduction.html"
    text = (BUILT / name).read_text(encoding="utf8")
    figure = re.search(r"<figure[^>]*id=.fig-live.*?</figure>", text, re.S)[0]
    bare = re.sub(r"<(/?)figure", r"<\1div", re.sub(r"<figcaption.*?</figcaption>", "", figure, flags=re.S))
    page = open_page("chapters/90-notation.html")
    page.wait_for_load_state("networkidle")
    page.route(
        f"**/{name}", lambda route: route.fulfill(body=text.replace(figure, bare), content_type="text/html")
    )
    page.goto(f"{site}/{name}", wait_until="load")
    page.locator("#live-introduction").evaluate("script => script.parentElement.scrollIntoView()")
    page.wait_for_function("() => document.querySelector('.live')?.figure")
    Screen(page).agrees()


def test_a_figure_can_be_taken_away(screen):
    empty = "figure => { figure.destroy(); return figure.root.childElementCount; }"
    assert screen.js(empty) == 0


# ------------------------------------------------------------------------------- phrases of the text that act


@each_figure_page
def test_every_phrase_does_what_it_says(open_page, name):
    """By mouse and by keyboard, with the spikes of Python, whatever was on screen before."""
    page = open_page(name, reduced_motion="reduce")
    page.evaluate(
        "() => { for (const part of document.querySelectorAll('article details')) part.open = true; }"
    )
    screens = {spec["name"]: Screen(page, k) for k, spec in enumerate(specs_of(name))}
    phrases = page.locator(".try").all()
    assert len(phrases) == page.locator("button.try:enabled").count()
    for k, phrase in enumerate(phrases):
        screen, changes = screens[phrase.get_attribute("data-figure")], phrase.get_attribute("data-changes")
        onto, changes = phrase.get_attribute("data-from") == "screen", json.loads(changes)
        for press in ("click", ["Enter", "Space"][k % 2]):
            screen.js("figure => figure.change({ draw: 7, silenced: [1], kicks: [[0, 3, 45]] })")
            screen.python.state = screen.state
            if press == "click":
                phrase.click()
            else:
                phrase.press(press)
            (screen.python.set if onto else screen.python.reset)(**changes)
            where = f"{name}: {phrase.inner_text()}, {press}"
            assert screen.state == screen.python.state, where
            assert np.array_equal(screen.spikes(), screen.python.activity().spikes), where
            assert screen.js("figure => figure.chosen") == screen.python.chosen, where


NEAR = {"w": 45, "cut": ["inhibition"]}
FAR = {"drive": 61, "kick": [[7, 150]], "chosen": 7}


@pytest.fixture
def tried(site, open_page):
    """A function that opens a page with a phrase in the caption of its first figure and one at the end of the page."""

    def open_(
        name="chapters/01-introduction.html",
        figure="introduction",
        start="article",
        change=lambda text: text,
        **options,
    ):
        text = (BUILT / name).read_text(encoding="utf8")
        caption = re.search(r'<figure[^>]*id="(fig-live|live-figure-).*?(?=</figcaption>)', text, re.S)[0]
        heading = re.search(r'<section id="(references|what-you-can-rely-on)">.*?</h2>', text, re.S)[0]
        for mark, words, changes in (
            (caption, "raise the <em>weights</em>", NEAR),
            (heading, "kick", FAR),
        ):
            data = json.dumps(changes).replace('"', "&quot;")
            phrase = f'<span class="try" data-figure="{figure}" data-from="{start}" data-changes="{data}">{words}</span>'
            assert mark in text
            text = text.replace(mark, f'{mark}<p class="trying">Now {phrase}, and look.</p>', 1)
        page = open_page("chapters/90-notation.html", **options)
        page.wait_for_load_state("networkidle")
        page.route(
            f"**/{name}",
            lambda route: route.fulfill(body=change(text), content_type="text/html; charset=utf-8"),
        )
        page.goto(f"{site}/{name}", wait_until="load")
        return page

    return open_


def still(page):
    """Wait until the page does not scroll any more."""
    page.wait_for_function(
        """() => new Promise((done) => {
          let last = NaN, calm = 0;
          const look = () => {
            calm = scrollY === last ? calm + 1 : 0;
            last = scrollY;
            if (calm > 12) done(true);
            else requestAnimationFrame(look);
          };
          look();
        })"""
    )


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
@pytest.mark.parametrize("width, height", [(1280, 900), (390, 844)])
def test_a_phrase_brings_the_figure_into_sight_and_the_figure_leads_back(tried, width, height, motion):
    page = tried(width=width, height=height, reduced_motion=motion)
    phrase = page.locator(".trying button").last
    phrase.evaluate("node => node.scrollIntoView({ block: 'center' })")
    still(page)
    before = phrase.bounding_box()["y"]
    phrase.press("Enter")
    still(page)
    screen = Screen(page)
    assert screen.state["kicks"][0][:2] == [7, 150] and screen.state["values"]["drive"] == 61
    box = screen.root.bounding_box()
    assert 0 <= box["y"] < height / 2 and (box["y"] + box["height"] <= height or box["y"] < 90)
    back = screen.button("Back to the text")
    assert back.evaluate("node => node === document.activeElement")
    box = back.bounding_box()
    assert box["y"] >= 0 and box["y"] + box["height"] <= height
    assert back.evaluate(
        "node => { const { x, y, width, height } = node.getBoundingClientRect();"
        " return document.elementFromPoint(x + width / 2, y + height / 2) === node; }"
    )
    assert (
        screen.root.locator(".live-message")
        .inner_text()
        .startswith("From the text: drive 60 mV → 61 mV, neuron 7 kicked by ")
    )
    screen.js("figure => figure.say('What the reader did next.')")
    back.focus()  # the way back stays until it is gone
    page.keyboard.press("Enter")
    still(page)
    assert phrase.evaluate("node => node === document.activeElement")
    assert phrase.bounding_box()["y"] == pytest.approx(before, abs=2)
    assert not back.is_visible() and screen.root.locator(".live-message").inner_text() == ""


def test_a_phrase_beside_its_figure_moves_nothing(tried):
    page = tried()
    phrase = page.locator(".trying button").first
    phrase.evaluate("node => node.scrollIntoView({ block: 'end' })")
    page.wait_for_function("() => document.querySelector('.live')?.figure")
    phrase.evaluate("node => node.scrollIntoView({ block: 'end' })")
    screen = Screen(page)
    screen.wait_for_rest()
    spoken = screen.root.locator("[role=status]").first
    before, place = spoken.inner_text(), phrase.bounding_box()
    phrase.click()
    screen.wait_for_rest()
    assert phrase.bounding_box() == pytest.approx(place, abs=1)  # scrolling is by whole pixels
    assert not screen.button("Back to the text").count()
    assert phrase.evaluate("node => node === document.activeElement")
    assert spoken.inner_text() != before  # a screen reader hears what came of it
    assert screen.state["values"]["w"] == 45 and screen.state["cut"] == ["inhibition"]
    screen.agrees()


def test_a_phrase_turns_to_the_panel_of_which_it_speaks(tried):
    """On a phone, where panels are tabs; without a word about it, to the first."""
    named = "&quot;show&quot;: &quot;rates&quot;, &quot;w&quot;: 45"
    page = tried(
        change=lambda text: text.replace("&quot;w&quot;: 45", named),
        width=390,
        height=844,
        has_touch=True,
        reduced_motion="reduce",
    )
    phrases = page.locator(".trying button")
    for phrase, panel in ((phrases.first, "Firing rates"), (phrases.last, "Spikes")):
        phrase.scroll_into_view_if_needed()
        phrase.tap()
        still(page)
        screen = Screen(page)
        tab = screen.root.get_by_role("tab", name=panel)
        assert tab.get_attribute("aria-selected") == "true"
        canvas = next(canvas for canvas in screen.root.locator("canvas").all() if canvas.is_visible())
        assert canvas.get_attribute("aria-label").startswith(panel)
        box, above = canvas.bounding_box(), screen.root.locator(".live-controls").bounding_box()
        assert above["y"] + above["height"] <= box["y"] and box["y"] + box["height"] <= 844
        screen.root.get_by_role("tab", name="Voltage").tap()
    page.set_viewport_size({"width": 1280, "height": 900})
    page.wait_for_function("() => !document.querySelector('.live-tabbed')")
    phrases.first.click()
    assert all(canvas.is_visible() for canvas in screen.root.locator("canvas").all())


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_a_phrase_says_what_it_changes_and_marks_the_sliders_that_moved(tried, motion):
    page = tried(reduced_motion=motion)
    screen = Screen(page)
    line, marked = screen.root.locator(".live-message"), screen.root.locator(".live-moved label")

    def press(which):
        page.locator(".trying button").nth(which).press("Enter")
        still(page)
        return line.inner_text().removesuffix("Back to the text").strip(), marked.all_inner_texts()

    said, sliders = press(1)
    size = f"{screen.state['kicks'][0][2]:g}"
    assert said == f"From the text: drive 60 mV → 61 mV, neuron 7 kicked by {size} mV at 150 ms."
    assert sliders == ["drive"]
    style = marked.first.locator("..").evaluate(
        "node => { const { outlineStyle, transitionDuration } = getComputedStyle(node); return [outlineStyle, transitionDuration]; }"
    )
    assert style == ["solid", "0s"]
    page.wait_for_function("() => !document.querySelector('.live-moved')")  # for a while
    assert press(1) == (f"From the text: drive 61 mV, neuron 7 kicked by {size} mV at 150 ms.", [])
    back = screen.button("Back to the text")
    assert back.is_visible()
    screen.slider(2).fill("3")
    assert (
        line.inner_text().strip() == "Back to the text" and back.is_visible()
    )  # the text set another network
    assert press(0) == (
        "From the text: weights 10 mV → 45 mV, inhibition cut; all else as in the article.",
        ["weights", "drive", "noise"],
    )
    screen.button("Run on").click()
    said, _ = press(0)
    assert said == "From the text: weights 45 mV, inhibition cut; all else as in the article."


def test_a_phrase_that_kicks_nobody_says_nothing_of_the_readers_own_kicks(tried):
    page = tried(start="screen")
    phrase = page.locator(".trying button").first
    phrase.scroll_into_view_if_needed()
    page.wait_for_function("() => document.querySelector('.live')?.figure")
    screen = Screen(page)
    screen.js("figure => figure.kick.at(3, 100)")
    phrase.press("Enter")
    still(page)
    assert len(screen.state["kicks"]) == 1  # it stays
    assert "kicked" not in screen.root.locator(".live-message").inner_text()


def test_a_phrase_starts_from_the_article_or_from_what_is_on_screen(tried):
    for start in ("article", "screen"):
        page = tried(start=start)
        page.locator(".trying button").first.click()
        screen = Screen(page)
        screen.slider(2).fill("3")
        page.locator(".trying button").last.click()
        state = screen.state
        assert state["values"] == {
            "w": 10 if start == "article" else 45,
            "drive": 61,
            "noise": 10 if start == "article" else 3,
        }
        assert state["cut"] == ([] if start == "article" else ["inhibition"])
        screen.python.state = {**state, "kicks": []}
        size = screen.python.family.kick_size(screen.python.state, 7, 150)
        assert state["kicks"] == [[7, 150, size]]
        assert screen.js("figure => figure.chosen") == 7


def test_a_phrase_ends_what_ran_on(tried):
    page = tried()
    phrase = page.locator(".trying button").first
    phrase.scroll_into_view_if_needed()
    page.wait_for_function("() => document.querySelector('.live')?.figure")
    screen = Screen(page)
    screen.button("Run on").click()
    screen.wait("figure => figure.running.run?.origin > 20")
    phrase.click()
    assert screen.js("figure => figure.running.run === null && !figure.running.going")
    assert screen.state["values"]["w"] == 45
    screen.agrees()


def test_a_phrase_onto_what_runs_on_acts_from_then_on(tried):
    """Sliders and cuts do, as by hand; a kick has its time from 0 on, and begins anew."""
    page = tried(start="screen")
    phrases = page.locator(".trying button")
    phrases.first.scroll_into_view_if_needed()
    page.wait_for_function("() => document.querySelector('.live')?.figure")
    screen = Screen(page)
    screen.slider(2).fill("3")
    screen.button("Run on").click()
    screen.wait("figure => figure.running.run?.origin > 20")
    phrases.first.click()
    screen.wait("figure => figure.running.run.touched")
    state, there = screen.state, screen.js(ORIGIN)
    assert state["values"] == {"w": 45, "drive": 60, "noise": 3} and state["cut"] == ["inhibition"]
    assert screen.js("figure => figure.running.going")
    screen.wait("(figure, there) => figure.origin > there + 40", there)
    screen.button("Pause").click()
    touched, origin = screen.js("figure => [figure.running.run.touched, figure.origin]")
    before = {**screen.python.family.start(), "values": {"w": 10, "drive": 60, "noise": 3}}
    untouched = spikes_of(longer(screen.python.family, origin), before)[:, origin:]
    now = screen.spikes()
    until = touched + 1 - origin
    assert 0 < until < 500 and np.array_equal(now[:, :until], untouched[:, :until])
    assert not np.array_equal(now, untouched)
    assert screen.root.locator(".live-note").inner_text().startswith("You changed it on the way")

    screen.button("Run on").click()
    phrases.last.click()
    screen.settle()
    assert screen.js("figure => figure.running.run === null && !figure.running.going")
    assert screen.state["values"] == {"w": 45, "drive": 61, "noise": 3}
    assert screen.state["cut"] == ["inhibition"] and screen.state["kicks"][0][:2] == [7, 150]
    screen.agrees()


def test_a_phrase_on_the_front_page_takes_hold_of_the_figure_that_runs_there(tried):
    page = tried("index.html")
    screen = Screen(page)
    screen.wait("figure => figure.origin > 20")
    phrase = page.locator(".trying button").first
    phrase.click()
    assert screen.js("figure => figure.running.run === null && !figure.running.going")
    assert screen.state["values"]["w"] == 45 and screen.state["cut"] == ["inhibition"]
    screen.agrees()
    assert screen.kinds == ["raster", "rate", "weights"]
    phrase = page.locator(".trying button").last
    phrase.scroll_into_view_if_needed()
    still(page)
    phrase.press("Enter")
    still(page)
    assert screen.state["kicks"][0][:2] == [7, 150] and screen.js("figure => figure.chosen") == 7
    assert screen.state["cut"] == []
    assert 0 <= screen.root.bounding_box()["y"] < 450
    assert screen.button("Back to the text").evaluate("node => node === document.activeElement")
    screen.agrees()


def test_a_figure_that_cannot_be_played_with_is_shown_with_its_reason(tried):
    page = tried(change=lambda text: text.replace('"n":100', '"n":', 1), reduced_motion="reduce")
    page.locator(".trying button").last.click()
    still(page)
    line = page.locator(".live-broken")
    assert "cannot be played with here" in line.inner_text()
    assert 0 < line.bounding_box()["y"] < 900


def test_a_phrase_looks_like_a_button_and_unlike_a_link(tried):
    page = tried()
    phrase, link = page.locator(".trying button").first, page.locator("article section a.reference").first
    style = "(node, name) => getComputedStyle(node)[name]"
    assert phrase.evaluate(style, "textDecorationLine") == "none"
    assert link.evaluate(style, "textDecorationLine") == "underline"
    assert phrase.evaluate(style, "color") != link.evaluate(style, "color")
    assert phrase.evaluate(style, "boxShadow") != "none" and phrase.evaluate(style, "cursor") == "pointer"
    assert phrase.locator("em").inner_text() == "weights"
    around = page.locator(".trying").first
    assert phrase.evaluate(style, "fontFamily") == around.evaluate(style, "fontFamily")
    assert phrase.evaluate(style, "fontSize") == around.evaluate(style, "fontSize")
    assert phrase.bounding_box()["height"] <= float(around.evaluate(style, "lineHeight")[:-2])
    phrase.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    assert phrase.evaluate(style, "outlineStyle") == "solid"


def test_a_phrase_waits_for_the_script_without_moving_the_text(tried):
    """A page is laid out before its scripts come, and nothing jumps when they do."""
    page = tried()
    move = """() => {
      const paragraph = document.querySelector('.trying'), button = paragraph.querySelector('button');
      const box = node => { const { x, y, width, height } = node.getBoundingClientRect(); return [x, y, width, height]; };
      const now = box(button), span = document.createElement('span');
      span.className = 'try';
      span.innerHTML = button.innerHTML;
      button.replaceWith(span);
      return [now, box(span)];
    }"""
    button, span = page.evaluate(move)
    assert button == pytest.approx(span, abs=0.1)


def test_a_phrase_on_paper_and_without_scripts_is_text(tried):
    page = tried()
    page.emulate_media(media="print")
    phrase = page.locator(".trying button").first
    assert not phrase.evaluate("node => node.checkVisibility()")  # no box of its own
    assert phrase.evaluate("node => node.firstChild.textContent") == "raise the "
    assert page.locator(".trying em").is_visible()
    page = tried(java_script_enabled=False)
    style = page.locator(".trying span.try").first.evaluate("node => ({ ...getComputedStyle(node) })")
    assert (style["display"], style["boxShadow"], style["cursor"]) == ("inline", "none", "auto")


def test_a_phrase_with_the_colours_of_the_readers_system(tried):
    page = tried(forced_colors="active")
    phrase = page.locator(".trying button").first
    assert phrase.evaluate("node => getComputedStyle(node).borderTopStyle") == "solid"
    phrase.scroll_into_view_if_needed()
    picture = Image.open(io.BytesIO(phrase.screenshot())).convert("RGB")
    assert len(picture.getcolors(10_000)) > 10


# ------------------------------------------------------------------------------- what is damaged, and other readers


@pytest.mark.parametrize("query", ["w:999", "w:", "nonsense", "set:1:2:x", "draw:-1", "%00", "silence:100"])
def test_a_damaged_link_shows_the_picture_and_says_why(open_page, query):
    page = open_page(query=f"?live.introduction={query}")
    assert page.locator("[aria-label='Live figure introduction']").count() == 0
    line = page.locator(".live-broken")
    assert line.is_visible() and "names a network that this figure does not have" in line.inner_text()
    picture = page.locator("#fig-live img")
    assert picture.is_visible() and picture.evaluate("image => image.naturalWidth > 0")
    page.get_by_role("button", name="Play with the article's network").click()
    Screen(page).agrees()
    assert not line.is_visible() and not picture.is_visible()


@pytest.mark.parametrize(
    "old, new",
    [
        ('"n":100', '"n":'),
        ('"panels":', '"panes":'),
        ('"seed":11', '"seed":-11'),
        ('"kind":"raster"', '"kind":"plaster"'),
        ('"bits":0', '"bits":1'),
    ],
)
def test_a_damaged_figure_shows_the_picture_and_says_why(site, open_page, old, new):
    name = "chapters/01-introduction.html"
    text = (BUILT / name).read_text(encoding="utf8")
    assert old in text
    page = open_page("chapters/90-notation.html")
    page.wait_for_load_state("networkidle")  # nothing of this page is broken off by the next
    page.route(
        f"**/{name}", lambda route: route.fulfill(body=text.replace(old, new, 1), content_type="text/html")
    )
    page.goto(f"{site}/{name}", wait_until="load")
    line = page.locator(".live-broken")
    assert line.is_visible() and "cannot be played with here" in line.inner_text()
    assert page.locator("#fig-live img").is_visible()
    assert page.locator(".live > *").count() == 0


def test_without_javascript_the_picture_is_there(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/chapters/01-introduction.html")
    assert page.locator("#fig-live img").is_visible()
    assert page.locator("#fig-live figcaption").is_visible()
    context.close()


def test_on_paper_the_picture_is_there(screen):
    screen.page.emulate_media(media="print")
    assert not screen.root.is_visible()
    screen.page.locator("#fig-live img").wait_for()  # it may still be loading


def outside(screen, parts):
    """Which of these parts of a figure stand out of its frame."""
    return screen.root.locator(parts).evaluate_all(
        """parts => {
          const room = parts[0].closest('.live').getBoundingClientRect();
          const laid = parts.filter((part) => part.getClientRects().length);
          return laid.filter((part) => {
            const { left, right } = part.getBoundingClientRect();
            return left < room.left || right > room.right + 0.5;
          }).map((part) => part.outerHTML);
        }"""
    )


@each_figure_page
def test_on_a_phone_nothing_is_cut(open_page, name):
    page = open_page(name, width=360, height=740, has_touch=True)
    for summary in page.locator(".live-editor summary, .live-more summary").all():
        summary.tap()
    for k in range(len(specs_of(name))):
        screen = Screen(page, k)
        tabs = screen.root.get_by_role("tab").all()
        for tab in [*tabs[1:], *tabs[:1]] or [None]:
            if tab:
                tab.tap()
            assert outside(screen, "input, button, output, canvas, select, .live-read") == []
        screen.slider(0).tap()
        screen.agrees()


@each_figure_page
@pytest.mark.parametrize("width, font", [(1280, 32), (390, 24), (390, 32)])
def test_with_enlarged_text_nothing_is_lost(open_page, name, width, font):
    page = open_page(name, width=width)
    page.evaluate("font => { document.documentElement.style.fontSize = `${font}px`; }", font)
    page.locator(".live-more").evaluate_all("folds => folds.forEach((fold) => { fold.open = true; })")
    for k in range(len(specs_of(name))):
        screen = Screen(page, k)
        screen.settle()
        widths = "parts => parts.map((part) => part.getBoundingClientRect().width)"
        assert min(screen.root.locator("input[type=range]").evaluate_all(widths)) > 5 * font
        parts = "input, button, output, canvas, .live-read, .live-label"
        assert outside(screen, parts) == []
        full = """parts => parts.filter(
          (part) => part.clientWidth && part.scrollWidth > part.clientWidth + 1).map((part) => part.outerHTML)"""
        assert screen.root.locator(parts).evaluate_all(full) == []


@pytest.mark.parametrize("system, theme", [("dark", "light"), ("light", "dark")])
def test_forced_colours(open_page, system, theme):
    """With the colours of the reader's system, pictures are legible, and what is pressed looks pressed."""
    page = open_page(forced_colors="active", color_scheme=system)
    page.evaluate("theme => { document.documentElement.dataset.theme = theme; }", theme)
    screen = Screen(page)
    screen.root.scroll_into_view_if_needed()
    screen.settle()

    def seen(part):
        picture = Image.open(io.BytesIO(part.screenshot())).convert("RGB")
        return np.asarray(picture).astype(float)

    for canvas in screen.root.locator("canvas").all():
        tones = seen(canvas).mean(axis=2)
        assert np.ptp(tones) > 140  # ink and its ground are far apart
    raster = seen(screen.root.locator("canvas").first).mean(axis=2)
    assert np.median(raster) > 240 if theme == "light" else np.median(raster) < 40
    assert len(np.unique(seen(screen.root.locator(".live-scale i")), axis=1).reshape(-1, 3)) > 50
    screen.js("figure => figure.kick.at(7, 150)")
    screen.wait_for_rest()  # the marks are new whenever the figure says what it shows
    marks = [seen(mark).reshape(-1, 3).mean(axis=0) for mark in screen.root.locator(".live-read i").all()]
    assert len(marks) == 4 and all(
        np.ptp([one, other], axis=0).max() > 30 for one, other in combinations(marks, 2)
    )
    button = screen.button("Cut inhibition")
    style = "node => [getComputedStyle(node).backgroundColor, getComputedStyle(node).textDecorationLine]"
    loose = button.evaluate(style)
    button.click()
    pressed = button.evaluate(style)
    assert pressed[0] != loose[0] and (loose[1], pressed[1]) == ("none", "underline")


def test_dark_mode_redraws(screen):
    picture = "figure => figure.panels[3].picture.canvas.toDataURL()"
    before = screen.js(picture)
    screen.page.emulate_media(color_scheme="dark")
    screen.page.evaluate("() => document.documentElement.dataset.theme = 'dark'")
    screen.settle()
    assert screen.js(picture) != before


# ------------------------------------------------------------------------------- read-outs of single articles


def test_the_curve_shows_the_theory_of_the_network_on_screen(open_page):
    screen = Screen(open_page("chapters/02-one-neuron.html"))
    screen.root.scroll_into_view_if_needed()
    graph = screen.root.locator(".live-panel", has_text="f–I curve")

    def agrees(within, **values):
        screen.js(
            "(figure, values) => figure.change({ values: { ...figure.state.values, ...values } })", values
        )
        screen.wait_for_rest()
        now = screen.state["values"]
        drives = now["drive"] + now["spread"] * np.linspace(-1, 1, 100)
        expected = theory.firing_rate(np.maximum(drives, 42), now["noise"]).mean()  # below it hardly fires
        found = float(re.fullmatch(r"theory (\d+\.\d) Hz", graph.locator(".live-read").inner_text())[1])
        assert found == pytest.approx(expected, abs=within), now
        measured = screen.js("figure => figure.frame.measured.rate")
        said = f"f–I curve: mean {measured:.1f} Hz, theory {found:.1f} Hz"
        assert graph.locator("canvas").get_attribute("aria-label") == said

    agrees(0.1)
    agrees(0.1, spread=0, drive=80, noise=10)
    agrees(0.5, noise=12.5)  # between two lines
    agrees(0.3, noise=0, spread=25)  # the staircase, between two millivolts
    screen.js("figure => figure.choose(70)")
    before = screen.js("figure => figure.panels.at(2).picture.canvas.toDataURL()")
    box = graph.locator("canvas").bounding_box()
    screen.page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + 100)
    screen.settle()
    assert len(screen.js("figure => [...figure.lit]")) == 2  # a neuron is lit up from the graph
    assert screen.js("figure => figure.panels.at(2).picture.canvas.toDataURL()") != before
    screen.page.mouse.down()
    screen.page.mouse.up()
    assert screen.js("figure => figure.chosen") != 70
