"""How to cite an article: a BibTeX entry at its end."""

import datetime
from pathlib import Path

from docutils import nodes

from website import articles


def bibtex(docname, article, author, series, address):
    """The entry of an article as text; `address` is that of the page, or ""."""
    day = datetime.date.fromisoformat(article["date"])
    fields = {
        "author": f"{{{author}}}",
        "title": f"{{{article['title']}}}",
        "howpublished": series,
        "year": f"{day.year}",
        "month": f"{day:%b}".lower(),
        "day": f"{day.day}",
        "url": address,
    }
    lines = [
        f"  {key} = {value},\n" if key == "month" else f"  {key} = {{{value}}},\n"
        for key, value in fields.items()
        if value
    ]
    return f"@misc{{wnn-{Path(docname).name},\n{''.join(lines)}}}"


def add(app, doctree):
    """On doctree-read: the last section of an article tells how to cite it."""
    docname, config = app.env.docname, app.config
    article = articles.of(app.env).get(docname)
    if not article:
        return
    site = config.html_baseurl.rstrip("/")
    address = f"{site}/{docname}.html" if site else ""
    text = bibtex(docname, article, config.author, config.html_title, address)
    code = nodes.literal_block(text, text, language="bibtex")
    last = next(doctree.findall(nodes.section))
    last += nodes.section("", nodes.title("", "Cite this article"), code, ids=["cite-this-article"], names=[])
