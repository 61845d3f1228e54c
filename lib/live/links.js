// What a reader did to a network, as the value of an address, and back.

/** What differs from the article, as the value of an address: "w:20,draw:3,set:4:7:20,silence:5,pin,w:5". */
export function toLink(family, state) {
  const parts = changes(family, state);
  if (state.pin) parts.push("pin", ...changes(family, state.pin)); // all that follows is of the pinned network
  return parts.join(",").replaceAll("+", ""); // 1e+21, say; a plus in an address is a space
}

function changes(family, state) {
  const parts = [];
  for (const { name, default: usual } of family.spec.sliders) if (state.values[name] !== usual) parts.push(`${name}:${state.values[name]}`);
  if (state.draw) parts.push(`draw:${state.draw}`);
  if (state.shuffled) parts.push("shuffled");
  for (const cut of state.cut) parts.push(`cut:${cut}`);
  for (const edit of state.edits) parts.push(`set:${edit.join(":")}`);
  const usual = String(family.spec.kicks), kicks = String(state.kicks);
  if (kicks !== usual) parts.push(...(kicks ? state.kicks.map((kick) => `kick:${kick.join(":")}`) : ["kick"])); // the word alone: none
  if (state.silenced.length) parts.push(`silence:${state.silenced.join(":")}`);
  return parts;
}

/** The state that a link holds. Throws when it holds none. */
export function fromLink(family, text) {
  const state = family.start();
  let now = state;
  for (const part of text.split(",").filter(Boolean)) {
    const [word, ...rest] = part.split(":");
    const numbers = rest.map((one) => (one.trim() === "" ? NaN : Number(one)));
    if (word === "shuffled" && !rest.length) now.shuffled = true;
    else if (word === "cut" && rest.length === 1) now.cut.push(rest[0]);
    else if (word === "set" && rest.length === 3) now.edits.push(numbers);
    else if (word === "kick" && [0, 3].includes(rest.length)) now.kicks = [...(now.kicks === family.spec.kicks ? [] : now.kicks), ...(rest.length ? [numbers] : [])];
    else if (word === "silence" && rest.length) now.silenced.push(...numbers);
    else if (word === "draw" && rest.length === 1) now.draw = numbers[0];
    else if (word === "pin" && !rest.length && !state.pin) {
      now = state.pin = family.start();
      delete now.pin;
    } else if (rest.length === 1) now.values[word] = numbers[0];
    else throw new RangeError(`"${part}" cannot be read`);
  }
  family.check(state);
  return state;
}
