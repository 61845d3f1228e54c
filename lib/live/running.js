// Running on: time goes past the end of what was simulated, and the window moves with it.
import { button } from "./controls.js";
import { element } from "./draw.js";
import { kickSize } from "./family.js";
import { Simulator, simulate } from "./model.js";

/**
 * A run that goes on. As long as nothing is touched, it is what a longer run in Python gives, to the last bit: noise goes
 * on with its stream, an array holds its last column. What is touched acts from then on.
 */
export class Onward {
  constructor(family, state) {
    Object.assign(this, { family, simulator: new Simulator(family.n), origin: 0, waiting: [], touched: null });
    this.kicks = [...state.kicks]; // [neuron, step since the beginning, mV]
    this.take(state);
    const { spikes, voltage } = simulate(this.network, this.simulator), size = spikes.length;
    this.record = new Uint8Array(2 * size); // the window, and as much before it
    this.record.set(spikes, size);
    Object.assign(this, { voltage, spikes: this.record.subarray(size) });
  }

  /** From now on the network of this state. */
  take(state) {
    if (this.state) this.touch();
    if (this.state?.draw !== state.draw) this.inputs = this.family.onward(state.draw);
    this.state = state;
    this.network = this.family.network(state, (this.room ??= this.family.room()));
  }

  /** Make a neuron spike in the next step. */
  kick(neuron) {
    this.touch();
    this.waiting.push(neuron);
  }

  /** From this step on it is no longer what Python gives. */
  touch() {
    this.touched ??= this.origin + this.family.steps - 1;
  }

  /** So many steps more. The arrays of the window stay, and their content moves. */
  advance(count) {
    const { n, steps } = this.family;
    for (let left = count; left > 0; left -= steps - 1) {
      const by = Math.min(left, steps - 1);
      this.record.copyWithin(0, by * n);
      this.voltage.copyWithin(0, by * n);
      this.spikes.fill(0, (steps - by) * n);
      this.origin += by;
      for (let t = steps - by - 1; t < steps - 1; t++) this.step(t);
    }
    this.kicks = this.kicks.filter(([, step]) => step >= this.origin);
  }

  step(t) {
    const { simulator, network, origin, family: { n } } = this, inputs = this.inputs(this.state);
    for (const neuron of this.waiting.splice(0)) {
      const { drive, held, onTheWay } = simulator, before = { drive: drive.slice(), held: held.slice(), onTheWay: [...onTheWay] };
      simulator.step(network, inputs, 0, this, t * n); // to see what it takes
      const size = kickSize(this, neuron, t);
      Object.assign(simulator, before);
      this.spikes.fill(0, (t + 1) * n);
      inputs[neuron] += size / network.mu;
      this.kicks.push([neuron, origin + t, size]);
    }
    simulator.step(network, inputs, 0, this, t * n);
  }

  /** What the panels show. */
  frame() {
    const { state, network, spikes, voltage, record, origin } = this;
    return { state: { ...state, kicks: this.kicks.map(([i, step, size]) => [i, step - origin, size]) }, network, spikes, voltage, record };
  }
}

/** The control: a button that lets time go on, one that goes back to the beginning, and a line that says what is seen. */
export class Running {
  constructor(figure) {
    this.figure = figure;
    this.run = null;
    this.button = button("Run on", figure, () => this.go(!this.going), { title: "Let time go on: what you change acts from then on" });
    this.back = button("Back to 0 ms", figure, () => {
      this.end();
      this.button.focus();
    });
    this.note = element("p", { className: "live-note" });
    this.advance = (count) => {
      this.run.advance(count);
      figure.stale = true;
      figure.player.seek(figure.family.steps - 1);
      figure.ask();
    };
  }

  get going() {
    return this.figure.player.act === this.advance;
  }

  go(on) {
    const { figure, figure: { player, family } } = this;
    if (on) this.run ??= new Onward(family, figure.state);
    if (on) player.head = family.steps - 1;
    if (on && player.still.matches) this.advance(family.steps - 1); // a window at once, without motion
    else player.go(on ? this.advance : null);
  }

  kick(neuron) {
    const { figure, figure: { player, dt } } = this;
    if (figure.state.silenced.includes(neuron)) return figure.say(`Neuron ${neuron} is silenced.`);
    this.run.kick(neuron);
    this.show();
    figure.choose(neuron);
    return figure.say(`A kick for neuron ${neuron} at ${player.now(figure.family.steps - 1)} ms.`);
  }

  /** The state has changed. Kicks have their times from 0 on, and so has what is compared: both begin anew. */
  follow(state) {
    const { run } = this, fixed = ({ kicks, pin }) => JSON.stringify([kicks, pin]);
    if (!run || run.state === state) return;
    if (fixed(state) === fixed(run.state)) run.take(state);
    else this.end();
  }

  end() {
    if (!this.run) return;
    const { player, family } = this.figure;
    this.run = null;
    player.go(null);
    player.seek(family.steps - 1);
    this.figure.changed();
  }

  show() {
    const { run } = this;
    this.button.textContent = this.going ? "Pause" : "Run on";
    this.back.hidden = this.note.hidden = !run;
    this.note.textContent = run?.touched ? "Changed on the way: links and Python hold the sliders, not this history." : "Nothing is touched: a longer run in Python gives the same spikes.";
  }
}
