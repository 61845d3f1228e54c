"""The table of claims of an article: each row can be linked to, and what is to be remembered leads there."""

import re
from html import unescape

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

logger = logging.getLogger(__name__)
TABLE = '<table class="claims">'
LEGEND = (
    "Each row is checked whenever this page is built: the measured value agrees with the expected one within the "
    "tolerance."
)
LEGEND_OF_MISFITS = " A known misfit (≈ in the text) does so, too, but is further off than chance explains."
ROW = re.compile(r"<tr>((?:<td>.*?</td>){6})</tr>")
CHECKED = "checked\N{NO-BREAK SPACE}\N{CHECK MARK}"
MISFIT = (
    "checked\N{NO-BREAK SPACE}\N{ALMOST EQUAL TO}"  # it holds, and the theory is known to be a little off
)


class Carrier(nodes.Inline, nodes.TextElement):
    """Stands for the link to a claim, until the table of the page is known."""


class Claim(SphinxRole):
    """The claim that carries a sentence: {claim}`its name` shows that it was checked, and leads to its row."""

    def run(self):
        _, line = self.get_source_info()
        return [Carrier("", name=" ".join(self.text.split()), row=line)], []


def rows(html):
    """The rows of a table: each a list of claim, measured, expected, within, kind and source, as texts."""
    return [[unescape(cell) for cell in re.findall(r"<td>(.*?)</td>", row)] for row in ROW.findall(html)]


def explained(html):
    """The table with a caption that says what stands behind sentences."""
    legend = LEGEND + LEGEND_OF_MISFITS * ("<td>known misfit" in html)
    return html.replace(TABLE, f"{TABLE}<caption>{legend}</caption>")


def mark(kind):
    """What stands behind a sentence that a claim of this kind carries."""
    return MISFIT if kind.startswith("known misfit") else CHECKED


def marks(texts):
    """What is said below the sentences of the marks behind them."""
    almost = " ≈ Checked, too, and close but not exact." * any(text.endswith(MISFIT[-1]) for text in texts)
    return f"✓ Checked whenever this page is built.{almost} Each leads to its claim."


def anchors(names):
    """Where the row of a claim is: {name: id}, each of its own."""
    found = {}
    for name in names:
        anchor = f"claim-{nodes.make_id(name)}"
        while anchor in found.values():
            anchor += "-"
        found[name] = anchor
    return found


def ancestors(node):
    """What a node stands in, from its parent to the document."""
    while node := node.parent:
        yield node


def finish(app, doctree):
    """On doctree-read: give the rows their ids, make links of the names of claims, and say what their marks mean."""
    claims, places, given = {}, {}, []
    if tables := [node for node in doctree.findall(nodes.raw) if TABLE in node.astext()]:
        claims = {name: values for name, *values in rows(tables[-1].astext())}
        places = anchors(claims)
        ids = iter(places.values())
        text = ROW.sub(lambda row: f'<tr id="{next(ids)}">{row[1]}</tr>', explained(tables[-1].astext()))
        tables[-1][:] = [nodes.Text(text)]
    remembered = None  # the list of sentences that claims carry
    for place in list(doctree.findall(Carrier)):
        name = place["name"]
        if name not in claims:
            logger.warning(
                "no claim of this article is called `%s`", name, location=(app.env.docname, place["row"])
            )
            place.replace_self(nodes.Text(name))
            continue
        measured, expected, within, kind, _ = claims[name]
        said = f"{name}: {measured}, expected {expected} {within} ({kind})"
        link = {"refid": places[name], "reftitle": said, "internal": True, "classes": ["claim"]}
        remembered = next(
            (node for node in ancestors(place) if isinstance(node, nodes.bullet_list)), remembered
        )
        text = mark(kind)
        if any(isinstance(node, nodes.reference) and "claim" in node["classes"] for node in place.parent):
            text = text[-1]  # the word stands once in a sentence
        given.append(text)
        place.replace_self(nodes.reference("", text, **link))
    if remembered:
        after = remembered.parent.index(remembered) + 1
        remembered.parent.insert(after, nodes.paragraph("", marks(given), classes=["marks"]))
