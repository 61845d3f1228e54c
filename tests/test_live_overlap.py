"""The panel of article 5: overlaps with stored patterns and the energy, in the browser and in Python."""

import re

import matplotlib.pyplot as plt
import numpy as np
import pytest
from javascript import numbers, text
from test_live_page import Screen, open_page  # noqa: F401 (a fixture)

from lib import Activity, Neuron, statistics
from lib.live import unpack
from lib.live.picture import Frame, Shown, twin


def overlaps_and_energy(spikes, patterns, weights, decay, centre):
    """Overlaps (P, T) and energies (T,) [mV] from the definitions in article 5."""
    z = statistics.spike_traces(spikes, -1 / np.log(decay)) / centre - 1  # (N, T)
    n = len(z)
    return patterns @ z / n, -centre * np.einsum("it,it->t", z, weights @ z) / (2 * n)


def test_overlaps_and_energies_are_those_of_python(answers):
    rng = np.random.default_rng(4)
    n, steps, rows = 30, 95, 3
    spikes = rng.random((n, steps)) < 0.1
    patterns = rng.choice([-1.0, 1.0], (rows, n))
    weights = rng.standard_normal((n, n))  # not symmetric
    sent = {"n": n, "steps": steps, "rows": rows, "decay": 0.9, "centre": 0.7}
    arrays = {"spikes": text(1.0 * spikes.T), "patterns": text(patterns), "weights": text(weights.T)}
    (found,) = answers([{"kind": "overlap", **sent, **arrays}])
    overlaps, energy = overlaps_and_energy(spikes, patterns, weights, 0.9, 0.7)
    assert np.array([numbers(one) for one in found["overlaps"]]) == pytest.approx(overlaps, abs=1e-12)
    assert numbers(found["energies"]) == pytest.approx(energy, abs=1e-12)
    assert np.abs(overlaps).max() > 0.1 and np.ptp(energy) > 0.1


def test_the_picture_shows_what_python_measures():
    """Of both networks, the other one faintly."""
    rng = np.random.default_rng(5)
    n, steps = 30, 95
    patterns = rng.choice([-1.0, 1.0], (3, n))
    both = [(rng.random((n, steps)) < 0.1, rng.standard_normal((n, n)), decay) for decay in (0.9, 0.7)]
    frames = [Frame(Activity(spikes, None, Neuron()), weights, decay, {}) for spikes, weights, decay in both]
    _, (above, below) = plt.subplots(2, 1)
    options = {"patterns": patterns, "names": ["A", "B", "C"], "centre": 0.7}
    twin("overlap").paint(Shown(*frames), options, above, below)
    courses = above.lines[1:]  # behind the line at 0
    assert len(courses) == 6 and len(below.lines) == 2
    for k, (spikes, weights, decay) in enumerate(reversed(both)):
        overlaps, energy = overlaps_and_energy(spikes, patterns, weights, decay, 0.7)
        drawn = [line.get_ydata() for line in courses[3 * k : 3 * k + 3]]
        assert np.array(drawn[::-1]) == pytest.approx(overlaps, abs=1e-9)
        assert below.lines[k].get_ydata() == pytest.approx(energy, abs=1e-9)
    assert [line.get_alpha() for line in courses] == [0.5] * 3 + [None] * 3
    assert [text.get_text() for text in above.get_legend().get_texts()] == ["A", "B", "C"]
    plt.close()


def test_the_panel_says_what_python_measures(open_page):  # noqa: F811
    screen = Screen(open_page("chapters/05-memory.html"))
    screen.root.scroll_into_view_if_needed()
    number, options = next((k, p) for k, p in enumerate(screen.spec["panels"]) if p["kind"] == "overlap")
    panel = screen.root.locator(".live-panel").filter(has=screen.page.get_by_text("Overlap", exact=True))
    patterns, last = unpack(options["patterns"]), options["last"]
    pictures = []

    def agrees():
        screen.wait_for_rest()
        spikes = screen.agrees()
        weights, _, network = screen.python.network()
        overlaps, energy = overlaps_and_energy(spikes, patterns, weights, network["decay"], options["centre"])
        ends = overlaps[:, -last:].mean(axis=1)
        assert len(options["names"]) == len(ends) == 3
        said = panel.locator(".live-read").inner_text().replace("−", "-")
        assert said == ", ".join(
            f"{end:.2f} with {name}" for name, end in zip(options["names"], ends, strict=True)
        )
        spoken = panel.locator("canvas").get_attribute("aria-label").replace("−", "-")
        found = re.fullmatch(rf"Overlap: at the end {re.escape(said)}, energy (-?\d+\.\d) mV", spoken)
        assert float(found[1]) == pytest.approx(energy[-last:].mean(), abs=0.051)
        pictures.append(screen.js("(figure, k) => figure.panels[k].picture.canvas.toDataURL()", number))
        assert len(set(pictures)) == len(pictures)
        return ends

    assert agrees()[0] > 0.9  # the article's network recalls A
    screen.press("J", "Home")
    assert abs(agrees()[0]) < 0.3  # and without weights it forgets
    screen.button("Reset").click()
    screen.wait_for_rest()
    screen.press("load", "Space")
    assert agrees()[0] < 0.9
    screen.press("noise", "PageDown")
    agrees()
    screen.js("figure => figure.change({ edits: [[3, 190, 500]], silenced: [150, 151, 199] })")
    agrees()
