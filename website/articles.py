"""Articles: their front matter, and the line under their title."""

import datetime
import html
import math
import re

import yaml
from docutils import nodes
from sphinx.errors import SphinxError

ARCHIVE = "chapters/91-archive"
REQUIRED = {"title": str, "date": str, "tags": list, "summary": str, "thumbnail": str}
WORDS_PER_MINUTE = 200


class FrontMatterError(SphinxError):
    category = "Front matter"


def of(env):
    """All articles of the site so far: {docname: front matter and what was found in it}."""
    if not hasattr(env, "series_articles"):
        env.series_articles = {}
    return env.series_articles


def is_article(docname):
    """Files of `chapters/` with a number below 90 are articles."""
    number = re.fullmatch(r"chapters/(\d\d)-[a-z0-9-]+", docname)
    return bool(number) and int(number[1]) < 90


def front_matter(text, where):
    """Read and check the front matter of an article.

    Raises FrontMatterError, saying what is wrong, before anything is executed.
    """
    block = re.match(r"\ufeff?---\r?\n(.*?)\r?\n---\s*\n", text, re.DOTALL)
    if not block:
        raise FrontMatterError(f"{where}: no front matter between two lines of ---")
    try:
        meta = yaml.safe_load(block[1]) or {}
    except yaml.YAMLError as error:
        raise FrontMatterError(
            f"{where}: the front matter is no YAML (a text with a colon needs quotes): {error}"
        ) from None
    if not isinstance(meta, dict):
        raise FrontMatterError(f"{where}: the front matter must be pairs of key and value")
    for key, kind in REQUIRED.items():
        if key not in meta:
            raise FrontMatterError(f"{where}: `{key}` is missing")
        if isinstance(meta[key], datetime.date):
            raise FrontMatterError(f'{where}: put the date in quotes: date: "{meta[key]}"')
        if not isinstance(meta[key], kind) or not meta[key]:
            raise FrontMatterError(f"{where}: `{key}` must be a {kind.__name__}, not empty")
    if not all(isinstance(tag, str) for tag in meta["tags"]):
        raise FrontMatterError(f"{where}: `tags` must be a list of words")
    try:
        day = datetime.date.fromisoformat(meta["date"])
    except ValueError:
        raise FrontMatterError(f"{where}: `date` is {meta['date']!r}, not an ISO date") from None
    if day.strftime("%A") != "Saturday" and not meta.get("original"):
        raise FrontMatterError(
            f"{where}: {meta['date']} is a {day:%A}; articles appear on a Saturday "
            "(`original: true` keeps the date of an article published before)"
        )
    updated = meta.get("updated", meta["date"])
    if (
        not isinstance(updated, str)
        or not re.fullmatch(r"\d{4}-\d\d-\d\d", updated)
        or updated < meta["date"]
    ):
        raise FrontMatterError(f"{where}: `updated` must be a day in quotes, not before `date`: {updated!r}")
    return {key: meta[key] for key in REQUIRED} | {"updated": updated}


def is_stub(app, docname):
    """Whether only the outline of an article is in this book: `make check` builds one article alone."""
    only = app.config.series_only
    return bool(only) and is_article(docname) and docname != f"chapters/{only}"


def outline(text):
    """Headings of an article and the targets of links, so that other pages can lead there."""
    kept, fence = [], ""
    for line in re.sub(r"\A---\n.*?\n---[ \t]*\n", "", text, flags=re.DOTALL).splitlines():
        mark = re.match(r"(`{3,}|:{3,})", line)
        if fence:
            fence = "" if line.strip() == fence else fence
        elif mark:
            fence = mark[1]
        elif re.match(r"#+ |\([\w:-]+\)=$", line):
            kept += [line, ""]
    return "\n".join(kept)


def read(app, docname, source):
    """On source-read: check an article's front matter before it runs."""
    if is_stub(app, docname):
        source[0] = outline(source[0])
    elif is_article(docname):
        where = app.env.doc2path(docname, base=False)
        of(app.env)[docname] = front_matter(source[0], where)


def finish(app, doctree):
    """On doctree-read: find the thumbnail and put the line under the title."""
    article = of(app.env).get(app.env.docname)
    if not article:
        return
    picture = thumbnail(doctree, article["thumbnail"])
    if picture is None:
        raise FrontMatterError(
            f"{app.env.docname}: no figure is named `{article['thumbnail']}` (the thumbnail)"
        )
    article["image"], article["alt"] = picture["candidates"]["*"], picture.get("alt", "")
    words = sum(len(node.astext().split()) for node in doctree.findall(nodes.paragraph))
    article["minutes"] = max(1, math.ceil(words / WORDS_PER_MINUTE))
    title = next(doctree.findall(nodes.title))
    title.parent.insert(title.parent.index(title) + 1, line(article, archive(app, app.env.docname)))


def newest_first(found):
    """Pairs of docname and article, out of what `of` gives."""
    return sorted(found.items(), key=lambda item: (item[1]["date"], item[0]), reverse=True)


def archive(app, here):
    """Where the archive is, seen from the page `here`; "" in a book without one."""
    return app.builder.get_relative_uri(here, ARCHIVE) if ARCHIVE in app.env.found_docs else ""


def tag_id(tag):
    """The place of a tag in the archive: of its own, also for "C" and "C++", "e" and "é"."""
    plain = re.sub(r"\s+", "-", tag.strip().lower())
    return "tag-" + re.sub(r"[^a-z0-9-]", lambda sign: f"_{ord(sign[0]):x}", plain)


def thumbnail(doctree, name):
    for figure in doctree.findall(nodes.figure):
        if nodes.fully_normalize_name(name) in figure["names"]:
            return next(figure.findall(nodes.image), None)
    return None


def line(article, archive):
    """Date, reading time and tags of an article; the tags are links into the archive."""
    tags = [(tag_id(tag), html.escape(tag)) for tag in article["tags"]]
    if archive:
        tags = [f'<a class="tag" href="{archive}#{anchor}">{tag}</a>' for anchor, tag in tags]
    else:
        tags = [f'<span class="tag">{tag}</span>' for _, tag in tags]
    updated = f" (updated {time(article['updated'])})" if article["updated"] > article["date"] else ""
    text = (
        f'<p class="article-meta">{time(article["date"])}{updated}'
        f' <span class="reading-time">{article["minutes"]} min read</span>'
        f' <span class="tags">{" ".join(tags)}</span></p>'
    )
    return nodes.raw("", text, format="html")


def time(date):
    return f'<time datetime="{date}">{day(date)}</time>'


def day(date):
    """An ISO date in words."""
    when = datetime.date.fromisoformat(date)
    return f"{when.day} {when:%B %Y}"


def purge(app, env, docname):
    of(env).pop(docname, None)


def merge(app, env, docnames, other):
    of(env).update({name: of(other)[name] for name in docnames if name in of(other)})
