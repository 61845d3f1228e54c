// On a page: every figure's description becomes a figure, in front of the picture that stands there already.
import { Family } from "./family.js";
import { fromLink } from "./links.js";
import { wake } from "./try.js";
import { mount } from "./view.js";

const KEY = (name) => `live.${name}`; // of an address: ?live.introduction=w:20

// A figure starts when it comes near to what is seen, so that it holds up nothing before.
const sight = new IntersectionObserver((changes) => {
  for (const { isIntersecting, target } of changes) {
    if (!isIntersecting) continue;
    sight.unobserve(target);
    target.querySelectorAll("script.live-spec").forEach(start);
  }
}, { rootMargin: "300px" });
const roots = new Map(); // of the figures that were started, by their description
const placeOf = (script) => script.closest("figure") ?? script.parentElement;
const scripts = document.querySelectorAll("script.live-spec");
for (const script of scripts) sight.observe(placeOf(script));
// The first one is large: it takes its room at once, so that what follows is where a link or a reload looks for it.
if (scripts.length) start(scripts[0]);

// A phrase of the text that acts on a figure starts it, wherever it is.
wake((name) => {
  const script = document.getElementById(`live-${name}`);
  start(script);
  return { figure: roots.get(script).figure, place: placeOf(script) };
});

function start(script) {
  if (roots.has(script)) return;
  const root = document.createElement("div");
  roots.set(script, root);
  script.before(root);
  const picture = placeOf(script).querySelector("img");
  let spec, text;
  try {
    spec = JSON.parse(script.textContent);
    text = new URLSearchParams(location.search).get(KEY(spec.name));
    show(root, spec, text, picture, script);
  } catch (error) {
    const damaged = text !== undefined && text !== null;
    const line = document.createElement("p");
    line.className = "live-broken";
    line.setAttribute("role", "status");
    line.textContent = damaged
      ? `The link to this page names a network that this figure does not have: ${error.message}. The picture shows the network of the article. `
      : `This figure cannot be played with here: ${error.message}. The picture shows the network of the article.`;
    if (damaged) {
      const again = document.createElement("button");
      Object.assign(again, { type: "button", className: "live-button", textContent: "Play with the article's network" });
      again.addEventListener("click", () => {
        line.remove();
        show(root, spec, null, picture, script);
        root.querySelector("input, button")?.focus();
      });
      line.append(again);
    }
    script.before(line);
  }
}

function show(root, spec, text, picture, script) {
  const address = (state) => {
    const url = new URL(location.href);
    url.search = state ? `?${KEY(spec.name)}=${state}` : "";
    url.hash = placeOf(script).id;
    return url.href;
  };
  const state = text === null ? undefined : fromLink(new Family(spec), text);
  root.figure = mount(root, spec, { state, address }); // found by tests, and by the curious
  picture?.classList.add("live-static");
}
