"""What only the website build needs: a Sphinx extension, templates and static files.

`setup` below is the table of contents of the extension: which part listens to which step of
the build. Nothing in here is imported by an article.
"""

import json
from pathlib import Path

from lib.site import articles, bibliography, cache, cells, live, notebook, repository

HERE = Path(__file__).parent
PALETTE = HERE.parent / "palette.json"


def configure(app, config):
    """Fill in what `_config.yml` cannot say: paths, the palette, the repository."""
    config.templates_path = [str(HERE / "templates"), *config.templates_path]
    config.html_static_path = [*config.html_static_path, str(HERE / "static")]
    palette = json.loads(PALETTE.read_text(encoding="utf8"))
    config.html_context = {**config.html_context, "palette": palette}
    # links to a repository are made here, not by the theme, which cannot do without one
    config.html_theme_options = {**config.html_theme_options, "repository_url": ""}
    config.series_repository = repository.find(config_dir=app.confdir)


def front_page_at_root(app):
    """Write the front page, chapters/index.md, to /index.html, with links that fit."""
    if app.builder.format != "html":
        return
    builder, root = app.builder, app.config.root_doc
    target, outfile = builder.get_target_uri, builder.get_outfilename
    builder.get_target_uri = lambda name, typ=None: "index.html" if name == root else target(name, typ)
    builder.get_outfilename = lambda name: outfile("index" if name == root else name)


def page_context(app, pagename, templatename, context, doctree):
    """Give the templates of a page its description and the links above it."""
    own = {"search": f"Search the articles of {app.config.project}."}.get(
        pagename, ""
    )  # nobody writes this page
    context["summary"] = app.env.metadata.get(pagename, {}).get("summary", own)
    article = articles.of(app.env).get(pagename)
    links = []
    if article:
        links.append(notebook.link(pagename, context["pathto"]))
    if app.config.series_repository and doctree:
        path = f"{pagename}.md"
        links += repository.links(app.config.series_repository, path, runs=bool(article))
    context["series_links"] = links


def setup(app):
    app.add_config_value("series_repository", "", "env")  # URL, or "" when there is none
    app.add_config_value("series_code", "", "env")  # hash of the code behind the articles

    app.connect("config-inited", configure, priority=10)
    app.connect("config-inited", cache.check, priority=20)
    app.connect("builder-inited", front_page_at_root)
    app.connect("builder-inited", live.write_files)
    app.connect("source-read", articles.read)
    app.connect("doctree-read", live.drop_widget_state)
    app.connect("doctree-read", cells.fill_alt_texts)
    app.connect("doctree-read", cells.fold_code)
    app.connect("doctree-read", articles.finish, priority=600)  # after the alt texts
    app.connect("env-purge-doc", articles.purge)
    app.connect("env-merge-info", articles.merge)
    app.connect("env-updated", articles.pages_with_lists)
    app.connect("doctree-resolved", articles.fill_lists)
    app.connect("doctree-resolved", bibliography.as_lists)
    app.connect("doctree-resolved", bibliography.cite_in_claims)
    app.connect("html-page-context", page_context, priority=900)
    app.connect("html-page-context", live.add_files)
    app.connect("build-finished", notebook.write_all)
    app.connect("build-finished", cache.after_failure)

    app.add_directive("articles", articles.Articles)
    app.add_directive("repository", repository.WhenKnown)
    app.add_node(articles.ArticleList)
    app.add_node(cells.Fold, html=(cells.visit_fold, cells.depart_fold))
    bibliography.register()
    app.add_css_file("palette.css", priority=800)
    app.add_css_file("series.css", priority=810)
    app.add_js_file("series.js", loading_method="defer")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
