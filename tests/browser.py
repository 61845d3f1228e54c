"""Find a Chromium or Chrome for the page tests, or install one: `python tests/browser.py`.

In this order: the one named by the environment variable CHROMIUM, the system's, Playwright's own; else one
is installed, on Debian as root with apt-get, anywhere else with Playwright (into the user's cache).
"""

import functools
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from website.nodejs import NODE

# Playwright's own Node asks for a library that a minimal system does not have (libatomic); the pinned one does not.
os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(NODE))
# The shell makes no windows that nobody sees, and the tests take a fifth less time in it.
NAMES = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
MAC = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
]
HELP = """no Chromium or Chrome was found. `python tests/browser.py` installs one where it can. Otherwise get one:
    Debian, Fedora:  sudo apt-get install chromium, sudo dnf install chromium
    Ubuntu:          .venv/bin/playwright install --with-deps chromium
    macOS:           brew install --cask google-chrome
or name one: CHROMIUM=/path/to/chrome make test"""


PATIENCE = 120_000  # [ms] that a page may take: on a slow machine all cores are at work
OPTIONS = [
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


class NoBrowser(Exception):
    pass


def launch(playwright):
    """Start the browser: Playwright's object for it."""
    options = [*OPTIONS, "--no-sandbox"] if root() else OPTIONS  # Chromium's sandbox refuses to run as root
    browser = playwright.chromium.launch(executable_path=find_chromium(), args=options)
    browser.on("context", lambda context: context.set_default_timeout(PATIENCE))
    return browser


@functools.cache
def find_chromium():
    """The path of a Chromium or Chrome that starts. Raises NoBrowser, saying what to do, if there is none."""
    named = os.environ.get("CHROMIUM")
    if named:
        path = shutil.which(named)
        if not path or not version(path):
            raise NoBrowser(f"CHROMIUM={named} is no browser that can be started")
        return path
    # Ubuntu's chromium-browser without its snap is only a message: hence `version`
    for path in [*map(shutil.which, NAMES), *MAC]:
        if path and version(path):
            return path
    path = playwrights_own()
    if path and version(path):
        return path
    raise NoBrowser(HELP)


def version(path):
    """What the browser says of itself, or None when it does not start."""
    try:
        run = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return run.stdout.strip() if run.returncode == 0 and run.stdout.strip() else None


def playwrights_own():
    """Where Playwright would put its own browser; None when Playwright itself does not start."""
    from playwright.sync_api import Error, sync_playwright

    try:
        with sync_playwright() as playwright:
            return playwright.chromium.executable_path
    except (Error, OSError) as error:
        print(f"==> Playwright does not start: {error}", file=sys.stderr)
        return None


def install():
    if has_apt_get():
        print("==> No Chromium or Chrome found: installing Debian's chromium-headless-shell", flush=True)
        installed = apt_get("chromium-headless-shell")
    else:
        print("==> No Chromium or Chrome found: installing Playwright's own", flush=True)
        dependencies = ["--with-deps"] if root() else []  # these need root
        installed = quiet(sys.executable, "-m", "playwright", "install", *dependencies, "chromium")
    if not installed:
        raise NoBrowser(HELP)


def root():
    return hasattr(os, "geteuid") and os.geteuid() == 0


def has_apt_get():
    """Whether this is Debian, and packages may be installed. (Ubuntu's browsers are snaps.)"""
    return root() and system() == "debian" and bool(shutil.which("apt-get"))


def apt_get(*packages):
    """Install packages of Debian: whether that worked."""
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    return quiet("apt-get", "update", "-qq") and quiet(*install)


def quiet(*command):
    """Run it and tell whether it worked; what it says is shown where not."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        command, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if done.returncode != 0:  # else nobody wants to read the names of two hundred packages
        print(done.stdout, file=sys.stderr)
    return done.returncode == 0


def system():
    """The name of the Linux distribution, such as debian; empty elsewhere."""
    try:
        return platform.freedesktop_os_release().get("ID", "")
    except OSError:
        return ""


def main():
    try:
        try:
            path = find_chromium()
        except NoBrowser:
            if os.environ.get("CHROMIUM"):
                raise
            install()
            path = find_chromium()
    except NoBrowser as error:
        sys.exit(f"==> Browser: {error}")
    print(f"==> Browser: {version(path)} ({Path(path)})")


if __name__ == "__main__":
    main()
