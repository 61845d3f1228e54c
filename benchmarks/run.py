"""How fast the simulator is: against the original code, its own floor, and Brian2 where that is installed.

    make bench                                     the tables
    make bench BRIAN2_PYTHON=/path/to/python       with Brian2 from an environment of its own (it needs an
                                                   older NumPy): python -m venv b && b/bin/pip install brian2 "numpy<2"

All times are CPU times of one thread. The contestants of a row take turns, so that a machine that slows down
slows all of them; each is called once before it is timed; the table shows medians, and ratios of them. Let
nothing else run. Networks keep the dynamics of article 1 at every size: weights of sd 10 mV * sqrt(100 / N).
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before NumPy is imported: the original code multiplies with BLAS

import json
import subprocess
import sys
import time
import tracemalloc
from pathlib import Path

import numpy as np
from numba import njit

from lib import inputs, noise, simulate, weights
from lib.compiled import _add_columns, _update

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests"))
from original import IF_model


def network(n, steps):
    W = weights.gaussian(11, n, sd=10 * np.sqrt(100 / n))
    return W, 60 + 10 * inputs.noise(10, n, steps)


def sparse_network(n, steps, in_degree):
    """`in_degree` inputs for each neuron, with the same variance of the recurrent input as in `network`."""
    W = weights.fixed_in_degree(11, n, range(n), in_degree)
    W.data[:] = 10 * np.sqrt(100 / in_degree) * noise.normal(12, W.data.size)
    return W, 60 + 10 * inputs.noise(10, n, steps)


@njit
def floor(columns, fired, first, inputs, spikes, voltage):
    """What no simulator of this kind can do without: replay of the known spikes' columns, and the state update."""
    drive, above = np.zeros(inputs.shape[1]), np.zeros(inputs.shape[1], dtype=np.uint8)
    for t in range(len(inputs) - 1):
        drive[:] = 0.0
        _add_columns(columns, fired[first[t] : first[t + 1]], drive)
        _update(voltage[t], drive, inputs[t], 0.1, -60.0, 0.0, voltage[t + 1], above)
        for i in fired[first[t + 1] : first[t + 2]]:
            spikes[t + 1, i] = True
            voltage[t + 1, i] = -70.0


def floor_of(W, I):
    spikes = simulate(W, I).spikes.T
    first = np.concatenate([[0], np.cumsum(spikes.sum(axis=1))])
    fired = np.nonzero(spikes)[1].astype(np.int32)

    def run():
        steps, n = spikes.shape
        voltage = np.empty((steps, n))
        voltage[0] = -60.0
        floor(W.T, fired, first, I.T, np.zeros((steps, n), dtype=bool), voltage)

    return run


def take_turns(contestants, rounds, calls=1):
    """Median CPU time [ms] of each contestant (name: function) over rounds in which each is called in turn."""
    times = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, function in contestants.items():
            function()
            start = time.process_time()
            for _ in range(calls):
                function()
            times[name].append(1000 * (time.process_time() - start) / calls)
    return {name: float(np.median(values)) for name, values in times.items()}


def against_the_original():
    print(
        "\n## Against the original code (ratios: original / ours; all in: drawing weights and inputs, too)\n"
    )
    print(
        "| N x T | spikes | original [ms] | numpy | numba [ms] | ratio | target | ratio all in | target | / floor |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|")
    targets = {(100, 500): (80, 12), (1000, 1000): (25, None), (10_000, 200): (25, None)}
    for (n, steps), (target, target_all) in targets.items():
        W, I = network(n, steps)
        rng = np.random.default_rng(0)
        W_c, I_c = np.ascontiguousarray(W), np.ascontiguousarray(I)

        def original_all_in(n=n, steps=steps):
            drive = 60 + 10 * rng.standard_normal((n, steps))
            matrix = 10 * np.sqrt(100 / n) * rng.standard_normal((n, n))
            np.fill_diagonal(matrix, 0)
            IF_model(matrix, steps, drive)

        contestants = {
            "original": lambda W=W_c, steps=steps, I=I_c: IF_model(W, steps, I),
            "numba": lambda W=W, I=I: simulate(W, I),
            "floor": floor_of(W, I),
        }
        if n <= 1000:
            contestants["numpy"] = lambda W=W, I=I: simulate(W, I, engine="numpy")
            contestants["original all in"] = original_all_in
            contestants["all in"] = lambda n=n, steps=steps: simulate(*network(n, steps))
        m = take_turns(contestants, rounds={100: 31, 1000: 7}.get(n, 3), calls={100: 10}.get(n, 1))
        all_in = f"{m['original all in'] / m['all in']:.1f}" if "all in" in m else ""
        numpy = f"{m['original'] / m['numpy']:.1f}" if "numpy" in m else ""
        print(
            f"| {n} x {steps} | {np.count_nonzero(simulate(W, I).spikes)} | {m['original']:.2f} | {numpy} "
            f"| {m['numba']:.3f} | {m['original'] / m['numba']:.1f} | {target} | {all_in} | {target_all or ''} "
            f"| {m['numba'] / m['floor']:.2f} |"
        )
    print(
        "\n`/ floor`: time over that of replaying the fired columns and updating the state alone; target 1.25"
    )
    print("from N = 1000 on. `numpy`: the readable engine, as a ratio.")


