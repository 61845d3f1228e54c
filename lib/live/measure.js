// What is measured on an activity, as lib/statistics.py does it. `spikes` is steps * n, [t * n + i].

/** Spikes of each neuron from step `start` on, and the intervals between them [steps]. */
function trains({ n, steps, spikes }, start) {
  const counts = new Uint32Array(n), last = new Int32Array(n).fill(-1);
  const intervals = Array.from({ length: n }, () => []);
  for (let t = start; t < steps; t++) {
    for (let i = 0, k = t * n; i < n; i++, k++) {
      if (!spikes[k]) continue;
      counts[i]++;
      if (last[i] >= 0) intervals[i].push(t - last[i]);
      last[i] = t;
    }
  }
  return { counts, intervals };
}

export const mean = (values) => values.reduce((sum, x) => sum + x, 0) / values.length;

export function deviation(values) {
  const centre = mean(values);
  return Math.sqrt(values.reduce((sum, x) => sum + (x - centre) ** 2, 0) / values.length);
}

/**
 * Rates [Hz] and intervals [ms] of an activity.
 *
 * @returns {{rates: Float64Array, rate: number, intervals: number[], cvs: Float64Array, cv: number, count: number}}
 *   `cvs`: coefficient of variation of each neuron with five intervals at least, else NaN; `cv`: their mean;
 *   `count`: spikes of all neurons in all steps
 */
export function measure({ n, steps, spikes }, { dt, start }) {
  const { counts, intervals } = trains({ n, steps, spikes }, start);
  const rates = Float64Array.from(counts, (count) => (1000 * count) / ((steps - start) * dt));
  const cvs = Float64Array.from(intervals, (own) => (own.length >= 5 ? deviation(own) / mean(own) : NaN));
  const known = cvs.filter((cv) => !Number.isNaN(cv));
  return {
    rates,
    rate: mean(rates),
    intervals: intervals.flat().map((steps) => steps * dt),
    cvs,
    cv: known.length ? mean(known) : NaN,
    count: start === 0 ? counts.reduce((sum, one) => sum + one, 0) : spikes.reduce((sum, one) => sum + one, 0),
  };
}

/**
 * In which spikes a run differs from another one: a spike counts that only one of them has, in that neuron and step.
 *
 * @returns {{added: number, gone: number, first: number, differing: Uint32Array, all: Uint32Array}} `gone`: those that only
 *   the other has; `first`: the step of the first, -1 for none; in each step the differing, and those that either has
 */
export function differences({ n, steps, spikes }, other) {
  const differing = new Uint32Array(steps), all = new Uint32Array(steps);
  let added = 0, gone = 0;
  for (let t = 0, k = 0; t < steps; t++) {
    for (let i = 0; i < n; i++, k++) {
      const now = spikes[k], then = other.spikes[k];
      if (!now && !then) continue;
      all[t]++;
      if (now && then) continue;
      differing[t]++;
      if (now) added++;
      else gone++;
    }
  }
  return { added, gone, first: differing.findIndex((count) => count > 0), differing, all };
}

/** Population rate [Hz] in successive windows of `width` steps: Float64Array. What remains at the end is left out. */
export function populationRate({ n, steps, spikes }, width, dt) {
  const windows = new Float64Array(Math.floor(steps / width));
  for (let w = 0; w < windows.length; w++) {
    let count = 0;
    for (let k = w * width * n; k < (w + 1) * width * n; k++) count += spikes[k];
    windows[w] = (1000 * count) / (n * width * dt);
  }
  return windows;
}

/**
 * What a slow synapse knows of each neuron: the trace r = decay * r + spike, as a number z = r / centre - 1.
 * `visit(t, z)` is called for every step; z is used again for the next.
 */
function traces({ n, steps, spikes }, { decay, centre }, visit) {
  const r = new Float64Array(n), z = new Float64Array(n);
  for (let t = 0, k = 0; t < steps; t++) {
    for (let i = 0; i < n; i++, k++) {
      r[i] = decay * r[i] + spikes[k];
      z[i] = r[i] / centre - 1;
    }
    visit(t, z);
  }
}

/** Overlap of the traces with each of `rows` patterns (rows * n numbers of -1 and 1), in every step: Float64Array[]. */
export function overlaps(run, patterns, rows, options) {
  const { n, steps } = run;
  const found = Array.from({ length: rows }, () => new Float64Array(steps));
  traces(run, options, (t, z) => {
    for (let a = 0; a < rows; a++) {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += patterns[a * n + i] * z[i];
      found[a][t] = sum / n;
    }
  });
  return found;
}

/**
 * Energy -centre / 2n * z W z of the traces [mV], in every step: Float64Array. `weights` as in `simulate`.
 *
 * W r is carried along like the drive of the simulator, so that a step costs n, and n for each spike.
 */
