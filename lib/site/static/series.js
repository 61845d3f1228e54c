// What scrolls sideways on a narrow screen must be reachable with the keyboard.
const reach = () => {
  for (const box of document.querySelectorAll("mjx-container[display], .text_html, pre, figure")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  }
};
window.addEventListener("load", async () => {
  await window.MathJax?.startup?.promise;
  reach();
});
window.addEventListener("resize", reach);
