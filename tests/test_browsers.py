"""The parts of `make browsers`, with Chromium in place of Firefox and WebKit, and that what is wrong is reported."""

import json
import socket
from http.server import BaseHTTPRequestHandler

import browsers
import pytest
import webdriver
from conftest import serve
from pages import BUILT

ARTICLE = "chapters/01-introduction.html"


class Chromium(webdriver.Window):
    """A page of Playwright as a window of our own."""

    name, version = "Chromium", "of the tests"

    def __init__(self, browser):
        self.page = browser.new_page(viewport={"width": webdriver.WIDTH, "height": webdriver.HEIGHT})
        self.goto, self.evaluate, self.close = self.page.goto, self.page.evaluate, self.page.close
        self.go_back = self.page.go_back
        self.move, self.click = self.page.mouse.move, self.page.mouse.click

    def keys(self, *names):
        for name in names:
            self.page.keyboard.press(name)


# ------------------------------------------------------------------------------- the drivers


def test_messages_of_firefox():
    """A length, a colon and JSON, both ways; what it refuses is an error."""
    ours, theirs = socket.socketpair()
    said = [
        {"marionetteProtocol": 3},
        [1, 1, None, {"value": "für"}],
        [1, 2, {"error": "no such element", "message": "it is gone"}, None],
    ]
    for one in said:
        text = json.dumps(one, ensure_ascii=False).encode()
        theirs.sendall(b"%d:%s" % (len(text), text))
    firefox = object.__new__(webdriver.Firefox)
    firefox.connect(ours)
    assert firefox.evaluate("(x) => x", "ü") == "für"
    sent = theirs.recv(10_000)
    length, _, text = sent.partition(b":")
    assert int(length) == len(text)
    script = "return ((x) => x)(arguments[0])"
    assert json.loads(text) == [0, 1, "WebDriver:ExecuteScript", {"script": script, "args": ["ü"]}]
    with pytest.raises(webdriver.WebDriverError, match="no such element: it is gone"):
        firefox.keys("End", "3")
    (actions,) = json.loads(theirs.recv(10_000).partition(b":")[2])[3]["actions"]
    assert [one["value"] for one in actions["actions"]] == ["\ue010", "\ue010", "3", "3"]
    theirs.close()
    with pytest.raises(webdriver.WebDriverError, match="Firefox has gone"):
        firefox.read()
    ours.close()


class Driver(BaseHTTPRequestHandler):
    """Answers as WebKitWebDriver does: everything but scripts."""

    def __init__(self, *arguments, directory):
        super().__init__(*arguments)

    def do_POST(self):
        given = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        refused = self.path.endswith("/execute/sync")
        value = (
            {"error": "javascript error", "message": "x is not defined"} if refused else [self.path, given]
        )
        self.send_response(500 if refused else 200)
        self.end_headers()
        self.wfile.write(json.dumps({"value": value}).encode())

    def log_message(self, *arguments):
        pass


def test_requests_to_webkit(tmp_path):
    with serve(tmp_path, Driver) as address:
        webkit = object.__new__(webdriver.WebKit)
        webkit.address, webkit.session = address, "7"
        assert webkit.send("Navigate", url="file:///a") == ["/session/7/url", {"url": "file:///a"}]
        with pytest.raises(webdriver.WebDriverError, match="javascript error: x is not defined"):
            webkit.evaluate("() => x")


def test_what_does_not_come_true_is_an_error(monkeypatch):
    monkeypatch.setattr(webdriver, "PATIENCE", 0.05)
    window = webdriver.Window()
    window.evaluate = lambda function, arg: False
    with pytest.raises(
        webdriver.WebDriverError, match=r"did not become true within 0\.05 s: figure => 0 of 3"
    ):
        window.wait_for_function("figure => 0", 3)
    with pytest.raises(webdriver.WebDriverError, match="did not start within"):
        webdriver.wait_for(lambda: [].pop(), IndexError)


@pytest.mark.parametrize("engine", webdriver.ENGINES.values())
def test_a_browser_that_is_missing_is_left_out_with_a_word(monkeypatch, capsys, engine):
    asked = []
    monkeypatch.setattr(webdriver.shutil, "which", lambda name: None)
    monkeypatch.setattr(browsers.browser, "has_apt_get", lambda: False)
    monkeypatch.setattr(browsers.browser, "apt_get", lambda *packages: asked.extend(packages))
    assert not browsers.ready(engine) and asked == []
    assert f"sudo apt-get install {' '.join(engine.packages)}" in capsys.readouterr().out
    monkeypatch.setattr(browsers.browser, "has_apt_get", lambda: True)
    assert not browsers.ready(engine) and asked == engine.packages


def test_without_another_browser_nothing_is_proved(monkeypatch):
    monkeypatch.setattr(browsers, "pages", lambda: [ARTICLE])
    monkeypatch.setattr(browsers, "ready", lambda engine: False)
    with pytest.raises(SystemExit, match="nothing was proved"):
        browsers.main()


# ------------------------------------------------------------------------------- the pages


@pytest.fixture
def chromium(browser, monkeypatch):
    window = Chromium(browser)
    yield window
    window.close()


@pytest.mark.late
def test_a_page_as_it_should_be(browser, site, monkeypatch, capsys):
    monkeypatch.setattr(webdriver, "ENGINES", {"chromium": lambda: Chromium(browser)})
    webdriver.ENGINES["chromium"].name = "Chromium"
    monkeypatch.setattr(browsers, "ready", lambda engine: True)
    monkeypatch.setattr(browsers, "prove_model", lambda engine: ("37 passed", 0))
    browsers.main("01")
    said = capsys.readouterr().out
    assert f"{ARTICLE}  " in said and "Chromium, served" in said and "Chromium, as files" in said
    assert said.endswith("==> The same in Chromium.\n")
    monkeypatch.setattr(browsers, "prove_model", lambda engine: ("1 failed, 36 passed", 1))
    monkeypatch.setattr(browsers.Look, "page", lambda *arguments: None)
    with pytest.raises(SystemExit, match=r"Chromium, the model: 1 failed, 36 passed\n==> 1 wrong."):
        browsers.main("01")


@pytest.mark.late
def test_what_is_wrong_is_reported(chromium, site, tmp_path):
    """A voltage that is computed in another way, a phrase, an answer, a script that fails, a file that is not there."""
    folder = tmp_path / "site"
    browsers.copy(BUILT, folder)

    def damage(name, *changes):
        text = (folder / name).read_text(encoding="utf8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        (folder / name).write_text(text, encoding="utf8")

    text = (BUILT / ARTICLE).read_text(encoding="utf8")
    answer = browsers.exercises(text)[0]["answer"]
    damage("_static/live.js", ("mu*(rest - old", "mu*1.0001*(rest - old"))
    damage(
        ARTICLE,
        (f'data-answer="{answer}"', f'data-answer="1{answer}"'),
        ("</body>", '<script>console.warn("odd", 1); lost();</script><img src="gone.png" alt=""></body>'),
    )
    with serve(folder) as server:
        found = browsers.look(chromium, server, ARTICLE, text)
    print(*found.problems, sep="\n")
    problems = "\n".join(found.problems)
    assert "figure introduction: " in problems and "spikes are not those of Python" in problems
    assert "phrase 2: " in problems and "exercise 1: it says: No" in problems
    assert "console.warn: odd 1" in problems and "lost is not defined" in problems
    assert f"not loaded: {server}/chapters/gone.png" in problems
    assert browsers.cell(found) == f"{len(found.problems)} wrong"
