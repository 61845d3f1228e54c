// How the intervals between the spikes of a neuron are distributed, for all neurons together.
import { fixed } from "../draw.js";
import { histogram } from "../histogram.js";
import { mean } from "../measure.js";

export function panel(figure, { label = "Intervals", height = 96 }) {
  return histogram(figure, {
    label,
    height,
    axis: "interval [ms]",
    values: ({ measured }) => measured.intervals,
    owners: false,
    summary: ({ measured }) => (measured.intervals.length
      ? `${fixed(mean(measured.intervals), 0)} ms, CV ${fixed(measured.cv, 2)}` : "none"),
  });
}
