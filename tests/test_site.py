"""The parts of `website` by themselves."""

import io
import json
import os
import re
import subprocess
from dataclasses import replace
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
from docutils import nodes
from docutils.utils import new_document
from PIL import Image
from sphinx.errors import ConfigError

from website import articles, beginning, bibliography, cells, claims_table, lists, pictures, repository

# ------------------------------------------------------------------------------- front matter

FRONT = {
    "title": "A title",
    "date": '"2026-12-05"',
    "tags": "[one, two]",
    "summary": "One sentence.",
    "level": "1",
    "needs": "[]",
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
        ({"level": "4"}, r"x\.md: `level` must be one of \[1, 2, 3\], got 4"),
        ({"level": "two"}, r"x\.md: `level` must be a int, not empty, got 'two'"),
        ({"level": "true"}, r"x\.md: `level` must be one of \[1, 2, 3\], got True"),
        ({"level": "2"}, r"x\.md: `level` is 2, so `needs` must name"),
        ({"needs": "introduction"}, r"x\.md: `needs` must be a list, \[\] for none, got 'introduction'"),
        ({"needs": "[1]"}, r"x\.md: `needs` must be a list of names of articles, got \[1\]"),
        ({"summary": "Balance: strong: and weak"}, r"x\.md: the front matter is no YAML"),
    ],
)
def test_wrong_front_matter_is_refused(changes, message):
    with pytest.raises(articles.FrontMatterError, match=message):
        articles.front_matter(text_with(**changes), "x.md")


def test_the_first_article_keeps_its_date():
    assert articles.front_matter(text_with(date='"2020-10-11"', original="true"), "x")["date"] == "2020-10-11"


@pytest.mark.parametrize("changed", [lambda text: "\ufeff" + text, lambda text: text.replace("\n", "\r\n")])
def test_what_an_editor_does_to_a_file_does_no_harm(changed):
    assert articles.front_matter(changed(text_with()), "x.md") == articles.front_matter(text_with(), "x.md")


DOCNAMES = [
    "chapters/03-three",
    "chapters/01-one",
    "chapters/02-two",
    "chapters/90-notation",
    "chapters/index",
]


def test_what_an_article_needs():
    meta = {"needs": ["two", "one"]}
    found = articles.needed(meta, "chapters/03-three", DOCNAMES, "03-three.md")
    assert list(found.items()) == [("two", "chapters/02-two"), ("one", "chapters/01-one")]
    assert articles.needed({"needs": []}, "chapters/01-one", DOCNAMES, "01-one.md") == {}


@pytest.mark.parametrize(
    "docname, needs, message",
    [
        ("chapters/02-two", ["three"], "names 'three', which is no earlier article; those are one"),
        ("chapters/02-two", ["two"], "names 'two', which is no earlier article; those are one"),
        ("chapters/01-one", ["one"], "names 'one', which is no earlier article; there is none"),
        ("chapters/03-three", ["02-two"], "names '02-two', which is no earlier article; those are one, two"),
        ("chapters/03-three", ["notation"], "names 'notation', which is no earlier article"),
        ("chapters/03-three", ["one", "two", "one"], "names 'one' twice"),
    ],
)
def test_what_no_article_can_need(docname, needs, message):
    with pytest.raises(articles.FrontMatterError, match=f"x.md: `needs` {message}"):
        articles.needed({"needs": needs}, docname, DOCNAMES, "x.md")


@pytest.mark.parametrize(
    "level, links, said",
    [
        (1, [], "First steps. 25 min to read, 1½ h to work through."),
        (1, ["A"], "First steps, after A. 25 min"),
        (2, ["A", "B"], "Builds on A and B. 25 min"),
        (3, ["A", "B", "C"], "For the curious, after A, B and C. 25 min"),
    ],
)
def test_what_an_article_asks_of_its_reader(level, links, said):
    assert beginning.demands(level, links, 25, 90).startswith(said)


@pytest.mark.parametrize(
    "minutes, text", [(5, "5 min"), (30, "30 min"), (60, "1 h"), (65, "65 min"), (150, "2½ h")]
)
def test_times_in_words(minutes, text):
    assert articles.duration(minutes) == text


