"""Lists of articles: cards, and the archive. They can be made only when all articles have been read."""

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
    """All articles, newest first.

    With `:newest:`, only the newest, larger. With `:several:`, the section that it stands in, heading
    and all, is left out as long as there is only one article.
    """

    option_spec = {"newest": directives.flag, "several": directives.flag}

    @staticmethod
    def nodes_for(app, here, place):
        found = articles.newest_first(articles.of(app.env))
        if "several" in place and len(found) < 2:
            place.parent.parent.remove(place.parent)
            return []
        if "newest" in place:
            return [
                nodes.container("", *card(app, here, *item), classes=["card", "card-newest"])
                for item in found[:1]
            ]
        items = [nodes.list_item("", *card(app, here, *item), classes=["card"]) for item in found]
        return [nodes.bullet_list("", *items, classes=["cards"])] if items else []


class Archive(Later):
    """All articles by date, then one section for each tag."""

    @staticmethod
    def nodes_for(app, here, place):
        found = articles.newest_first(articles.of(app.env))
        parts = [entries(app, here, found, summaries=True)]
        for tag in sorted({tag for _, article in found for tag in article["tags"]}):
            section = nodes.section("", nodes.title("", tag), ids=[articles.tag_id(tag)])
            section += entries(app, here, [item for item in found if tag in item[1]["tags"]])
            parts.append(section)
        return parts


def link(app, here, docname, article):
    """The title of an article, linked from the page `here`."""
    address = app.builder.get_relative_uri(here, docname)
    return nodes.reference("", article["title"], refuri=address, internal=True)


def card(app, here, docname, article):
    """The nodes of one card: picture, title with link, date, summary."""
    # the article registered this picture with the build, so its path is all that is needed
    picture = nodes.image(uri=article["image"], candidates={"*": article["image"]}, alt=article["alt"])
    return [
        picture,
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
            item += nodes.paragraph("", article["summary"], classes=["card-summary"])
        listed += item
    return listed
