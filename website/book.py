"""The articles of the book as they are written, read with the parser of the documents: their cells, where these begin,
and what figures and equations are called.
"""

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import yaml
from docutils import nodes
from markdown_it.renderer import RendererHTML
from myst_nb.core.read import _MockDirective, read_myst_markdown_notebook
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.directives import parse_directive_text
from myst_parser.parsers.mdit import create_md_parser
from pybtex.database import parse_file

from website import articles

DIRECTIVE = re.compile(r"\{(?P<name>[^\s{}]+)\}\s*(?P<argument>.*)")
ADMONITIONS = {
    "note", "tip", "hint", "warning", "important", "caution", "attention", "danger", "seealso",
    "admonition", "margin", "in-short",
}  # fmt: skip


def parser(extensions=()):
    """The parser of the documents. An inline token says where it stands: `meta["span"]`, in the text around it."""
    made = create_md_parser(MdParserConfig(enable_extensions=set(extensions)), RendererHTML)
    for rule in made.inline.ruler.__rules__:
        made.inline.ruler.at(rule.name, _placed(rule.fn))
    return made


def _placed(rule):
    def placed(state, silent):
        start, count = state.pos, len(state.tokens)
        found = rule(state, silent)
        if found and not silent:
            # text before it may have been kept back until now
            for token in state.tokens[count:]:
                if token.type not in ("text", "link_close") and "span" not in token.meta:
                    token.meta = {**token.meta, "span": (start, state.pos)}
                    break
        return found

    return placed


def directive(token):
    """Name, argument, options and body of a directive; None when a token is none."""
    match = token.type in ("fence", "colon_fence") and DIRECTIVE.match(token.info.strip())
    if not match:
        return None
    read = parse_directive_text(_MockDirective, "", token.content, validate_options=False)
    return match["name"], match["argument"].strip(), read.options, "\n".join(read.body).strip("\n")


def chapters(root):
    """The articles in their order, by name: those that the table of contents numbers."""
    toc = yaml.safe_load(Path(root, "_toc.yml").read_text(encoding="utf-8"))
    entries = [entry["file"] for part in toc.get("parts", []) for entry in part["chapters"]]
    return [Path(name).name for name in entries if articles.is_article(name)]


@dataclass
class Article:
    """An article as it is written: its cells, and the line of the file on which each begins."""

    path: Path
    text: str
    cells: list
    lines: list

    @classmethod
    def read(cls, path):
        text = path.read_text(encoding="utf-8-sig")
        notebook = read_myst_markdown_notebook(text, add_source_map=True, path=path)
        rows, lines = text.splitlines(), []
        for cell, line in zip(notebook.cells, notebook.metadata["source_map"], strict=True):
            while cell.cell_type == "markdown" and not rows[line].strip():
                line += 1
            lines.append(line + 1)
        return cls(path, text, notebook.cells, lines)


@dataclass
class Book:
    """What the notebooks of all articles share: the parser, the numbers of figures and equations, the references."""

    root: Path
    site: str = ""  # its address, when it is known
    read: dict = field(default_factory=dict)  # articles that were read, by path

    def article(self, path):
        if path not in self.read:
            self.read[path] = Article.read(path)
        return self.read[path]

    @cached_property
    def parser(self):
        config = yaml.safe_load((self.root / "_config.yml").read_text(encoding="utf-8"))["sphinx"]["config"]
        return parser(config["myst_enable_extensions"])

    @cached_property
    def references(self):
        return parse_file(self.root / "references.bib", "bibtex").entries

    @cached_property
    def numbers(self):
        """What figures and equations of all articles are called: {label: "Figure 1.2"}."""
        found = {}
        for chapter, name in enumerate(chapters(self.root), start=1):
            figures, equations = self.labels(self.article(self.root / "chapters" / f"{name}.md"))
            found |= {label: f"Figure {chapter}.{k}" for k, label in enumerate(figures, start=1)}
            found |= {label: f"{chapter}.{k}" for k, label in enumerate(equations, start=1)}
        return found

    def labels(self, article):
        """The labels of an article's figures, and those of its equations, in their order."""
        figures, equations = [], []
        for cell in article.cells:
            if cell.cell_type == "markdown":
                equations += self.equations(cell.source)
            elif name := cell.metadata.get("mystnb", {}).get("figure", {}).get("name"):
                figures.append(nodes.fully_normalize_name(name))
        return figures, equations

    def equations(self, text):
        found = []
        for token in self.parser.parse(text):
            if token.type == "math_block_label":
                found.append(token.info)
            elif read := directive(token):
                name, _, options, body = read
                if name == "math" and "label" in options:
                    found.append(options["label"])
                elif name in ADMONITIONS:
                    found += self.equations(body)
        return found
