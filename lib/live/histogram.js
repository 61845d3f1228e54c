// A histogram of any values; where each value belongs to a neuron, a bar lights up its neurons.
import { ghosts, layers } from "./compare.js";
import { Picture, axes, bars, ceiling } from "./draw.js";

const BINS = 20;

export function histogram(figure, { label, height, axis, values, owners, summary }) {
  const picture = new Picture({ label, height });
  let area, members = [];
  if (owners) {
    figure.hover(picture.canvas, (event) => {
      const share = (picture.at(event)[0] - area.left) / (area.right - area.left);
      return members[Math.floor(share * BINS)] ?? [];
    });
  }
  return {
    picture,
    draw(frame) {
      const { colours } = figure;
      const context = picture.open();
      const most = (numbers, least) => numbers.reduce((far, x) => Math.max(far, x), least);
      const high = ceiling(Math.max(...layers(frame).map((one) => most(values(one), 0))));
      const binned = new Map(layers(frame).map((one) => [one, Array.from({ length: BINS }, () => [])]));
      for (const [one, bins] of binned) values(one).forEach((x, k) => bins[Math.min(BINS - 1, Math.floor((x / high) * BINS))].push(k));
      members = binned.get(frame);
      const counts = (one) => binned.get(one).map((bin) => bin.length);
      const top = ceiling(Math.max(...layers(frame).map((one) => most(counts(one), 1))));
      area = axes(picture, colours, { x: { low: 0, high, label: axis, about: 4 }, y: { low: 0, high: top, ticks: [0, top] } });
      const edge = (k) => area.x((k * high) / BINS);
      ghosts(context, frame, (one, ghost) => bars(context, area, edge, counts(one), { color: ghost ? colours.ink : colours.simulation, gap: 0.5, hollow: ghost }));
      const lit = members.map((bin) => bin.reduce((sum, i) => sum + figure.lit.has(i), 0));
      if (owners) bars(context, area, edge, lit, { color: colours.chosen, alpha: 1, gap: 0.5 });
    },
    read: summary,
  };
}
