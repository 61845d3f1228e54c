"""The JavaScript of the live figures, as few texts: a widget may import nothing, and a page loads two files.

What is common to all figures travels apart from the panels, of which a page loads only those that its own
figures ask for.
"""

import re
from functools import cache
from pathlib import Path

HERE = Path(__file__).resolve().parent
KINDS = tuple(sorted(path.stem for path in HERE.glob("panels/*.js")))
PAGE, WIDGET = "page.js", "widget.js"
IMPORT = re.compile(r'^import (\{[^}]*\}) from "(\.{1,2}/[\w./-]+)";\n', re.M)
COMMENT = re.compile(
    r"^[ \t]*(?://[^\n]*|/\*\*.*?\*/)\n|[ \t]+// [^\n]*$|^[ \t]+", re.M | re.S
)  # and what indents a line
EXPORT = re.compile(r"^export (?:async )?(?:function|class|const) (\w+)", re.M)


@cache
def widget(kinds):
    """The module of a notebook's figure, with the panels of these kinds (a tuple)."""
    return common(WIDGET) + own(kinds, WIDGET)


@cache
def common(entry=PAGE):
    """The script of all live figures. It makes the modules that `own` looks up, and does nothing else."""
    return "\n".join(["const liveModules = {};", *map(_wrapped, _order(entry)[:-1]), ""])


@cache
def own(kinds, entry=PAGE):
    """The script that comes behind it: panels of these kinds, with what only they import, and the beginning."""
    panels = [f"panels/{kind}.js" for kind in kinds]
    modules = [path for path in _order(*panels, entry) if path not in _order(entry)]
    register = [
        f'liveModules["panels.js"].panels.{kind} = liveModules["{name}"].panel;'
        for kind, name in zip(kinds, panels, strict=True)
    ]
    return "\n".join([*map(_wrapped, modules), *register, _linked(HERE / entry)])


def _order(*names):
    """Paths of these modules of this folder and of all that they import, each after what it imports."""
    order = []
    for name in names:
        _visit(HERE / name, order)
    return order


def _visit(path, order):
    if path in order:
        return
    for _, name in IMPORT.findall(path.read_text(encoding="utf8")):
        _visit((path.parent / name).resolve(), order)
    order.append(path)


def _linked(path):
    """The source with each import replaced by a look-up, without comments."""

    def look_up(match):
        names = match[1].replace(" as ", ": ")
        return f'const {names} = liveModules["{_name((path.parent / match[2]).resolve())}"];\n'

    return COMMENT.sub("", IMPORT.sub(look_up, path.read_text(encoding="utf8")))


def _wrapped(path):
    """A module as a function that returns what it exports, called once."""
    source = _linked(path)
    names = ", ".join(EXPORT.findall(source))
    body = re.sub(r"^export ", "", source, flags=re.M)
    return f'liveModules["{_name(path)}"] = (() => {{\n{body}\nreturn {{ {names} }};\n}})();'


def _name(path):
    return path.relative_to(HERE).as_posix()