def test_every_tag_has_a_place_of_its_own():
    tags = ["random networks", "C", "C++", "e", "é", "f–I curve"]
    places = [articles.tag_id(tag) for tag in tags]
    assert places[0] == "tag-random-networks" and len(set(places)) == len(tags)
    assert all(re.fullmatch(r"tag-[a-z0-9_-]+", place) for place in places)


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


def test_outline_of_an_article():
    """What `make check` leaves of the articles that it does not build: what others may lead to."""
    text = (
        text_with()
        + "\n(place)=\n## One\n\nText.\n\n```{code-cell}\n# no heading\n```\n\n:::{note}\n## None\n:::\n### Two\n"
    )
    assert articles.outline(text).split("\n\n") == ["# A title", "(place)=", "## One", "### Two\n"]


def test_only_articles_become_stubs():
    app = SimpleNamespace(config=SimpleNamespace(series_only="02-two"))
    names = ("chapters/01-one", "chapters/02-two", "chapters/90-notation", "chapters/index")
    assert [articles.is_stub(app, name) for name in names] == [True, False, False, False]
    app.config.series_only = ""
    assert not articles.is_stub(app, "chapters/01-one")


def front_page_with(count, folder):
    """A front page whose list asks for several articles, filled for so many of them."""
    article = {
        **FRONT,
        "date": "2026-12-05",
        "tags": ["one"],
        "updated": "2026-12-05",
        "reading": 10,
    }
    drawing = pictures.read(drawn(folder))
    env = SimpleNamespace(
        series_articles={
            f"chapters/0{k}-x": {**article, "picture": replace(drawing, name=f"0{k}-x")}
            for k in range(1, count + 1)
        },
        found_docs=set(),
    )
    builder = SimpleNamespace(get_relative_uri=lambda here, there: f"{there}.html")
    between, ends = (lists.Place(maker=lists.Articles, **{option: None}) for option in ("between", "ends"))
    listed = nodes.section("", nodes.title("", "The other articles"), between)
    page = nodes.section("", nodes.title("", "Series"), ends, listed)
    doctree = new_document("index")
    doctree += page
    lists.fill(SimpleNamespace(env=env, builder=builder), doctree, "chapters/index")
    return doctree


@pytest.mark.parametrize(
    "count, labels, listed",
    [
        (0, [], 0),
        (1, ["Start here"], 0),
        (2, ["Start here", "The newest article"], 0),
        (3, ["Start here", "The newest article"], 1),
        (5, ["Start here", "The newest article"], 3),
    ],
)
def test_the_front_page_says_where_to_start_and_shows_no_article_twice(count, labels, listed, tmp_path):
    page = front_page_with(count, tmp_path)
    assert not list(page.findall(lists.Place))
    said = [node.astext() for node in page.findall(nodes.paragraph) if "card-label" in node["classes"]]
    assert said == labels
    assert len(list(page.findall(nodes.title))) == 1 + (listed > 0)
    assert len(list(page.findall(nodes.list_item))) == listed
    links = [node["refuri"] for node in page.findall(nodes.reference)]
    last = sorted({1, count}) if count else []
    order = [*last, *range(2, count)]  # the ends, and then the others from the first on
    assert links == [f"chapters/0{k}-x.html" for k in order]
    shown = [node.astext() for node in page.findall(nodes.raw) if node.astext().startswith("<svg")]
    assert len(shown) == count
    ids = re.findall(r'\sid="([^"]*)"', "".join(shown))
    assert len(ids) == len(set(ids)) == 3 * len(shown)


def series(**needs):
    """An application with articles 01-a, 02-b, …, which build on those."""
    names = {slug: f"chapters/0{k}-{slug}" for k, slug in enumerate(needs, start=1)}
    found = {
        names[slug]: {"level": 2 if built else 1, "builds on": [names[one] for one in built]}
        for slug, built in needs.items()
    }
    titles = {name: nodes.title("", f"{slug.upper()} & co: more") for slug, name in names.items()}
    builder = SimpleNamespace(get_relative_uri=lambda here, there: f"../{there}.html")
    env = SimpleNamespace(series_articles=found, titles=titles)
    return SimpleNamespace(env=env, builder=builder)


