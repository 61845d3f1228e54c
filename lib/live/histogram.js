// A histogram of any values; where each value belongs to a neuron, a bar lights up its neurons.
import { Picture, axes, ceiling } from "./draw.js";

const BINS = 20;

export function histogram(figure, { label, height, axis, values, owners, summary }) {
  const picture = new Picture({ label, height });
  let area, high, members = [];
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
      const all = values(frame);
      high = ceiling(all.reduce((most, x) => Math.max(most, x), 0));
      members = Array.from({ length: BINS }, () => []);
      all.forEach((x, k) => members[Math.min(BINS - 1, Math.floor((x / high) * BINS))].push(k));
      const top = ceiling(members.reduce((most, bin) => Math.max(most, bin.length), 1));
      area = axes(picture, colours, { x: { low: 0, high, label: axis, about: 4 }, y: { low: 0, high: top, ticks: [0, top] } });
      members.forEach((bin, k) => {
        const left = area.x((k * high) / BINS), right = area.x(((k + 1) * high) / BINS);
        const bar = (count, color, alpha) => {
          context.fillStyle = color;
          context.globalAlpha = alpha;
          context.fillRect(left + 0.5, area.y(count), right - left - 1, area.bottom - area.y(count));
          context.globalAlpha = 1;
        };
        bar(bin.length, colours.simulation, 0.6);
        if (owners) bar(bin.reduce((sum, i) => sum + figure.lit.has(i), 0), colours.chosen, 1);
      });
      picture.read.textContent = summary(frame);
    },
    describe: (frame) => picture.describe(summary(frame)),
  };
}
