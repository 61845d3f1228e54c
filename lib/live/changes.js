// The twin of changes.py: changes of a network in words.
import { kickSize } from "./family.js";
import { simulate } from "./model.js";

/**
 * A state with these changes. What is named takes the place of what was there; all else stays. Throws when the family
 * has no such state.
 *
 * @param {import("./family.js").Family} family whose arrays it uses
 * @param {import("./family.js").State} state from which to start
 * @param {object} changes `values` of sliders by their names, and
 * @param {number|string} [changes.seed] "+1" for one more than now
 * @param {boolean} [changes.shuffled]
 * @param {string[]} [changes.cut]
 * @param {number[][]} [changes.weight] [to, from, mV]
 * @param {number[][]} [changes.kick] [neuron, step] or [neuron, step, mV]
 * @param {number[]} [changes.silence] neurons
 * @param {number} [changes.chosen] which is no part of the state
 * @param {string} [changes.show] the kind of the panel to turn to, which is no part of it either
 * @param {boolean} [changes.pin] whether the state from which to start stands beside the new one
 */
export function changed(family, state, { seed, shuffled, cut, weight, kick, silence, chosen, pin, show, ...values }) {
  const made = { ...state, values: { ...state.values, ...values } };
  if (seed !== undefined) made.draw = typeof seed === "string" ? state.draw + Number(seed) : seed;
  if (shuffled !== undefined) made.shuffled = shuffled;
  if (cut !== undefined) made.cut = cut;
  if (weight !== undefined) made.edits = weight;
  if (silence !== undefined) made.silenced = silence;
  if (pin !== undefined) made.pin = pin ? unpinned(state) : null;
  if (kick !== undefined) made.kicks = [];
  for (const [neuron, step, size] of kick ?? []) {
    family.check({ ...made, kicks: [...made.kicks, [neuron, step, size ?? 0]] });
    made.kicks = [...made.kicks, [neuron, step, size ?? enough(family, made, neuron, step)]];
  }
  family.check(made);
  return made;
}

function unpinned({ pin, ...state }) {
  return state;
}

function enough(family, state, neuron, step) {
  const network = family.network(state);
  return kickSize({ network, voltage: simulate(network).voltage }, neuron, step);
}
