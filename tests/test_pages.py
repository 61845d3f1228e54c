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
    assert page.locator(".card-start").get_by_text("Start here").count() == 1
    assert "min to read" in page.locator(".card-start").inner_text()
    first, newest = (
        page.locator(f".card-{name} .card-title a").get_attribute("href") for name in ("start", "newest")
    )
    assert first.endswith("01-introduction.html") and newest != first
    shown = page.locator(".card .card-title a").evaluate_all("links => links.map(link => link.href)")
    assert len(shown) == len(set(shown))  # none twice
    # a phone shows where to start without a scroll
    page.set_viewport_size({"width": 390, "height": 844})
    box = page.locator(".card-start").bounding_box()
    assert box["y"] + box["height"] < 844
    count = sum(map(articles.is_article, sources()))
    assert page.locator("ul.cards > li.card").count() == max(0, count - 2)
    assert page.locator(".path li").count() == count
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
    hint = "figure => getComputedStyle(figure, '::before').content.includes('swipe')"
    scrolls = "figure => [...figure.querySelectorAll('.sideways')].some(box => box.scrollWidth > box.clientWidth + 1)"
    for width, expected in [
        (360, 5),
        (590, 5),
        (800, 0),
    ]:  # what has one wide panel
        page = on_a_phone(browser, f"{site}/chapters/01-introduction.html")
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
        page.wait_for_timeout(100)
        figures = page.locator("figure").all()
        assert [one.evaluate(hint) for one in figures] == [one.evaluate(scrolls) for one in figures], width
        assert sum(one.evaluate(scrolls) for one in figures) == expected, width
        page.close()


def test_a_figure_that_scrolls_can_be_read_to_its_end(browser, site):
    """By keyboard, too; and at the end, nothing says any more that there is more."""
    page = on_a_phone(browser, f"{site}/chapters/01-introduction.html")
    box = page.locator("#fig-raster .sideways")
    box.scroll_into_view_if_needed()
    page.wait_for_function("box => box.matches('.goes-on[tabindex]')", arg=box.element_handle())
    box.focus()
    for _ in range(12):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(50)
    page.wait_for_function("box => !box.matches('.goes-on')", arg=box.element_handle())
    assert box.evaluate("box => box.scrollLeft + box.clientWidth > box.scrollWidth - 10")
    page.close()


def test_on_a_phone_the_panels_of_a_figure_stand_below_one_another(browser, site):
    """The panel on the right, in which the neuron spikes, is there without a swipe; and without scripts."""
    for scripts in (True, False):
        context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=scripts)
        page = context.new_page()
        page.goto(f"{site}/chapters/01-introduction.html", wait_until="load")
        image = page.locator("#fig-one-neuron img")
        image.scroll_into_view_if_needed()
        box = image.bounding_box()
        assert box["x"] >= 0 and box["x"] + box["width"] <= 390 and box["height"] > 2 * box["width"]
        assert "narrow" in image.evaluate("image => image.decode().then(() => image.currentSrc)")
        page.set_viewport_size({"width": 1000, "height": 800})
        assert "narrow" not in image.evaluate("image => image.decode().then(() => image.currentSrc)")
        context.close()


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
