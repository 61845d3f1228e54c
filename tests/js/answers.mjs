// What the tests ask of the JavaScript of the live figures, answered with the bytes of the result. For Node and browsers.
import { unpack } from "../../lib/live/arrays.js";
import { changed } from "../../lib/live/changes.js";
import { Family, kickSize } from "../../lib/live/family.js";
import { fromLink, toLink } from "../../lib/live/links.js";
import { differences, measure, populationRate } from "../../lib/live/measure.js";
import { normals, permutation, simulate, uniforms } from "../../lib/live/model.js";
import { Onward } from "../../lib/live/running.js";
import { toPython } from "../../lib/live/python.js";
import { compass } from "../../lib/live/panels/angle.js";
import { between, interpolate } from "../../lib/live/panels/curve.js";
import { energies, overlaps } from "../../lib/live/panels/overlap.js";
import { eigenvalues, spectrum } from "../../lib/live/spectrum.js";

const floats = (text) => {
  if (text === null) return null;
  const bytes = Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  return new Float64Array(bytes.buffer);
};
const base64 = ({ buffer, byteOffset, byteLength }) => {
  const bytes = new Uint8Array(buffer, byteOffset, byteLength), texts = [];
  for (let k = 0; k < bytes.length; k += 8192) texts.push(String.fromCharCode(...bytes.subarray(k, k + 8192)));
  return btoa(texts.join(""));
};
const lists = (found) => Object.fromEntries(Object.entries(found).map(([key, value]) => [key, value.length ? [...value] : value]));

/** What is answered to each kind of request. */
export const answer = {
  normals: ({ seed, count }) => base64(normals(seed, count)),
  uniforms: ({ seed, count }) => base64(uniforms(seed, count)),
  permutation: ({ seed, count }) => base64(permutation(seed, count)),
  unpack: ({ packed }) => base64(unpack(packed)),
  simulate: ({ weights, inputs, ...given }) => {
    const { spikes, voltage } = simulate({ ...given, weights: floats(weights), inputs: floats(inputs) });
    return { spikes: base64(spikes), voltage: base64(voltage) };
  },
  family: ({ spec, state, kick }) => {
    const family = new Family(spec);
    const network = family.network(state);
    const { spikes, voltage } = simulate(network);
    const next = family.other(state), beside = next && simulate(family.network(next, family.room()));
    const { dt } = spec.parameters, { n, steps } = spec;
    const found = measure({ n, steps, spikes }, { dt, start: spec.start });
    return {
      spikes: base64(spikes),
      voltage: base64(voltage),
      weights: base64(network.weights),
      inputs: base64(network.inputs),
      again: base64(simulate(family.network(state)).spikes),
      other: beside && { spikes: base64(beside.spikes), voltage: base64(beside.voltage), differences: lists(differences({ n, steps, spikes }, beside)) },
      kick: kickSize({ network, voltage }, ...kick),
      linked: fromLink(family, toLink(family, state)),
      python: toPython(family, state),
      measured: { ...found, rates: [...found.rates], cvs: [...found.cvs], population: [...populationRate({ n, steps, spikes }, 5, dt)] },
    };
  },
  changed: ({ spec, state, changes }) => {
    const family = new Family(spec);
    const now = changed(family, state ?? family.start(), changes);
    return { state: now, spikes: base64(simulate(family.network(now)).spikes) };
  },
  onward: ({ spec, state, counts }) => {
    const run = new Onward(new Family(spec), state);
    return counts.map((count) => {
      run.advance(count);
      const { spikes, voltage, record, state: { kicks } } = run.frame();
      return { origin: run.origin, touched: run.touched, spikes: base64(spikes), voltage: base64(voltage), record: base64(record), kicks };
    });
  },
  eigenvalues: ({ n, weights }) => ({ values: eigenvalues(floats(weights), n), expected: spectrum(floats(weights), n) }),
  interpolate: ({ x, xs, ys }) => x.map((one) => interpolate(one, xs, ys)),
  between: ({ family, value }) => between(family, value),
  overlap: ({ n, steps, rows, decay, centre, ...given }) => {
    const run = { n, steps, spikes: floats(given.spikes) };
    return {
      overlaps: overlaps(run, floats(given.patterns), rows, { decay, centre }).map(base64),
      energies: base64(energies(run, floats(given.weights), { decay, centre })),
    };
  },
  compass: ({ n, steps, spikes, ...options }) => {
    const { angles, lengths } = compass({ n, steps, spikes: floats(spikes) }, options);
    return { angles: base64(angles), lengths: base64(lengths) };
  },
};
