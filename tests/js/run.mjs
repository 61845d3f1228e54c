// Runs the networks that test_live_model.py sends, one JSON object a line, and answers with the bytes of the result.
import { createInterface } from "node:readline";
import { normals, simulate, uniforms } from "../../lib/live/model.js";

const floats = (text) => {
  if (text === null) return null;
  const bytes = Uint8Array.from(Buffer.from(text, "base64"));
  return new Float64Array(bytes.buffer);
};
const base64 = (array) => Buffer.from(array.buffer).toString("base64");

for await (const line of createInterface({ input: process.stdin })) {
  const { kind, ...given } = JSON.parse(line);
  if (kind === "simulate") {
    const { spikes, voltage } = simulate({ ...given, weights: floats(given.weights), inputs: floats(given.inputs) });
    console.log(JSON.stringify({ spikes: base64(spikes), voltage: base64(voltage) }));
  } else {
    console.log(JSON.stringify(base64({ normals, uniforms }[kind](given.seed, given.count))));
  }
}
