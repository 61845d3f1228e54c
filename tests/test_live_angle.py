"""The panel of article 6: angle, length and turning speed of a bump, in the browser and in Python."""

import re

import numpy as np
import pytest
from javascript import answers, numbers, text
from test_live_page import Screen, open_page  # noqa: F401 (a fixture)

from lib import statistics


def arrow(spikes, decay):
    """The population vector in every step [Hz], from its definition in article 6."""
    n = len(spikes)
    traces = statistics.spike_traces(spikes, -1 / np.log(decay))  # (N, T)
    return 1000 * (1 - decay) * np.exp(2j * np.pi * np.arange(n) / n) @ traces / n


def test_angles_and_lengths_are_those_of_python():
    rng = np.random.default_rng(5)
    n, steps, decay = 30, 400, 0.8
    centre = 9 * np.sin(np.arange(steps) / 30) + 0.21 * np.arange(steps)  # round and round
    away = np.abs((np.arange(n)[:, None] - centre + n / 2) % n - n / 2)
    spikes = rng.random((n, steps)) < 0.6 * np.exp(-(away**2) / 20)
    (found,) = answers(
        [{"kind": "compass", "n": n, "steps": steps, "decay": decay, "dt": 1, "spikes": text(1.0 * spikes.T)}]
    )
    Z = arrow(spikes, decay)
    assert numbers(found["lengths"]) == pytest.approx(np.abs(Z), abs=1e-9)
    assert numbers(found["angles"]) == pytest.approx(np.unwrap(np.angle(Z)), abs=1e-9)
    assert np.ptp(np.unwrap(np.angle(Z))) > 4 * np.pi  # more than twice around


def test_the_panel_says_what_python_measures(open_page):  # noqa: F811
    screen = Screen(open_page("chapters/06-ring.html"))
    screen.root.scroll_into_view_if_needed()
    number, options = next((k, p) for k, p in enumerate(screen.spec["panels"]) if p["kind"] == "angle")
    panel = screen.root.locator(".live-panel").filter(has=screen.page.get_by_text("Angle", exact=True))
    pictures = []

    def agrees():
        screen.wait_for_rest()
        Z = arrow(screen.agrees(), screen.python.network()[2]["decay"])
        late = Z[-options["last"] :]
        turned = np.degrees(np.unwrap(np.angle(late)))
        length, speed = np.abs(late).mean(), 1000 * (turned[-1] - turned[0]) / (len(late) - 1)
        said = panel.locator(".live-read").inner_text().replace("−", "-")
        shown = re.fullmatch(r"length (\d+\.\d) Hz, turning (-?\d+) °/s", said)
        assert float(shown[1]) == pytest.approx(length, abs=0.0501)
        assert float(shown[2]) == pytest.approx(speed, abs=0.501)
        spoken = panel.locator("canvas").get_attribute("aria-label").replace("−", "-")
        at = re.fullmatch(rf"Angle: at the end at (\d+) degrees, {re.escape(said)}", spoken)
        assert abs((float(at[1]) - np.degrees(np.angle(Z[-1])) + 180) % 360 - 180) < 0.501
        pictures.append(screen.js("(figure, k) => figure.panels[k].picture.canvas.toDataURL()", number))
        assert len(set(pictures)) == len(pictures)
        return length, speed

    def reset():
        screen.button("Reset").click()
        screen.wait_for_rest()

    length, speed = agrees()
    assert length > 7 and abs(speed) < 200  # the article's bump stays
    screen.press("J1", "Home")
    assert agrees()[0] < 2  # without the cosine there is none
    reset()
    screen.press("G", "End")
    assert agrees()[1] > 2000
    screen.press("G", "Home")
    assert agrees()[1] < -2000
    reset()
    screen.press("velocity", "End")
    assert agrees()[1] > 800
    reset()
    screen.press("push", "End")
    agrees()
