// How much of each stored pattern the activity holds, over time, and the energy of its state.
//
// Options: `patterns`, an array (P, N) of -1 and 1; `names` of them; `centre`, the trace of a neuron that is half active;
// `last`, the steps at the end over which the numbers beside the label are averaged; `cues`, where they end [ms].
import { Picture, axes, ceiling, curve, fixed, marks, playhead, timeAxis } from "../draw.js";
import { unpack } from "../family.js";
import { energies, mean, overlaps } from "../measure.js";

const SPLIT = 0.62; // of the height: overlaps above it, energy below
const STYLES = [
  { name: "simulation", width: 2.2, dash: [] },
  { name: "comparison", width: 1.6, dash: [7, 3] },
  { name: "chosen", width: 1.6, dash: [2, 3] },
  { name: "muted", width: 1.2, dash: [7, 3, 2, 3] },
];

export function panel(figure, { label = "Overlap", height = 236, patterns, names, centre, last, cues = [] }) {
  const picture = new Picture({ label, height });
  const { values, rows } = unpack(patterns);
  const { n, steps } = figure.family;
  const times = Float64Array.from({ length: steps }, (_, t) => t * figure.dt);
  const style = (a) => ({ ...STYLES[a % STYLES.length], color: figure.colours[STYLES[a % STYLES.length].name] });
  let shown, measured, above, below;

  const measure = (frame) => {
    if (shown === frame) return;
    const { decay, weights } = frame.network, run = { n, steps, spikes: frame.spikes };
    const each = overlaps(run, values, rows, { decay, centre });
    const energy = energies(run, weights, { decay, centre });
    const late = (course) => mean(course.subarray(-last));
    measured = { each, energy, ends: each.map(late), end: late(energy) };
    shown = frame;
  };
  const said = () => names.map((name, a) => `${name} ${fixed(measured.ends[a], 2)}`).join(", ");

  return {
    picture,
    wide: true,
    draw(frame) {
      measure(frame);
      const { colours } = figure;
      const context = picture.open();
      const cut = Math.round(picture.height * SPLIT);

      above = axes(picture, colours, {
        bottom: cut,
        x: timeAxis(figure, { bare: true }),
        y: { low: -1.15, high: 1.15, label: "overlap", ticks: [-1, 0, 1] },
      });
      curve(context, above, [times[0], times.at(-1)], [0, 0], { color: colours.grid, width: 1 });
      marks(context, above, cues, colours);
      for (let a = rows - 1; a >= 0; a--) curve(context, above, times, measured.each[a], style(a));
      names.forEach((name, a) => {
        const left = above.right - 34 * (rows - a), low = above.bottom - 9;
        curve(context, { ...above, x: (x) => x, y: (y) => y }, [left, left + 18], [low, low], style(a));
        Object.assign(context, { textAlign: "left", textBaseline: "middle", fillStyle: colours.ink });
        context.fillText(name, left + 22, low);
      });

      const low = measured.energy.reduce((least, x) => Math.min(least, x), -1);
      const high = measured.energy.reduce((most, x) => Math.max(most, x), 0);
      below = axes(picture, colours, {
        top: cut,
        x: timeAxis(figure),
        y: { low: -ceiling(-low), high: high > 0 ? ceiling(high) : 0, about: 2 },
      });
      // where the curve is not: it starts at 0 and ends high or low
      const falls = measured.end < (-ceiling(-low)) / 2;
      Object.assign(context, { textAlign: "right", textBaseline: "middle", fillStyle: colours.ink });
      context.fillText(`energy ${fixed(measured.end)} mV`, below.right - 4, falls ? below.top + 8 : below.bottom - 9);
      marks(context, below, cues, colours);
      curve(context, below, times, measured.energy, { color: colours.ink, width: 1.4 });
      picture.read.textContent = said();
    },
    moment() {
      for (const area of [above, below]) playhead(picture.context, area, figure);
    },
    describe(frame) {
      measure(frame);
      picture.describe(`at the end ${said()}, energy ${fixed(measured.end)} mV`);
    },
  };
}
