// The network of lib/simulate.py in the reader's browser: the same noise and the same spikes, to the last bit.
//
// No DOM here, and no dependency: it runs in a page and in Node. Every operation on a number is one of IEEE 754,
// done in the same order as in Python (see `simulate` there); JavaScript has no fused operations.

/** The 32-bit words of the Mersenne Twister MT19937 with its classical seeding: a function that gives the next one. */
function twister(seed) {
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
    throw new RangeError(`seed must be an integer from 0 to 2**32 - 1, got ${seed}`);
  }
  const N = 624, M = 397;
  const state = new Uint32Array(N);
  state[0] = seed;
  for (let k = 1; k < N; k++) {
    state[k] = Math.imul(1812433253, state[k - 1] ^ (state[k - 1] >>> 30)) + k;
  }
  let at = N;
  return () => {
    if (at === N) {
      for (let i = 0; i < N; i++) {
        const y = (state[i] & 0x80000000) | (state[(i + 1) % N] & 0x7fffffff);
        state[i] = state[(i + M) % N] ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
      }
      at = 0;
    }
    let y = state[at++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  };
}

/** Numbers of 16 bits, the words' halves, low half first: a function that gives so many of them, mapped by `map`, with every call. */
function halves(seed, map) {
  const next = twister(seed);
  let left = null; // the high half of a word of which the low one was given
  return (count) => {
    const out = new Float64Array(count);
    let k = 0;
    if (left !== null && count) {
      out[k++] = map(left);
      left = null;
    }
    while (k < count) {
      const word = next();
      out[k++] = map(word & 0xffff);
      if (k < count) out[k++] = map(word >>> 16);
      else left = word >>> 16;
    }
    return out;
  };
}

/** Uniform numbers strictly between 0 and 1, as lib.noise.uniform: Float64Array of `count`. */
export const uniforms = (seed, count) => halves(seed, (u) => (u + 0.5) / 65536)(count);

/** Standard normal numbers, as lib.noise.normal: a function that gives so many more of them with every call. */
export function normalStream(seed) {
  table ??= quantiles();
  return halves(seed, (u) => table[u]);
}
export const normals = (seed, count) => normalStream(seed)(count);
let table;

/**
 * The normal number of each 16 bits, on the grid of lib.noise. Instead of 32768 quantiles, the 4400 places where the
 * distribution function passes from one number of the grid to the next: each is a midpoint rule further than the last,
 * with its correction of third order, and the lower half mirrors the upper one.
 */
function quantiles() {
  const out = new Float64Array(65536), h = 1 / 1024;
  let u = 32768;
  for (let k = 0, area = 0; u < 65536; k++) { // area: from 0 to the upper end of this number's cell
    const z = k * h, cell = h * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI) * (1 + h * h * (z * z - 1) / 24);
    area += k ? cell : cell / 2;
    while (u + 0.5 - 32768 < 65536 * area) {
      out[65535 - u] = -z;
      out[u++] = z;
    }
  }
  return out;
}

/** The numbers 0 ... count - 1 in random order, as lib.noise.permutation: Uint32Array of `count`. */
export function permutation(seed, count) {
  const next = twister(seed), key = new Uint32Array(count);
  for (let k = 0; k < count; k++) key[k] = next();
  return Uint32Array.from(key.keys()).sort((a, b) => key[a] - key[b] || a - b);
}

/** What a network remembers from step to step besides its voltages. */
export class Simulator {
  constructor(n) {
    this.drive = new Float64Array(n); // g [mV]
    this.arriving = new Float64Array(n);
    this.held = new Int32Array(n); // steps for which a neuron stays at reset
    this.onTheWay = []; // lists of the neurons that spiked, oldest first
  }

  copy() {
    const { drive, arriving, held, onTheWay } = this, made = new Simulator(0);
    return Object.assign(made, { drive: drive.slice(), arriving: arriving.slice(), held: held.slice(), onTheWay: [...onTheWay] });
  }

  /**
   * One step, in the order of lib/simulate.py. The network may be another one than in the step before.
   *
   * @param {object} network as in `simulate`
   * @param {Float64Array} inputs of which the n numbers from `at` on are used [mV]
   * @param {{spikes: Uint8Array, voltage: Float64Array}} run from whose voltages at `now` those after them follow, and spikes
   *   where there were none
   */
  step({ n, weights, threshold, rest, reset, mu, decay = 0, delay = 0, refractory = 0, spikesPerStep = null }, inputs, at, { spikes, voltage }, now) {
    const { drive, held, onTheWay } = this, arriving = decay === 0 ? drive : this.arriving, next = now + n;
    while (onTheWay.length < delay + 1) onTheWay.unshift([]);
    while (onTheWay.length > delay + 1) onTheWay.shift();
    const arrivals = onTheWay.shift();
    if (weights) {
      arriving.fill(0);
      for (const j of arrivals) {
        for (let i = 0, k = j * n; i < n; i++, k++) arriving[i] += weights[k];
      }
      if (decay !== 0) for (let i = 0; i < n; i++) drive[i] = decay * drive[i] + arriving[i];
    }
    let fired = [];
    for (let i = 0; i < n; i++) {
      const old = voltage[now + i];
      let x = old + mu * (rest - old + drive[i] + inputs[at + i]);
      if (held[i] > 0) {
        held[i]--;
        x = reset;
      } else if (x > threshold) {
        fired.push(i);
      }
      voltage[next + i] = x;
    }
    if (spikesPerStep !== null && fired.length > spikesPerStep) {
      fired = fired // a stable sort: the lower index wins a tie
        .sort((a, b) => voltage[next + b] - voltage[next + a])
        .slice(0, spikesPerStep)
        .sort((a, b) => a - b);
    }
    for (const i of fired) {
      spikes[next + i] = 1;
      held[i] = refractory;
      if (reset !== null) voltage[next + i] = reset;
    }
    onTheWay.push(fired);
  }
}

/**
 * Run a network, as lib.simulate: step by step, from rest.
 *
 * @param {object} network
 * @param {number} network.n neurons
 * @param {number} network.steps columns of the result; the first is the initial state, at rest
 * @param {?Float64Array} network.weights n * n [mV]: weights[j * n + i] is the effect of neuron j on neuron i;
 *   null for neurons that are not coupled
 * @param {Float64Array} network.inputs steps * n [mV]: inputs[t * n + i]
 * @param {number} network.threshold [mV]
 * @param {number} network.rest [mV]
 * @param {?number} network.reset [mV]; null for none
 * @param {number} network.mu size of a step in membrane time constants
 * @param {number} [network.decay] fraction of the recurrent drive that is left after a step
 * @param {number} [network.delay] steps by which spikes arrive later than in the next step
 * @param {number} [network.refractory] steps for which a neuron is held at reset
 * @param {?number} [network.spikesPerStep] at most so many neurons spike in a step
 * @param {Simulator} [simulator] a new one, where the caller wants to run on
 * @returns {{spikes: Uint8Array, voltage: Float64Array}} steps * n each, [t * n + i]
 */
export function simulate(network, simulator = new Simulator(network.n)) {
  const { n, steps, weights, inputs, rest } = network;
  if (inputs.length !== n * steps) throw new RangeError(`inputs must hold ${n * steps} numbers, got ${inputs.length}`);
  if (weights && weights.length !== n * n) throw new RangeError(`weights must hold ${n * n} numbers, got ${weights.length}`);
  const run = { spikes: new Uint8Array(n * steps), voltage: new Float64Array(n * steps).fill(rest, 0, n) };
  for (let now = 0; now < n * (steps - 1); now += n) simulator.step(network, inputs, now, run, now);
  return run;
}
