"""The execution cache: it must not outlive the code that filled it.

myst-nb executes an article again when its own cells change, and knows nothing of `lib`.
"""

import hashlib
import shutil
from pathlib import Path

from jupyter_cache import get_cache
from myst_nb.core.execute.base import ExecutionError
from sphinx.application import ENV_PICKLE_FILENAME
from sphinx.errors import SphinxError
from sphinx.util import logging

logger = logging.getLogger(__name__)
LIB = Path(__file__).parent.parent


def digest(files, root):
    """One hash over names and contents, whatever the order of the files."""
    total = hashlib.sha256()
    for path in sorted(files):
        name = path.relative_to(root).as_posix()
        total.update(f"{name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()


def behind_the_articles(root):
    """What the articles' results depend on besides their own cells."""
    lib = root / "lib"
    files = [*lib.glob("*.py"), *lib.glob("*.mplstyle"), *lib.glob("live/*.py")]
    files += [lib / "palette.json", root / "requirements.txt"]
    return [path for path in files if path.is_file() and "__pycache__" not in path.parts]


def folder(app):
    """Where myst-nb keeps the cache (its own default: beside the site)."""
    given = app.config.nb_execution_cache_path
    return Path(given) if given else Path(app.outdir).parent / ".jupyter_cache"


def is_sound(path):
    """Whether every article in the cache can be read back."""
    try:
        cache = get_cache(str(path))
        for record in cache.list_cache_records():
            cache.get_cache_bundle(record.pk)
    except Exception:  # whatever is wrong with it, the answer is the same
        return False
    return True


def check(app, config):
    """On config-inited: drop the cache when the code changed or the cache is damaged."""
    root = LIB.parent
    code = digest(behind_the_articles(root), root)
    site = digest(LIB.glob("site/*.py"), root)
    config.series_code = f"{code} {site}"  # Sphinx reads all pages again when this changes
    path = folder(app)
    key = path / "code-hash"
    if path.exists():
        if not key.exists() or key.read_text() != code:
            logger.info("lib or the pins changed: the articles will be executed again")
        elif is_sound(path):
            return
        else:
            logger.info("the execution cache is damaged and is dropped")
        shutil.rmtree(path)
    path.mkdir(parents=True)
    key.write_text(code)


def after_failure(app, exception):
    """On build-finished: nothing of a build that failed may let the next one pass.

    Sphinx warns of a page when it reads it, and would not read it again; so with a warning its
    memory of the pages goes. After a crash that is no error of an article, the cache goes too.
    """
    if app._warncount:
        Path(app.doctreedir, ENV_PICKLE_FILENAME).unlink(missing_ok=True)
    if exception and not isinstance(exception, SphinxError | ExecutionError):
        shutil.rmtree(folder(app), ignore_errors=True)
