// Exercises on a page: a field for the answer, and one sentence on it. Says what lib/exercises.py says.

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
    const text = form.querySelector("input").value.trim().replace("\u2212", "-").replace(",", ".");
    const given = text === "" ? NaN : Number(text);
    form.querySelector("output").textContent = Number.isFinite(given)
      ? verdict(given, Number(answer), Number(within))
      : "Type a number.";
  });
  place.replaceWith(form);
}

if (typeof document !== "undefined") document.querySelectorAll("p.exercise").forEach(field);
