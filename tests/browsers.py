"""The live figures in Firefox and WebKit: `make browsers`, or `make browsers ARTICLE=03` for the page of one article.

Two things are proved in each of these browsers that is on the machine; as root on Debian, one that is not there is
installed. The model: what the tests ask of the JavaScript of the live figures in Node (the bits of hundreds of random
networks, with kicks, pins, and running on) is asked again there. The pages, from a server and opened as files: every
live figure starts, every slider moves and every phrase that acts is pressed, each time with the spikes of Python;
every exercise takes its answer, the search finds, and nothing is said on the console.
"""

import contextlib
import html
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import browser
import numpy as np
import webdriver
from conftest import serve
from pages import BUILT, READ, READY, ROOT, pages
from test_live_page import Screen

from website.live import specs

PLACE = "für mich #1 (100 %)"  # the name of a folder that somebody copied the website to
WORD = "refractory"  # the search finds it
# The first script of each page. Not every engine tells its driver what is said on the console, or asked for in vain.
EAR = """<script>
window.heard = [];
addEventListener("error", ({ message, target }) => heard.push(message || `not loaded: ${target.src || target.href}`), true);
addEventListener("unhandledrejection", ({ reason }) => heard.push(`rejected: ${reason}`));
for (const kind of ["warn", "error"]) {
  const own = console[kind];
  console[kind] = (...words) => (heard.push(`console.${kind}: ${words.join(" ")}`), own.apply(console, words));
}
</script>"""
HEARD = "() => [...heard, ...performance.getEntriesByType('resource').map(({ name }) => `asked for ${name}`)]"
# Brings a node into sight, out of a fold too, and gives it the keyboard: whether it has it, and its first box.
REACH = """async (node) => {
  for (let fold = node; (fold = fold.closest("details:not([open])"));) fold.open = true;
  const box = () => node.getClientRects()[0] ?? node.getBoundingClientRect();
  for (let k = 0; k < 5; k++) {  // a reader, too, scrolls again where a page that was still moving took it away
    node.scrollIntoView({ block: "center", behavior: "instant" });
    node.focus({ preventScroll: true });
    for (let before = null, still = 0; still < 3;) {  // what the page had begun to move comes to rest
      const { x, y } = box(), now = `${x} ${y}`;
      still = now === before ? still + 1 : 0;
      before = now;
      await new Promise(requestAnimationFrame);
    }
    if (box().y >= 0 && box().bottom <= innerHeight) break;
  }
  const { x, y, width, height } = box();
  const hit = document.elementFromPoint(x + width / 2, y + height / 2);
  const over = node.contains(hit) ? null : hit?.outerHTML.slice(0, 80) ?? "the edge of the window";
  return { focused: document.activeElement === node, over, x, y, width, height };
}"""
STARTED = """async (script) => {
  const figure = script.closest("figure");
  figure.scrollIntoView({ block: "center", behavior: "instant" });
  for (let k = 0; k < 500 && !figure.querySelector(".live canvas, .live-broken"); k++) {
    await new Promise((done) => setTimeout(done, 20));
  }
  return figure.querySelector(".live-broken")?.textContent ?? null;
}"""
TEXT = "(node) => node.textContent"
EXERCISE = "form.exercise, fieldset.exercise"


def nth(selector, k=0, inside="document"):
    """A node of the page, as JavaScript."""
    return f"{inside}.querySelectorAll({json.dumps(selector)})[{k}]"


def exercises(text):
    """What the exercises of a page hold, from its HTML: a dictionary each."""
    found = re.findall(r'<p class="exercise"([^>]*)>', text)
    return [
        {name: html.unescape(value) for name, value in re.findall(r'data-(\w+)="([^"]*)"', one)}
        for one in found
    ]


