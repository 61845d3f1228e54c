// What all panels share: elements, a canvas that is sharp on every screen, and axes.

/** An element with properties, attributes (names with a hyphen, and `role`) and children. */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-") || name === "role" || name === "for") made.setAttribute(name, value);
    else made[name] = value;
  }
  made.append(...children);
  return made;
}

/** A panel's place in the figure: a head with its name and a read-out, and a canvas below. */
export class Picture {
  /**
   * @param {object} options
   * @param {string} options.label what the picture shows
   * @param {number} options.height [css px]; for a square, the largest
   * @param {boolean} [options.square]
   */
  constructor({ label, height, square = false }) {
    this.name = element("span", { className: "live-label" }, label);
    this.read = element("span", { className: "live-read" });
    this.canvas = element("canvas", { role: "img", "aria-label": label });
    this.canvas.style.width = "100%"; // also before the style sheet has come: else each picture would make the next one wider
    this.box = element("div", { className: `live-panel${square ? " live-square" : ""}` },
      element("div", { className: "live-head" }, this.name, this.read), this.canvas);
    this.label = label;
    this.box.style.setProperty("--height", height);
    this.context = this.canvas.getContext("2d");
  }

  /** Take the size that the page gives. */
  fit() {
    const { clientWidth, clientHeight } = this.canvas;
    this.width = clientWidth;
    this.height = clientHeight;
    this.scale = window.devicePixelRatio || 1;
  }

  /** A clean canvas, measured in css pixels. */
  open() {
    const { canvas, context, scale } = this;
    const width = Math.round(this.width * scale), height = Math.round(this.height * scale);
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, this.width, this.height);
    context.font = "11px system-ui, 'Segoe UI', Roboto, sans-serif";
    return context;
  }

  /** Remember the picture as it is. */
  keep() {
    const { width, height } = this.canvas;
    if (!width || !height) return; // out of sight, there is nothing to remember
    this.copy ??= element("canvas");
    Object.assign(this.copy, { width, height }); // which also cleans it
    this.copy.getContext("2d").drawImage(this.canvas, 0, 0);
    this.kept = true;
  }

  /** The picture as it was remembered, on a clean canvas. */
  restore() {
    this.open().drawImage(this.copy, 0, 0, this.width, this.height);
  }

  /** What a screen reader says of the picture. */
  describe(text) {
    this.canvas.setAttribute("aria-label", `${this.name.textContent}: ${text}`);
  }

  /** Where the pointer is, in css pixels of the canvas. */
  at(event) {
    const box = this.canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }
}

/** Round numbers between two others, about so many. */
export function ticks(low, high, about) {
  if (!(high > low)) return [low];
  const rough = (high - low) / about, power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999);
  const found = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-9; k++) found.push(Number((k * step).toPrecision(12)));
  return found;
}

/** A round number that is no smaller: where an axis ends, so that it does not jump with every frame. */
export function ceiling(value) {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return power * [1, 1.5, 2, 3, 5, 7.5, 10].find((factor) => factor * power >= value * 0.9999);
}

export const number = (value) => String(value).replace("-", "\u2212");

/** A number with so many decimals, with a real minus sign; a dash when there is none. */
export const fixed = (value, decimals = 1) => (Number.isFinite(value) ? number(value.toFixed(decimals)) : "\u2013");

/**
 * Axes around the area that is left for the data, which is returned with the maps x and y to pixels.
 *
 * @param {Picture} picture opened
 * @param {object} options x and y: {low, high, label, about (ticks), ticks (none when empty)}; the edges, where not the
 *   whole picture is for these axes. With x.from, the axis is labelled from there on, and the data begin at 0 nevertheless
 */
