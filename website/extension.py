"""The Sphinx extension that makes the website.

`setup` below is its table of contents: which part listens to which step of the build.
"""

import json
import os
from pathlib import Path
from urllib.parse import urlsplit

from website import (
    articles,
    assets,
    beginning,
    bibliography,
    cells,
    cite,
    claims_page,
    claims_table,
    executions,
    feed,
    front,
    lines,
    lists,
    live,
    mathematics,
    narrow,
    notebook,
    repository,
    search,
    share,
    terms,
    tries,
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
    config.series_notebooks = repository.notebooks()
    config.series_commit = repository.commit(app.confdir) if config.series_repository else ""
    # A page not found is shown at any depth: its links start at the root of the site. Where nobody knows the site's
    # address, they become relative to that root (assets.py), and the page looks for it (layout.html).
    root = config.notfound_urls_prefix = f"{urlsplit(config.html_baseurl).path.rstrip('/')}/"
    body = config.notfound_context["body"].format(root=root)
    config.notfound_context = {**config.notfound_context, "body": body}


def only_pages_of_the_book(app, config):
    """On config-inited, when the table of contents was read: nothing else is built.

    (The extension that reads it lists instead what to leave out, and misses it where a path has brackets in it.)
    """
    config.include_patterns = [f"{name}.md" for name in config.external_site_map]


def front_page_at_root(app):
    """Write the front page, chapters/index.md, to /index.html, with links that fit."""
    if app.builder.format != "html":
        return
    builder, root = app.builder, app.config.root_doc
    target, outfile = builder.get_target_uri, builder.get_outfilename
    builder.get_target_uri = lambda name, typ=None: "index.html" if name == root else target(name, typ)
    builder.get_outfilename = lambda name: outfile("index" if name == root else name)


def begin_afresh(app, env):
    """On env-updated, before anything is written: of earlier builds only what this one relies on stays.

    That is pages, which are written again only where they changed, their pictures, and the memory of the search.
    All else is made by every build, in which the front page is always written.
    """
    if app.builder.format != "html":
        return []
    out = Path(app.outdir)
    kept = {Path(app.builder.get_outfilename(name)) for name in env.found_docs}
    pictures = {out / "_images" / name for _, name in env.images.values()}
    kept |= pictures | {narrow.beside(path) for path in pictures}
    kept |= {out / ".buildinfo", out / app.builder.searchindex_filename}
    for path in sorted(out.rglob("*"), reverse=True):  # files before their folder
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()
        elif not path.is_dir() and path not in kept:
            path.unlink()
    return [app.config.root_doc]


def page_context(app, pagename, templatename, context, doctree):
    """Give the templates of a page its description and the links above it."""
    own = context.get("summary", "")
    if pagename == "search":  # nobody writes this page
        own = f"Search the articles of {app.config.html_title}."
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
        own = f"{Path(pagename).name}.ipynb" if article else ""
        links += repository.links(app.config.series_repository, path, own, app.config.series_notebooks)
        if article:
            links += repository.report(app.config.series_repository, title, path, app.config.series_commit)
    context["series_links"] = links


def setup(app):
    app.add_config_value("series_repository", "", "env")  # URL, or "" when there is none
    app.add_config_value("series_notebooks", "", "html")  # the tag with the readers' notebooks, or ""
    app.add_config_value("series_commit", "", "html")  # what this is a build of, or "": see repository.report
    app.add_config_value("series_code", "", "env")  # hash of the code behind the articles
    app.add_config_value("series_only", "", "env")  # the one article that is built, or "" for all

    app.connect("config-inited", configure, priority=10)
    app.connect("config-inited", executions.check, priority=20)
    app.connect("config-inited", only_pages_of_the_book, priority=950)
    app.connect("builder-inited", front_page_at_root)
    app.connect("env-before-read-docs", executions.hand_over)
    app.connect("source-read", articles.read)
    app.connect("doctree-read", cells.compress_pictures, priority=300)
    app.connect("doctree-read", cells.fill_alt_texts)
    app.connect("doctree-read", cells.finish_code)
    app.connect("doctree-read", claims_table.finish)
    app.connect("doctree-read", beginning.add)
    app.connect("doctree-read", cite.add, priority=400)  # before the contents are collected
    app.connect("env-purge-doc", articles.purge)
    app.connect("env-merge-info", articles.merge)
    app.connect("env-updated", begin_afresh, priority=100)  # after all was read, before anything is written
    app.connect("env-updated", live.write_style)
    app.connect("doctree-resolved", cells.mark_sides)
    app.connect("doctree-resolved", terms.annotate)
    app.connect("doctree-resolved", lines.keep_together, priority=800)  # when nothing else changes
    app.connect("doctree-resolved", lists.fill)
    app.connect("doctree-resolved", bibliography.as_lists)
    app.connect("doctree-resolved", bibliography.cite_in_claims)
    app.connect("html-page-context", page_context, priority=900)
    app.connect("html-page-context", live.add_files)
    app.connect("html-page-context", cells.keep_places)
    app.connect("html-page-context", assets.replace_files, priority=950)  # when all have been added
    app.connect("build-finished", live.write_scripts)
    app.connect("build-finished", notebook.write_all)
    app.connect("build-finished", feed.write)
    app.connect("build-finished", share.write_cards)
    app.connect("build-finished", assets.write, priority=900)  # after the theme wrote pygments.css
    app.connect("build-finished", assets.stamp, priority=950)  # when no file changes any more
    app.connect("build-finished", executions.after_warnings)

    app.add_directive("articles", lists.Articles)
    app.add_directive("all-claims", claims_page.AllClaims)
    app.add_directive("archive", lists.Archive)
    app.add_directive("path", lists.Path)
    app.add_directive("live-figure", front.Borrowed)
    app.add_directive("in-short", beginning.InShort)
    app.add_role("claim", claims_table.Claim())
    app.add_directive("repository", repository.Repository)
    app.add_directive("website", repository.Website)
    app.add_node(lists.Place)
    app.add_node(claims_table.Carrier)
    app.add_node(cells.Fold, html=(cells.visit_fold, cells.depart_fold))
    bibliography.register()
    mathematics.setup(app)
    tries.setup(app)
    app.add_css_file("fonts.css", priority=790)
    app.add_css_file("palette.css", priority=800)
    app.add_css_file("series.css", priority=810)
    app.add_js_file("series.js", loading_method="defer")
    app.add_js_file("report.js", loading_method="defer")
    app.add_js_file("exercises.js", loading_method="defer")
    app.add_js_file("notes.js", loading_method="defer")
    app.add_search_language(search.English)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
