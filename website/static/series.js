// A phone needs a third of a second to lay out a long page. So it shows the beginning, and adds a section whenever it
// has nothing else to do. It is whole before a jump, which else would not land where it should.
const root = document.documentElement;
const sections = [...document.querySelectorAll(".bd-article section section:not(:has(section))")];
const whole = () => {
  for (const section of sections) section.style.removeProperty("content-visibility");
  root.classList.remove("in-parts");
};
const idle = window.requestIdleCallback ?? ((next) => setTimeout(next, 20)); // Safari has none
const next = (at = 0) => {
  if (!root.matches(".in-parts")) return;
  if (at === sections.length) return whole();
  sections[at].style.contentVisibility = "visible";
  idle(() => next(at + 1));
};
window.addEventListener("load", () => idle(() => next()));
for (const kind of ["click", "keydown"]) window.addEventListener(kind, whole, { capture: true, once: true });

// What scrolls sideways on a narrow screen says so, and can be reached with the keyboard. A box is looked at when it
// has been laid out (that is when the reader comes near it), is unfolded, or changes its size.
// A figure says so on its cut edge, until that is reached.
const hint = (box) => {
  const more = box.scrollLeft < box.scrollWidth - box.clientWidth - 8;
  box.classList.toggle("goes-on", more);
  box.closest("figure")?.classList.toggle("goes-on", more);
};
const look = (box) => {
  const scrolls = box.scrollWidth > box.clientWidth + 1;
  box.classList.toggle("scrolls", scrolls && box.tagName !== "PRE");
  if (box.matches(".sideways")) hint(box);
  if (scrolls) box.tabIndex = 0;
  else box.removeAttribute("tabindex");
};
const reach = new ResizeObserver((changes) => requestAnimationFrame(() => changes.forEach(({ target }) => look(target))));
for (const box of document.querySelectorAll("mjx-container[display], .text_html, pre, .sideways")) reach.observe(box);
for (const box of document.querySelectorAll(".sideways")) box.addEventListener("scroll", () => hint(box), { passive: true });

// The fonts of formulas further down are there before the reader is, and before the page is printed.
window.addEventListener("load", () => {
  for (const face of document.fonts) {
    const kind = face.family.match(/^MJX(TEX(-\w+)?)$/)?.[1];
    const used = kind === "TEX" ? "mjx-container" : kind === "TEX-S4" ? ".TEX-S4, mjx-stretchy-v, mjx-stretchy-h" : `.${kind}`;
    if (kind && document.querySelector(used)) face.load();
  }
});

// Buttons of the theme have their titles for Bootstrap's script, which is not here.
for (const button of document.querySelectorAll("[data-bs-title]")) button.title = button.dataset.bsTitle;

// A link into a fold opens it, also where the browser does not do so by itself.
const reveal = () => {
  const target = document.querySelector(":target"), shut = "details:not([open])";
  if (!target?.closest(shut)) return;
  for (let fold; (fold = target.closest(shut));) fold.open = true;
  target.scrollIntoView();
};
window.addEventListener("hashchange", reveal);
reveal();

// Printed are light colours, all solutions, and what is for the curious; afterwards the page is as it was.
let before = null;
window.addEventListener("beforeprint", () => {
  if (before) return;
  const closed = [...document.querySelectorAll("details:is(.solution, .curious):not([open])")];
  before = { theme: root.dataset.theme, closed };
  root.dataset.theme = "light";
  for (const part of closed) part.open = true;
  for (const image of document.querySelectorAll("img[loading=lazy]")) image.loading = "eager"; // paper has no later
});
window.addEventListener("afterprint", () => {
  if (!before) return;
  root.dataset.theme = before.theme;
  for (const part of before.closed) part.open = false;
  before = null;
});
