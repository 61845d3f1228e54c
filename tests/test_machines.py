"""The same spikes, weights and numbers on processors that are simulated; whole articles on all of them: `make machines`."""

import os
import subprocess
import sys
from decimal import Decimal, getcontext

import machines
import numpy as np
import pytest
from make_reference import ARTICLES

from lib import PairSTDP
from website.executions import articles

# What a processor may change of an article is seen in the quickest one.
QUICK = "01-introduction"

DIGEST = """
import hashlib
import numpy as np
from lib import PairSTDP, inputs, noise, simulate, weights

total = hashlib.sha256()
for engine in ("numpy", "numba"):
    for tau in (8, 71, 76, 82, 85, 99, 100):  # exp(-1/tau) has other last bits with AVX-512
        rule = PairSTDP(0.5, 0.4, tau, tau + 1, w_max=40)
        W = 20 * np.abs(weights.gaussian(tau, 30, 1.0)) % 40
        done = simulate(W, 60 + 30 * inputs.noise(tau, 30, 300), plasticity=rule, decay=0.3, engine=engine)
        total.update(done.spikes.tobytes() + done.voltage.tobytes() + done.weights.tobytes())
print(total.hexdigest())
"""


def python_says(code, environment):
    """What Python prints on a simulated processor."""
    command, environment = [sys.executable, "-c", code], {**os.environ, **environment}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout


def test_spikes_voltages_and_learned_weights_are_the_same_on_the_processor_that_is_furthest():
    assert python_says(DIGEST, machines.oldest()) == python_says(DIGEST, {})


def test_decay_of_a_trace_is_the_exact_one_rounded():
    """An exponential of 50 digits, rounded to multiples of 2⁻⁴⁰, is the same wherever it is computed."""
    getcontext().prec = 50
    for tau in range(1, 101):
        for dt in (0.1, 0.5, 1.0):
            kept = PairSTDP(1.0, 1.0, tau, tau).constants(dt)[2]
            exact = (Decimal(-dt) / tau).exp() * 2**40
            assert kept * 2**40 == int(exact.to_integral_value())


def test_an_article_is_the_same_on_the_processor_that_is_furthest_from_this_one():
    assert QUICK in [path.stem for path in articles(ARTICLES)]
    said, code = machines.compare(machines.oldest(), QUICK)
    assert code == 0, said


def test_a_processor_that_numpy_does_not_know_is_not_simulated():
    assert machines.numpy_without(["X86_V99"]) == {}
    assert all("X86_V99" not in value for one in machines.machines().values() for value in one.values())
    assert np.__version__ >= "2.4"  # before, the groups of features had other names


@pytest.mark.parametrize("name", list(machines.machines()))
def test_a_simulated_processor_is_really_another_one(name):
    """The variables are understood: NumPy does without, OpenBLAS takes the kernel."""
    environment = machines.machines()[name]
    ask = (
        "import json, threadpoolctl; from numpy._core import _multiarray_umath as umath; import numpy;"
        "print(json.dumps([[k for k, v in umath.__cpu_features__.items() if v],"
        " [one.get('architecture') for one in threadpoolctl.threadpool_info()]]))"
    )
    answer = python_says(ask, environment)
    for feature in environment.get("NPY_DISABLE_CPU_FEATURES", "").split():
        assert f'"{feature}"' not in answer
    if kernel := environment.get("OPENBLAS_CORETYPE"):
        said = {"Prescott": "Katmai"}.get(
            kernel, kernel
        )  # OpenBLAS has one code for both, and says the older name
        assert f'"{said}"' in answer
