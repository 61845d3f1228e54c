// Whether a population beats: its rate over time; below, its spectrum, and in which part of a cycle its spikes come.
//
// The power is divided by that of independent neurons of the same rate, and is 1 for them. The phase of a moment is that
// of the wave at the peak of the spectrum which fits the rate best around it (a Gaussian of one cycle); 0 is its crest.
import { ghosts, layers, once } from "../compare.js";
import { Picture, axes, bars, ceiling, curve, fixed, playhead, timeAxis } from "../draw.js";

const LAGS = 100, SLOWEST = 15, FASTEST = 250, SHOWN = 200, CLEAR = 2.5; // [ms, Hz, Hz, Hz, power]
const BINS = 18, KERNEL = [1, 2, 3, 2, 1];

export function panel(figure, { label = "Rhythm", height = 236 }) {
  const picture = new Picture({ label, height });
  const { n, steps } = figure.family, { dt } = figure, start = figure.spec.start ?? 0;
  const times = Float64Array.from({ length: steps }, (_, t) => t * dt);
  const grid = Array.from({ length: SHOWN + 1 }, (_, f) => f);
  const look = once(({ spikes, measured }) => {
    const counts = countsOf(spikes, n, steps), late = counts.subarray(start);
    const power = spectrum(late, LAGS / dt, dt), { f, top } = peak(power);
    const phases = phasesAt(counts, f, dt), inCycle = (t) => Math.min(BINS - 1, Math.floor(((phases[t] + 180) / 360) * BINS));
    const shares = new Float64Array(BINS), all = late.reduce((sum, x) => sum + x, 0) || 1;
    for (let t = start; t < steps; t++) shares[inCycle(t)] += (counts[t] * BINS) / all;
    const rate = counts.map((_, t) => KERNEL.reduce((sum, w, k) => sum + w * (counts[t + k - 2] ?? 0), 0) / (9 * n * dt / 1000));
    return { rate, power: grid.map(power), shares, phases, f: top < CLEAR ? NaN : f, cycles: f / measured.rate };
  });
  let above;
  return {
    picture,
    wide: true,
    draw(frame) {
      const { colours } = figure, all = layers(frame).map(look), { height: whole, width } = picture;
      const context = picture.open(), cut = Math.round(whole * 0.48), middle = Math.round(width * 0.5);
      const most = (key, least) => ceiling(all.reduce((far, one) => one[key].reduce((high, x) => Math.max(high, x), far), least));
      const high = most("rate", 10), strong = most("power", 3), often = most("shares", 2);
      above = axes(picture, colours, { bottom: cut, x: timeAxis(figure), y: { low: 0, high, label: "rate [Hz]", ticks: [0, high] } });
      const left = axes(picture, colours, {
        top: cut, right: width - middle, x: { low: 0, high: SHOWN, label: "frequency [Hz]", about: 4 },
        y: { low: 0, high: strong, label: "power", ticks: [0, strong] },
      });
      const right = axes(picture, colours, {
        top: cut, left: middle + 46, x: { low: -180, high: 180, label: "phase [°]", ticks: [-180, 0, 180] },
        y: { low: 0, high: often, ticks: [0, often] },
      });
      curve(context, left, [0, SHOWN], [1, 1], { color: colours.muted, width: 1, dash: [3, 3] });
      ghosts(context, frame, (one, ghost) => {
        const { rate, power, shares } = look(one);
        curve(context, above, times, rate, { color: colours.simulation, width: 1.5 });
        curve(context, left, grid, power, { color: colours.simulation, width: 1.8 });
        bars(context, right, (k) => right.x((k * 360) / BINS - 180), shares, { color: ghost ? colours.ink : colours.simulation, hollow: ghost });
      });
      context.fillStyle = colours.chosen;
      for (let t = start; t < steps; t++) {
        if (frame.spikes[t * n + figure.chosen]) context.fillRect(right.x(look(frame).phases[t]) - 1, right.bottom - 12, 2, 12);
      }
    },
    moment: () => playhead(picture.context, above, figure),
    read(frame) {
      const { f, cycles } = look(frame);
      return Number.isFinite(f) ? `${fixed(f, 0)} Hz, one spike in ${fixed(cycles)} cycles` : "no clear peak";
    },
  };
}

/** Spikes of all neurons in every step. */
export const countsOf = (spikes, n, steps) => Float64Array.from({ length: steps }, (_, t) => spikes.subarray(t * n, (t + 1) * n).reduce((sum, x) => sum + x, 0));

/** The power of counts as a function of the frequency [Hz], from their correlations up to some lag under a raised cosine. */
export function spectrum(counts, lags, dt) {
  const steps = counts.length, centre = counts.reduce((sum, x) => sum + x, 0) / steps;
  const c = new Float64Array(Math.min(lags, steps));
  for (let k = 0; k < c.length; k++) {
    for (let t = k; t < steps; t++) c[k] += (counts[t] - centre) * (counts[t - k] - centre);
    c[k] *= (k ? 1 + Math.cos((Math.PI * k) / lags) : 1) / (steps * (centre || 1));
  }
  return (f) => c.reduce((sum, x, k) => sum + x * Math.cos((2 * Math.PI * f * k * dt) / 1000), 0);
}

/** Where such a power is largest, in steps of a quarter of 1 Hz. */
export function peak(power) {
  let f = SLOWEST, top = -Infinity;
  for (let one = SLOWEST; one < FASTEST; one += 0.25) {
    const here = power(one);
    if (here > top) [f, top] = [one, here];
  }
  return { f, top };
}

/** The phase of a rhythm of frequency f in every step, from -180 to 180 degrees. */
export function phasesAt(counts, f, dt) {
  const steps = counts.length, centre = counts.reduce((sum, x) => sum + x, 0) / steps, turn = (2 * Math.PI * f * dt) / 1000;
  const reach = Math.ceil((3 * 1000) / f / dt), weights = Array.from({ length: 2 * reach + 1 }, (_, k) => Math.exp(-0.5 * (((k - reach) * turn) / (2 * Math.PI)) ** 2));
  return Float64Array.from({ length: steps }, (_, t) => {
    let x = 0, y = 0;
    for (let s = Math.max(0, t - reach); s <= Math.min(steps - 1, t + reach); s++) {
      const size = (counts[s] - centre) * weights[s - t + reach];
      x += size * Math.cos(turn * (s - t));
      y += size * Math.sin(turn * (s - t));
    }
    return (Math.atan2(-y, x) * 180) / Math.PI;
  });
}
