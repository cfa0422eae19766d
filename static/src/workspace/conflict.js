// The screen that shows both texts, under the text: the page that a plain form would be answered, without its frame.
import { createEditor } from "./editor.js";

/** Shows the screen; settle is called with what was chosen, see Autosave.settle. */
export function showConflict(page, settle) {
  const place = document.querySelector("[data-conflict]");
  const screen = new DOMParser().parseFromString(page, "text/html").getElementById("conflit");
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
    document.querySelector(".text-form .tiptap")?.focus();
  };
  screen.addEventListener("submit", (event) => {
    event.preventDefault();
    const form = event.target;
    if (form.dataset.form === "conflict-keep-theirs") close(null);
    else close({ text: form.dataset.form === "conflict-merge" ? merged.read() : form.elements.text.value, base, value: form.elements.value?.value ?? null });
  });
  title.focus();
  place.scrollIntoView({ block: "start" });
}
