// What a reader did to a network, as the value of an address, and back.

/** What differs from the article, as the value of an address: "w:20,draw:3,set:4:7:20,silence:5". */
export function toLink(family, state) {
  const parts = [];
  for (const { name, default: usual } of family.spec.sliders) if (state.values[name] !== usual) parts.push(`${name}:${state.values[name]}`);
  if (state.draw) parts.push(`draw:${state.draw}`);
  if (state.shuffled) parts.push("shuffled");
  for (const cut of state.cut) parts.push(`cut:${cut}`);
  for (const edit of state.edits) parts.push(`set:${edit.join(":")}`);
  for (const kick of state.kicks) parts.push(`kick:${kick.join(":")}`);
  if (state.silenced.length) parts.push(`silence:${state.silenced.join(":")}`);
  return parts.join(",").replaceAll("+", ""); // 1e+21, say; a plus in an address is a space
}

/** The state that a link holds. Throws when it holds none. */
export function fromLink(family, text) {
  const state = family.start();
  for (const part of text.split(",").filter(Boolean)) {
    const [word, ...rest] = part.split(":");
    const numbers = rest.map((one) => (one.trim() === "" ? NaN : Number(one)));
    if (word === "shuffled" && !rest.length) state.shuffled = true;
    else if (word === "cut" && rest.length === 1) state.cut.push(rest[0]);
    else if (word === "set" && rest.length === 3) state.edits.push(numbers);
    else if (word === "kick" && rest.length === 3) state.kicks.push(numbers);
    else if (word === "silence" && rest.length) state.silenced.push(...numbers);
    else if (word === "draw" && rest.length === 1) state.draw = numbers[0];
    else if (rest.length === 1) state.values[word] = numbers[0];
    else throw new RangeError(`"${part}" cannot be read`);
  }
  family.check(state);
  return state;
}
