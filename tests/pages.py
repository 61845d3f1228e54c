"""The pages of the built website, and one visit to each in each view, in which everything is looked at."""

import gzip
import os
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

from website import articles

ROOT = Path(__file__).resolve().parents[1]
BUILT = ROOT / os.environ.get("WNN_BUILT", "_build/html")  # `make check` builds elsewhere
WIDE, NARROW = 1280, 360
VIEWS = [(width, mode) for width in (WIDE, NARROW) for mode in ("light", "dark")]
PAPER = (
    658,
    "dark",
)  # what is printed right after it was opened, from a dark screen [px of A4 between margins]
PACKED = (".woff", ".woff2", ".webp", ".png")
# The page is laid out with its fonts, all of it, and what waits for that has happened.
READY = """async () => {
  while (document.querySelector('.in-parts')) await new Promise(requestAnimationFrame);
  await document.fonts.ready;
  for (let k = 0; k < 3; k++) await new Promise(requestAnimationFrame);
}"""
READ = """async () => {
  for (let y = 0; y < document.body.scrollHeight; y += 700) {
    scrollTo(0, y);
    await new Promise(requestAnimationFrame);
  }
  const shown = [...document.images].filter((image) => image.checkVisibility()); // those in a closed fold wait
  await Promise.all(shown.map((image) => image.decode().catch(() => {})));
  scrollTo(0, 0);
}"""
AT_REST = """() => [...document.querySelectorAll('.live')].every(
  ({ figure }) => !figure || !figure.stale && figure.asked == null)"""

# What is on a page as it opens.
LOOK = """() => {
  const shown = document.querySelector('article') || document.body;
  const text = shown.cloneNode(true);
  text.querySelectorAll('pre, code, script, mjx-container').forEach(node => node.remove());
  const alt = image => image.getAttribute('alt');
  const caption = figure => {
    const copy = figure.querySelector('figcaption')?.cloneNode(true);
    copy?.querySelectorAll('.caption-number, .headerlink').forEach(node => node.remove());
    return copy?.textContent.trim() || '';
  };
  const references = ['for', 'list', 'headers', 'aria-labelledby', 'aria-describedby', 'aria-controls',
    'aria-owns', 'aria-details', 'aria-flowto', 'aria-activedescendant', 'aria-errormessage'];
  return {
    // beside the text of a link a picture is decoration, and its alt is rightly empty
    alts: [...document.images].filter(image => !image.closest('a')?.textContent.trim()).map(alt),
    broken: [...document.images].filter(image => image.complete && !image.naturalWidth).map(image => image.src),
    figures: [...document.querySelectorAll('figure')].map(
      figure => ({ id: figure.id, caption: caption(figure), alts: [...figure.querySelectorAll('img')].map(alt) })),
    loose: [...shown.querySelectorAll('.cell_output img, .live')].filter(part => !part.closest('figure')).length,
    lost: references.flatMap(name => [...document.querySelectorAll(`[${name}]`)].flatMap(
      node => node.getAttribute(name).split(/\\s+/).filter(id => id && !document.getElementById(id)).map(
        id => `${name}="${id}"`))),
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    live: [...document.querySelectorAll('.live')].map(root => root.outerHTML),
    text: text.textContent,
    errors: document.querySelectorAll('mjx-merror').length,
  }
}"""


def pages(folder=BUILT):
    """Addresses of all pages, relative to the folder; theme templates among the static files are none."""
    found = [path.relative_to(folder).as_posix() for path in folder.rglob("*.html")]
    return sorted(name for name in found if not name.startswith("_static/"))


def sources():
    """Names of the pages that are written, without their ending."""
    return [f"chapters/{path.stem}" for path in sorted((ROOT / "chapters").glob("*.md"))]


# For tests of what stands in a built page. Without a website there is one that is missing, so that they fail.
each_page = pytest.mark.parametrize("name", pages() or ["index.html"])


def every_view():
    """Each page in each view, and on paper what somebody may print."""
    return [
        (name, view)
        for name in pages() or ["index.html"]
        for view in [*VIEWS, PAPER]
        if view != PAPER or name not in ("404.html", "search.html")
    ]


def name_of(page_and_view):
    name, (width, mode) = page_and_view
    return f"{name} {width} {mode}"


def visited(*views):
    """For tests of the fixture `visit` that look at some views only."""
    chosen = [one for one in every_view() if one[1] in views]
    return pytest.mark.parametrize("visit", chosen, indirect=True, ids=name_of)


each_article = pytest.mark.parametrize(
    "name", [name.split("/")[1] for name in sources() if articles.is_article(name)]
)


@dataclass
class Visit:
    """What was there to see on a page in one view."""

    name: str
    view: tuple
    said: list = field(default_factory=list)  # console, errors of scripts, requests that went wrong
    seen: dict = field(default_factory=dict)  # what LOOK returns
    barriers: list = field(default_factory=list)  # what axe-core found
    cut: list = field(default_factory=list)  # what a phone shows only in part (narrow and light)
    printed: list = field(default_factory=list)  # what is wrong when it is printed (wide and dark)
    lost: list = field(default_factory=list)  # what paper does not show (on paper)
    weight: int = 0  # bytes that were loaded until it was read to its end (wide and light)
    requests: int = 0  # in which they came

    def __str__(self):
        return f"{self.name}, {self.view[0]} px, {self.view[1]}"


