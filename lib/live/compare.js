// A second network beside the one on screen: the pinned one, or the twin without kicks. What panels show it with, too.
import { button } from "./controls.js";
import { Picture, axes, bars, ceiling, element, number, playhead, timeAxis } from "./draw.js";
import { differences } from "./measure.js";

const FAINT = 0.5; // how much of its ink the other network keeps
const WINDOW = 10, BARS = 50; // how wide a bar of the differences is at least [ms], and how many there are at most
const LATE = 50; // the end of a run [ms]
const UNKICKED = "unkicked";

// ------------------------------------------------------------------------- for panels

/** What is drawn, from the back to the front: the frame of the network beside it, if there is one, and the frame. */
export const layers = (frame) => (frame.other ? [frame.other, frame] : [frame]);

/** Let `paint(frame, ghost)` draw each of them, the other one faintly. */
export function ghosts(context, frame, paint) {
  for (const one of layers(frame)) {
    context.save();
    if (one !== frame) context.globalAlpha = FAINT;
    paint(one, one !== frame);
    context.restore();
  }
}

/** What `compute` makes of a frame, computed once. */
export function once(compute) {
  const done = new WeakMap();
  return (frame) => {
    if (!done.has(frame)) done.set(frame, compute(frame));
    return done.get(frame);
  };
}

/** The axis in which all of these axes have room. */
export const widest = (all) => ({ ...all.at(-1), low: Math.min(...all.map(({ low }) => low)), high: Math.max(...all.map(({ high }) => high)) });

/** What `read` says of both: "mean 8.3 Hz (pinned: 9.1 Hz)". */
export function both(frame, read) {
  const own = read(frame), { other } = frame;
  if (!other || !/\d/.test(own)) return own; // no value, nothing to compare
  const theirs = read(other), [lead] = /^(.*: )?[^\d\u2212]*/.exec(own); // the words before the value, once
  return `${own} (${other.name}: ${theirs.startsWith(lead) ? theirs.slice(lead.length) : theirs})`;
}

/** What a screen reader says of a panel. */
export function spoken(frame, { describe, read }) {
  const own = (describe ?? read)(frame), { other } = frame;
  return other && /\d/.test(read?.(frame)) ? `${own}. ${other.name}: ${read(other)}` : own;
}

// ------------------------------------------------------------------------- for the figure

export class Compare {
  constructor(figure) {
    Object.assign(this, { figure, room: figure.family.room() });
    this.button = button("Pin", figure, () => {
      const { running: { run }, state: { pin, ...shown } } = figure;
      figure.hold(this.button, () => figure.change({ pin: pin ? null : shown }));
      if (run) figure.say("Compared from 0 ms on.");
    }, { pressed: false, title: "Compare what you change with what is on screen now" });
    this.strip = strip(figure);
  }

  /** Let the frame know the network beside it. */
  beside(frame) {
    const { figure } = this, { run } = figure.running, { box } = this.strip.picture;
    const other = run ? run.twin && { ...figure.look(run.frame(run.twin)), name: UNKICKED } : this.standing(frame.state);
    if ((other || (run && figure.kick.on)) && !box.parentNode) (figure.panels.find(({ wide }) => wide) ?? figure.panels[0]).picture.box.append(box); // below the raster
    else if (!other && (!run || figure.state.pin)) box.remove(); // while time runs on, nothing jumps, and what is pinned waits
    return other ? { ...frame, other, differences: differences({ ...figure.family, ...frame }, other) } : frame;
  }

  /** The network beside a state, which is run again only when it has changed. */
  standing(state) {
    const { figure } = this, other = figure.family.other(state), key = JSON.stringify([state.pin, other]);
    if (key !== this.key) {
      this.key = key;
      this.other = other && { ...figure.run(other, this.room), name: state.pin ? "pinned" : UNKICKED };
    }
    return this.other;
  }

  /** What is said of the differences, if there is a network to differ from. */
  words(frame) {
    return frame.other ? [this.strip.words(frame)] : [];
  }

  show({ pin }) {
    this.button.setAttribute("aria-pressed", pin !== null);
  }
}

/** The differences over time, among all spikes: where the one has grown to the other, the two have nothing more in common. */
function strip(figure) {
  const picture = new Picture({ label: "", height: 74 });
  picture.box.className = "live-differences"; // a part of the panel in which it stands
  const { steps } = figure.family, width = Math.max(1, Math.round(WINDOW / figure.dt), Math.ceil(steps / BARS)), late = Math.min(steps, Math.round(LATE / figure.dt));
  const sum = (counts) => counts.reduce((total, count) => total + count, 0);
  const windows = (counts) => Array.from({ length: Math.ceil(steps / width) }, (_, w) => sum(counts.subarray(w * width, (w + 1) * width)));
  const mark = (name, text) => element("span", { className: "live-mark" }, element("i", { className: name }), text);
  const name = ({ state }) => (state.pin ? "the pinned network" : `the network without the ${state.kicks.length === 1 ? "kick" : "kicks"}`);

  /** Words, and between them the numbers, each with its mark of the raster beside it on one line. */
  const parts = ({ state, differences: { added, gone, first, differing, all } }) => {
    const count = added + gone, since = first && (state.pin || state.kicks.length); // else it began before the window
    if (!count) return ["No spike differs."];
    const [last, of] = [differing, all].map((counts) => sum(counts.subarray(-late)));
    return [
      `${count} ${count === 1 ? "spike differs" : "spikes differ"}${since ? `, from ${figure.player.now(first)} ms on` : " in this window"}: `,
      mark("live-added", `${added}`), ` ${added === 1 ? "is" : "are"} new, `, mark("live-gone", `${gone}`), ` ${gone === 1 ? "is" : "are"} gone. In the last ${number(late * figure.dt)} ms, `,
      mark("live-differing", `${last || "none"}`), " of the ", mark("live-all", `${of}`), ` spikes of both ${last === 1 ? "differs" : "differ"}.`,
    ];
  };
  const words = (frame) => parts(frame).map((part) => part.textContent ?? part).join("");
  let area;
  return {
    picture,
    wide: true,
    words: (frame) => `compared with ${name(frame)}: ${words(frame)}`,
    draw(frame) {
      const { colours } = figure, context = picture.open();
      if (!frame.other) {
        picture.name.textContent = "No kick in the window"; // it has left, or was taken back
        return picture.read.replaceChildren("Kick, and the network without the kick runs beside.");
      }
      const all = windows(frame.differences.all), top = ceiling(Math.max(...all, 1));
      area = axes(picture, colours, { x: timeAxis(figure), y: { low: 0, high: top, label: "spikes", ticks: [0, top] } });
      const edge = (w) => area.x(Math.min(w * width, steps) * figure.dt);
      bars(context, area, edge, all, { color: colours.muted, alpha: 0.3, gap: 0.5 });
      bars(context, area, edge, windows(frame.differences.differing), { color: colours.ink, alpha: 1, gap: 0.5 });
      picture.name.textContent = `Compared with ${name(frame)}`;
      return picture.read.replaceChildren(...parts(frame));
    },
    moment: (frame) => frame.other && playhead(picture.context, area, figure),
    describe: (frame) => (frame.other ? words(frame) : ""),
  };
}
