"""What article 4 has no time for: the network of article 3 without a grid of time, and on ever finer grids.

    .venv/bin/python benchmarks/one_spike_more.py        about twenty minutes on one core

`exact` goes from event to event: a voltage drifts over the threshold or a spike arrives, at times that formulas
give. Besides the spikes it follows an infinitesimal difference between twins, whose growth rate lambda [1/s] is
measured against the strength of excitation; `causes` predicts it from the shares of the causes of a spike. Twins
that differ by a nudge of all voltages are then run for two seconds, without a grid and with `lib.simulate` at three
time steps.
"""

import heapq

import numpy as np
from scipy import sparse
from scipy.optimize import brentq

from lib import Neuron, noise, simulate, statistics, sweep, weights
from lib.compiled import njit

N, K = 1000, 100  # neurons, and inputs of each
TAU, DELAY, REFRACTORY = 10.0, 1.0, 2.0  # [ms]
U, RESET, J_I = 60.0, -70.0, 32.0  # [mV], threshold at 0
TIE = 1e-9  # [ms]: what arrives at the very end of the refractory period is lost, as in `simulate`, whatever the rounding
WINDOW = 50.0  # [ms] after which an infinitesimal difference is measured, and made small again
NETWORKS, PAIRS, MANY, SPIKES = 12, 20, 100, 1000
STRENGTHS = (0, 1, 2, 3, 3.5, 4, 4.5, 5)  # J_E, what an excitatory spike adds to a voltage [mV]
NUDGE = 1e-9  # so small that it moves no spike by a step [mV], sd over neurons
NUDGES = (1e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 1.0)  # sd over neurons [mV]
STEPS = (1.0, 0.1, 0.02)  # [ms]
SIZES = (1000, 2000, 4000, 8000)  # neurons


