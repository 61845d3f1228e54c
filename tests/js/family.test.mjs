// Families and links alone. Against Python they are tested by test_live_family.py.
import assert from "node:assert/strict";
import test from "node:test";
import { unpack } from "../../lib/live/arrays.js";
import { Family, kickSize } from "../../lib/live/family.js";
import { simulate } from "../../lib/live/model.js";
import { Onward } from "../../lib/live/running.js";
import { fromLink, toLink } from "../../lib/live/links.js";

const parameters = { threshold: 0, rest: -60, reset: -70, mu: 0.1, refractory: 0, dt: 1, decay: 0, delay: 0, spikesPerStep: null };
const spec = {
  name: "test", start: 0, panels: [], kicks: [], n: 3, steps: 40, parameters,
  weights: [{ name: "random", seed: 1 }],
  inputs: [{ name: "drive", array: { shape: [3, 40], flat: { values: [1], bits: 0, data: "" } } }],
  sliders: [
    { name: "w", low: 0, high: 50, step: 1, default: 10, unit: "mV", label: "w", drives: { random: [0, 1] } },
    { name: "I", low: 40, high: 100, step: 1, default: 80, unit: "mV", label: "I", drives: { drive: [0, 1] } },
  ],
};
const family = new Family(spec);

test("a link holds the whole state", () => {
  const state = { values: { w: 12.5, I: 80 }, draw: 3, shuffled: true, cut: ["inhibition", "recurrence"], edits: [[1, 2, -7.25], [0, -1, 3], [-1, 2, 1e-9]], kicks: [[2, 38, 61], [0, 0, -5.5]], silenced: [0, 2], pin: null };
  const { pin, ...untouched } = family.start();
  assert.deepEqual(fromLink(family, toLink(family, state)), state);
  for (const pinned of [{ ...untouched, draw: 5, silenced: [1], kicks: [[0, 1, 2]] }, untouched]) {
    const both = { ...state, pin: pinned };
    assert.deepEqual(fromLink(family, toLink(family, both)), both);
  }
  assert.equal(toLink(family, { ...family.start(), pin: untouched }), "pin");
  assert.equal(toLink(family, family.start()), "");
  assert.deepEqual(fromLink(family, ""), family.start());
});

test("kicks of a link stand in place of those of the article", () => {
  const kicked = new Family({ ...spec, kicks: [[2, 30, 61]] });
  assert.equal(toLink(kicked, kicked.start()), "");
  assert.deepEqual(fromLink(kicked, "w:12").kicks, [[2, 30, 61]]);
  for (const kicks of [[], [[1, 3, 5]], [[2, 30, 61], [1, 3, 5]]]) {
    const state = { ...kicked.start(), kicks };
    assert.deepEqual(fromLink(kicked, toLink(kicked, state)), state);
  }
  assert.deepEqual(kicked.start().kicks, [[2, 30, 61]]);
});

test("a link survives an address", () => {
  const link = toLink(family, { ...family.start(), draw: 2, edits: [[0, 1, -99999.5]] });
  const url = new URL("http://localhost/page.html?live.test=" + link);
  assert.equal(url.searchParams.get("live.test"), link);
  assert.equal(url.search, "?live.test=" + link);
});

test("a damaged link is refused, and says what is wrong", () => {
  const damaged = {
    "w:99": /w cannot be 99/, "w:": /w cannot be/, "w:1:2": /cannot be read/, "v:1": /slider cannot be "v"/, "draw:-1": /draw cannot be -1/, "draw:1.5": /draw/,
    "cut:all": /cut cannot be "all"/, "set:1:2": /cannot be read/, "set:3:0:1": /edit cannot be/, "set:-1:-1:1": /edit/, "set:0:1:x": /edit/, "set:0:1:1e9": /edit/,
    "pin:1": /slider cannot be "pin"/, "pin,pin": /cannot be read/, "pin,w:99": /w cannot be 99/, "w:20,pin,silence:3": /silenced/,
    "kick:0:1": /cannot be read/, "kick:3:0:1": /kick cannot be/, "kick:0:39:1": /kick cannot be/, "kick:0:1.5:1": /kick/, "kick:0:1:1e9": /kick/, "kick:0:1:": /kick/, "silence:3": /silenced neuron cannot be 3/, "shuffled:1": /shuffled/, nonsense: /cannot be read/, "w:0x": /w cannot be/, __proto__: /cannot be read/, "toString:1": /slider/,
  };
  for (const [link, message] of Object.entries(damaged)) assert.throws(() => fromLink(family, link), message, link);
});

