"""One run of the network of `run.py` in Brian2, with Brian2's Python: prints the time of the run [ms].

    python brian2_peer.py cython|cpp_standalone N STEPS < weights and inputs

The weights (N x N, column by column) and the inputs (step by step) come as float64 on standard input. Building
the objects and compiling do not count, nor does the recording of spikes; the voltages are recorded, as ours are.
"""

import json
import sys
import tempfile
import time

import brian2 as b
import numpy as np

target, n, steps = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
data = np.frombuffer(sys.stdin.buffer.read(), dtype=np.float64)
W, I = data[: n * n].reshape(n, n).T, data[n * n :].reshape(steps, n)

b.prefs.codegen.target = "cython"
b.defaultclock.dt = 1 * b.ms
if target == "cpp_standalone":
    b.set_device("cpp_standalone", build_on_run=False)

inputs = b.TimedArray(I, dt=1 * b.ms)
neurons = b.NeuronGroup(n, "x : 1\ng : 1", threshold="x > 0", reset="x = -70")
# our step: x += mu * (rest - x + g + I), where g holds the spikes of the step before
neurons.run_regularly("x = x + 0.1 * (((-60 - x) + g) + inputs(t, i))\ng = 0", when="groups")
neurons.x = -60
synapses = b.Synapses(neurons, neurons, "w : 1", on_pre="g_post += w")
synapses.connect()
synapses.w = W.T.ravel()  # connect() goes through the senders, and for each through the receivers
spikes, voltage = b.SpikeMonitor(neurons), b.StateMonitor(neurons, "x", record=True)

if target == "cpp_standalone":
    b.run((steps - 1) * b.ms)
    with tempfile.TemporaryDirectory() as folder:
        b.device.build(directory=folder, compile=True, run=True)
        seconds = b.device._last_run_time
        count = spikes.num_spikes
else:
    state = b.Network(neurons, synapses, spikes, voltage)
    state.run(0 * b.ms)
    state.store()
    state.run((steps - 1) * b.ms)  # compiles
    state.restore()
    start = time.process_time()
    state.run((steps - 1) * b.ms)
    seconds, count = time.process_time() - start, spikes.num_spikes
print(json.dumps({"ms": 1000 * seconds, "spikes": int(count)}))
