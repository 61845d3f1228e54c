"""The built website where the usual does not hold: opened as files, of last week, with storage blocked, at no known address."""

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import pytest
from conftest import QuietHandler, serve
from pages import BUILT, NARROW, READ, READY, ROOT, WIDE, each_page, listen, pages
from test_live_page import Screen

from website import assets, search
from website.nodejs import nodejs

ARTICLE = "chapters/01-introduction.html"

# ------------------------------------------------------------------------------- opened as files


@pytest.fixture(scope="module")
def copied(tmp_path_factory):
    """The address of the website as a folder that somebody copied to a place of a difficult name."""
    folder = tmp_path_factory.mktemp("files") / "für mich #1 (100 %)"
    shutil.copytree(BUILT, folder)
    return folder.as_uri()


@pytest.fixture
def opened(browser, copied):
    """A function that opens a page of the copied folder; at the end nothing may have been said on the console."""
    context = browser.new_context(viewport={"width": WIDE, "height": 900})
    page = context.new_page()
    said = listen(page, "file:")

    def open_(name):
        page.goto(f"{copied}/{name}", wait_until="load")
        return page

    yield open_
    context.close()
    assert said == []


@pytest.mark.parametrize("name", ["index.html", ARTICLE])
def test_a_live_figure_runs_as_a_file(opened, name):
    page = opened(name)
    page.locator("figure:has(script.live-spec)").first.scroll_into_view_if_needed()
    page.locator(".live").first.wait_for()
    screen = Screen(page)
    first = screen.agrees().sum()
    screen.slider(0).press("End")
    assert screen.agrees().sum() != first


def test_an_article_works_as_a_file(opened):
    page = opened(ARTICLE)
    form = page.locator("form.exercise").first
    form.get_by_label("Your answer").fill("28")
    form.get_by_role("button", name="Check").click()
    assert form.locator("output").inner_text() == "Right."
    loaded = "() => [...document.fonts].filter(face => face.status == 'loaded').map(face => face.family)"
    page.evaluate(READY)
    families = {family.strip('"') for family in page.evaluate(loaded)}
    assert {"Source Serif 4", "Source Sans 3", "Font Awesome 6 Free"} <= families
    assert any(family.startswith("MJX") for family in families)
    page = opened("chapters/02-one-neuron.html")  # which has terms of the glossary
    term = page.locator(".bd-article a[data-note]").first
    term.hover()
    page.locator("#note").wait_for()
    assert page.locator("#note").inner_text() == term.get_attribute("data-note")
    assert len(page.locator("#note").inner_text()) > 20


def test_search_as_files_finds_and_says_what_is_missing(opened):
    page = opened(ARTICLE)
    page.keyboard.press("Control+K")
    page.locator("#pst-search-dialog input").fill("refractory")
    page.keyboard.press("Enter")
    found = page.locator("#search-results li a")
    found.first.wait_for()
    assert page.get_by_text("titles without excerpts").is_visible()
    found.first.click()
    page.wait_for_url("**/chapters/*.html*")
    assert page.locator("h1").is_visible()


@each_page
@pytest.mark.late
def test_a_link_names_a_file_and_not_a_folder(name):
    """A server shows index.html for a folder, a file manager does not. Nor is there a module, or a font to preload."""
    text = (BUILT / name).read_text(encoding="utf8")
    links = re.findall(r'(?:href|src|action)="([^"]+)"', text)
    local = [urldefrag(link)[0] for link in links if not urlsplit(link).scheme]
    assert [link for link in local if link.endswith("/") or link in (".", "..") or link.startswith("/")] == []
    assert 'type="module"' not in text and 'rel="preload"' not in text


def test_without_scripts_the_texts_make_sense(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}/{ARTICLE}")
    asked = page.locator("p.exercise")
    assert asked.count() >= 3
    for text in asked.all_inner_texts():
        assert "dots" not in text and ("solution below" in text or "The answer: " in text)
    assert "cannot be played with" in page.locator("figure noscript").first.inner_html()
    context.close()


