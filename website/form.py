"""The form of an article, read from its source: what of it is prose, what code, what the main line, how long it takes.

The main line is what everybody reads: neither folds, nor exercises, claims and references, nor captions.
"""

import ast
import math
import re
from dataclasses import dataclass

import yaml

PROSE_DIRECTIVES = {
    "note",
    "tip",
    "warning",
    "important",
    "admonition",
    "in-short",
    "margin",
    "seealso",
    "glossary",
    "live-figure",
    "repository",
    "website",
}
ASIDE = {"Exercises", "Claims", "References"}  # sections that are not of the main line
UNSEEN = {"fold", "remove-cell", "remove-input", "exercise"}  # tags of cells whose code a page does not show


@dataclass(frozen=True)
class Cell:
    """A code cell: the line on which its code begins, the code, its tags, and the name of its figure."""

    line: int
    code: str
    tags: frozenset = frozenset()
    figure: str = ""

    @property
    def live(self):
        """Whether it makes a live figure."""
        calls = [node.func for node in ast.walk(syntax(self.code)) if isinstance(node, ast.Call)]
        return any(isinstance(called, ast.Name) and called.id == "live" for called in calls)


@dataclass(frozen=True)
class Source:
    """A Markdown file taken apart; what is left out of a text is blank, so that lines keep their numbers."""

    prose: str  # all that is written, also captions, alternative texts, title and summary
    text: str  # of it, what stands outside cells and front matter
    cells: list  # of Cell
    formulas: list  # the lines of those that stand on a line of their own


def syntax(code):
    """The syntax tree of a cell; what IPython understands besides Python is blank."""
    return ast.parse(re.sub(r"^(\s*)[%!].*$", r"\1pass", code, flags=re.M))


def take_apart(text):
    lines = text.split("\n")
    prose, body, at = [""] * len(lines), [""] * len(lines), 0
    cells, formulas = [], []
    inside = []  # fences of the directives of prose that are open

    def keep(block, start, *path):
        """Keep a text of some YAML lines, where it stands."""
        node = yaml.compose("\n".join(lines[start:block]))
        for key in path:
            node = next((value for name, value in node.value if name.value == key), None) if node else None
        if node is not None:
            first, last = node.start_mark, node.end_mark
            for k in range(start + first.line, start + last.line + (last.column > 0)):
                line = lines[k]
                prose[k] = line[first.column :] if k == start + first.line else line
            prose[start + first.line] = prose[start + first.line].lstrip("|>- \"'")

    if lines[0] == "---":
        at = lines.index("---", 1)
        for key in ("title", "summary"):
            keep(at, 1, key)
        at += 1
    while at < len(lines):
        fence = re.match(r"\s*(`{3,}|:{3,}|\$\$|\\begin(?=\{))(?:\{([\w*-]+)\})?(.*)", lines[at])
        if not fence:
            prose[at] = body[at] = lines[at]
        elif fence[2] in PROSE_DIRECTIVES:
            prose[at] = body[at] = fence[3]
            inside.append(fence[1])
        elif inside and lines[at].strip() == inside[-1]:
            inside.pop()
        else:
            close = rf"\end{{{fence[2]}}}" if fence[1] == r"\begin" else fence[1]
            end = next(
                (k for k in range(at + 1, len(lines)) if lines[k].strip().startswith(close)), len(lines)
            )
            if fence[1] == "$$" and "$$" in fence[3]:
                end = at
            start, options = at + 1, {}
            if fence[1] in ("$$", r"\begin") or fence[2] == "math":
                formulas.append(at + 1)
            if fence[2] == "code-cell":
                if start < end and lines[start] == "---":
                    close = lines.index("---", start + 1)
                    keep(close, start + 1, "mystnb", "figure", "caption")
                    keep(close, start + 1, "mystnb", "image", "alt")
                    options = yaml.safe_load("\n".join(lines[start + 1 : close])) or {}
                    start = close + 1
                while start < end and lines[start].startswith(":"):
                    options |= yaml.safe_load(lines[start][1:])
                    start += 1
                figure = options.get("mystnb", {}).get("figure", {}).get("name", "")
                code = "\n".join(lines[start:end])
                cells.append(Cell(start + 1, code, frozenset(options.get("tags", [])), figure))
            at = end
        at += 1
    return Source("\n".join(prose), "\n".join(body), cells, formulas)


def blank(match):
    return "\n" * match[0].count("\n") + " "