def view(browser, width, mode, height=900):
    """A window of the browser. The pages that are opened in it share its cache."""
    return browser.new_context(viewport={"width": width, "height": height}, color_scheme=mode)


def listen(page, server):
    """A list into which everything goes that the page complains of from now on, or should not ask for."""
    said = []
    page.on(
        "console", lambda line: line.type in ("error", "warning") and said.append(f"console: {line.text}")
    )
    page.on("pageerror", lambda error: said.append(f"script error: {error}"))
    page.on(
        "request",
        lambda asked: (
            asked.url.startswith((server, "data:", "blob:")) or said.append(f"third party: {asked.url}")
        ),
    )
    page.on(
        "response",
        lambda answer: answer.status >= 400 and said.append(f"status {answer.status}: {answer.url}"),
    )
    # what is still loading when a test leaves the page is broken off, and has not failed
    page.on(
        "requestfailed",
        lambda asked: asked.failure != "net::ERR_ABORTED" and said.append(f"failed: {asked.url}"),
    )
    return said


# Highlighted code has thousands of tokens in a few colours, formulas have thousands of glyphs, and axe-core takes its
# time for each. One of each colour stays, and not a single character, of which it does not judge; the others become
# plain text. First all are looked at, then all are changed: in turns, the page would be laid out anew for each.
ONE_OF_EACH = """() => {
  const met = new Set(), others = [];
  for (const token of document.querySelectorAll('pre span')) {
    const { color, backgroundColor, fontWeight } = getComputedStyle(token);
    const kind = [color, backgroundColor, fontWeight, getComputedStyle(token.closest('pre')).backgroundColor].join();
    if (met.has(kind) || token.textContent.trim().length < 2) others.push(token);
    else met.add(kind);
  }
  const formulas = [];
  for (const formula of document.querySelectorAll('span.math > mjx-container')) {
    const { color, fontSize, opacity } = getComputedStyle(formula);
    const kind = [color, fontSize, opacity, getComputedStyle(formula.parentElement.parentElement).backgroundColor].join();
    if (met.has(kind)) formulas.push(formula);
    else met.add(kind);
  }
  for (const token of others) token.replaceWith(...token.childNodes);
  for (const formula of formulas) formula.replaceWith(formula.textContent);
}"""


def accessibility(page):
    """What axe-core finds on a page with all of it unfolded: one line for each rule. It alters the page."""
    page.evaluate("() => { for (const part of document.querySelectorAll('details')) part.open = true; }")
    for _ in range(2):  # a figure draws what is unfolded, and then says what it shows
        page.wait_for_function(AT_REST)
        page.wait_for_timeout(100)
    page.evaluate(ONE_OF_EACH)
    options = {"preload": False, "resultTypes": ["violations"]}  # it must not fetch style sheets by itself
    rules = Axe().run(page, options=options).response["violations"]
    return [
        f"axe: {rule['id']}: {rule['help']}: {'; '.join(map(place, rule['nodes'][:5]))}" for rule in rules
    ]


def place(node):
    return " ".join(map(str, node["target"]))


def weigh(answers):
    """The bytes of all that a server sent, compressed."""
    total = 0
    for answer in answers:
        body = answer.body()
        total += len(body if answer.url.split("?")[0].endswith(PACKED) else gzip.compress(body))
    return total


# What a narrow screen shows only in part and does not scroll.
CUT = """() => {
  for (const part of document.querySelectorAll('details')) part.open = true;
  const cut = [];
  for (const part of document.querySelectorAll('mjx-math, figure img, table, td code')) {
    const right = part.getBoundingClientRect().right;
    for (let box = part; box.tagName != 'ARTICLE' && (box = box.parentElement);) {
      const overflow = getComputedStyle(box).overflowX;
      if (overflow == 'auto' || overflow == 'scroll') break;
      if (/hidden|clip/.test(overflow) && right > box.getBoundingClientRect().right + 1)
        cut.push(part.tagName + ' ' + part.parentElement.outerHTML.slice(0, 80));
    }
  }
  for (const box of document.querySelectorAll('div.math')) {
    const number = box.querySelector('.eqno')?.getBoundingClientRect();
    const right = box.getBoundingClientRect().right;
    if (number && (number.right > right + 1 || number.width < 10)) cut.push('number of ' + box.id);
  }
  for (const table of document.querySelectorAll('table.claims, #symbols table')) {
    const room = table.parentElement.getBoundingClientRect();
    for (const cell of table.querySelectorAll('th, td, td code')) {
      const { left, right } = cell.getBoundingClientRect();
      if (left < room.left || right > room.right + 1) cut.push('cell ' + cell.outerHTML.slice(0, 80));
    }
  }
  return cut;
}"""

