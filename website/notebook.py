"""The article as a notebook to download: executed, and in plain Markdown.

Roles and directives mean nothing to a notebook, so each is written out. What cannot be is a
warning, and with -W a failure: nothing unreadable is handed out.
"""

import copy
import re
from pathlib import Path

import nbformat
from docutils import nodes
from pybtex.backends.markdown import Backend
from sphinx.util import logging

from website import articles, bibliography, cells, executions

logger = logging.getLogger(__name__)
FOLDED = {"fold", "remove-cell", "remove-input"}  # what the website folds or leaves out
FENCE = re.compile(r"^(?P<fence>`{3,}|:{3,})\{(?P<name>[\w-]+)\}(?P<rest>.*?)^(?P=fence)[ \t]*$", re.M | re.S)
ROLE = re.compile(r"\{(?P<name>[\w:]+)\}`(?P<text>[^`]+)`")
INTERNAL = re.compile(r"(?<!!)\[([^\]]+)\]\((?:([\w-]+)\.md)?(#[\w-]+)?\)")
LABELLED = re.compile(r"\$\$\s*\((?P<label>[\w:-]+)\)")


def link(docname, pathto):
    """The download button of a page."""
    address = pathto(f"notebooks/{Path(docname).name}.ipynb", 1)
    text = "Download as a notebook"
    return {"url": address, "text": text, "icon": "fa-solid fa-download", "download": True}


class Writer:
    """Turns the Markdown of one article into Markdown that every notebook shows."""

    def __init__(self, values, numbers, references, site=""):
        self.values = values  # published numbers: {name: text}
        self.numbers = numbers  # of figures, tables and equations: {label: "Figure 1.2"}
        self.references = references  # {key: (label, text)}
        self.site = site
        self.cited, self.unknown = [], []

    def markdown(self, text):
        text = re.sub(r"^\([\w:-]+\)=\n", "", text, flags=re.M)  # targets of links
        text = FENCE.sub(self.directive, text)
        text = ROLE.sub(self.role, text)
        text = LABELLED.sub(lambda match: f"\\tag{{{self.number(match['label'])}}}\n$$", text)
        return INTERNAL.sub(self.page, text).strip()

    def page(self, match):
        """A link to another page leads to the website when its address is known, else nowhere."""
        text, page, anchor = match.groups()
        return f"[{text}]({self.site}/chapters/{page}.html{anchor or ''})" if self.site and page else text

    def number(self, label):
        if label not in self.numbers:
            self.unknown.append(label)
        return self.numbers.get(label, label)

    def role(self, match):
        name, text = match["name"], match["text"]
        if name == "glue:text":
            return self.values.get(text, match[0])
        if name in ("cite:t", "cite:p"):
            keys = [key.strip() for key in text.split(",")]
            self.unknown += [key for key in keys if key not in self.references]
            keys = [key for key in keys if key in self.references]
            self.cited += [key for key in keys if key not in self.cited]
            labels = [self.references[key][0] for key in keys]
            if name == "cite:p":
                return f"({'; '.join(labels)})"
            return ", ".join(re.sub(r", (\w+)$", r" (\1)", label) for label in labels)
        if name in ("numref", "ref", "eq"):
            title, label = re.fullmatch(r"(?:(.*?)\s*<)?([^<>]+)>?", text).groups()
            number = self.number(label) if name != "ref" or not title else ""
            return f"({number})" if name == "eq" else title or number
        if name == "term":
            return re.fullmatch(r"(.*?)(?:\s*<[^<>]+>)?", text)[1]
        self.unknown.append(f"{{{name}}}")
        return match[0]

    def directive(self, match):
        name = match["name"]
        argument, _, body = match["rest"].partition("\n")
        options = dict(re.findall(r"^:(\w+):[ \t]*(.*)$", body, re.M))
        body = re.sub(r"\A(:\w+:.*\n)*", "", body).strip()
        if name == "math":
            tag = f"\n\\tag{{{self.number(options['label'])}}}" if "label" in options else ""
            return f"$$\n{(argument.strip() + chr(10) + body).strip()}{tag}\n$$"
        if name == "bibliography":
            return "\n".join(f"- {self.references[key][1]}" for key in sorted(self.cited))
        if name in ("note", "tip", "warning", "important", "admonition", "margin", "seealso"):
            title = argument.strip() or name.capitalize()
            quoted = "\n".join(f"> {line}".rstrip() for line in body.splitlines())
            return f"> **{title}**\n>\n{quoted}"
        self.unknown.append(f"{{{name}}}")
        return match[0]

    def caption(self, cell):
        """The caption of a code cell's figure, as a cell of its own."""
        figure = cell.metadata.get("mystnb", {}).get("figure", {})
        if not figure.get("caption"):
            return []
        number = self.number(nodes.fully_normalize_name(figure["name"]))
        return [nbformat.v4.new_markdown_cell(f"**{number}.** {self.markdown(figure['caption'])}")]

    def notebook(self, source, about):
        """The notebook: a note on where it is from, then the article cell by cell."""
        made = [nbformat.v4.new_markdown_cell(about)]
        for cell in source.cells:
            if cell.cell_type == "markdown":
                made.append(nbformat.v4.new_markdown_cell(self.markdown(cell.source)))
            elif cell.cell_type == "code":
                code = nbformat.v4.new_code_cell(cell.source, outputs=shown(cell.outputs))
                code.execution_count = cell.execution_count
                if FOLDED & set(cell.metadata.get("tags", [])):
                    code.metadata["jupyter"] = {"source_hidden": True}
                made += [code, *self.caption(cell)]
        for place, cell in enumerate(made):
            cell.id = f"cell-{place}"  # the same file each time
        metadata = {
            key: source.metadata[key] for key in ("kernelspec", "language_info") if key in source.metadata
        }
        return nbformat.v4.new_notebook(cells=made, metadata=metadata)


