"""Firefox and WebKit, driven by the commands of WebDriver, the W3C's standard, with nothing but the standard library.

Firefox understands them on a socket (its remote protocol is called Marionette), WebKit over HTTP, from a program of
its own, WebKitWebDriver. Playwright, which drives Chromium for the other tests, needs builds of these two of its own.
"""

import contextlib
import itertools
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

WIDTH, HEIGHT = 1280, 900
PATIENCE = 60  # for a browser to start, and for what is waited for [s]
# The names of keys in Playwright, and what WebDriver calls them.
KEYS = {
    "Enter": "\ue007",
    "Shift": "\ue008",
    "Space": " ",
    "PageDown": "\ue00f",
    "End": "\ue010",
    "Home": "\ue011",
    "ArrowLeft": "\ue012",
    "ArrowRight": "\ue014",
}


class WebDriverError(Exception):
    pass


class Window:
    """A window of a browser, used as a page of Playwright is, as far as our tests of several engines need it."""

    session = None

    def goto(self, address):
        """Open an address and wait until it is loaded."""
        self.send("Navigate", url=address)

    def go_back(self):
        """Go back to the page before, which the browser may have kept as it was."""
        self.send("Back")

    def evaluate(self, function, arg=None):
        """What a function in JavaScript returns, which may be a promise, called with an argument."""
        return self.send("ExecuteScript", script=f"return ({function})(arguments[0])", args=[arg])

    def wait_for_function(self, function, arg=None):
        """Wait until the function returns something true. Raises WebDriverError when it does not in a minute."""
        end = time.monotonic() + PATIENCE
        while not self._true(function, arg):
            if time.monotonic() > end:
                raise WebDriverError(f"this did not become true within {PATIENCE} s: {function} of {arg}")
            time.sleep(0.01)

    def _true(self, function, arg):
        try:
            return self.evaluate(f"async (arg) => Boolean(await ({function})(arg))", arg)
        except WebDriverError as error:
            if "unload" in str(error):  # the page gave way to the next one
                return False
            raise

    def keys(self, *names):
        """Press keys one after the other: names, or single characters."""
        values = [KEYS.get(name, name) for name in names]
        strokes = [{"type": kind, "value": value} for value in values for kind in ("keyDown", "keyUp")]
        self._act({"type": "key", "id": "keyboard", "actions": strokes})

    def move(self, x, y, *then):
        """Move the mouse to a place of the window [css px]."""
        move = {"type": "pointerMove", "x": round(x), "y": round(y)}
        self._act({"type": "pointer", "id": "mouse", "actions": [move, *then]})

    def click(self, x, y):
        """Press the mouse there."""
        self.move(x, y, *({"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp")))

    def _act(self, actions):
        self.send("PerformActions", actions=[actions])

    def _start(self):
        answer = self.send("NewSession", capabilities={})
        self.session = answer["sessionId"]
        self.version = answer["capabilities"]["browserVersion"]
        self.send("SetWindowRect", width=WIDTH, height=HEIGHT)


class Firefox(Window):
    """Firefox on this machine, without a window that one sees, with a profile that is thrown away."""

    name, packages = "Firefox", ["firefox-esr"]
    HELP = """Firefox was not found. To prove the figures in it too, install it:
    Debian, Fedora:  sudo apt-get install firefox-esr, sudo dnf install firefox
    macOS:           brew install --cask firefox
or name one: FIREFOX=/path/to/firefox make browsers"""
    NAMES = ("firefox", "firefox-esr", "/Applications/Firefox.app/Contents/MacOS/firefox")

    @classmethod
    def find(cls):
        """The path of its program, or None."""
        named = os.environ.get("FIREFOX")
        return next(filter(None, map(shutil.which, [named] if named else cls.NAMES)), None)

    def __init__(self):
        self.profile = tempfile.TemporaryDirectory(
            ignore_cleanup_errors=True
        )  # its children end a moment later
        folder = Path(self.profile.name)
        (folder / "user.js").write_text('user_pref("marionette.port", 0);\n')  # 0: one that is free
        command = [self.find(), "--headless", "--no-remote", "--marionette", "--profile", folder]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            port = wait_for(lambda: int((folder / "MarionetteActivePort").read_text()), (OSError, ValueError))
            self.connect(socket.create_connection(("127.0.0.1", port)))
            self._start()
        except Exception:
            self.close()
            raise

    def connect(self, link):
        self.link, self.stream, self.numbers = link, link.makefile("rb"), itertools.count(1)
        self.read()  # it says who it is

    def send(self, command, **parameters):
        """What Firefox answers to a command. Raises WebDriverError when it refuses."""
        text = json.dumps([0, next(self.numbers), f"WebDriver:{command}", parameters]).encode()
        self.link.sendall(b"%d:%s" % (len(text), text))
        _, _, error, answer = self.read()
        if error:
            raise WebDriverError(f"{error['error']}: {error['message']}")
        return answer["value"] if set(answer) == {"value"} else answer

    def read(self):
        """The next message: its length in bytes, a colon, and JSON."""
        length = b""
        while (one := self.stream.read(1)) != b":":
            if not one:
                raise WebDriverError("Firefox has gone")
            length += one
        return json.loads(self.stream.read(int(length)))

    def close(self):
        stop(self.process)
        self.profile.cleanup()


