// The voltage of the chosen neuron, and of the one under the pointer, with a tick for every spike.
import { ghosts, layers, widest } from "../compare.js";
import { Picture, axes, curve, fixed, playhead, ticks, timeAxis } from "../draw.js";

const TICK = 25; // height of a spike [mV]

export function panel(figure, { label = "Voltage", height = 112 }) {
  const picture = new Picture({ label, height });
  const { n, steps } = figure.family;
  const times = Float64Array.from({ length: steps }, (_, t) => t * figure.dt);
  figure.arrows(picture.canvas, { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10, Home: -n, End: n });
  let area;
  const trace = (values, i) => Float64Array.from({ length: steps }, (_, t) => values[t * n + i]);
  return {
    picture,
    wide: true,
    draw(frame) {
      const { colours, chosen } = figure;
      const context = picture.open();
      const others = [...figure.lit].filter((i) => i !== chosen).slice(0, 2);
      const traces = new Map(layers(frame).map((one) => [one, (one === frame ? [...others, chosen] : [chosen]).map((i) => [i, trace(one.voltage, i)])]));
      const { low, high, threshold } = widest(layers(frame).map((one) => {
        const { reset, rest, threshold } = one.network;
        const least = traces.get(one).reduce((least, [, own]) => own.reduce((lowest, x) => Math.min(lowest, x), least), reset ?? rest);
        return { low: Math.floor(least / 10) * 10, high: threshold + TICK + 5, threshold };
      }));
      area = axes(picture, colours, {
        x: timeAxis(figure),
        y: { low, high, label: "[mV]", ticks: ticks(low, threshold, 2) },
      });
      curve(context, area, [0, times[steps - 1]], [threshold, threshold], { color: colours.muted, width: 1, dash: [4, 3] });
      ghosts(context, frame, (one) => {
        for (const [i, own] of traces.get(one)) {
          const color = i === chosen ? colours.chosen : colours.comparison;
          curve(context, area, times, own, { color, width: 1.2 });
          context.strokeStyle = i === chosen ? colours.ink : color;
          context.beginPath();
          for (let t = 0; t < steps; t++) {
            if (!one.spikes[t * n + i]) continue;
            context.moveTo(area.x(times[t]), area.y(one.network.threshold));
            context.lineTo(area.x(times[t]), area.y(one.network.threshold + TICK));
          }
          context.stroke();
        }
      });
    },
    moment: () => playhead(picture.context, area, figure),
    read({ state, measured }) {
      const { chosen } = figure;
      return `neuron ${chosen}: ${state.silenced.includes(chosen) ? "silenced" : `${fixed(measured.rates[chosen])} Hz`}`;
    },
    describe: ({ measured }) => `neuron ${figure.chosen}, ${fixed(measured.rates[figure.chosen])} Hz. Arrow keys choose a neuron`,
  };
}
