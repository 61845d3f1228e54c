// Two graphs over time in one panel, one above the other, with the moments that the author marks.
import { ghosts, layers, once, widest } from "./compare.js";
import { Picture, axes, marks, playhead, timeAxis } from "./draw.js";

/**
 * A panel that follows something through the run of a network.
 *
 * @param {object} options
 * @param {number} options.split share of the height above which the upper graph stands
 * @param {number[]} options.cues moments to mark [ms]
 * @param {function(frame): object} options.measure is called once for each frame; the others get what it returns
 * @param {{y: function(measured), draw: function(measured, area, context, times), note: function(measured, area, context)}}
 *   options.above its axis, its curves, and what is written there, if anything
 * @param {object} options.below likewise
 * @param {function(measured): string} options.said what stands beside the label
 * @param {function(measured): string} options.described what a screen reader says
 */
export function courses(figure, { label, height, split, cues, measure, above, below, said, described }) {
  const picture = new Picture({ label, height });
  const times = Float64Array.from({ length: figure.family.steps }, (_, t) => t * figure.dt);
  const look = once(measure);
  let areas = [];
  return {
    picture,
    wide: true,
    draw(frame) {
      const { colours } = figure, all = layers(frame).map(look);
      const context = picture.open();
      const cut = Math.round(picture.height * split);
      areas = [
        axes(picture, colours, { bottom: cut, x: timeAxis(figure, { bare: true }), y: widest(all.map(above.y)) }),
        axes(picture, colours, { top: cut, x: timeAxis(figure), y: widest(all.map(below.y)) }),
      ];
      [above, below].forEach((graph, k) => {
        marks(context, areas[k], cues, colours);
        ghosts(context, frame, (one) => graph.draw(look(one), areas[k], context, times));
        graph.note?.(look(frame), areas[k], context);
      });
    },
    moment() {
      for (const area of areas) playhead(picture.context, area, figure);
    },
    read: (frame) => said(look(frame)),
    describe: (frame) => described(look(frame)),
  };
}

/** The run of a frame for measures with a memory: while the network runs on, with as much before the window. */
export const history = ({ spikes, record = spikes }, { n }) => ({ n, steps: record.length / n, spikes: record });

/** A word inside a graph, at its right end, high or low, where the curve is not. */
export function inside(context, area, text, low, colours) {
  Object.assign(context, { textAlign: "right", textBaseline: "middle", fillStyle: colours.ink });
  context.fillText(text, area.right - 4, low ? area.bottom - 9 : area.top + 8);
}
