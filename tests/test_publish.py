"""The series as others follow it: what is due, feed, sitemap, cards, archive, claims page, a new article."""

import datetime
import html
import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as xml

import feedparser
import nbformat
import pytest
import yaml
from pages import BUILT, each_article, each_page
from PIL import Image

from website import articles, cite, claims_page, feed, new, publish, repository

ROOT = Path(__file__).resolve().parents[1]
SITE = "https://example.org/series"
ATOM = f"{{{feed.ATOM}}}"
REPOSITORY = "https://github.com/someone/networks"
COMMITTER = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
LEFTOVERS = (
    "chapters/02-one-neuron.html",
    "chapters/88-taken-away.html",
    "notebooks/02-one-neuron.ipynb",
    "old/page.html",
    "_images/old.webp",
    "_static/cards/02-one-neuron.png",
    "_static/old.js",
)


def article(date, title="A title", **changes):
    return {
        "title": title,
        "date": date,
        "updated": date,
        "tags": ["one"],
        "summary": "In <one> & all.",
        **changes,
    }


# ------------------------------------------------------------------------------- what is due


def test_only_what_is_due_is_published():
    toc, waiting = publish.table_of_contents(ROOT, datetime.date(2026, 11, 27))
    files = [entry["file"] for part in toc["parts"] for entry in part["chapters"]]
    assert "chapters/01-introduction" in files and "chapters/02-one-neuron" in waiting
    assert "chapters/90-notation" in files and not set(files) & set(waiting)
    toc, waiting = publish.table_of_contents(ROOT, datetime.date(2026, 11, 28))  # the Saturday itself
    assert "chapters/02-one-neuron" not in waiting
    whole = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf8"))
    assert publish.table_of_contents(ROOT, datetime.date(2100, 1, 1)) == (whole, [])


def test_today():
    assert publish.today({"WNN_TODAY": "2026-12-05"}) == datetime.date(2026, 12, 5)
    assert abs(publish.today({}) - datetime.date.today()) <= datetime.timedelta(days=1)
    with pytest.raises(ValueError, match="2026-13-05"):
        publish.today({"WNN_TODAY": "2026-13-05"})


