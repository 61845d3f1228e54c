"""The style sheet and the script that are made for the site: nothing that a page uses is missing in them."""

import re

import pytest
import tinycss2
from pages import BUILT, READY, pages
from sphinx.errors import ExtensionError

from website import assets

STATIC = BUILT / "_static"


def purged(text, *names):
    return assets.purge(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True), set(names))


@pytest.mark.parametrize(
    "text, kept",
    [
        ("a:hover { color: red }", "a:hover{color: red}"),
        (".here > #there { top: 0 }", ".here > #there{top: 0}"),
        (".here .gone { top: 0 }", ""),
        ("#gone a { top: 0 }", ""),
        (".gone, .here, p .gone { top: 0 }", ".here{top: 0}"),
        (".here:not(.gone) { top: 0 }", ".here:not(.gone){top: 0}"),
        (".here::after { content: '.gone' }", '.here::after{content: ".gone"}'),
        ("[class='gone'] { top: 0 }", '[class="gone"]{top: 0}'),
        ("p { width: 1.5em; color: #fff }", "p{width: 1.5em; color: #fff}"),
        ("@media print { .here { top: 0 } .gone { top: 0 } }", "@media print {.here{top: 0}}"),
        ("@media print { .gone { top: 0 } }", ""),
        ("@font-face { font-family: x }", "@font-face { font-family: x }"),
    ],
)
def test_what_is_kept_of_a_style_sheet(text, kept):
    assert purged(text, "here", "there") == kept


def test_a_style_sheet_that_cannot_be_read_ends_the_build():
    with pytest.raises(ValueError, match="cannot be read"):
        purged("p { } }")


def test_imports_and_addresses(tmp_path):
    (tmp_path / "styles").mkdir()
    (tmp_path / "basic.css").write_text("b { background: url(b.png) }")
    (tmp_path / "styles" / "a.css").write_text(
        '@import "../basic.css";\na { background: url("../x/a.png"), url(data:image/png;base64,AA), url(#c) }'
    )
    text = assets.text_of(tmp_path, "styles/a.css")
    assert re.findall(r"url\([^)]*\)", text) == [
        'url("b.png")',
        'url("x/a.png")',
        "url(data:image/png;base64,AA)",
        "url(#c)",
    ]


def test_another_script_of_the_theme_ends_the_build(tmp_path):
    (tmp_path / "scripts").mkdir()
    script = tmp_path / "scripts" / "pydata-sphinx-theme.js"
    script.write_text('a();"complete"===document.readyState?I():window.addEventListener("load",I)})();')
    assert assets.theme_script(tmp_path) == "a();0})();"
    script.write_text("a();")
    with pytest.raises(ExtensionError, match="script of the theme has changed"):
        assets.theme_script(tmp_path)


@pytest.mark.late
def test_pages_load_one_style_sheet_and_search_only_where_it_is():
    for name in pages():
        text = (BUILT / name).read_text(encoding="utf8")
        assert re.findall(r'<link[^>]*href="[^"]*?([\w.-]+)\?v=\w{8}" rel="stylesheet"', text) == [
            "site.css"
        ], name
        assert text.count("stylesheet") == 1, name
        assert ("searchindex.js" in text) == (name == "search.html"), name
        assert text.count("_static/theme.js") == 1 and "bootstrap.js" not in text, name
        assert "documentation_options.js" not in text and "const DOCUMENTATION_OPTIONS" in text, name
    assert (STATIC / "site.css").stat().st_size < 180_000  # it holds a rule for each glyph of each formula


# pages with all that can be open, in both modes, wide and narrow
STATES = [
    ("chapters/01-introduction.html", 1280, "light", None),
    ("chapters/01-introduction.html", 390, "dark", ".secondary-toggle"),
    ("chapters/90-notation.html", 390, "dark", None),
    ("chapters/90-notation.html", 1280, "dark", ".search-button-field"),
    ("chapters/90-notation.html", 390, "light", ".primary-toggle"),
    ("index.html", 1280, "light", None),
    ("search.html", 1280, "light", None),
]


def picture(browser, site, sheet, name, width, mode, button):
    """What a page looks like with a style sheet, from its beginning to its end."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=mode, reduced_motion="reduce"
    )
    page = context.new_page()
    page.route("**/site.css?v=*", lambda route: route.fulfill(body=sheet, content_type="text/css"))
    page.goto(f"{site}/{name}", wait_until="networkidle")
    page.evaluate(READY)
    if button:
        page.locator(button).first.click()
    seen = page.screenshot(full_page=not button, animations="disabled")
    context.close()
    return seen


def alike(browser, site, one, other, state, looks=4):
    """A busy machine draws some edge differently now and then. A rule that is missing shows every time."""
    return any(
        picture(browser, site, one, *state) == picture(browser, site, other, *state) for _ in range(looks)
    )


def sheets():
    """The style sheet of the site, and all that it was made from."""
    left = (STATIC / "site.css").read_text(encoding="utf8")
    files = re.match(r"/\* what pages use of (.*) \*/", left)[1].split()
    return left, assets.whole(STATIC, files)


@pytest.mark.parametrize("state", STATES, ids=lambda state: " ".join(str(part) for part in state if part))
def test_no_rule_is_missed(browser, site, state):
    """Pages look with all rules of theme and extensions as they look with those that are left of them."""
    left, everything = sheets()
    assert len(everything) > 3 * len(left)
    assert alike(browser, site, left, everything, state, looks=12)


def test_a_missing_rule_is_noticed(browser, site):
    left, _ = sheets()
    fewer = re.sub(r"^[^{}]*\.article-meta[^{}]*\{[^}]*\}", "", left, flags=re.M)
    assert fewer != left
    assert not alike(browser, site, left, fewer, ("index.html", 1280, "light", None))


def test_search_leads_to_its_page_and_finds(browser, site):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{site}/chapters/01-introduction.html")
    page.keyboard.press("Control+K")
    page.locator("#pst-search-dialog input").fill("refractory")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=refractory**")
    page.locator("#search-results a").first.wait_for()
    page.close()
