"""The website: every page in a real browser, every link, and the parts of `lib.site` by themselves.

Whatever these tests accept as a good page, they must also be able to refuse: the broken pages at the end
are given to the same checks.
"""

import re
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote, urldefrag, urljoin

import pytest
from docutils import nodes
from docutils.utils import new_document

from lib.site import articles, bibliography, cache, cells, notebook, repository
from lib.site.live import WIDGET

ROOT = Path(__file__).resolve().parents[1]
BUILT = ROOT / "_build" / "html"
FILE_NAME = re.compile(r"\S+\.(png|jpe?g|svg|gif)$", re.IGNORECASE)
LEFT_OVER = re.compile(r"\{(glue|cite|numref|ref|eq|doc|math)\b[^}]*\}")
VIEWS = [(width, mode) for width in (1280, 360) for mode in ("light", "dark")]


def pages(folder=BUILT):
    """Addresses of all pages, relative to the folder; theme templates among the static files are none."""
    found = [path.relative_to(folder).as_posix() for path in folder.rglob("*.html")]
    return sorted(name for name in found if not name.startswith("_static/"))


# ------------------------------------------------------------------------------- in the browser

LOOK = """() => {
  const shown = document.querySelector('article') || document.body;
  const text = shown.cloneNode(true);
  text.querySelectorAll('pre, code, script, mjx-container').forEach(node => node.remove());
  return {
    // beside the text of a link a picture is decoration, and its alt is rightly empty
    alts: [...document.images].filter(image => !image.closest('a')?.textContent.trim()).map(
      image => image.getAttribute('alt')),
    broken: [...document.images].filter(image => image.complete && !image.naturalWidth).map(image => image.src),
    bare: [...document.querySelectorAll('figure')].filter(
      figure => !(figure.querySelector('figcaption')?.textContent.trim())).length,
    headings: document.querySelectorAll('h1').length,
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    description: document.querySelector('meta[name=description]')?.content || '',
    title: document.title,
    text: text.textContent,
    errors: document.querySelectorAll('mjx-merror').length,
  }
}"""


def complaints(browser, address, width=1280, mode="light"):
    """What is wrong with a page, in words; an empty list when nothing is."""
    wrong = []
    server = "/".join(address.split("/")[:3])
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=mode)
    page = context.new_page()
    page.on(
        "console",
        lambda message: message.type in ("error", "warning") and wrong.append(f"console: {message.text}"),
    )
    page.on("pageerror", lambda error: wrong.append(f"script error: {error}"))
    page.on(
        "request",
        lambda request: (
            request.url.startswith((server, "data:", "blob:")) or wrong.append(f"third party: {request.url}")
        ),
    )
    page.on(
        "response",
        lambda answer: answer.status >= 400 and wrong.append(f"status {answer.status}: {answer.url}"),
    )
    page.on("requestfailed", lambda request: wrong.append(f"failed: {request.url}"))
    page.goto(address, wait_until="load")
    page.evaluate("() => Promise.all([window.MathJax?.startup?.promise, document.fonts.ready])")
    seen = page.evaluate(LOOK)
    context.close()

    for alt in seen["alts"]:
        if not alt or not alt.strip() or FILE_NAME.match(alt):
            wrong.append(f"alt text: {alt!r}")
    if seen["broken"]:
        wrong.append(f"broken pictures: {seen['broken']}")
    if seen["bare"]:
        wrong.append(f"{seen['bare']} figures without a caption")
    if seen["headings"] != 1:
        wrong.append(f"{seen['headings']} h1 headings")
    if seen["wide"] > 0:
        wrong.append(f"{seen['wide']} px wider than the window")
    if r"\(" in seen["text"] or r"\[" in seen["text"] or seen["errors"]:
        wrong.append("formulas not rendered")
    if left := LEFT_OVER.search(seen["text"] + " ".join(filter(None, seen["alts"]))):
        wrong.append(f"not rendered: {left[0]}")
    if not seen["title"]:
        wrong.append("no title")
    return wrong


@pytest.mark.parametrize("width, mode", VIEWS)
def test_every_page_is_clean(browser, site, width, mode):
    assert len(pages()) >= 4
    wrong = {name: complaints(browser, f"{site}/{name}", width, mode) for name in pages()}
    assert not {name: list_ for name, list_ in wrong.items() if list_}


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
    page.evaluate("() => Promise.all([window.MathJax?.startup?.promise, document.fonts.ready])")
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