def sparse_against_dense():
    print("\n## Sparse weights (10 % of 1000 x 1000, 500 steps)\n")
    W, I = sparse_network(1000, 500, in_degree=100)
    dense = W.toarray(order="F")
    m = take_turns({"sparse": lambda: simulate(W, I), "dense": lambda: simulate(dense, I)}, rounds=15)
    print(
        f"sparse {m['sparse']:.2f} ms, dense {m['dense']:.2f} ms: ratio {m['sparse'] / m['dense']:.2f} (target 1)"
    )


def growth():
    print("\n## How the cost grows, and memory\n")
    print(
        "In a fresh process each. Memory is what the call adds to the peak of the process, over its outputs.\n"
    )
    print(
        "| weights | N | T | spikes | CPU [s] | per neuron and step [ns] | outputs [MB] | added - outputs [MB] |"
    )
    print("|---|---|---|---|---|---|---|---|")
    cases = [("dense", n, 200) for n in (100, 300, 1000, 3000, 10_000)]
    cases += [("sparse", n, 1000) for n in (1000, 10_000, 100_000)]
    for kind, n, steps in cases:
        r = in_fresh_process("grow", kind, n, steps)
        print(
            f"| {kind} | {n} | {steps} | {r['spikes']} | {r['seconds']:.4f} "
            f"| {1e9 * r['seconds'] / n / steps:.1f} | {r['outputs']:.1f} | {r['added'] - r['outputs']:.1f} |"
        )
    r = in_fresh_process("first")
    print(
        f"\nFirst call in a fresh process with a warm cache: {r['seconds']:.2f} s (target 0.5), after `import lib`"
    )


def in_fresh_process(*arguments):
    command = [sys.executable, __file__, *map(str, arguments)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def grow(kind, n, steps):
    n, steps = int(n), int(steps)
    simulate(
        *(network(50, 50) if kind == "dense" else sparse_network(50, 50, 10))
    )  # load the compiled engine
    W, I = network(n, steps) if kind == "dense" else sparse_network(n, steps, 100)
    start = time.process_time()
    activity = simulate(W, I)
    seconds = time.process_time() - start
    outputs = activity.spikes.nbytes + activity.voltage.nbytes
    spikes = int(np.count_nonzero(activity.spikes))
    del activity
    tracemalloc.start()  # sees every array that NumPy allocates
    simulate(W, I)
    added = tracemalloc.get_traced_memory()[1]
    print(json.dumps({"seconds": seconds, "added": added / 1e6, "outputs": outputs / 1e6, "spikes": spikes}))


def first():
    W, I = network(100, 500)
    start = time.perf_counter()
    simulate(W, I)
    print(json.dumps({"seconds": time.perf_counter() - start}))


def peers():
    python = os.environ.get("BRIAN2_PYTHON")
    print("\n## Brian2\n")
    if not python:
        print("Not installed: set BRIAN2_PYTHON to a Python that has it (see the head of benchmarks/run.py).")
        return
    print("The same equation, weights and inputs; a run without building the objects or compiling.\n")
    print("| N x T | ours [ms] | Brian2 cython [ms] | C++ standalone [ms] | cython / ours | C++ / ours |")
    print("|---|---|---|---|---|---|")
    for n, steps in ((100, 500), (1000, 1000)):
        W, I = network(n, steps)
        m = {"cython": [], "cpp_standalone": [], "ours": []}
        for _ in range(3):
            m["ours"].append(take_turns({"ours": lambda W=W, I=I: simulate(W, I)}, rounds=5)["ours"])
            for target in ("cython", "cpp_standalone"):
                command = [python, str(HERE / "brian2_peer.py"), target, str(n), str(steps)]
                data = W.tobytes(order="F") + I.T.tobytes()
                done = subprocess.run(command, input=data, stdout=subprocess.PIPE, check=True)
                result = json.loads(done.stdout.splitlines()[-1])
                if result["spikes"] != np.count_nonzero(simulate(W, I).spikes):
                    raise RuntimeError(f"Brian2 ({target}) simulates another network: {result}")
                m[target].append(result["ms"])
        ours, cython, cpp = (np.median(m[name]) for name in ("ours", "cython", "cpp_standalone"))
        print(
            f"| {n} x {steps} | {ours:.2f} | {cython:.1f} | {cpp:.1f} | {cython / ours:.0f} | {cpp / ours:.0f} |"
        )


if __name__ == "__main__":
    if sys.argv[1:2] == ["grow"]:
        grow(*sys.argv[2:])
    elif sys.argv[1:2] == ["first"]:
        first()
    else:
        against_the_original()
        sparse_against_dense()
        growth()
        peers()
