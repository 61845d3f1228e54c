// One mark for every spike: time to the right, neurons upwards; `parts` are the names of populations, from the first neuron
// on, each with its number of neurons.
import { Picture, axes, fixed, playhead, ticks, timeAxis } from "../draw.js";

const MARK = 4; // half the size of a kick [css px]
const COVER = 0.25; // of the picture, at most, by spikes that differ
const NEAR = 0.07; // of the axis: nearer to the number of the lit row no other is written
const INK = 0.4; // of the picture by all spikes: where more of it would be covered, marks are smaller, down to their bins

export function panel(figure, { label = "Spikes", parts = [] }) {
  const picture = new Picture({ label, height: 230 });
  const { n, steps } = figure.family;
  let area, cursor = Math.round(steps / 3); // where the keyboard is

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
    return figure.frame.state.kicks.find(([i, t]) => Math.hypot(area.x(t * figure.dt) - x, area.y(i) - y) < MARK + 2);
  };
  figure.listen(picture.canvas, "click", (event) => {
    if (!figure.kick.on) return figure.choose(rowAt(event));
    const [neuron, step] = kickAt(event) ?? [rowAt(event), stepAt(event)];
    return kick(neuron, step);
  });
  figure.arrows(picture.canvas, { ArrowUp: 1, ArrowDown: -1, PageUp: 10, PageDown: -10 });
  const kick = (neuron, step) => figure.hold(picture.canvas, () => figure.kick.at(neuron, step));
  figure.listen(picture.canvas, "keydown", (event) => {
    const { player, atEnd } = figure, moved = { ArrowLeft: -1, ArrowRight: 1, Home: -steps, End: steps }[event.key];
    if (!atEnd) cursor = figure.head;
    if (moved) {
      cursor = Math.min(steps - 2, Math.max(0, cursor + moved * (event.shiftKey ? 10 : 1)));
      player.go(null);
      player.seek(cursor);
    } else if (event.key === "Enter" && figure.kick.on) {
      kick(figure.chosen, cursor);
      player.seek(steps - 1); // all that comes of it is to be seen
    } else return;
    event.preventDefault();
  });

  /** Whose row it is, beside it. */
  const name = (context, { chosen }, neuron) => {
    Object.assign(context, { textAlign: "right", textBaseline: "middle", fillStyle: chosen });
    context.fillText(neuron, area.left - 5, area.y(neuron));
  };

  /** Lines between populations, and their names along the axis. */
  const divide = (context, { muted }) => {
    let first = 0;
    Object.assign(context, { fillStyle: muted, textAlign: "center", textBaseline: "top" });
    for (const [text, count] of parts) {
      if (first) context.fillRect(area.left, Math.round(area.y(first - 0.5)), area.right - area.left, 1);
      context.save();
      context.translate(1, Math.max(context.measureText(text).width / 2, area.y(first + (count - 1) / 2)));
      context.rotate(-Math.PI / 2);
      context.fillText(text, 0, 0);
      context.restore();
      first += count;
    }
  };

  return {
    picture,
    wide: true,
    draw({ state, spikes, other, differences, measured }) {
      const { colours } = figure;
      const context = picture.open(), named = figure.pointed.length === 1 ? figure.pointed[0] : figure.chosen;
      area = axes(picture, colours, {
        x: timeAxis(figure, { label: "time [ms]" }),
        y: { low: -0.5, high: n - 0.5, label: parts.length ? "" : "neuron", ticks: n > 1 ? ticks(-0.5, n - 0.5, 3).filter((row) => Math.abs(row - named) > NEAR * n) : [0] },
      });
      const height = (area.bottom - area.top) / n;
      for (const i of figure.lit) {
        context.fillStyle = colours.chosen;
        context.globalAlpha = 0.18;
        context.fillRect(area.left, area.y(i) - Math.max(height, 6) / 2, area.right - area.left, Math.max(height, 6));
        context.globalAlpha = 1;
      }
      if (n > 1) name(context, colours, named);
      divide(context, colours);
      const room = (area.right - area.left) * (area.bottom - area.top), width = (area.right - area.left) / steps, { lit } = figure;
      const share = Math.min(1, Math.sqrt((INK * room) / (measured.count * Math.max(1.4, width) * Math.max(2.2, height * 0.9))));
      const { scale } = picture, wide = Math.max(1.4 * share, width, 0.5 / scale), low = Math.max(2.2 * share, height * 0.9, 1 / scale);
      const from = (centre, size) => (size * scale < 1.2 ? Math.floor(centre * scale) / scale : centre - size / 2); // what is hardly a pixel does not lie in two
      const all = [...Array(n).keys()];
      const each = (neurons, find, act) => {
        for (const i of neurons) for (let t = 0, k = i, y = area.y(i); t < steps; t++, k += n) if (find(k)) act(area.x(t * figure.dt), y);
      };
      for (const chosen of [false, true]) { // those lit up on top, and higher
        const high = chosen ? Math.max(low, 6) : low;
        context.fillStyle = chosen ? colours.chosen : colours.ink;
        context.globalAlpha = other ? 0.6 : 1;
        each(all.filter((i) => lit.has(i) === chosen), (k) => spikes[k] && (!other || other.spikes[k]), (x, y) => context.fillRect(from(x, wide), from(y, high), wide, high));
      }
      context.globalAlpha = 1;
      if (other) { // what is gone is hollow, what was added is full; the fewer there are, the larger
        const side = Math.min(5, Math.sqrt((COVER * room) / (differences.added + differences.gone)));
        const across = Math.max(wide, 0.8 * side), high = Math.max(low, side);
        Object.assign(context, { strokeStyle: colours.comparison, lineWidth: Math.min(1.2, across / 3), fillStyle: colours.simulation });
        context.beginPath();
        each(all, (k) => other.spikes[k] && !spikes[k], (x, y) => context.rect(x - across / 2, y - high / 2, across, high));
        context.stroke();
        each(all, (k) => spikes[k] && !other.spikes[k], (x, y) => context.fillRect(from(x, across), from(y, high), across, high));
      }
      context.fillStyle = context.strokeStyle = colours.chosen;
      for (const [i, t] of state.kicks) { // an arrow head that points at the spike
        const x = area.x(t * figure.dt), y = area.y(i);
        context.beginPath();
        context.moveTo(x - MARK, y - MARK);
        context.lineTo(x + MARK, y);
        context.lineTo(x - MARK, y + MARK);
        context.fill();
      }
      picture.canvas.style.cursor = figure.kick.on ? "crosshair" : "";
    },
    moment: () => playhead(picture.context, area, figure),
    read: ({ measured }) => `${measured.count} spikes`,
    describe: ({ measured }) =>
      `${measured.count} spikes of ${n} neurons in ${fixed(steps * figure.dt, 0)} ms. Arrow keys choose a neuron and a moment${figure.kick.on ? ", Enter kicks it" : ""}`,
  };
}
