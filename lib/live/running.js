// Running on: time goes past the end of what was simulated, and the window moves with it.
import { button } from "./controls.js";
import { element } from "./draw.js";
import { kickSize } from "./family.js";
import { Simulator, simulate } from "./model.js";

/** One network on its way: {simulator, voltage, record, spikes}. `spikes` and `voltage` are those of the window. */
class Course {
  constructor(network) {
    this.simulator = new Simulator(network.n);
    const { spikes, voltage } = simulate(network, this.simulator);
    this.record = new Uint8Array(2 * spikes.length); // the window, and as much before it
    this.record.set(spikes, spikes.length);
    this.voltage = voltage;
  }

  get spikes() {
    return this.record.subarray(this.record.length / 2);
  }

  copy() {
    const { simulator, voltage, record } = this, made = Object.create(Course.prototype);
    return Object.assign(made, { simulator: simulator.copy(), voltage: voltage.slice(), record: record.slice() });
  }

  /** Forget the first columns of the window, and make room at its end. */
  move(columns) {
    this.record.copyWithin(0, columns);
    this.voltage.copyWithin(0, columns);
    this.record.fill(0, this.record.length - columns);
  }
}

/**
 * A run that goes on. As long as nothing is touched, it is what a longer run in Python gives, to the last bit: noise goes
 * on with its stream, an array holds its last column. What is touched acts from then on. From a kick on the twin, which
 * hears the same but for the kicks, runs beside it, until a window shows neither a kick nor a spike that differs.
 */
export class Onward {
  constructor(family, state) {
    Object.assign(this, { family, origin: 0, waiting: [], touched: null, twin: null });
    this.kicks = [...state.kicks]; // [neuron, step since the beginning, mV], in the window
    this.take(state);
    this.own = new Course(this.network);
    if (this.kicks.length) this.twin = new Course(family.network({ ...state, kicks: [] }, family.room()));
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
      this.own.move(by * n);
      this.twin?.move(by * n);
      this.origin += by;
      for (let t = steps - by - 1; t < steps - 1; t++) this.step(t);
    }
    this.kicks = this.kicks.filter(([, step]) => step >= this.origin);
    if (this.kicks.length || !this.twin) return;
    const { spikes } = this.own, { spikes: others } = this.twin;
    if (spikes.every((spike, k) => spike === others[k])) this.twin = null;
  }

  step(t) {
    const { own, network, origin, family: { n } } = this, inputs = this.inputs(this.state);
    if (this.waiting.length) this.twin ??= own.copy();
    this.twin?.simulator.step(network, inputs, 0, this.twin, t * n);
    for (const neuron of this.waiting.splice(0)) {
      const before = own.simulator.copy();
      own.simulator.step(network, inputs, 0, own, t * n); // to see what it takes
      const size = kickSize({ network, voltage: own.voltage }, neuron, t);
      own.simulator = before;
      own.spikes.fill(0, (t + 1) * n);
      inputs[neuron] += size / network.mu;
      this.kicks.push([neuron, origin + t, size]);
    }
    own.simulator.step(network, inputs, 0, own, t * n);
  }

  /** What the panels show of one of the two. */
  frame({ spikes, voltage, record } = this.own) {
    const { state, network, origin } = this, kicks = this.kicks.map(([i, step, size]) => [i, step - origin, size]);
    return { state: { ...state, kicks, pin: null }, network, spikes, voltage, record };
  }
}

/** The control: a button that lets time go on, one that goes back to the beginning, and a line that says what is seen. */
export class Running {
  constructor(figure) {
    this.figure = figure;
    this.run = null;
    this.button = button("Run on", figure, () => this.go(!this.going), { title: "Let time go on: what you change acts from then on" });
    this.back = button("Back to 0 ms", figure, () => {
      figure.hold(this.button, () => this.end());
      figure.kick.arm(figure.kick.on); // what was said of kicks is of another time
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

  /** A kick now; where time stood still, it goes on, so that one sees what comes of it. */
  kick(neuron, more = "") {
    const { figure } = this, now = figure.player.now(figure.family.steps - 1);
    if (figure.state.silenced.includes(neuron)) return figure.say(`Neuron ${neuron} is silenced.`);
    this.run.kick(neuron);
    figure.choose(neuron);
    if (this.going) this.show();
    else this.go(true);
    return figure.say(`A kick for neuron ${neuron} now, at ${now} ms, just enough to make it fire.${more}`);
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
    this.figure.say(""); // what was said is of another time
    player.go(null);
    player.seek(family.steps - 1);
    this.figure.changed();
  }

  show() {
    const { run, figure: { player } } = this;
    this.button.textContent = this.going ? "Pause" : "Run on";
    this.button.disabled = player.playing;
    this.back.hidden = this.note.hidden = !run;
    this.note.textContent = run?.touched ? "You changed it on the way: a link or Python cell holds the sliders as they are now, not what came before." : "You changed nothing on the way: a longer run in Python gives the same spikes.";
  }
}