def shown(outputs):
    """Outputs without what only the website reads; of a live figure its picture, until the cell is run."""
    kept = [copy.deepcopy(output) for output in outputs if "scrapbook" not in output.get("metadata", {})]
    for output in kept:
        output.get("metadata", {}).pop("live", None)
    return kept


def numbers_of(env):
    """What figures, tables and equations of the whole site are called."""
    found = {}
    formats = env.config.numfig_format
    for label, (page, anchor) in env.get_domain("std").anonlabels.items():
        for kind, ids in env.toc_fignumbers.get(page, {}).items():
            if anchor in ids:
                found[label] = formats.get(kind, "%s") % ".".join(map(str, ids[anchor]))
    for label, (page, _) in env.get_domain("math").equations.items():
        ids = env.toc_fignumbers.get(page, {}).get("displaymath", {})
        number = ids.get(f"equation-{label}")
        found[label] = ".".join(map(str, number)) if number else label
    return found


def references_of(env):
    """Label and text of every reference: {key: (label, Markdown)}."""
    entries = env.get_domain("cite").bibdata.data.entries
    style, backend = bibliography.AuthorYearStyle(), Backend()
    texts = {
        entry.key: entry.text.render(backend).replace("\n", " ")
        for entry in style.format_entries(entries.values())
    }
    return {key: (bibliography.label(entry), texts[key]) for key, entry in entries.items()}


def write_all(app, exception):
    """On build-finished: write the notebook of every article into notebooks/."""
    if exception or app.builder.format != "html":
        return
    references, site = references_of(app.env), app.config.html_baseurl.rstrip("/")
    folder = Path(app.outdir, "notebooks")
    folder.mkdir(exist_ok=True)
    numbers = numbers_of(app.env)
    repository = app.config.series_repository
    needs = "the library `lib` of the series" + (f": `pip install git+{repository}`" if repository else "")
    for docname, article in articles.of(app.env).items():
        writer = Writer(cells.published(app.env, docname), numbers, references, site)
        about = f"*Weekly Neural Networks, {article['date']}. Running this notebook needs {needs}*"
        made = writer.notebook(executions.merged(docname, app.env), about)
        for name in writer.unknown:
            logger.warning("the notebook cannot show %s", name, location=docname)
        nbformat.write(made, folder / f"{Path(docname).name}.ipynb")
