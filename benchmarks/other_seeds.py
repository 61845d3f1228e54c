"""What the claims of the articles owe to their seeds: every article again, with other random numbers.

    .venv/bin/python benchmarks/other_seeds.py                        shifts 1, 2 and 3: five minutes on one core
    .venv/bin/python benchmarks/other_seeds.py 7 8 9 --article 03     others, of one article

Everything random starts in `lib.noise` with a seed. A run with shift k adds k * STRIDE to each of them, whoever draws;
articles use seeds below STRIDE, so no run meets the numbers of another one, nor those of the article as it stands.
Shift 0 is that one. Nothing is drawn on a canvas, and a claim that fails is recorded like any other. Every run has a
process of its own.

The table gives of each claim its tolerance, and over the shifts the mean and standard deviation (sd) of measured -
expected, this mean in standard errors, how often the claim failed, and the tolerance in units of the sd. A claim that
never moves and reads what a long measurement gave (`lib.measured`) is marked and is no check: its seeds are those of
its benchmark.
"""

import argparse
import ast
import contextlib
import io
import json
import multiprocessing
import os
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from unittest import mock

import joblib
import matplotlib
import matplotlib.pyplot as plt
import numpy as np
from threadpoolctl import threadpool_limits

import lib
from lib import arguments, claims, noise
from website import form

CHAPTERS = Path(__file__).resolve().parents[1] / "chapters"
STRIDE = 2**20  # far above the seeds of the articles, and 4096 shifts fit below 2**32
LONG, UNMOVED = "from a long measurement", "never moves"


# ------------------------------------------------------------------------------- one run of one article


def shifted(shift):
    """What `noise` draws its bytes with, every seed shifted."""
    draw = noise._bytes

    def draw_shifted(seed, count):
        arguments.count("seed", seed, at_most=STRIDE - 1)
        return draw(int(seed) + STRIDE * shift, count)

    return draw_shifted


def run(path, shift):
    """Execute the cells of an article with all seeds shifted.

    Returns a dict of its claims, in their order, each a dict, and of the errors of cells, each a text. A cell that
    raises is left, and the next one begins.
    """
    cells = form.take_apart(path.read_text(encoding="utf-8-sig")).cells
    trees = [form.syntax(cell.code) for cell in cells if "skip-execution" not in cell.tags]
    starts = [cell.line for cell in cells if "skip-execution" not in cell.tags]
    for tree, start in zip(trees, starts, strict=True):
        ast.increment_lineno(tree, start - 1)  # lines are those of the article
    long_lines, lines, errors = reading_measurements(trees), {}, []
    make = claims.claim

    def claim(name, *args, **options):
        lines[name] = sys._getframe(1).f_lineno
        with contextlib.suppress(AssertionError):  # it is recorded all the same
            make(name, *args, **options)

    with (
        mock.patch.object(noise, "_bytes", shifted(shift)),
        mock.patch.object(lib, "claim", claim),
        mock.patch.object(claims, "_claims", []) as found,
        joblib.parallel_config(backend="sequential"),  # other processes would draw unshifted numbers
        threadpool_limits(1),
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.chdir(path.parent),
    ):
        namespace = {"__name__": "__main__"}
        for number, (tree, start) in enumerate(zip(trees, starts, strict=True)):
            try:
                exec(compile(tree, str(path), "exec"), namespace)
            except Exception as error:
                errors.append(f"cell {number}, line {start}: {type(error).__name__}: {error}")
            plt.close("all")
    return {
        "shift": shift,
        "claims": [
            {
                "name": one.name,
                "measured": one.measured,
                "expected": one.expected,
                "within": one.within,
                "unit": one.unit,
                "holds": one.holds,
                "long": lines[one.name] in long_lines,
            }
            for one in found
        ],
        "errors": errors,
    }


def reading_measurements(trees):
    """The lines of the claims that read a value of `lib.measured`, also by way of other names."""
    names, lines = set(), set()  # names that hold such values, at this place of the article

    def reads(node):
        return any(isinstance(part, ast.Name) and part.id in names for part in ast.walk(node))

    def bind(target, value):
        bound = {part.id for part in ast.walk(target) if isinstance(part, ast.Name)}
        if reads(value):
            names.update(bound)
        elif not isinstance(target, ast.Subscript | ast.Attribute):  # else only a part of it is new
            names.difference_update(bound)

    def follow(node):
        match node:
            case ast.ImportFrom(module="lib"):
                names.update(one.asname or one.name for one in node.names if one.name == "measured")
            case ast.FunctionDef():
                (names.add if reads(node) else names.discard)(node.name)
                return
            case ast.Assign():
                for target in node.targets:
                    bind(target, node.value)
            case ast.For():
                bind(node.target, node.iter)
            case ast.Call(func=ast.Name(id="claim")):
                if any(map(reads, node.args[1:3])):
                    lines.add(node.lineno)
        for child in ast.iter_child_nodes(node):
            follow(child)

    for tree in trees:
        follow(tree)
    return lines


