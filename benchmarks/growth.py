"""What an article costs: the time of the README's commands for books of several sizes, filled from the template.

    make growth                 books of 14 and 52 articles
    make growth SIZES="14"      one of them

Each book is a copy of this project in a folder of its own. It is built and tested cold, with nothing executed; then
`make test` runs again, with nothing changed, and `make check` proves the last article. The environment is the
project's. Memory is the sum over all processes of what each has for itself (USS), looked at twice a second. Run it
on an otherwise idle machine.
"""

import contextlib
import datetime
import os
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

import psutil

from website import articles, new

ROOT = Path(__file__).resolve().parents[1]
LEFT_OUT = shutil.ignore_patterns(
    ".venv", "_build", ".git", "__pycache__", "*.egg-info", ".pytest_cache", ".ruff_cache"
)
SIZES = (14, 52)
NAMES = [
    "One",
    "Two",
    "Three",
    "Four",
    "Five",
    "Six",
    "Seven",
    "Eight",
    "Nine",
    "Ten",
    "Eleven",
    "Twelve",
    "Thirteen",
    "Fourteen",
    "Fifteen",
    "Sixteen",
    "Seventeen",
    "Eighteen",
    "Nineteen",
]
TENS = {20: "Twenty", 30: "Thirty", 40: "Forty", 50: "Fifty"}


def word(number):
    """A number in words, as the title of an article that passes the spelling."""
    if number < 20:
        return NAMES[number - 1]
    tens, ones = number - number % 10, number % 10
    return TENS[tens] + (f" {NAMES[ones - 1].lower()}" if ones else "")


def fill(book, size):
    """A copy of the project with so many articles; those that are missing come from the template."""
    shutil.copytree(ROOT, book, ignore=LEFT_OUT)
    written = [path for path in book.glob("chapters/*.md") if articles.is_article(f"chapters/{path.stem}")]
    if size < len(written):
        raise ValueError(
            f"SIZES: a book of {size} articles would be smaller than the {len(written)} that are written."
        )
    for number in range(len(written) + 1, size + 1):
        title = f"Number {word(number).lower()}"
        path = new.create(title, book, datetime.date.today())
        summary = f"summary: One sentence on what the reader will know after the article {title.lower()}."
        path.write_text(re.sub("summary: .*", summary, path.read_text(encoding="utf8")), encoding="utf8")


def memory(process):
    total = 0
    for one in [process, *process.children(recursive=True)]:
        with contextlib.suppress(psutil.Error):  # it has just ended
            total += one.memory_full_info().uss
    return total


def measure(book, *command):
    """Run a make target in the book: seconds, megabytes, whether it went well."""
    # as from a shell, and not from within `make growth`
    own = {
        name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MAKELEVEL", "MFLAGS"}
    }
    environment = {**own, "PYTHONPATH": str(book), "VENV": str(ROOT / ".venv")}
    log = book / "_build" / "growth.log"
    log.parent.mkdir(exist_ok=True)
    began, most = time.perf_counter(), 0
    with log.open("a") as file:
        process = psutil.Popen(["make", "-e", *command], cwd=book, env=environment, stdout=file, stderr=file)
        while process.poll() is None:
            most = max(most, memory(process))
            time.sleep(0.5)
    return time.perf_counter() - began, most / 1e6, process.returncode == 0


def main(sizes):
    print("| articles | command | time [s] | memory [MB] | |\n|---|---|---|---|---|")
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            book = Path(folder, "book")
            fill(book, size)

            def row(label, *command, book=book, size=size):
                seconds, megabytes, good = measure(book, *command)
                print(
                    f"| {size} | {label} | {seconds:.0f} | {megabytes:.0f} | {'' if good else 'FAILED'} |",
                    flush=True,
                )
                if not good:
                    print((book / "_build" / "growth.log").read_text()[-6000:], file=sys.stderr)

            row("`make reference`", "reference")
            shutil.rmtree(book / "_build")
            row("`make book`, cold", "book")
            shutil.rmtree(book / "_build")
            row("`make test`, cold", "test")
            row("`make test` again", "test")
            shutil.rmtree(book / "_build")
            row("`make check`, cold", "check", f"ARTICLE={size:02}")


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or SIZES)
