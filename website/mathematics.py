"""Formulas, set by MathJax when the site is built. A page then needs none of its scripts, only fonts.

All formulas of the site are set at once, by one process of Node: when all pages have been read and before the
first is written. So a formula in a title looks the same in the contents of every other page, and one style
sheet has what the formulas of this site need and nothing else.
"""

import html
import json
import re
from pathlib import Path

from docutils import nodes
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

from website.nodejs import nodejs

logger = logging.getLogger(__name__)
TYPESET = Path(__file__).parent / "mathjax" / "typeset.cjs"
STYLE = "formulas.css"
ERROR = re.compile(r'data-mjx-error="([^"]*)"')


def typeset(formulas, fonts="fonts/mathjax"):
    """Set formulas, pairs of TeX and whether it stands on a line of its own: their HTML, and one style sheet."""
    done = nodejs(TYPESET, input=json.dumps({"formulas": formulas, "fonts": fonts}))
    if done.returncode:
        raise RuntimeError(f"MathJax failed: {done.stderr}")
    made = json.loads(done.stdout)
    return made["html"], made["css"]


def tex(node):
    """The TeX of a node and whether it stands on a line of its own."""
    text = node.astext()
    if isinstance(node, nodes.math):
        return text, False
    if node["nowrap"]:
        return text, True
    # several formulas with blank lines between them are aligned
    parts = [
        rf"\begin{{split}}{part}\end{{split}}" if r"\\" in part else part
        for part in re.split(r"\n\s*\n", text.strip())
    ]
    if len(parts) == 1:
        return parts[0], True
    return r"\begin{aligned}" + r"\\".join(parts) + r"\end{aligned}", True


def of(env):
    """The formulas of every page: {docname: [(TeX, on a line of its own, line in the source)]}."""
    if not hasattr(env, "series_formulas"):
        env.series_formulas = {}
    return env.series_formulas


def collect(app, doctree):
    """On doctree-read: note the formulas of a page."""
    found = doctree.findall(lambda node: isinstance(node, nodes.math | nodes.math_block))
    of(app.env)[app.env.docname] = [(*tex(node), node.line or node.parent.line) for node in found]


def purge(app, env, docname):
    of(env).pop(docname, None)


def merge(app, env, docnames, other):
    of(env).update({name: of(other)[name] for name in docnames if name in of(other)})


def set_all(app, env):
    """When all pages are read: set their formulas, and name page, line and formula where TeX has an error."""
    if app.builder.format != "html":
        return
    places = [(page, *formula) for page, formulas in of(env).items() for formula in formulas]
    formulas = list(dict.fromkeys((text, display) for _, text, display, _ in places))
    made, css = typeset(formulas)
    app.series_formulas = dict(zip(formulas, made, strict=True))  # the processes that write pages inherit it
    for page, text, display, line in places:
        if wrong := error(app.series_formulas[text, display]):
            logger.warning("formula `%s`: %s", text.strip(), wrong, location=(page, line))
    folder = Path(app.outdir, "_static")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / STYLE).write_text(css, encoding="utf8")  # for assets.py


def error(made):
    """What is wrong with a formula that was set, or None."""
    if found := ERROR.search(made):
        return html.unescape(found[1])
    if "MathJax_ref" in made:  # MathJax knows no labels here, and would show ???
        return "a reference to an equation is written {eq}`label`, outside of formulas"
    return None


def set_html(self, node):
    """The HTML of a formula."""
    made = self.builder.app.series_formulas.get(tex(node))
    if made is None:
        logger.warning("formula `%s` appeared after all had been set", node.astext(), location=node)
    return made or ""


def visit_math(self, node):
    note = {"title": node["meaning"]} if "meaning" in node else {}  # see terms.py
    self.body.append(self.starttag(node, "span", "", CLASS="math", **note) + set_html(self, node) + "</span>")
    raise nodes.SkipNode


def visit_math_block(self, node):
    self.body.append(self.starttag(node, "div", CLASS="math"))
    if node["number"]:
        self.body.append(f'<span class="eqno">({get_node_equation_number(self, node)})')
        self.add_permalink_ref(node, "Link to this equation")
        self.body.append("</span>")
    self.body.append(set_html(self, node) + "</div>\n")
    raise nodes.SkipNode


def setup(app):
    app.add_html_math_renderer("series", (visit_math, None), (visit_math_block, None))
    app.connect("doctree-read", collect, priority=900)
    app.connect("env-purge-doc", purge)
    app.connect("env-merge-info", merge)
    app.connect("env-updated", set_all)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
