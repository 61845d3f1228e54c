"""The Sphinx extension that makes the website.

`setup` below is its table of contents: which part listens to which step of the build.
"""

import json
import os
from pathlib import Path
from urllib.parse import urlsplit

from website import (
    archive,
    articles,
    assets,
    bibliography,
    cells,
    cite,
    claims_page,
    executions,
    feed,
    front,
    live,
    mathematics,
    notebook,
    repository,
    share,
    terms,
)

HERE = Path(__file__).parent
PALETTE = HERE.parent / "lib" / "palette.json"


def configure(app, config):
    """Fill in what `_config.yml` cannot say: paths, the palette, the repository."""
    config.templates_path = [str(HERE / "templates"), *config.templates_path]
    config.html_static_path = [*config.html_static_path, str(HERE / "static")]
    palette = json.loads(PALETTE.read_text(encoding="utf8"))
    config.html_context = {**config.html_context, "palette": palette}
    # links to a repository are made here, not by the theme, which cannot do without one
    config.html_theme_options = {**config.html_theme_options, "repository_url": ""}
    config.series_only = os.environ.get("WNN_ARTICLE", "")
    config.series_repository = repository.find(config_dir=app.confdir)
    config.html_baseurl = repository.website(config.series_repository)
    # a page not found is shown at any depth: its links start at the root of the site
    root = config.notfound_urls_prefix = f"{urlsplit(config.html_baseurl).path.rstrip('/')}/"
    body = config.notfound_context["body"].format(root=root)
    config.notfound_context = {**config.notfound_context, "body": body}


def front_page_at_root(app):
    """Write the front page, chapters/index.md, to /index.html, with links that fit."""
    if app.builder.format != "html":
        return
    builder, root = app.builder, app.config.root_doc
    target, outfile = builder.get_target_uri, builder.get_outfilename
    builder.get_target_uri = lambda name, typ=None: "index.html" if name == root else target(name, typ)
    builder.get_outfilename = lambda name: outfile("index" if name == root else name)


def remove_old_pages(app, exception):
    """On build-finished: what an earlier build left of pages that are no longer in the book goes."""
    if exception or app.builder.format != "html":
        return
    out, here = Path(app.outdir), app.env.found_docs
    kept = {"chapters": here, "notebooks": {f"chapters/{Path(name).name}" for name in here}}
    for folder, names in kept.items():
        for path in [*out.glob(f"{folder}/*.html"), *out.glob(f"{folder}/*.ipynb")]:
            if f"chapters/{path.stem}" not in names:
                path.unlink()
    pictures = {name for _, name in app.env.images.values()}
    for path in out.glob("_images/*"):
        if path.name not in pictures:
            path.unlink()


def page_context(app, pagename, templatename, context, doctree):
    """Give the templates of a page its description and the links above it."""
    own = context.get("summary", "")
    if pagename == "search":  # nobody writes this page
        own = f"Search the articles of {app.config.project}."
    context["summary"] = app.env.metadata.get(pagename, {}).get("summary", own)
    article = articles.of(app.env).get(pagename)
    title = article["title"] if article else context.get("title", "")
    context["series_meta"] = share.meta(app, pagename, title, context["summary"])
    context["series_feed"] = bool(app.config.html_baseurl)
    if pagename == app.config.root_doc and app.config.html_baseurl:
        context["pageurl"] = f"{app.config.html_baseurl}/"
    links = []
    if article:
        links.append(notebook.link(pagename, context["pathto"]))
        links.append(
            {"url": "#cite-this-article", "text": "Cite this article", "icon": "fa-solid fa-quote-right"}
        )
    if app.config.series_repository and doctree:
        path = f"{pagename}.md"
        links += repository.links(app.config.series_repository, path, runs=bool(article))
    context["series_links"] = links


def setup(app):
    app.add_config_value("series_repository", "", "env")  # URL, or "" when there is none
    app.add_config_value("series_code", "", "env")  # hash of the code behind the articles
    app.add_config_value("series_only", "", "env")  # the one article that is built, or "" for all

    app.connect("config-inited", configure, priority=10)
    app.connect("config-inited", executions.check, priority=20)
    app.connect("builder-inited", front_page_at_root)
    app.connect("builder-inited", live.write_files)
    app.connect("env-before-read-docs", executions.hand_over)
    app.connect("source-read", articles.read)
    app.connect("doctree-read", cells.compress_pictures, priority=300)
    app.connect("doctree-read", cells.fill_alt_texts)
    app.connect("doctree-read", cells.finish_code)
    app.connect("doctree-read", articles.finish, priority=600)  # after the alt texts
    app.connect("doctree-read", cite.add, priority=400)  # before the contents are collected
    app.connect("env-purge-doc", articles.purge)
    app.connect("env-merge-info", articles.merge)
    app.connect("env-updated", articles.pages_with_lists)
    app.connect("doctree-resolved", terms.annotate)
    app.connect("doctree-resolved", articles.fill_lists)
    app.connect("doctree-resolved", archive.fill)
    app.connect("doctree-resolved", claims_page.fill)
    app.connect("doctree-resolved", front.fill)
    app.connect("doctree-resolved", bibliography.as_lists)
    app.connect("doctree-resolved", bibliography.cite_in_claims)
    app.connect("html-page-context", page_context, priority=900)
    app.connect("html-page-context", live.add_files)
    app.connect("html-page-context", cells.keep_places)
    app.connect("html-page-context", assets.replace_files, priority=950)  # when all have been added
    app.connect("build-finished", notebook.write_all)
    app.connect("build-finished", feed.write)
    app.connect("build-finished", share.write_cards)
    app.connect("build-finished", remove_old_pages)
    app.connect("build-finished", assets.write, priority=900)  # after the theme wrote pygments.css
    app.connect("build-finished", executions.after_warnings)

    app.add_directive("articles", articles.Articles)
    app.add_directive("all-claims", claims_page.AllClaims)
    app.add_directive("archive", archive.Archive)
    app.add_directive("live-figure", front.Borrowed)
    app.add_directive("repository", repository.Repository)
    app.add_directive("website", repository.Website)
    for placeholder in (articles.ArticleList, archive.ArchiveList, claims_page.ClaimsList, front.LiveFigure):
        app.add_node(placeholder)
    app.add_node(cells.Fold, html=(cells.visit_fold, cells.depart_fold))
    bibliography.register()
    mathematics.setup(app)
    app.add_css_file("fonts.css", priority=790)
    app.add_css_file("palette.css", priority=800)
    app.add_css_file("series.css", priority=810)
    app.add_js_file("series.js", loading_method="defer")
    app.add_js_file("exercises.js", type="module")
    app.add_js_file("notes.js", type="module")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
