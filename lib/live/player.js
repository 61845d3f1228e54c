// Playing a live figure: a button, a slider of time, and the moment that the panels show.
import { button, slider } from "./controls.js";
import { element } from "./draw.js";

const PACE = 125; // steps in a second
const FRAME = 33; // at least so long between two pictures [ms]

export class Player {
  constructor(figure) {
    const { steps } = figure.family;
    Object.assign(this, { figure, steps, head: steps - 1, seen: true }); // at the end, everything is shown
    this.button = button("Play", figure, () => this.play(!this.playing));
    this.time = slider({ label: "time", low: 0, high: (steps - 1) * figure.dt, step: figure.dt, unit: "ms" }, figure, (value) => {
      this.play(false);
      this.seek(Math.round(value / figure.dt));
    });
    this.time.show(this.head * figure.dt);
    this.box = element("div", { className: "live-time" }, this.button, this.time.box);

    const still = matchMedia("(prefers-reduced-motion: reduce)");
    const respect = () => {
      this.button.hidden = still.matches;
      if (still.matches) this.play(false);
    };
    figure.listen(still, "change", respect);
    respect();
    this.sight = new IntersectionObserver(([{ isIntersecting }]) => {
      this.seen = isIntersecting;
      if (this.playing) this.play(true); // goes on where it was, or stands still
    });
    this.sight.observe(figure.root);
  }

  play(on) {
    this.playing = on;
    this.button.textContent = on ? "Pause" : "Play";
    cancelAnimationFrame(this.ticking);
    if (!on) return;
    if (this.figure.atEnd) this.head = 0;
    let last = null;
    const tick = (now) => {
      if (!this.playing || !this.seen) return;
      this.ticking = requestAnimationFrame(tick);
      if (last !== null && now - last < FRAME) return;
      this.passed = (last === null ? 0 : this.passed) + ((now - (last ?? now)) * PACE) / 1000;
      last = now;
      const whole = Math.floor(this.passed);
      this.passed -= whole;
      if (whole) this.seek((this.head + whole) % this.steps);
    };
    this.ticking = requestAnimationFrame(tick);
  }

  seek(step) {
    this.head = step;
    this.time.show(step * this.figure.dt);
    this.figure.ask({ moment: true });
  }

  /** So many steps on or back, by hand. */
  step(by) {
    this.play(false);
    this.seek((this.head + by + this.steps) % this.steps);
  }

  reset() {
    this.play(false);
    this.seek(this.steps - 1);
  }

  destroy() {
    this.play(false);
    this.sight.disconnect();
  }
}
