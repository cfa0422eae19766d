// The screen that shows both texts, under the text: the page that a plain form would be answered, without its frame.
import { createEditor } from "./editor.js";

let shown = 0; // how many screens this page has had: what they name is theirs

/**
 * Shows the screen; settle is called with what was chosen, see Autosave.settle.
 * place: where; form: that of the text, to which one comes back.
 */
export function showConflict(
  page,
  settle,
  { place = document.querySelector("[data-conflict]"), form = document.querySelector(".text-form") } = {},
) {
  const screen = new DOMParser().parseFromString(page, "text/html").getElementById("conflit");
  if (shown++) renameIn(screen, `-${shown}`);
  place.replaceChildren(document.adoptNode(screen));
  const heading = screen.querySelector(".conflict-title");
  const title = document.createElement("h2"); // the page has its h1
  title.append(...heading.childNodes);
  for (const { name, value } of heading.attributes) title.setAttribute(name, value);
  heading.replaceWith(title);
  const merged = createEditor(screen.querySelector("[data-richtext]"));
  const base = Number(screen.dataset.revision);
  const close = (chosen) => {
    merged.editor.destroy();
    place.replaceChildren();
    settle(chosen);
    form.querySelector(".tiptap")?.focus();
  };
  screen.addEventListener("submit", (event) => {
    event.preventDefault();
    const way = event.target;
    if (way.dataset.form === "conflict-keep-theirs") close(null);
    else close({ text: way.dataset.form === "conflict-merge" ? merged.read() : way.elements.text.value, base, value: way.elements.value?.value ?? null });
  });
  title.focus();
  place.scrollIntoView({ block: "start" });
}

/** Two texts of one page may be in conflict at once: each screen has names of its own. */
function renameIn(screen, end) {
  for (const element of [screen, ...screen.querySelectorAll("[id], [for], [aria-labelledby]")]) {
    for (const name of ["id", "for", "aria-labelledby"]) {
      if (element.hasAttribute(name)) element.setAttribute(name, element.getAttribute(name) + end);
    }
  }
}
