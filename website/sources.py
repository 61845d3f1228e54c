"""`make lab SOURCE=1`: saves an article that is open as a notebook, and leaves what did not change as it stood.

Jupytext writes front matter and the options of cells anew, with keys sorted, captions wrapped and comments lost.
What means the same as before is therefore put back in the words of the file.
"""

import json
import re

import yaml
from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager

# The front matter, and the options at the top of a code cell, with the empty lines below them.
OPTIONS = re.compile(
    r"(?P<before>\A|^`{3,}\{code-cell\}[^\n]*\n)(?P<written>(?P<yaml>---\n.*?^---\n|(?::[^\n]*\n)+)\n*)",
    re.M | re.S,
)


def meaning(match):
    """What the options say, as a text that does not depend on how they say it; "" when they are no YAML.

    The name that somebody's Jupyter shows for the kernel is no part of it.
    """
    lines = match["yaml"].splitlines()
    fenced = lines[0] == "---"
    text = "".join(f"{line}\n" for line in (lines[1:-1] if fenced else [line[1:] for line in lines]))
    try:
        said = yaml.safe_load(text)
        said.get("kernelspec", {}).pop("display_name", None)
        return json.dumps(said, sort_keys=True, default=str)
    except (yaml.YAMLError, AttributeError, TypeError):
        return ""


def kept(old, new):
    """The new text of an article, with all options that mean what they meant written as in the old one."""
    written = {meaning(match): match["written"] for match in OPTIONS.finditer(old) if meaning(match)}
    return OPTIONS.sub(lambda match: match["before"] + written.get(meaning(match), match["written"]), new)


class Sources(AsyncLargeFileManager):
    """The files as JupyterLab reads and writes them; its extension of Jupytext builds on this class."""

    async def save(self, model, path=""):
        content = model.get("content")
        if path.endswith(".md") and isinstance(content, str) and await self.file_exists(path):
            old = await super().get(path, content=True, type="file", format="text")
            model = {**model, "content": kept(old["content"], content)}
        return await super().save(model, path)
