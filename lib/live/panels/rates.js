// How the firing rates are distributed over the neurons.
import { deviation } from "../measure.js";
import { fixed } from "../draw.js";
import { histogram } from "../histogram.js";

export function panel(figure, { label = "Firing rates", height = 96 }) {
  return histogram(figure, {
    label,
    height,
    axis: "rate [Hz]",
    values: ({ measured }) => measured.rates,
    owners: true,
    summary: ({ measured }) => `${fixed(measured.rate)} \u00b1 ${fixed(deviation(measured.rates))} Hz`,
  });
}
