"""The panel of article 3: the eigenvalues of the weight matrix, in the browser and in Python."""

import re

import matplotlib.pyplot as plt
import numpy as np
import pytest
from javascript import text
from test_live_page import Screen, open_page  # noqa: F401 (a fixture)

from lib import Activity, Neuron
from lib.live.picture import Frame, Shown, twin


def expected_of(weights):
    """Circle and outlier [mV] from the definitions in article 3."""
    return np.sqrt(weights.var(axis=0, ddof=1).sum()), weights.sum(axis=1).mean()


def matched(found, expected):
    """The largest distance of the eigenvalues from those of NumPy, each with a partner of its own."""
    left, worst = list(expected), 0.0
    for value in found:
        nearest = np.argmin(np.abs(np.array(left) - value))
        worst = max(worst, abs(left.pop(nearest) - value))
    return worst


def examples():
    rng = np.random.default_rng(3)
    for n in (1, 2, 3, 4, 7, 40, 120):
        yield rng.standard_normal((n, n))
    yield np.zeros((5, 5))
    yield np.eye(4) * 3
    yield np.roll(np.eye(6), 1, axis=0)  # on the unit circle, where plain shifts go round for ever
    yield np.triu(rng.standard_normal((9, 9)))
    symmetric = rng.standard_normal((30, 30))
    yield symmetric + symmetric.T
    dale = (rng.random((100, 100)) < 0.2) * np.where(np.arange(100) < 80, 60.0, -480.0)
    dale[:, 17] = dale[17] = 0  # a silenced neuron
    yield dale


def test_eigenvalues_are_those_of_numpy(answers):
    matrices = list(examples())
    found = answers([{"kind": "eigenvalues", "n": len(W), "weights": text(W.T)} for W in matrices])
    for W, answer in zip(matrices, found, strict=True):
        values = np.array([x + 1j * y for x, y in answer["values"]])
        assert len(values) == len(W)
        assert matched(values, np.linalg.eigvals(W)) <= 1e-9 * max(1, np.abs(W).max() * len(W))
        if len(W) > 1:
            radius, outlier = expected_of(W)
            assert answer["expected"]["radius"] == pytest.approx(radius, rel=1e-12, abs=1e-12)
            assert answer["expected"]["outlier"] == pytest.approx(outlier, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("n", [1, 40])
def test_the_picture_shows_what_python_computes(n):
    own, other = (np.random.default_rng(k).standard_normal((n, n)) for k in (1, 2))
    _, ax = plt.subplots()
    activity = Activity(np.zeros((n, 2), bool), None, Neuron())
    twin("eigenvalues").paint(Shown(*(Frame(activity, W, 0.0, {}) for W in (own, other))), {}, ax)
    lines = [line for line in ax.lines[2:] if line.get_xdata().size]  # behind the axes through 0
    (circle, outlier), faint = zip(
        *[(line.get_xydata(), line.get_alpha()) for line in lines[:2]], strict=True
    )
    assert faint == (0.5, 0.5)
    radius, place = expected_of(other) if n > 1 else (0, other.item())
    assert np.hypot(*circle.T) == pytest.approx(radius) and outlier[0] == pytest.approx([place, 0])
    circle, values, outlier = (line.get_xydata() for line in lines[2:])
    radius, place = expected_of(own) if n > 1 else (0, own.item())
    assert np.hypot(*circle.T) == pytest.approx(radius) and outlier[0] == pytest.approx([place, 0])
    assert matched(values @ [1, 1j], np.linalg.eigvals(own)) < 1e-9
    plt.close()


def test_the_panel_says_what_python_computes(open_page):  # noqa: F811
    screen = Screen(open_page("chapters/03-balance.html"))
    screen.root.scroll_into_view_if_needed()
    number = [panel["kind"] for panel in screen.spec["panels"]].index("eigenvalues")
    panel = screen.root.locator(".live-panel").filter(has=screen.page.get_by_text("Spectrum", exact=True))
    pictures = []

    def agrees():
        screen.wait_for_rest()
        screen.page.wait_for_timeout(600)  # the eigenvalues take a moment
        screen.agrees()
        weights, _, _ = screen.python.network()
        radius, outlier = expected_of(weights)
        said = f"outlier {round(outlier) + 0:.0f} mV"
        assert panel.locator(".live-read").inner_text().replace("−", "-") == said
        values = np.linalg.eigvals(weights)
        others = np.abs(np.delete(values, np.abs(values - outlier).argmin()))
        spoken = panel.locator("canvas").get_attribute("aria-label").replace("−", "-")
        found = re.fullmatch(
            rf"Spectrum: theory: circle {radius:.0f} mV, {re.escape(said)}\. "
            r"(\d+) of the other (\d+) eigenvalues lie inside, "
            r"the largest at (\d+) mV",
            spoken,
        )
        assert int(found[1]) == (others <= radius).sum()
        assert int(found[2]) == len(others)
        assert int(found[3]) == pytest.approx(others.max(), abs=0.51)
        pictures.append(screen.js("(figure, k) => figure.panels[k].picture.canvas.toDataURL()", number))
        assert len(set(pictures)) == len(pictures)
        return radius, outlier

    radius, outlier = agrees()
    assert outlier == pytest.approx(-1920) and radius == pytest.approx(1252, rel=0.01)
    screen.press("J", "PageDown")  # all eigenvalues scale
    assert agrees()[1] > outlier
    screen.press("g", "PageDown")
    agrees()
    screen.js("figure => figure.change({ edits: [[3, 190, 500]], silenced: [150, 151, 199] })")
    agrees()
    screen.button("Reset").click()
    screen.button("Shuffle weights").click()  # rows no longer have the same sum
    agrees()


def test_behind_a_tab_nothing_is_computed_or_drawn(open_page):  # noqa: F811
    screen = Screen(open_page("chapters/03-balance.html", width=390))
    screen.settle()
    screen.wait_for_rest()
    drawn = "figure => figure.panels.map(({ picture }) => picture.canvas.hasAttribute('width'))"
    assert screen.js(drawn) == [True, False, False, False, False, False]
    panel = screen.root.locator("canvas[aria-label^='Spectrum']")
    assert panel.get_attribute("aria-label") == "Spectrum"
    screen.root.get_by_role("tab", name="Spectrum").click()
    screen.wait_for_rest()
    assert "of the other 199 eigenvalues lie inside" in panel.get_attribute("aria-label")
    assert screen.js(drawn) == [True, False, False, False, True, False]
