"""The reader's notebook: an article executed, in plain Markdown, as a page offers it and `make lab` opens it.

Roles and directives mean nothing to a notebook, so each is written out. They are found with the parser of the
document itself, and replaced where they stand; whatever else stands there stays as the author wrote it. What a
notebook cannot show ends the build, with file and line: nothing unreadable is handed out.
"""

import copy
import os
import re
from dataclasses import dataclass, field
from html import escape
from itertools import accumulate
from pathlib import Path

import nbformat
from docutils import nodes
from myst_nb.core.variables import format_plain_text
from pybtex.backends.markdown import Backend
from sphinx.errors import SphinxError
from sphinx.util import logging

from website import (
    articles,
    beginning,
    bibliography,
    claims_page,
    claims_table,
    executions,
    form,
    pictures,
    tries,
)
from website.book import ADMONITIONS, Book, chapters, directive

logger = logging.getLogger(__name__)
SOLUTION = 'class="solution"'
FOLDED = {"fold", "remove-cell", "remove-input"}  # what the website folds or leaves out
TITLED = re.compile(r"(?:(?P<title>.*?)\s*<)?(?P<label>[^<>]+)>?", re.S)
ROLE = re.compile(r"\{[a-zA-Z][\w:+-]*\}`")
TITLES = {"margin": "Aside", "in-short": "In short"}  # of those that say none themselves
# Markdown that every notebook shows as it stands
PLAIN = {
    "paragraph_open", "paragraph_close", "heading_open", "heading_close", "hr", "code_block", "html_block",
    "bullet_list_open", "bullet_list_close", "ordered_list_open", "ordered_list_close",
    "list_item_open", "list_item_close", "blockquote_open", "blockquote_close",
    "table_open", "table_close", "thead_open", "thead_close", "tbody_open", "tbody_close",
    "tr_open", "tr_close", "th_open", "th_close", "td_open", "td_close",
    "text", "softbreak", "hardbreak", "code_inline", "html_inline", "math_inline", "link_close",
    "em_open", "em_close", "strong_open", "strong_close",
}  # fmt: skip


class NotebookError(SphinxError):
    """What a notebook cannot show; the message says what and where."""

    category = "Notebook"


# ------------------------------------------------------------------------------- writing