class Look:
    """A look at one page in a window: what was compared, and what was not as it should be."""

    def __init__(self, window):
        self.window, self.problems, self.counts = window, [], Counter()

    @contextlib.contextmanager
    def at(self, what):
        """Go on with the page where this part of it fails."""
        try:
            yield
            self.counts[what.split()[0]] += 1
        except (AssertionError, webdriver.WebDriverError) as error:
            self.problems.append(f"{what}: {str(error).splitlines()[0] if str(error) else 'not the same'}")

    def js(self, function, node):
        """What a function in JavaScript returns for a node."""
        return self.window.evaluate(f"() => ({function})({node})")

    def reach(self, node):
        self.window.keys("Shift")  # ends a motion that a phrase has begun
        box = self.js(REACH, node)
        assert box["focused"], "the keyboard does not reach it"
        return box

    def press(self, node, *keys):
        self.reach(node)
        self.window.keys(*keys)

    def click(self, node, share=0.5):
        """Press the mouse on a node, at this share of its width."""
        self.window.move(1, 1)  # where it rests on nothing that would show a note
        box = self.reach(node)
        assert box["over"] is None, f"over it lies {box['over']}"
        self.window.click(box["x"] + share * box["width"], box["y"] + box["height"] / 2)

    def spikes(self, screen):
        """Assert that the figure shows the networks that Python makes of its state: the spikes on screen."""
        screen.js("figure => figure.player.reset()")
        found = screen.spikes()
        screen.python.state = screen.state
        expected, other = screen.python.activity().spikes, screen.python.other()
        differing = (found != expected).sum()
        assert not differing, f"{differing} of {expected.sum()} spikes are not those of Python"
        assert (other is not None) == screen.js("figure => figure.frame.other != null")
        if other is not None:
            beside = screen.spikes("figure.frame.other")
            assert np.array_equal(beside, other.spikes), "the network beside it is not that of Python"
        if "raster" in screen.kinds:
            screen.raster_shows(expected, expected if other is None else other.spikes)
        self.counts["states"] += 1
        return found

    def figure(self, screen):
        """The sliders of a live figure move, by mouse and by keyboard."""
        start = self.spikes(screen)
        for number, slider in enumerate(screen.spec["sliders"]):
            name, low, high = slider["name"], slider["low"], slider["high"]
            with self.at(f"slider {name} of {screen.spec['name']}"):
                node = nth(".live-sliders input", number, nth(".live", screen.k))
                self.click(node, 0.85 if slider["default"] < (low + high) / 2 else 0.15)
                assert not np.array_equal(self.spikes(screen), start), "the mouse changes no spike"
                two = slider["step"] == high - low  # a switch
                for key in ("Space", "Space") if two else ("Home", "ArrowRight", "End"):
                    before = screen.state["values"][name]
                    self.press(node, key)
                    self.spikes(screen)
                    now = screen.state["values"][name]
                    right = {
                        "Home": now == low,
                        "ArrowRight": now > before,
                        "End": now == high,
                        "Space": now != before,
                    }
                    assert right[key], f"{key} leads from {before} to {now}"
            screen.js("figure => figure.reset()")

    def phrase(self, k, screens):
        """A phrase acts, whatever was on screen before; by mouse and by keyboard in turns."""
        node = nth("button.try", k)
        data = self.js("(node) => ({ ...node.dataset })", node)
        assert data["figure"] in screens, "its figure did not start"
        screen, changes = screens[data["figure"]], json.loads(data["changes"])
        screen.js("figure => figure.change({ draw: 7, silenced: [1], kicks: [[0, 3, 45]] })")
        screen.python.state = screen.state
        if k % 3:
            self.press(node, ["Enter", "Space"][k % 2])
        else:
            self.click(node)
        (screen.python.set if data["from"] == "screen" else screen.python.reset)(**changes)
        assert screen.state == screen.python.state, f"the state is {screen.state}"
        self.spikes(screen)

    def exercise(self, k, data):
        """An exercise takes its own answer, typed or pressed."""
        place = nth(EXERCISE, k)
        if "options" in data:
            self.click(nth("button", json.loads(data["options"]).index(data["answer"]), place))
            expected = f"Yes, {data['answer']}."
        else:
            self.press(nth("input", 0, place), *data["answer"], "Enter")
            expected = "Right."
        said = self.js(TEXT, nth("output", 0, place))
        assert said.startswith(expected), f"it says: {said}"

    def left(self, screen):
        """A page that is left while time runs on comes back as it was, where the browser kept it, or else anew."""
        root = nth(".live", screen.k)
        self.click(f"[...{root}.querySelectorAll('button')].find((one) => one.textContent === 'Run on')")
        screen.wait("figure => figure.origin > 8")
        there = screen.js("figure => (window.kept = true, figure.origin)")
        self.window.goto("about:blank")
        time.sleep(1.5)
        self.window.go_back()
        self.window.wait_for_function(f"() => document.readyState === 'complete' && {root}?.figure")
        if self.window.evaluate("() => window.kept ?? false"):
            self.counts["kept"] += 1
            screen.wait("(figure, there) => figure.origin > there", there)
            jumped = screen.js("figure => figure.origin") - there
            assert jumped < 125, f"it made up for {jumped} steps that nobody saw"
        else:
            assert screen.js("figure => figure.origin") == 0
        self.spikes(screen)

    def search(self):
        """The search finds a word from any page."""
        self.click(nth(".search-button__button"))
        self.press(nth("#pst-search-dialog input"), *WORD, "Enter")
        self.window.wait_for_function(
            f"() => location.search.includes({WORD!r}) && {nth('#search-results li a')}"
        )

    def page(self, address, text):
        """Open a page, of which this is the HTML, and try all that a reader can."""
        self.window.goto(address)
        for function in (READY, READ):
            self.window.evaluate(function)
        screens = {}
        for k, spec in enumerate(spec for spec, _ in specs(text)):
            with self.at(f"figure {spec['name']}"):
                broken = self.js(STARTED, nth("script.live-spec", k))
                assert broken is None, broken
                screen = screens[spec["name"]] = Screen(self.window, k)
                assert screen.spec == spec
                self.figure(screen)
        for k in range(len(re.findall(r'<span class="try"', text))):
            with self.at(f"phrase {k + 1}"):
                self.phrase(k, screens)
        for k, data in enumerate(exercises(text)):
            with self.at(f"exercise {k + 1}"):
                self.exercise(k, data)
        self.silence(address)
        large = [screen for screen in screens.values() if "small" not in screen.spec]
        if large:
            with self.at("left"):
                self.left(large[0])
            self.silence(address)

    def silence(self, address):
        """Nothing was said on the console, and nobody else was asked for anything."""
        own = "file:" if address.startswith("file:") else "/".join(address.split("/")[:3])
        allowed = tuple(f"asked for {start}" for start in (own, "data:", "blob:"))
        self.problems += [said for said in self.window.evaluate(HEARD) if not said.startswith(allowed)]


