// The tool with which a reader kicks neurons: one spike more, wherever it is put.
import { button } from "./controls.js";
import { kickSize } from "./family.js";
import { LOW } from "./room.js";

const HELP = "Press on the spikes to kick a neuron there and then; press on a kick to take it back. On the keyboard: arrows, Home and End choose neuron and moment, Enter kicks.";
const MORE = " Press on the spikes to kick another one; press on the mark of a kick to take it back.";
const NOW = "Press on the row of a neuron to kick it now. On the keyboard: up and down choose a neuron, Enter kicks.";

export class Kick {
  constructor(figure) {
    this.figure = figure;
    this.on = false;
    this.button = button("Kick", figure, ({ detail }) => {
      this.arm(!this.on);
      if (!this.on) return;
      figure.room.turn("raster"); // where neurons are kicked
      const { canvas } = figure.panels[figure.spec.panels.findIndex(({ kind }) => kind === "raster")].picture;
      if (detail === 0) return canvas.focus({ preventScroll: true }); // pressed by a key: so is the next
      this.first();
      if (matchMedia(LOW).matches) canvas.scrollIntoView({ block: "nearest" }); // there it is out of sight
    });
    this.name();
  }

  arm(on) {
    const { figure } = this;
    this.on = on;
    this.name();
    figure.say(on ? (figure.running.run ? NOW : HELP) : "");
    figure.ask();
  }

  /** The button says what a press on it does: one that stays down, pressed again for another kick, seems not to work. */
  name() {
    this.button.textContent = this.on ? "Done kicking" : "Kick";
    this.button.title = this.on ? "Presses on the spikes light up neurons again" : "Make a neuron spike once";
  }

  /** Whoever presses for a kick gets one: of the neuron that is lit up, now, or where it makes a spike more. */
  first() {
    const { figure, figure: { chosen, family: { steps }, running, state } } = this;
    if (running.run) return figure.hold(this.button, () => {
      figure.stale = true; // the room for what comes of it is made at once
      running.kick(chosen, " Press on the row of another one to kick it, too.");
    });
    if (state.kicks.length) return;
    if (figure.stale) figure.render();
    const from = Math.round(steps / 3), later = Array.from({ length: steps - 1 - from }, (_, k) => from + k);
    figure.hold(this.button, () => this.at(chosen, later.find((step) => !this.inVain(chosen, step)) ?? from, MORE));
  }

  /** Kick a neuron in a step, just enough for one spike; or take back the kick that is there. */
  at(neuron, step, more = "") {
    const { figure } = this, { kicks } = figure.state;
    if (figure.running.run) return figure.running.kick(neuron, more); // now
    const when = `neuron ${neuron} at ${step * figure.dt} ms`;
    figure.choose(neuron);
    const others = kicks.filter(([one, at]) => one !== neuron || at !== step);
    if (others.length < kicks.length) {
      figure.change({ kicks: others });
      return figure.say(`The kick of ${when} is taken back.`);
    }
    if (figure.stale) figure.render();
    const nothing = this.inVain(neuron, step);
    if (nothing) return figure.say(`A kick of ${when} would change nothing: ${nothing}.`);
    const size = kickSize(figure.frame, neuron, step);
    figure.change({ kicks: [...kicks, [neuron, step, size]] });
    return figure.say(`A kick of ${size} mV for ${when}, just enough to make it fire.${more}`);
  }

  /** Why a kick would do nothing, if so. */
  inVain(neuron, step) {
    const { state, spikes, network: { n, refractory, reset } } = this.figure.frame;
    if (state.silenced.includes(neuron)) return "the neuron is silenced";
    for (let t = Math.max(0, step + 1 - refractory); t <= step; t++) if (spikes[t * n + neuron]) return "the neuron is refractory";
    return reset !== null && spikes[(step + 1) * n + neuron] ? "the neuron spikes then anyway" : null;
  }
}
