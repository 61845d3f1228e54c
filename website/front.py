"""A live figure of an article on another page, such as the front page."""

import json
import re

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from website import articles, live

logger = logging.getLogger(__name__)


class LiveFigure(nodes.General, nodes.Element):
    """Stands for a live figure until all articles have been read."""


class Borrowed(SphinxDirective):
    """The live figure of this name, with some of its panels (`:panels: raster rate`), running (`:playing:`), and this caption."""

    required_arguments = 1
    has_content = True
    option_spec = {"panels": directives.unchanged_required, "playing": directives.flag}

    def run(self):
        articles.of(self.env)
        self.env.series_lists.add(self.env.docname)
        panels = self.options.get("panels", "").split()
        caption = self.parse_text_to_nodes("\n".join(self.content))
        options = {"name": self.arguments[0], "panels": panels, "playing": "playing" in self.options}
        return [LiveFigure("", *caption, **options, line=self.lineno)]


def fill(app, doctree, docname):
    """On doctree-resolved: picture and description of the figure, taken from the article that has it."""
    for place in list(doctree.findall(LiveFigure)):
        figure = find(app.env, place["name"])
        if figure is None and app.config.series_only:
            place.replace_self([])  # its article is not built
            continue
        if figure is None:
            message = "no article has a live figure `%s`"
            logger.warning(message, place["name"], location=(docname, place["line"]))
            place.replace_self([])
            continue
        picture = next(figure.findall(nodes.image)).deepcopy()
        description = next(node for node in figure.findall(nodes.raw) if "live-spec" in node.astext())
        spec = json.loads(live.DESCRIPTION.search(description.astext())[1])
        if place["panels"]:
            spec["panels"] = [panel for panel in spec["panels"] if panel["kind"] in place["panels"]]
        if place["playing"]:
            spec["playing"] = True
        script = nodes.raw("", live.description(spec), format="html")
        caption = nodes.caption("", "", *[child for text in place for child in text])
        name = f"live-figure-{place['name']}"
        place.replace_self(nodes.figure("", picture, script, caption, ids=[name], classes=["live-borrowed"]))


def find(env, name):
    """The figure node with the live figure of this name, from the articles as they were read."""
    wanted = re.compile(rf'id="live-{re.escape(name)}"')
    for docname in articles.of(env):
        for node in env.get_doctree(docname).findall(nodes.raw):
            if wanted.search(node.astext()):
                while not isinstance(node, nodes.figure):
                    node = node.parent
                return node
    return None
