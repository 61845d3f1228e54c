// One mark for every spike: time to the right, neurons upwards.
import { Picture, axes, fixed, playhead, timeAxis } from "../draw.js";

export function panel(figure, { label = "Spikes" }) {
  const picture = new Picture({ label, height: 230 });
  const { n, steps } = figure.family;
  let area;

  const rowAt = (event) => {
    const row = Math.round((n - 0.5) - ((picture.at(event)[1] - area.top) / (area.bottom - area.top)) * n);
    return Math.min(n - 1, Math.max(0, row));
  };
  figure.hover(picture.canvas, (event) => [rowAt(event)]);
  figure.listen(picture.canvas, "click", (event) => figure.choose(rowAt(event)));
  figure.arrows(picture.canvas, { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 });

  return {
    picture,
    wide: true,
    draw({ spikes, measured }) {
      const { colours } = figure;
      const context = picture.open();
      area = axes(picture, colours, {
        x: timeAxis(figure, { label: "time [ms]" }),
        y: { low: -0.5, high: n - 0.5, label: "neuron", ticks: n > 1 ? undefined : [0] },
      });
      const height = (area.bottom - area.top) / n;
      for (const i of figure.lit) {
        context.fillStyle = colours.chosen;
        context.globalAlpha = 0.18;
        context.fillRect(area.left, area.y(i) - Math.max(height, 6) / 2, area.right - area.left, Math.max(height, 6));
        context.globalAlpha = 1;
      }
      const wide = Math.max(1.4, (area.right - area.left) / steps), low = Math.max(2.2, height * 0.9), { lit } = figure;
      for (const chosen of [false, true]) { // those lit up on top, and higher
        const high = chosen ? Math.max(low, 6) : low;
        context.fillStyle = chosen ? colours.chosen : colours.ink;
        for (let t = 0, k = 0; t < steps; t++) {
          const x = area.x(t * figure.dt) - wide / 2;
          for (let i = 0; i < n; i++, k++) {
            if (spikes[k] && lit.has(i) === chosen) context.fillRect(x, area.y(i) - high / 2, wide, high);
          }
        }
      }
      picture.read.textContent = `${measured.count} spikes`;
    },
    moment: () => playhead(picture.context, area, figure),
    describe({ measured }) {
      picture.describe(`${measured.count} spikes of ${n} neurons in ${fixed(steps * figure.dt, 0)} ms. Arrow keys choose a neuron.`);
    },
  };
}
