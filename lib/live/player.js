// Playing a live figure: a button, a slider of time, and the moment that the panels show.
import { button, slider } from "./controls.js";

const PACE = 125; // steps in a second
const FRAME = 33, LONGEST = 100; // at least so long between two pictures, and no more than this is made up for [ms]

export class Player {
  constructor(figure) {
    const { steps } = figure.family;
    Object.assign(this, { figure, steps, head: steps - 1, seen: true, act: null }); // at the end, everything is shown
    this.button = button("Replay", figure, () => this.play(!this.playing), { title: "Show again, step by step, what is on screen" });
    this.time = slider({ label: "time", low: 0, high: (steps - 1) * figure.dt, step: figure.dt, unit: "ms" }, figure, (value) => {
      this.go(null);
      this.seek(Math.round(value / figure.dt) - figure.origin);
    });
    this.again = (count) => this.seek((this.head + count) % steps);
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
    const respect = () => {
      this.button.hidden = this.still.matches;
      if (this.still.matches && this.act) this.go(null);
    };
    figure.listen(this.still, "change", respect);
    respect();
    this.sight = new IntersectionObserver(([{ isIntersecting }]) => {
      this.seen = isIntersecting;
      if (this.act) this.go(this.act); // goes on where it was, or stands still
    });
    this.sight.observe(figure.root);
  }

  get playing() {
    return this.act === this.again;
  }

  /** Show again what was simulated. */
  play(on) {
    if (on && this.figure.atEnd) this.head = 0;
    this.go(on ? this.again : null);
  }

  /** Let time pass: `act` is told again and again how many steps have passed, until another takes its place, or none. */
  go(act) {
    this.act = act;
    cancelAnimationFrame(this.ticking);
    this.show();
    this.figure.running.show();
    if (!act) return this.figure.later();
    let last = null, rest = 0;
    const tick = (now) => {
      if (!this.seen) return;
      this.ticking = requestAnimationFrame(tick);
      const passed = last === null ? 0 : now - last;
      if (last !== null && passed < FRAME) return;
      last = now;
      rest += (Math.min(passed, LONGEST) * PACE) / 1000;
      const whole = Math.floor(rest);
      rest -= whole;
      if (whole) act(whole);
    };
    this.ticking = requestAnimationFrame(tick);
    return undefined;
  }

  seek(step) {
    this.head = step;
    this.show();
    this.figure.ask({ moment: true });
  }

  /** The time of a step in the window [ms]. */
  now(step) {
    return Number(((this.figure.origin + step) * this.figure.dt).toPrecision(12));
  }

  show() {
    this.button.textContent = this.playing ? "Pause" : "Replay";
    this.button.disabled = this.figure.running.going; // one thing goes on at a time
    Object.assign(this.time.input, { min: this.now(0), max: this.now(this.steps - 1) });
    this.time.show(this.now(this.head));
  }

  reset() {
    this.go(null);
    this.figure.running.end();
    this.seek(this.steps - 1);
  }

  destroy() {
    cancelAnimationFrame(this.ticking);
    this.sight.disconnect();
  }
}