@dataclass
class Writer:
    """Turns the Markdown of one article into Markdown that every notebook shows.

    Parameters
    ----------
    parser : MarkdownIt
        As `book.parser` makes it.
    values : dict
        Published numbers: {name: text}.
    numbers : dict
        Of figures and equations: {label: "Figure 1.2"}.
    references : dict
        Entries of pybtex: {key: entry}.
    claims : dict
        What was measured for each claim, and its kind: {name: (text, text)}.
    page : function
        The address of another page, from its name (without .md) and an anchor ("" or "#there"); "" when nobody knows.
    picture : str
        The drawing of the article, which follows what is there In short; "" when there is none.
    figures : dict
        Where the code keeps its live figures: {name: variable}.
    """

    parser: object
    values: dict
    numbers: dict
    references: dict
    claims: dict = field(default_factory=dict)
    page: object = lambda name, anchor: ""
    picture: str = ""
    figures: dict = field(default_factory=dict)
    cited: list = field(default_factory=list)  # keys, in their order
    unknown: list = field(default_factory=list)  # what cannot be shown: (line, what)
    labels: dict = field(default_factory=dict)  # {key: "London et al., 2010"}, of what is cited

    def markdown(self, text, line=1, quoted=False):
        """The text for a notebook. `line` is that of the file on which it begins; formulas in quotations get one line."""
        rows = text.split("\n")
        starts = list(accumulate((len(row) + 1 for row in rows), initial=0))
        edits = []  # (start, end, what stands there instead), by place in the text
        done = {}  # how far each row has been read
        for token in self.parser.parse(text):
            where = line + token.map[0] if token.map else line
            if token.type == "inline":
                edits += self.inline(token, rows, starts, done, where)
                continue
            if token.type in PLAIN and not (token.type == "html_block" and ROLE.search(token.content)):
                continue
            first, last = token.map or (0, 1)
            while last > first + 1 and not rows[last - 1].strip(" >"):
                last -= 1
            before = rows[first][: re.match(r"(?:[ >]|[-*+] |\d+[.)] )*", rows[first]).end()]
            new = self.block(token, where, quoted or ">" in before)
            if new is not None:
                after = "\n" + re.sub(r"[^\s>]", " ", before)
                new = before + new.replace("\n", after)
                edits.append((starts[first], starts[last] - 1, new))
        for start, end, new in sorted(edits, reverse=True):
            text = text[:start] + new + text[end:]
        return re.sub(r"\n{3,}", "\n\n", text).strip()

    def block(self, token, line, quoted):
        """What stands instead of a block; None leaves it."""
        read = directive(token)
        if token.type == "fence" and not read:
            return None  # a listing
        if token.type in ("math_block", "math_block_label", "amsmath"):
            body = token.content.strip()
            if token.type == "amsmath":
                return " ".join(body.split("\n")) if quoted else None
            return self.formula(body, token.info if token.type == "math_block_label" else "", line, quoted)
        if token.type in ("myst_target", "myst_line_comment"):
            return ""
        if read:
            name, argument, options, body = read
            if name == "math":
                return self.formula(f"{argument}\n{body}".strip(), options.get("label"), line, quoted)
            if name == "bibliography":
                return self.bibliography()
            if name in ADMONITIONS:
                title = self.markdown(argument, line) or TITLES.get(name, name.capitalize())
                body = self.markdown(
                    body, line + token.content.rstrip("\n").count("\n") - body.count("\n") + 1, quoted=True
                )
                quote = "\n".join(f"> {row}".rstrip() for row in [f"**{title}**", "", *body.split("\n")])
                return f"{quote}\n\n{self.picture}" if name == "in-short" and self.picture else quote
            self.unknown.append((line, f"the directive {{{name}}}"))
            return None
        self.unknown.append((line, f"{token.type}: {token.content.strip()[:40]}"))
        return None

    def formula(self, body, label, line, quoted):
        if label:
            body += f"\n\\tag{{{self.number(label, line)}}}"
        # JupyterLab takes formulas out before it reads the Markdown, the > of a quotation with them
        return f"$$ {' '.join(body.split(chr(10)))} $$" if quoted else f"$$\n{body}\n$$"

    def bibliography(self):
        style, backend = bibliography.AuthorYearStyle(), Backend()
        texts = []
        for entry in style.format_entries([self.references[key] for key in dict.fromkeys(self.cited)]):
            text = entry.text.render(backend).replace("\n", " ")
            same = bibliography.label(self.references[entry.key]) == entry.label
            texts.append(f"- {text}" if same else f"- ({entry.label}) {text}")
        return "\n".join(texts)

    def inline(self, token, rows, starts, done, line):
        """The edits of a run of text, by place in the whole text."""
        places = []  # of each character of the run
        for k, row in enumerate(token.content.split("\n"), start=token.map[0]):
            column = rows[k].find(row, done.get(k, 0))  # a row of a table holds several runs
            if column < 0:
                self.unknown.append((line, f"`{row}`, which is written in another way"))
                return []
            done[k] = column + len(row)
            places += range(starts[k] + column, starts[k] + column + len(row) + 1)
        edits = []
        for child in token.children or []:
            if child.type in PLAIN:
                continue
            start, end = child.meta.get("span", (0, 0))
            if child.type == "myst_role":
                edits.append((start, end, self.role(child.meta["name"], child.content, line)))
            elif child.type == "link_open":
                edits += self.link(token.content, start, end, child.attrs["href"])
            elif child.type == "math_inline_double":
                edits.append((start, end, f"$${' '.join(child.content.split())}$$"))
            else:
                self.unknown.append((line, f"{child.type}: {child.content[:40]}"))
        return [(places[start], places[end - 1] + 1, new) for start, end, new in edits if end > start]

    def link(self, text, start, end, href):
        """A link to another page leads where this notebook's reader finds it, else nowhere."""
        match = re.fullmatch(r"(?:(?:\./)?([\w-]+)\.md)?(#.*)?", href)
        if not match or text[start] != "[":
            return []
        close = text.rindex("](", start, end)
        address = self.page(match[1], match[2] or "") if match[1] else ""
        if address:
            return [(close, end, f"]({address})")]
        return [(start, start + 1, ""), (close, end, "")]

    def number(self, label, line):
        if label not in self.numbers:
            self.unknown.append((line, f"the label {label}"))
        return self.numbers.get(label, label)

    def role(self, name, text, line):
        text = " ".join(text.split())
        title, label = TITLED.fullmatch(text).groups() if TITLED.fullmatch(text) else (text, text)
        if name == "glue:text" and text in self.values:
            return self.values[text]
        if name == "claim" and text in self.claims:
            measured, kind = self.claims[text]
            return f"({claims_table.mark(kind)}: {text}, {measured})"
        if name in ("cite:t", "cite:p"):
            return self.citation(name, [key.strip() for key in text.split(",")], line)
        if name in ("numref", "ref", "eq"):
            if name == "eq":
                return f"({self.number(label, line)})"
            return title or self.number(nodes.fully_normalize_name(label), line)
        if name == "term":
            return title or label
        if name == "try":
            return self.attempt(text, line)
        self.unknown.append((line, f"{{{name}}}`{text}`"))
        return text

    def attempt(self, text, line):
        """A phrase that acts on a live figure, and the call that does the same."""
        try:
            phrase, figure, onto, changes = tries.parse(text)
        except ValueError as error:
            self.unknown.append((line, f"{{try}}: {error}"))
            return text
        if figure not in self.figures:
            self.unknown.append((line, f'{{try}}`{text}`: no cell has `name = live("{figure}", …)`'))
            return phrase
        return f"{self.markdown(phrase, line)} (`{tries.call(self.figures[figure], onto, changes)}`)"

    def citation(self, name, keys, line):
        self.unknown += [(line, f"the reference {key}") for key in keys if key not in self.references]
        keys = [key for key in keys if key in self.references]
        self.cited += keys
        labels = [self.label(key) for key in keys]
        if name == "cite:p":
            return f"({'; '.join(labels)})"
        return ", ".join(re.sub(r", ([^,]+)$", r" (\1)", label) for label in labels)

    def label(self, key):
        """What the text calls a reference: "London et al., 2010a", once it is known what is cited."""
        return self.labels.get(key) or bibliography.label(self.references[key])

    def label_references(self):
        """Letters behind equal labels, once it is known what is cited."""
        entries = [self.references[key] for key in dict.fromkeys(self.cited)]
        self.labels = {
            entry.key: entry.label for entry in bibliography.AuthorYearStyle().format_entries(entries)
        }

    # ------------------------------------------------------------------------ the cells

    def caption(self, cell, line):
        """The caption of a code cell's figure, as a cell of its own."""
        figure = cell.metadata.get("mystnb", {}).get("figure", {})
        if not figure.get("caption"):
            return []
        number = self.number(nodes.fully_normalize_name(figure["name"]), line)
        return [nbformat.v4.new_markdown_cell(f"**{number}.** {self.markdown(figure['caption'], line)}")]

    def name_sources(self, output):
        """In a table of claims, its caption, and what keys stand for. JupyterLab sets tables to the right."""
        table = output.get("data", {}).get("text/html", "")
        if claims_table.TABLE not in table:
            return
        table = claims_table.explained(table)
        for key in self.references:
            table = table.replace(f"<td>{key}</td>", f"<td>{escape(self.label(key))}</td>")
        output.data["text/html"] = re.sub("<(t[hd]|caption)>", r'<\1 style="text-align: left">', table)

    def cells(self, article, executed):
        """The cells of the notebook, from an article and the code cells with their outputs."""
        made, executed, fold = [], iter(executed), ""
        for cell, line in zip(article.cells, article.lines, strict=True):
            if cell.cell_type == "markdown":
                text, fold = folded(self.parser, self.markdown(cell.source, line), fold)
                made += [nbformat.v4.new_markdown_cell(text)] if text else []
            elif cell.cell_type == "code":
                code = nbformat.v4.new_code_cell(cell.source)
                tags = set(cell.metadata.get("tags", []))
                if "skip-execution" not in tags:
                    done = next(executed)
                    code.outputs, code.execution_count = shown(done.outputs), done.execution_count
                    for output in code.outputs:
                        self.name_sources(output)
                if FOLDED & tags or fold:
                    code.metadata["jupyter"] = {"source_hidden": True}
                if SOLUTION in fold:  # whoever wants it opens it
                    code.metadata["jupyter"]["outputs_hidden"] = True
                made += [code, *self.caption(cell, line)]
            else:
                self.unknown.append((line, f"a {cell.cell_type} cell"))
        return made


