// The firing rate of the whole population, in windows of 5 ms.
import { ghosts, layers, once } from "../compare.js";
import { Picture, axes, bars, ceiling, curve, fixed, playhead, timeAxis } from "../draw.js";
import { populationRate } from "../measure.js";

export function panel(figure, { label = "Population rate", height = 92 }) {
  const picture = new Picture({ label, height });
  const width = Math.max(1, Math.round(5 / figure.dt));
  const { n, steps } = figure.family;
  const skip = () => (width - (figure.origin % width)) % width; // where time runs on, a window moves with its spikes
  const windows = once(({ spikes }) => populationRate({ n, steps: steps - skip(), spikes: spikes.subarray(skip() * n) }, width, figure.dt));
  let area;
  return {
    picture,
    wide: true,
    draw(frame) {
      const { colours } = figure;
      const context = picture.open();
      const high = ceiling(layers(frame).reduce((most, one) => Math.max(most, ...windows(one)), 1));
      area = axes(picture, colours, { x: timeAxis(figure), y: { low: 0, high, label: "rate [Hz]", ticks: [0, high] } });
      const edge = (w) => area.x((w * width + skip()) * figure.dt);
      ghosts(context, frame, (one, ghost) => {
        bars(context, area, edge, windows(one), { color: ghost ? colours.ink : colours.simulation, hollow: ghost });
        const level = one.measured.rate;
        curve(context, area, [0, steps * figure.dt], [level, level], { color: colours.ink, width: 1, dash: ghost ? [4, 3] : [] });
      });
    },
    moment: () => playhead(picture.context, area, figure),
    read: ({ measured }) => `mean ${fixed(measured.rate)} Hz`,
  };
}
