"""The built pages in a browser: the front page, a phone, paper. What every page must be is in test_quality.py."""

import pytest
from pages import BUILT, READY, pages, sources

from lib.site import articles


@pytest.mark.late
def test_the_front_page_is_the_index():
    text = (BUILT / "index.html").read_text(encoding="utf8")
    assert "<html lang" in text and "http-equiv" not in text
    assert 'class="card' in text


def test_front_page(browser, site):
    page = browser.new_page()
    page.goto(f"{site}/")
    assert page.locator(".card-newest").count() == 1
    count = sum(map(articles.is_article, sources()))
    assert page.locator("ul.cards > li.card").count() == (count if count > 1 else 0)
    assert page.get_by_role("heading", name="All articles").count() == (count > 1)
    page.locator(".card-newest a").first.click()
    assert page.locator("h1").is_visible()
    assert page.locator("h1 + .article-meta time").get_attribute("datetime")
    page.close()


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
  return cut;
}"""


def on_a_phone(browser, address):
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.goto(address, wait_until="load")
    page.evaluate(READY)
    return page


def test_nothing_is_cut_on_a_phone(browser, site):
    for name in pages():
        page = on_a_phone(browser, f"{site}/{name}")
        assert page.evaluate(CUT) == [], name
        tables = page.locator("table.claims, #symbols table")
        for table in tables.all():
            room = table.locator("xpath=..").bounding_box()
            for cell in table.locator("th, td, td code").all():
                box = cell.bounding_box()
                assert room["x"] <= box["x"] and box["x"] + box["width"] <= room["x"] + room["width"] + 1
        page.close()


def test_a_cut_equation_is_noticed(browser, site):
    page = on_a_phone(browser, f"{site}/chapters/01-introduction.html")
    page.add_style_tag(content=".bd-article div.math mjx-container { overflow: hidden; }")
    assert page.evaluate(CUT)
    page.close()


def test_only_figures_that_scroll_say_so(browser, site):
    hint = "figure => getComputedStyle(figure.querySelector('figcaption'), '::after').content.length > 6"
    scrolls = "figure => figure.scrollWidth > figure.clientWidth + 1"
    for width in (360, 590, 800):
        page = on_a_phone(browser, f"{site}/chapters/01-introduction.html")
        page.set_viewport_size({"width": width, "height": 800})
        page.wait_for_timeout(100)
        for figure in page.locator("figure").all():
            assert figure.evaluate(hint) == figure.evaluate(scrolls), width
        page.close()


def test_print(browser, site):
    for name in pages():
        if not name.startswith("chapters/"):
            continue
        context = browser.new_context(color_scheme="dark")
        page = context.new_page()
        page.goto(f"{site}/{name}", wait_until="load")
        state = "() => [document.documentElement.dataset.theme, document.querySelectorAll('details[open]').length]"
        assert page.evaluate(state) == ["dark", 0]
        closed = page.locator("details.solution").count()
        page.emulate_media(media="print")
        page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
        assert page.evaluate(state) == ["light", closed]
        assert page.locator("h1").is_visible(), name
        ink, paper = page.evaluate(
            "() => [getComputedStyle(document.querySelector('article section > p:not(.article-meta)')).color, getComputedStyle(document.body).backgroundColor]"
            ".map(colour => colour.match(/\\d+/g).slice(0, 3).reduce((sum, part) => sum + +part, 0) / 3)"
        )
        assert ink < 100 and paper > 250
        for summary in page.locator("summary:not(.live *)").all():  # a bare "Show code" is of no use on paper
            assert summary.is_visible() == (summary.inner_text().strip() != "Show code")
        wide = "pres => pres.filter(pre => pre.scrollWidth > pre.clientWidth + 1).length"
        page.set_viewport_size({"width": 620, "height": 900})
        assert page.locator("pre").evaluate_all(wide) == 0
        page.evaluate("() => window.dispatchEvent(new Event('afterprint'))")
        assert page.evaluate(state) == ["dark", 0]
        context.close()


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


def on_paper(browser, address):
    """A page as it is printed right after it was opened, from a dark screen."""
    context = browser.new_context(viewport={"width": 658, "height": 986}, color_scheme="dark")
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    page.pdf(format="A4")  # what is printed is loaded
    page.emulate_media(media="print")
    page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    return page


def test_nothing_is_lost_on_paper(browser, site):
    for name in pages():
        if name not in ("404.html", "search.html"):
            page = on_paper(browser, f"{site}/{name}")
            assert page.evaluate(LOST) == [], name
            page.context.close()


def test_what_is_lost_on_paper_is_noticed(browser, site):
    broken = {
        ".bd-article form.exercise { display: flex !important }": "control: <input",
        ".live { display: block !important }": 'control: <div class="live',
        "figure img { display: none !important }": "no picture: fig-",
        "figure { height: 300mm !important }": "higher than a page: fig-",
        "pre { width: 900px !important }": "too wide: <pre",
        "div.math { break-inside: auto !important }": 'may be torn: <div class="math',
        "mjx-c { font-family: MJXZERO, MJXNONE !important }": "font: MJXNONE",
    }
    page = on_paper(browser, f"{site}/chapters/01-introduction.html")
    for style, lost in broken.items():
        tag = page.add_style_tag(content=style)
        assert any(line.startswith(lost) for line in page.evaluate(LOST)), style
        tag.evaluate("tag => tag.remove()")
    assert page.evaluate(LOST) == []
    page.context.close()
