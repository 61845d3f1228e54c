"""How good the built pages are for their readers: weight, requests and Lighthouse's marks, page by page.

    make audit

Lighthouse comes from npm, in the version below, into _build/lighthouse; it asks no page but those of this
website, which is served on this machine. It needs the browser that the tests use.
"""

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))
from browser import find_chromium, launch
from conftest import QuietHandler, serve
from pages import BUILT, VIEWS, look_at, view
from playwright.sync_api import sync_playwright
from test_reading import LIMITS

from website.nodejs import FOLDER

LIGHTHOUSE = "lighthouse@12.8.2"
PLACE = ROOT / "_build" / "lighthouse"
MARKS = ("performance", "accessibility", "best-practices", "seo")


class Packing(QuietHandler):
    """Compresses what is text, as a web host does."""

    def do_GET(self):
        path = Path(self.translate_path(self.path))
        if path.suffix not in (".html", ".css", ".js", ".svg") or not path.exists():
            return super().do_GET()
        body = gzip.compress(path.read_bytes())
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def install():
    """Lighthouse's own folder; installed the first time."""
    program = PLACE / "node_modules" / ".bin" / "lighthouse"
    if not program.exists():
        npm = FOLDER / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        PLACE.mkdir(parents=True, exist_ok=True)
        command = [FOLDER / "bin" / "node", npm, "install", "--prefix", PLACE, "--ignore-scripts", LIGHTHOUSE]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return program


def lighthouse(program, address, preset):
    """Lighthouse's marks for a page, 0 to 100."""
    command = [
        FOLDER / "bin" / "node",
        program,
        address,
        "--quiet",
        "--output=json",
        "--chrome-flags=--headless=new --no-sandbox",
        f"--only-categories={','.join(MARKS)}",
    ]
    if preset == "desktop":
        command.append("--preset=desktop")
    environment = {**os.environ, "CHROME_PATH": str(find_chromium())}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    found = json.loads(done.stdout)["categories"]
    return [round(100 * found[name]["score"]) for name in MARKS]


def main(names):
    program = install()
    print("| page | kB | limit | requests | device | performance | accessibility | best practices | SEO |")
    print("|---|---|---|---|---|---|---|---|---|")
    with serve(BUILT, Packing) as site:
        for name in names:
            with sync_playwright() as playwright:
                browser = launch(playwright)
                seen = look_at(view(browser, *VIEWS[0]), f"{site}/{name}")
                browser.close()
            limit = LIMITS[bool(seen.seen["live"])]
            for preset in ("desktop", "mobile"):
                marks = " | ".join(map(str, lighthouse(program, f"{site}/{name}", preset)))
                print(
                    f"| {name} | {seen.weight / 1000:.0f} | {limit / 1000:.0f} | {seen.requests} | {preset} | {marks} |",
                    flush=True,
                )


if __name__ == "__main__":
    if not (BUILT / "index.html").exists():
        sys.exit("==> The website is not built: make book")
    every = [
        "index.html",
        *sorted(path.relative_to(BUILT).as_posix() for path in BUILT.glob("chapters/*.html")),
    ]
    main(sys.argv[1:] or every)
