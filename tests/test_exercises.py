"""Exercises: what is said of an answer, in a notebook and on a page."""

import json
import re
from html import unescape
from pathlib import Path

import pytest
from pages import BUILT, accessibility

from lib import check, exercise
from lib.exercises import Answer, Guess
from website import cells
from website.nodejs import nodejs

ROOT = Path(__file__).resolve().parents[1]
# answer, within, given, said
CASES = [
    (28, 0.5, 28.5, "Right."),
    (28, 0.5, 27.4, "Close: too low, but by less than 10%."),
    (0.2, 0.1, 0.3, "Right."),  # 0.3 - 0.2 is a little more than 0.1
    (28, 0, 30.7, "Close: too high, but by less than 10%."),
    (28, 0, 31, "Not yet: too high, by less than a factor of 2."),
    (28, 0, 56, "Not yet: too high, by less than a factor of 2."),
    (28, 0, 13.9, "Not yet: too low, by more than a factor of 2."),
    (28, 0, 2.7, "Not yet: too low, by more than a factor of 10."),
    (28, 0, -28, "Not yet: too low, and the sign is wrong."),
    (-28, 0, 28, "Not yet: too high, and the sign is wrong."),
    (-28, 1, -14, "Not yet: too high, by less than a factor of 2."),
    (0, 0.1, 3, "Not yet: too high."),
    (5, 0.1, 0, "Not yet: too low."),
]


@pytest.mark.parametrize("answer, within, given, said", CASES)
def test_what_is_said(answer, within, given, said):
    assert Answer(answer, within).verdict(given) == said


def test_a_page_says_the_same():
    rows = [[given, answer, within] for answer, within, given, _ in CASES]
    script = f"""import {{ verdict }} from "./website/static/exercises.js";
    console.log(JSON.stringify({json.dumps(rows)}.map((row) => verdict(...row))));"""
    done = nodejs("--input-type=module", "-e", script, cwd=ROOT)
    assert json.loads(done.stdout) == [said for *_, said in CASES], done.stderr


@pytest.mark.parametrize(
    "typed, numbers",
    [
        ("28", [28]),
        (" 28.5 mV ", [28.5]),
        ("\u22121000 mV", [-1000]),
        ("- 3", [-3]),
        ("-1,000.5", [-1000.5]),
        ("1.000,5", [1000.5]),
        ("71 000", [71000]),
        ("71\u202f068", [71068]),
        ("1'234'567", [1234567]),
        ("1,234,567", [1234567]),
        ("71,000", [71000, 71]),
        ("0,125", [0.125]),
        ("28,0", [28]),
        (",5", [0.5]),
        ("7.1e4", [71000]),
        ("", []),
        ("28 Hz", []),  # another unit
        ("1,23,4", []),
        ("many", []),
        ("1 2", []),
    ],
)
def test_numbers_are_read_as_people_write_them(typed, numbers):
    script = f"""import {{ readings }} from "./website/static/exercises.js";
    console.log(JSON.stringify(readings({json.dumps(typed)}, "mV")));"""
    done = nodejs("--input-type=module", "-e", script, cwd=ROOT)
    assert json.loads(done.stdout) == numbers, done.stderr


@pytest.mark.parametrize(
    "typed, answer, within, said",
    [
        ("71,000", 71068, 2132, "Right."),
        ("-1,000", -1000, 1, "Right."),
        ("1,234", 1.2, 0.1, "Right."),
        ("71,000", 200, 1, "Is that 71000 or 71? Write it without the comma."),
        ("71 000 mV", 71068, 2132, "Right."),
        ("what", 1, 1, "Type a number."),
    ],
)
def test_what_is_said_of_a_text(typed, answer, within, said):
    script = f"""import {{ reply }} from "./website/static/exercises.js";
    console.log(reply({json.dumps(typed)}, {answer}, {within}, "mV"));"""
    done = nodejs("--input-type=module", "-e", script, cwd=ROOT)
    assert done.stdout.strip() == said, done.stderr


def test_the_page_holds_the_whole_answer():
    exercise("spikes", 1234567, within=0.5)
    assert 'data-answer="1234567" data-within="0.5"' in check("spikes", ...)._repr_html_()
    exercise("third", 1 / 3, within=0)
    assert f'data-answer="{1 / 3!r}"' in check("third", ...)._repr_html_()


def test_check_in_a_notebook():
    exercise("interval", 15, within=0.5, unit="ms")
    waiting = check("interval", ...)
    assert repr(waiting) == "Write your answer in ms in place of the dots, then run the cell."
    assert 'data-answer="15" data-within="0.5" data-unit="ms"' in waiting._repr_html_()
    assert repr(check("interval", 15.2)) == "Right."
    exercise("speed", 2, within=0, unit="m/s", asks="speed of the wave")
    assert repr(check("speed", ...)).startswith("Write the speed of the wave in m/s in place")
    assert check("interval", 99)._repr_html_() == "<p>Not yet: too high, by more than a factor of 2.</p>"


