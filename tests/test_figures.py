"""The comparison of pictures: what a machine does to an edge passes, everything that a reader could notice fails."""

import base64
import io

import matplotlib.pyplot as plt
import numpy as np
import pytest
from figures import LEVELS, PIXELS, Difference, differences
from matplotlib.figure import Figure
from PIL import Image

from lib import noise, plots

SPIKES = 2000


def draw(
    *, colour="#0072b2", ink="#222222", width=1.4, scale=1.0, dot=(0, 0), spikes=SPIKES, digit="3", jitter=0.0
):
    """A figure as articles have them: a raster of two thousand spikes beside curves on logarithmic axes, and text."""
    with plt.rc_context(plots.style()):
        figure = Figure(figsize=(7.2, 2.8))
        left, right = figure.subplots(1, 2)
        x, y = 500 * noise.uniform(1, SPIKES), 100 * noise.uniform(2, SPIKES)
        x[7] += 500 / 650 * dot[0]  # that is a pixel of this figure
        y[7] += 100 / 460 * dot[1]
        left.plot(x[:spikes], y[:spikes], ".", markersize=2, color=ink)
        left.set(xlim=(0, 500), ylim=(0, 100), xlabel="time [ms]", ylabel="neuron")
        at = np.logspace(-2, 2, 60)
        for k, power in enumerate((0.5, 0.8, 1.3)):
            values = (
                scale
                * at**power
                * np.exp(np.sin(3 * np.log(at)) / 3)
                * (1 + jitter * noise.normal(3 + k, 60))
            )
            right.loglog(at, values, color=colour if k == 0 else f"C{k}", linewidth=width if k == 0 else 1.4)
        right.set(xlim=(0.007, 143), ylim=(7e-4, 1.3e3), xlabel="kick [mV]")
        right.text(0.1, 100, f"27.{digit} Hz")
        made = io.BytesIO()
        figure.savefig(made, format="png")
    return Image.open(made).convert("RGBA")


@pytest.fixture(scope="module")
def reference():
    return draw()


def test_the_same_is_the_same(reference):
    assert Difference(reference, draw()).same


@pytest.mark.parametrize("jitter", [1e-15, 1e-13, 1e-11])
def test_last_digits_pass(reference, jitter):
    """More than what log10, exp and power of another processor were seen to do."""
    assert Difference(reference, draw(jitter=jitter)).machine


@pytest.mark.parametrize(
    "change",
    [
        {"colour": "#0072b3"},  # one level of blue, in one of three thin curves
        {"colour": "#0173b2"},
        {"ink": "#222223"},  # in dots of five pixels
        {"width": 1.5},
        {"width": 1.3},
        {"dot": (1, 0)},
        {"dot": (0, 1)},
        {"spikes": SPIKES - 1},
        {"digit": "4"},
        {"scale": 1 + 1e-4},
    ],
    ids=str,
)
def test_a_change_fails(reference, change):
    assert not Difference(reference, draw(**change)).machine


def edges(picture):
    """Places of antialiased pixels: neither they nor their neighbours have one colour."""
    grey = np.asarray(picture, dtype=int).sum(axis=2)
    across, down = np.abs(np.diff(grey, axis=1))[1:], np.abs(np.diff(grey, axis=0))[:, 1:]
    return np.argwhere(across * down > 0) + 1


@pytest.mark.parametrize(
    "levels, share, passes",
    [
        (1, 167 / 806_400, True),  # aarch64, the most that was seen
        (2, 87 / 806_400, True),  # AVX-512, likewise
        (LEVELS + 1, 1 / 806_400, False),
        (1, 1.01 * PIXELS, False),
    ],
)
def test_the_bounds(reference, levels, share, passes):
    values = np.array(reference)
    places = edges(reference)
    count = int(np.ceil(share * values[..., 0].size))
    assert len(places) >= count
    rows, columns = places[:: len(places) // count][:count].T
    values[rows, columns, 0] += np.where(values[rows, columns, 0] > 99, -levels, levels).astype("u1")
    difference = Difference(reference, Image.fromarray(values))
    assert difference.pixels == count
    assert difference.machine is passes


def test_a_spot_of_another_colour_fails_however_small():
    white = Image.new("RGBA", (100, 100), "white")
    spot = white.copy()
    spot.paste((255, 255, 254, 255), (50, 50, 52, 52))
    difference = Difference(white, spot)
    assert (difference.pixels, difference.levels) == (4, 1) and difference.pixels <= PIXELS * 100 * 100
    assert not difference.machine
    line = white.copy()
    line.paste((255, 255, 254, 255), (50, 50, 54, 51))  # what an edge may do
    assert Difference(white, line).machine


def test_sizes_and_missing_pictures():
    small, large = Image.new("RGBA", (20, 10), "white"), Image.new("RGBA", (21, 10), "white")
    assert str(Difference(small, large)) == "is 20×10 pixels in the reference, 21×10 now"
    assert not Difference(small, large).machine and Difference(small, large).where.sum() == 10

    def output(picture):
        made = io.BytesIO()
        picture.save(made, format="png")
        return {"data": {"image/png": base64.b64encode(made.getvalue()).decode()}}

    found, count = differences([output(small), output(small)], [output(small)])
    assert count == 2 and [(k, str(one), one.machine) for k, one in found] == [(1, "is missing now", False)]
    found, count = differences([], [output(small)])
    assert [str(one) for _, one in found] == ["is not in the reference"]
