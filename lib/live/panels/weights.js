// The weight matrix as colours: column j sends, row i receives. It can be painted.
import { Picture, element, fixed } from "../draw.js";

export function panel(figure, { label = "Weights" }) {
  const picture = new Picture({ label, height: 236, square: true });
  const { n } = figure.family;
  const { canvas } = picture;
  const image = new ImageData(n, n);
  const small = element("canvas", { width: n, height: n });
  const inside = small.getContext("2d");
  const scale = element("div", { className: "live-scale", "aria-hidden": "true" }, element("span"), element("i"), element("span"));
  picture.box.append(scale);
  // of the article's own network: a stronger weight keeps the strongest colour, however the reader came to it
  const limit = figure.family.network(figure.family.start()).weights.reduce((most, w) => Math.max(most, Math.abs(w)), 0);
  scale.hidden = !limit;
  scale.firstChild.textContent = `${fixed(-limit, limit < 10 ? 1 : 0)} mV`;
  scale.lastChild.textContent = `${fixed(limit, limit < 10 ? 1 : 0)} mV`;
  let entry = null; // [to, from] under the pointer or the keys

  const entryAt = (event) => {
    const [x, y] = picture.at(event);
    const place = (at, size) => Math.min(n - 1, Math.max(0, Math.floor((at / size) * n)));
    return [place(y, picture.height), place(x, picture.width)];
  };
  const point = (at) => {
    entry = at;
    figure.point(at ?? []);
  };
  let painting = false;
  figure.listen(canvas, "pointermove", (event) => {
    point(entryAt(event));
    if (painting) figure.editor.paint(...entry);
  });
  figure.listen(canvas, "pointerleave", () => point(null));
  figure.listen(canvas, "pointerdown", (event) => {
    point(entryAt(event));
    figure.editor.select(...entry);
    if (!figure.editor.open) return figure.choose(entry[0]);
    painting = true;
    canvas.setPointerCapture(event.pointerId);
    figure.editor.paint(...entry);
    event.preventDefault();
  });
  for (const end of ["pointerup", "pointercancel"]) figure.listen(canvas, end, () => (painting = false));
  figure.listen(canvas, "keydown", (event) => {
    const [down, right] = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key] ?? [];
    const [to, from] = entry ?? figure.editor.selected;
    if (down !== undefined) {
      point([Math.min(n - 1, Math.max(0, to + down)), Math.min(n - 1, Math.max(0, from + right))]);
      figure.editor.select(...entry);
    } else if ((event.key === "Enter" || event.key === " ") && figure.editor.open) {
      figure.editor.paint(to, from);
    } else return;
    event.preventDefault();
  });
  figure.listen(canvas, "focus", () => canvas.matches(":focus-visible") && point([...figure.editor.selected]));
  figure.listen(canvas, "blur", () => point(null));
  canvas.tabIndex = 0;

  return {
    picture,
    draw({ network: { weights } }) {
      const { colours } = figure;
      const context = picture.open();
      const [paper, negative, positive] = [colours.paper, colours.inhibition, colours.excitation].map(channels);
      const { data } = image;
      for (let i = 0, at = 0; i < n; i++) {
        for (let j = 0; j < n; j++, at += 4) {
          const share = Math.min(1, Math.max(-1, weights[j * n + i] / (limit || 1)));
          const end = share < 0 ? negative : positive, part = Math.abs(share);
          for (let c = 0; c < 3; c++) data[at + c] = paper[c] + part * (end[c] - paper[c]);
          data[at + 3] = 255;
        }
      }
      inside.putImageData(image, 0, 0);
      context.imageSmoothingEnabled = false;
      context.drawImage(small, 0, 0, picture.width, picture.height);
      const size = picture.width / n;
      context.fillStyle = context.strokeStyle = colours.chosen;
      context.globalAlpha = 0.3;
      for (const i of figure.lit) {
        context.fillRect(0, i * size, picture.width, Math.max(size, 1));
        context.fillRect(i * size, 0, Math.max(size, 1), picture.height);
      }
      context.globalAlpha = 1;
      if (entry) {
        context.strokeStyle = colours.ink;
        context.lineWidth = 1.5;
        context.strokeRect(entry[1] * size - 1.5, entry[0] * size - 1.5, size + 3, size + 3);
      }
      canvas.style.cursor = figure.editor.open ? "crosshair" : "pointer";
      canvas.style.touchAction = figure.editor.open ? "none" : "";
    },
    moment({ spikes }) { // the columns that are sending now
      if (figure.atEnd) return;
      const { context } = picture, size = picture.width / n;
      context.fillStyle = figure.colours.ink;
      for (let j = 0, k = figure.head * n; j < n; j++, k++) if (spikes[k]) context.fillRect(j * size, 0, Math.max(size, 2), 8);
    },
    read: ({ network: { weights } }) => (entry ? `from ${entry[1]} to ${entry[0]}: ${fixed(weights[entry[1] * n + entry[0]])} mV` : "from \u2192, to \u2193"),
    describe({ network: { weights } }) {
      let negative = 0, positive = 0;
      for (const w of weights) w > 0 ? positive++ : w < 0 && negative++;
      return `${positive} weights excite, ${negative} inhibit. Arrow keys move over the entries`;
    },
  };
}

const channels = (colour) => [1, 3, 5].map((k) => parseInt(colour.slice(k, k + 2), 16));
