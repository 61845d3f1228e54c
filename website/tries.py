"""Phrases of the text that act on a live figure: {try}`lower *g* to 3 <balance: g=3>`.

The figure is set to the article's own network with these changes; a plus in front of the first one means: to what is
on screen. Here is their grammar. On a page the phrase becomes a button (lib/live/try.js), in a notebook it is
followed by the call that does the same (notebook.py).
"""

import ast
import html
import json
import re

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

from lib.live.changes import changed, check_show
from website import live

logger = logging.getLogger(__name__)
ROLE = re.compile(r"(?P<phrase>.*\S)\s*<\s*(?P<figure>[a-z][a-z0-9-]*)\s*:(?P<changes>[^<>]*)>", re.S)
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
FLAGS = ("shuffled", "pin")
# of what is written with a word of its own: the keyword of `LiveFigure.set`, and how many numbers it takes
LISTS = {"kick": ("kick", (2, 3)), "set": ("weight", (3,)), "silence": ("silence", (1,))}


def parse(text):
    """Phrase, figure, whether to start from what is on screen, and the changes as keywords of `LiveFigure.set`.

    Raises ValueError that says what cannot be read.
    """
    match = ROLE.fullmatch(text)
    if not match:
        raise ValueError(f"`{text}` is not written as `phrase <figure: changes>`")
    words = match["changes"].split()
    onto = bool(words) and words[0].startswith("+")
    if onto:
        words[0] = words[0][1:]
    turn = [word for word in words if word.startswith("show=")]  # which changes nothing of the network
    if not onto and words and sorted(words) == sorted(["reset", *turn]):
        words = turn
    elif words == turn:
        raise ValueError("no change is named (`reset` alone is the network of the article)")
    changes = {}
    for word in words:
        keyword, value, several = read(word)
        if several:
            changes.setdefault(keyword, []).append(value)
        elif keyword in changes:
            raise ValueError(f"`{keyword}` is named twice")
        else:
            changes[keyword] = value
    return match["phrase"], match["figure"], onto, changes


def read(word):
    """A change: its keyword, its value, and whether there may be several of its kind."""
    name, _, value = word.partition("=")
    numbers = [number(part) for part in value.split("@")]
    if word in FLAGS:
        return word, True, False
    if name == "cut" and value:
        return "cut", value, True
    if name == "show" and value:
        return "show", value, False
    if name == "seed" and re.fullmatch(r"\+\d+", value):
        return "seed", value, False
    if name in LISTS and None not in numbers and len(numbers) in LISTS[name][1]:
        return LISTS[name][0], tuple(numbers) if len(numbers) > 1 else numbers[0], True
    own = (*LISTS, *FLAGS, "cut", "show")
    if name.isidentifier() and name not in own and len(numbers) == 1 and numbers[0] is not None:
        return name, numbers[0], False
    raise ValueError(f"the change `{word}` cannot be read")


def number(text):
    if not NUMBER.fullmatch(text):
        return None
    return float(text) if "." in text else int(text)


def call(variable, onto, changes):
    """What does the same in Python, where all panels are in sight."""
    values = {
        keyword: value[0] if isinstance(value, list) and len(value) == 1 else value
        for keyword, value in changes.items()
        if keyword != "show"
    }
    arguments = ", ".join(f"{keyword}={value!r}" for keyword, value in values.items())
    return f"{variable}.{'set' if onto else 'reset'}({arguments.replace(chr(39), chr(34))})"


def variables(cells):
    """Where the code of an article keeps its live figures: {name of the figure: variable}."""
    found = {}
    for code in cells:
        tree = ast.parse(re.sub(r"^(\s*)[%!].*$", r"\1pass", code, flags=re.M))
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)):
                continue
            function, given = node.value.func, node.value.args
            named = [one.value for one in node.value.keywords if one.arg == "name"]
            if (
                isinstance(function, ast.Name)
                and function.id == "live"
                and isinstance(node.targets[0], ast.Name)
            ):
                name = (given or named or [None])[0]
                if isinstance(name, ast.Constant):
                    found[name.value] = node.targets[0].id
    return found


# ------------------------------------------------------------------------------- on a page


class Try(nodes.Inline, nodes.TextElement):
    """A phrase with its figure and what it does."""


class Role(SphinxRole):
    def run(self):
        where = (self.env.docname, self.lineno)
        try:
            phrase, figure, onto, changes = parse(self.text)
        except ValueError as error:
            logger.warning("{try}: %s", error, location=where)
            return [nodes.Text(self.text)], []
        node = Try(self.rawtext, figure=figure, onto=onto, changes=changes)
        self.set_source_info(node)
        children, said = self.inliner.parse(phrase, self.lineno, None, node)
        node += children
        return [node], said


def check(app, doctree, docname):
    """On doctree-resolved: complain of what no figure of the page can do."""
    phrases = list(doctree.findall(Try))
    if not phrases or (app.config.series_only and docname != f"chapters/{app.config.series_only}"):
        return  # of a book with one article, other pages have no figures
    scripts = "\n".join(node.astext() for node in doctree.findall(nodes.raw))
    found = {spec["name"]: spec for spec, _ in live.specs(scripts)}
    families = {}
    for node in phrases:
        name = node["figure"]
        if next(node.findall(nodes.reference), None):
            logger.warning("{try}: no link fits into a button: `%s`", node.astext(), location=node)
        if name not in found:
            known = ", ".join(f"`{one}`" for one in found) or "none"
            logger.warning("{try}: this page has no live figure `%s`, but %s", name, known, location=node)
            continue
        if name not in families:
            families[name] = live.family(found[name])
        try:
            check_show(found[name]["panels"], **node["changes"])
            changed(families[name], families[name].start(), **node["changes"])
        except ValueError as error:
            logger.warning("{try}: figure `%s`: %s", name, error, location=node)


def visit(self, node):
    data = json.dumps(node["changes"], separators=(",", ":"))
    start = "screen" if node["onto"] else "article"
    self.body.append(
        f'<span class="try" data-figure="{node["figure"]}" data-from="{start}" data-changes="{html.escape(data)}">'
    )


def depart(self, node):
    self.body.append("</span>")


def setup(app):
    app.add_role("try", Role())
    app.add_node(Try, html=(visit, depart))
    app.connect("doctree-resolved", check, priority=700)  # when the figures of other pages are there
