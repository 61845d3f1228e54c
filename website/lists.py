"""Lists of articles: cards, the archive, the path. They can be made only when all articles have been read."""

from html import escape

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from website import articles


class Place(nodes.General, nodes.Element):
    """Stands for what a directive makes of all articles, until they have been read."""


class Later(SphinxDirective):
    """A directive that makes its nodes of all articles: a subclass says how, in `nodes_for`."""

    def run(self):
        self.env.note_reread()  # the page is made anew whenever an article may have changed
        text = self.parse_text_to_nodes("\n".join(self.content)) if self.content else []
        return [
            Place("", *text, maker=type(self), arguments=self.arguments, line=self.lineno, **self.options)
        ]

    @staticmethod
    def nodes_for(app, here, place):
        """What is put where the directive stood, on the page `here`: a list of nodes."""
        raise NotImplementedError


def fill(app, doctree, docname):
    """On doctree-resolved: fill the places of a page."""
    for place in list(doctree.findall(Place)):
        place.replace_self(place["maker"].nodes_for(app, docname, place))


class Articles(Later):
    """Cards of the articles.

    With `:ends:`, of the first, where a reader starts, and of the newest beside it. With `:between:`, of all others,
    from the first on; the section that this stands in, heading and all, is left out as long as there is none.
    """

    option_spec = {"ends": directives.flag, "between": directives.flag}

    @staticmethod
    def nodes_for(app, here, place):
        found = articles.newest_first(articles.of(app.env))[::-1]
        if "ends" in place:
            return ends(app, here, found)
        items = [
            nodes.list_item("", *card(app, here, *item, "card"), classes=["card"]) for item in found[1:-1]
        ]
        if not items:
            place.parent.parent.remove(place.parent)
            return []
        return [nodes.bullet_list("", *items, classes=["cards"])]


def ends(app, here, found):
    """The cards of the first of the articles and, once there are several, of the last."""
    labels = {"start": "Start here", "newest": "The newest article"}
    cards = []
    for (name, label), (docname, article) in zip(
        labels.items(), [found[0], *found[1:][-1:]] if found else [], strict=False
    ):
        drawing, title, _, summary = card(app, here, docname, article, name)
        label = nodes.paragraph("", label, classes=["card-label"])
        time = f'<p class="article-meta"><span class="reading-time">{articles.duration(article["reading"])} to read</span></p>'
        text = nodes.container("", label, title, nodes.raw("", time, format="html"), summary)
        cards.append(nodes.container("", drawing, text, classes=["card", f"card-{name}"]))
    return [nodes.container("", *cards, classes=["ends"])] if cards else []


class Path(Later):
    """The articles in their order, and what builds on what."""

    @staticmethod
    def nodes_for(app, here, place):
        return path(app, here).children[1:]  # under a heading of the page


class Archive(Later):
    """What builds on what, then all articles by date, then one section for each tag."""

    @staticmethod
    def nodes_for(app, here, place):
        found = articles.newest_first(articles.of(app.env))
        by_date = nodes.section("", nodes.title("", "Newest first"), ids=["newest-first"])
        by_date += entries(app, here, found, summaries=True)
        parts = [path(app, here), by_date]
        for tag in sorted({tag for _, article in found for tag in article["tags"]}):
            section = nodes.section("", nodes.title("", tag), ids=[articles.tag_id(tag)])
            section += entries(app, here, [item for item in found if tag in item[1]["tags"]])
            parts.append(section)
        return parts


# ------------------------------------------------------------------------------- what builds on what


def path(app, here):
    """The articles in their order, each with those that it builds on, in words and as lines between them."""
    found = dict(sorted(articles.of(app.env).items()))
    direct = directly(found)
    rows = {docname: place for place, docname in enumerate(found)}
    items = []
    for docname, article in found.items():
        links = [address(app, here, name) for name in direct[docname]]
        asks = articles.before(article["level"], links)
        items.append(
            f'<li class="level-{article["level"]}">{address(app, here, docname)} <span>{asks}</span></li>'
        )
    pairs = [(rows[before], rows[after]) for after in direct for before in direct[after] if before in rows]
    longest = max((last - first for first, last in pairs), default=1)
    lines = "".join(bow(*pair, longest) for pair in pairs)
    text = (
        f'<div class="path"><svg viewBox="0 0 100 {len(found)}" preserveAspectRatio="none" aria-hidden="true">{lines}</svg>'
        f"<ol>{''.join(items)}</ol></div>"
    )
    intro = nodes.paragraph("", "A line leads from an article to each that builds on it.")
    title = nodes.title("", "A path through the series")
    return nodes.section("", title, intro, nodes.raw("", text, format="html"), ids=["path"])


def directly(found):
    """What each article builds on, without what one of these builds on itself: {docname: docnames}."""
    below = {}

    def known(docname):
        """All that one knows who knows an article, without the article."""
        if docname not in below:
            needs = found[docname]["builds on"] if docname in found else []
            below[docname] = {*needs, *(name for need in needs for name in known(need))}
        return below[docname]

    return {
        docname: [
            name
            for name in article["builds on"]
            if not any(name in known(other) for other in article["builds on"])
        ]
        for docname, article in found.items()
    }


def bow(first, last, longest):
    """A line on the left of the list from the middle of one row to that of another: the further, the wider."""
    reach = (
        100 - 120 * ((last - first) / longest) ** 0.6
    )  # of the control points; the line goes 3/4 of the way there
    return (
        f'<path d="M100 {first + 0.5}C{reach:.0f} {first + 0.5} {reach:.0f} {last + 0.5} 100 {last + 0.5}"/>'
    )


def address(app, here, docname):
    """A link to an article under its short title, as HTML."""
    there, title = app.builder.get_relative_uri(here, docname), articles.short_title(app.env, docname)
    return f'<a href="{there}">{escape(title)}</a>'


def link(app, here, docname, article):
    """The title of an article, linked from the page `here`."""
    address = app.builder.get_relative_uri(here, docname)
    return nodes.reference("", article["title"], refuri=address, internal=True)


def card(app, here, docname, article, place):
    """The nodes of one card: drawing, title with link, date, summary. `place` tells it from others of the page."""
    return [
        nodes.raw("", article["picture"].inline(place), format="html"),
        nodes.paragraph("", "", link(app, here, docname, article), classes=["card-title"]),
        articles.line(article, articles.archive(app, here)),
        nodes.paragraph("", article["summary"], classes=["card-summary"]),
    ]


def entries(app, here, found, summaries=False):
    """A list of articles: date and title with link."""
    listed = nodes.bullet_list(classes=["archive"])
    for docname, article in found:
        date = nodes.raw("", articles.time(article["date"]) + " ", format="html")
        title = link(app, here, docname, article)
        item = nodes.list_item("", nodes.paragraph("", "", date, title, classes=["card-title"]))
        if summaries:
            item.insert(0, nodes.raw("", article["picture"].inline("archive"), format="html"))
            item += nodes.paragraph("", article["summary"], classes=["card-summary"])
        listed += item
    return listed
