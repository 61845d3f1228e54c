// The path of all voltages in the plane of their first two principal components. Drawn when the figure rests.
import { ghosts } from "../compare.js";
import { Picture, axes, fixed } from "../draw.js";
import { principalPlane, project } from "../measure.js";
import { normals } from "../model.js";

export function panel(figure, { label = "Embedding", start = 0 }) {
  const picture = new Picture({ label, height: 236, square: true });
  const { n, steps } = figure.family;
  const late = ({ voltage }) => ({ n, steps: steps - start, voltage: voltage.subarray(start * n) });
  let guess = [normals(1, n), normals(2, n)], plane = null, theirs = null, area;
  return {
    picture,
    rest(frame) { // too slow for every frame
      plane = principalPlane(late(frame), guess);
      guess = plane.directions;
      theirs = frame.other && project(late(frame.other), plane);
    },
    draw() {
      picture.open();
      if (!plane) return;
      const reach = [...plane.path, ...(theirs ?? [])].flatMap((axis) => [...axis]).reduce((most, one) => Math.max(most, Math.abs(one)), 1) * 1.05;
      const axis = (name) => ({ low: -reach, high: reach, ticks: [], label: name });
      area = axes(picture, figure.colours, { x: axis("component 1"), y: axis("component 2"), left: 16 });
    },
    moment(frame) {
      if (!plane) return;
      const { context } = picture, until = Math.min(steps - start - 1, figure.head - start);
      const now = figure.atEnd ? 0 : Math.max(until, 0); // the start, or the moment
      ghosts(context, frame, (one, ghost) => {
        const [x, y] = (ghost ? theirs : plane.path) ?? [];
        if (!x) return;
        context.fillStyle = figure.colours.simulation;
        for (let t = 0; t <= until; t++) context.fillRect(area.x(x[t]) - 1, area.y(y[t]) - 1, 2, 2);
        context.fillStyle = figure.colours.chosen;
        context.beginPath();
        context.arc(area.x(x[now]), area.y(y[now]), 4, 0, 2 * Math.PI);
        context.fill();
      });
    },
    read: () => (plane ? `${fixed(100 * plane.explained, 0)}% of the variance` : ""),
    describe: () => `two components hold ${fixed(100 * (plane?.explained ?? NaN), 0)} % of the variance`,
  };
}
