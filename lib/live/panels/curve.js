// What theory says against the value of a slider, and where the network on screen is: one point, or one for each neuron.
//
// Options: `x`, the slider; `y`, "rate" (also when missing) or "cv"; `lines`, [{x, y, label, at}] with arrays x and y;
// `xAxis` and `yAxis`, {low, high, label}. Lines that have an `at` are one curve for several values of the slider
// `follow`: the curve at its present value is drawn. The points are compared with that, else with the last line.
// `spread: {slider, by}` puts neuron i at x + slider * by[i].
import { ghosts, once } from "../compare.js";
import { Picture, axes, curve, fixed } from "../draw.js";
import { unpack } from "../arrays.js";
import { mean } from "../measure.js";

const NAMES = { rate: "rates", cv: "cvs" }; // of all neurons, in what is measured
const UNITS = { rate: " Hz", cv: "" };

export function panel(figure, { label = "Curve", height = 236, x, y = "rate", lines, follow, spread, xAxis, yAxis }) {
  const picture = new Picture({ label, height });
  const all = lines.map((line) => ({ ...line, x: unpack(line.x), y: unpack(line.y) }));
  const fixedLines = all.filter(({ at }) => at === undefined), family = all.filter(({ at }) => at !== undefined);
  const by = spread && unpack(spread.by);
  const decimals = y === "cv" ? 2 : 1;
  let area, points;

  const nearest = (event) => {
    if (points.length === 1) return [];
    const [at] = picture.at(event), away = (point) => Math.abs(area.x(point[0]) - at);
    return [points.reduce((best, point, i) => (away(point) < away(points[best]) ? i : best), 0)];
  };
  figure.hover(picture.canvas, nearest);
  figure.listen(picture.canvas, "click", (event) => nearest(event).forEach((i) => figure.choose(i)));

  /** Where a network is, and the curve that it is compared with. */
  const place = once(({ state: { values }, measured }) => {
    const width = spread ? values[spread.slider] : 0;
    const points = width
      ? Array.from(measured[NAMES[y]], (own, i) => [values[x] + width * by[i], own])
      : [[values[x], measured[y]]];
    const line = family.length ? between(family, values[follow]) : fixedLines.at(-1);
    return { points, line, expected: mean(points.map(([own]) => interpolate(own, line.x, line.y))) };
  });
  const said = (value) => `${fixed(value, decimals)}${UNITS[y]}`;

  return {
    picture,
    draw(frame) {
      const { colours } = figure;
      const context = picture.open();
      area = axes(picture, colours, { x: xAxis, y: yAxis });
      points = place(frame).points;
      const dot = ([own, value], color, size) => {
        if (!Number.isFinite(value) || own < xAxis.low || own > xAxis.high) return;
        context.fillStyle = color;
        context.beginPath();
        context.arc(area.x(own), Math.max(area.y(value), area.top), size, 0, 2 * Math.PI);
        context.fill();
      };
      const theory = { color: colours.theory, width: 1.5, dash: [5, 3] }; // what the points are compared with
      const write = (line, style, k) => { // with its name, one below the other
        const high = area.top + 9 + 14 * k;
        curve(context, area, line.x, line.y, style);
        curve(context, { ...area, x: (at) => at, y: (at) => at }, [area.left + 6, area.left + 26], [high, high], style);
        Object.assign(context, { textAlign: "left", textBaseline: "middle", fillStyle: colours.ink });
        context.fillText(line.label ?? "theory", area.left + 32, high);
      };
      const others = fixedLines.filter((line) => line !== place(frame).line);
      others.forEach((line, k) => write(line, { color: colours.muted, width: 1 }, k));
      ghosts(context, frame, (one) => {
        const { points: all, line } = place(one);
        for (const point of all) dot(point, colours.simulation, all.length === 1 ? 5 : 2.2);
        if (one === frame) write(line, theory, others.length);
        else curve(context, area, line.x, line.y, theory);
      });
      if (points.length > 1) for (const i of figure.lit) dot(points[i], colours.chosen, 4);
    },
    read: (frame) => `theory ${said(place(frame).expected)}`,
    describe: (frame) => `mean ${said(frame.measured[y])}, theory ${said(place(frame).expected)}`,
  };
}

/** The value at `x` on the straight lines between points of growing xs; beyond the ends, that of the end. */
export function interpolate(x, xs, ys) {
  const k = xs.findIndex((one) => one >= x);
  if (k <= 0) return k === 0 ? ys[0] : ys[ys.length - 1];
  return ys[k - 1] + ((x - xs[k - 1]) / (xs[k] - xs[k - 1])) * (ys[k] - ys[k - 1]);
}

/** A curve between those of a family [{at, x, y}], `at` growing and the same x for all. */
export function between(family, value) {
  const ats = family.map(({ at }) => at);
  const y = family[0].y.map((_, k) => interpolate(value, ats, family.map((line) => line.y[k])));
  return { ...family[0], at: value, y };
}
