// The twin of family.py: from the description of a figure and its state to a network, to the same bits.
import { turned, unpack } from "./arrays.js";
import { normalStream, normals, permutation } from "./model.js";

const PARAMETERS = ["threshold", "rest", "reset", "mu", "refractory", "decay", "delay"];
export const PER_DRAW = 1000;
const LARGEST = 1e6;

/** The seed of a part when new random numbers were asked for so many times. */
const drawn = (seed, draw) => (seed + PER_DRAW * draw) % 2 ** 32;

/**
 * What a reader did to the network; the trait `state` of the widget.
 *
 * @typedef {object} State
 * @property {Object<string, number>} values of the sliders
 * @property {number} draw how many times new random numbers were asked for
 * @property {boolean} shuffled whether the weights are in random places
 * @property {string[]} cut out of "inhibition" and "recurrence"
 * @property {number[][]} edits [to, from, weight], -1 for all
 * @property {number[][]} kicks [neuron, step, mV]: so much / mu is added to the neuron's input in that step
 * @property {number[]} silenced neurons
 * @property {?State} pin what was on screen when it was pinned, without a pin of its own
 */

export class Family {
  /** @param {object} spec the trait `spec` of the widget: what family.py wrote, and name, start and panels */
  constructor(spec) {
    this.spec = spec;
    this.n = spec.n;
    this.steps = spec.steps;
    const { n, steps } = this;
    const arrays = (parts, columns) => parts.map(({ array, seed }) => {
      if (!array) return { seed };
      const [rows, found] = array.shape;
      if (rows !== n || found !== columns) throw new RangeError(`an array of ${n} by ${columns} was expected, ${rows} by ${found} came`);
      return { values: unpack(array) };
    });
    this.weights = arrays(spec.weights, n);
    this.inputs = arrays(spec.inputs, steps);
    this.drawn = new Map(); // random parts of the last draw, by kind and seed
    this.own = this.room();
  }

  /** The state of the article. @returns {State} */
  start() {
    const values = Object.fromEntries(this.spec.sliders.map((slider) => [slider.name, slider.default]));
    return { values, draw: 0, shuffled: false, cut: [], edits: [], kicks: this.spec.kicks, silenced: [], pin: null };
  }

  /** The state of the network beside it: the pinned one, or else its twin without kicks; null when there is none. */
  other(state) {
    if (state.pin) return { ...state.pin, pin: null };
    return state.kicks.length ? { ...state, kicks: [] } : null;
  }

  /** Throw, naming the place, unless this is a state of the family. */
  check(state) {
    const { sliders } = this.spec;
    const neuron = (k, least) => Number.isInteger(k) && k >= least && k < this.n;
    const complain = (name, value) => { throw new RangeError(`${name} cannot be ${JSON.stringify(value)}`); };
    for (const name of Object.keys(state.values)) if (!sliders.some((slider) => slider.name === name)) complain("slider", name);
    for (const { name, low, high } of sliders) {
      const value = state.values[name];
      if (!(Number.isFinite(value) && low <= value && value <= high)) complain(name, value ?? null);
    }
    if (!(Number.isInteger(state.draw) && state.draw >= 0 && state.draw <= 1e6)) complain("draw", state.draw);
    for (const cut of state.cut) if (!["inhibition", "recurrence"].includes(cut)) complain("cut", cut);
    for (const [to, from, weight] of state.edits) {
      const good = neuron(to, -1) && neuron(from, -1) && Math.max(to, from) >= 0 && Math.abs(weight) <= LARGEST;
      if (!good) complain("edit", [to, from, weight]);
    }
    for (const [one, step, size] of state.kicks) {
      const good = neuron(one, 0) && Number.isInteger(step) && step >= 0 && step < this.steps - 1 && Math.abs(size) <= LARGEST;
      if (!good) complain("kick", [one, step, size]);
    }
    for (const one of state.silenced) if (!neuron(one, 0)) complain("silenced neuron", one);
    if (state.pin) this.check(state.pin);
  }

  /** The factors of the parts, and the parameters of the neurons: {coefficients, parameters}. */
  coefficients(state) {
    const { spec } = this;
    const coefficients = Object.fromEntries([...spec.weights, ...spec.inputs].map(({ name }) => [name, 1]));
    const parameters = { ...spec.parameters };
    for (const { name: slider, drives } of spec.sliders) {
      for (const [name, [atZero, slope]] of Object.entries(drives)) {
        const value = atZero + slope * state.values[slider];
        if (!PARAMETERS.includes(name)) coefficients[name] *= value;
        else parameters[name] = ["refractory", "delay"].includes(name) ? Math.trunc(value) : value;
      }
    }
    return { coefficients, parameters };
  }

