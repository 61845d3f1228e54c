"""What a shared link shows: title, summary and a card with the article's drawing (the Open Graph protocol)."""

import io
from pathlib import Path

import matplotlib.pyplot as plt
from matplotlib.figure import Figure
from matplotlib.image import imread
from matplotlib.patches import Rectangle

from lib import plots
from website import articles

WIDTH, HEIGHT = 1200, 630  # what most places show without cutting [pixels]


def meta(app, docname, title, summary):
    """Pairs of property and content for the head of a page; none while nobody knows where the website is."""
    site = app.config.html_baseurl.rstrip("/")
    if not site or not summary:
        return []
    article = articles.of(app.env).get(docname)
    path = "" if docname == app.config.root_doc else app.builder.get_target_uri(docname)
    found = [
        ("og:site_name", app.config.html_title),
        ("og:type", "article" if article else "website"),
        ("og:title", title),
        ("og:description", summary),
        ("og:url", f"{site}/{path}"),
        ("og:image", f"{site}/{card_path(docname if article else '')}"),
        ("og:image:width", str(WIDTH)),
        ("og:image:height", str(HEIGHT)),
        ("og:image:alt", article["picture"].alt if article else app.config.html_title),
        ("twitter:card", "summary_large_image"),
    ]
    return found + ([("article:published_time", article["date"])] if article else [])


def card_path(docname):
    return f"_static/cards/{Path(docname).name or 'series'}.png"


def card(title, below, picture):
    """A card as PNG: the title over the drawing, and the name of the series."""
    with plt.rc_context(plots.style()):
        figure = Figure(figsize=(WIDTH / 100, HEIGHT / 100), dpi=100, layout="none")
        figure.text(0.05, 0.92, title, size=30, weight="bold", va="top", wrap=True)
        figure.text(0.05, 0.05, below, size=18, color=plots.COLOURS["muted"])
        edge = Rectangle((0, 0), 0.012, 1, color=plots.COLOURS["excitation"], transform=figure.transFigure)
        figure.add_artist(edge)
        axes = figure.add_axes((0.05, 0.14, 0.9, 0.56))
        axes.imshow(imread(io.BytesIO(picture.pixels(WIDTH))), aspect="equal", interpolation="lanczos")
        axes.set_axis_off()
        made = io.BytesIO()
        figure.savefig(made, format="png", metadata={"Software": None})
    return made.getvalue()


def write_cards(app, exception):
    """On build-finished: draw the card of every article, and of the series with its newest one."""
    if exception or app.builder.format != "html" or not app.config.html_baseurl:
        return
    found = articles.newest_first(articles.of(app.env))
    folder = Path(app.outdir, "_static", "cards")
    folder.mkdir(parents=True, exist_ok=True)
    for docname, article in found:
        below = f"{app.config.html_title}  ·  {articles.day(article['date'])}"
        text = card(article["title"], below, article["picture"])
        Path(app.outdir, card_path(docname)).write_bytes(text)
    if found:
        below = "One mathematical idea, one weight matrix, every Saturday"
        text = card(app.config.html_title, below, found[0][1]["picture"])
        Path(app.outdir, card_path("")).write_bytes(text)
