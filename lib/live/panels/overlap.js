// How much of each stored pattern the activity holds, over time, and the energy of its state.
//
// Options: `patterns`, an array (P, N) of -1 and 1; `names` of them; `centre`, the trace of a neuron that is half active;
// `last`, the steps at the end over which the numbers beside the label are averaged; `cues`, where they end [ms].
import { unpack } from "../arrays.js";
import { courses, history, inside } from "../courses.js";
import { ceiling, curve, fixed } from "../draw.js";
import { energies, mean, overlaps } from "../measure.js";

const STYLES = [
  { name: "simulation", width: 2.2, dash: [] },
  { name: "comparison", width: 1.6, dash: [7, 3] },
  { name: "chosen", width: 1.6, dash: [2, 3] },
  { name: "muted", width: 1.2, dash: [7, 3, 2, 3] },
];

export function panel(figure, { label = "Overlap", height = 236, patterns, names, centre, last, cues = [] }) {
  const { values, rows } = unpack(patterns);
  const { steps } = figure.family;
  const style = (a) => ({ ...STYLES[a % STYLES.length], color: figure.colours[STYLES[a % STYLES.length].name] });
  const said = ({ ends }) => names.map((name, a) => `${name} ${fixed(ends[a], 2)}`).join(", ");
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
