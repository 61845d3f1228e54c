"""The page of all claims: what each article claims, what was measured, and the cell that checks it."""

import datetime
import platform
import re
from html import escape
from importlib.metadata import version

from docutils import nodes

from lib.claims import HEAD
from website import articles, bibliography, executions, lists
from website.claims_table import TABLE, rows

PACKAGES = ("numpy", "scipy", "numba", "matplotlib", "scikit-learn", "jupyter-book")


class AllClaims(lists.Later):
    """Every claim of every article, then what the build was made with."""

    @staticmethod
    def nodes_for(app, here, place):
        found = articles.newest_first(articles.of(app.env))[::-1]
        claims = {name: claims_of(executions.merged(name, app.env)) for name, _ in found}
        count = sum(map(len, claims.values()))
        said = nodes.paragraph("", f"The {len(found)} articles make {count} claims. All of them hold.")
        sections = [section(app, here, name, article, claims[name]) for name, article in found]
        return [said, *sections, build(app, found)]


def claims_of(source):
    """The rows of an executed article's table: [name, measured, expected, within, kind, source, number of the cell]."""
    claims, cells = [], {}
    for number, cell in enumerate(source.cells):
        for output in cell.get("outputs", []):
            for line in re.findall(r"^holds: (.*)$", output.get("text", ""), re.M):
                cells[line] = number
            table = output.get("data", {}).get("text/html", "")
            if TABLE in table:
                claims = rows(table)
    return [[*row, cells.get(_line(*row))] for row in claims]


def _line(name, measured, expected, within, kind, source):
    """What `claim` prints when it holds. (Its name alone would not do: "rate" begins "rate: high" too.)"""
    return f"{name}: {measured}, expected {expected} {within} ({kind}; {source})"


def section(app, here, docname, article, claims):
    """The claims of one article under its title."""
    title = nodes.title("", "", lists.link(app, here, docname, article))
    address = app.builder.get_relative_uri(here, docname)
    cited = bibliography.cited(app, docname, address)
    body = ""
    for name, *values, source, cell in claims:
        anchor = "claims" if cell is None else f"cell-{cell}"
        name, *values = map(escape, (name, *values))
        cells = [f'<a href="{address}#{anchor}">{name}</a>', *values, cited.get(source, source)]
        body += "<tr>" + "".join(f"<td>{text}</td>" for text in cells) + "</tr>\n"
    head = "".join(f'<th scope="col">{text}</th>' for text in HEAD)
    table = f'<table class="claims"><thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table>'
    return nodes.section("", title, nodes.raw("", table, format="html"), ids=[docname.split("/")[-1]])


def build(app, found):
    """When and with what the site was built, and how long each article took to execute."""
    now = datetime.datetime.now(datetime.UTC)
    rows = [("Built", f"{now.day} {now:%B %Y, %H:%M} UTC"), ("Python", platform.python_version())]
    rows += [(name, version(name)) for name in PACKAGES]
    times = [
        (article["title"], f"executed in {executions.seconds(name, app.env):.0f} s")
        for name, article in found
    ]
    text = "".join(
        f"<tr><th scope='row'>{escape(a)}</th><td>{escape(b)}</td></tr>\n" for a, b in rows + times
    )
    table = nodes.raw("", f'<table class="build"><tbody>{text}</tbody></table>', format="html")
    return nodes.section("", nodes.title("", "This build"), table, ids=["this-build"])