OPTIONS = ["it grows", "it shrinks", "nothing changes"]
GUESSES = [
    ("it grows", "it grows", "", "Yes, it grows."),
    ("it grows", "nothing changes", "", "No, it grows."),
    ("nothing changes", "it grows", "The rate is 3 Hz.", "No, nothing changes. The rate is 3 Hz."),
]


@pytest.mark.parametrize("answer, given, because, said", GUESSES)
def test_what_is_said_of_a_guess(answer, given, because, said):
    assert Guess(answer, OPTIONS, because=because).verdict(given) == said
    exercise("rate", answer, options=OPTIONS, because=because)
    assert repr(check("rate", given)) == said
    assert check("rate", given)._repr_html_() == f"<p>{said}</p>"


OWN = {"it grows": "", "it shrinks": "Look at the <rate>.", "nothing changes": ""}


def test_a_wrong_guess_is_told_where_to_look():
    exercise("rate", "it grows", options=OWN, because="The drive is nearer.")
    assert repr(check("rate", "it shrinks")) == "No, it grows. Look at the <rate>."
    assert repr(check("rate", "nothing changes")) == "No, it grows. The drive is nearer."
    assert repr(check("rate", "it grows")) == "Yes, it grows. The drive is nearer."
    (own,) = re.findall(r'data-own="([^"]*)"', check("rate")._repr_html_())
    script = f"""import {{ revealed }} from "./website/static/exercises.js";
    console.log(JSON.stringify({json.dumps(OPTIONS)}.map(
      (given) => revealed(given, "it grows", "The drive is nearer.", {unescape(own)}))));"""
    done = nodejs("--input-type=module", "-e", script, cwd=ROOT)
    assert json.loads(done.stdout) == [repr(check("rate", one)) for one in OPTIONS], done.stderr
    shown = cells.EXERCISE.sub(cells.without_scripts, check("rate")._repr_html_())
    assert shown.endswith("The answer: it grows. The drive is nearer.</p>")


def test_a_page_says_the_same_of_a_guess():
    rows = [[given, answer, because] for answer, given, because, _ in GUESSES]
    script = f"""import {{ revealed }} from "./website/static/exercises.js";
    console.log(JSON.stringify({json.dumps(rows)}.map((row) => revealed(...row))));"""
    done = nodejs("--input-type=module", "-e", script, cwd=ROOT)
    assert json.loads(done.stdout) == [said for *_, said in GUESSES], done.stderr


def test_a_guess_waits_in_a_notebook_and_its_page_knows_all():
    exercise("rate", "it grows", options=OPTIONS, asks="rate", because='A "because" & more.')
    waiting = check("rate", ...)
    said = 'On the rate, write "it grows", "it shrinks" or "nothing changes" in place of the dots, then run the cell.'
    assert repr(waiting) == said
    data = dict(re.findall(r'data-(\w+)="([^"]*)"', waiting._repr_html_()))
    data = {name: unescape(value) for name, value in data.items()}
    assert json.loads(data.pop("options")) == OPTIONS
    assert data == {"answer": "it grows", "because": 'A "because" & more.', "asks": "rate"}
    exercise("sign", "up", options=["up", "down"])
    assert repr(check("sign")) == 'Write "up" or "down" in place of the dots, then run the cell.'


def test_without_scripts_a_guess_has_its_answer():
    exercise("rate", "it grows", options=OPTIONS, because='A "because" & more.')
    shown = cells.EXERCISE.sub(cells.without_scripts, check("rate")._repr_html_())
    assert shown.endswith(
        "runs no scripts, so there is nothing to press. The answer: it grows. A &quot;because&quot; &amp; more.</p>"
    )
    exercise("interval", 15, within=0.5)
    shown = cells.EXERCISE.sub(cells.without_scripts, check("interval")._repr_html_())
    assert "compare yours with the solution below" in shown


