"""Where the source lives. Unknown is a valid answer: then no link is shown at all."""

import os
import re
import subprocess
from urllib.parse import quote, urlencode, urlsplit

from sphinx.errors import ConfigError
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

logger = logging.getLogger(__name__)
REMOTE = re.compile(
    r"(?:(?:https?|ssh)://(?:[^@/]+@)?(?P<host>[\w.-]+)(?::\d+)?/|(?:[\w.-]+@)(?P<scp>[\w.-]+):)"
    r"(?P<path>[\w.-]+(?:/[\w.-]+)+)/?"
)
# Where a forge writes a new issue, and what it calls its title and its text; None where we do not know.
ISSUES = {
    "github": ("issues/new", "title", "body"),
    "gitlab": ("-/issues/new", "issue[title]", "issue[description]"),
    "codeberg": ("issues/new", "title", "body"),
    "forgejo": ("issues/new", "title", "body"),
    "gitea": ("issues/new", "title", "body"),
    "bitbucket": None,
}
EXPECTED = ("not a git repository", "No such remote")  # of git, where there is nothing to be known


def git(folder, *arguments):
    """What git answers in this folder, or "". Why it does not answer is said, unless there is nothing to know."""
    command = ["git", "-C", str(folder), *arguments]
    try:
        answer = subprocess.run(
            command, capture_output=True, text=True, check=False, env={**os.environ, "LC_ALL": "C"}
        )
    except OSError:  # no git
        return ""
    if answer.returncode and not any(reason in answer.stderr for reason in EXPECTED):
        logger.info(
            "git does not answer, so what a page says of its source, and what follows from it, is left out:\n%s",
            answer.stderr.strip(),
        )
    return answer.stdout.strip()


def find(environ=os.environ, config_dir="."):
    """URL of the repository, or "": from the environment, else from git's `origin`.

    Raises ConfigError when the environment names something that is no address.
    """
    if given := environ.get("WNN_REPOSITORY"):
        url = from_remote(given) or given.rstrip("/").removesuffix(".git")
        if not re.fullmatch(r"https?://[^/\s]+/\S+", url):
            raise ConfigError(
                f"WNN_REPOSITORY must be an address such as https://github.com/a/b, got {given!r}"
            )
        return url
    if name := environ.get("GITHUB_REPOSITORY"):
        return f"{environ.get('GITHUB_SERVER_URL', 'https://github.com')}/{name}"
    remote = git(config_dir, "remote", "get-url", "origin")
    url = from_remote(remote)
    if REMOTE.fullmatch(remote) and not url:
        message = "no web address is known for %s, so no page links to it; WNN_REPOSITORY=https://… names one"
        logger.info(message, remote.rpartition("@")[2])  # without a password
    return url


def commit(config_dir="."):
    """The commit that the website is built from, with "-dirty" where files were changed since; "" when unknown."""
    return git(config_dir, "describe", "--always", "--dirty", "--abbrev=12", "--exclude=*")


def website(repository, environ=os.environ):
    """The address of the published website, without a slash at its end, or "" when nobody knows it.

    From the environment, else where GitHub and GitLab put the pages of the repository.
    """
    if given := environ.get("WNN_SITE"):
        return given.rstrip("/")
    match = re.fullmatch(r"https://(github|gitlab)\.com/([^/]+)/(.+)", repository)
    if not match:
        return ""
    forge, owner, name = match.groups()
    host = f"{owner.lower()}.{forge}.io"
    return f"https://{host}" if name.lower() == host else f"https://{host}/{name}"


def forge(host):
    """What kind of forge answers there: github.com, gitlab.example.org. "" for others, and for names that are only
    those of an ssh configuration, such as github.com-work.
    """
    first, *rest = host.lower().split(".")
    return first if first in ISSUES and rest and rest[-1].isalpha() else ""


def from_remote(remote):
    """The web address behind a git remote on a known forge, else "" (a local path, say)."""
    match = REMOTE.fullmatch(remote)
    host = match and (match["host"] or match["scp"])
    return f"https://{host}/{match['path'].removesuffix('.git')}" if host and forge(host) else ""


def report(url, article, page, commit):
    """The link that opens an issue about an article, or none where nobody knows how its forge does that.

    Beside its address it has the name of the parameter with the text, into which report.js writes the section.
    """
    known = ISSUES.get(forge(urlsplit(url).hostname or ""))
    if not known:
        return []
    path, title, text = known
    lines = [f"Article: {article} ({page})", *([f"Build: {commit}"] if commit else [])]
    body = "\n".join(lines) + "\n\nWhat is wrong, and what would be right?\n\n"
    address = f"{url}/{path}?{urlencode({title: f'Mistake in “{article}”', text: body}, quote_via=quote)}"
    return [
        {"url": address, "text": "Report a mistake", "icon": "fa-solid fa-circle-exclamation", "report": text}
    ]


def notebooks(environ=os.environ):
    """The tag or branch with the readers' notebooks (launch.py), or "": then no page offers to run them elsewhere."""
    name = environ.get("WNN_NOTEBOOKS", "")
    if name and not re.fullmatch(r"[\w.-]+", name):
        raise ConfigError(f"WNN_NOTEBOOKS must be the name of a tag or branch, got {name!r}")
    return name


def links(url, path, notebook="", ref=""):
    """Links for the bar above a page: run its notebook from the tag or branch `ref`, see its source."""
    server, name = re.fullmatch(r"(https?://[^/]+)/(.+)", url).groups()
    binder, source, colab = f"git/{quote(url, safe='')}", "", ""
    if "gitlab" in server:
        source = f"{url}/-/blob/HEAD/{path}"
        binder = f"gl/{quote(name, safe='')}" if server == "https://gitlab.com" else binder
    elif "github" in server:
        source = f"{url}/blob/HEAD/{path}"
        if server == "https://github.com":
            binder, colab = f"gh/{name}", f"https://colab.research.google.com/github/{name}/blob"
    found = []
    if notebook and ref:
        run = f"https://mybinder.org/v2/{binder}/{ref}?urlpath=lab/tree/{notebook}"
        found.append({"url": run, "text": "Run on Binder", "icon": "fa-solid fa-rocket"})
        if colab:
            found.append(
                {"url": f"{colab}/{ref}/{notebook}", "text": "Run on Colab", "icon": "fa-solid fa-cloud"}
            )
    text = "Source of this page" if source else "Source"
    found.append({"url": source or url, "text": text, "icon": "fa-solid fa-code-branch"})
    return found


class WhenKnown(SphinxDirective):
    """Markdown that is shown only when an address is known; `{url}` stands for it."""

    has_content = True
    address = ""  # the configuration value that has it

    def run(self):
        url = self.config[self.address].rstrip("/")
        if not url:
            return []
        text = "\n".join(self.content).replace("{url}", url)
        return self.parse_text_to_nodes(text)


class Repository(WhenKnown):
    address = "series_repository"


class Website(WhenKnown):
    address = "html_baseurl"
