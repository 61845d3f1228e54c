"""The pages of the built website, and one visit to each that all gates on pages share."""

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe

ROOT = Path(__file__).resolve().parents[1]
BUILT = ROOT / "_build" / "html"
VIEWS = [(width, mode) for width in (1280, 360) for mode in ("light", "dark")]
# The whole page is laid out, as if it had been read to its end, and what waits for that has happened.
READY = """async () => {
  const style = document.createElement('style');
  style.textContent = 'section { content-visibility: visible !important }';
  document.head.append(style);
  await document.fonts.ready;
  for (let k = 0; k < 3; k++) await new Promise(requestAnimationFrame);
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


@dataclass
class Visit:
    """What was there to see on a page in one view."""

    name: str
    view: tuple
    said: list = field(default_factory=list)  # console, errors of scripts, requests that went wrong
    seen: dict = field(default_factory=dict)  # what LOOK returns
    barriers: list = field(default_factory=list)  # what axe-core found

    def __str__(self):
        return f"{self.name}, {self.view[0]} px, {self.view[1]}"


def view(browser, width, mode):
    """A window of the browser. The pages that are opened in it share its cache."""
    return browser.new_context(viewport={"width": width, "height": 900}, color_scheme=mode)


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


# Highlighted code has thousands of tokens in a few colours, and axe-core takes its time for each. One of each
# colour stays, and not a single character, of which it does not judge; the others become plain text.
ONE_TOKEN_OF_EACH = """() => {
  const met = new Set();
  for (const token of document.querySelectorAll('pre span')) {
    const { color, backgroundColor, fontWeight } = getComputedStyle(token);
    const kind = [color, backgroundColor, fontWeight, getComputedStyle(token.closest('pre')).backgroundColor].join();
    if (met.has(kind) || token.textContent.trim().length < 2) token.replaceWith(...token.childNodes);
    else met.add(kind);
  }
}"""


def accessibility(page):
    """What axe-core finds on a page with all of it unfolded: one line for each rule. It alters the page."""
    page.evaluate("() => { for (const part of document.querySelectorAll('details')) part.open = true; }")
    for _ in range(2):  # a figure draws what is unfolded, and then says what it shows
        page.wait_for_function(AT_REST)
        page.wait_for_timeout(100)
    page.evaluate(ONE_TOKEN_OF_EACH)
    options = {"preload": False, "resultTypes": ["violations"]}  # it must not fetch style sheets by itself
    rules = Axe().run(page, options=options).response["violations"]
    return [
        f"axe: {rule['id']}: {rule['help']}: {'; '.join(map(place, rule['nodes'][:5]))}" for rule in rules
    ]


def place(node):
    return " ".join(map(str, node["target"]))


def visit(context, address, view=(1280, "light")):
    """Open a page, look at it, and look again for barriers when all that can be unfolded is."""
    page = context.new_page()
    parts = urlsplit(address)
    found = Visit(parts.path.lstrip("/"), view, listen(page, f"{parts.scheme}://{parts.netloc}"))
    page.goto(address, wait_until="load")
    page.evaluate(READY)
    found.seen = page.evaluate(LOOK)
    found.barriers = accessibility(page)
    page.close()
    return found
