// What becomes of a volley along a chain of groups: how many neurons of each fire with it, and over how long a time.
//
// Groups of `size` neurons follow one another in the raster. The volley arrives at the first in step `at`, and needs `link`
// steps from group to group; what fires within `half` steps of the moment when it is due belongs to it. The width is half
// the time that the middle two thirds of these spikes take: one standard deviation, if it is bell-shaped.
import { ghosts, layers, once } from "../compare.js";
import { Picture, axes, bars, ceiling, curve, fixed } from "../draw.js";

export function panel(figure, { label = "Volley", height = 190, size, at, link, half = 8 }) {
  const picture = new Picture({ label, height });
  const { n, steps } = figure.family, groups = n / size, numbers = Array.from({ length: groups }, (_, k) => k + 1);
  const look = once(({ spikes }) => {
    const found = numbers.map((_, k) => {
      const due = at + 1 + k * link - figure.origin, times = [], fired = new Set();
      for (let t = Math.max(0, due - half); t <= Math.min(steps - 1, due + half); t++) {
        for (let i = k * size; i < (k + 1) * size; i++) {
          if (!spikes[t * n + i]) continue;
          times.push(t);
          fired.add(i);
        }
      }
      return { times, size: fired.size };
    });
    const width = ({ times }) => (times.length > size / 5 ? ((times[Math.ceil(0.84 * times.length) - 1] - times[Math.floor(0.16 * times.length)]) * figure.dt) / 2 : NaN);
    return { sizes: found.map((one) => one.size), widths: found.map(width) };
  });
  return {
    picture,
    draw(frame) {
      const { colours } = figure, context = picture.open(), cut = Math.round(picture.height * 0.54);
      const widest = Math.max(3, ...layers(frame).flatMap((one) => look(one).widths.filter(Number.isFinite)));
      const x = { low: 0.4, high: groups + 0.6, ticks: numbers.filter((k) => k === 1 || k % 5 === 0) };
      const upper = axes(picture, colours, { bottom: cut, x: { ...x, bare: true }, y: { low: 0, high: size, label: "neurons", ticks: [0, size] } });
      const lower = axes(picture, colours, { top: cut, x: { ...x, label: "group" }, y: { low: 0, high: ceiling(widest), label: "width [ms]", about: 2 } });
      ghosts(context, frame, (one, ghost) => {
        const { sizes, widths } = look(one), color = ghost ? colours.ink : colours.simulation;
        bars(context, upper, (k) => upper.x(k + 0.5), sizes, { color, hollow: ghost, gap: 1 });
        curve(context, lower, numbers, widths, { color, dash: ghost ? [4, 3] : [] });
        context.fillStyle = color;
        widths.forEach((width, k) => Number.isFinite(width) && context.fillRect(lower.x(k + 1) - 2, lower.y(width) - 2, 4, 4));
      });
    },
    read(frame) {
      const { sizes, widths } = look(frame);
      return `last group ${sizes.at(-1)} of ${size}, width ${fixed(widths.at(-1))} ms`;
    },
    describe: (frame) => `neurons that fire, from group to group: ${look(frame).sizes.join(", ")}`,
  };
}
