// A live figure on the screen: controls that change the state, and panels that show what the network then does.
import { Compare, both, spoken } from "./compare.js";
import { button, slider } from "./controls.js";
import { element, fixed } from "./draw.js";
import { Editor } from "./editor.js";
import { Family } from "./family.js";
import { Kick } from "./kick.js";
import { toLink } from "./links.js";
import { measure } from "./measure.js";
import { simulate } from "./model.js";
import { panels } from "./panels.js";
import { Player } from "./player.js";
import { toPython } from "./python.js";
import { large, small } from "./room.js";
import { Running } from "./running.js";

const REST = 150; // without a change for so long, the figure rests [ms]
const COLOURS = ["ink", "muted", "grid", "paper", "excitation", "inhibition", "simulation", "comparison", "chosen", "theory"];

/** Whether a panel is not behind a tab. */
const inSight = ({ picture }) => !picture.box.hidden;

/**
 * Put a live figure into an empty element. Throws, and leaves the element empty, when `spec` or `state` is damaged.
 *
 * @param {HTMLElement} root
 * @param {object} spec as family.py and figure.py write it
 * @param {object} [options]
 * @param {import("./family.js").State} [options.state] the article's own when missing
 * @param {function(State)} [options.onState] is told what the reader changes
 * @param {number} [options.chosen] the neuron to light up, the article's own when missing
 * @param {function(number)} [options.onChoice] is told which one the reader chooses
 * @param {function(string): string} [options.address] of the page with a state in it; without it there is no link to copy
 */
export function mount(root, spec, options = {}) {
  const figure = new Figure(root, spec, options);
  try {
    figure.begin();
  } catch (error) {
    figure.destroy();
    throw error;
  }
  return figure;
}

class Figure {
  constructor(root, spec, { state, onState = () => {}, chosen = spec.chosen ?? 0, onChoice = () => {}, address }) {
    Object.assign(this, { root, spec, state, onState, chosen, onChoice, address });
    this.listeners = new AbortController();
    this.observers = [];
  }

  begin() {
    const { spec } = this;
    this.family = new Family(spec);
    this.state ??= this.family.start();
    this.family.check(this.state);
    this.dt = spec.parameters.dt;
    this.pointed = [];
    this.back = null; // a button, as long as the way back to the text is open
    this.player = new Player(this);
    this.running = new Running(this);
    this.editor = new Editor(this);
    this.kick = new Kick(this);
    this.compare = new Compare(this);
    this.panels = spec.panels.map(({ kind, ...options }) => panels[kind](this, options));
    this.drawn = [...this.panels, this.compare.strip];
    this.build();
    this.follow();
    this.readColours();
    this.changed();
    this.render(); // at once: a damaged figure throws here and not later
    if (spec.playing && !this.player.still.matches) this.running.go(true);
  }

  // ------------------------------------------------------------------------- what panels use

  /** Listen for as long as the figure lives. */
  listen(target, type, act, options = {}) {
    target.addEventListener(type, act, { ...options, signal: this.listeners.signal });
  }

  /** The step that is shown; at the last one, everything is. */
  get head() {
    return this.player.head;
  }

  /** The step at which the window begins. */
  get origin() {
    return this.running.run?.origin ?? 0;
  }

  get atEnd() {
    return this.head >= this.family.steps - 1;
  }

  /** The neurons to light up: those under the pointer and the chosen one. */
  get lit() {
    return new Set([...this.pointed, this.chosen]);
  }

  point(neurons) {
    if (String(neurons) === String(this.pointed)) return;
    this.pointed = neurons;
    this.ask();
  }

  choose(neuron) {
    this.chosen = Math.min(this.family.n - 1, Math.max(0, neuron));
    this.onChoice(this.chosen);
    this.showState();
    this.ask();
  }

  /** Light up the neurons that `find` names for the place of the pointer. */
  hover(canvas, find) {
    this.listen(canvas, "pointermove", (event) => this.point(find(event)));
    this.listen(canvas, "pointerleave", () => this.point([]));
  }

  /** Let keys move the choice by so many neurons. */
  arrows(canvas, keys) {
    canvas.tabIndex = 0;
    this.listen(canvas, "keydown", (event) => {
      if (!(event.key in keys)) return;
      this.choose(this.chosen + keys[event.key]);
      event.preventDefault();
    });
  }

  // ------------------------------------------------------------------------- state

  /** A new state from outside, such as from Python. */
  setState(state) {
    if (JSON.stringify(state) === JSON.stringify(this.state)) return;
    this.family.check(state);
    this.running.end();
    this.state = state;
    this.changed();
  }

