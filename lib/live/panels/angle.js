// Where on a ring the activity is, over time, how pronounced it is there, and how fast it turns.
//
// Neuron j stands at the angle 360 j / n degrees, the first at the bottom of the raster. Options: `last`, the steps
// at the end over which the length and the turning speed are taken; `cues`, where they begin and end [ms].
import { courses, history, inside } from "../courses.js";
import { ceiling, curve, fixed } from "../draw.js";
import { mean } from "../measure.js";

const DEGREES = 180 / Math.PI;

export function panel(figure, { label = "Angle", height = 236, last, cues = [] }) {
  const { steps } = figure.family;
  const high = ({ lengths }) => ceiling(lengths.reduce((most, x) => Math.max(most, x), 10));
  const said = ({ length, speed }) => `length ${fixed(length)} Hz, turning ${fixed(speed, 0)} °/s`;

  return courses(figure, {
    label,
    height,
    split: 0.64,
    cues,
    measure(frame) {
      const found = compass(history(frame, figure.family), { decay: frame.network.decay, dt: figure.dt });
      const angles = found.angles.subarray(-steps), lengths = found.lengths.subarray(-steps);
      // within one turn, with a gap where it passes 0, and none before the first spike
      const turned = angles.map((angle) => (((angle * DEGREES) % 360) + 360) % 360);
      const jumps = (t) => t > 0 && Math.abs(turned[t] - turned[t - 1]) > 180;
      const within = turned.map((angle, t) => (lengths[t] === 0 || jumps(t) ? NaN : angle));
      const speed = ((angles[steps - 1] - angles[steps - last]) * DEGREES * 1000) / ((last - 1) * figure.dt);
      return { within, lengths, length: mean(lengths.subarray(-last)), speed };
    },
    above: {
      y: () => ({ low: 0, high: 360, label: "angle [°]", ticks: [0, 90, 180, 270, 360] }),
      draw({ within }, area, context, times) {
        curve(context, area, times, within, { color: figure.colours.simulation, width: 2 });
      },
    },
    below: {
      y: (measured) => ({ low: 0, high: high(measured), about: 2 }),
      draw(measured, area, context, times) {
        curve(context, area, times, measured.lengths, { color: figure.colours.ink, width: 1.4 });
      },
      note(measured, area, context) {
        inside(context, area, "length [Hz]", measured.length > high(measured) / 2, figure.colours);
      },
    },
    said,
    described(measured) {
      const end = measured.within.findLast((angle) => Number.isFinite(angle));
      return `at the end at ${fixed(end, 0)} degrees, ${said(measured)}`;
    },
  });
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
