"""Results that an article has no time for: a script in `benchmarks/` measured them, and wrote them down.

`lib/measured/NAME.json` holds the values, with the command that measured them, its versions and the day. So no number
is copied by hand, and whoever doubts one knows how to get it again.
"""

import json
from pathlib import Path

from . import arguments

FOLDER = Path(__file__).parent / "measured"


def measured(name):
    """The values that a long measurement gave.

    Parameters
    ----------
    name : str
        Of a file in `lib/measured`, without its ending: that of the script in `benchmarks/` that wrote it.

    Returns
    -------
    values : dict
        As the script wrote them: numbers, and lists of numbers.

    Raises
    ------
    ValueError when nothing of this name was measured.
    """
    known = sorted(path.stem for path in FOLDER.glob("*.json"))
    arguments.require(name in known, "name", f"one of {known}", name)
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf8"))["values"]