class WebKit(Window):
    """WebKit's own small browser, as it comes with WebKitWebDriver. Where there is no screen, on one in memory."""

    name, packages = "WebKit", ["webkit2gtk-driver", "xvfb"]
    HELP = """WebKitWebDriver was not found (or Xvfb, which it needs where there is no screen).
To prove the figures in WebKit too, install it, on Linux:
    Debian, Ubuntu:  sudo apt-get install webkit2gtk-driver xvfb"""
    # The commands that are used, as method and path of HTTP.
    PATHS = {
        "NewSession": ("POST", "/session"),
        "DeleteSession": ("DELETE", "/session/{}"),
        "Navigate": ("POST", "/session/{}/url"),
        "Back": ("POST", "/session/{}/back"),
        "ExecuteScript": ("POST", "/session/{}/execute/sync"),
        "PerformActions": ("POST", "/session/{}/actions"),
        "SetWindowRect": ("POST", "/session/{}/window/rect"),
    }

    @classmethod
    def find(cls):
        """The path of its driver, or None, also where it has no screen to draw on."""
        path = shutil.which("WebKitWebDriver")
        return path if os.environ.get("DISPLAY") or shutil.which("Xvfb") else None

    def __init__(self):
        self.processes, environment = [], dict(os.environ)
        try:
            if not os.environ.get("DISPLAY"):
                environment["DISPLAY"] = self.screen()
            with socket.create_server(("127.0.0.1", 0)) as free:
                port = free.getsockname()[1]
            command = [self.find(), f"--port={port}"]
            quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            self.processes.append(subprocess.Popen(command, env=environment, **quiet))
            wait_for(lambda: socket.create_connection(("127.0.0.1", port)).close(), OSError)
            self.address = f"http://127.0.0.1:{port}"
            self._start()
        except Exception:
            self.close()
            raise

    def screen(self):
        """Start a screen in memory: its name."""
        reading, writing = os.pipe()
        command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1400x1000x24", "-nolisten", "tcp"]
        self.processes.append(subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL))
        os.close(writing)
        with os.fdopen(reading) as said:
            return f":{said.readline().strip()}"

    def send(self, command, **parameters):
        """What WebKit answers to a command. Raises WebDriverError when it refuses."""
        method, path = self.PATHS[command]
        data = json.dumps(parameters).encode() if method == "POST" else None
        request = urllib.request.Request(self.address + path.format(self.session), data, method=method)
        try:
            with urllib.request.urlopen(request, timeout=5 * PATIENCE) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as refused:
            said = json.load(refused)["value"]
            raise WebDriverError(f"{said['error']}: {said['message']}") from None

    def close(self):
        if self.session:
            with contextlib.suppress(WebDriverError, OSError):  # a driver that has gone has closed it
                self.send("DeleteSession")  # closes the browser
        for process in reversed(self.processes):
            stop(process)


ENGINES = {engine.name.lower(): engine for engine in (Firefox, WebKit)}


@contextlib.contextmanager
def opened(name):
    """A window of the engine of that name, closed at the end."""
    window = ENGINES[name]()
    try:
        yield window
    finally:
        window.close()


def wait_for(get, missing):
    """What `get` returns as soon as it does not raise one of the errors that mean: not yet."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return get()
        except missing as error:
            if time.monotonic() > end:
                raise WebDriverError(f"the browser did not start within {PATIENCE} s") from error
            time.sleep(0.05)


def stop(process):
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