def test_an_article_links_only_to_earlier_ones():
    """Else the build on its Saturday would not find the page."""
    for path in sorted((ROOT / "chapters").glob("[0-8]*.md")):
        linked = re.findall(r"\]\((\d\d)-[\w-]+\.md", path.read_text(encoding="utf8"))
        assert not [number for number in linked if path.stem[:2] < number < "90"], path.name


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """The website as it is published between two articles, at an address that is known: its folder.

    The path has brackets in it, the repository is known, and there are leftovers of an earlier build.
    """
    book = tmp_path_factory.mktemp("published") / "a [x] b"
    for name in ("lib", "website", "chapters"):
        shutil.copytree(ROOT / name, book / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("_config.yml", "_toc.yml", "references.bib", "requirements.txt"):
        shutil.copy(ROOT / name, book)
    kept = ROOT / "_build" / "executions"
    if not kept.exists():
        pytest.fail("the articles were not executed: run `make book` first", pytrace=False)
    shutil.copytree(kept, book / "_build" / "executions")
    for name in LEFTOVERS:
        path = book / "_build" / "html" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("<p>of an earlier build</p>")
    for command in (["init", "-q"], ["add", "chapters"], [*COMMITTER, "commit", "-qm", "All"]):
        subprocess.run(["git", *command], cwd=book, check=True)
    environment = {
        **os.environ,
        "PYTHONPATH": str(book),
        "WNN_SITE": SITE,
        "WNN_REPOSITORY": REPOSITORY,
        "WNN_TODAY": "2026-11-27",
    }
    build = [str(Path(sys.executable).with_name("jupyter-book")), "build", "-W", "-n", "--keep-going"]
    for command in ([sys.executable, "-m", "website.publish"], [*build, "--toc", publish.TOC, "."]):
        done = subprocess.run(command, cwd=book, env=environment, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stdout + done.stderr
    assert "Executing" not in done.stdout  # what was kept served
    return book / "_build" / "html"


@pytest.mark.late
def test_nothing_of_an_earlier_build_is_left(published):
    assert [name for name in LEFTOVERS if (published / name).exists()] == []
    assert not (published / "old").exists()
    used = {path.name for path in (published / "_static" / "cards").iterdir()}
    assert used == {"01-introduction.png", "series.png"}


@pytest.mark.late
def test_a_mistake_can_be_reported(published, browser):
    """Without the script the report names article and build; with it, the section that the reader is in."""
    page = (published / "chapters" / "01-introduction.html").read_text(encoding="utf8")
    (written,) = re.findall(r'<a [^>]*href="([^"]+)"[^>]* data-report="body"', page)
    head = ["git", "rev-parse", "--short=12", "HEAD"]
    commit = subprocess.run(head, cwd=published.parents[1], capture_output=True, text=True).stdout.strip()

    def filled_in(address):
        address = urlsplit(html.unescape(address))
        assert address.hostname == "github.com" and address.path == "/someone/networks/issues/new"
        fields = parse_qs(address.query)
        assert fields["title"][0].startswith("Mistake in “Introduction")
        lines = fields["body"][0].splitlines()
        assert lines[0].endswith("(chapters/01-introduction.md)") and lines[-2].startswith("What is wrong")
        assert f"Build: {commit}" in lines
        return [line for line in lines if line.startswith("Section: ")]

    assert commit and filled_in(written) == []
    assert "data-report" not in (published / "chapters" / "99-about.html").read_text(encoding="utf8")
    for width in (1280, 360):
        view = browser.new_page(viewport={"width": width, "height": 800})
        view.goto((published / "chapters" / "01-introduction.html").as_uri())
        link = view.get_by_role("link", name="Report a mistake")
        link.focus()
        assert filled_in(link.get_attribute("href")) == []  # above all sections
        view.locator("#one-neuron h3").evaluate("heading => heading.scrollIntoView()")
        assert link.is_visible()
        link.dispatch_event("pointerenter")
        assert filled_in(link.get_attribute("href")) == ["Section: One neuron (#one-neuron)"]
        view.close()


@pytest.mark.late
def test_an_article_that_waits_is_nowhere(published):
    assert (published / "chapters" / "01-introduction.html").exists()
    for path in published.rglob("*"):
        assert not path.name.startswith("02-one-neuron"), path
        if path.suffix in (".html", ".js", ".xml") and "mathjax" not in path.parts:
            assert "02-one-neuron" not in path.read_text(encoding="utf8"), path
    text = (published / "chapters" / "01-introduction.html").read_text(encoding="utf8")
    assert re.search(r'class="right-next"\s+href="90-notation.html"', text)


@pytest.mark.late
def test_the_published_feed(published):
    text = (published / "atom.xml").read_bytes()
    assert wrong_in_feed(text) == []
    read = feedparser.parse(text)
    assert not read.bozo and read.version == "atom10" and len(read.entries) == 1
    assert read.entries[0].link == f"{SITE}/chapters/01-introduction.html"
    assert read.entries[0].id == "urn:uuid:505b6b0d-4eb1-58d9-8327-ef0791b76c15"  # for ever
    for page in ("index.html", "chapters/01-introduction.html"):
        html = (published / page).read_text(encoding="utf8")
        href = re.search(r'<link rel="alternate" type="application/atom\+xml"[^>]*href="([^"]+)"', html)[1]
        assert (published / page).parent.joinpath(href).resolve() == published / "atom.xml"
    assert f'href="{SITE}/atom.xml"' in (published / "index.html").read_text(encoding="utf8")


@pytest.mark.late
def test_the_published_sitemap(published):
    found = [node.text for node in xml.parse(published / "sitemap.xml").iter(f"{{{feed.SITEMAP}}}loc")]
    assert f"{SITE}/" in found and f"{SITE}/chapters/01-introduction.html" in found
    for address in found:
        assert (published / (address.removeprefix(f"{SITE}/") or "index.html")).exists()


@pytest.mark.late
def test_a_shared_link_shows_title_summary_and_card(published):
    for page, address in (
        ("chapters/01-introduction.html", "/chapters/01-introduction.html"),
        ("index.html", "/"),
    ):
        html = (published / page).read_text(encoding="utf8")
        meta = dict(re.findall(r'<meta property="([\w:]+)" content="([^"]*)"', html))
        assert meta["og:url"] == SITE + address
        assert f'<link rel="canonical" href="{SITE}{address}"' in html
        assert meta["og:title"] and meta["og:description"] and meta["og:image:alt"]
        card = published / meta["og:image"].removeprefix(f"{SITE}/").split("?")[0]
        assert Image.open(card).size == (1200, 630)


@pytest.mark.late
def test_a_page_that_is_not_found(published):
    text = (published / "404.html").read_text(encoding="utf8")
    assert "This page is not here" in text and '/series/chapters/91-archive.html">all articles' in text
    local = [href for href in re.findall(r'(?:href|src)="([^"#]+)"', text) if not href.startswith("http")]
    assert local
    for href in local:  # absolute, as the address that was asked for may be anywhere
        assert href.startswith("/series/"), href
        assert (published / href.removeprefix("/series/").split("?")[0]).exists(), href


# ------------------------------------------------------------------------------- the feed


def wrong_in_feed(text):
    """What RFC 4287 forbids in a feed such as ours, in words."""
    try:
        root = xml.fromstring(text)
    except xml.ParseError as error:
        return [f"no XML: {error}"]
    wrong, ids = [], []
    if root.tag != f"{ATOM}feed":
        wrong.append(f"the root is {root.tag}")
    for node in [root, *root.iter(f"{ATOM}entry")]:
        name = node.findtext(f"{ATOM}title", "without title")
        once = ("id", "title", "updated") + (("summary", "published") if node is not root else ())
        for tag in once:
            found = node.findall(f"{ATOM}{tag}")
            if len(found) != 1 or not (found[0].text or "").strip():
                wrong.append(f"{name}: needs one {tag}")
        ids.append(node.findtext(f"{ATOM}id"))
        if not re.match(r"[a-z][a-z0-9+.-]*:\S+$", ids[-1] or ""):
            wrong.append(f"{name}: the id is no absolute IRI: {ids[-1]}")
        for tag in ("updated", "published"):
            date = node.findtext(f"{ATOM}{tag}")
            if date and not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", date):
                wrong.append(f"{name}: {tag} is no date of RFC 3339: {date}")
        links = node.findall(f"{ATOM}link")
        alternates = [
            (link.get("type"), link.get("hreflang")) for link in links if link.get("rel") == "alternate"
        ]
        if not alternates or len(set(alternates)) < len(alternates):
            wrong.append(f"{name}: needs one alternate link of each type")
        if node is root and not any(link.get("rel") == "self" for link in links):
            wrong.append(f"{name}: needs a link to itself")
        wrong += [
            f"{name}: link {x.get('href')}" for x in links if not re.match("https?://", x.get("href", ""))
        ]
        wrong += [
            f"{name}: category without term" for x in node.findall(f"{ATOM}category") if not x.get("term")
        ]
    if not root.findtext(f"{ATOM}author/{ATOM}name"):
        wrong.append("the author has no name")
    if len(set(ids)) < len(ids):
        wrong.append("two of the same id")
    return wrong


FOUND = {"chapters/01-a": article("2020-10-11"), "chapters/02-b": article("2026-11-28", updated="2026-12-24")}
FEED = feed.atom(FOUND, SITE, "A series", "Its authors", "CC BY 4.0").decode()


def test_feed_is_valid_and_newest_first():
    assert wrong_in_feed(FEED) == []
    read = feedparser.parse(FEED)
    assert not read.bozo and [entry.link for entry in read.entries] == [
        f"{SITE}/chapters/02-b.html",
        f"{SITE}/chapters/01-a.html",
    ]
    assert read.feed.updated == read.entries[0].updated == "2026-12-24T00:00:00Z"
    assert read.entries[0].summary == "In <one> & all."


@pytest.mark.parametrize(
    "old, new_text, complaint",
    [
        ("<title>A title</title>", "", "needs one title"),
        ("T00:00:00Z", "", "no date of RFC 3339"),
        ("urn:uuid:", "", "no absolute IRI"),
        (f'href="{SITE}/chapters', 'href="chapters', "link chapters/02-b.html"),
        ("<summary>In &lt;one&gt; &amp; all.</summary>", "", "needs one summary"),
        (feed.identifier("02-b"), feed.identifier("01-a"), "two of the same id"),
        ("<name>Its authors</name>", "", "the author has no name"),
        ("</feed>", "", "no XML"),
        ('rel="self"', 'rel="via"', "link to itself"),
    ],
)
def test_a_broken_feed_is_noticed(old, new_text, complaint):
    assert old in FEED
    assert any(complaint in text for text in wrong_in_feed(FEED.replace(old, new_text)))


def test_ids_never_change():
    assert feed.identifier() == "urn:uuid:eed20134-f3a7-5930-bfe3-6d66d892865d"
    assert feed.identifier("02-one-neuron") != feed.identifier("01-introduction")


@pytest.mark.parametrize(
    "url, environ, address",
    [
        ("https://github.com/Someone/networks", {}, "https://someone.github.io/networks"),
        ("https://github.com/someone/someone.github.io", {}, "https://someone.github.io"),
        ("https://gitlab.com/group/sub/networks", {}, "https://group.gitlab.io/sub/networks"),
        ("https://codeberg.org/a/b", {}, ""),
        ("", {}, ""),
        ("", {"WNN_SITE": "https://example.org/series/"}, "https://example.org/series"),
    ],
)
def test_address_of_the_website(url, environ, address):
    assert repository.website(url, environ) == address


# ------------------------------------------------------------------------------- archive, claims, citation


@pytest.mark.late
@each_page
def test_every_tag_leads_into_the_archive(name):
    path, archive = BUILT / name, BUILT / "chapters" / "91-archive.html"
    found = re.findall(r'<a class="tag" href="([^"]+)"', path.read_text(encoding="utf8"))
    assert found or not articles.is_article(name.removesuffix(".html"))
    for href in found:
        page, anchor = href.split("#")
        assert path.parent.joinpath(page).resolve() == archive
        assert f'id="{anchor}"' in archive.read_text(encoding="utf8")


@pytest.mark.late
@each_article
def test_every_claim_is_on_the_claims_page_with_its_cell(name):
    page = (BUILT / "chapters" / "92-claims.html").read_text(encoding="utf8")
    html = (BUILT / "chapters" / f"{name}.html").read_text(encoding="utf8")
    claims = re.findall('<tr id="claim-[^"]+"><td>(.*?)</td>', html)
    assert claims
    for claim in claims:
        link = re.search(rf'<a href="{name}.html#(cell-\d+)">{re.escape(claim)}</a>', page)
        assert link, claim
        assert f'id="{link[1]}"' in html
    assert re.search(r"executed in \d+ s", page)


def test_claims_of_an_executed_article():
    cells = [
        nbformat.v4.new_code_cell(
            "1",
            outputs=[
                nbformat.v4.new_output(
                    "stream", text="holds: a: 1, expected 1 exactly (prediction; theory)\n"
                )
            ],
        ),
        nbformat.v4.new_code_cell(
            "3",
            outputs=[
                nbformat.v4.new_output(
                    "stream", text="holds: a: b: 3, expected 3 exactly (prediction; theory)\n"
                )
            ],
        ),
        nbformat.v4.new_code_cell(
            "2",
            outputs=[
                nbformat.v4.new_output(
                    "display_data",
                    data={
                        "text/html": '<table class="claims"><thead></thead><tbody>'
                        "<tr><td>a: b</td><td>3</td><td>3</td><td>exactly</td><td>prediction</td><td>theory</td></tr>\n"
                        "<tr><td>a</td><td>1</td><td>1</td><td>exactly</td><td>prediction</td><td>theory</td></tr>\n"
                        "<tr><td>b &lt; c</td><td>2</td><td>2</td><td>± 1</td><td>prediction</td><td>theory</td></tr></tbody></table>"
                    },
                )
            ],
        ),
    ]
    found = claims_page.claims_of(nbformat.v4.new_notebook(cells=cells))
    assert found == [
        ["a: b", "3", "3", "exactly", "prediction", "theory", 1],
        ["a", "1", "1", "exactly", "prediction", "theory", 0],
        ["b < c", "2", "2", "± 1", "prediction", "theory", None],
    ]


def test_bibtex_of_an_article():
    from pybtex.database import parse_string

    text = cite.bibtex(
        "chapters/02-b", article("2026-11-28", "Two: a thing"), "the authors", "A series", SITE
    )
    entry = parse_string(text, "bibtex").entries["wnn-02-b"]
    assert entry.fields["title"] == "{Two: a thing}" and entry.fields["year"] == "2026"
    assert entry.fields["url"] == SITE and entry.persons["author"][0].last_names == ["{the authors}"]
    assert "url" not in cite.bibtex("chapters/02-b", article("2026-11-28"), "x", "y", "")


# ------------------------------------------------------------------------------- a new article


@pytest.mark.parametrize(
    "dates, today, saturday",
    [
        ([], "2026-11-25", "2026-11-28"),
        ([], "2026-11-28", "2026-12-05"),
        (["2020-10-11", "2026-11-28"], "2026-11-25", "2026-12-05"),
        (["2020-10-11"], "2026-11-29", "2026-12-05"),
    ],
)
def test_the_next_saturday(dates, today, saturday):
    assert str(new.next_saturday(dates, datetime.date.fromisoformat(today))) == saturday


@pytest.mark.parametrize(
    "title, name",
    [
        ("Order from disorder: balance", "order-from-disorder"),
        ("Kürzeste Wege!", "kurzeste-wege"),
        ("?!", ""),
    ],
)
def test_name_of_an_article(title, name):
    assert new.slug(title) == name


@pytest.fixture
def copy(tmp_path):
    """The sources of the project's pages."""
    shutil.copytree(ROOT / "chapters", tmp_path / "chapters")
    shutil.copy(ROOT / "_toc.yml", tmp_path)
    return tmp_path


def test_a_new_article_stands_in_the_table_of_contents(copy):
    before = yaml.safe_load((copy / "_toc.yml").read_text())["parts"][0]["chapters"]
    path = new.create('The "small" world: \\mu paths', copy, datetime.date(2026, 11, 25))
    number = 1 + max(int(entry["file"].split("/")[1][:2]) for entry in before)
    assert path.name == f"{number:02}-the-small-world.md"
    drawing = (copy / "chapters" / "pictures" / path.name).with_suffix(".svg").read_text(encoding="utf8")
    assert 'id="picture-the-small-world-title"' in drawing and "@" not in drawing.replace("@media", "")
    after = yaml.safe_load((copy / "_toc.yml").read_text())["parts"][0]["chapters"]
    assert after == [*before, {"file": f"chapters/{path.stem}"}]
    front = articles.front_matter(path.read_text(encoding="utf8"), path)
    assert front["title"] == 'The "small" world: \\mu paths' and "@" not in path.read_text(encoding="utf8")
    with pytest.raises(ValueError, match="'the-small-world' already"):
        new.create("The small world", copy, datetime.date(2026, 11, 25))
    with pytest.raises(ValueError, match="letters or digits"):
        new.create("…", copy, datetime.date(2026, 11, 25))


def test_what_an_editor_does_to_an_article_stops_neither_the_next_nor_publication(copy):
    path = copy / "chapters" / "02-one-neuron.md"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert "chapters/02-one-neuron" in publish.table_of_contents(copy, datetime.date(2026, 11, 27))[1]
    assert new.create("The next", copy, datetime.date(2026, 11, 25)).exists()


def test_broken_front_matter_of_another_article_is_named_in_a_line(copy):
    path = copy / "chapters" / "02-one-neuron.md"
    path.write_text(
        path.read_text(encoding="utf8").replace("summary: ", "summary: a: b: ", 1), encoding="utf8"
    )
    with pytest.raises(SystemExit, match=r"^==> .*02-one-neuron\.md: the front matter is no YAML"):
        new.main("The next", copy)
    with pytest.raises(SystemExit, match=r"^==> .*02-one-neuron\.md: the front matter is no YAML"):
        publish.main(copy)


@pytest.mark.parametrize(
    "title", ["$(touch ran)", "`touch ran`", "\\mu and $\\mu$", 'It\'s: a "title"; touch ran']
)
def test_nothing_in_a_title_is_a_command(copy, title):
    """What `make article` hands on is what was typed."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf8")
    (recipe,) = re.findall(r"^article:.*\n\t@\$\(PY\) -m website\.new (.*?) #", makefile, re.M)
    (copy / "Makefile").write_text(f"article:\n\t@printf %s {recipe}\n")
    done = subprocess.run(
        ["make", "-s", f"TITLE={title}"], cwd=copy, capture_output=True, text=True, check=True
    )
    assert done.stdout == title and not (copy / "ran").exists()
    path = new.create(f"Mean: {title}", copy, datetime.date(2026, 11, 25))
    assert articles.front_matter(path.read_text(encoding="utf8"), path)["title"] == f"Mean: {title}"


@pytest.mark.late
def test_a_new_article_runs_as_it_is(copy):
    import jupytext
    from nbclient import NotebookClient

    path = new.create("A new one", copy, datetime.date(2026, 11, 25))
    notebook = jupytext.read(path)
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(ROOT)}}).execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    texts = "".join(output.get("text", "") for output in outputs)
    assert texts.count("holds: rate at a drive of") == 3
    pictures = [output["data"]["image/png"] for output in outputs if "image/png" in output.get("data", {})]
    assert len(pictures) == 3 and io.BytesIO(pictures[0].encode()).getbuffer().nbytes > 5000
