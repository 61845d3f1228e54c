"""How fast live figures are in the browser, and how heavy they make a page.

    make bench        after the tables of the simulator

A frame begins when a slider has moved, and ends when all panels of the standard figure are drawn. All its
weights and inputs are recomputed, the network is simulated, and everything is measured and drawn; of a kicked
network all of that is done for its twin without the kick too, and the panels show both. The time
to the next picture on the screen is shown too: a display that shows 60 pictures a second allows 16.7 ms.

While a network runs on, a frame is a few more steps, and everything measured and drawn again.
"""

import gzip
import sys
from pathlib import Path

import numpy as np
from playwright.sync_api import sync_playwright

from lib import Slider, live, noise
from lib.live.bundle import common, own
from lib.live.figure import style
from website.live import description, specs

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))
from browser import launch

SIZES = {
    (100, 500, False): 16,
    (200, 1000, False): 33,
    (200, 1000, True): 40,
}  # with a kick? budget of a frame [ms]
RUNNING = 16  # and of one while a network runs on, at both sizes
STEPS = 4  # that pass in such a frame
FRAMES = 200
SLIDE = """async (frames) => {
  const figure = document.querySelector('.live').figure;
  const slider = figure.root.querySelector('.live-sliders input');
  const next = () => new Promise(requestAnimationFrame);
  const seen = [];
  await next();
  let last = performance.now();
  for (let k = 0; k < frames; k++) {
    slider.value = 5 + (k % 40) / 4;
    slider.dispatchEvent(new Event('input'));
    await next(); // it draws in the frame that it asked for, before this goes on
    const now = performance.now();
    seen.push([figure.timing.simulate, figure.timing.draw, now - last]);
    last = now;
  }
  return seen;
}"""


RUN_ON = """async ([frames, steps]) => {
  const figure = document.querySelector('.live').figure;
  figure.running.go(true);
  figure.player.go(null); // frames come from here
  const seen = [];
  for (let k = 0; k < frames; k++) {
    const start = performance.now();
    figure.running.advance(steps);
    cancelAnimationFrame(figure.asked);
    figure.asked = null;
    figure.render();
    seen.push(performance.now() - start);
    await new Promise(requestAnimationFrame);
  }
  figure.running.end();
  return seen;
}"""


def figure(n, steps, kicked):
    """The figure of article 1, at other sizes."""
    return live(
        "bench",
        weights={"random": noise.Normal(seed=11)},
        inputs={"drive": 1, "noise": noise.Normal(seed=10)},
        sliders=[
            Slider("w", "random", 0, 50, 10 * np.sqrt(100 / n)),
            Slider("drive", "drive", 40, 100, 60),
            Slider("noise", "noise", 0, 40, 10),
        ],
        n=n,
        steps=steps,
        kick=(7, steps // 3, 200) if kicked else (),
    )


def frames():
    print("\n## Live figures: a frame in Chromium\n")
    print(
        "| N x T | simulate and measure [ms] | draw [ms] | frame [ms] | 95 % of frames below | budget | on screen every |"
    )
    print("|---|---|---|---|---|---|---|")
    running = []
    with sync_playwright() as playwright:
        browser = launch(playwright)
        for (n, steps, kicked), budget in SIZES.items():
            page = browser.new_page(viewport={"width": 1280, "height": 1000})
            spec = figure(n, steps, kicked).spec
            script = common() + own(tuple(panel["kind"] for panel in spec["panels"]))
            page.set_content(
                f"<!doctype html><style>{style()}</style><div style='width: 620px'>"
                f"<figure>{description(spec)}<img alt=''></figure></div><script type='module'>{script}</script>"
            )
            page.wait_for_selector(".live canvas")
            page.evaluate(SLIDE, FRAMES // 4)  # lets the browser compile
            simulate, draw, interval = np.array(page.evaluate(SLIDE, FRAMES)).T
            total = simulate + draw
            print(
                f"| {n} x {steps}{', compared' if kicked else ''} | {np.median(simulate):.2f} | {np.median(draw):.2f} | {np.median(total):.2f} "
                f"| {np.quantile(total, 0.95):.2f} | {budget} | {np.median(interval):.1f} |"
            )
            if not kicked:
                page.evaluate(RUN_ON, [FRAMES // 4, STEPS])
                running.append((n, steps, np.array(page.evaluate(RUN_ON, [FRAMES, STEPS]))))
            page.close()
        browser.close()
    print("\n| N x T, running on | frame [ms] | 95 % of frames below | budget |\n|---|---|---|---|")
    for n, steps, total in running:
        print(f"| {n} x {steps} | {np.median(total):.2f} | {np.quantile(total, 0.95):.2f} | {RUNNING} |")


def bytes_of_pages():
    print("\n## Live figures: what they add to a page [kB, compressed; budget 60 of data a figure]\n")
    site = ROOT / "_build" / "html"
    if not site.exists():
        print("The website is not built: make book.")
        return
    code = {
        path.name: len(gzip.compress(path.read_bytes())) / 1000
        for path in sorted((site / "_static").glob("live*.*s"))
    }
    once = code.pop("live.js") + code.pop("live.css")
    print(f"The code, once for the whole site: {once:.1f}; and of a page its panels: ", end="")
    print(*(f"{name} {size:.1f}" for name, size in code.items()), sep=", ", end="\n\n")
    print("| page | figure | data |")
    print("|---|---|---|")
    for page in sorted(site.glob("**/*.html")):
        for spec, size in specs(page.read_text(encoding="utf8")):
            print(f"| {page.relative_to(site)} | {spec['name']} | {size / 1000:.1f} |")


if __name__ == "__main__":
    frames()
    bytes_of_pages()
