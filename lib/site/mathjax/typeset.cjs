// Sets formulas: reads {"formulas": [[tex, display], …], "fonts": address} and writes {"html": […], "css": …}.
// This file is ours; the others in this folder are MathJax, see VERSION.
const { readFileSync } = require("node:fs");
const { join } = require("node:path");

const { formulas, fonts } = JSON.parse(readFileSync(0, "utf8"));
const settings = {
  loader: { load: ["input/tex", "output/chtml", "adaptors/liteDOM", "a11y/assistive-mml"], versionWarnings: false },
  chtml: { fontURL: fonts }, // the style sheet has only what these formulas need
};

require(join(__dirname, "node-main.js")).init(settings).then((MathJax) => {
  const adaptor = MathJax.startup.adaptor;
  const html = formulas.map(([tex, display]) => adaptor.outerHTML(MathJax.tex2chtml(tex, { display })));
  const css = adaptor.textContent(MathJax.chtmlStylesheet());
  process.stdout.write(JSON.stringify({ html, css }));
}).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
