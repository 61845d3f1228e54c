"""The browser's model gives the bits of Python's. JavaScript runs in the Node that a package from PyPI brings."""

import base64
import gzip

import numpy as np
import pytest
from javascript import HERE, text
from pages import BUILT

from lib import Neuron, noise, simulate
from lib.live.bundle import KINDS
from website.live import COMMON, common_script, own_script
from website.nodejs import nodejs
from website.squeeze import squeezed

RANDOM = 240
BUDGET = 30_000  # bytes of the scripts of the live figures of a page, compressed


@pytest.mark.parametrize("file, passing", [("model", 10), ("family", 14)])
def test_javascript_alone(file, passing):
    done = nodejs("--test", HERE / f"{file}.test.mjs")
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"pass {passing}\n" in done.stdout, done.stdout


@pytest.mark.late
def test_the_scripts_of_a_page_are_small():
    """The common one with the panels of the page that needs most."""
    sizes = {
        path.name: len(gzip.compress(path.read_bytes())) for path in (BUILT / "_static").glob("live*.js")
    }
    common = sizes.pop(COMMON)
    dearest = max(sizes, key=sizes.get)
    said = (
        f"{COMMON} {common:,} bytes, {dearest} {sizes[dearest]:,}: {common + sizes[dearest]:,} of {BUDGET:,}"
    )
    print(said)
    assert common + sizes[dearest] <= BUDGET, said


def test_a_page_loads_the_panels_that_it_shows_and_no_others():
    few, more = own_script(["raster"]), own_script(["angle", "curve", "raster"])
    for kind in KINDS:
        name = f'"panels/{kind}.js"'
        assert name not in common_script()
        assert (name in few) == (kind == "raster") and (name in more) == (
            kind in ("angle", "curve", "raster")
        )
    assert '"courses.js"' in more and '"courses.js"' not in common_script() + few  # only panels import it


def test_a_squeezed_script_is_the_same_program(tmp_path):
    source = r"""
const odd = { a : "x = ( 1 , 2 ) ;", b : 'it\'s { 3 }', c : `so ${ [ 1 , 2 ].map( (k) => `<${ k } ; ${ { k }.k }>` ).join( " , " ) } { }` };
const found = "a / b , c".split(/ [,/] "?/).length / 2 / 1;
const late = (x) =>
  x ? - 1 : + + 1
let i = 1
const next = i + ++i - - i
console.log( JSON.stringify( [ odd , found , late( 0 ) , next , / a { 2 } /.source , `\` ${ "}" } \${ 1 }` ] ) )
"""
    answers = []
    for program in (source, squeezed(source)):
        path = tmp_path / "odd.mjs"
        path.write_text(program, encoding="utf8")
        done = nodejs(path)
        assert done.returncode == 0, done.stderr
        answers.append(done.stdout)
    assert answers[0] == answers[1] and "so <1 ; 1> , <2 ; 2> { }" in answers[0]
    assert len(squeezed(source)) < 0.9 * len(source)
    for script in (common_script(), own_script(KINDS)):
        assert squeezed(script) == script


def test_permutation_is_the_same(answers):
    seeds, count = [0, 1, 5489, 2**32 - 1], 70_000  # enough words for some to be equal
    found = answers([{"kind": "permutation", "seed": seed, "count": count} for seed in seeds])
    for seed, answer in zip(seeds, found, strict=True):
        assert base64.b64decode(answer) == noise.permutation(seed, count).astype("<u4").tobytes()


@pytest.mark.parametrize("kind", ["normals", "uniforms"])
def test_noise_is_the_same(answers, kind):
    seeds = [0, 1, 2, 10, 5489, 2**31, 2**32 - 1]
    found = answers([{"kind": kind, "seed": seed, "count": 3001} for seed in seeds])
    for seed, answer in zip(seeds, found, strict=True):
        expected = getattr(noise, kind[:-1])(seed, 3001)
        assert base64.b64decode(answer) == expected.tobytes()


def test_all_normals_are_the_same(answers):
    """A stream that is long enough to meet nearly all of the 65536 quantiles."""
    (answer,) = answers([{"kind": "normals", "seed": 4, "count": 1_000_000}])
    expected = noise.normal(4, 1_000_000)
    assert len(np.unique(expected)) == len(np.unique(noise._quantiles()))
    assert base64.b64decode(answer) == expected.tobytes()


def random_network(k):
    """Arguments of `simulate`, with every feature of the model in some of the networks."""
    rng = np.random.default_rng(k)
    n, steps = int(rng.choice([1, 2, 7, 30, 60])), int(rng.choice([1, 2, 80, 200, 200, 200]))
    weights = (
        rng.choice([0, 10, 60]) * rng.standard_normal((n, n)) * (rng.random((n, n)) < rng.choice([0.2, 1]))
    )
    if k % 3 == 0:  # on a grid, so that voltages tie
        weights = np.round(weights)
    weights[rng.random(n) < 0.1] = 0  # silenced neurons
    inputs = 62 + rng.choice([0, 10, 40]) * noise.normal(k, (steps, n)).T
    reset = [-70.0, -70.0, 0.0, None][rng.integers(4)]
    neuron = Neuron(
        threshold=float(rng.choice([0, -1.5])) if reset is None or reset < 0 else 0.0,
        reset=reset,
        mu=float(rng.choice([0.1, 0.02, 1.0])),
        refractory=0 if reset is None else int(rng.choice([0, 0, 3])),
    )
    options = {
        "decay": float(rng.choice([0, 0, 0.95])),
        "delay": int(rng.choice([0, 0, 1, 7])),
        "spikes_per_step": [None, None, 1, 2][rng.integers(4)],
    }
    return None if k % 10 == 0 else weights, inputs, neuron, options


def test_networks_are_the_same(answers):
    networks = [random_network(k) for k in range(RANDOM)]
    found = answers(
        {
            "kind": "simulate",
            "n": inputs.shape[0],
            "steps": inputs.shape[1],
            "weights": text(weights if weights is None else weights.T),
            "inputs": text(inputs.T),
            "threshold": neuron.threshold,
            "rest": neuron.rest,
            "reset": neuron.reset,
            "mu": neuron.mu,
            "refractory": neuron.refractory,
            "decay": options["decay"],
            "delay": options["delay"],
            "spikesPerStep": options["spikes_per_step"],
        }
        for weights, inputs, neuron, options in networks
    )
    spiking = 0
    for k, ((weights, inputs, neuron, options), answer) in enumerate(zip(networks, found, strict=True)):
        activity = simulate(weights, inputs, neuron, **options)
        assert base64.b64decode(answer["spikes"]) == activity.spikes.T.tobytes(), f"spikes of network {k}"
        assert base64.b64decode(answer["voltage"]) == activity.voltage.T.tobytes(), f"voltages of network {k}"
        spiking += activity.spikes.any()
    assert spiking > RANDOM / 2