def test_no_answer_is_given_away():
    exercise("secret", 123.4, within=1)
    said = "".join(map(repr, (check("secret", given) for given in (-1, 0, 1, 50, 120, 123, 200, 1e6))))
    assert "123" not in said


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda: exercise("", 1, within=0), "name must be a text that is not empty"),
        (lambda: exercise("a", 1), "within must be a finite number of at least 0, got None"),
        (lambda: exercise("a", 1, within=1, because="so"), "because must be left out where there are no"),
        (lambda: exercise("a", "up", options=["up"]), "options must be a list of two different texts"),
        (lambda: exercise("a", "up", options=["up", "up"]), "options must be a list of two different texts"),
        (lambda: exercise("a", "up", options="up"), "options must be a list of two different texts"),
        (lambda: exercise("a", "up", options={"up": ""}), "options must be a list of two different texts"),
        (lambda: exercise("a", "up", options={"up": "", "down": 3}), "options must be a dict of texts"),
        (
            lambda: exercise("a", "up", options=["down", "left"]),
            'answer must be one of "down" or "left", got .up',
        ),
        (lambda: exercise("a", "up", options=["up", "down"], unit="Hz"), "within, unit must be left out"),
        (lambda: exercise("a", "up", options=["up", "down"], because=3), "because must be a text, got 3"),
        (lambda: check("guess", "left"), 'answer must be one of "up" or "down", got .left'),
        (lambda: exercise("a", float("nan"), within=0), "answer must be a finite number, got nan"),
        (lambda: exercise("a", 1, within=-1), "within must be a finite number of at least 0, got -1"),
        (lambda: check("interval", "15"), "answer must be a finite number, got '15'"),
        (lambda: check("nothing", 1), "name must be one of .*, got 'nothing'"),
    ],
)
def test_nonsense_is_named(call, message):
    exercise("interval", 15, within=0.5, unit="ms")
    exercise("guess", "up", options=["up", "down"])
    with pytest.raises(ValueError, match=message):
        call()


def test_a_reader_checks_an_answer(browser, site):
    page = browser.new_page()
    page.goto(f"{site}/chapters/01-introduction.html")
    forms = page.locator("form.exercise")
    assert forms.count() == 3
    field = forms.nth(0).get_by_label("Your answer")
    said = forms.nth(0).locator("output")
    for typed, answer in [
        ("27", "Close: too low, but by less than 10%."),
        ("\u221228", "Not yet: too low, and the sign is wrong."),
        ("28,0", "Right."),
        ("many", "Type a number."),
    ]:
        field.fill(typed)
        field.press("Enter")
        assert said.inner_text() == answer
    field.fill("60")
    forms.nth(0).get_by_role("button", name="Check").click()
    assert said.inner_text() == "Not yet: too high, by more than a factor of 2."
    assert forms.nth(1).locator("output").inner_text() == ""
    page.close()


@pytest.fixture
def guesses(browser, site):
    """A function that opens the introduction with a guess in place of its first exercise."""
    contexts = []

    def open_(**options):
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        exercise("rate", "it shrinks", options=OPTIONS, asks="rate", because="It has an upper end.")
        asked = cells.EXERCISE.sub(cells.without_scripts, check("rate")._repr_html_())
        name = "chapters/01-introduction.html"
        text = (BUILT / name).read_text(encoding="utf8")
        text = cells.EXERCISE.sub(lambda _: asked, text, count=1)
        page.route(
            f"**/{name}", lambda route: route.fulfill(body=text, content_type="text/html; charset=utf-8")
        )
        page.goto(f"{site}/{name}")
        return page

    yield open_
    for context in contexts:
        context.close()


def test_a_reader_guesses(guesses):
    page = guesses()
    group = page.get_by_role("group", name="Your guess: the rate", exact=True)
    said = group.get_by_role("status")
    below = page.locator("fieldset.exercise ~ *, .cell:has(fieldset.exercise) ~ *").first
    group.scroll_into_view_if_needed()
    before = below.bounding_box()["y"]
    assert group.get_by_role("button").all_inner_texts() == OPTIONS
    group.get_by_role("button", name="it grows").click()
    assert said.inner_text() == "No, it shrinks. It has an upper end."
    assert below.bounding_box()["y"] == pytest.approx(before, abs=1)  # the line was waiting
    group.get_by_role("button", name="it shrinks").press("Enter")
    assert said.inner_text() == "Yes, it shrinks. It has an upper end."
    pressed = "nodes => nodes.map(node => node.getAttribute('aria-pressed'))"
    assert group.get_by_role("button").evaluate_all(pressed) == ["false", "true", "false"]
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert said.inner_text() == "No, it shrinks. It has an upper end."
    assert group.get_by_role("button").evaluate_all(pressed) == ["false", "false", "true"]
    assert not accessibility(page)


def test_a_guess_fits_on_a_phone_and_is_not_printed(guesses):
    page = guesses(viewport={"width": 320, "height": 700})
    group = page.get_by_role("group", name="Your guess: the rate", exact=True)
    for part in group.locator("legend, button, output").all():
        box = part.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 320
    page.emulate_media(media="print")
    assert not group.is_visible()


def test_a_guess_without_scripts_is_text(guesses):
    page = guesses(java_script_enabled=False)
    said = page.locator("p.exercise").first.inner_text()
    assert said.endswith("nothing to press. The answer: it shrinks. It has an upper end.")
