"""What stands between the title of an article and its text: what it asks of a reader, In short, and the drawing."""

import html

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from website import articles, lists, pictures


class InShort(SphinxDirective):
    """What a busy reader can take away, in a box; below it the drawing of the article, where there is one."""

    has_content = True

    def run(self):
        label = nodes.paragraph("", "In short", classes=["in-short-label"])
        box = nodes.container("", label, *self.parse_content_to_nodes(), classes=["in-short"])
        path = pictures.path(self.env.app.confdir, self.env.docname)
        self.env.note_dependency(str(path))  # also when it is not there yet
        return [box, *drawing(path)]


def drawing(path):
    """The drawing of an article, as a part of the page: it has the colours of the page, in both modes."""
    if not path.exists():
        return []
    text = pictures.read(path).inline("picture")
    return [nodes.raw("", f'<div class="article-picture">{text}</div>', format="html")]


class Demands(lists.Later):
    """The line under the title of an article: its level, the articles that it builds on, times, date and tags."""

    @staticmethod
    def nodes_for(app, here, place):
        article = articles.of(app.env)[here]
        links = [
            f'<a href="{app.builder.get_relative_uri(here, name)}">{html.escape(short_title(app.env, name))}</a>'
            for name in article["builds on"]
        ]
        asks = demands(article["level"], links, article["reading"], article["working"])
        archive = articles.archive(app, here)
        text = (
            f'<div class="article-meta"><p>{asks}</p>\n'
            f"<p>{articles.dates(article)} {articles.tags(article, archive)}</p></div>"
        )
        return [nodes.raw("", text, format="html")]


def demands(level, links, reading, working):
    """What an article asks of its reader: a level, articles to know, and two times in minutes."""
    known = " and ".join(filter(None, [", ".join(links[:-1]), *links[-1:]]))
    if level == 2:
        asks = f"Builds on {known}"
    else:
        asks = articles.LEVELS[level] + (f", after {known}" if known else "")
    return f"{asks}. {articles.duration(reading)} to read, {articles.duration(working)} to work through."


def short_title(env, docname):
    """The title of an article up to its colon."""
    return env.titles[docname].astext().split(":")[0]


def add(app, doctree):
    """On doctree-read: put the line under the title."""
    if app.env.docname in articles.of(app.env):
        title = next(doctree.findall(nodes.title))
        place = lists.Place("", maker=Demands, arguments=[], line=0)
        title.parent.insert(title.parent.index(title) + 1, place)
