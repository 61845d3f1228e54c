"""The panel of article 9: rate, spectrum and phases of a population, in the browser and in Python."""

import re

import numpy as np
import pytest
from test_live_page import Screen, open_page  # noqa: F401 (a fixture)

from lib.live.panels import rhythm

WAVE = 1 + np.cos(2 * np.pi * (np.arange(600) * 0.08 - 0.1))  # 80 Hz, with its crests at 1.25 ms + 12.5 ms k


def test_the_peak_of_a_wave_is_its_frequency():
    assert rhythm.peak(20 * WAVE, dt=1.0) == pytest.approx(80, abs=0.5)
    assert rhythm.peak(20 * WAVE, dt=0.5) == pytest.approx(160, abs=0.5)


def test_the_phase_of_a_wave_is_0_at_its_crests_and_grows():
    phase = rhythm.phases(20 * WAVE, 80, dt=1.0)[100:500]
    expected = 360 * (np.arange(100, 500) * 0.08 - 0.1)
    assert (phase - expected + 180) % 360 - 180 == pytest.approx(0, abs=3)


def test_independent_spikes_have_a_power_of_1():
    counts = np.random.default_rng(1).poisson(3, 40_000).astype(float)
    power = rhythm.spectrum(counts, 100, np.arange(5, 500), 1.0)
    assert power.mean() == pytest.approx(1, abs=0.03)
    assert np.abs(power - 1).max() < 0.3


@pytest.mark.late
def test_the_panel_says_what_python_measures(open_page):  # noqa: F811
    screen = Screen(open_page("chapters/09-rhythm.html"))
    screen.root.scroll_into_view_if_needed()
    number = next(k for k, p in enumerate(screen.spec["panels"]) if p["kind"] == "rhythm")
    panel = screen.root.locator(".live-panel").filter(has=screen.page.get_by_text("Rhythm", exact=True))
    start, pictures = screen.spec["start"], []

    def agrees():
        screen.wait_for_rest()
        spikes = screen.agrees()
        counts = spikes.sum(axis=0).astype(float)[start:]
        f = rhythm.peak(counts, 1.0)
        clear = rhythm.spectrum(counts, 100, [f], 1.0)[0] >= 2.5
        said = panel.locator(".live-read").inner_text()
        if clear:
            shown = re.fullmatch(r"(\d+) Hz, one spike in (\d+\.\d) cycles", said)
            assert float(shown[1]) == pytest.approx(f, abs=0.501)
            assert float(shown[2]) == pytest.approx(f / (1000 * counts.mean() / len(spikes)), abs=0.0501)
        else:
            assert said == "no clear peak"
        pictures.append(screen.js("(figure, k) => figure.panels[k].picture.canvas.toDataURL()", number))
        assert len(set(pictures)) == len(pictures)
        return f if clear else None

    opened = agrees()
    screen.page.get_by_role("button", name="let the inhibition come after 8 ms").click()
    assert agrees() < opened / 1.5
    screen.page.get_by_role("button", name="Cut the inhibition").click()
    assert agrees() is None
