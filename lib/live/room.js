// Where the parts of a live figure stand: what is at hand, and what makes room for it.
import { button, id } from "./controls.js";
import { element } from "./draw.js";

const FRONT = 4; // sliders that are always in sight
const NARROW = 34; // below so many rem only one panel is in sight; live.css has the same number
export const LOW = "(max-height: 30rem)"; // and in a window that is as low as a phone on its side; live.css has it, too

let inHand = null; // the figure that was touched last

/**
 * A large figure: everything. `main` are the buttons at hand, `others` those behind "More" where room is scarce. It
 * returns {parts, show(values), turn(kind), arrange(), destroy()}.
 */
export function large(figure, main, others) {
  const { root, panels, summary, announcement, player, running, message, copied, editor } = figure;
  const wide = element("div", { className: "live-wide" }), narrow = element("div", { className: "live-narrow" });
  for (const panel of panels) (panel.wide ? wide : narrow).append(panel.picture.box);
  const { box, show } = sliders(figure), { list, lay, turn } = tabs(figure), { control, close } = expand(figure);
  const hands = tools(figure, main, others), low = matchMedia(LOW);
  const time = element("div", { className: "live-time" }, player.button, running.button, player.time.box, running.back);
  const arrange = () => {
    const { paddingLeft, paddingRight } = getComputedStyle(root), width = root.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
    if (!(width > 0)) return; // out of the page
    const narrow = low.matches || width < NARROW * parseFloat(getComputedStyle(document.documentElement).fontSize);
    lay(narrow);
    hands.lay(narrow);
    // in a low window the tools are in sight, and what stops and starts time must be where it is to be seen
    const place = low.matches ? hands.box : time;
    if (player.button.parentNode !== place) place.prepend(player.button, running.button);
  };
  const using = ({ target }) => root.classList.toggle("live-sliding", box.contains(target));
  figure.listen(box, "pointerdown", using);
  for (const type of ["click", "focusin"]) figure.listen(root, type, using); // a finger that scrolls is no click
  const sizes = new ResizeObserver(arrange);
  sizes.observe(root);
  // what is moved and what shows it: while sliders are in use, they stay in sight
  const stage = element("div", { className: "live-stage" }, box, list, element("div", { className: "live-panels" }, wide, narrow));
  figure.listen(root, "pointerdown", () => (inHand = figure));
  figure.listen(low, "change", () => {
    const { seen } = player; // before the phone was turned
    arrange();
    if (inHand === figure && seen) stage.scrollIntoView({ behavior: "instant" });
  });
  return {
    parts: [
      element("div", { className: "live-top" }, summary, control), announcement,
      stage,
      time, running.note,
      hands.box,
      message, copied,
      editor.box,
    ],
    show(values) {
      show(values);
      hands.show();
    },
    turn,
    arrange,
    destroy() {
      sizes.disconnect();
      close();
    },
  };
}

/** A small one: its sliders and Reset in one line, and its panels. */
export function small({ root, sliders, panels, announcement, message }, reset) {
  root.classList.add("live-small");
  return {
    parts: [
      element("div", { className: "live-sliders" }, ...sliders.map(({ box }) => box), reset),
      announcement,
      element("div", { className: "live-panels" }, ...panels.map(({ picture }) => picture.box)),
      message,
    ],
    show() {},
    turn() {},
    arrange() {},
    destroy() {},
  };
}

/** The sliders: the first are in front, the others behind a word, until a link or Python moves one of them. */
function sliders({ sliders, spec }) {
  const line = (...boxes) => element("div", { className: "live-sliders" }, ...boxes);
  const boxes = sliders.map(({ box }) => box), behind = spec.sliders.slice(FRONT);
  const box = element("div", { className: "live-controls" }, line(...boxes.slice(0, FRONT)));
  if (!behind.length) return { box, show() {} };
  const more = element("details", { className: "live-more" }, element("summary", {}, "More sliders"), line(...boxes.slice(FRONT)));
  box.append(more);
  let before;
  const show = (values) => {
    const now = behind.map(({ name }) => values[name]).join();
    if (now !== before && behind.some(({ name, default: usual }) => values[name] !== usual)) more.open = true;
    before = now;
  };
  return { box, show };
}

