"""Where no line may be broken: between a number and its unit, and between a formula or a button and what follows it.

To a browser a formula is a thing like a picture, behind which a line may end, although a comma follows.
"""

import re

from docutils import nodes

from website.tries import Try

UNIT = r"(?:mV|ms|s|Hz|kHz|min|h|pA|nA|%|°)(?!\w)"
NUMBER_AND_UNIT = re.compile(rf"(?<=\d) (?={UNIT})")
FOLLOWS = re.compile(rf"(?:[,.;:!?)\]’”…]+(?:-\w+)?|[ \u00a0]{UNIT}[,.;:!?)]*|-\w+[,.;:!?)]*)")
VERBATIM = (nodes.literal, nodes.literal_block, nodes.raw, nodes.math, nodes.math_block, nodes.comment)


def keep_together(app, doctree, docname):
    """On doctree-resolved: see above."""
    for text in list(doctree.findall(nodes.Text)):
        if not isinstance(text.parent, VERBATIM) and NUMBER_AND_UNIT.search(text):
            text.parent.replace(text, nodes.Text(NUMBER_AND_UNIT.sub("\u00a0", text)))
    for thing in list(doctree.findall(lambda node: isinstance(node, nodes.math | Try))):
        after = thing.next_node(descend=False, siblings=True)
        found = isinstance(after, nodes.Text) and FOLLOWS.match(after)
        if not found or thing.parent is not after.parent:
            continue
        kept = found[0].replace(" ", "\u00a0")
        place = thing.parent.index(thing)
        rest = after[found.end() :]
        together = nodes.inline("", "", thing.deepcopy(), nodes.Text(kept), classes=["together"])
        thing.parent[place : place + 2] = [together, *([nodes.Text(rest)] if rest else [])]
