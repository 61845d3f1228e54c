// The eigenvalues of the weight matrix in the complex plane, in the circle that theory expects of independent columns,
// and where it expects the one eigenvalue that belongs to all neurons together.
//
// Circle and outlier follow from sums over the matrix and are drawn in every frame. The eigenvalues take a tenth of a
// second for 200 neurons: they are computed when the figure rests. While the strength of all weights moves, they scale.
import { ghosts, layers, once } from "../compare.js";
import { Picture, axes, fixed } from "../draw.js";
import { eigenvalues, spectrum } from "../spectrum.js";

export function panel(figure, { label = "Spectrum", height = 236 }) {
  const picture = new Picture({ label, height, square: true });
  const { n } = figure.family;
  let known = null; // {weights, values} of the matrix whose eigenvalues were computed
  let shown, scale, reach; // of this frame; the scale is NaN where the known eigenvalues are of another matrix

  const expected = once(({ network }) => spectrum(network.weights, n));
  const place = (frame) => {
    if (shown === frame) return;
    shown = frame;
    scale = known ? proportion(frame.network.weights, known.weights) : NaN;
    const far = Math.max(1, ...layers(frame).map(expected).flatMap(({ radius, outlier }) => [1.25 * radius, 1.1 * Math.abs(outlier)]));
    if (!(far <= reach && far > reach / 2)) reach = 1.15 * far; // kept while it fits, so that the axes stay
  };
  const outlier = (frame) => `outlier ${fixed(expected(frame).outlier, 0)} mV`, circle = (frame) => `circle ${fixed(expected(frame).radius, 0)} mV`;

  return {
    picture,
    rest(frame) { // too slow for every frame
      place(frame);
      const { weights } = frame.network;
      if (scale === 1) return;
      known = { weights: weights.slice(), values: eigenvalues(weights, n) };
      scale = 1;
    },
    draw(frame) {
      place(frame);
      const { colours } = figure;
      const context = picture.open();
      const left = 46, tall = (reach * (picture.height - 35)) / (picture.width - left - 8); // a circle is round
      const area = axes(picture, colours, {
        x: { low: -reach, high: reach, label: "real part [mV]", about: 3 },
        y: { low: -tall, high: tall, about: 5 },
        left,
      });
      const line = (...points) => {
        context.beginPath();
        points.forEach(([x, y], k) => (k ? context.lineTo(area.x(x), area.y(y)) : context.moveTo(area.x(x), area.y(y))));
        context.stroke();
      };
      const round = (x, y, radius) => {
        context.beginPath();
        context.arc(area.x(x), area.y(y), Math.max(radius, 0), 0, 2 * Math.PI); // below 0 where there is no room yet
      };
      Object.assign(context, { strokeStyle: colours.grid, lineWidth: 1 });
      line([-reach, 0], [reach, 0]);
      line([0, -tall], [0, tall]);

      if (known) {
        const exact = Number.isFinite(scale), factor = exact ? scale : 1;
        context.save();
        context.beginPath();
        context.rect(area.left, area.top, area.right - area.left, area.bottom - area.top);
        context.clip();
        context.fillStyle = exact ? colours.simulation : colours.muted;
        context.globalAlpha = exact ? 1 : 0.35;
        for (const [x, y] of known.values) {
          round(factor * x, factor * y, 1.9);
          context.fill();
        }
        context.restore();
      }

      Object.assign(context, { strokeStyle: colours.theory, lineWidth: 1.5 });
      ghosts(context, frame, (one) => {
        context.setLineDash([5, 3]);
        round(0, 0, area.x(expected(one).radius) - area.x(0));
        context.stroke();
        context.setLineDash([]);
        round(expected(one).outlier, 0, 6);
        context.stroke();
      });
      Object.assign(context, { textAlign: "right", textBaseline: "top", fillStyle: colours.ink });
      context.fillText(circle(frame), area.right, area.top);
    },
    read: outlier,
    describe(frame) {
      place(frame);
      const theory = expected(frame), sizes = apart(known.values, theory.outlier).map(([x, y]) => scale * Math.hypot(x, y));
      const inside = sizes.filter((size) => size <= theory.radius).length;
      const largest = sizes.reduce((most, size) => Math.max(most, size), 0);
      return `theory: ${circle(frame)}, ${outlier(frame)}. ${inside} of the other ${sizes.length} eigenvalues lie inside, the largest at ${fixed(largest, 0)} mV`;
    },
  };
}

/** All but the one that is nearest to a real number. */
function apart(values, real) {
  const away = values.map(([x, y]) => Math.hypot(x - real, y));
  const nearest = away.indexOf(Math.min(...away));
  return values.filter((_, k) => k !== nearest);
}

/** The factor between two matrices, NaN when there is none. */
function proportion(now, before) {
  let at = 0;
  for (let k = 0; k < before.length; k++) if (Math.abs(before[k]) > Math.abs(before[at])) at = k;
  const factor = before[at] ? now[at] / before[at] : 1, slack = 1e-9 * Math.abs(now[at]);
  for (let k = 0; k < now.length; k++) if (!(Math.abs(now[k] - factor * before[k]) <= slack)) return NaN;
  return factor;
}