def test_what_an_article_builds_on_directly():
    app = series(a="", b="a", c="ab", d="ac", e="bd")
    direct = lists.directly(app.env.series_articles)
    assert {name[-1]: "".join(one[-1] for one in below) for name, below in direct.items()} == {
        "a": "", "b": "a", "c": "b", "d": "c", "e": "d",
    }  # fmt: skip
    assert lists.directly(series(a="", b="", c="ab").env.series_articles)["chapters/03-c"] == [
        "chapters/01-a", "chapters/02-b",
    ]  # fmt: skip


def test_the_path_is_a_list_with_links_and_a_line_for_each_need():
    html = lists.path(series(a="", b="a", c="a"), "chapters/91-archive").astext()
    link = '<a href="../chapters/01-a.html">A &amp; co</a>'
    assert html.count("<li ") == 3 and html.count("<path ") == 2
    assert f'<li class="level-1">{link} <span>First steps</span></li>' in html
    assert html.count(f"<span>Builds on {link}</span>") == 2
    assert 'viewBox="0 0 100 3"' in html and "M100 0.5C" in html and " 100 2.5" in html


def test_the_path_leaves_out_what_is_not_there():
    """`make check` reads one article alone."""
    app = series(a="", b="a")
    del app.env.series_articles["chapters/01-a"]
    html = lists.path(app, "chapters/91-archive").astext()
    assert html.count("<li ") == 1 and "<path " not in html and "A &amp; co" in html


# ------------------------------------------------------------------------------- alternative texts


def test_numbers_in_alternative_texts():
    text, unknown = cells.substitute("mean {glue:text}`rate` Hz, CV {glue:text}`cv`", {"rate": "27.10"})
    assert text == "mean 27.10 Hz, CV ?" and unknown == ["cv"]


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
        ("git@github.com-work:someone/networks.git", ""),  # names of an ssh configuration
        ("git@github-work:someone/networks.git", ""),
        ("git@work.github.com:someone/networks.git", ""),
        ("git@gitlab.example.org:someone/networks.git", "https://gitlab.example.org/someone/networks"),
        ("", ""),
    ],
)
def test_repository_from_the_remote(remote, url):
    assert repository.from_remote(remote) == url


def test_repository_from_the_environment(tmp_path):
    url = "https://github.com/someone/networks"
    assert repository.find({"WNN_REPOSITORY": url + ".git"}, tmp_path) == url
    assert repository.find({"WNN_REPOSITORY": "git@github.com:someone/networks"}, tmp_path) == url
    assert repository.find({"WNN_REPOSITORY": "https://forge.example.org/a/b"}, tmp_path).endswith("org/a/b")
    assert repository.find({"GITHUB_REPOSITORY": "someone/networks"}, tmp_path) == url
    other = {"GITHUB_REPOSITORY": "a/b", "GITHUB_SERVER_URL": "https://github.example.org"}
    assert repository.find(other, tmp_path) == "https://github.example.org/a/b"
    assert repository.find({}, tmp_path) == ""  # no repository at all


def test_links_to_the_repository():
    path, own, tag = "chapters/01-introduction.md", "01-introduction.ipynb", "notebooks-abc"
    binder, colab, source = repository.links("https://github.com/someone/networks", path, own, tag)
    assert binder["url"] == f"https://mybinder.org/v2/gh/someone/networks/{tag}?urlpath=lab/tree/{own}"
    assert colab["url"].endswith(f"/github/someone/networks/blob/{tag}/{own}")
    assert source["url"] == f"https://github.com/someone/networks/blob/HEAD/{path}"
    run, source = repository.links("https://gitlab.com/group/sub/networks", path, own, tag)
    assert f"/v2/gl/group%2Fsub%2Fnetworks/{tag}?" in run["url"]
    assert source["url"] == f"https://gitlab.com/group/sub/networks/-/blob/HEAD/{path}"
    (source,) = repository.links("https://codeberg.org/a/b", "chapters/99-about.md", "", tag)
    assert source["url"] == "https://codeberg.org/a/b"


def test_without_a_tag_nothing_is_offered_to_be_run():
    (source,) = repository.links("https://github.com/a/b", "chapters/01-one.md", "01-one.ipynb", "")
    assert source["text"] == "Source of this page"
    assert repository.notebooks({}) == "" and repository.notebooks({"WNN_NOTEBOOKS": "a-1"}) == "a-1"
    with pytest.raises(ConfigError, match=re.escape("'a/b?c'")):
        repository.notebooks({"WNN_NOTEBOOKS": "a/b?c"})