# What would be lost on A4 paper with the margins of the page: 174 by 261 mm.
LOST = """() => {
  const lost = [], shown = node => node.checkVisibility();
  const article = document.querySelector('article').getBoundingClientRect();
  for (const part of document.querySelectorAll('button, input, select, canvas, .live, .note, nav a'))
    if (shown(part)) lost.push('control: ' + part.outerHTML.slice(0, 60));
  for (const figure of document.querySelectorAll('figure')) {
    const image = figure.querySelector('img');
    if (!image || !shown(image) || !image.naturalWidth) lost.push('no picture: ' + figure.id);
    if (figure.getBoundingClientRect().height > 261 * 96 / 25.4) lost.push('higher than a page: ' + figure.id);
  }
  for (const part of document.querySelectorAll('mjx-math, figure img, table, pre, p, li'))
    if (shown(part) && part.getBoundingClientRect().right > article.right + 1)
      lost.push('too wide: ' + part.outerHTML.slice(0, 60));
  for (const part of document.querySelectorAll('figure, tr, div.math, div.cell_input'))
    if (shown(part) && getComputedStyle(part).breakInside != 'avoid') lost.push('may be torn: ' + part.outerHTML.slice(0, 60));
  const faces = new Map([...document.fonts].map(face => [face.family.replaceAll('"', ''), face.status]));
  for (const glyph of document.querySelectorAll('mjx-c')) {
    const family = getComputedStyle(glyph).fontFamily.split(',')[1]?.trim();
    if (faces.get(family) != 'loaded') lost.push('font: ' + family);
  }
  return [...new Set(lost)];
}"""


def to_paper(page):
    """Print a page, right after it was opened."""
    page.wait_for_load_state("networkidle")
    page.pdf(format="A4")  # what is printed is loaded
    page.emulate_media(media="print")
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    page.wait_for_function("() => [...document.images].every(image => image.complete)")


def printed(page):
    """What is wrong with a page of the dark mode when it is printed; afterwards it is as it was."""
    wrong = []
    state = (
        "() => [document.documentElement.dataset.theme, document.querySelectorAll('details[open]').length]"
    )

    def expect(good, what):
        if not good:
            wrong.append(what)

    expect(page.evaluate(state) == ["dark", 0], "it does not open dark and folded")
    closed = page.locator("details.solution, details.curious").count()
    page.emulate_media(media="print")
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    expect(page.evaluate(state) == ["light", closed], "it is not light, with solutions and the rest unfolded")
    expect(page.locator("h1").is_visible(), "it has no title")
    ink, paper = page.evaluate(
        "() => [getComputedStyle(document.querySelector('article section > p:not(.article-meta)')).color,"
        " getComputedStyle(document.body).backgroundColor]"
        ".map(colour => colour.match(/\\d+/g).slice(0, 3).reduce((sum, part) => sum + +part, 0) / 3)"
    )
    expect(ink < 100 and paper > 250, f"ink {ink} on paper {paper}")
    # a bare "Show code" is of no use on paper
    odd = """() => [...document.querySelectorAll('summary')].filter(node => !node.closest('.live')).filter(
      node => (node.getClientRects().length > 0) == (node.textContent.trim() == 'Show code')).map(
      node => node.textContent)"""
    wrong += [f"summary: {text}" for text in page.evaluate(odd)]
    size = page.viewport_size
    page.set_viewport_size({"width": 620, "height": 900})
    wide = "pres => pres.filter(pre => pre.scrollWidth > pre.clientWidth + 1).length"
    expect(page.locator("pre").evaluate_all(wide) == 0, "code is wider than the paper")
    page.set_viewport_size(size)
    page.evaluate("() => window.dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    expect(page.evaluate(state) == ["dark", 0], "after printing it is not as it was")
    return wrong


def look_at(context, address, view=(WIDE, "light")):
    """Open a page, look at all that this view can show, and last for barriers, with all unfolded."""
    page = context.new_page()
    parts = urlsplit(address)
    found = Visit(parts.path.lstrip("/"), view, listen(page, f"{parts.scheme}://{parts.netloc}"))
    answers = []
    page.on("response", lambda answer: answers.append(answer))  # a method of a list cannot be looked into
    page.goto(address, wait_until="load")
    if view == PAPER:
        to_paper(page)
        found.lost = page.evaluate(LOST)
        page.close()
        return found
    page.evaluate(READY)
    if view == (WIDE, "light"):
        page.evaluate(READ)
        page.wait_for_load_state("networkidle")
        found.weight, found.requests = weigh(answers), len(answers)
    found.seen = page.evaluate(LOOK)
    if view == (WIDE, "dark") and found.name.startswith("chapters/"):
        found.printed = printed(page)
    if view == (NARROW, "light"):
        found.cut = page.evaluate(CUT)
    found.barriers = accessibility(page)
    page.close()
    return found


def visit_to(browser, address, how):
    """A page in a view, in a window that shares nothing with others."""
    context = view(browser, *how, 986 if how == PAPER else 900)
    found = look_at(context, address, how)
    context.close()
    return found
