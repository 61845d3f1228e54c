"""Where the source lives. Unknown is a valid answer: then no link is shown at all."""

import os
import re
import subprocess
from urllib.parse import quote

from sphinx.util.docutils import SphinxDirective

FORGES = ("github", "gitlab", "codeberg", "bitbucket")
REMOTE = re.compile(
    r"(?:(?:https?|ssh)://(?:[^@/]+@)?(?P<host>[\w.-]+)(?::\d+)?/|(?:[\w.-]+@)(?P<scp>[\w.-]+):)"
    r"(?P<path>[\w.-]+(?:/[\w.-]+)+)/?"
)


def find(environ=os.environ, config_dir="."):
    """URL of the repository, or "": from the environment, else from git's `origin`."""
    if given := environ.get("WNN_REPOSITORY"):
        return from_remote(given) or given.rstrip("/").removesuffix(".git")
    if name := environ.get("GITHUB_REPOSITORY"):
        return f"{environ.get('GITHUB_SERVER_URL', 'https://github.com')}/{name}"
    command = ["git", "-C", str(config_dir), "remote", "get-url", "origin"]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return from_remote(answer.stdout.strip())


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


def from_remote(remote):
    """The web address behind a git remote on a known forge, else "" (a local path, say)."""
    match = REMOTE.fullmatch(remote)
    host = match and (match["host"] or match["scp"])
    if not host or "." not in host or not any(forge in host for forge in FORGES):
        return ""
    return f"https://{host}/{match['path'].removesuffix('.git')}"


def links(url, path, runs):
    """Links for the bar above a page: run it (when it is an article), see its source."""
    server, name = re.fullmatch(r"(https?://[^/]+)/(.+)", url).groups()
    binder, source = f"git/{quote(url, safe='')}", ""
    if "gitlab" in server:
        source = f"{url}/-/blob/HEAD/{path}"
        binder = f"gl/{quote(name, safe='')}" if server == "https://gitlab.com" else binder
    elif "github" in server:
        source = f"{url}/blob/HEAD/{path}"
        binder = f"gh/{name}" if server == "https://github.com" else binder
    found = []
    if runs:
        run = f"https://mybinder.org/v2/{binder}/HEAD?urlpath=lab/tree/{path}"
        found.append({"url": run, "text": "Run on Binder", "icon": "fa-solid fa-rocket"})
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
