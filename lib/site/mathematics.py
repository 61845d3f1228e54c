"""Formulas, set by MathJax when the site is built. A page then needs none of its scripts, only fonts."""

import html
import json
import re
from pathlib import Path

from docutils import nodes
from sphinx.util import logging
from sphinx.util.math import get_node_equation_number

from lib.site.node import node as run_node

logger = logging.getLogger(__name__)
TYPESET = Path(__file__).parent / "mathjax" / "typeset.cjs"
FONTS = "_static/fonts/mathjax"
ERROR = re.compile(r'data-mjx-error="([^"]*)"')


def typeset(formulas, fonts=FONTS):
    """Set formulas, pairs of TeX and whether it stands on a line of its own: their HTML, and one style sheet."""
    done = run_node(TYPESET, input=json.dumps({"formulas": formulas, "fonts": fonts}))
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


def set_page(app, doctree, docname):
    """On doctree-resolved: set all formulas of a page; each node keeps its HTML, the page its style sheet."""
    found = list(doctree.findall(lambda node: isinstance(node, nodes.math | nodes.math_block)))
    if app.builder.format != "html" or not found:
        return
    up = "../" * app.builder.get_target_uri(docname).count("/")
    formulas = list(dict.fromkeys(map(tex, found)))
    made, css = typeset(formulas, up + FONTS)
    made = dict(zip(formulas, made, strict=True))
    for node in found:
        node["html"] = made[tex(node)]
        if error := ERROR.search(node["html"]):
            logger.warning("formula `%s`: %s", node.astext().strip(), html.unescape(error[1]), location=node)
    doctree["formula_css"] = css


def add_style(app, pagename, templatename, context, doctree):
    """On html-page-context: hand the style sheet of the page's formulas to the template."""
    context["formula_css"] = doctree.get("formula_css", "") if doctree else ""


def visit_math(self, node):
    note = {"title": node["meaning"]} if "meaning" in node else {}  # see terms.py
    self.body.append(self.starttag(node, "span", "", CLASS="math", **note) + set_html(node) + "</span>")
    raise nodes.SkipNode


def visit_math_block(self, node):
    self.body.append(self.starttag(node, "div", CLASS="math"))
    if node["number"]:
        self.body.append(f'<span class="eqno">({get_node_equation_number(self, node)})')
        self.add_permalink_ref(node, "Link to this equation")
        self.body.append("</span>")
    self.body.append(set_html(node) + "</div>\n")
    raise nodes.SkipNode


def set_html(node):
    """The HTML of a formula. A heading is shown in the contents too, from where it was read: set it again."""
    if "html" not in node:
        node["html"] = typeset([tex(node)])[0][0]
    return node["html"]


def setup(app):
    app.add_html_math_renderer("series", (visit_math, None), (visit_math_block, None))
    app.connect("doctree-resolved", set_page, priority=900)  # after all lists are filled
    app.connect("html-page-context", add_style)
