"""The archive: all articles by date, then by tag."""

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from website import articles


class ArchiveList(nodes.General, nodes.Element):
    """Stands for the archive until all articles have been read."""


class Archive(SphinxDirective):
    """All articles by date, then one section for each tag."""

    def run(self):
        articles.of(self.env)
        self.env.series_lists.add(self.env.docname)
        return [ArchiveList()]


def fill(app, doctree, docname):
    """On doctree-resolved: put the lists where the directive stood."""
    for place in list(doctree.findall(ArchiveList)):
        found = articles.newest_first(articles.of(app.env))
        by_tag = {}
        for item in found:
            for tag in item[1]["tags"]:
                by_tag.setdefault(tag, []).append(item)
        parts = [entries(app, docname, found, summaries=True)]
        for tag in sorted(by_tag):
            section = nodes.section("", nodes.title("", tag), ids=[articles.tag_id(tag)])
            section += entries(app, docname, by_tag[tag])
            parts.append(section)
        place.replace_self(parts)


def entries(app, here, found, summaries=False):
    """A list of articles: date and title with link."""
    listed = nodes.bullet_list(classes=["archive"])
    for docname, article in found:
        link = nodes.reference("", article["title"], internal=True)
        link["refuri"] = app.builder.get_relative_uri(here, docname)
        date = nodes.raw("", articles.time(article["date"]) + " ", format="html")
        item = nodes.list_item("", nodes.paragraph("", "", date, link, classes=["card-title"]))
        if summaries:
            item += nodes.paragraph("", article["summary"], classes=["card-summary"])
        listed += item
    return listed