  /** A change by the reader: whether it was made. One that makes no sense changes nothing, and the figure says why. */
  change(part) {
    const state = { ...this.state, ...part };
    try {
      this.family.check(state);
    } catch (error) {
      this.say(error.message);
      return false;
    }
    this.state = state;
    this.told = false;
    if (this.back) this.message.replaceChildren(this.back); // what the text has set is no longer what is shown
    this.changed();
    return true;
  }

  changed() {
    this.running.follow(this.state);
    this.stale = true;
    if (!this.copied.hidden) this.say(""); // a text to copy is of another network now
    this.showState();
    this.ask();
  }

  reset(state = this.family.start()) {
    this.player.reset();
    this.change(state);
    this.say("");
  }

  /** The network of the article, no tool in hand; time that ran on does so from the beginning. */
  restart() {
    const { going } = this.running;
    this.kick.arm(false);
    this.reset();
    if (going) this.running.go(true);
  }

  /** Do what may change the height of the figure, and leave this part of it where the finger is. */
  hold(node, act) {
    const top = () => node.getBoundingClientRect().top, before = top();
    act();
    this.render();
    (node.closest("dialog") ?? window).scrollBy({ top: top() - before, behavior: "instant" });
  }

  // ------------------------------------------------------------------------- frames

  /** Draw in the next frame. `moment`: nothing but the time has changed. */
  ask({ moment = false } = {}) {
    this.redraw ||= !moment;
    this.asked ??= requestAnimationFrame(() => {
      this.asked = null;
      this.render();
    });
  }

  render() {
    const start = performance.now();
    if (this.stale) this.frame = this.compare.beside(this.running.run ? this.look(this.running.run.frame()) : this.run(this.state));
    const simulated = performance.now();
    for (const panel of this.drawn.filter(inSight)) this.show(panel);
    if (this.redraw) this.summary.textContent = this.sentence();
    this.redraw = false;
    this.timing = { simulate: simulated - start, draw: performance.now() - simulated };
    if (this.told === false) this.onState(this.state);
    this.told = true;
    if (this.stale) this.later();
    this.stale = false;
  }

  /** What the network of a state does. */
  run(state, room) {
    const network = this.family.network(state, room);
    return this.look({ state, network, ...simulate(network) });
  }

  /** A frame with what is measured on it. */
  look(frame) {
    const start = Math.max(0, this.spec.start - this.origin);
    return { ...frame, measured: measure({ ...frame.network, spikes: frame.spikes }, { dt: this.dt, start }) };
  }

  /** Rest soon, if nothing changes until then. */
  later() {
    clearTimeout(this.resting);
    if (!this.running.going) this.resting = setTimeout(() => this.rest(), REST);
  }

  /** Most of a picture stays while the figure plays, and takes longer to draw than what moves. */
  show({ picture, draw, moment, read }) {
    if (this.redraw || !picture.kept) {
      draw(this.frame);
      if (read) picture.read.textContent = both(this.frame, read);
      picture.kept = false;
      if (moment && !this.atEnd) picture.keep();
    } else if (moment) picture.restore();
    moment?.(this.frame);
  }

  /** What can wait until the reader's hand rests. */
  rest() {
    for (const panel of this.panels.filter(inSight)) panel.rest?.(this.frame);
    for (const panel of this.drawn.filter(inSight)) panel.picture.describe(spoken(this.frame, panel));
    this.announcement.textContent = [this.sentence(), ...this.compare.words(this.frame)].join("; ");
    this.ask();
  }

  sentence() {
    const { measured } = this.frame;
    const { n } = this.family;
    const cv = Number.isNaN(measured.cv) ? "" : `, CV ${fixed(measured.cv, 2)}`;
    const silenced = this.state.silenced.length ? `, ${this.state.silenced.length} silenced` : "";
    const { length } = this.frame.state.kicks, kicks = length ? `, ${length} ${length === 1 ? "kick" : "kicks"}` : "";
    return `${n} ${n === 1 ? "neuron" : "neurons"}, mean ${fixed(measured.rate)} Hz${cv}${silenced}${kicks}`;
  }

  // ------------------------------------------------------------------------- on the screen