@pytest.fixture
def said(monkeypatch):
    """What the website says while it looks for the repository."""
    lines = []
    monkeypatch.setattr(repository.logger, "info", lambda text, *values: lines.append(text % values))
    return lines


@pytest.fixture
def checkout(tmp_path):
    """A function that makes a repository with this origin."""

    def make(origin):
        subprocess.run(["git", "init", "-q", tmp_path], check=True)
        subprocess.run(["git", "-C", tmp_path, "remote", "add", "origin", origin], check=True)
        return tmp_path

    return make


def test_what_git_refuses_is_said(checkout, said, monkeypatch):
    folder = checkout("https://github.com/someone/networks")
    assert repository.find({}, folder) == "https://github.com/someone/networks" and not said
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)  # in which all folders may be called safe
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert repository.find({}, folder) == ""
    assert len(said) == 1 and "dubious ownership" in said[0]


def test_an_address_that_no_forge_has_is_said_once(checkout, said):
    assert repository.find({}, checkout("git@github.com-work:someone/networks.git")) == ""
    assert len(said) == 1 and "github.com-work:someone/networks.git" in said[0]


@pytest.mark.parametrize("given", ["git@github.com-work:me/x", "somewhere", "https://github.com"])
def test_a_repository_that_is_no_address_is_refused(given):
    with pytest.raises(ConfigError, match=re.escape(repr(given))):
        repository.find({"WNN_REPOSITORY": given})


@pytest.mark.parametrize(
    "url, page, names",
    [
        ("https://github.com/a/b", "/a/b/issues/new", ("title", "body")),
        ("https://gitlab.com/a/b/c", "/a/b/c/-/issues/new", ("issue[title]", "issue[description]")),
        ("https://codeberg.org/a/b", "/a/b/issues/new", ("title", "body")),
    ],
)
def test_a_report_is_written_where_the_forge_has_it(url, page, names):
    (link,) = repository.report(url, "One & two", "chapters/01-one.md", "abc-dirty")
    address = urlsplit(link["url"])
    fields = {name: values[0] for name, values in parse_qs(address.query).items()}
    assert address.path == page and tuple(fields) == names and link["report"] == names[1]
    assert fields[names[1]].startswith("Article: One & two (chapters/01-one.md)\nBuild: abc-dirty\n")
    (link,) = repository.report(url, "One", "chapters/01-one.md", "")
    assert "Build" not in link["url"]


@pytest.mark.parametrize("url", ["https://forge.example.org/a/b", "https://bitbucket.org/a/b", ""])
def test_no_report_where_nobody_knows_how(url):
    assert repository.report(url, "One", "chapters/01-one.md", "") == []


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


# ------------------------------------------------------------------------------- claims behind a sentence

TABLE = (
    '<table class="claims"><tbody><tr><td>rate &amp; time</td><td>−8.3 Hz</td><td>8 Hz</td><td>± 1 Hz</td><td>prediction</td><td>theory</td></tr>'
    "<tr><td>Rate: time</td><td>3</td><td>3</td><td>exactly</td><td>known misfit, 5 standard errors</td><td>theory</td></tr></tbody></table>"
)


def with_claims(*names):
    """A page on which sentences name claims of TABLE."""
    document = new_document("a.md")
    document += nodes.section("", nodes.bullet_list())
    for name in names:
        sentence = nodes.paragraph("", "So it is. ", claims_table.Carrier("", name=name, row=7))
        document[0][0] += nodes.list_item("", sentence)
    document += nodes.raw("", TABLE, format="html")
    return document


@pytest.fixture
def claim_warnings(monkeypatch):
    warned = []
    monkeypatch.setattr(
        claims_table.logger,
        "warning",
        lambda text, *values, location: warned.append((text % values, location)),
    )
    return warned


