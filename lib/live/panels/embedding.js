// The path of all voltages in the plane of their first two principal components. Drawn when the figure rests.
import { Picture, axes, fixed } from "../draw.js";
import { principalPlane } from "../measure.js";
import { normals } from "../model.js";

export function panel(figure, { label = "Embedding", start = 0 }) {
  const picture = new Picture({ label, height: 236, square: true });
  const { n, steps } = figure.family;
  let guess = [normals(1, n), normals(2, n)], plane = null, area;
  return {
    picture,
    rest({ voltage }) { // too slow for every frame
      plane = principalPlane({ n, steps: steps - start, voltage: voltage.subarray(start * n) }, guess);
      guess = plane.directions;
    },
    draw() {
      picture.open();
      if (!plane) return;
      const reach = [...plane.path[0], ...plane.path[1]].reduce((most, one) => Math.max(most, Math.abs(one)), 1) * 1.05;
      const axis = (name) => ({ low: -reach, high: reach, ticks: [], label: name });
      area = axes(picture, figure.colours, { x: axis("component 1"), y: axis("component 2"), left: 16 });
      picture.read.textContent = `${fixed(100 * plane.explained, 0)}% of the variance`;
    },
    moment() {
      if (!plane) return;
      const [x, y] = plane.path, { context } = picture;
      context.fillStyle = figure.colours.simulation;
      const until = Math.min(x.length - 1, figure.head - start);
      for (let t = 0; t <= until; t++) context.fillRect(area.x(x[t]) - 1, area.y(y[t]) - 1, 2, 2);
      context.fillStyle = figure.colours.chosen;
      const now = figure.atEnd ? 0 : Math.max(until, 0); // the start, or the moment
      context.beginPath();
      context.arc(area.x(x[now]), area.y(y[now]), 4, 0, 2 * Math.PI);
      context.fill();
    },
    describe: () => picture.describe(`two components hold ${fixed(100 * (plane?.explained ?? NaN), 0)} % of the variance`),
  };
}
