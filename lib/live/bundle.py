"""The JavaScript of the live figures as one text: a widget may import nothing, and a page loads one file."""

import re
from pathlib import Path

HERE = Path(__file__).parent
KINDS = tuple(sorted(path.stem for path in HERE.glob("panels/*.js")))
IMPORT = re.compile(r'^import (\{[^}]*\}) from "(\.{1,2}/[\w./-]+)";\n', re.M)
COMMENT = re.compile(
    r"^[ \t]*(?://[^\n]*|/\*\*.*?\*/)\n|[ \t]+// [^\n]*$|^[ \t]+", re.M | re.S
)  # and what indents a line
EXPORT = re.compile(r"^export (?:async )?(?:function|class|const) (\w+)", re.M)


def bundle(entry):
    """The text of a module of this folder with all that it imports.

    Each module becomes a function that returns what it exports, called once, after those it imports. The
    modules of the folder `panels` are found by themselves, under the name of the file.
    """
    order = []
    _visit(HERE / entry, order)
    parts = [_wrapped(path) for path in order[:-1]]
    return "const modules = {};\n" + "\n".join(parts) + "\n" + _linked(order[-1])


def _visit(path, order):
    for _, name in IMPORT.findall(path.read_text(encoding="utf8")):
        other = (path.parent / name).resolve()
        if other not in order:
            _visit(other, order)
    order.append(path.resolve())


def _linked(path):
    """The source with each import replaced by a look-up, without comments."""

    def look_up(match):
        names = match[1].replace(" as ", ": ")
        return f'const {names} = modules["{_name((path.parent / match[2]).resolve())}"];\n'

    return COMMENT.sub("", IMPORT.sub(look_up, path.read_text(encoding="utf8")))


def _wrapped(path):
    source = _linked(path)
    names = ", ".join(EXPORT.findall(source))
    body = re.sub(r"^export ", "", source, flags=re.M)
    return f'modules["{_name(path)}"] = (() => {{\n{body}\nreturn {{ {names} }};\n}})();'


def _name(path):
    return path.relative_to(HERE.resolve()).as_posix()