export function axes(picture, colours, { x, y, left = 46, right = 8, top = 0, bottom = picture.height }) {
  const { context, width } = picture;
  const area = { left, right: width - right, top: top + 5, bottom: bottom - (x.label ? 30 : x.bare ? 5 : 17) };
  const { from = 0 } = x;
  const toX = (value) => area.left + ((value - x.low) / (x.high - x.low)) * (area.right - area.left);
  const toY = (value) => area.bottom - ((value - y.low) / (y.high - y.low)) * (area.bottom - area.top);
  context.strokeStyle = colours.muted;
  context.fillStyle = colours.muted;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(area.left - 0.5, area.top);
  context.lineTo(area.left - 0.5, area.bottom + 0.5);
  context.lineTo(area.right, area.bottom + 0.5);
  context.textAlign = "right";
  context.textBaseline = "middle";
  for (const tick of y.ticks ?? ticks(y.low, y.high, y.about ?? 3)) {
    context.moveTo(area.left - 4, toY(tick));
    context.lineTo(area.left, toY(tick));
    context.fillText(number(tick), area.left - 6, Math.max(toY(tick), top + 6));
  }
  context.textBaseline = "top";
  if (!x.bare) {
    for (const tick of x.ticks ?? ticks(x.low + from, x.high + from, x.about ?? 5)) {
      const at = toX(tick - from), text = number(tick), half = context.measureText(text).width / 2;
      context.moveTo(at, area.bottom);
      context.lineTo(at, area.bottom + 4);
      context.textAlign = "left"; // kept inside at both ends
      context.fillText(text, Math.min(at - half, width - 2 * half - 1), area.bottom + 6);
    }
  }
  context.stroke();
  if (x.label) {
    context.textAlign = "center";
    context.fillText(x.label, (area.left + area.right) / 2, bottom - 12);
  }
  if (y.label) {
    context.save();
    context.translate(1, (area.top + area.bottom) / 2);
    context.rotate(-Math.PI / 2);
    context.textAlign = "center";
    context.textBaseline = "top";
    context.fillText(y.label, 0, 0);
    context.restore();
  }
  return { ...area, x: toX, y: toY, from };
}

/** A curve through points; gaps where a value is no number. */
export function curve(context, area, xs, ys, { color, width = 1.5, dash = [] }) {
  context.save();
  context.beginPath();
  context.rect(area.left, area.top - 3, area.right - area.left + 1, area.bottom - area.top + 4);
  context.clip();
  context.strokeStyle = color;
  context.lineWidth = width;
  context.lineJoin = "round";
  context.setLineDash(dash);
  context.beginPath();
  let pen = false;
  for (let k = 0; k < ys.length; k++) {
    if (!Number.isFinite(ys[k])) pen = false;
    else if (pen) context.lineTo(area.x(xs[k]), area.y(ys[k]));
    else context.moveTo(area.x(xs[k]), area.y(ys[k]), (pen = true));
  }
  context.stroke();
  context.restore();
}

/** Bars from 0 to heights[k], between the pixels edge(k) and edge(k + 1); hollow ones are an outline around them all. */
export function bars(context, area, edge, heights, { color, alpha = 0.6, gap = -0.15, hollow = false }) {
  context.save();
  Object.assign(context, { fillStyle: color, strokeStyle: color, lineWidth: 1.3 });
  context.globalAlpha *= hollow ? 1 : alpha;
  context.beginPath();
  if (hollow) context.moveTo(edge(0), area.bottom);
  heights.forEach((height, k) => {
    const left = edge(k), right = edge(k + 1), top = area.y(height);
    if (!hollow) return context.fillRect(left + gap, top, right - left - 2 * gap, area.bottom - top);
    context.lineTo(left, top);
    return context.lineTo(right, top);
  });
  if (hollow) context.lineTo(edge(heights.length), area.bottom);
  context.stroke();
  context.restore();
}

/** Dotted lines at moments that the author marks [ms]. */
export function marks(context, area, times, colours) {
  const pixels = { ...area, x: (x) => x, y: (y) => y };
  for (const time of times) {
    const at = area.x(time - area.from);
    if (at >= area.left) curve(context, pixels, [at, at], [area.top, area.bottom], { color: colours.muted, width: 1, dash: [2, 3] });
  }
}

/** The line of the moment in a panel over time, while the figure plays or its time is moved. */
export function playhead(context, area, figure) {
  if (figure.atEnd) return;
  const at = area.x(figure.head * figure.dt);
  context.fillStyle = figure.colours.paper;
  context.globalAlpha = 0.72;
  context.fillRect(at, area.top - 3, area.right - at + 2, area.bottom - area.top + 3);
  context.globalAlpha = 1;
  context.strokeStyle = figure.colours.chosen;
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(at, area.top - 3);
  context.lineTo(at, area.bottom);
  context.stroke();
}

/** The time axis of a figure. */
export const timeAxis = (figure, options = {}) => ({ low: 0, high: figure.family.steps * figure.dt, from: figure.origin * figure.dt, ...options });
