"""A live figure of an article on another page, such as the front page."""

import json
import re

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util import logging

from website import articles, lists, live

logger = logging.getLogger(__name__)


class Borrowed(lists.Later):
    """The live figure of this name, with some of its panels (`:panels: raster rate`) and this caption.

    With `:playing:` its time runs on by itself, where no reduced motion is asked for.
    """

    required_arguments = 1
    has_content = True
    option_spec = {"panels": directives.unchanged_required, "playing": directives.flag}

    @staticmethod
    def nodes_for(app, here, place):
        """Picture and description of the figure, taken from the article that has it."""
        (name,) = place["arguments"]
        figure = find(app.env, name)
        if figure is None:
            if not app.config.series_only:  # else its article is not built
                message = "no article has a live figure `%s`"
                logger.warning(message, name, location=(here, place["line"]))
            return []
        picture = next(figure.findall(nodes.image)).deepcopy()
        description = next(node for node in figure.findall(nodes.raw) if "live-spec" in node.astext())
        spec = json.loads(live.DESCRIPTION.search(description.astext())[1])
        if "panels" in place:
            wanted = place["panels"].split()
            spec["panels"] = [panel for panel in spec["panels"] if panel["kind"] in wanted]
        if "playing" in place:
            spec["playing"] = True
        script = nodes.raw("", live.description(spec), format="html")
        caption = nodes.caption("", "", *[child for text in place for child in text])
        return [
            nodes.figure("", picture, script, caption, ids=[f"live-figure-{name}"], classes=["live-borrowed"])
        ]


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