test("an array of the wrong size is refused", () => {
  const array = { shape: [2, 40], flat: { values: [1], bits: 0, data: "" } };
  assert.throws(() => new Family({ ...spec, inputs: [{ name: "drive", array }] }), /3 by 40 was expected, 2 by 40/);
  assert.throws(() => unpack({ shape: [2, 2], flat: { type: "f8", scale: 1, data: "AAAAAAAA8D8=" } }), /4 numbers were expected, 1 came/);
  assert.throws(() => unpack({ shape: [2, 8], flat: { values: [0, 1], bits: 1, data: "AA==" } }), /16 numbers were expected/);
});

test("a network does not remember the last one", () => {
  const start = family.network(family.start());
  const weights = start.weights.slice(), inputs = start.inputs.slice();
  family.network({ ...family.start(), cut: ["recurrence"], silenced: [1], edits: [[0, -1, 5]] });
  const again = family.network(family.start());
  assert.deepEqual(again.weights, weights);
  assert.deepEqual(again.inputs, inputs);
});

test("edits change an entry, a row or a column, and leave the diagonal", () => {
  const { weights } = family.network({ ...family.start(), cut: ["recurrence"], edits: [[1, -1, 2], [-1, 0, 3], [2, 2, 4]] });
  assert.deepEqual([...weights], [0, 3, 3, 0, 0, 0, 0, 2, 4]); // column after column
});

test("a kick moves the voltage by so much, and makes one spike", () => {
  const untouched = family.network({ ...family.start(), cut: ["recurrence"] });
  const before = simulate(untouched);
  const size = kickSize({ network: untouched, voltage: before.voltage }, 1, 5);
  const small = simulate(family.network({ ...family.start(), cut: ["recurrence"], kicks: [[1, 5, 2]] }));
  assert.ok(Math.abs(small.voltage[6 * 3 + 1] - before.voltage[6 * 3 + 1] - 2) < 1e-9);
  const kicked = simulate(family.network({ ...family.start(), cut: ["recurrence"], kicks: [[1, 5, size]] }));
  const changed = [...kicked.spikes.keys()].filter((k) => kicked.spikes[k] !== before.spikes[k]);
  assert.equal(changed[0], 6 * 3 + 1);
  assert.ok(changed.every((k) => k % 3 === 1));
});

test("a silenced neuron gets nothing and sends nothing", () => {
  const { weights, inputs } = family.network({ ...family.start(), silenced: [1] });
  for (const k of [1, 4, 7, 3, 5]) assert.equal(weights[k], 0);
  assert.ok(inputs.every((value, k) => value === (k % 3 === 1 ? 0 : 80)));
});

/** Column `t` of the window of a run that goes on. */
const column = ({ own: { spikes } }, t) => [...spikes.subarray(3 * t, 3 * t + 3)];

test("what is touched while time runs on acts from then on", () => {
  const start = { ...family.start(), cut: ["recurrence"] }, untouched = new Onward(family, start), touched = new Onward(family, start);
  touched.advance(10);
  assert.equal(touched.touched, null);
  touched.take({ ...start, values: { w: 10, I: 40 } }); // too little to spike
  touched.advance(30);
  untouched.advance(40);
  assert.equal(touched.touched, 49);
  for (let t = 0; t < 10; t++) assert.deepEqual(column(touched, t), column(untouched, t));
  const late = (run) => run.own.spikes.subarray(3 * 10).reduce((sum, one) => sum + one, 0);
  assert.ok(late(untouched) > 3);
  assert.equal(late(touched), 0);
});

