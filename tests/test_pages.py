"""The built pages in a browser: the front page, a phone, paper. What every page must be is in test_quality.py."""

import pytest
from pages import BUILT, CUT, LOST, NARROW, PAPER, READY, WIDE, printed, sources, to_paper, view, visited

from website import articles


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


def on_a_phone(browser, address):
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.goto(address, wait_until="load")
    page.evaluate(READY)
    return page


@visited((NARROW, "light"))
def test_nothing_is_cut_on_a_phone(visit):
    assert visit.cut == []


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


@visited((WIDE, "dark"))
def test_print(visit):
    assert visit.printed == []


@visited(PAPER)
def test_nothing_is_lost_on_paper(visit):
    assert visit.lost == []


def test_a_page_that_does_not_turn_light_on_paper_is_noticed(browser, site):
    context = view(browser, WIDE, "dark")
    page = context.new_page()
    page.goto(f"{site}/chapters/99-about.html", wait_until="load")
    assert printed(page) == []
    page.add_style_tag(content="body { background: #222 !important } h1 { display: none !important }")
    assert [line.split()[0] for line in printed(page)] == ["it", "ink"]
    context.close()


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
    context = view(browser, *PAPER, height=986)
    page = context.new_page()
    page.goto(f"{site}/chapters/01-introduction.html", wait_until="load")
    to_paper(page)
    for style, lost in broken.items():
        tag = page.add_style_tag(content=style)
        assert any(line.startswith(lost) for line in page.evaluate(LOST)), style
        tag.evaluate("tag => tag.remove()")
    assert page.evaluate(LOST) == []
    context.close()
