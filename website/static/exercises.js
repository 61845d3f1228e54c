// Exercises on a page: a field for the answer, or a few to guess from, and one sentence on it. Says what lib/exercises.py says.

export function verdict(given, answer, within) {
  const off = Math.abs(given - answer);
  if (off <= within * (1 + 1e-9)) return "Right.";
  const side = given > answer ? "too high" : "too low";
  if (given * answer < 0) return `Not yet: ${side}, and the sign is wrong.`;
  if (answer === 0 || given === 0) return `Not yet: ${side}.`;
  const factor = Math.max(given / answer, answer / given);
  if (off <= 0.1 * Math.abs(answer)) return `Close: ${side}, but by less than 10%.`;
  if (factor <= 2) return `Not yet: ${side}, by less than a factor of 2.`;
  return `Not yet: ${side}, by more than a factor of ${factor > 10 ? 10 : 2}.`;
}

/**
 * The numbers that a text may mean, as people write them: 71,068 and 71 068 and 7.1e4, −1000 mV, 0,5. Two where
 * nobody can know: 1,234 is a thousand and more here, and one and a bit elsewhere. None where it is no number.
 */
export function readings(text, unit = "") {
  let plain = text.trim().replace(/[\u2212\u2013]/g, "-");
  if (unit && plain.endsWith(unit)) plain = plain.slice(0, -unit.length).trim();
  plain = plain.replace(/^([+-])\s+/, "$1").replace(/(?<=\d)[\s'\u2019_](?=\d{3}(?!\d))/g, "");
  if (!/^[+-]?(\d[\d.,]*|[.,]\d+)(e[+-]?\d+)?$/i.test(plain)) return [];
  const grouped = (sign) => new RegExp(`^[+-]?[1-9]\\d{0,2}(\\${sign}\\d{3})+$`).test(plain);
  const without = (sign) => Number(plain.replaceAll(sign, ""));
  const commas = plain.split(",").length - 1, points = plain.split(".").length - 1;
  let found;
  if (commas && points) {
    const decimal = plain.lastIndexOf(",") > plain.lastIndexOf(".") ? "," : ".";
    found = [Number(plain.replaceAll(decimal === "," ? "." : ",", "").replace(decimal, "."))];
  } else if (commas > 1) found = grouped(",") ? [without(",")] : [];
  else if (points > 1) found = grouped(".") ? [without(".")] : [];
  else if (commas) found = [...(grouped(",") ? [without(",")] : []), Number(plain.replace(",", "."))];
  else found = [Number(plain)];
  return found.filter(Number.isFinite);
}

/** One sentence on what was typed. */
export function reply(text, answer, within, unit = "") {
  const found = readings(text, unit);
  if (!found.length) return "Type a number.";
  const said = found.map((given) => verdict(given, answer, within));
  if (said.includes("Right.")) return "Right.";
  return found.length === 1 ? said[0] : `Is that ${found[0]} or ${found[1]}? Write it without the comma.`;
}

function field(place, k) {
  const { answer, within, unit, asks } = place.dataset;
  const form = document.createElement("form");
  form.className = "exercise";
  form.noValidate = true;
  form.innerHTML = `<label for="exercise-${k}">Your answer</label> <input id="exercise-${k}" inputmode="decimal" autocomplete="off" size="8">
    <span class="unit"></span> <button type="submit">Check</button> <output for="exercise-${k}"></output>`;
  form.querySelector(".unit").textContent = unit;
  if (asks) form.querySelector("label").textContent = `Your answer: the ${asks}`;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = form.querySelector("input").value;
    form.querySelector("output").textContent = reply(text, Number(answer), Number(within), unit);
  });
  place.replaceWith(form);
}

/** One sentence on a guess, and why, or where to look. */
export function revealed(given, answer, because, own = {}) {
  return `${given === answer ? "Yes" : "No"}, ${answer}. ${own[given] ?? because}`.trimEnd();
}

function guess(place) {
  const { options, answer, because, asks, own = "{}" } = place.dataset;
  const set = document.createElement("fieldset");
  set.className = "exercise";
  set.innerHTML = "<legend></legend> <output></output>";
  set.querySelector("legend").textContent = asks ? `Your guess: the ${asks}` : "Your guess";
  const said = set.querySelector("output");
  const buttons = JSON.parse(options).map((option) => {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", textContent: option });
    button.setAttribute("aria-pressed", false);
    button.addEventListener("click", () => {
      for (const one of buttons) one.setAttribute("aria-pressed", one === button);
      said.textContent = revealed(option, answer, because, JSON.parse(own));
    });
    return button;
  });
  said.before(...buttons);
  place.replaceWith(set);
}

if (typeof document !== "undefined") document.querySelectorAll("p.exercise").forEach((place, k) => (place.dataset.options ? guess : field)(place, k));