/** One stop of the Tab key for a row of buttons, in which arrows lead on. `go` is told to which; it returns what moves the stop. */
function roving(figure, list, made, go = () => {}) {
  const stop = (k) => made.forEach((one, n) => (one.tabIndex = n === k ? 0 : -1));
  figure.listen(list, "keydown", (event) => {
    const there = made.filter(({ hidden }) => !hidden), now = there.indexOf(event.target), last = there.length - 1;
    const next = there[{ ArrowRight: now === last ? 0 : now + 1, ArrowLeft: now === 0 ? last : now - 1, Home: 0, End: last }[event.key]];
    if (!next) return;
    go(made.indexOf(next));
    next.focus();
    event.preventDefault();
  });
  figure.listen(list, "focusin", (event) => stop(made.indexOf(event.target)));
  stop(0);
  return stop;
}

/** Buttons, of which `others` wait behind "More" where room is scarce, unless one of them is on: {box, lay(narrow), show()}. */
function tools(figure, main, others) {
  let narrow = false, open = false;
  const more = button("More", figure, () => {
    open = !open;
    lay(narrow);
    if (open) box.scrollIntoView({ block: "nearest", behavior: "instant" });
  });
  for (const one of [...main, more]) one.classList.add("live-main");
  const all = [...main, more, ...others];
  const bar = element("div", { className: "live-tools", role: "toolbar", "aria-label": "Tools" }, ...all);
  const box = element("div", { className: "live-buttons" }, bar), stop = roving(figure, bar, all);
  const lay = (now) => {
    narrow = now;
    more.hidden = !narrow;
    for (const one of others) one.hidden = narrow && !open;
    more.setAttribute("aria-expanded", open);
    if (all.find(({ tabIndex }) => tabIndex === 0)?.hidden) stop(0);
  };
  const show = () => {
    if (open || !others.some((one) => one.getAttribute("aria-pressed") === "true")) return;
    open = true;
    lay(narrow);
  };
  lay(false);
  return { box, lay, show };
}

/** Where there is no room for all panels, one is in sight, and tabs choose it: {list, lay(narrow), turn(kind)}. */
function tabs(figure) {
  const { root, panels } = figure;
  const boxes = panels.map(({ picture }) => picture.box);
  let shown = 0, narrow = false;
  const list = element("div", { className: "live-tabs", role: "tablist", "aria-label": "Panels", hidden: true });
  const made = panels.map(({ picture: { label } }, k) => {
    const tab = button(label, figure, () => select(k));
    Object.assign(boxes[k], { id: id() });
    for (const [key, value] of Object.entries({ role: "tab", id: id(), "aria-controls": boxes[k].id })) tab.setAttribute(key, value);
    return tab;
  });
  list.append(...made);
  const select = (k) => {
    shown = k;
    made.forEach((tab, one) => tab.setAttribute("aria-selected", one === k));
    stop(k);
    lay(narrow);
  };
  const lay = (now) => {
    narrow = now && made.length > 1;
    list.hidden = !narrow;
    root.classList.toggle("live-tabbed", narrow);
    boxes.forEach((box, k) => {
      box.hidden = narrow && k !== shown;
      for (const [key, value] of [["role", "tabpanel"], ["aria-labelledby", made[k].id]]) {
        if (narrow) box.setAttribute(key, value);
        else box.removeAttribute(key);
      }
    });
    if (!figure.frame) return;
    figure.ask(); // for what came to light
    figure.later();
  };
  const stop = roving(figure, list, made, (k) => select(k));
  select(0);
  /** Bring the first panel of a kind to light, or else the first of all; its place is returned. */
  const turn = (kind) => {
    select(Math.max(0, figure.spec.panels.findIndex((panel) => panel.kind === kind)));
    return boxes[shown];
  };
  return { list, lay, turn };
}

/** A button that gives the whole window to the figure, and takes it back: {control, close()}. */
function expand(figure) {
  const { root, spec } = figure;
  const dialog = element("dialog", { className: "live-dialog", "aria-label": `Live figure ${spec.name}` });
  const place = element("div", {}, dialog); // keeps the figure's place on the page
  const close = () => {
    if (!place.isConnected) return;
    dialog.close();
    place.replaceWith(root);
    control.textContent = "Expand";
  };
  const control = button("Expand", figure, () => {
    if (dialog.open) dialog.close();
    else {
      place.style.height = `${root.getBoundingClientRect().height}px`;
      root.replaceWith(place);
      dialog.append(root);
      dialog.showModal();
      control.textContent = "Close";
      control.focus({ preventScroll: true });
    }
  }, { title: "Give the whole window to this figure; Escape takes it back" });
  figure.listen(dialog, "close", () => {
    close();
    control.focus(); // where it was opened, even if the figure has another height by now
  });
  figure.listen(matchMedia(LOW), "change", () => dialog.scrollTo(0, 0)); // a phone was turned
  return { control, close };
}