def test_a_sentence_leads_to_the_claim_that_carries_it(claim_warnings):
    document = with_claims("rate & time", "Rate: time")
    claims_table.finish(SimpleNamespace(env=SimpleNamespace(docname="chapters/01-a")), document)
    links = list(document.findall(nodes.reference))
    assert [link.astext() for link in links] == ["checked\u00a0✓", "checked\u00a0≈"]
    assert links[0]["reftitle"] == "rate & time: −8.3 Hz, expected 8 Hz ± 1 Hz (prediction)"
    ids = re.findall('<tr id="([^"]+)">', document.astext())
    assert ids == [link["refid"] for link in links] and len(set(ids)) == 2 and not claim_warnings
    said = document[0][1]  # right below the sentences
    assert said["classes"] == ["marks"] and all(link.astext()[-1] in said.astext() for link in links)


def test_the_word_before_the_mark_stands_once_in_a_sentence(claim_warnings):
    document = with_claims("rate & time")
    document[0][0][0][0] += claims_table.Carrier("", name="Rate: time", row=7)
    claims_table.finish(SimpleNamespace(env=SimpleNamespace(docname="chapters/01-a")), document)
    links = list(document.findall(nodes.reference))
    assert [link.astext() for link in links] == ["checked\u00a0✓", "≈"] and not claim_warnings


def test_an_unknown_claim_is_named_with_its_place(claim_warnings):
    document = with_claims("rate")
    claims_table.finish(SimpleNamespace(env=SimpleNamespace(docname="chapters/01-a")), document)
    assert claim_warnings == [("no claim of this article is called `rate`", ("chapters/01-a", 7))]
    assert not list(document.findall(claims_table.Carrier))


# ------------------------------------------------------------------------------- drawings

DRAWING = """<?xml version="1.0"?>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 300" class="picture" aria-labelledby="t" aria-describedby="d">
  <title id="t">A ball</title>
  <desc id="d">It rolls &amp;
    rests.</desc>
  <style>svg:root { --ink: #123; } .picture .ball { fill: var(--ink); }</style>
  <defs><circle id="ball" r="9" class="ball"/></defs>
  <use href="#ball"/><g clip-path="url(#t)"/>
</svg>
"""


def drawn(folder, text=DRAWING):
    path = folder / "01-ball.svg"
    path.write_text(text, encoding="utf8")
    return path


def test_a_drawing_is_read(tmp_path):
    picture = pictures.read(drawn(tmp_path))
    assert picture.alt == "A ball. It rolls & rests."
    assert picture.address().startswith("data:image/svg+xml;base64,")


def test_a_drawing_on_a_page_meets_no_other(tmp_path):
    text = pictures.read(drawn(tmp_path)).inline("card")
    assert text.startswith("<svg ") and text.endswith("</svg>")
    assert re.findall(r'\sid="([^"]*)"', text) == [f"card-01-ball-{name}" for name in ("t", "d", "ball")]
    assert 'aria-labelledby="card-01-ball-t"' in text and 'aria-describedby="card-01-ball-d"' in text
    assert 'href="#card-01-ball-ball"' in text and "url(#card-01-ball-t)" in text
    assert 'class="picture card-01-ball"' in text and ".card-01-ball .ball {" in text
    assert "svg:root { --ink: #123; }" in text


def test_a_drawing_as_pixels(tmp_path):
    text = DRAWING.replace('r="9"', 'cx="240" cy="150" r="90"')
    made = Image.open(io.BytesIO(pictures.read(drawn(tmp_path, text)).pixels(240)))
    assert made.size == (240, 150)
    ink = tuple(bytes.fromhex(json.loads(pictures.PALETTE.read_text())["light"]["ink"][1:]))
    assert made.getpixel((120, 75))[:3] == ink and made.getpixel((5, 5))[:3] == (255, 255, 255)


def test_a_missing_drawing_is_named(tmp_path):
    with pytest.raises(pictures.PictureError, match=r"01-ball\.svg is missing"):
        pictures.read(tmp_path / "01-ball.svg")


@pytest.mark.parametrize(
    "old, new, message",
    [
        ("</svg>", "", "no XML: "),
        ("A ball", " ", "<title> and <desc> must say what is to be seen"),
        ("desc", "text", "<title> and <desc> must say what is to be seen"),
    ],
)
def test_a_drawing_that_says_nothing_is_refused(old, new, message, tmp_path):
    with pytest.raises(pictures.PictureError, match=f"01-ball.svg: {message}"):
        pictures.read(drawn(tmp_path, DRAWING.replace(old, new)))