def test_the_address_that_make_prints_can_be_opened(tmp_path):
    folder = tmp_path / "ein Buch, übrig"
    folder.mkdir()
    shutil.copy(ROOT / "Makefile", folder)
    python = Path(sys.executable)
    (folder / "website").mkdir()
    for name in ("requirements.txt", "pyproject.toml", "website/pyproject.toml", "installed"):
        (folder / name).touch()
    command = ["make", "book", f"PY={python}", "BUILD=true", "INSTALLED=installed"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    address = re.search(r"Open (\S+), or", done.stdout)[1]
    assert address.isascii() and address == (folder / "_build" / "html" / "index.html").as_uri()


# ------------------------------------------------------------------------------- next week


def unversioned(text, folder, pattern, root=None):
    """Addresses of files, as the pattern finds them, without the hash of the file that they lead to."""
    wrong = []
    for address in re.findall(pattern, text):
        path, _, query = address.partition("?")
        file = (root if root and path.startswith("/") else folder) / unquote(path).lstrip("/")
        if query != f"v={hashlib.sha256(file.read_bytes()).hexdigest()[:8]}":
            wrong.append(address)
    return wrong


# scripts, style sheets, icons, pictures, and the fonts that are loaded first
LOADED = (
    r'(?:<script[^>]* src| data-serif| data-sans|<img[^>]* src|<source[^>]* src)="(?!data:)([^"]+)"'
    r'|<link[^>]* href="([^"]+\.(?:css|svg|png|ico)[^"]*)"'
)


def loaded(text):
    return ["".join(found) for found in re.findall(LOADED, text)]


@each_page
@pytest.mark.late
def test_every_file_of_a_page_has_its_hash_in_its_address(name):
    text = (BUILT / name).read_text(encoding="utf8")
    found = loaded(text)
    assert len(found) >= 4
    as_attributes = " ".join(f"<{address}>" for address in found)
    assert unversioned(as_attributes, (BUILT / name).parent, r"<([^>]+)>", BUILT) == []


@pytest.mark.late
def test_every_file_of_the_style_sheet_has_its_hash_in_its_address():
    text = (BUILT / "_static" / "site.css").read_text(encoding="utf8")
    pattern = r'url\("?(?!data:|#)([^")]+)"?\)'
    assert len(re.findall(pattern, text)) > 10
    assert unversioned(text, BUILT / "_static", pattern) == []


def test_a_hash_follows_the_content(tmp_path):
    (tmp_path / "_static").mkdir()
    file = tmp_path / "_static" / "a b.css"
    page = '<link href="../_static/a%20b.css?v=1234"> <a href="_static/gone.css"> <a href="chapters/_staticx.html">'

    def made():
        return assets.stamped(page, lambda name: tmp_path / name.removeprefix("../"))

    file.write_text("one")
    first = made()
    file.write_text("two")
    assert first != made()
    style, rest = made().split(" ", 2)[1:]
    assert re.fullmatch(r'href="../_static/a%20b\.css\?v=[0-9a-f]{8}">', style)
    assert page.endswith(rest)  # what leads nowhere, or to a page, stays


# ------------------------------------------------------------------------------- storage blocked

BLOCK = """for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(window, name, {
  configurable: true, get() { throw new DOMException("blocked", "SecurityError"); } });"""


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_storage_is_optional(browser, site, width):
    context = browser.new_context(viewport={"width": width, "height": 800})
    context.add_init_script(BLOCK)
    page = context.new_page()
    said = listen(page, site)
    page.goto(f"{site}/{ARTICLE}", wait_until="load")

    theme = "() => document.documentElement.dataset.theme"
    before = page.evaluate(theme)
    for _ in range(3):
        page.locator(".theme-switch-button").first.click()
        if page.evaluate(theme) != before:
            break
    assert page.evaluate(theme) != before

    for side, shown in ((".primary-toggle", ".bd-docs-nav"), (".secondary-toggle", ".page-toc")):
        toggle = page.locator(side).first
        if not toggle.is_visible():  # beside the text there is room for the contents
            assert width == WIDE and page.locator(shown).first.is_visible()
            continue
        before = page.locator(shown).first.is_visible()
        toggle.click()
        page.wait_for_timeout(400)
        assert page.locator(shown).first.is_visible() != before
        if width == NARROW:
            page.keyboard.press("Escape")
        else:
            toggle.click()
        page.wait_for_timeout(400)

    page.locator(".search-button__button:visible").first.click()
    assert page.locator("#pst-search-dialog").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+K")
    page.locator("#pst-search-dialog input").fill("refractory")
    page.keyboard.press("Enter")
    page.locator("#search-results li a").first.click()
    page.wait_for_url("**/chapters/*.html*")
    assert said == []
    context.close()


# ------------------------------------------------------------------------------- a page that is not there


class NotFound(QuietHandler):
    """Shows 404.html, as web hosts do, on a site below /some/where/."""

    def do_GET(self):
        self.path = self.path.removeprefix("/some/where")
        if Path(self.translate_path(self.path)).is_file():
            return super().do_GET()
        body = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.mark.parametrize("path", ["nothing", "nothing.html", "chapters/nothing.html", "chapters/no/thing"])
def test_a_page_not_found_has_style_and_links_at_any_address(browser, site, path):
    with serve(BUILT, NotFound) as server:
        page = browser.new_page()
        page.goto(f"{server}/some/where/{path}")
        assert (
            page.locator(".bd-sidebar-primary").evaluate("node => getComputedStyle(node).position")
            == "sticky"
        )
        page.get_by_role("link", name="all articles", exact=True).click()
        page.wait_for_url("**/some/where/chapters/91-archive.html")
        page.close()


# ------------------------------------------------------------------------------- words, jumps, cards


@pytest.mark.parametrize(
    "text, words",
    [
        ("the f–I curve", ["the", "f–I", "curve"]),
        ("the f-I curve", ["the", "f–I", "curve"]),
        ("self-hosted, 2–3 or J_c", ["self", "hosted", "2", "3", "or", "J_c"]),
        ("Poincaré’s map", ["Poincaré", "s", "map"]),
    ],
)
def test_words_of_the_search(text, words):
    english = search.English({})
    assert english.split(text) == words
    script = f"{search.English.js_splitter_code} console.log(JSON.stringify(splitQuery({text!r})))"
    done = nodejs("-e", script)
    assert eval(done.stdout) == words, done.stderr


def test_accents_make_no_difference_to_the_search():
    words = ["Poincaré", "poincare", "Hänggi", "hanggi", "neurons", "f–I", "χ"]
    english = search.English({})
    stems = [english.stem(word) for word in words]
    assert stems[0] == stems[1] and stems[2] == stems[3]
    script = f"{search.English.js_stemmer_code} const stemmer = new Stemmer(); console.log(JSON.stringify({words}.map((word) => stemmer.stemWord(word.toLowerCase()))))"
    done = nodejs("-e", script)
    assert eval(done.stdout) == stems, done.stderr


@pytest.mark.parametrize("query", ["f–I", "f-I", "Häusser", "hausser"])
def test_what_is_not_ascii_is_found(browser, site, query):
    page = browser.new_page()
    page.goto(f"{site}/search.html?q={query}")
    page.locator("#search-results li a").first.wait_for()
    page.wait_for_function("() => document.querySelector('.search-summary').textContent")
    assert 0 < page.locator("#search-results li").count() < len(pages())
    page.close()


@pytest.mark.parametrize("hash, wanted", [("", [False, True]), ("#exercises", [True, True])])
def test_a_fresh_page_shows_its_beginning_before_its_end_is_laid_out(browser, site, hash, wanted):
    """And is whole soon after; a page that opens further down is whole at once."""
    page = browser.new_page(viewport={"width": 390, "height": 844})
    laid_out = "document.querySelector('#exercises > p').checkVisibility({ contentVisibilityAuto: true })"
    page.add_init_script(f"addEventListener('DOMContentLoaded', () => {{ window.early = {laid_out}; }})")
    page.goto(f"{site}/chapters/03-balance.html{hash}", wait_until="load")
    page.evaluate(READY)
    assert [page.evaluate("early"), page.evaluate(laid_out)] == wanted
    page.close()


def test_a_click_makes_a_page_whole(browser, site):
    """So that a jump lands where it should, however soon it is asked for."""
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.add_init_script("window.requestIdleCallback = () => {};")  # it never has nothing else to do
    page.goto(f"{site}/chapters/03-balance.html", wait_until="load")
    assert page.locator(".in-parts").count() == 1
    page.locator("article h1").click()
    assert page.locator(".in-parts, [style*=content-visibility]").count() == 0
    page.close()


@pytest.mark.parametrize("width", [WIDE, 390])
def test_every_jump_lands_at_the_same_height(browser, site, width):
    """And the page is as high at its end as it was at its beginning: what is far away has its own height already."""
    page = browser.new_page(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    page.goto(f"{site}/chapters/03-balance.html", wait_until="load")
    sections = page.locator("article section > h2").evaluate_all(
        "all => all.map(one => one.parentElement.id)"
    )
    assert len(sections) > 5
    header = page.locator(".bd-header-article").evaluate("node => node.getBoundingClientRect().bottom")
    page.evaluate(READY)
    height = page.evaluate("document.body.scrollHeight")
    page.evaluate(READ)
    assert page.evaluate("document.body.scrollHeight") == height
    landed = {}
    for section in sections:
        page.goto("about:blank")  # a link from elsewhere
        page.goto(f"{site}/chapters/03-balance.html#{section}", wait_until="load")
        page.evaluate(READY)
        top, rest = page.locator(f"[id='{section}'] > h2").evaluate(
            "node => [node.getBoundingClientRect().top, document.body.scrollHeight - scrollY - innerHeight]"
        )
        if rest > 2:  # else it is the end of the page that decides
            landed[section] = top
    assert len(landed) > 4 and all(header <= top < header + 120 for top in landed.values()), landed
    assert max(landed.values()) - min(landed.values()) < 2, landed
    page.close()
