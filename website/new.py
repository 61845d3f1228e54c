"""`make article TITLE="…"`: the next article, from a template that runs as it is."""

import datetime
import json
import re
import sys
import unicodedata
from pathlib import Path

from website import articles, pictures

TEMPLATES = Path(__file__).parent / "templates"


def slug(title):
    """The part of a title before its colon, in small letters and hyphens."""
    plain = unicodedata.normalize("NFKD", title.split(":")[0]).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def next_saturday(dates, today):
    """The first Saturday after today on which no article appears yet, and after all that do."""
    after = max([today, *map(datetime.date.fromisoformat, dates)])
    return after + datetime.timedelta(days=(5 - after.weekday()) % 7 or 7)


def create(title, root, today):
    """Write the article, its drawing, and its line in the table of contents; return the path of the article.

    Raises ValueError when the title gives no name, or there is an article of that name.
    """
    name = slug(title)
    if not name:
        raise ValueError(f"title must have letters or digits, got {title!r}")
    chapters = Path(root, "chapters")
    written = [path for path in sorted(chapters.glob("*.md")) if articles.is_article(f"chapters/{path.stem}")]
    if any(path.stem[3:] == name for path in written):
        raise ValueError(f"title must be new: there is an article {name!r} already")
    number = 1 + max((int(path.stem[:2]) for path in written), default=0)
    dates = [articles.front_matter(path.read_text(encoding="utf8"), path)["date"] for path in written]
    quoted = json.dumps(title, ensure_ascii=False)  # that is YAML, too
    values = {
        '"@TITLE@"': quoted,
        "@TITLE@": title,
        "@DATE@": str(next_saturday(dates, today)),
        "@SLUG@": name,
    }
    path = chapters / f"{number:02}-{name}.md"
    (chapters / "pictures").mkdir(exist_ok=True)
    for template, file in (("article.md", path), ("picture.svg", pictures.path(root, path.stem))):
        text = (TEMPLATES / template).read_text(encoding="utf8")
        for key, value in values.items():
            text = text.replace(key, value)
        file.write_text(text, encoding="utf8")

    toc = Path(root, "_toc.yml")
    lines = toc.read_text(encoding="utf8").splitlines(keepends=True)
    entries = [k for k, line in enumerate(lines) if re.match(r"\s*- file: chapters/[0-8]\d-", line)]
    indent = re.match(r"\s*", lines[entries[-1]])[0] if entries else "      "
    place = entries[-1] + 1 if entries else next(k for k, line in enumerate(lines) if "chapters:" in line) + 1
    lines.insert(place, f"{indent}- file: chapters/{path.stem}\n")
    toc.write_text("".join(lines), encoding="utf8")
    return path


def main(title, root="."):
    if not title.strip():
        sys.exit('==> Give the article a title: make article TITLE="Order from disorder"')
    try:
        path = create(title.strip(), root, datetime.date.today())
    except (ValueError, articles.FrontMatterError) as error:
        sys.exit(f"==> {error}")
    print(f"==> {path} is there, runs as it is, and stands in _toc.yml.")
    print(f"    Write it, draw its idea in {pictures.path(root, path.stem)}, then: make book")


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]))