  build() {
    const { root, spec, family } = this;
    root.classList.add("live");
    root.setAttribute("role", "group");
    root.setAttribute("aria-label", `Live figure ${spec.name}`);

    this.sliders = spec.sliders.map((one) => slider(one, this, (value) => this.change({ values: { ...this.state.values, [one.name]: value } })));
    this.summary = element("p", { className: "live-summary", "aria-hidden": "true" });
    this.announcement = element("p", { className: "live-hidden", role: "status" });

    const cut = (what) => () => {
      const { cut: now } = this.state;
      this.change({ cut: now.includes(what) ? now.filter((one) => one !== what) : [...now, what] });
    };
    this.toggles = spec.weights.length ? {
      shuffled: button("Shuffle weights", this, () => this.change({ shuffled: !this.state.shuffled }), { pressed: false, title: "The same weights in random places" }),
      inhibition: button("Cut inhibition", this, cut("inhibition"), { pressed: false, title: "All negative weights to 0" }),
      recurrence: button("Cut recurrence", this, cut("recurrence"), { pressed: false, title: "All weights to 0" }),
    } : {};
    const random = [...spec.weights, ...spec.inputs].some(({ seed }) => seed !== undefined);
    const reset = button("Reset", this, () => this.hold(reset, () => this.restart()), { title: "Back to the network of the article" });
    const main = [...(spec.panels.some(({ kind }) => kind === "raster") ? [this.kick.button] : []), this.compare.button, reset];
    const others = [
      ...(random || spec.weights.length ? [button("New seed", this, () => this.change({ draw: this.state.draw + 1 }), { title: "Draw everything random anew" })] : []),
      ...Object.values(this.toggles),
      ...(this.address ? [button("Copy link", this, () => this.copy(this.address(toLink(family, this.state)), "Link to this network copied."))] : []),
      button("Copy as Python", this, () => this.copy(toPython(family, this.state), "Python cell copied.")),
    ];

    this.message = element("p", { className: "live-message", role: "status" });
    this.copied = element("textarea", { className: "live-copied", readOnly: true, hidden: true, rows: 4, "aria-label": "To copy by hand" });

    this.room = spec.small ? small(this, reset) : large(this, main, others);
    root.append(...this.room.parts);
    // keys in here are no commands of JupyterLab, which asks the element that has them
    for (const one of root.querySelectorAll("canvas, input, button, select, summary, textarea")) one.setAttribute("data-lm-suppress-shortcuts", "true");
    this.listen(window, "pageshow", () => this.showState()); // after Back, the browser has put old values into the controls
  }

  /** Let the controls say what the state is. */
  showState() {
    const { values, shuffled, cut } = this.state;
    this.spec.sliders.forEach(({ name }, k) => this.sliders[k].show(values[name]));
    const pressed = (control, on) => control?.setAttribute("aria-pressed", on);
    pressed(this.toggles.shuffled, shuffled);
    pressed(this.toggles.inhibition, cut.includes("inhibition"));
    pressed(this.toggles.recurrence, cut.includes("recurrence"));
    this.editor.show(this.state);
    this.room.show(values);
    this.compare.show(this.state);
    this.running.show();
    this.player.show();
  }

  /** Follow the size of the figure and the colours of the page. */
  follow() {
    this.room.arrange(); // before anything is drawn, so that nothing is drawn for a panel behind a tab
    const recolour = () => {
      this.readColours();
      this.ask();
    };
    const sizes = new ResizeObserver(() => {
      for (const { picture } of this.drawn) picture.fit();
      recolour(); // a notebook attaches the figure late, and only then it has a style
    });
    for (const { picture } of this.drawn) {
      sizes.observe(picture.canvas);
      picture.fit();
    }
    const themes = new MutationObserver(recolour);
    for (const place of [document.documentElement, document.body]) themes.observe(place, { attributes: true });
    this.listen(matchMedia("(prefers-color-scheme: dark)"), "change", recolour);
    this.observers = [sizes, themes];
  }

  readColours() {
    const style = getComputedStyle(this.root);
    this.colours = Object.fromEntries(COLOURS.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
  }

  /** A message to the reader, and buttons behind it where something can be done: among them, as long as it is open, the way back. */
  say(text, ...more) {
    this.copied.hidden = true; // it goes with the message that tells of it
    this.message.replaceChildren(text, ...more, ...(this.back ? [this.back] : []));
    this.message.classList.remove("live-way");
  }

  async copy(text, done) {
    try {
      await navigator.clipboard.writeText(text);
      this.say(done);
    } catch { // no permission, or no secure page: the text is there to be copied by hand
      this.say("Copy the text below. ", button("Close", this, () => this.say("")));
      Object.assign(this.copied, { hidden: false, value: text });
      this.copied.focus({ preventScroll: true });
      this.copied.select();
      this.copied.scrollIntoView({ block: "nearest" }); // by no more than it takes: the next press is aimed already
    }
  }

  destroy() {
    this.player?.destroy();
    this.room?.destroy();
    this.listeners.abort();
    for (const observer of this.observers) observer.disconnect();
    cancelAnimationFrame(this.asked);
    clearTimeout(this.resting);
    this.root.replaceChildren();
  }
}
