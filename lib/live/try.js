// A phrase of the text that acts on a figure: pressed, it sets the figure, and brings it into sight.
import { changed } from "./changes.js";
import { button } from "./controls.js";
import { element, number } from "./draw.js";

const ROOM = 8; // between the figure and the edge of the window [css px]
const MOVED = 4000; // so long a slider that moved looks it [ms]
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
  const { figure, place: picture } = find(phrase.dataset.figure);
  if (!figure) return bring(picture, edge()); // it says there why
  const { family, state: before, root } = figure, changes = JSON.parse(phrase.dataset.changes), { chosen, show } = changes;
  const onto = changed(family, before, changes), own = changed(family, family.start(), changes), anew = phrase.dataset.from === "article";
  const silently = anew && (figure.running.run || JSON.stringify(onto) !== JSON.stringify(own)); // more than it names is set
  if (anew) figure.reset(own);
  else figure.change(onto);
  if (chosen !== undefined) figure.choose(chosen);
  mark(figure, before);
  const said = `From the text: ${words(figure, before, changes).join(", ") || "the network of the article"}${silently ? "; all else as in the article" : ""}. `;
  const panel = figure.room.turn(show);
  figure.back = null;
  figure.say(figure.spec.small ? "" : said);
  figure.render();
  const moved = phrase.getBoundingClientRect().top - top;
  if (Math.abs(moved) >= 1) scrollBy({ top: moved, behavior: "instant" }); // it stays where the finger is
  if (inSight(root) && (!panel || inSight(panel, covered(root, panel)))) return;

  const back = figure.back = button("Back to the text", figure, () => {
    figure.back = null;
    for (let fold = phrase.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    figure.say("");
    phrase.focus({ preventScroll: true });
    bring(phrase, top);
  });
  figure.say(said);
  figure.message.classList.add("live-way"); // in sight, until the reader does something else
  const { top: above, height } = root.getBoundingClientRect(), place = above > 0 ? Math.max(edge(), innerHeight - height - ROOM) : edge();
  bring(root, panel ? Math.min(place, whole(figure, panel)) : place);
  back.focus({ preventScroll: true }); // where the eye is, the keyboard is too
}

/** Where a page begins below what stays at its top. */
const edge = () => (parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) || 0) + ROOM;

/** Whether most of it can be seen below some height, or it fills most of the window. */
function inSight(node, above = 0) {
  const { top, bottom, height } = node.getBoundingClientRect();
  return Math.min(bottom, innerHeight) - Math.max(top, above, 0) >= 0.7 * Math.min(height, innerHeight);
}

/** Where a figure begins whose panel ends above the message: as high as that takes, as long as the sliders are in sight. */
function whole({ root, message }, panel) {
  const { top } = root.getBoundingClientRect(), from = (node, side) => node.getBoundingClientRect()[side] - top;
  const ends = innerHeight - message.getBoundingClientRect().height - from(panel, "bottom");
  return Math.max(ends, edge() - from(root.querySelector(".live-controls"), "top"));
}

/** Let the sliders that are elsewhere than before look it for a while. */
function mark({ state, spec, sliders }, before) {
  spec.sliders.forEach(({ name }, k) => {
    const { classList } = sliders[k].box;
    if (state.values[name] === before.values[name]) return;
    classList.add("live-moved");
    setTimeout(() => classList.remove("live-moved"), MOVED);
  });
}

/** How far down the sliders, which stay in sight, may cover a panel; on a phone on its side they stand beside it. */
function covered(root, panel) {
  const { right, bottom } = root.querySelector(".live-controls").getBoundingClientRect();
  return right > panel.getBoundingClientRect().left ? bottom : 0;
}

/** What was changed, each in a few words. */
function words({ state, spec, sliders, dt }, before, { seed, shuffled, cut = [], weight, kick, silence = [], pin, ...values }) {
  const moved = spec.sliders.flatMap(({ name, label }, k) => {
    const [was, is] = [before, state].map((one) => sliders[k].text(one.values[name]));
    return name in values ? [`${label} ${was === is ? "" : `${was} → `}${is}`] : [];
  });
  const kicks = kick ? state.kicks : []; // those of the phrase, with their sizes, and not what a reader kicked before
  return [
    ...moved,
    ...(seed === undefined ? [] : ["other random numbers"]),
    ...(shuffled ? ["weights shuffled"] : []),
    ...cut.map((what) => `${what} cut`),
    ...(weight ? ["weights set"] : []),
    ...(kicks.length > 2 ? [`${kicks.length} kicks`] : kicks.map(([neuron, step, size]) => `neuron ${neuron} kicked by ${number(size)} mV at ${number(step * dt)} ms`)),
    ...(silence.length > 2 ? [`${silence.length} neurons silenced`] : silence.map((neuron) => `neuron ${neuron} silenced`)),
    ...(pin ? ["compared with what was there before"] : []),
  ];
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
