// How much of each stored pattern the activity holds, over time, and the energy of its state.
//
// Options: `patterns`, an array (P, N) of -1 and 1; `names` of them; `centre`, the trace of a neuron that is half active;
// `last`, the steps at the end over which the numbers beside the label are averaged; `cues`, where they end [ms].
import { turned, unpack } from "../arrays.js";
import { courses, history, inside } from "../courses.js";
import { ceiling, curve, fixed } from "../draw.js";
import { mean } from "../measure.js";

const STYLES = [
  { name: "simulation", width: 2.2, dash: [] },
  { name: "comparison", width: 1.6, dash: [7, 3] },
  { name: "chosen", width: 1.6, dash: [2, 3] },
  { name: "muted", width: 1.2, dash: [7, 3, 2, 3] },
];

export function panel(figure, { label = "Overlap", height = 236, patterns, names, centre, last, cues = [] }) {
  const [rows, columns] = patterns.shape, values = turned(unpack(patterns), columns, rows);
  const { steps } = figure.family;
  const style = (a) => ({ ...STYLES[a % STYLES.length], color: figure.colours[STYLES[a % STYLES.length].name] });
  const said = ({ ends }) => names.map((name, a) => `${fixed(ends[a], 2)} with ${name}`).join(", ");
  const deep = ({ energy }) => ceiling(-energy.reduce((least, x) => Math.min(least, x), -1));

  return courses(figure, {
    label,
    height,
    split: 0.62,
    cues,
    measure(frame) {
      const run = history(frame, figure.family), { decay, weights } = frame.network;
      const each = overlaps(run, values, rows, { decay, centre }).map((course) => course.subarray(-steps));
      const energy = energies(run, weights, { decay, centre }).subarray(-steps);
      const late = (course) => mean(course.subarray(-last));
      return { each, energy, ends: each.map(late), end: late(energy) };
    },
    above: {
      y: () => ({ low: -1.15, high: 1.15, label: "overlap", ticks: [-1, 0, 1] }),
      draw({ each }, area, context, times) {
        curve(context, area, [times[0], times.at(-1)], [0, 0], { color: figure.colours.grid, width: 1 });
        for (let a = rows - 1; a >= 0; a--) curve(context, area, times, each[a], style(a));
      },
      note(measured, area, context) {
        names.forEach((name, a) => {
          const left = area.right - 34 * (rows - a), low = area.bottom - 9;
          curve(context, { ...area, x: (x) => x, y: (y) => y }, [left, left + 18], [low, low], style(a));
          Object.assign(context, { textAlign: "left", textBaseline: "middle", fillStyle: figure.colours.ink });
          context.fillText(name, left + 22, low);
        });
      },
    },
    below: {
      y(measured) {
        const high = measured.energy.reduce((most, x) => Math.max(most, x), 0);
        return { low: -deep(measured), high: high > 0 ? ceiling(high) : 0, about: 2 };
      },
      draw({ energy }, area, context, times) {
        curve(context, area, times, energy, { color: figure.colours.ink, width: 1.4 });
      },
      note(measured, area, context) {
        const { end } = measured;
        inside(context, area, `energy ${fixed(end)} mV`, end >= -deep(measured) / 2, figure.colours); // it starts at 0
      },
    },
    said,
    described: (measured) => `at the end ${said(measured)}, energy ${fixed(measured.end)} mV`,
  });
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