def folded(parser, text, fold):
    """A fold ends with its cell, so one that holds other cells is closed and opened anew.

    Returns the text, and the opening of the fold that goes on in the next cell; "" when there is none.
    """
    opened, before = [fold] if fold else [], fold
    for token in parser.parse(text):
        if token.type == "html_block":
            for mark in re.findall(r"<details\b.*|</details>", token.content, re.S):
                if mark.startswith("</"):
                    opened.pop()
                elif "</details>" not in mark:
                    opened.append(mark.strip())
    fold = opened[-1] if opened else ""
    text = f"{before}\n\n{text}" if before else text
    text = f"{text}\n\n</details>" if fold else text
    # nothing but the frame is left where code stood at the beginning or the end of a fold
    text = re.sub(r"<details\b[^>]*>\s*<summary>[^<]*</summary>\s*</details>", "", text).strip()
    # notebooks leave no room between a fold and what follows it
    return re.sub(r"</details>\n\n(?=.)", "</details>\n\n<br>\n\n", text), fold


def shown(outputs):
    """Outputs without what only the website reads; of a live figure its picture, until the cell is run."""
    kept = [copy.deepcopy(output) for output in outputs if "scrapbook" not in output.get("metadata", {})]
    for output in kept:
        output.get("metadata", {}).pop("live", None)
    return kept


