"""Which articles are due. `make publish` builds a table of contents that names only those."""

import datetime
import os
import sys
from pathlib import Path

import yaml

from website import articles

TOC = "_build/toc-published.yml"


def today(environ=os.environ):
    """The day of publication: now, in UTC, or what WNN_TODAY says (an ISO date)."""
    given = environ.get("WNN_TODAY")
    try:
        return datetime.date.fromisoformat(given) if given else datetime.datetime.now(datetime.UTC).date()
    except ValueError:
        raise ValueError(f"WNN_TODAY must be an ISO date such as 2026-12-05, got {given!r}") from None


def due(name, root, day):
    """Whether a page is to be published by this day. Pages that are no articles always are."""
    if not articles.is_article(name):
        return True
    path = Path(root, name).with_suffix(".md")
    date = articles.front_matter(path.read_text(encoding="utf8"), path)["date"]
    return datetime.date.fromisoformat(date) <= day


def table_of_contents(root, day):
    """The table of contents without articles whose day has not come, and their names."""
    toc, waiting = yaml.safe_load(Path(root, "_toc.yml").read_text(encoding="utf8")), []
    for part in toc["parts"]:
        late = [entry for entry in part["chapters"] if not due(entry["file"], root, day)]
        part["chapters"] = [entry for entry in part["chapters"] if entry not in late]
        waiting += [entry["file"] for entry in late]
    toc["parts"] = [part for part in toc["parts"] if part["chapters"]]
    return toc, waiting


def main(root="."):
    try:
        day = today()
        toc, waiting = table_of_contents(root, day)
    except (ValueError, articles.FrontMatterError) as error:
        sys.exit(f"==> {error}")
    path = Path(root, TOC)
    path.parent.mkdir(exist_ok=True)
    path.write_text(yaml.safe_dump(toc, sort_keys=False), encoding="utf8")
    print(f"==> Due on {day}: {sum(len(part['chapters']) for part in toc['parts'])} pages", end="")
    print(f"; waiting: {', '.join(waiting)}" if waiting else "")


if __name__ == "__main__":
    sys.exit(main())