def without_markup(text):
    """Prose without roles, code, addresses and tags; formulas stay. Lines keep their numbers."""
    text = re.sub(r"\{(?:term|ref|numref|try)\}`([^`<]+?)\s*<[^`>]+>`", r"\1", text)
    text = re.sub(r"\{term\}`([^`]+)`", r"\1", text)
    text = re.sub(r"(\{[\w:]+\})?(`+).+?\2", blank, text, flags=re.S)
    text = re.sub(r"<!--.*?-->", blank, text, flags=re.S)
    text = re.sub(r"\]\([^()\s]*\)|<[a-z/][^<>]*>|https?://\S+", blank, text)
    return re.sub(r"^\([\w:-]+\)=$|^:[\w-]+:.*$", "", text, flags=re.M)


# ------------------------------------------------------------------------------- the main line


def off_the_line(text):
    """The lines of the prose, counted from 1, that are not of the main line: folds, and the sections at the end."""
    off, depth, section = set(), 0, ""
    for number, line in enumerate(text.split("\n"), start=1):
        if heading := re.match(r"## (.*?)\s*$", line):
            section = heading[1]
        depth += len(re.findall(r"<details\b", line))
        if depth or section in ASIDE:
            off.add(number)
        depth -= len(re.findall(r"</details>", line))
    return off


def words(text):
    """How many words a text has. A number that code gives, a citation, code or a formula in the line: each is one."""

    def read(found):
        role, text = found[1], found[3]
        if role in ("{term}", "{ref}", "{try}"):
            return text.split("<")[0]
        return "" if role == "{claim}" else "x"

    text = re.sub(r"(\{[\w:]+\})?(`+)(.+?)\2", read, text, flags=re.S)
    text = without_markup(re.sub(r"\$[^$]+\$", "x", text))
    return sum(bool(re.search(r"\w", word)) for word in text.split())


@dataclass(frozen=True)
class Part:
    """How much there is to read, of the main line or beside it."""

    words: int
    formulas: int  # that stand on a line of their own
    code: int  # lines that a page shows without being asked, but blank ones
    figures: int  # that are not live
    live: int


def parts(source):
    """The main line, and what is beside it: two of Part."""
    off, lines = off_the_line(source.text), source.text.split("\n")

    def part(here):
        cells = [cell for cell in source.cells if here(cell.line)]
        seen = [cell for cell in cells if not cell.tags & UNSEEN]
        figures = [cell for cell in cells if cell.figure]
        return Part(
            words("\n".join(line if here(k) else "" for k, line in enumerate(lines, start=1))),
            sum(map(here, source.formulas)),
            sum(bool(line.strip()) for cell in seen for line in cell.code.split("\n")),
            sum(not cell.live for cell in figures),
            sum(cell.live for cell in figures),
        )

    return part(lambda line: line not in off), part(lambda line: line in off)


# ------------------------------------------------------------------------------- times

# Adults read English prose silently at about 240 words a minute (Brysbaert 2019, doi:10.1016/j.jml.2019.104047, a mean
# of 190 studies), prose with symbols in it more slowly. For the rest there are no such studies; what stands here is
# what a careful reader takes who wants to understand and no more, and in the second row one with pencil and keyboard:
# everything twice, formulas derived, code run and changed, figures asked another question, exercises done.
#            words in a minute, then minutes for a formula, a line of code, a figure, a live figure, an exercise
READING = (200, 1 / 3, 1 / 20, 1 / 2, 1, 0)
WORKING = (100, 2, 1 / 3, 1, 3, 10)


def exercises(source):
    """How many exercises there are."""
    return len(re.findall(r"^\*\*\d+\.\*\*", section(source.text, "Exercises"), re.M))


def section(text, heading):
    """The text of a section, without its heading; "" when there is none."""
    found = re.search(rf"^## {re.escape(heading)}\s*\n(.*?)(?=^## |\Z)", text, re.M | re.S)
    return found[1] if found else ""


def times(source):
    """Minutes to read the main line, and to work through the whole article with its folds and exercises.

    Nobody knows them to the minute: the first is rounded up to 5, the second to 30.
    """
    line, beside = parts(source)

    def minutes(part, rates, tasks=0):
        speed, formula, code, figure, live, task = rates
        took = part.words / speed + part.formulas * formula + part.code * code
        return took + part.figures * figure + part.live * live + tasks * task

    reading = minutes(line, READING)
    working = minutes(line, WORKING) + minutes(beside, WORKING, exercises(source))
    return 5 * max(1, math.ceil(reading / 5)), 30 * max(1, math.ceil(working / 30))
