// What is on screen as a Python cell.
import { PER_DRAW } from "./family.js";

/** A cell that gives exactly these spikes with lib. */
export function toPython(family, state) {
  const { n, steps, spec } = family;
  const { coefficients, parameters } = family.coefficients(state);
  const term = (kind) => ({ name, seed, array }) => {
    const factor = coefficients[name];
    if (array?.flat?.bits === 0 && !array.hollow && kind === "inputs") return `inputs.constant(${factor * array.flat.values[0]}, n, steps)`;
    if (array) return `${factor} * unpack('${JSON.stringify(array)}')`;
    const drawn = (seed + PER_DRAW * state.draw) % 2 ** 32;
    return `${factor} * ${kind === "weights" ? `weights.gaussian(${drawn}, n)` : `inputs.noise(${drawn}, n, steps)`}`;
  };
  const sum = (kind) => spec[kind].map(term(kind)).join("\n    + ");
  const { threshold, rest, reset, mu, refractory, dt, decay, delay, spikesPerStep } = parameters;
  const none = (value) => (value === null ? "None" : value);
  const lines = [
    `# the network of the figure "${spec.name}", Weekly Neural Networks`,
    `n, steps = ${n}, ${steps}`,
    spec.weights.length ? `W = (\n    ${sum("weights")}\n)` : "W = np.zeros((n, n))",
    `I = (\n    ${sum("inputs")}\n)`,
  ];
  if (state.shuffled) lines.push(`W = weights.shuffled(W, ${state.draw})`);
  if (state.cut.includes("inhibition")) lines.push("W = np.maximum(W, 0)");
  if (state.cut.includes("recurrence")) lines.push("W[:] = 0");
  for (const [to, from, weight] of state.edits) {
    if (to >= 0 && from >= 0) lines.push(`W[${to}, ${from}] = ${weight}`);
    else if (to >= 0) lines.push(`W[${to}, np.arange(n) != ${to}] = ${weight}`);
    else lines.push(`W[np.arange(n) != ${from}, ${from}] = ${weight}`);
  }
  for (const [one, step, size] of state.kicks) lines.push(`I[${one}, ${step}] += ${size} / ${parameters.mu}  # a kick of ${size} mV`);
  for (const one of state.silenced) lines.push(`W[${one}, :] = W[:, ${one}] = I[${one}, :] = 0  # silenced`);
  lines.push(
    `neuron = Neuron(threshold=${threshold}, rest=${rest}, reset=${none(reset)}, mu=${mu}, refractory=${refractory}, dt=${dt})`,
    `activity = simulate(W, I, neuron, decay=${decay}, delay=${delay}, spikes_per_step=${none(spikesPerStep)})`,
    "print(activity)",
  );
  const text = lines.join("\n");
  const names = ["Neuron", "inputs", "simulate", "weights"].filter((name) => text.includes(name + ".") || /^[Ns]/.test(name));
  const head = [
    ...(text.includes("np.") ? ["import numpy as np"] : []),
    `from lib import ${names.join(", ")}`,
    ...(text.includes("unpack(") ? ["from lib.live import unpack"] : []),
  ];
  return `${head.join("\n")}\n\n${text}\n`;
}
