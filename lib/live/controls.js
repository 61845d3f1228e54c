// The controls of a live figure: native inputs and buttons, each with a name, a value and a unit.
import { element, number } from "./draw.js";

const SIDEWAYS = 6; // what a finger moves before it is on its way [css px]
let made = 0;

/** An id that nothing else on the page has. */
export const id = () => `live-${++made}`;

/**
 * A slider with its label and value, or a switch where there are only two: {box, input, show(value), text(value)}.
 * `change` gets every value that it passes.
 */
export function slider({ label, low, high, step, unit }, figure, change) {
  const own = id(), two = step === high - low;
  const input = element("input", two ? { type: "checkbox", id: own } : { type: "range", id: own, min: low, max: high, step });
  const value = element("output", { for: own });
  const text = (x) => (two && !unit && { [low]: "off", [high]: "on" }[x]) || `${number(x)}${unit ? ` ${unit}` : ""}`;
  const show = (x) => {
    value.textContent = text(x);
    if (two) return Object.assign(input, { checked: x === high, indeterminate: x !== low && x !== high }); // a link may name what is between
    // the article's value may lie between two steps
    input.step = Math.abs((x - low) / step - Math.round((x - low) / step)) < 1e-6 ? step : "any";
    input.value = x;
    return input.setAttribute("aria-valuetext", text(x));
  };
  const take = () => {
    const x = two ? [low, high][Number(input.checked)] : Number(input.value);
    show(x);
    change(x);
  };
  // a finger that comes down here may be about to scroll: until it moves sideways or lets go, nothing is taken
  let held = null;
  figure.listen(input, "pointerdown", ({ pointerType, clientX }) => {
    held = pointerType === "touch" && !two ? { before: Number(input.value), from: clientX, wanted: null } : null;
    input.step = step;
  });
  const release = () => {
    const wanted = held?.wanted ?? null;
    held = null;
    if (wanted === null) return;
    input.value = wanted;
    take();
  };
  figure.listen(input, "pointermove", ({ clientX }) => held && Math.abs(clientX - held.from) > SIDEWAYS && release());
  figure.listen(input, "pointerup", release);
  figure.listen(input, "pointercancel", () => {
    if (held) show(held.before);
    held = null;
  });
  figure.listen(input, "keydown", () => (input.step = step));
  figure.listen(input, "input", () => {
    if (!held) return take();
    held.wanted = input.value;
    return show(held.before);
  });
  const box = element("div", { className: "live-slider" }, element("label", { for: own }, label), input, value);
  return { box, input, show, text };
}

/** A button; with `pressed` one that stays down. */
export function button(text, figure, act, { pressed, title } = {}) {
  const made = element("button", { type: "button", className: "live-button" }, text);
  if (title) made.title = title;
  if (pressed !== undefined) made.setAttribute("aria-pressed", pressed);
  figure.listen(made, "click", act);
  return made;
}

/** A number to type, in a label: {box, input}. */
export function numeric(text, { min, max, step = 1, value }, unit = "") {
  const input = element("input", { type: "number", step, value, "aria-label": unit ? `${text} in ${unit}` : text });
  if (min !== undefined) Object.assign(input, { min, max });
  return { box: element("label", { className: "live-number" }, `${text} `, input, unit ? ` ${unit}` : ""), input };
}

/** A choice out of {value: text}, in a label: {box, input}. */
export function choice(text, options) {
  const input = element("select", { "aria-label": text }, ...Object.entries(options).map(([value, shown]) => element("option", { value }, shown)));
  return { box: element("label", { className: "live-number" }, `${text} `, input), input };
}
