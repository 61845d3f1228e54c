"""Live figures on a page: beside each picture the description from which the reader's browser runs it."""

import gzip
import html
import json
import re
from pathlib import Path

from docutils import nodes

from lib import Neuron, Slider, noise
from lib.live import Family, bundle, unpack
from lib.live.bundle import HERE
from website.squeeze import squeezed

COMMON = "live.js"
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


def kinds_of(page):
    """The kinds of the panels of all live figures in the HTML of a page."""
    return sorted({panel["kind"] for spec, _ in specs(page) for panel in spec["panels"]})


def script_of(kinds):
    """The name of the script of pages with panels of these kinds."""
    return f"live-{'-'.join(kinds)}.js"


def common_script():
    """The script of all live figures, whose modules the scripts of the pages find by its one name."""
    return squeezed(f'"use strict";\n{bundle.common()}')


def own_script(kinds):
    """The script of pages with panels of these kinds, which comes behind it."""
    return squeezed(classic(bundle.own(tuple(kinds))))


def write_style(app, env):
    """On env-updated: the style sheet of all live figures."""
    folder = Path(app.outdir, "_static")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "live.css").write_text((HERE / "live.css").read_text(encoding="utf8"), encoding="utf8")


def add_files(app, pagename, templatename, context, doctree):
    """On html-page-context: a page with live figures loads their script, and the panels that they ask for."""
    descriptions = [node.astext() for node in doctree.findall(nodes.raw)] if doctree else []
    if kinds := kinds_of("".join(descriptions)):
        for name in (COMMON, script_of(kinds)):
            app.add_js_file(name, loading_method="defer")


def write_scripts(app, exception):
    """On build-finished: the scripts that pages load, those too that were written by an earlier build."""
    if exception or app.builder.format != "html":
        return
    out = Path(app.outdir)
    pages = [path for path in out.rglob("*.html") if "_static" not in path.relative_to(out).parts]
    all_kinds = {tuple(kinds_of(path.read_text(encoding="utf8"))) for path in pages} - {()}
    scripts = {script_of(kinds): own_script(kinds) for kinds in all_kinds} | {COMMON: common_script()}
    for name, text in scripts.items():
        (out / "_static" / name).write_text(text, encoding="utf8")
