// What is measured on an activity, as lib/statistics.py does it. `spikes` is steps * n, [t * n + i].

/** Spikes of each neuron from step `start` on, the intervals between them [steps], and how many spikes there are in all steps. */
function trains({ n, spikes }, start) {
  const counts = new Uint32Array(n), last = new Int32Array(n).fill(-1);
  const intervals = Array.from({ length: n }, () => []);
  let count = 0;
  for (let k = spikes.indexOf(1); k >= 0; k = spikes.indexOf(1, k + 1)) {
    const t = Math.floor(k / n), i = k % n;
    count++;
    if (t < start) continue;
    counts[i]++;
    if (last[i] >= 0) intervals[i].push(t - last[i]);
    last[i] = t;
  }
  return { counts, intervals, count };
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
  const { counts, intervals, count } = trains({ n, spikes }, start);
  const rates = Float64Array.from(counts, (count) => (1000 * count) / ((steps - start) * dt));
  const cvs = Float64Array.from(intervals, (own) => (own.length >= 5 ? deviation(own) / mean(own) : NaN));
  const known = cvs.filter((cv) => !Number.isNaN(cv));
  return {
    rates,
    rate: mean(rates),
    intervals: intervals.flat().map((steps) => steps * dt),
    cvs,
    cv: known.length ? mean(known) : NaN,
    count,
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
