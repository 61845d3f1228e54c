// The model alone, against values by hand and closed forms. Against Python it is tested by test_live_model.py.
import assert from "node:assert/strict";
import test from "node:test";
import { normals, simulate, uniforms } from "../../lib/live/model.js";

const house = { threshold: 0, rest: -60, reset: -70, mu: 0.1 };
const one = (current, steps, more = {}) =>
  simulate({ n: 1, steps, weights: null, inputs: new Float64Array(steps).fill(current), ...house, ...more });
const times = ({ spikes }) => [...spikes.keys()].filter((t) => spikes[t]);

test("uniforms hold the halves of the Mersenne Twister's words, low half first", () => {
  // seed 5489 starts with the words 3499211612 and 581869302
  const halves = [3499211612 % 65536, Math.floor(3499211612 / 65536), 581869302 % 65536];
  assert.deepEqual([...uniforms(5489, 3)], halves.map((u) => (u + 0.5) / 65536));
});

test("a longer stream begins like a shorter one, past the generator's block of 624 words", () => {
  assert.deepEqual(normals(7, 5000).subarray(0, 1301), normals(7, 1301));
});

test("normals are multiples of 1/1024 with variance 1", () => {
  const z = normals(3, 200000);
  assert.ok(z.every((x) => Number.isInteger(1024 * x) && Math.abs(x) < 4.33));
  const variance = z.reduce((sum, x) => sum + x * x, 0) / z.length;
  assert.ok(Math.abs(variance - 1) < 0.01);
});

test("a seed that is none is named", () => {
  for (const seed of [-1, 2 ** 32, 1.5, NaN, "7"]) assert.throws(() => normals(seed, 1), /seed must be/);
});

test("a constant input of 80 mV gives a spike every 15 steps, a refractory period adds to it", () => {
  assert.deepEqual(times(one(80, 50)), [14, 29, 44]);
  assert.deepEqual(times(one(80, 70, { refractory: 3 })), [14, 32, 50, 68]);
});

test("the threshold is strict", () => {
  assert.deepEqual(times(one(60, 2000)), []);
});

test("without reset a neuron above threshold spikes at every step", () => {
  assert.deepEqual(times(one(700, 4, { reset: null })), [1, 2, 3]);
});

test("weights[j * n + i] acts on neuron i, mu times, one step later and the delay", () => {
  for (const delay of [0, 2]) {
    const inputs = new Float64Array(20);
    inputs[0] = 1000; // neuron 0 spikes in column 1
    const { spikes, voltage } = simulate({ n: 2, steps: 10, weights: Float64Array.of(0, 40, 0, 0), inputs, ...house, delay });
    assert.equal(spikes[1 * 2 + 0], 1);
    const moved = [...Array(10).keys()].filter((t) => voltage[t * 2 + 1] !== -60);
    assert.equal(moved[0], 2 + delay);
    assert.equal(voltage[(2 + delay) * 2 + 1], -60 + 0.1 * 40);
  }
});

test("of two neurons with the same voltage the first spikes", () => {
  const inputs = new Float64Array(3 * 2).fill(1000);
  const { spikes, voltage } = simulate({ n: 3, steps: 2, weights: null, inputs, ...house, spikesPerStep: 1 });
  assert.deepEqual([...spikes.subarray(3)], [1, 0, 0]);
  assert.deepEqual([...voltage.subarray(3)], [-70, 40, 40]);
});

test("arrays of the wrong length are named", () => {
  assert.throws(() => simulate({ n: 2, steps: 3, weights: null, inputs: new Float64Array(5), ...house }), /inputs must hold 6/);
  const inputs = new Float64Array(6);
  assert.throws(() => simulate({ n: 2, steps: 3, weights: new Float64Array(3), inputs, ...house }), /weights must hold 4/);
});
