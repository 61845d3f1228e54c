"""One style sheet and one script for the whole site, with what its pages can use and nothing else.

The theme and the extensions bring ten style sheets with 480 kB, which a page waits for before it shows anything,
and three quarters of their rules are for what is on none of our pages. When all pages are written, the classes
and ids in them and in their scripts are collected. A selector that asks for another class or id can match
nothing, so it goes. Scripts are only put together.

At the very end each file gets a hash of its content into its address, `site.css?v=0123abcd`. Else a reader who was
here last week would see the page of today with the style sheet of then.
"""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import tinycss2
from sphinx.builders.html._assets import _JavaScript
from sphinx.errors import ExtensionError

from website.live import classic
from website.mathematics import STYLE as FORMULAS

STYLE, SCRIPT, THEME_SCRIPT = "site.css", "site.js", "theme.js"
THEME = ("styles/theme.css", "styles/pydata-sphinx-theme.css")  # the theme names them in a template
OPTIONS = "documentation_options.js"
MODULES = ("exercises.js", "notes.js")  # which become classic scripts; the search needs neither
NESTED = {"media", "supports", "layer", "container"}
IMPORT = re.compile(r"""@import\s+(?:url\()?["']([^"']+)["']\)?;""")
ADDRESS = re.compile(r"""url\(\s*(["']?)(?!data:|https?:|#|/)([^"')]+)\1\s*\)""")
HABIT = re.compile(r'"complete"===document\.readyState\?(\w)\(\):window\.addEventListener\("load",\1\)')
# what a page names of the files that are made with it: any quoted address of a script, style sheet, font or picture
FILE = re.compile(r'"([^"?#<>\s]*(?:\b_static/|\b_images/|\bsearchindex\.js)[^"?#<>\s]*)(?:\?v=\w*)?"')
IN_STYLE = re.compile(r'(?<=url\()"([^"?#:]+)(?:\?v=\w*)?"')
NOT_FOUND = "404.html"
MASK = "spikes.svg"
FROM_ROOT = re.compile(
    r'(\s[\w-]+=")/(?!/)'
)  # an attribute with an address that starts at the root of the server
NAMES = re.compile(r'\b(?:class|id)="([^"]*)"')


def sources(app):
    """The files, relative to _static, that pages would load one by one."""
    files = [str(style.filename).removeprefix("_static/") for style in app.builder._orig_css_files]
    return [*THEME, FORMULAS, *(name.split("?")[0] for name in files), "live.css"]


def text_of(folder, name):
    """A style sheet with those that it imports, its addresses relative to the folder."""
    path = folder / name
    text = path.read_text(encoding="utf8").lstrip("\ufeff")
    here = Path(name).parent

    def relative(address):
        parts = []
        for part in (here / address).parts:
            parts = parts[:-1] if part == ".." and parts else [*parts, part]
        return "/".join(parts)

    imported = [text_of(folder, relative(address)) for address in IMPORT.findall(text)]
    own = ADDRESS.sub(lambda found: f'url("{relative(found[2])}")', IMPORT.sub("", text))
    return "\n".join([*imported, own])


def names_of(out):
    """All classes and ids of the pages, and whatever word of a script may become one."""
    names = set()
    for path in out.rglob("*.html"):
        if "_static" not in path.parts:
            for value in NAMES.findall(path.read_text(encoding="utf8")):
                names |= set(value.split())
    for path in (out / "_static").rglob("*.js"):
        if path.name not in ("bootstrap.js", "fontawesome.js", SCRIPT):  # the first two no page loads
            names |= set(re.findall(r"[\w-]+", path.read_text(encoding="utf8")))
    return names


def can_match(selector, names):
    """Whether all classes and ids that a selector asks for exist. What stands in brackets may say `not`."""
    dot = False
    for token in selector:
        if token.type == "ident" and dot and token.value not in names:
            return False
        if token.type == "hash" and token.value not in names:
            return False
        dot = token.type == "literal" and token.value == "."
    return True


def selectors(prelude):
    """The selectors of a rule, each a list of tokens."""
    found = [[]]
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            found.append([])
        elif token.type != "comment":
            found[-1].append(token)
    return found


def purge(rules, names):
    """The text of the rules that can match something."""
    kept = []
    for rule in rules:
        if rule.type == "qualified-rule":
            useful = [part for part in selectors(rule.prelude) if can_match(part, names)]
            if useful and tinycss2.serialize(rule.content).strip():
                start = ",".join(tinycss2.serialize(part).strip() for part in useful)
                kept.append(f"{start}{{{body(rule.content)}}}")
        elif rule.type == "at-rule" and rule.lower_at_keyword in NESTED and rule.content is not None:
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            if text := purge(inner, names):
                kept.append(f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}{{{text}}}")
        elif rule.type == "at-rule":
            kept.append(rule.serialize())
        elif rule.type == "error":
            raise ValueError(f"a style sheet cannot be read: {rule.message} in line {rule.source_line}")
    return "\n".join(kept)


def body(content):
    return tinycss2.serialize([token for token in content if token.type != "comment"]).strip()


