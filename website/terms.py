"""Terms and symbols say what they mean: their entry on the notation page becomes a note on them."""

from docutils import nodes

from website.tries import Try

NOTATION = "chapters/90-notation"


def entries(env):
    """Definitions of terms by their id, and meanings of symbols by their TeX, from the notation page."""
    if NOTATION not in env.found_docs:
        return {}, {}
    page = env.get_doctree(NOTATION)
    terms, symbols = {}, {}
    for item in page.findall(nodes.definition_list_item):
        meaning = next(item.findall(nodes.definition)).astext().replace("\n", " ")
        for term in item.findall(nodes.term):
            terms |= dict.fromkeys(term["ids"], meaning)
    for row in page.findall(nodes.row):
        cells = list(row.findall(nodes.entry))
        for symbol in cells[0].findall(nodes.math):
            symbols[symbol.astext().split("=")[0].strip()] = cells[1].astext()
    return terms, symbols


def annotate(app, doctree, docname):
    """On doctree-resolved: give links to terms, and formulas of a single symbol, their meaning."""
    if docname == NOTATION:
        return
    if not hasattr(app, "series_notes"):  # the notation page is read once, not once for every page
        app.series_notes = entries(app.env)
    terms, symbols = app.series_notes
    for link in doctree.findall(nodes.reference):
        anchor = link.get("refuri", "").partition("#")[2]
        if anchor in terms and any("std-term" in part["classes"] for part in link.findall(nodes.inline)):
            link["reftitle"] = terms[anchor]
    for formula in doctree.findall(nodes.math):
        meaning = symbols.get(formula.astext().strip())
        if meaning and not isinstance(formula.parent, Try):  # a button has a meaning of its own
            formula["meaning"] = meaning
