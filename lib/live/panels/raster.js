// One mark for every spike: time to the right, neurons upwards.
import { Picture, axes, fixed, playhead, timeAxis } from "../draw.js";

const MARK = 4; // half the size of a kick [css px]

export function panel(figure, { label = "Spikes" }) {
  const picture = new Picture({ label, height: 230 });
  const { n, steps } = figure.family;
  let area;

  const rowAt = (event) => {
    const row = Math.round((n - 0.5) - ((picture.at(event)[1] - area.top) / (area.bottom - area.top)) * n);
    return Math.min(n - 1, Math.max(0, row));
  };
  figure.hover(picture.canvas, (event) => [rowAt(event)]);
  const stepAt = (event) => {
    const share = (picture.at(event)[0] - area.left) / (area.right - area.left);
    return Math.min(steps - 2, Math.max(0, Math.round(share * steps)));
  };
  const kickAt = (event) => { // the one under the pointer
    const [x, y] = picture.at(event);
    return figure.state.kicks.find(([i, t]) => Math.hypot(area.x(t * figure.dt) - x, area.y(i) - y) < MARK + 2);
  };
  figure.listen(picture.canvas, "click", (event) => {
    if (!figure.kick.on) return figure.choose(rowAt(event));
    const [neuron, step] = kickAt(event) ?? [rowAt(event), stepAt(event)];
    return figure.kick.at(neuron, step);
  });
  figure.arrows(picture.canvas, { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 });
  figure.listen(picture.canvas, "keydown", (event) => {
    const moved = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (moved) figure.player.step(moved * (event.shiftKey ? 10 : 1));
    else if (event.key === "Enter" && figure.kick.on) figure.kick.at(figure.chosen, figure.head);
    else return;
    event.preventDefault();
  });

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
      context.fillStyle = context.strokeStyle = colours.chosen;
      for (const [i, t] of figure.state.kicks) { // an arrow head that points at the spike
        const x = area.x(t * figure.dt), y = area.y(i);
        context.beginPath();
        context.moveTo(x - MARK, y - MARK);
        context.lineTo(x + MARK, y);
        context.lineTo(x - MARK, y + MARK);
        context.fill();
      }
      picture.canvas.style.cursor = figure.kick.on ? "crosshair" : "";
      picture.read.textContent = `${measured.count} spikes`;
    },
    moment: () => playhead(picture.context, area, figure),
    describe({ measured }) {
      picture.describe(`${measured.count} spikes of ${n} neurons in ${fixed(steps * figure.dt, 0)} ms. Arrow keys choose a neuron and a moment${figure.kick.on ? ", Enter kicks it" : ""}.`);
    },
  };
}