test("a kick while time runs on makes one spike in the next step", () => {
  const start = { ...family.start(), cut: ["recurrence"] }, untouched = new Onward(family, start), kicked = new Onward(family, start);
  kicked.advance(3);
  untouched.advance(4);
  assert.equal(column(untouched, 39)[1], 0);
  kicked.kick(1);
  kicked.advance(1);
  const expected = column(untouched, 39);
  expected[1] = 1;
  assert.deepEqual(column(kicked, 39), expected);
  assert.equal(kicked.touched, 42);
  const [[neuron, step, size]] = kicked.frame().state.kicks;
  assert.deepEqual([neuron, step], [1, 38]);
  assert.ok(Math.abs(size - (-untouched.own.voltage[39 * 3 + 1] + 1)) <= 1);
  kicked.advance(38);
  assert.equal(kicked.frame().state.kicks[0][1], 0);
  kicked.advance(1);
  assert.deepEqual(kicked.frame().state.kicks, []);
});

test("beside a run with kicks the twin runs that does not hear them, for as long as one is in the window or a spike differs", () => {
  const apart = (one, other) => one.frame().spikes.some((spike, k) => spike !== other.frame().spikes[k]);
  const lasted = [];
  for (const weights of [{ w: 40, I: 70 }, { w: 10, I: 80 }, { w: 0, I: 80 }]) {
    const start = { ...family.start(), values: weights }, untouched = new Onward(family, start), kicked = new Onward(family, start);
    assert.equal(kicked.twin, null);
    for (const run of [untouched, kicked]) run.advance(5);
    kicked.kick(1);
    for (const run of [untouched, kicked]) run.advance(7);
    kicked.kick(2);
    for (const run of [untouched, kicked]) {
      run.take({ ...start, values: { ...weights, I: 75 } }); // what else is touched acts on both
      run.advance(21);
    }
    const beside = kicked.frame(kicked.twin);
    for (const part of ["spikes", "voltage", "record"]) assert.deepEqual(beside[part], untouched.frame()[part]);
    assert.notDeepEqual(kicked.frame().spikes, beside.spikes);
    for (const run of [untouched, kicked]) run.advance(18); // the first has left, the second is at the very beginning
    assert.deepEqual(kicked.frame().state.kicks.map(([neuron, step]) => [neuron, step]), [[2, 0]]);
    let more = 0;
    for (; kicked.twin && more < 3000; more++) {
      for (const run of [untouched, kicked]) run.advance(1);
      assert.equal(kicked.frame().state.kicks.length, 0);
      assert.equal(kicked.twin !== null, apart(kicked, untouched));
    }
    lasted.push(more);
  }
  assert.ok(Math.max(...lasted) > 1 && Math.min(...lasted) < 3000, `${lasted}`);
});

test("the twin of a network that was kicked before it runs on runs on with it", () => {
  const start = family.start(), run = new Onward(family, { ...start, kicks: [[1, 20, 61]] }), plain = new Onward(family, start);
  for (const one of [run, plain]) one.advance(15);
  assert.deepEqual(run.frame(run.twin).spikes, plain.frame().spikes);
  assert.deepEqual(run.frame().state.kicks, [[1, 5, 61]]);
  for (const one of [run, plain]) one.advance(6); // the kick has left, and what it has changed has not
  assert.deepEqual(run.frame().state.kicks, []);
  assert.deepEqual(run.frame(run.twin).spikes, plain.frame().spikes);
  assert.notDeepEqual(run.frame().spikes, plain.frame().spikes);
});

test("whatever changes on the way, time runs on", () => {
  const sliders = ["delay", "decay", "refractory", "mu"].map((name) => ({ ...spec.sliders[0], name, drives: { [name]: [0, 1] } }));
  const other = new Family({ ...spec, sliders: [...spec.sliders, ...sliders] }), start = other.start();
  const values = { ...start.values, delay: 0, decay: 0, refractory: 0, mu: 0.1 };
  const run = new Onward(other, { ...start, values });
  for (const change of [{ delay: 9 }, { decay: 0.9 }, { refractory: 4 }, { delay: 2, decay: 0 }, { mu: 1 }, { delay: 0, refractory: 0 }]) {
    run.take({ ...start, values: { ...values, ...change }, draw: run.origin, silenced: [run.origin % 3] });
    run.advance(50);
    assert.ok(run.own.voltage.every(Number.isFinite));
    assert.ok(run.own.spikes.some(Boolean));
  }
  assert.equal(run.origin, 300);
});
