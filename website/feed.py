"""What announces the articles to others: the Atom feed (RFC 4287) and the sitemap.

Both need absolute links, so they are written only where the address of the website is known.
"""

import uuid
from pathlib import Path
from xml.etree import ElementTree as xml

from website import articles

ATOM = "http://www.w3.org/2005/Atom"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
# An entry keeps its id when the website moves. Never change these two.
SERIES = uuid.UUID("cb785199-1945-420b-8513-5adc41406e63")
NAME = "weekly-neural-networks"


def identifier(name=NAME):
    """The id of the feed, or of an article by the name of its file; the same for ever."""
    return uuid.uuid5(SERIES, name).urn


def timestamp(date):
    return f"{date}T00:00:00Z"


def atom(found, site, title, author, rights):
    """The feed of articles. `found` is {docname: article}; `site` the website's address."""
    newest = articles.newest_first(found)
    feed = xml.Element("feed", xmlns=ATOM, attrib={"xml:lang": "en"})

    def add(parent, tag, text=None, **attributes):
        child = xml.SubElement(parent, tag, attributes)
        child.text = text

    add(feed, "id", identifier())
    add(feed, "title", title)
    add(feed, "updated", timestamp(max(article["updated"] for _, article in newest)))
    add(feed, "link", rel="self", type="application/atom+xml", href=f"{site}/atom.xml")
    add(feed, "link", rel="alternate", type="text/html", href=f"{site}/")
    add(xml.SubElement(feed, "author"), "name", author)
    add(feed, "rights", rights)
    add(feed, "icon", f"{site}/_static/favicon.svg")
    for docname, article in newest:
        entry = xml.SubElement(feed, "entry")
        add(entry, "id", identifier(Path(docname).name))
        add(entry, "title", article["title"])
        add(entry, "published", timestamp(article["date"]))
        add(entry, "updated", timestamp(article["updated"]))
        add(entry, "link", rel="alternate", type="text/html", href=f"{site}/{docname}.html")
        add(entry, "summary", article["summary"])
        for tag in article["tags"]:
            add(entry, "category", term=tag)
    return _bytes(feed)


def sitemap(pages, found, site):
    """All pages, with the day of the last change where it is known."""
    urls = xml.Element("urlset", xmlns=SITEMAP)
    for docname, address in sorted(pages.items()):
        url = xml.SubElement(urls, "url")
        xml.SubElement(url, "loc").text = f"{site}/{address}"
        if docname in found:
            xml.SubElement(url, "lastmod").text = found[docname]["updated"]
    return _bytes(urls)


def _bytes(root):
    xml.indent(root)
    return xml.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def write(app, exception):
    """On build-finished: write atom.xml and sitemap.xml beside the front page."""
    site = app.config.html_baseurl.rstrip("/")
    if exception or app.builder.format != "html" or not site:
        return
    found, config, folder = articles.of(app.env), app.config, Path(app.outdir)
    if found:
        rights = "Text and figures: CC BY 4.0, https://creativecommons.org/licenses/by/4.0/"
        (folder / "atom.xml").write_bytes(atom(found, site, config.html_title, config.author, rights))
    pages = {name: app.builder.get_target_uri(name) for name in app.env.found_docs}
    pages[config.root_doc] = ""
    (folder / "sitemap.xml").write_bytes(sitemap(pages, found, site))