def sources():
    return [f"chapters/{path.stem}" for path in sorted((ROOT / "chapters").glob("*.md"))]


# ------------------------------------------------------------------------------- links, in the files


class Links(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.links, self.targets = [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag in ("a", "link") and attributes.get("href"):
            self.links.append(attributes["href"])
        if tag in ("img", "script") and attributes.get("src"):
            self.links.append(attributes["src"])
        if attributes.get("id"):
            self.targets.append(attributes["id"])


def dead_links(folder):
    """Links of the pages in a folder that lead nowhere, and ids that are there twice."""
    read = {name: Links((folder / name).read_text(encoding="utf8")) for name in pages(folder)}
    dead = []
    for name, page in read.items():
        dead += [f"{name}: id {one} twice" for one in set(page.targets) if page.targets.count(one) > 1]
        for link in page.links:
            if re.match(r"(https?|mailto|data|javascript):", link):
                continue
            path, anchor = urldefrag(urljoin(f"/{name}", link))
            path = unquote(path.split("?")[0]).lstrip("/") or "index.html"
            if not (folder / path).is_file():
                dead.append(f"{name}: {link}")
            elif anchor and path in read and unquote(anchor) not in read[path].targets:
                dead.append(f"{name}: {link} (no such anchor)")
    return dead


@pytest.mark.late
def test_links():
    assert pages(), "no website: run `make book` first"
    assert dead_links(BUILT) == []


@pytest.mark.late
def test_the_front_page_is_the_index():
    text = (BUILT / "index.html").read_text(encoding="utf8")
    assert "<html lang" in text and "http-equiv" not in text
    assert 'class="card' in text


@pytest.mark.late
def test_no_third_party_and_nothing_heavy_is_named():
    for name in pages():
        text = (BUILT / name).read_text(encoding="utf8")
        head = re.findall(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=\"(https?:[^\"]+)", text)
        assert head == [], name
        assert "fontawesome.js" not in text and "require.min.js" not in text, name


# ------------------------------------------------------------------------------- broken pages are refused

GOOD = "<!doctype html><html lang=en><title>t</title><h1>t</h1><figure><img alt=dots src={dot}><figcaption>c"
DOT = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA="
BROKEN = {
    "alt text": f"<h1>t</h1><img src={DOT} alt=figure.png>",
    "alt text: ''": f"<h1>t</h1><img src={DOT} alt=''>",
    "alt text: None": f"<h1>t</h1><img src={DOT}>",
    "caption": f"<h1>t</h1><figure><img src={DOT} alt=dots></figure>",
    "h1": "<h1>t</h1><h1>u</h1>",
    "wider": "<h1>t</h1><div style='width:4000px'>x</div>",
    "formulas": r"<h1>t</h1><p>\(x\)</p>",
    "not rendered": "<h1>t</h1><p>{glue:text}`rate`</p>",
    "console": "<h1>t</h1><script>console.error('no')</script>",
    "script error": "<h1>t</h1><script>nothing.here()</script>",
    "third party": "<h1>t</h1><img alt=dots src=http://127.0.0.2:9/x.png>",
    "status 404": "<h1>t</h1><img alt=dots src=/missing.png>",
}


@pytest.mark.parametrize("expected", BROKEN)
def test_a_broken_page_is_refused(browser, site, expected):
    body = f"<!doctype html><html lang=en><title>t</title>{BROKEN[expected]}"
    assert any(expected in line for line in complain_about(browser, site, body))


def test_a_good_page_is_accepted(browser, site):
    assert complain_about(browser, site, GOOD.format(dot=DOT)) == []


def complain_about(browser, site, body):
    address = f"{site}/page-of-the-test.html"

    class WithPage:
        """The browser, with one more page on the site."""

        def new_context(self, **options):
            context = browser.new_context(**options)
            context.route(address, lambda route: route.fulfill(body=body, content_type="text/html"))
            context.route("**/favicon.ico", lambda route: route.fulfill(body=""))
            return context

    return complaints(WithPage(), address)


def test_a_dead_link_is_found(tmp_path):
    (tmp_path / "a.html").write_text('<a href="b.html#there"></a><a href="b.html#gone"></a><a href="c.html">')
    (tmp_path / "b.html").write_text('<p id="there"><a href="a.html"></a><p id="twice"><p id="twice">')
    assert dead_links(tmp_path) == [
        "a.html: b.html#gone (no such anchor)",
        "a.html: c.html",
        "b.html: id twice twice",
    ]


# ------------------------------------------------------------------------------- front matter

FRONT = {
    "title": "A title",
    "date": '"2026-12-05"',
    "tags": "[one, two]",
    "summary": "One sentence.",
    "thumbnail": "fig-one",
}


def text_with(**changes):
    lines = {**FRONT, **changes}
    return (
        "---\n" + "".join(f"{key}: {value}\n" for key, value in lines.items() if value) + "---\n# A title\n"
    )


def test_front_matter_is_read():
    meta = articles.front_matter(text_with(), "chapters/02-x.md")
    assert meta["date"] == "2026-12-05" and meta["tags"] == ["one", "two"]


@pytest.mark.parametrize("key", FRONT)
def test_a_missing_key_is_named(key):
    with pytest.raises(articles.FrontMatterError, match=f"02-x.md: `{key}`"):
        articles.front_matter(text_with(**{key: None}), "02-x.md")


@pytest.mark.parametrize(
    "changes, message",
    [
        ({"date": "2026-12-05"}, 'date: "2026-12-05"'),
        ({"date": '"5 December 2026"'}, "not an ISO date"),
        ({"date": '"2026-12-06"'}, "is a Sunday"),
        ({"tags": "one"}, "must be a list"),
        ({"tags": "[1]"}, "list of words"),
        ({"summary": '""'}, "must be a str"),
    ],
)
def test_wrong_front_matter_is_refused(changes, message):
    with pytest.raises(articles.FrontMatterError, match=message):
        articles.front_matter(text_with(**changes), "x.md")


def test_the_first_article_keeps_its_date():
    assert articles.front_matter(text_with(date='"2020-10-11"', original="true"), "x")["date"] == "2020-10-11"


def test_no_front_matter():
    with pytest.raises(articles.FrontMatterError, match="no front matter"):
        articles.front_matter("# A title\n", "x.md")


@pytest.mark.parametrize(
    "name, answer",
    [
        ("chapters/01-introduction", True),
        ("chapters/89-last", True),
        ("chapters/90-notation", False),
        ("chapters/index", False),
        ("01-introduction", False),
    ],
)
def test_what_an_article_is(name, answer):
    assert articles.is_article(name) is answer


def front_page_with(count):
    """A front page whose list asks for several articles, filled for so many of them."""
    article = {
        **FRONT,
        "date": "2026-12-05",
        "tags": ["one"],
        "updated": "2026-12-05",
        "minutes": 1,
        "image": "a.png",
        "alt": "dots",
    }
    env = SimpleNamespace(
        series_articles={f"chapters/0{k}-x": article for k in range(1, count + 1)},
        series_lists=set(),
        found_docs=set(),
    )
    builder = SimpleNamespace(get_relative_uri=lambda here, there: f"{there}.html")
    listed = nodes.section("", nodes.title("", "All articles"), articles.ArticleList(newest=0, several=1))
    page = nodes.section("", nodes.title("", "Series"), articles.ArticleList(newest=1, several=0), listed)
    doctree = new_document("index")
    doctree += page
    articles.fill_lists(SimpleNamespace(env=env, builder=builder), doctree, "chapters/index")
    return doctree


@pytest.mark.parametrize("count, headings, listed", [(0, 1, 0), (1, 1, 0), (2, 2, 2), (3, 2, 3)])
def test_all_articles_are_listed_once_there_are_several(count, headings, listed):
    page = front_page_with(count)
    assert not list(page.findall(articles.ArticleList))
    assert len(list(page.findall(nodes.title))) == headings
    assert len(list(page.findall(nodes.list_item))) == listed
    assert len(list(page.findall(nodes.image))) == listed + (count > 0)


# ------------------------------------------------------------------------------- alternative texts


def test_numbers_in_alternative_texts():
    text, unknown = cells.substitute("mean {glue:text}`rate` Hz, CV {glue:text}`cv`", {"rate": "27.10"})
    assert text == "mean 27.10 Hz, CV ?" and unknown == ["cv"]


# ------------------------------------------------------------------------------- the notebook to download


def writer():
    return notebook.Writer(
        values={"rate": "27.10"},
        numbers={"fig-one": "Figure 1.2", "eq-one": "1.1"},
        references={"rajan2006": ("Rajan & Abbott, 2006", "Rajan and Abbott. Spectra. 2006.")},
    )


@pytest.mark.parametrize(
    "written, shown",
    [
        ("{glue:text}`rate` Hz", "27.10 Hz"),
        ("by {cite:t}`rajan2006`", "by Rajan & Abbott (2006)"),
        ("so {cite:p}`rajan2006`", "so (Rajan & Abbott, 2006)"),
        ("see {numref}`fig-one`", "see Figure 1.2"),
        ("see {ref}`there <fig-one>`", "see there"),
        ("as in {eq}`eq-one`", "as in (1.1)"),
        ("by {term}`Dale's law`, two {term}`spikes <spike>`", "by Dale's law, two spikes"),
        ("```{math}\n:label: eq-one\nx = 1\n```", "$$\nx = 1\n\\tag{1.1}\n$$"),
        ("$$\nx = 1\n$$ (eq-one)", "$$\nx = 1\n\\tag{1.1}\n$$"),
        (":::{note}\nMind $x$.\n:::", "> **Note**\n>\n> Mind $x$."),
        ("```{admonition} A title\n:class: tip\nText.\n```", "> **A title**\n>\n> Text."),
        ("(place)=\n## A heading", "## A heading"),
        ("on the [notation page](90-notation.md#units)", "on the notation page"),
        ("in [a paper](https://example.org/a.md)", "in [a paper](https://example.org/a.md)"),
    ],
)
def test_markdown_for_notebooks(written, shown):
    writing = writer()
    assert writing.markdown(written) == shown
    assert writing.unknown == []


@pytest.mark.parametrize(
    "written", ["{doc}`x`", "```{figure} a.png\n```", "{numref}`fig-two`", "{cite:t}`no`"]
)
def test_what_a_notebook_cannot_show_is_reported(written):
    writing = writer()
    writing.markdown(written)
    assert writing.unknown


def test_a_notebook_runs_by_itself():
    import nbformat
    from nbclient import NotebookClient

    source = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell("# Title\n\nIt is {glue:text}`rate` Hz {cite:p}`rajan2006`."),
            nbformat.v4.new_code_cell(
                "print(6 * 7)",
                metadata={"mystnb": {"figure": {"name": "fig-one", "caption": "At {glue:text}`rate` Hz."}}},
                outputs=[
                    nbformat.v4.new_output("display_data", {}, metadata={"scrapbook": {"name": "rate"}})
                ],
            ),
            nbformat.v4.new_markdown_cell("```{bibliography}\n:filter: docname in docnames\n```"),
        ],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    made = writer().notebook(source, "About.")
    nbformat.validate(made)
    assert [cell.cell_type for cell in made.cells] == ["markdown", "markdown", "code", "markdown", "markdown"]
    assert made.cells[3].source == "**Figure 1.2.** At 27.10 Hz."
    assert made.cells[4].source == "- Rajan and Abbott. Spectra. 2006."
    assert made.cells[2].outputs == []
    NotebookClient(made, timeout=60).execute()
    assert made.cells[2].outputs[0].text == "42\n"


@pytest.mark.late
def test_every_article_can_be_downloaded():
    import nbformat

    names = [name.split("/")[1] for name in sources() if articles.is_article(name)]
    assert names
    for name in names:
        made = nbformat.read(BUILT / "notebooks" / f"{name}.ipynb", as_version=4)
        nbformat.validate(made)
        prose = "".join(cell.source for cell in made.cells if cell.cell_type == "markdown")
        assert not re.search(r"(?<!\\begin)(?<!\\end)\{[\w:-]+\}[`\n]|^(```|:::)\{", prose, re.M), name
        outputs = [output for cell in made.cells for output in cell.get("outputs", [])]
        assert sum("image/png" in output.get("data", {}) for output in outputs) >= 3
        assert not any(WIDGET in output.get("data", {}) or output.get("metadata") for output in outputs)
        page = (BUILT / "chapters" / f"{name}.html").read_text(encoding="utf8")
        assert re.search(rf'href="\.\./notebooks/{name}\.ipynb"[^>]* download', page)


# ------------------------------------------------------------------------------- the repository


@pytest.mark.parametrize(
    "remote, url",
    [
        ("https://github.com/someone/networks.git", "https://github.com/someone/networks"),
        ("https://token@github.com/someone/networks", "https://github.com/someone/networks"),
        ("git@github.com:someone/networks.git", "https://github.com/someone/networks"),
        ("ssh://git@gitlab.com:22/group/sub/networks.git", "https://gitlab.com/group/sub/networks"),
        ("/srv/git/networks.git", ""),
        ("file:///srv/github.com/networks", ""),
        ("../networks", ""),
        ("https://example.org/someone/networks", ""),
        ("http://127.0.0.1:3000/someone/networks", ""),
        ("", ""),
    ],
)
def test_repository_from_the_remote(remote, url):
    assert repository.from_remote(remote) == url


def test_repository_from_the_environment(tmp_path):
    url = "https://github.com/someone/networks"
    assert repository.find({"WNN_REPOSITORY": url + ".git"}, tmp_path) == url
    assert repository.find({"GITHUB_REPOSITORY": "someone/networks"}, tmp_path) == url
    other = {"GITHUB_REPOSITORY": "a/b", "GITHUB_SERVER_URL": "https://github.example.org"}
    assert repository.find(other, tmp_path) == "https://github.example.org/a/b"
    assert repository.find({}, tmp_path) == ""  # no repository at all


def test_links_to_the_repository():
    path = "chapters/01-introduction.md"
    run, source = repository.links("https://github.com/someone/networks", path, runs=True)
    assert run["url"] == f"https://mybinder.org/v2/gh/someone/networks/HEAD?urlpath=lab/tree/{path}"
    assert source["url"] == f"https://github.com/someone/networks/blob/HEAD/{path}"
    run, source = repository.links("https://gitlab.com/group/sub/networks", path, runs=True)
    assert "/v2/gl/group%2Fsub%2Fnetworks/HEAD?" in run["url"]
    assert source["url"] == f"https://gitlab.com/group/sub/networks/-/blob/HEAD/{path}"
    (source,) = repository.links("https://codeberg.org/a/b", "chapters/99-about.md", runs=False)
    assert source["url"] == "https://codeberg.org/a/b"


# ------------------------------------------------------------------------------- the rest


def test_labels_of_references():
    from pybtex.database import parse_string

    entries = parse_string(
        "@article{a, author={Rajan, Kanaka and Abbott, L. F.}, year=2006}"
        "@article{b, author={London, M. and Roth, A. and Beeren, L.}, year=2010}"
        "@article{c, author={van Rossum, Mark}, year=2007}",
        "bibtex",
    ).entries.values()
    assert [bibliography.label(entry) for entry in entries] == [
        "Rajan & Abbott, 2006",
        "London et al., 2010",
        "van Rossum, 2007",
    ]


def test_sources_of_claims_become_citations(monkeypatch):
    label = SimpleNamespace(label="Tao & Vu, 2010")
    here, elsewhere = SimpleNamespace(docname="a"), SimpleNamespace(docname="b")
    citations = [
        SimpleNamespace(key="tao2010", citation_id="id7", formatted_entry=label, bibliography_key=here),
        SimpleNamespace(key="vu2008", citation_id="id8", formatted_entry=label, bibliography_key=elsewhere),
    ]
    env = SimpleNamespace(get_domain=lambda name: SimpleNamespace(citations=citations))
    warned = []
    monkeypatch.setattr(
        bibliography.logger, "warning", lambda text, *values, **_: warned.append(text % values)
    )

    def resolved(source):
        document = new_document("a")
        row = f'<table class="claims"><tr><td>1</td><td>{source}</td></tr></table>'
        document += nodes.raw("", row, format="html")
        bibliography.cite_in_claims(SimpleNamespace(env=env), document, "a")
        return document.astext()

    assert '<td><a href="#id7">Tao &amp; Vu, 2010</a></td>' in resolved("tao2010")
    assert "<td>theory</td>" in resolved("theory") and not warned
    resolved("vu2008")  # another page's reference
    assert warned == ["the source of a claim, `vu2008`, is not among the references of the page"]


def test_the_cache_follows_the_code(tmp_path):
    (tmp_path / "lib" / "site").mkdir(parents=True)
    for name in ("requirements.txt", "lib/a.py", "lib/palette.json", "lib/site/b.py"):
        (tmp_path / name).write_text("1")
    files = cache.behind_the_articles(tmp_path)
    assert sorted(path.name for path in files) == ["a.py", "palette.json", "requirements.txt"]
    before = cache.digest(files, tmp_path)
    (tmp_path / "lib" / "a.py").write_text("2")
    assert cache.digest(files, tmp_path) != before


def test_a_damaged_cache_is_noticed(tmp_path):
    from jupyter_cache import get_cache

    get_cache(str(tmp_path)).list_cache_records()
    assert cache.is_sound(tmp_path)
    (tmp_path / "global.db").write_bytes(b"not a database")
    assert not cache.is_sound(tmp_path)
