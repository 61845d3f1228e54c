// The part of a live figure in which weights are set and neurons silenced.
import { button, choice, numeric } from "./controls.js";
import { element, number } from "./draw.js";

export class Editor {
  constructor(figure) {
    const { n } = figure.family, neuron = { min: 0, max: n - 1 };
    this.figure = figure;
    this.selected = [0, Math.min(1, n - 1)]; // the entry of the matrix that the fields name
    this.number = numeric("neuron", { ...neuron, value: 0 });
    figure.listen(this.number.input, "input", () => {
      const value = this.number.input.valueAsNumber;
      if (Number.isInteger(value)) figure.choose(value);
    });
    this.silence = button("Silence", figure, () => {
      const { state: { silenced }, chosen } = figure, again = silenced.includes(chosen);
      const now = again ? silenced.filter((one) => one !== chosen) : [...silenced, chosen].sort((a, b) => a - b);
      figure.hold(this.silence, () => this.tell({ silenced: now }, `Neuron ${chosen} ${again ? "may spike again" : "is silenced"}.`));
    }, { pressed: false });
    this.from = numeric("from neuron", { ...neuron, value: this.selected[1] });
    this.to = numeric("to neuron", { ...neuron, value: this.selected[0] });
    for (const { input } of [this.from, this.to]) {
      figure.listen(input, "input", () => {
        const both = [this.to, this.from].map((one) => one.input.valueAsNumber);
        if (both.every((one) => Number.isInteger(one) && one >= 0 && one < n)) this.selected = both;
      });
    }
    this.scope = choice("set", { entry: "this weight", row: "all that it receives", column: "all that it sends" });
    this.weight = numeric("weight", { step: "any", value: 100 }, "mV");
    this.set = button("Set", figure, () => figure.hold(this.set, () => this.paint(...this.selected)));
    this.undo = button("Undo", figure, () => {
      const { edits } = figure.state;
      figure.hold(this.undo, () => this.tell({ edits: edits.slice(0, -1) }, `${which(edits.at(-1))} is as before.`));
    }, { title: "Take back the last weight that was set" });
    const matrix = figure.spec.panels.some(({ kind }) => kind === "weights");
    this.box = element("details", { className: "live-editor" },
      element("summary", {}, "Edit weights and neurons"),
      element("div", { className: "live-fields" }, this.number.box, this.silence),
      element("div", { className: "live-fields" }, this.from.box, this.to.box),
      element("div", { className: "live-fields" }, this.scope.box, this.weight.box,
        this.set, this.undo),
      ...(matrix ? [element("p", {}, "While this is open, press or drag on the matrix (the panel Weights) to set weights there; on the keyboard, move with the arrows and press Enter.")] : []),
    );
    figure.listen(this.box, "toggle", () => figure.ask());
  }

  /** Whether the pointer paints on the matrix. */
  get open() {
    return this.box.open;
  }

  select(to, from) {
    this.selected = [to, from];
    this.to.input.value = to;
    this.from.input.value = from;
  }

  /** Set the weight that the field holds, at an entry or along its row or column. */
  paint(to, from) {
    const { figure } = this, weight = this.weight.input.valueAsNumber, whole = this.scope.input.value;
    this.select(to, from);
    if (!Number.isFinite(weight)) return figure.say("Type a weight first.");
    const edit = [whole === "column" ? -1 : to, whole === "row" ? -1 : from, weight];
    const others = figure.state.edits.filter(([i, j]) => i !== edit[0] || j !== edit[1]);
    return this.tell({ edits: [...others, edit] }, `${which(edit)} is ${number(weight)} mV.`);
  }

  /** Change the network, and say what was done, and what came of it: what shows it may be out of sight. */
  tell(part, done) {
    const { figure, figure: { frame: { measured: { count } }, running: { run } } } = this;
    if (!figure.change(part)) return;
    figure.render();
    figure.say(run ? done : `${done} ${count} spikes before, ${figure.frame.measured.count} now.`);
  }

  /** Let the fields say what the state is. */
  show({ silenced, edits }) {
    const { chosen } = this.figure;
    this.silence.setAttribute("aria-pressed", silenced.includes(chosen));
    this.undo.disabled = !edits.length;
    if (this.number.input.valueAsNumber !== chosen) this.number.input.value = chosen;
  }
}

/** What an edit sets, in words. */
function which([to, from]) {
  if (from === -1) return `Each weight that neuron ${to} receives`;
  return to === -1 ? `Each weight that neuron ${from} sends` : `The weight from neuron ${from} to neuron ${to}`;
}