def copy(folder, to):
    """A copy of the website in which every page remembers what it complains of."""
    shutil.copytree(folder, to)
    for name in pages(to):
        path = to / name
        before, head, after = path.read_text(encoding="utf8").partition("<head>")
        assert head, f"{name} has no head"
        path.write_text(before + head + EAR + after, encoding="utf8")


def look(window, address, name, text):
    """All that is proved about a page of the website at this address: see Look."""
    found = Look(window)
    with found.at("page"):
        found.page(f"{address}/{name}", text)
        if name == "index.html":
            found.search()
            found.silence(address)
    return found


def prove_model(engine):
    """Ask there what the tests ask in Node: what pytest says last, and its code."""
    tests = [path for path in ROOT.glob("tests/test_*.py") if "(answers" in path.read_text(encoding="utf8")]
    options = f"-m pytest -q -n 0 -m javascript --engine {engine}".split()
    command = [sys.executable, *options, *tests]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        print(done.stdout)
    return done.stdout.strip().splitlines()[-1].strip("= "), done.returncode


def ready(engine):
    """Whether an engine is there, or could be installed; it says what to do where not."""
    if not engine.find() and browser.has_apt_get():
        print(f"==> {engine.name} was not found: installing {' and '.join(engine.packages)}", flush=True)
        browser.apt_get(*engine.packages)
    if not engine.find():
        print(f"==> {engine.HELP}")
    return bool(engine.find())


def cell(found):
    """What the table says of one look at a page."""
    if found.problems:
        return f"{len(found.problems)} wrong"
    return f"{found.counts['states']} states" if found.counts["states"] else "good"


def table(rows):
    """Rows of texts, in columns."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)) for row in rows
    )


def main(article=None):
    """Prove it all, print the table, and exit with 1 when anything is wrong."""
    names = [name for name in pages() if not article or name.startswith(f"chapters/{article}-")]
    if not names:
        sys.exit(f"==> There is no such page in {BUILT}: run `make book`, or name an article by its number")
    engines = [name for name, engine in webdriver.ENGINES.items() if ready(engine)]
    if not engines:
        sys.exit("==> There is no other browser on this machine: nothing was proved.")
    columns, problems = [["", *names]], []
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder) / PLACE
        copy(BUILT, site)
        for engine in engines:
            title = webdriver.ENGINES[engine].name
            said, code = prove_model(engine)
            print(f"==> {title}, the model: {said}", flush=True)
            if code:
                problems.append(f"{title}, the model: {said}")
            with webdriver.opened(engine) as window, serve(site) as server:
                print(f"==> {title} {window.version}, the pages", flush=True)
                for how, address in (("served", server), ("as files", site.as_uri())):
                    columns.append([f"{title}, {how}"])
                    for name in names:
                        print(f"    {how}: {name}", flush=True)
                        found = look(window, address, name, (BUILT / name).read_text(encoding="utf8"))
                        columns[-1].append(cell(found))
                        problems += [f"{title}, {how}, {name}: {problem}" for problem in found.problems]
    print(table(list(zip(*columns, strict=True))))
    print("A state is a network on screen: its spikes, and those of the one beside it, are those of Python.")
    if problems:
        sys.exit("\n".join([*problems, f"==> {len(problems)} wrong."]))
    print(f"==> The same in {' and '.join(webdriver.ENGINES[name].name for name in engines)}.")


if __name__ == "__main__":
    main(*sys.argv[1:])
