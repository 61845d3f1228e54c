"""Every function that an article can call says what it takes, with shapes and units, and what it gives back."""

import ast
from pathlib import Path

import pytest

LIB = Path(__file__).resolve().parents[1] / "lib"
INTERNAL = (
    "arguments",
    "compiled",
    "bundle",
    "figure",
)  # what the other modules of lib call; of figure, `live` below


def functions():
    for path in sorted([*LIB.glob("*.py"), *LIB.glob("live/*.py")]):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            public = isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
            if public and (path.stem not in INTERNAL or node.name == "live"):
                yield pytest.param(node, id=f"{path.stem}.{node.name}")


def missing(function):
    """What the docstring of a function leaves out."""
    lines = [line.strip() for line in (ast.get_docstring(function) or "").splitlines()]
    wanted = []
    taken = function.args
    names = [one.arg for one in (*taken.posonlyargs, *taken.args, *taken.kwonlyargs)]
    names += [f"*{taken.vararg.arg}"] if taken.vararg else []
    names += [f"**{taken.kwarg.arg}"] if taken.kwarg else []
    nested = [node for node in ast.walk(function) if isinstance(node, ast.FunctionDef | ast.Lambda)][1:]
    answers = {node for inner in nested for node in ast.walk(inner)}  # what those return is theirs
    own = [node for node in ast.walk(function) if isinstance(node, ast.Return | ast.Raise)]
    if names:
        wanted.append("Parameters")
    if any(isinstance(node, ast.Return) and node.value and node not in answers for node in own):
        wanted.append("Returns")
    if any(isinstance(node, ast.Raise) for node in own):
        wanted.append("Raises")
    sections = [line for line, below in zip(lines, [*lines[1:], ""], strict=True) if set(below) == {"-"}]
    described = {name.strip() for line in lines for name in line.split(" : ")[0].split(",")}
    return [one for one in wanted if one not in sections] + [name for name in names if name not in described]


@pytest.mark.parametrize("function", list(functions()))
def test_a_docstring_has_its_sections(function):
    assert missing(function) == []


def test_what_is_left_out_is_found():
    (function,) = ast.parse(
        "def f(a, b, *, c=0, **d):\n"
        '    """Parameters\n    ----------\n    a, c : int\n    """\n'
        "    if a:\n        raise ValueError\n    return b\n"
    ).body
    assert missing(function) == ["Returns", "Raises", "b", "**d"]


def test_what_a_nested_function_returns_is_its_own():
    (function,) = ast.parse('def f():\n    """Do."""\n    def g():\n        return 1\n    g()\n').body
    assert missing(function) == []
    assert len(list(functions())) > 40
