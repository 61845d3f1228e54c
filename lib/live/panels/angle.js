// Where on a ring the activity is, over time, how pronounced it is there, and how fast it turns.
//
// Neuron j stands at the angle 360 j / n degrees, the first at the bottom of the raster. Options: `last`, the steps
// at the end over which the length and the turning speed are taken; `cues`, where they begin and end [ms].
import { Picture, axes, ceiling, curve, fixed, marks, playhead, timeAxis } from "../draw.js";
import { compass, mean } from "../measure.js";

const SPLIT = 0.64; // of the height: the angle above it, the length below
const DEGREES = 180 / Math.PI;

export function panel(figure, { label = "Angle", height = 236, last, cues = [] }) {
  const picture = new Picture({ label, height });
  const { n, steps } = figure.family;
  const times = Float64Array.from({ length: steps }, (_, t) => t * figure.dt);
  let shown, measured, above, below;

  const measure = (frame) => {
    if (shown === frame) return;
    const { angles, lengths } = compass({ n, steps, spikes: frame.spikes }, { decay: frame.network.decay, dt: figure.dt });
    // within one turn, with a gap where it passes 0, and none before the first spike
    const turned = angles.map((angle) => (((angle * DEGREES) % 360) + 360) % 360);
    const jumps = (t) => t > 0 && Math.abs(turned[t] - turned[t - 1]) > 180;
    const within = turned.map((angle, t) => (lengths[t] === 0 || jumps(t) ? NaN : angle));
    const speed = ((angles[steps - 1] - angles[steps - last]) * DEGREES * 1000) / ((last - 1) * figure.dt);
    measured = { within, lengths, length: mean(lengths.subarray(-last)), speed };
    shown = frame;
  };
  const said = () => `length ${fixed(measured.length)} Hz, turning ${fixed(measured.speed, 0)} °/s`;

  return {
    picture,
    wide: true,
    draw(frame) {
      measure(frame);
      const { colours } = figure;
      const context = picture.open();
      const cut = Math.round(picture.height * SPLIT);

      above = axes(picture, colours, {
        bottom: cut,
        x: timeAxis(figure, { bare: true }),
        y: { low: 0, high: 360, label: "angle [°]", ticks: [0, 90, 180, 270, 360] },
      });
      marks(context, above, cues, colours);
      curve(context, above, times, measured.within, { color: colours.simulation, width: 2 });

      const high = ceiling(measured.lengths.reduce((most, x) => Math.max(most, x), 10));
      below = axes(picture, colours, {
        top: cut,
        x: timeAxis(figure),
        y: { low: 0, high, about: 2 },
      });
      marks(context, below, cues, colours);
      curve(context, below, times, measured.lengths, { color: colours.ink, width: 1.4 });
      Object.assign(context, { textAlign: "right", textBaseline: "middle", fillStyle: colours.ink });
      const low = measured.length > high / 2;
      context.fillText("length [Hz]", below.right - 4, low ? below.bottom - 9 : below.top + 8);
      picture.read.textContent = said();
    },
    moment() {
      for (const area of [above, below]) playhead(picture.context, area, figure);
    },
    describe(frame) {
      measure(frame);
      const end = measured.within.findLast((angle) => Number.isFinite(angle));
      picture.describe(`at the end at ${fixed(end, 0)} degrees, ${said()}`);
    },
  };
}
