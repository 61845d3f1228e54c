// What a term or a symbol means, beside it: on hover, on focus, and at the first tap. Escape closes it.
// Without this script the browser shows the same text as a title.
const note = document.createElement("div");
Object.assign(note, { className: "note", id: "note", hidden: true });
note.setAttribute("role", "tooltip");
document.body.append(note);
let owner = null, closing;

function open(mark) {
  clearTimeout(closing);
  if (owner === mark) return;
  close();
  owner = mark;
  note.textContent = mark.dataset.note;
  note.hidden = false;
  mark.setAttribute("aria-describedby", note.id);
  const at = mark.getBoundingClientRect(), size = note.getBoundingClientRect();
  const left = Math.min(at.left, document.documentElement.clientWidth - size.width - 16);
  const above = at.bottom + size.height + 12 > innerHeight && at.top > size.height + 12;
  note.style.left = `${Math.max(8, left) + scrollX}px`;
  note.style.top = `${(above ? at.top - size.height - 6 : at.bottom + 6) + scrollY}px`;
}

function close() {
  clearTimeout(closing);
  owner?.removeAttribute("aria-describedby");
  owner = null;
  note.hidden = true;
}

const later = () => {
  clearTimeout(closing);
  closing = setTimeout(close, 250); // time to move the pointer onto the note
};

for (const mark of document.querySelectorAll(".bd-article a[title]:has(.std-term), .bd-article span.math[title]")) {
  mark.dataset.note = mark.title;
  mark.removeAttribute("title");
  mark.addEventListener("pointerenter", (event) => event.pointerType === "mouse" && open(mark));
  mark.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && later());
  mark.addEventListener("focus", () => mark.matches(":focus-visible") && open(mark));
  mark.addEventListener("blur", close);
  mark.addEventListener("click", (event) => {
    if (event.pointerType !== "touch" || owner === mark) return;
    event.preventDefault(); // a second tap follows the link
    open(mark);
  });
}
note.addEventListener("pointerenter", () => clearTimeout(closing));
note.addEventListener("pointerleave", later);
document.addEventListener("keydown", (event) => event.key === "Escape" && close());
document.addEventListener("pointerdown", (event) => owner && !owner.contains(event.target) && event.target !== note && close());
