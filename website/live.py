"""Live figures on a page: beside each picture the description from which the reader's browser runs it."""

import gzip
import html
import json
import re
from pathlib import Path

from docutils import nodes

from lib import Neuron, Slider, noise
from lib.live import Family, unpack
from lib.live.bundle import HERE, bundle
from website.squeeze import squeezed

WITHOUT_SCRIPTS = (
    '<noscript><p class="live-broken">This browser runs no scripts, so the figure cannot be played with: '
    "here is its picture.</p></noscript>"
)
DESCRIPTION = re.compile(r'<script type="application/json" class="live-spec"[^>]*>(.*?)</script>', re.S)


class Renderer:
    """Renders the picture of a live figure (myst-nb finds this class through its entry point)."""

    @staticmethod
    def handle_mime(renderer, data, inline):
        """The picture and the description, when the output of a cell is a live figure; else None."""
        figure = data.output_metadata.get("live")
        if data.mime_type != "image/png" or not figure:
            return None
        return [*renderer.render_image(data), nodes.raw("", description(figure["spec"]), format="html")]


def description(spec):
    """The script element that holds it. Inside a script nothing is escaped but the end of the script."""
    text = json.dumps(spec, separators=(",", ":"), ensure_ascii=False).replace("</", "<\\/")
    name = html.escape(spec["name"])
    return (
        f'<script type="application/json" class="live-spec" id="live-{name}">{text}</script>{WITHOUT_SCRIPTS}'
    )


def specs(page):
    """The descriptions of all live figures in the HTML of a page, with the bytes that each adds to it, compressed."""
    return [(json.loads(text), len(gzip.compress(text.encode()))) for text in DESCRIPTION.findall(page)]


def family(spec):
    """The family of networks again, from the description of a figure."""

    def part(one):
        return noise.Normal(one["seed"]) if "seed" in one else unpack(one["array"])

    neuron = dict(spec["parameters"])
    options = {name: neuron.pop(name) for name in ("decay", "delay")}
    options["spikes_per_step"] = neuron.pop("spikesPerStep")
    made = Family(
        weights={one["name"]: part(one) for one in spec["weights"]},
        inputs={one["name"]: part(one) for one in spec["inputs"]},
        sliders=[Slider(**slider) for slider in spec["sliders"]],
        neuron=Neuron(**neuron),
        n=spec["n"],
        steps=spec["steps"],
        **options,
    )
    made.kicks = spec["kicks"]
    return made


def classic(module):
    """The text of a module as a classic script: a browser loads no modules from a page that was opened as a file.

    It keeps its names to itself, and exports nothing.
    """
    return f'(() => {{\n"use strict";\n{re.sub("^export ", "", module, flags=re.M)}\n}})();\n'


def script():
    """The script of all live figures."""
    return squeezed(classic(bundle("page.js")))


def write_files(app, env):
    """On env-updated: the script and the style sheet of all live figures, each as one file."""
    folder = Path(app.outdir, "_static")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "live.js").write_text(script(), encoding="utf8")
    (folder / "live.css").write_text((HERE / "live.css").read_text(encoding="utf8"), encoding="utf8")


def add_files(app, pagename, templatename, context, doctree):
    """On html-page-context: only a page with a live figure loads the script."""
    if doctree and any("live-spec" in node.astext() for node in doctree.findall(nodes.raw)):
        app.add_js_file("live.js", loading_method="defer")
