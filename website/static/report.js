// A report of a mistake names the section that the reader is in. Without this script it names the article.
for (const link of document.querySelectorAll("a[data-report]")) {
  const address = new URL(link.href), name = link.dataset.report, text = address.searchParams.get(name);
  const nameSection = () => {
    const read = ({ top, bottom }) => top < innerHeight / 3 && bottom > innerHeight / 3;
    // the innermost one, without the article itself; those that were not laid out have no height
    const section = [...document.querySelectorAll("article section section")]
      .filter((one) => read(one.getBoundingClientRect())).at(-1);
    const title = section?.querySelector("h2, h3")?.cloneNode(true);
    title?.querySelector(".headerlink")?.remove();
    const line = title ? `\nSection: ${title.textContent.trim()} (#${section.id})\n` : "\n";
    address.searchParams.set(name, text.replace("\n", () => line));
    link.href = address;
  };
  for (const event of ["pointerenter", "focus", "click"]) link.addEventListener(event, nameSection);
}