def published(cells):
    """The numbers that code cells have published: {name: text}."""
    found = {}
    for output in [output for cell in cells for output in cell.outputs]:
        if place := output.get("metadata", {}).get("scrapbook"):
            found[place["name"]] = format_plain_text(output.data[f"{place['mime_prefix']}text/plain"], "s")
    return found


def install(repository, commit):
    """The cell that brings the library to where it is missing, in the version of this notebook."""
    source = f"git+{repository}@{commit}" if commit else f"git+{repository}"
    code = f"try:\n    import lib\nexcept ImportError:\n    %pip install --quiet {source}"
    return nbformat.v4.new_code_cell(code, metadata={"jupyter": {"source_hidden": True}})


def about(article, book, page):
    """What stands above everything: where the article is from, and what it asks of its reader."""
    meta = articles.front_matter(article.text, article.path)
    docnames = [f"chapters/{name}" for name in chapters(book.root)]
    links = []
    for name in articles.needed(meta, f"chapters/{article.path.stem}", docnames, article.path).values():
        name = name.removeprefix("chapters/")
        other = book.article(book.root / "chapters" / f"{name}.md")
        title = articles.front_matter(other.text, other.path)["title"].split(":")[0]
        address = page(name, "")
        links.append(f"[{title}]({address})" if address else title)
    asks = beginning.demands(meta["level"], links, *form.times(form.take_apart(article.text)))
    return (
        f"*Weekly Neural Networks, {meta['date']}. {asks} "
        "Running this notebook needs the library `lib` of the series.*"
    )


