"""The panel of article 6: angle, length and turning speed of a bump, in the browser and in Python."""

import re

import matplotlib.pyplot as plt
import numpy as np
import pytest
from javascript import numbers, text
from test_live_page import Screen, open_page  # noqa: F401 (a fixture)

from lib import Activity, Neuron, statistics
from lib.live.picture import Frame, Shown, twin


def arrow(spikes, decay):
    """The population vector in every step [Hz], from its definition in article 6."""
    n = len(spikes)
    traces = statistics.spike_traces(spikes, -1 / np.log(decay))  # (N, T)
    return 1000 * (1 - decay) * np.exp(2j * np.pi * np.arange(n) / n) @ traces / n


def test_angles_and_lengths_are_those_of_python(answers):
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


def test_the_picture_shows_what_python_measures():
    rng = np.random.default_rng(6)
    n, steps, decay = 30, 200, 0.8
    spikes = (rng.random((n, steps)) < 0.3) & (np.arange(steps) > 20)
    frame = Frame(Activity(spikes, None, Neuron(dt=0.5)), np.zeros((n, n)), decay, {})
    _, (above, below) = plt.subplots(2, 1)
    twin("angle").paint(Shown(frame), {"cues": [40]}, above, below)
    Z = arrow(spikes, decay) / 0.5  # of a rate, when a step lasts half a millisecond
    degrees, lengths = above.lines[0].get_ydata(), below.lines[0].get_ydata()
    assert lengths == pytest.approx(np.abs(Z), abs=1e-9)
    drawn = np.isfinite(degrees)
    assert not drawn[:21].any() and drawn[21:].mean() > 0.5
    assert degrees[drawn] == pytest.approx(np.degrees(np.angle(Z[drawn])) % 360, abs=1e-6)
    assert np.abs(np.diff(degrees))[drawn[1:] & drawn[:-1]].max() <= 180  # no line across the whole picture
    assert list(above.lines[1].get_xdata()) == list(below.lines[1].get_xdata()) == [40, 40]
    assert above.lines[0].get_xdata()[-1] == 99.5
    plt.close()


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
