"""References labelled by author and year: "London et al., 2010"."""

import re
from html import escape

from docutils import nodes
from pybtex.plugin import register_plugin
from pybtex.style.formatting.unsrt import Style
from pybtex.style.labels import BaseLabelStyle
from sphinx.util import logging

from lib.claims import KEY

logger = logging.getLogger(__name__)


def label(entry):
    """One or two names, or the first and "et al.", and the year."""
    people = entry.persons.get("author") or entry.persons.get("editor") or []
    names = [" ".join([*person.prelast_names, *person.last_names]) for person in people]
    names = [name.replace("{", "").replace("}", "") for name in names]
    who = " & ".join(names) if len(names) < 3 else f"{names[0]} et al."
    return f"{who}, {entry.fields.get('year', 'n.d.')}"


class AuthorYearLabels(BaseLabelStyle):
    def format_labels(self, sorted_entries):
        labels = [label(entry) for entry in sorted_entries]
        for place, text in enumerate(labels):
            nth = labels[:place].count(text)
            yield text + (chr(ord("a") + nth) if labels.count(text) > 1 else "")


class AuthorYearStyle(Style):
    default_sorting_style = "author_year_title"
    default_label_style = AuthorYearLabels


def as_lists(app, doctree, docname):
    """On doctree-resolved: a bibliography is a plain list, in place of boxes with labels."""
    for parent in {id(node.parent): node.parent for node in doctree.findall(nodes.citation)}.values():
        references = nodes.bullet_list(classes=["references"])
        for node in [child for child in parent if isinstance(child, nodes.citation)]:
            text = [child for child in node if not isinstance(child, nodes.label)]
            references += nodes.list_item("", *text, ids=node["ids"])
            last = parent.index(node)
            parent.remove(node)
        parent.insert(last, references)


def cited(app, docname, address=""):
    """Links to the references of a page, which is at this address: {key: HTML}."""
    return {
        citation.key: f'<a href="{address}#{citation.citation_id}">{escape(citation.formatted_entry.label)}</a>'
        for citation in app.env.get_domain("cite").citations
        if citation.bibliography_key.docname == docname
    }


def cite_in_claims(app, doctree, docname):
    """On doctree-resolved: a key in the last column of a table of claims becomes a citation."""
    links = cited(app, docname)

    def cite(cell):
        if cell[1] not in links:
            message = "the source of a claim, `%s`, is not among the references of the page"
            logger.warning(message, cell[1], location=docname)
        return f"<td>{links.get(cell[1], cell[1])}</td></tr>"

    for node in list(doctree.findall(nodes.raw)):
        if '<table class="claims">' in node.astext():
            html = re.sub(f"<td>({KEY})</td></tr>", cite, node.astext())
            node.replace_self(nodes.raw("", html, format="html"))


def register():
    register_plugin("pybtex.style.formatting", "author-year", AuthorYearStyle)