def run_alone(path, shift):
    """`run` in a process of its own."""
    matplotlib.use("template")  # draws nothing
    return run(path, shift)


# ------------------------------------------------------------------------------- all of them


def summary(runs):
    """What the runs of an article say about each of its claims: a list of dicts, in the order of the claims."""
    names = dict.fromkeys(claim["name"] for run in runs for claim in run["claims"])
    rows = []
    for name in names:
        seen = [(run["shift"], claim) for run in runs for claim in run["claims"] if claim["name"] == name]
        off = np.array([claim["measured"] - claim["expected"] for _, claim in seen])
        several = len(off) > 1  # not if a cell raised in all other runs
        still = several and np.array_equal(off, np.full(len(off), off[0]), equal_nan=True)
        # 0 where the formula may give a rounding error
        sd = 0.0 if still else off.std(ddof=1) if several else np.nan
        tolerance = np.mean([claim["within"] for _, claim in seen])
        rows.append(
            {
                "name": name,
                "unit": seen[0][1]["unit"],
                "within": tolerance,
                "mean": off.mean(),
                "sd": sd,
                "bias": off.mean() / (sd / np.sqrt(len(off))) if sd > 0 else np.nan,
                "in sd": tolerance / sd if sd > 0 else np.nan,
                "runs": len(seen),
                "failed": [shift for shift, claim in seen if not claim["holds"]],
                "mark": "" if not still else LONG if seen[0][1]["long"] else UNMOVED,
            }
        )
    return rows


def table(rows):
    """The summary as lines of text."""

    def number(value):
        return "" if np.isnan(value) else f"{value:.3g}"

    head = ("claim", "unit", "tolerance", "mean", "sd", "bias [se]", "failed", "tol. [sd]", "")
    cells = [
        (
            row["name"],
            row["unit"],
            *(number(row[key]) for key in ("within", "mean", "sd", "bias")),
            f"{len(row['failed'])} of {row['runs']}",
            number(row["in sd"]),
            row["mark"],
        )
        for row in rows
    ]
    widths = [max(map(len, column)) for column in zip(head, *cells, strict=True)]
    return [
        "  ".join(
            text.ljust(width) if column in (0, 1, 8) else text.rjust(width)
            for column, (text, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in (head, *cells)
    ]


def report(results):
    """All that is to be said about {article: its runs}, as lines of text."""
    lines, failures, checks, still, long = [], [], 0, 0, 0
    for article, runs in results.items():
        rows = summary(runs)
        lines += [f"{article}, {len(runs)} shifts", *table(rows), ""]
        for row in rows:
            if row["mark"] == LONG:
                long += 1
            else:
                checks += row["runs"]
                still += row["runs"] if row["mark"] == UNMOVED else 0
            if row["failed"]:
                failures.append(
                    (len(row["failed"]), f"{article}: {row['name']}: shift {listed(row['failed'])}")
                )
    lines.append(
        f"{checks} checks, of them {still} on claims that never moved; {sum(n for n, _ in failures)} failed. "
        f"Not counted: {long} claims {LONG}."
    )
    lines += [f"FAILED  {text}" for _, text in failures]
    for article, runs in results.items():
        lines += [
            f"RAISED  {article}, shift {run['shift']}, {text}" for run in runs for text in run["errors"]
        ]
    return lines


def listed(numbers):
    return ", ".join(map(str, numbers))


def main(argv=None, chapters=CHAPTERS):
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("shifts", nargs="*", type=int, default=[1, 2, 3], help="1 2 3 unless told")
    parser.add_argument("--article", action="append", metavar="03", help="two digits; all unless told")
    parser.add_argument("--workers", type=int, default=os.cpu_count(), help="processes at once")
    parser.add_argument("--raw", type=Path, metavar="FILE", help="every claim of every run, as JSON")
    chosen = parser.parse_args(argv)
    if len(set(chosen.shifts)) < max(2, len(chosen.shifts)):
        parser.error(f"shifts must be two or more, all different, got {listed(chosen.shifts)}")
    for shift in chosen.shifts:
        if not 0 <= shift < 2**32 // STRIDE:
            parser.error(f"a shift must be between 0 and {2**32 // STRIDE - 1}, got {shift}")
    paths = sorted(chapters.glob("[0-8][0-9]-*.md"))
    for number in chosen.article or ():
        if number not in {path.name[:2] for path in paths}:
            parser.error(f"--article must be one of {listed(path.name[:2] for path in paths)}, got {number}")
    paths = [path for path in paths if not chosen.article or path.name[:2] in chosen.article]

    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(chosen.workers, mp_context=fresh, max_tasks_per_child=1) as pool:
        waiting = {
            path.stem: [pool.submit(run_alone, path, shift) for shift in chosen.shifts] for path in paths
        }
        results = {article: [one.result() for one in runs] for article, runs in waiting.items()}
    if chosen.raw:
        chosen.raw.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf8")
    print("\n".join(report(results)))


if __name__ == "__main__":
    main()
