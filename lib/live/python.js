// What is on screen as a Python cell.
import { PER_DRAW } from "./family.js";

/** A cell that gives exactly these spikes with lib, and those of the network beside it, if there is one. */
export function toPython(family, state) {
  const { n, steps, spec } = family;
  const lines = [`# the network of the figure "${spec.name}", Weekly Neural Networks`, `n, steps = ${n}, ${steps}`];
  const packed = [...spec.weights.filter(({ array }) => array), ...spec.inputs.filter((part) => part.array && !constant(part))];
  if (packed.length) lines.push("parts = {", ...packed.map(({ name, array }) => `    ${JSON.stringify(name)}: unpack('${JSON.stringify(array)}'),`), "}");
  const own = network(family, state), other = family.other(state);
  const run = (name) => [`${name} = simulate(W, I, neuron, ${own.options})`, `print(${name})`];
  lines.push(own.weights, own.inputs, own.neuron, ...run("activity"));
  if (other) {
    const theirs = network(family, other);
    lines.push("", state.pin ? "# the pinned network, to compare with" : "# the same without the kicks");
    for (const part of ["weights", "inputs", "neuron"]) if (theirs[part] !== own[part]) lines.push(theirs[part]);
    own.options = theirs.options;
    lines.push(...run("other"), 'print((activity.spikes != other.spikes).sum(), "spikes differ")');
  }
  const text = lines.join("\n");
  const names = ["Neuron", "inputs", "simulate", "weights"].filter((name) => text.includes(name + ".") || /^[Ns]/.test(name));
  const head = [
    ...(text.includes("np.") ? ["import numpy as np"] : []),
    `from lib import ${names.join(", ")}`,
    ...(text.includes("unpack(") ? ["from lib.live import unpack"] : []),
  ];
  return `${head.join("\n")}\n\n${text}\n`;
}

/** An input that is the same at all times for all neurons. */
const constant = ({ array }) => array?.flat?.bits === 0 && !array.hollow;

/** The lines that make its weights, its inputs and its neurons, and the options of `simulate`. */
function network(family, state) {
  const { spec } = family, { coefficients, parameters } = family.coefficients(state);
  const sum = (kind, drawn) => `(\n${spec[kind].map((part) => {
    const factor = coefficients[part.name];
    if (kind === "inputs" && constant(part)) return `inputs.constant(${factor * part.array.flat.values[0]}, n, steps)`;
    return `${factor} * ${part.array ? `parts[${JSON.stringify(part.name)}]` : drawn((part.seed + PER_DRAW * state.draw) % 2 ** 32)}`;
  }).map((term, k) => `    ${k ? "+ " : ""}${term}\n`).join("")})`;
  const W = [`W = ${spec.weights.length ? sum("weights", (seed) => `weights.gaussian(${seed}, n)`) : "np.zeros((n, n))"}`];
  const I = [`I = ${sum("inputs", (seed) => `inputs.noise(${seed}, n, steps)`)}`];
  if (state.shuffled) W.push(`W = weights.shuffled(W, ${state.draw})`);
  if (state.cut.includes("inhibition")) W.push("W = np.maximum(W, 0)");
  if (state.cut.includes("recurrence")) W.push("W[:] = 0");
  for (const [to, from, weight] of state.edits) {
    if (to >= 0 && from >= 0) W.push(`W[${to}, ${from}] = ${weight}`);
    else if (to >= 0) W.push(`W[${to}, np.arange(n) != ${to}] = ${weight}`);
    else W.push(`W[np.arange(n) != ${from}, ${from}] = ${weight}`);
  }
  for (const [one, step, size] of state.kicks) I.push(`I[${one}, ${step}] += ${size} / ${parameters.mu}  # a kick of ${size} mV`);
  for (const one of state.silenced) {
    W.push(`W[${one}, :] = W[:, ${one}] = 0  # silenced`);
    I.push(`I[${one}, :] = 0  # silenced`);
  }
  const { threshold, rest, reset, mu, refractory, dt, decay, delay, spikesPerStep } = parameters;
  const none = (value) => (value === null ? "None" : value);
  return {
    weights: W.join("\n"),
    inputs: I.join("\n"),
    neuron: `neuron = Neuron(threshold=${threshold}, rest=${rest}, reset=${none(reset)}, mu=${mu}, refractory=${refractory}, dt=${dt})`,
    options: `decay=${decay}, delay=${delay}, spikes_per_step=${none(spikesPerStep)}`,
  };
}
