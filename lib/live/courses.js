// Two graphs over time in one panel, one above the other, with the moments that the author marks.
import { Picture, axes, marks, playhead, timeAxis } from "./draw.js";

/**
 * A panel that follows something through the run of a network.
 *
 * @param {object} options
 * @param {number} options.split share of the height above which the upper graph stands
 * @param {number[]} options.cues moments to mark [ms]
 * @param {function(frame): object} options.measure is called once for each frame; the others get what it returns
 * @param {{y: function(measured), draw: function(measured, area, context, times)}} options.above its axis and its curves
 * @param {object} options.below likewise
 * @param {function(measured): string} options.said what stands beside the label
 * @param {function(measured): string} options.described what a screen reader says
 */
export function courses(figure, { label, height, split, cues, measure, above, below, said, described }) {
  const picture = new Picture({ label, height });
  const times = Float64Array.from({ length: figure.family.steps }, (_, t) => t * figure.dt);
  let shown, measured, areas = [];
  const look = (frame) => {
    if (shown !== frame) [shown, measured] = [frame, measure(frame)];
    return measured;
  };
  return {
    picture,
    wide: true,
    draw(frame) {
      look(frame);
      const { colours } = figure;
      const context = picture.open();
      const cut = Math.round(picture.height * split);
      areas = [
        axes(picture, colours, { bottom: cut, x: timeAxis(figure, { bare: true }), y: above.y(measured) }),
        axes(picture, colours, { top: cut, x: timeAxis(figure), y: below.y(measured) }),
      ];
      [above, below].forEach((graph, k) => {
        marks(context, areas[k], cues, colours);
        graph.draw(measured, areas[k], context, times);
      });
      picture.read.textContent = said(measured);
    },
    moment() {
      for (const area of areas) playhead(picture.context, area, figure);
    },
    describe: (frame) => picture.describe(described(look(frame))),
  };
}

/** A word inside a graph, at its right end, high or low, where the curve is not. */
export function inside(context, area, text, low, colours) {
  Object.assign(context, { textAlign: "right", textBaseline: "middle", fillStyle: colours.ink });
  context.fillText(text, area.right - 4, low ? area.bottom - 9 : area.top + 8);
}