export function energies({ n, steps, spikes }, weights, { decay, centre }) {
  const found = new Float64Array(steps), drive = new Float64Array(n), constant = new Float64Array(n);
  for (let j = 0, k = 0; j < n; j++) for (let i = 0; i < n; i++, k++) constant[i] += centre * weights[k];
  traces({ n, steps, spikes }, { decay, centre }, (t, z) => {
    for (let i = 0; i < n; i++) drive[i] *= decay;
    for (let j = 0; j < n; j++) {
      if (!spikes[t * n + j]) continue;
      for (let i = 0, k = j * n; i < n; i++, k++) drive[i] += weights[k];
    }
    let sum = 0;
    for (let i = 0; i < n; i++) sum += z[i] * (drive[i] - constant[i]);
    found[t] = -sum / (2 * n);
  });
  return found;
}

/**
 * Where on a ring the activity is, in every step: neuron j stands at the angle 2 pi j / n, and the traces
 * r = decay * r + spike are added up as arrows.
 *
 * @returns {{angles: Float64Array, lengths: Float64Array}} angles [rad] without jumps; lengths as a rate [Hz]
 */
export function compass({ n, steps, spikes }, { decay, dt }) {
  const east = Float64Array.from({ length: n }, (_, j) => Math.cos((2 * Math.PI * j) / n));
  const north = Float64Array.from({ length: n }, (_, j) => Math.sin((2 * Math.PI * j) / n));
  const angles = new Float64Array(steps), lengths = new Float64Array(steps);
  const hertz = (1000 * (1 - decay)) / (n * dt);
  for (let t = 0, k = 0, x = 0, y = 0; t < steps; t++) {
    x *= decay;
    y *= decay;
    for (let j = 0; j < n; j++, k++) {
      if (!spikes[k]) continue;
      x += east[j];
      y += north[j];
    }
    lengths[t] = Math.hypot(x, y) * hertz;
    angles[t] = Math.atan2(y, x);
    if (t > 0) angles[t] += 2 * Math.PI * Math.round((angles[t - 1] - angles[t]) / (2 * Math.PI));
  }
  return { angles, lengths };
}

/** The value at `x` on the straight lines between points of growing xs; beyond the ends, that of the end. */
export function interpolate(x, xs, ys) {
  const k = xs.findIndex((one) => one >= x);
  if (k <= 0) return k === 0 ? ys[0] : ys[ys.length - 1];
  return ys[k - 1] + ((x - xs[k - 1]) / (xs[k] - xs[k - 1])) * (ys[k] - ys[k - 1]);
}

/** A curve between those of a family [{at, x, y}], `at` growing and the same x for all. */
export function between(family, value) {
  const ats = family.map(({ at }) => at);
  const y = family[0].y.map((_, k) => interpolate(value, ats, family.map((line) => line.y[k])));
  return { ...family[0], at: value, y };
}

/**
 * The two directions along which the voltages vary most, by power iteration on both at once.
 *
 * @param {Float64Array[]} guess two vectors of n numbers to start from
 * @returns {{centre: Float64Array, directions: Float64Array[], path: Float64Array[], explained: number}} path: `steps`
 *   coordinates each
 */
export function principalPlane({ n, steps, voltage }, guess, rounds = 60) {
  const centre = new Float64Array(n);
  for (let t = 0, k = 0; t < steps; t++) for (let i = 0; i < n; i++, k++) centre[i] += voltage[k] / steps;
  let total = 0;
  for (let t = 0, k = 0; t < steps; t++) for (let i = 0; i < n; i++, k++) total += (voltage[k] - centre[i]) ** 2;
  let [a, b] = guess.map((vector) => vector.slice());
  const path = [new Float64Array(steps), new Float64Array(steps)];
  for (let round = 0; round <= rounds; round++) {
    normalize(a);
    const along = a.reduce((sum, x, i) => sum + x * b[i], 0);
    for (let i = 0; i < n; i++) b[i] -= along * a[i];
    normalize(b);
    const nextA = new Float64Array(n), nextB = new Float64Array(n);
    for (let t = 0; t < steps; t++) {
      let p = 0, q = 0;
      for (let i = 0, k = t * n; i < n; i++, k++) {
        const x = voltage[k] - centre[i];
        p += a[i] * x;
        q += b[i] * x;
      }
      path[0][t] = p;
      path[1][t] = q;
      for (let i = 0, k = t * n; i < n; i++, k++) {
        const x = voltage[k] - centre[i];
        nextA[i] += p * x;
        nextB[i] += q * x;
      }
    }
    if (round < rounds) [a, b] = [nextA, nextB];
  }
  const held = path.reduce((sum, axis) => sum + axis.reduce((own, x) => own + x * x, 0), 0);
  return { centre, directions: [a, b], path, explained: total ? held / total : NaN };
}

/** The path of other voltages in such a plane. */
export function project({ n, steps, voltage }, { centre, directions }) {
  return directions.map((along) => Float64Array.from({ length: steps }, (_, t) =>
    along.reduce((sum, x, i) => sum + x * (voltage[t * n + i] - centre[i]), 0)));
}

function normalize(vector) {
  const length = Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0)) || 1;
  for (let i = 0; i < vector.length; i++) vector[i] /= length;
}
