// Where the parts of a live figure stand: what is at hand, and what makes room for it.
import { element } from "./draw.js";

/** A large figure: everything. */
export function large({ sliders, panels, summary, announcement, player, message, copied, editor }, buttons) {
  const wide = element("div", { className: "live-wide" }), narrow = element("div", { className: "live-narrow" });
  for (const panel of panels) (panel.wide ? wide : narrow).append(panel.picture.box);
  return [
    element("div", { className: "live-sliders" }, ...sliders.map(({ box }) => box)),
    summary, announcement,
    element("div", { className: "live-panels" }, wide, narrow),
    player.box,
    element("div", { className: "live-buttons" }, ...buttons),
    message, copied,
    editor.box,
  ];
}

/** A small one: its sliders and Reset in one line, and its panels. */
export function small({ root, sliders, panels, announcement, message }, reset) {
  root.classList.add("live-small");
  return [
    element("div", { className: "live-sliders" }, ...sliders.map(({ box }) => box), reset),
    announcement,
    element("div", { className: "live-panels" }, ...panels.map(({ picture }) => picture.box)),
    message,
  ];
}
