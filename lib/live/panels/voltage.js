// The voltage of the chosen neuron, and of the one under the pointer, with a tick for every spike.
import { Picture, axes, curve, fixed, playhead, ticks, timeAxis } from "../draw.js";

const TICK = 25; // height of a spike [mV]

export function panel(figure, { label = "Voltage", height = 112 }) {
  const picture = new Picture({ label, height });
  const { n, steps } = figure.family;
  const times = Float64Array.from({ length: steps }, (_, t) => t * figure.dt);
  figure.arrows(picture.canvas, { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 });
  let area;
  const trace = (values, i) => Float64Array.from({ length: steps }, (_, t) => values[t * n + i]);
  return {
    picture,
    wide: true,
    draw({ spikes, voltage, network, measured }) {
      const { colours, chosen } = figure;
      const context = picture.open();
      const others = [...figure.lit].filter((i) => i !== chosen).slice(0, 2);
      const traces = [...others, chosen].map((i) => [i, trace(voltage, i)]);
      const low = traces.reduce((least, [, own]) => own.reduce((lowest, x) => Math.min(lowest, x), least), network.reset ?? network.rest);
      const from = Math.floor(low / 10) * 10, high = network.threshold + TICK + 5;
      area = axes(picture, colours, {
        x: timeAxis(figure),
        y: { low: from, high, label: "[mV]", ticks: ticks(from, network.threshold, 2) },
      });
      curve(context, area, [0, times[steps - 1]], [network.threshold, network.threshold], { color: colours.muted, width: 1, dash: [4, 3] });
      for (const [i, own] of traces) {
        const color = i === chosen ? colours.chosen : colours.comparison;
        curve(context, area, times, own, { color, width: 1.2 });
        context.strokeStyle = i === chosen ? colours.ink : color;
        context.beginPath();
        for (let t = 0; t < steps; t++) {
          if (!spikes[t * n + i]) continue;
          context.moveTo(area.x(times[t]), area.y(network.threshold));
          context.lineTo(area.x(times[t]), area.y(network.threshold + TICK));
        }
        context.stroke();
      }
      const silenced = figure.state.silenced.includes(chosen);
      picture.read.textContent = `neuron ${chosen}: ${silenced ? "silenced" : `${fixed(measured.rates[chosen])} Hz`}`;
    },
    moment: () => playhead(picture.context, area, figure),
    describe({ measured }) {
      const { chosen } = figure;
      picture.describe(`neuron ${chosen}, ${fixed(measured.rates[chosen])} Hz. Arrow keys choose a neuron.`);
    },
  };
}
