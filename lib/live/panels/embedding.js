// The path of all voltages in the plane of their first two principal components. Drawn when the figure rests.
import { ghosts } from "../compare.js";
import { Picture, axes, fixed } from "../draw.js";
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

/**
 * The two directions along which the voltages vary most, by power iteration on both at once.
 *
 * @param {Float64Array[]} guess two vectors of n numbers to start from
 * @returns {{centre: Float64Array, directions: Float64Array[], path: Float64Array[], explained: number}} path: `steps`
 *   coordinates each
 */
export function principalPlane({ n, steps, voltage }, guess, rounds = 60) {
  const centre = new Float64Array(n);
  for (let t = 0, k = 0; t < steps; t++) for (let i = 0; i < n; i++, k++) centre[i] += voltage[k] / steps;
  let total = 0;
  for (let t = 0, k = 0; t < steps; t++) for (let i = 0; i < n; i++, k++) total += (voltage[k] - centre[i]) ** 2;
  let [a, b] = guess.map((vector) => vector.slice());
  const path = [new Float64Array(steps), new Float64Array(steps)];
  for (let round = 0; round <= rounds; round++) {
    normalize(a);
    const along = a.reduce((sum, x, i) => sum + x * b[i], 0);
    for (let i = 0; i < n; i++) b[i] -= along * a[i];
    normalize(b);
    const nextA = new Float64Array(n), nextB = new Float64Array(n);
    for (let t = 0; t < steps; t++) {
      let p = 0, q = 0;
      for (let i = 0, k = t * n; i < n; i++, k++) {
        const x = voltage[k] - centre[i];
        p += a[i] * x;
        q += b[i] * x;
      }
      path[0][t] = p;
      path[1][t] = q;
      for (let i = 0, k = t * n; i < n; i++, k++) {
        const x = voltage[k] - centre[i];
        nextA[i] += p * x;
        nextB[i] += q * x;
      }
    }
    if (round < rounds) [a, b] = [nextA, nextB];
  }
  const held = path.reduce((sum, axis) => sum + axis.reduce((own, x) => own + x * x, 0), 0);
  return { centre, directions: [a, b], path, explained: total ? held / total : NaN };
}

/** The path of other voltages in such a plane. */
export function project({ n, steps, voltage }, { centre, directions }) {
  return directions.map((along) => Float64Array.from({ length: steps }, (_, t) =>
    along.reduce((sum, x, i) => sum + x * (voltage[t * n + i] - centre[i]), 0)));
}

function normalize(vector) {
  const length = Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0)) || 1;
  for (let i = 0; i < vector.length; i++) vector[i] /= length;
}
