"""What stands between the title of an article and its text: what it asks of a reader, In short, and the drawing."""

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from website import articles, lists


class InShort(SphinxDirective):
    """What a busy reader can take away, in a box; below it the drawing of the article."""

    has_content = True

    def run(self):
        label = nodes.paragraph("", "In short", classes=["in-short-label"])
        box = nodes.container("", label, *self.parse_content_to_nodes(), classes=["in-short"])
        # the drawing is a part of the page, so that it has the colours of the page
        drawing = articles.of(self.env)[self.env.docname]["picture"].inline("article")
        return [box, nodes.raw("", f'<div class="article-picture">{drawing}</div>', format="html")]


class Demands(lists.Later):
    """The line under the title of an article: its level, the articles that it builds on, times, date and tags."""

    @staticmethod
    def nodes_for(app, here, place):
        article = articles.of(app.env)[here]
        links = [lists.address(app, here, name) for name in article["builds on"]]
        asks = demands(article["level"], links, article["reading"], article["working"])
        archive = articles.archive(app, here)
        text = (
            f'<div class="article-meta"><p>{asks}</p>\n'
            f"<p>{articles.dates(article)} {articles.tags(article, archive)}</p></div>"
        )
        return [nodes.raw("", text, format="html")]


def demands(level, links, reading, working):
    """What an article asks of its reader: a level, articles to know, and two times in minutes."""
    return f"{articles.before(level, links)}. {articles.duration(reading)} to read, {articles.duration(working)} to work through."


def add(app, doctree):
    """On doctree-read: put the line under the title."""
    if app.env.docname in articles.of(app.env):
        title = next(doctree.findall(nodes.title))
        place = lists.Place("", maker=Demands, arguments=[], line=0)
        title.parent.insert(title.parent.index(title) + 1, place)