def whole(folder, files):
    """All files as one text. The theme's fonts stay out: fonts.css has ours.

    The picture that is a mask goes inside, since a page that was opened as a file may not load one.
    """
    parts = []
    for name in files:
        text = text_of(folder, name)
        if name in THEME:
            text = re.sub(r"@font-face\s*\{[^}]*\}", "", text)
        if f'url("{MASK}")' in text:
            data = base64.b64encode((folder / MASK).read_bytes()).decode()
            text = text.replace(f'url("{MASK}")', f"url(data:image/svg+xml;base64,{data})")
        parts.append(re.sub(r"@charset[^;]*;", "", text))
    return "\n".join(parts)


def scripts(app):
    """The scripts, relative to _static, that every page would load one by one, and that wait for the page."""
    files = [script for script in app.builder._orig_js_files if "type" not in script.attributes]
    names = [
        str(script.filename).removeprefix("_static/").split("?")[0] for script in files if script.filename
    ]
    return [name for name in names if name not in (OPTIONS, SCRIPT)]


def theme_script(folder):
    """The theme's script without one of its habits: to measure every code cell of a page as soon as it is there, and
    again after every change, which makes a phone lay out a whole article before it shows the first lines. What
    scrolls is found by series.js.
    """
    text = (folder / "scripts" / "pydata-sphinx-theme.js").read_text(encoding="utf8")
    text, count = HABIT.subn("0", text)
    if count != 1:
        raise ExtensionError(f"the script of the theme has changed: look at HABIT in {__file__}")
    return unmapped(text)


def unmapped(text):
    return re.sub(r"^//# sourceMappingURL=.*$", "", text, flags=re.M)


def script_of(folder, name):
    """The text of a script, to be one of several in a file."""
    text = unmapped((folder / name).read_text(encoding="utf8"))
    return classic(text) if name in MODULES else text


def replace_files(app, pagename, templatename, context, doctree):
    """On html-page-context: a page names the files that are made here, and what was added for it alone."""
    everywhere = app.builder._orig_css_files
    context["css_files"] = [style for style in context["css_files"] if style not in everywhere]
    options = Path(app.outdir, "_static", OPTIONS).read_text(encoding="utf8")
    inline = _JavaScript(None, priority=200, body=options)  # nothing holds up the page for 300 bytes
    ours, named = set(scripts(app)), context["script_files"]
    if pagename == "search":  # the scripts of the search itself do not wait, and need those of the theme
        named = [script for script in named if Path(str(script.filename or "")).name not in MODULES]
        context["script_files"] = [inline if OPTIONS in str(script.filename) else script for script in named]
        return
    rest = [
        script
        for script in named
        if str(script.filename or "").removeprefix("_static/").split("?")[0] not in {*ours, OPTIONS}
    ]
    context["script_files"] = [inline, *rest, _JavaScript(f"_static/{SCRIPT}", priority=300, defer="defer")]


def write(app, exception):
    """On build-finished: write the files. Where no page was written, those of the last build still hold."""
    if exception or not hasattr(app.builder, "_orig_css_files"):
        return
    folder = Path(app.outdir, "_static")
    files = sources(app)
    rules = tinycss2.parse_stylesheet(whole(folder, files), skip_comments=True, skip_whitespace=True)
    text = purge(rules, names_of(Path(app.outdir)))
    (folder / STYLE).write_text(f"/* what pages use of {' '.join(files)} */\n{text}\n", encoding="utf8")
    text = ";\n".join(script_of(folder, name) for name in scripts(app))
    (folder / SCRIPT).write_text(text, encoding="utf8")
    (folder / THEME_SCRIPT).write_text(theme_script(folder), encoding="utf8")


def version(path):
    """The hash of what a file holds; "" when there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest()[:8] if path.is_file() else ""


def stamped(text, find, address=FILE, version=version):
    """A text in which every address of a file has the hash of its content. `find` gives the path of an address."""

    def with_version(found):
        hashed = version(find(unquote(found[1])))
        return f'"{found[1]}?v={hashed}"' if hashed else found[0]

    return address.sub(with_version, text)


def stamp(app, exception):
    """On build-finished, last: put the hash of every file into its address, first in the style sheet, then in pages."""
    if exception or app.builder.format != "html":
        return
    out, site = Path(app.outdir), app.config.html_baseurl.rstrip("/")
    root = f"{urlsplit(site).path}/"  # of addresses on the page not found
    sheet = out / "_static" / STYLE
    text = sheet.read_text(encoding="utf8")
    sheet.write_text(stamped(text, lambda name: sheet.parent / name, IN_STYLE), encoding="utf8")
    once = cache(version)  # most files are named on every page
    for path in out.rglob("*.html"):
        if "_static" in path.relative_to(out).parts:
            continue
        text = path.read_text(encoding="utf8")
        if path.name == NOT_FOUND and not site:
            text = FROM_ROOT.sub(r"\1", text)  # layout.html finds out where the root of the site is

        def find(name, folder=path.parent):
            if site:
                name = name.removeprefix(site)
            return out / name.removeprefix(root).lstrip("/") if name.startswith("/") else folder / name

        path.write_text(stamped(text, find, version=once), encoding="utf8")