def network(J_E, seed, n=N):
    """Jumps W[i, j] [mV] of the network of article 3; with `J_E` None only inhibition, from 20 of all neurons."""
    if J_E is None:
        return -J_I * weights.fixed_in_degree(seed, n, range(n), K // 5)
    E, I = weights.excitatory_inhibitory(seed, n, K / n)
    return J_E * E - J_I * I


def settled(W, seed):
    """Voltages [mV] after 400 ms of running from random ones."""
    return exact(W, -60 + 60 * noise.uniform(seed + 5_000, W.shape[0]), 400)[-1]


def direction(seed, n=N):
    """A random difference of all voltages, of sd 1."""
    return noise.normal(seed + 900, n)


def exact(W, voltages, stop, direction=None, u=U, delay=DELAY, refractory=REFRACTORY):
    """The network without a grid, from time 0 to `stop` [ms].

    An infinitesimal difference begins in the `direction` (N,). `delay` may differ between the neurons that send.

    Returns the neurons and the times [ms] of all spikes in their order, which of them an arriving spike pushed over
    the threshold, by what factor the difference grew in each window (as a logarithm), and the voltages at the end.
    """
    W, n = W.tocsc(), len(voltages)
    direction = np.zeros(n) if direction is None else direction.copy()
    delays = np.full(n, delay, dtype=float) if np.isscalar(delay) else delay
    synapses = W.indptr, W.indices, W.data
    return _exact(*synapses, voltages.copy(), direction, float(stop), float(u), delays, float(refractory))


@njit
def _exact(first, target, jump, x, dx, stop, u, delays, refractory):
    n = x.size
    since = np.zeros(n)  # when x and dx were brought up to date; a time to come: held at reset until then
    crossing = np.maximum(TAU * np.log((u - x) / u), 0.0)  # when x will drift over the threshold
    arrivals = [(np.inf, 0, 0.0)]  # a heap: when, from whom, difference of when
    who, when, pushed = [0][:0], [0.0][:0], [False][:0]  # empty, of types that Numba can tell
    growth, window = np.zeros(int(stop / WINDOW)), 0
    count, total, squares = 0, 0.0, 0.0  # of the differences of times in this window
    fires = np.empty(n, np.int64)

    while True:
        i = crossing.argmin()
        drifts = crossing[i] <= arrivals[0][0]
        t = crossing[i] if drifts else arrivals[0][0]
        while window < growth.size and t >= (window + 1) * WINDOW:
            # A shift of all times by the same is no difference between the twins: it neither grows nor fades.
            mean = total / max(count, 1)
            spread = np.sqrt(max(squares / max(count, 1) - mean**2, 0.0))
            if spread > 0.0:
                growth[window] = np.log(spread)
                dx = (dx + mean * (u - x) / TAU) / spread
                for k in range(len(arrivals)):
                    time, sender, dt = arrivals[k]
                    arrivals[k] = (time, sender, (dt - mean) / spread)
            window, count, total, squares = window + 1, 0, 0.0, 0.0
        if t > stop:
            break

        fired = 0
        if drifts:
            fires[0], fired = i, 1
            dt = -dx[i] * np.exp(-(t - since[i]) / TAU) * TAU / u
        else:
            _, sender, dt = heapq.heappop(arrivals)
            for k in range(first[sender], first[sender + 1]):
                i = target[k]
                if x[i] == RESET and since[i] > t - TIE:  # held
                    continue
                left = np.exp(-(t - since[i]) / TAU)
                x[i] = u - (u - x[i]) * left + jump[k]
                dx[i] = dx[i] * left + jump[k] / TAU * dt
                since[i] = t
                if x[i] > 0.0:
                    fires[fired], fired = i, fired + 1
                else:
                    crossing[i] = t + TAU * np.log((u - x[i]) / u)
        for i in fires[:fired]:
            who.append(i)
            when.append(t)
            pushed.append(not drifts)
            heapq.heappush(arrivals, (t + delays[i], i, dt))
            x[i], since[i] = RESET, t + refractory
            dx[i] = -dt * (u - RESET) / TAU
            crossing[i] = since[i] + TAU * np.log((u - RESET) / u)
            count, total, squares = count + 1, total + dt, squares + dt**2

    for i in range(n):
        x[i] = u - (u - x[i]) * np.exp(-max(stop - since[i], 0.0) / TAU)
    return np.array(who), np.array(when), np.array(pushed), growth, x


# ------------------------------------------------------------------------------- infinitesimal differences


def per_second(growth):
    """lambda [1/s] from the windows after 400 ms: by then the difference points where it grows fastest."""
    return 1000 / WINDOW * growth[round(400 / WINDOW) :].mean()


def growth_rate(J_E, seed, n=N, stop=3400, delay=DELAY):
    """lambda [1/s] of one network, and what else is to be known about it."""
    W = network(J_E, seed, n)
    who, when, pushed, growth, _ = exact(W, settled(W, seed), stop, direction(seed, n), delay=delay)
    late = when >= 400
    return {
        "lambda": per_second(growth),
        "rate": 1000 * late.sum() / n / (stop - 400),
        "cv": cv(who[late], when[late]),
        "pushed": pushed[late].mean(),
    }


def locks(delay, seed, J_E=5, stop=10_000):
    """Whether a network ends in lockstep: one volley sets off the next, at once more than 100 Hz."""
    W = network(J_E, seed)
    when = exact(W, settled(W, seed), stop, delay=delays(seed) if delay is None else delay)[1]
    return float(np.sum(when > stop - 200) / N / 0.2 > 100)


def delays(seed):
    """One for each neuron that sends, from 0.5 to 1.5 ms."""
    return 0.5 + noise.uniform(seed + 70_000, N)


def cv(who, when):
    """Coefficient of variation of the intervals, averaged over neurons with five or more."""
    intervals = (np.diff(when[who == i]) for i in np.unique(who))
    return np.mean([x.std() / x.mean() for x in intervals if len(x) > 4])


def causes(J_E, seed, n=N, stop=2000, sample=100):
    """What the shares of the causes promise, from the spikes of `sample` neurons.

    A spike is shifted in time by the sum of the shifts of its causes, each times its share: of an arriving spike that
    pushed it over the threshold, or else of all that arrived since the last reset, and of that reset. Were the shifts
    independent, their variance would grow as exp(2 lambda t), where the sum of share^2 exp(-2 lambda age) over the
    causes is 1 in the mean over spikes.
    """
    W = network(J_E, seed, n)
    who, when, pushed = exact(W, settled(W, seed), stop)[:3]
    trains, rows = [when[who == i] for i in range(n)], W.tocsr()
    shares, age, sums, sizes, spikes = [], [], [], [], 0
    for i in range(0, n, n // sample):
        own, drifts = trains[i], ~pushed[who == i]
        of = slice(rows.indptr[i], rows.indptr[i + 1])
        arrivals = [trains[j] + DELAY for j in rows.indices[of]]
        jumps = np.repeat(rows.data[of], [len(train) for train in arrivals])
        arrivals = np.concatenate(arrivals)
        k = np.searchsorted(own, arrivals)  # the spike that comes next
        counts = (k > 0) & (k < len(own))
        counts[counts] &= drifts[k[counts]] & (arrivals[counts] > own[k[counts] - 1] + REFRACTORY + TIE)
        k, arrivals, jumps = k[counts], arrivals[counts], jumps[counts]

        arrived = -jumps / U * np.exp(-(own[k] - arrivals) / TAU)
        interval, drifts = np.diff(own), drifts[1:]
        reset = (U - RESET) / U * np.exp(-(interval - REFRACTORY) / TAU)
        sums += [(np.bincount(k, arrived, len(own))[1:] + reset)[drifts]]
        sizes += [(np.bincount(k, np.abs(arrived), len(own))[1:] + reset)[drifts]]
        copies = np.ones(np.sum(~drifts))
        shares += [arrived, reset[drifts], copies]
        age += [own[k] - arrivals + DELAY, interval[drifts], DELAY * copies]
        spikes += len(interval)
    squares, age = np.concatenate(shares) ** 2, np.concatenate(age) / 1000
    return {
        "predicted": brentq(lambda rate: squares @ np.exp(-2 * rate * age) / spikes - 1, -200, 200),
        "squares": squares.sum() / spikes,
        "sum error": np.abs(np.concatenate(sums) - 1).max(),
        "sizes": np.concatenate(sizes).mean(),
    }


def introduction(_, seed, stop=3400):
    """lambda [1/s] of a network like that of article 1, without noise and with a drive of 61 mV."""
    W = sparse.csc_array(weights.gaussian(seed, 100) * 1.0)  # sd 10 mV, of which a spike adds a tenth
    run = exact(W, np.full(100, -60.0), stop, noise.normal(seed + 900, 100), u=1.0, refractory=0.0)
    return per_second(run[3])


def of_the_figure(_, seed, stop=3400):
    """lambda [1/s] of a network like that of the live figure of article 4."""
    E, I = weights.excitatory_inhibitory(seed, 200, 0.2)
    W = 6.0 * E - 48.0 * I
    x = exact(W, -60 + 60 * noise.uniform(seed + 5_000, 200), 400)[-1]
    return per_second(exact(W, x, stop, direction(seed, 200))[3])


def shifts(J_E, seed, stop=2500, bin=25):
    """sd of the differences in time of the same spikes of twins [ms], in bins of time."""
    W = network(J_E, seed)
    x = settled(W, seed)
    one, other = exact(W, x, stop), exact(W, x + NUDGE * direction(seed), stop)
    at, shift = [], []
    for i in range(N):  # the spike with the same number, of the same neuron
        a, b = one[1][one[0] == i], other[1][other[0] == i]
        both = min(len(a), len(b))
        at.append(a[:both])
        shift.append(b[:both] - a[:both])
    bins, shift = (np.concatenate(at) / bin).astype(int), np.concatenate(shift)
    return [shift[bins == k].std() for k in range(stop // bin)]


# ------------------------------------------------------------------------------- differences of any size


def raster(W, x, stop, dt=None):
    """Spikes (N, stop) in steps of 1 ms, of a network without a grid or in steps of dt [ms]."""
    if dt is None:
        who, when = exact(W, x, stop)[:2]
        spikes = np.zeros((N, stop + 1), dtype=bool)
        spikes[who, when.astype(int)] = True
        return spikes[:, :stop]
    return on_grid(W, x, stop, dt).reshape(N, stop, -1).any(axis=2)


def on_grid(W, x, stop, dt):
    """Spikes (N, stop / dt) in steps of dt [ms]. Times stay in ms and jumps in mV, whatever the step."""
    per_ms = round(1 / dt)
    neuron = Neuron(mu=dt / TAU, dt=dt, refractory=round(REFRACTORY * per_ms))
    drive = np.broadcast_to(U - neuron.rest, (N, stop * per_ms))
    delay = round(DELAY * per_ms) - 1
    return simulate(W / neuron.mu, drive, neuron, delay=delay, initial=x, record_voltage=False).spikes


def levels(J_E, seed, dt=None, stop=2000):
    """How different twins are in their last 200 ms: 0 the same, 1 like strangers.

    For each nudge, and last for one spike more of an excitatory neuron; besides, the rate of the first twin [Hz].
    """
    W = network(J_E, seed)
    x = settled(W, seed)
    one = raster(W, x, stop, dt)
    p = one[:, 200:].mean(axis=1)
    others = [x + nudge * direction(seed) for nudge in NUDGES] + [one_more(x, one, dt)]
    differ = [statistics.hamming_distance(one, raster(W, other, stop, dt))[-200:].mean() for other in others]
    return np.append(np.array(differ) / np.sum(2 * p * (1 - p)), 1000 * p.mean())


def one_more(x, spikes, dt=None):
    """The voltages with which the first excitatory neuron that would be calm for 5 ms spikes at once."""
    x = x.copy()
    x[np.flatnonzero(~spikes[: N * 4 // 5, :5].any(axis=1))[0]] = 1e-9 if dt is None else 2 * U / dt
    return x


def surplus(J_E, seed, stop=12):
    """How many spikes more there were than without one spike more, itself included, up to each ms after it."""
    W = network(J_E, seed)
    x = settled(W, seed)
    one = on_grid(W, x, stop, 1.0)
    more = on_grid(W, one_more(x, one, 1.0), stop, 1.0)
    return (more.sum(axis=0) - one.sum(axis=0)).cumsum()


def touched(J_E, seed, dt, stop=300):
    """Whether a nudge moves any spike of a network on a grid, for each nudge."""
    W = network(J_E, seed)
    x = settled(W, seed)
    one = on_grid(W, x, stop, dt)
    return [float((on_grid(W, x + nudge * direction(seed), stop, dt) != one).any()) for nudge in NUDGES]


def moved(J_E, seed):
    """How many spikes a nudge of size d [mV] moves to another step of length dt [ms], in units of d / dt.

    A nudge lives until the next reset. If the voltage drifts to it, at U / TAU, the spike comes earlier by what is left
    of the nudge over this speed, so that it falls into another step with a probability of that over dt.
    """
    W = network(J_E, seed)
    who, when, pushed = exact(W, settled(W, seed), 300)[:3]
    first = np.unique(who, return_index=True)[1]
    return np.sqrt(2 / np.pi) * np.sum(np.exp(-when[first] / TAU) * ~pushed[first]) * TAU / U


def rounded(values, digits):
    return [round(float(value), digits) for value in np.ravel(values)]


def main():
    found = {"strengths": STRENGTHS, "nudges": NUDGES, "pairs": PAIRS, "many pairs": MANY}
    once = {"workers": 1, "progress": False}

    grown = sweep(growth_rate, STRENGTHS, NETWORKS, name="J_E", **once)
    found["lambda"] = {f"{J_E:g}": rounded(grown["lambda"].sel(J_E=J_E), 2) for J_E in STRENGTHS}
    found |= {name: rounded(grown[name].mean("seed"), 4) for name in ("rate", "cv", "pushed")}
    print(found["lambda"], flush=True)
    promised = sweep(causes, STRENGTHS, 4, name="J_E", **once)
    found |= {name: rounded(promised[name].mean("seed"), 3) for name in ("predicted", "squares", "sizes")}
    found["sum error"] = float(f"{float(promised['sum error'].max()):.0e}")

    controls = {
        "inhibition": lambda _, seed: growth_rate(None, seed)["lambda"],
        "delays": lambda _, seed: growth_rate(4, seed, delay=delays(seed))["lambda"],
        "introduction": introduction,
        "live figure": of_the_figure,
    }
    for name, control in controls.items():
        found[f"lambda, {name}"] = rounded(sweep(control, [0], NETWORKS, **once), 2)
    found["sizes of networks"] = SIZES
    larger = sweep(lambda n, seed: growth_rate(4, seed, n=n)["lambda"], SIZES, NETWORKS, name="n", **once)
    found["lambda, sizes"] = {f"{n}": rounded(larger.sel(n=n), 2) for n in SIZES}
    promised = sweep(lambda n, seed: causes(4, seed, n=n)["predicted"], SIZES, 4, name="n", **once)
    found["predicted, sizes"] = rounded(promised.mean("seed"), 2)
    print(found["lambda, sizes"], found["predicted, sizes"], flush=True)
    for name, delay in (("one delay", DELAY), ("delays", None)):
        found[f"locked, {name}"] = int(sweep(locks, [delay], NETWORKS, **once).sum())

    more = sweep(surplus, [4], SPIKES, name="J_E", **once).values[0]
    found["surplus, pairs"] = SPIKES
    found["surplus"] = rounded(more.mean(axis=0), 2)
    found["surplus, error"] = rounded(more.std(axis=0, ddof=1) / np.sqrt(SPIKES), 2)
    found["nudge of the shifts"] = NUDGE
    found["shifts"] = {str(J_E): [float(f"{x:.2e}") for x in shifts(J_E, 1)] for J_E in (0, 3, 4, 5)}

    for J_E in (2, 4):
        found[f"moved, J_E = {J_E}"] = rounded(sweep(moved, [J_E], PAIRS, **once).mean(), 2)[0]
        for dt in (None, *STEPS):
            name = f"J_E = {J_E}, " + ("no grid" if dt is None else f"dt = {dt:g}")
            of_pairs = sweep(lambda dt, seed: levels(J_E, seed, dt), [dt], PAIRS, **once).values[0]
            level, rate = of_pairs[:, :-1], of_pairs[:, -1]
            found[f"apart, {name}"] = [int(n) for n in (level > 0.5).sum(axis=0)]
            found[f"level, {name}"] = rounded(level[level > 0.5].mean(), 3)[0]
            found[f"rate, {name}"] = rounded(rate.mean(), 2)[0]
            found[f"first pair, {name}"] = rounded(level[0], 2)
            if dt is not None:
                any_of = sweep(lambda dt, seed: touched(J_E, seed, dt), [dt], MANY, **once).values[0]
                found[f"touched, {name}"] = [int(n) for n in any_of.sum(axis=0)]
            print(name, found[f"apart, {name}"], found.get(f"touched, {name}"), flush=True)
    return found


if __name__ == "__main__":
    from keep import keep

    print(keep(__file__, main()))
