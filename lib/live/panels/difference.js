// Which of two crowds is ahead: the mean trace of the upper half of the neurons less that of the lower half, over time,
// and the mean over all neurons.
//
// Options: `names` of the lower and the upper half; `at`, a moment of which the words beside the label speak besides the
// end [ms]; `cues`, moments to mark [ms].
import { courses, history, inside } from "../courses.js";
import { ceiling, curve, fixed } from "../draw.js";

export function panel(figure, { label = "Difference", height = 200, names = ["lower", "upper"], at, cues = [] }) {
  const { steps } = figure.family;
  const high = ({ courses: [apart] }) => ceiling(apart.reduce((most, x) => Math.max(most, Math.abs(x)), 0.5));
  const top = ({ courses: [, mean] }) => ceiling(1.6 * mean.reduce((most, x) => Math.max(most, x), 0.5)); // room for a word
  const by = (apart) => `${names[Number(apart > 0)]} by ${fixed(Math.abs(apart), 2)}`;
  const said = ({ courses: [apart] }) => {
    const end = by(apart[steps - 1]);
    return at === undefined ? `at the end ${end}` : `at ${at} ms ${by(apart[Math.round(at / figure.dt)])}, at the end ${end}`;
  };

  return courses(figure, {
    label,
    height,
    split: 0.66,
    cues,
    measure(frame) {
      return { courses: halves(history(frame, figure.family), frame.network.decay).map((course) => course.subarray(-steps)) };
    },
    above: {
      y: (measured) => ({ low: -high(measured), high: high(measured), label: "difference", ticks: [-high(measured), 0, high(measured)] }),
      draw({ courses: [apart] }, area, context, times) {
        curve(context, area, [times[0], times.at(-1)], [0, 0], { color: figure.colours.grid, width: 1 });
        curve(context, area, times, apart, { color: figure.colours.simulation, width: 2 });
      },
      note(measured, area, context) {
        Object.assign(context, { textAlign: "left", fillStyle: figure.colours.ink });
        [[1, area.top + 8], [0, area.bottom - 9]].forEach(([k, y]) => context.fillText(names[k], area.left + 5, y));
      },
    },
    below: {
      y: (measured) => ({ low: 0, high: top(measured), ticks: [0, top(measured)] }),
      draw({ courses: [, mean] }, area, context, times) {
        curve(context, area, times, mean, { color: figure.colours.ink, width: 1.4 });
      },
      note(measured, area, context) {
        inside(context, area, "mean trace", false, figure.colours);
      },
    },
    said,
    described: said,
  });
}

/**
 * The traces r = decay * r + spike of the upper half of the neurons less those of the lower half, and of all, in every step.
 *
 * @returns {Float64Array[]} the difference of the two means, and the mean of all
 */
export function halves({ n, steps, spikes }, decay) {
  const half = Math.floor(n / 2), apart = new Float64Array(steps), mean = new Float64Array(steps);
  for (let t = 0, k = 0, lower = 0, upper = 0; t < steps; t++) {
    lower *= decay;
    upper *= decay;
    for (let j = 0; j < n; j++, k++) {
      if (j < half) lower += spikes[k];
      else upper += spikes[k];
    }
    apart[t] = upper / (n - half) - lower / half;
    mean[t] = (upper + lower) / n;
  }
  return [apart, mean];
}
