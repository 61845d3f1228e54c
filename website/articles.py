"""Articles: their front matter, and the line under their title."""

import datetime
import html
import re

import yaml
from docutils import nodes
from sphinx.errors import SphinxError

from website import form, pictures

ARCHIVE = "chapters/91-archive"
REQUIRED = {
    "title": str, "date": str, "tags": list, "summary": str, "level": int, "needs": list,
}  # fmt: skip
MAY_BE_EMPTY = {"needs"}
LEVELS = {1: "First steps", 2: "Builds on earlier articles", 3: "For the curious"}


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
        if not isinstance(meta[key], kind) or not (meta[key] or key in MAY_BE_EMPTY):
            wanted = f"a {kind.__name__}, {'[] for none' if key in MAY_BE_EMPTY else 'not empty'}"
            raise FrontMatterError(f"{where}: `{key}` must be {wanted}, got {meta[key]!r}")
    if not all(isinstance(tag, str) for tag in meta["tags"]):
        raise FrontMatterError(f"{where}: `tags` must be a list of words")
    if not all(isinstance(name, str) for name in meta["needs"]):
        raise FrontMatterError(f"{where}: `needs` must be a list of names of articles, got {meta['needs']!r}")
    if meta["level"] not in LEVELS or isinstance(meta["level"], bool):
        raise FrontMatterError(f"{where}: `level` must be one of {list(LEVELS)}, got {meta['level']!r}")
    if meta["level"] == 2 and not meta["needs"]:
        raise FrontMatterError(f"{where}: `level` is 2, so `needs` must name the articles that it builds on")
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


def slug(docname):
    """The name of an article without folder and number: how other articles name it in `needs`."""
    return docname.rpartition("/")[2][3:]


def needed(meta, docname, docnames, where):
    """The articles that one builds on, out of all that there are: {slug: docname}, in the order of its `needs`.

    Raises FrontMatterError when `needs` names something else than an earlier article, or one twice.
    """
    earlier = {slug(name): name for name in sorted(docnames) if is_article(name) and name < docname}
    for place, name in enumerate(meta["needs"]):
        if name not in earlier:
            known = f"those are {', '.join(earlier)}" if earlier else "there is none"
            raise FrontMatterError(f"{where}: `needs` names {name!r}, which is no earlier article; {known}")
        if name in meta["needs"][:place]:
            raise FrontMatterError(f"{where}: `needs` names {name!r} twice")
    return {name: earlier[name] for name in meta["needs"]}


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
    """On source-read: check an article's front matter, and find what its pages and cards show."""
    if is_stub(app, docname):
        source[0] = outline(source[0])
    elif is_article(docname):
        where = app.env.doc2path(docname, base=False)
        article = front_matter(source[0], where)
        article["reading"], article["working"] = form.times(form.take_apart(source[0]))
        article["builds on"] = list(needed(article, docname, app.env.found_docs, where).values())
        drawing = pictures.path(app.confdir, docname)
        app.env.note_dependency(str(drawing))
        article["picture"] = pictures.read(drawing)
        of(app.env)[docname] = article


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


def line(article, archive):
    """Date, reading time and tags of an article on a card; the tags are links into the archive."""
    time = f'<span class="reading-time">{duration(article["reading"])} to read</span>'
    text = f'<p class="article-meta">{dates(article)} {time} {tags(article, archive)}</p>'
    return nodes.raw("", text, format="html")


def duration(minutes):
    """A time in words: 25 min, 1 h, 2½ h."""
    hours, rest = divmod(minutes, 60)
    return f"{hours}{'½' if rest else ''} h" if hours and rest in (0, 30) else f"{minutes} min"


def before(level, links):
    """The level of an article and the articles to know before it, in words."""
    known = " and ".join(filter(None, [", ".join(links[:-1]), *links[-1:]]))
    if level == 2:
        return f"Builds on {known}"
    return LEVELS[level] + (f", after {known}" if known else "")


def short_title(env, docname):
    """The title of an article up to its colon."""
    return env.titles[docname].astext().split(":")[0]


def dates(article):
    updated = f" (updated {time(article['updated'])})" if article["updated"] > article["date"] else ""
    return f"<span>{time(article['date'])}{updated}</span>"


def tags(article, archive):
    found = [(tag_id(tag), html.escape(tag)) for tag in article["tags"]]
    if archive:
        found = [f'<a class="tag" href="{archive}#{anchor}">{tag}</a>' for anchor, tag in found]
    else:
        found = [f'<span class="tag">{tag}</span>' for _, tag in found]
    return f'<span class="tags">{" ".join(found)}</span>'


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