def make(path, book, beside=False, repository="", commit=""):
    """The notebook of an article, executed if it has not been.

    Parameters
    ----------
    path : Path
        Of the article.
    book : Book
    beside : bool
        Whether the notebooks of the other articles lie in the same folder, so that links lead to them.
    repository, commit : str
        From where the first cell installs `lib` where it is missing; "" leaves it out.

    Raises NotebookError with file and line of everything that a notebook cannot show.
    """
    article, done = book.article(path), executions.execution(path, book.root)
    names = set(chapters(book.root))

    def page(name, anchor):
        if beside and name in names:
            return f"{name}.ipynb"
        return f"{book.site}/chapters/{name}.html{anchor}" if book.site else ""

    claims = {name: (measured, kind) for name, measured, _, _, kind, *_ in claims_page.claims_of(done)}
    figures = tries.variables(cell.source for cell in article.cells if cell.cell_type == "code")
    writer = Writer(
        book.parser, published(done.cells), book.numbers, book.references, claims, page, figures=figures
    )
    picture = pictures.read(pictures.path(book.root, path.stem))
    writer.picture = f'<img src="{picture.address()}" alt="{escape(picture.alt)}" width="480">'
    writer.cells(article, done.cells)
    writer.label_references()  # letters behind equal labels are known once everything has been read
    writer.unknown.clear()
    cells = writer.cells(article, done.cells)
    if writer.unknown:
        places = [f"{path}:{line}: a notebook cannot show {what}" for line, what in writer.unknown]
        raise NotebookError("\n".join(places))
    first = [nbformat.v4.new_markdown_cell(about(article, book, page))]
    if repository:
        first.append(install(repository, commit))
    made = nbformat.v4.new_notebook(
        cells=[*first, *cells],
        metadata={key: done.metadata[key] for key in ("kernelspec", "language_info")},
    )
    for place, cell in enumerate(made.cells):
        cell.id = f"cell-{place}"  # the same file each time
    nbformat.validate(made)
    return made


# ------------------------------------------------------------------------------- the page's download


def link(docname, pathto):
    """The download button of a page."""
    address = pathto(f"notebooks/{Path(docname).name}.ipynb", 1)
    text = "Download as a notebook"
    return {"url": address, "text": text, "icon": "fa-solid fa-download", "download": True}


def numbers_of(env):
    """What the website calls figures and equations: {label: "Figure 1.2"}."""
    found = {}
    formats = env.config.numfig_format
    for label, (page, anchor) in env.get_domain("std").anonlabels.items():
        for kind, ids in env.toc_fignumbers.get(page, {}).items():
            if anchor in ids:
                found[label] = formats.get(kind, "%s") % ".".join(map(str, ids[anchor]))
    for label, (page, _) in env.get_domain("math").equations.items():
        number = env.toc_fignumbers.get(page, {}).get("displaymath", {}).get(f"equation-{label}")
        if number:
            found[label] = ".".join(map(str, number))
    return found


def write_all(app, exception):
    """On build-finished: write the notebook of every article into notebooks/."""
    if exception or app.builder.format != "html":
        return
    book = Book(Path(app.confdir), app.config.html_baseurl.rstrip("/"))
    folder = Path(app.outdir, "notebooks")
    folder.mkdir(exist_ok=True)
    known = numbers_of(app.env)
    commit = os.environ.get("GITHUB_SHA", "")  # on a forge's machine it is one that readers can fetch
    for docname in articles.of(app.env):
        path = Path(app.env.doc2path(docname))
        figures, equations = book.labels(book.article(path))
        for label in [*figures, *equations]:
            if known.get(label) != book.numbers.get(label):
                message = "the notebook calls %s %s, the page %s"
                names = (label, book.numbers.get(label), known.get(label))
                logger.warning(message, *names, location=docname)
        try:
            made = make(path, book, repository=app.config.series_repository, commit=commit)
        except NotebookError as error:
            for what in str(error).splitlines():
                logger.warning("%s", what)
        else:
            nbformat.write(made, folder / f"{path.stem}.ipynb")
