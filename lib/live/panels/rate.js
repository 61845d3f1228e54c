// The firing rate of the whole population, in windows of 5 ms.
import { Picture, axes, ceiling, fixed, playhead, timeAxis } from "../draw.js";
import { populationRate } from "../measure.js";

export function panel(figure, { label = "Population rate", height = 92 }) {
  const picture = new Picture({ label, height });
  const width = Math.max(1, Math.round(5 / figure.dt));
  let area;
  return {
    picture,
    wide: true,
    draw({ spikes, measured }) {
      const { colours } = figure;
      const context = picture.open();
      const windows = populationRate({ ...figure.family, spikes }, width, figure.dt);
      const high = ceiling(windows.reduce((most, rate) => Math.max(most, rate), 1));
      area = axes(picture, colours, { x: timeAxis(figure), y: { low: 0, high, label: "rate [Hz]", ticks: [0, high] } });
      context.fillStyle = colours.simulation;
      context.globalAlpha = 0.6;
      windows.forEach((rate, w) => {
        const left = area.x(w * width * figure.dt);
        context.fillRect(left, area.y(rate), area.x((w + 1) * width * figure.dt) - left + 0.3, area.bottom - area.y(rate));
      });
      context.globalAlpha = 1;
      context.strokeStyle = colours.ink;
      context.lineWidth = 1;
      context.beginPath();
      context.moveTo(area.left, area.y(measured.rate));
      context.lineTo(area.right, area.y(measured.rate));
      context.stroke();
      picture.read.textContent = `mean ${fixed(measured.rate)} Hz`;
    },
    moment: () => playhead(picture.context, area, figure),
    describe({ measured }) {
      picture.describe(`mean ${fixed(measured.rate)} Hz`);
    },
  };
}
