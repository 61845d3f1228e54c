"""Code cells: numbers in alternative texts, and code folded away."""

import json
import re
import shutil
from html import escape
from pathlib import Path
from urllib.parse import unquote

from docutils import nodes
from myst_nb.core.variables import format_plain_text
from myst_nb.sphinx_ import NbMetadataCollector
from PIL import Image
from sphinx.util import logging

from website import narrow

logger = logging.getLogger(__name__)
IMAGE = re.compile(r'<img ([^>]*src="([^"]*_images/)([^"/]+)"[^>]*>)')
EXERCISE = re.compile(r'(<p class="exercise"[^>]*>).*?(</p>)', re.S)
GUESS = re.compile(r'data-options="[^"]*" data-answer="([^"]*)" data-because="([^"]*)"')
UNCHECKED = (
    "This browser runs no scripts, so no answer is checked here: compare yours with the solution below."
)
UNGUESSED = "This browser runs no scripts, so there is nothing to press. The answer:"
SIDES = re.compile(r"\b(left|right|middle|centre)\b", re.I)  # of a figure, in its caption
ROLE = re.compile(r"\{glue:text\}`([^`]+)`")


def published(env, docname):
    """The numbers a page has published: {name: the text to print}."""
    if not NbMetadataCollector.get_doc_data(env)[docname].get("glue"):
        return {}
    path = Path(env.mystnb_config.output_folder, f"{docname}.glue.json")
    records = json.loads(path.read_text(encoding="utf8"))
    texts = {name: record["data"].get("text/plain") for name, record in records.items()}
    return {name: format_plain_text(text, "s") for name, text in texts.items() if text}


def substitute(text, values):
    """Replace {glue:text}`name` by its value; return the text and the unknown names."""
    unknown = [name for name in ROLE.findall(text) if name not in values]
    return ROLE.sub(lambda role: values.get(role[1], "?"), text), unknown


def fill_alt_texts(app, doctree):
    """On doctree-read: alternative texts are plain text, so roles in them are ours to fill."""
    images = [image for image in doctree.findall(nodes.image) if "{glue:" in image.get("alt", "")]
    values = published(app.env, app.env.docname) if images else {}
    for image in images:
        image["alt"], unknown = substitute(image["alt"], values)
        for name in unknown:
            message = "alt text: no cell of this page publishes the number `%s`"
            logger.warning(message, name, location=app.env.docname)


def compress_pictures(app, doctree):
    """On doctree-read, before Sphinx collects them: figures as WebP, with the same pixels in a third of the bytes."""
    for image in doctree.findall(nodes.image):
        path = Path(app.env.relfn2path(image["uri"], app.env.docname)[1])
        if path.suffix == ".png" and path.is_relative_to(Path(app.outdir).parent):
            small = path.with_suffix(".webp")
            if not small.exists():
                Image.open(path).save(small, lossless=True, quality=100, method=4)
            narrow.write(small)
            image["uri"] = str(Path(image["uri"]).with_suffix(".webp"))


def mark_sides(app, doctree, docname):
    """On doctree-resolved: a figure is marked whose caption speaks of left and right, which a phone does not show."""
    for caption in doctree.findall(nodes.caption):
        if isinstance(caption.parent, nodes.figure) and SIDES.search(caption.astext()):
            caption.parent["classes"].append("sides")


def keep_places(app, pagename, templatename, context, doctree):
    """On html-page-context: a figure is loaded when it comes into sight; a place of its size waits for it.

    In a narrow window it is the one with its panels below one another, where there is one. Else, if it is too wide
    for a phone, it stands in a box that scrolls sideways.
    """
    paths = {name: path for path, (_, name) in app.env.images.items()}

    def place(found):
        rest, folder, name = found.groups()
        path = Path(app.srcdir, paths[unquote(name)])
        width, height = Image.open(path).size
        image = f'<img width="{width}" height="{height}" loading="lazy" {rest}'
        if (small := narrow.beside(path)).exists():
            target = narrow.beside(Path(app.outdir, "_images", unquote(name)))
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(small, target)
            address = escape(folder + narrow.beside(Path(name)).name)
            width, height = (round(size * narrow.SIZE) for size in Image.open(small).size)
            source = f'<source media="{narrow.WINDOW}" srcset="{address}">'
            return (
                f'<picture style="--width: {width}px; --ratio: {width} / {height}">{source}{image}</picture>'
            )
        return f'<span class="sideways">{image}</span>' if width > narrow.FITS else image

    if "body" in context:
        context["body"] = IMAGE.sub(place, context["body"])


class Fold(nodes.General, nodes.Element):
    """Code that is shown on demand."""


def finish_code(app, doctree):
    """On doctree-read: cells can be linked to; code of cells tagged `fold` is folded, of `exercise` left out.

    What such a cell says in a notebook, to write in place of the dots, makes no sense on a page. exercises.js puts a
    field or buttons there.
    """
    for cell in list(doctree.findall(nodes.container)):
        if cell.get("nb_element") != "cell_code":
            continue
        cell["ids"].append(f"cell-{cell['cell_index']}")
        if "tag_fold" in cell["classes"]:
            cell.replace(cell.children[0], Fold("", cell.children[0]))
        elif "tag_exercise" in cell["classes"]:
            del cell[0]
            for node in cell.findall(nodes.raw):
                node[:] = [nodes.Text(EXERCISE.sub(without_scripts, node.astext()))]


def without_scripts(exercise):
    """An exercise as HTML, with what a browser says of it that runs no scripts."""
    guess = GUESS.search(exercise[1])
    said = f"{UNGUESSED} {guess[1]}. {guess[2]}".rstrip() if guess else UNCHECKED
    return f"{exercise[1]}{said}{exercise[2]}"


def visit_fold(self, node):
    self.body.append('<details class="fold"><summary>Show code</summary>\n')


def depart_fold(self, node):
    self.body.append("</details>\n")
