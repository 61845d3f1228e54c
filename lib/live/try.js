// A phrase of the text that acts on a figure: pressed, it sets the figure, and brings it into sight.
import { changed } from "./changes.js";
import { button } from "./controls.js";
import { element } from "./draw.js";

const ROOM = 8; // between the figure and the edge of the window [css px]
const still = matchMedia("(prefers-reduced-motion: reduce)");

/** Make the phrases of the page buttons. `find` gives {figure, place} for a name; the figure only where it can be played with. */
export function wake(find) {
  for (const phrase of document.querySelectorAll("span.try")) {
    const made = element("button", { type: "button", className: "try", title: "Show it in the live figure" });
    Object.assign(made.dataset, phrase.dataset);
    made.append(...phrase.childNodes);
    phrase.replaceWith(made);
    made.addEventListener("click", () => press(made, find));
  }
}

function press(phrase, find) {
  const { top } = phrase.getBoundingClientRect(); // before a figure that starts moves the text
  const { figure, place } = find(phrase.dataset.figure);
  if (!figure) return bring(place, edge()); // it says there why
  const changes = JSON.parse(phrase.dataset.changes), { chosen } = changes;
  if (phrase.dataset.from === "screen") figure.change(changed(figure.family, figure.state, changes));
  else figure.reset(changed(figure.family, figure.family.start(), changes));
  if (chosen !== undefined) figure.choose(chosen);
  figure.say("");
  if (inSight(figure.root)) return;

  const back = button("Back to the text", figure, () => {
    for (let fold = phrase.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    figure.say("");
    phrase.focus({ preventScroll: true });
    bring(phrase, top);
  });
  figure.say(`As the text says: ${phrase.innerText.trim()}. `, back);
  const { top: above, height } = figure.root.getBoundingClientRect();
  bring(figure.root, above > 0 ? Math.max(edge(), innerHeight - height - ROOM) : edge());
  back.focus({ preventScroll: true }); // where the eye is, the keyboard is too
}

/** Where a page begins below what stays at its top. */
const edge = () => (parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0) + ROOM;

/** Whether most of it can be seen, or it fills most of the window. */
function inSight(root) {
  const { top, bottom, height } = root.getBoundingClientRect();
  return Math.min(bottom, innerHeight) - Math.max(top, 0) >= 0.7 * Math.min(height, innerHeight);
}

/** Scroll until the node is so far below the upper edge of the window [css px]. */
function bring(node, top) {
  const go = (behavior) => scrollBy({ top: node.getBoundingClientRect().top - top, behavior });
  if (still.matches) return go("instant");
  go("smooth");
  // figures that start on the way have other heights than their pictures; a reader who scrolls is left alone
  const waiting = new AbortController(), once = { once: true, signal: waiting.signal };
  addEventListener("scrollend", () => go("instant"), once);
  for (const own of ["wheel", "pointerdown", "touchstart", "keydown"]) addEventListener(own, () => waiting.abort(), once);
  setTimeout(() => waiting.abort(), 3000);
}