  /** Room for the weights and inputs of a network. */
  room() {
    return { weights: new Float64Array(this.n * this.n), inputs: new Float64Array(this.n * this.steps) };
  }

  /** The argument of `simulate` for a state. Its arrays are those of the room: the next call uses them again. */
  network(state, room = this.own) {
    const { n, steps, spec } = this;
    const { coefficients, parameters } = this.coefficients(state);
    let weights = this.sum("weights", coefficients, state.draw, room.weights);
    const inputs = this.sum("inputs", coefficients, state.draw, room.inputs);

    if (state.shuffled) weights = shuffled(weights, n, this.remembered("order", state.draw, () => permutation(state.draw, n * (n - 1))));
    if (state.cut.includes("inhibition")) for (let k = 0; k < n * n; k++) if (weights[k] < 0) weights[k] = 0;
    if (state.cut.includes("recurrence")) weights.fill(0);
    for (const [to, from, weight] of state.edits) {
      if (to >= 0 && from >= 0) weights[from * n + to] = weight;
      else for (let k = 0; k < n; k++) if (k !== to && k !== from) weights[to >= 0 ? k * n + to : from * n + k] = weight;
    }
    for (const [one, step, size] of state.kicks) inputs[step * n + one] += size / parameters.mu;
    for (const one of state.silenced) {
      for (let k = 0; k < n; k++) weights[k * n + one] = weights[one * n + k] = 0;
      for (let t = 0; t < steps; t++) inputs[t * n + one] = 0;
    }
    const { threshold, rest, reset, mu, decay, delay, refractory } = parameters;
    return { n, steps, weights, inputs, threshold, rest, reset, mu, decay, delay, refractory, spikesPerStep: spec.parameters.spikesPerStep };
  }

  sum(kind, coefficients, draw, total) {
    if (!this[kind].length) total.fill(0);
    this[kind].forEach((part, k) => {
      const values = part.values ?? this.draw(kind, drawn(part.seed, draw));
      const factor = coefficients[this.spec[kind][k].name];
      if (k === 0) for (let m = 0; m < total.length; m++) total[m] = factor * values[m];
      else if (factor) for (let m = 0; m < total.length; m++) total[m] += factor * values[m];
    });
    return total;
  }

  /**
   * The inputs of one step after the other, from the last column of `network` on: noise goes on with its stream, an array
   * holds its last column. A function that gives the next n numbers for a state, in an array that it uses again.
   */
  onward(draw) {
    const { n, steps, spec } = this, last = n * (steps - 1), column = new Float64Array(n);
    const parts = this.inputs.map(({ values, seed }) => {
      if (values) return () => values.subarray(last);
      const more = normalStream(drawn(seed, draw));
      more(last); // what was used already
      return () => more(n);
    });
    return (state) => {
      const { coefficients } = this.coefficients(state);
      parts.forEach((next, k) => {
        const values = next(), factor = coefficients[spec.inputs[k].name];
        for (let i = 0; i < n; i++) column[i] = k ? column[i] + factor * values[i] : factor * values[i];
      });
      for (const one of state.silenced) column[one] = 0;
      return column;
    };
  }

  /** weights.gaussian(seed, n) or inputs.noise(seed, n, steps). */
  draw(kind, seed) {
    const { n, steps } = this;
    return this.remembered(kind, seed, () => {
      if (kind === "inputs") return normals(seed, n * steps);
      const values = turned(normals(seed, n * n), n, n);
      for (let i = 0; i < n; i++) values[i * n + i] = 0;
      return values;
    });
  }

  remembered(kind, seed, make) {
    const key = `${kind} ${seed}`;
    if (!this.drawn.has(key)) {
      if (this.drawn.size > 8) this.drawn.clear();
      this.drawn.set(key, make());
    }
    return this.drawn.get(key);
  }
}

/** The kick [mV] that makes a neuron spike right after a step, once: a whole number, just above what it takes. */
export function kickSize({ network: { n, threshold, spikesPerStep }, voltage }, neuron, step) {
  const rivals = spikesPerStep === null ? 0 : LARGEST / 10; // it must win against those that spike now
  return Math.max(1, Math.ceil(threshold - voltage[(step + 1) * n + neuron]) + 1 + rivals);
}

function shuffled(weights, n, order) {
  // entries off the diagonal, row after row, as weights.shuffled reads them
  const out = weights.slice();
  const place = (k) => {
    const i = Math.floor(k / (n - 1)), rest = k % (n - 1);
    const j = rest + (rest >= i);
    return j * n + i;
  };
  for (let k = 0; k < order.length; k++) out[place(k)] = weights[place(order[k])];
  return out;
}
