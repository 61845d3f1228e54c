"""Exercises: what is said of an answer, in a notebook and on a page."""

import json
from pathlib import Path

import pytest

from lib import check, exercise
from lib.exercises import Answer
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


def test_no_answer_is_given_away():
    exercise("secret", 123.4, within=1)
    said = "".join(map(repr, (check("secret", given) for given in (-1, 0, 1, 50, 120, 123, 200, 1e6))))
    assert "123" not in said


@pytest.mark.parametrize(
    "call, message",
    [
        (lambda: exercise("", 1, within=0), "name must be a text that is not empty"),
        (lambda: exercise("a", float("nan"), within=0), "answer must be a finite number, got nan"),
        (lambda: exercise("a", 1, within=-1), "within must be a finite number of at least 0, got -1"),
        (lambda: check("interval", "15"), "answer must be a finite number, got '15'"),
        (lambda: check("nothing", 1), "name must be one of .*, got 'nothing'"),
    ],
)
def test_nonsense_is_named(call, message):
    exercise("interval", 15, within=0.5, unit="ms")
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
