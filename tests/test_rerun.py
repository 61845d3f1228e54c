"""Every cell of an article can be run again at any time, in any order, after a first run."""

import pytest
from make_reference import ARTICLES
from names import reused

from website.executions import articles, code_cells


@pytest.mark.parametrize("article", articles(ARTICLES), ids=lambda path: path.stem)
def test_no_name_means_two_things_to_the_cells_of_an_article(article):
    assert reused([cell.source for cell in code_cells(article)]) == []


@pytest.mark.parametrize(
    "codes, names",
    [
        (["x = 1", "print(x)", "x = 2"], ["x"]),
        (["x = 1", "def f():\n    return x", "x = 2"], ["x"]),
        (["x = 1\ndef f():\n    return x", "x = 2"], ["x"]),
        (["x = 1", "f(lambda y: x + y)", "for x in range(3):\n    pass"], ["x"]),
        (["x = 1", "[x for y in range(3)]", "import a as x"], ["x"]),
        (["x = 1", "x += 1"], ["x"]),
        (["x = 1", "x = x + 1"], ["x"]),
        (["%matplotlib inline\nx = [1]\nx = x + [2]"], []),
        (["x = 1", "x = 2\nprint(x)"], []),
        (["x = 1", "print([x for x in range(3)])", "x = 2"], []),
        (["from a import x", "x()", "from a import x"], []),
        (["from a import x", "x()", "from b import x"], ["x"]),
        (["def f():\n    return f()", "f()"], []),
        (["fig, ax = f()\nax.plot()", "fig, ax = f()\nax.plot()"], []),
    ],
)
def test_what_is_found(codes, names):
    assert [line.split("`")[1] for line in reused(codes)] == names
