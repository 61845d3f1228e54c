// Sets formulas: reads {"formulas": [[tex, display], …], "fonts": address} and writes {"html": […], "css": …}.
// This file is ours; the others in this folder are MathJax, see VERSION.
const { readFileSync } = require("node:fs");
const { join } = require("node:path");

const { formulas, fonts } = JSON.parse(readFileSync(0, "utf8"));
const settings = {
  loader: { load: ["input/tex", "output/chtml", "adaptors/liteDOM", "a11y/assistive-mml"], versionWarnings: false },
  tex: { packages: { "[-]": ["noundefined"] } }, // an unknown command is an error, not a red word on the page
  chtml: { fontURL: fonts }, // the style sheet has only what these formulas need
};

// A formula that names an extension has to wait until it is loaded, hence the promise. What MathJax cannot set
// at all, because it lacks the extension, becomes an element with an error like any other.
async function set(MathJax, tex, display) {
  const adaptor = MathJax.startup.adaptor;
  try {
    return adaptor.outerHTML(await MathJax.tex2chtmlPromise(tex, { display }));
  } catch (error) {
    const reason = String(error.message ?? error).split("\n")[0].replace(__dirname, "mathjax");
    return adaptor.outerHTML(adaptor.node("mjx-merror", { "data-mjx-error": reason }));
  }
}

require(join(__dirname, "node-main.js")).init(settings).then(async (MathJax) => {
  const html = [];
  for (const [tex, display] of formulas) html.push(await set(MathJax, tex, display));
  const css = MathJax.startup.adaptor.textContent(MathJax.chtmlStylesheet());
  process.stdout.write(JSON.stringify({ html, css }));
}).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
