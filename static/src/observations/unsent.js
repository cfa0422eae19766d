// What this browser still holds of observations that can no longer be written: filed meanwhile, or too late. It is shown
// where the person comes back, to be read and copied, and goes when they say so.
import { allLeftBehind, linesOf } from "../workspace/journal.js";

const place = document.querySelector("[data-unsent-texts]");
const model = place.querySelector("template").content;
const word = (name) => model.querySelector(`[data-word="${name}"]`).textContent;
const NAMED = /^(point-faible|point-fort|recommandation)-(\d+)$/; // of an answer; others have names drawn at random

function titleOf(criterion) {
  const [, name, number] = NAMED.exec(criterion) ?? [];
  if (name) return word(name).replace("{number}", number);
  return word(criterion === "lettre" ? "lettre" : "other");
}

for (const { key, criterion, entry } of await allLeftBehind(place.dataset)) {
  const words = linesOf(entry.text);
  if (words === "") continue; // a position without a word
  const shown = model.querySelector("[data-unsent-text]").cloneNode(true);
  const id = `reste-${place.children.length}`;
  const [title, text] = [shown.querySelector("label"), shown.querySelector("textarea")];
  title.textContent = titleOf(criterion);
  title.htmlFor = id;
  text.id = id;
  text.value = words;
  shown.querySelector("button").addEventListener("click", () => {
    localStorage.removeItem(key);
    shown.remove();
    place.hidden = place.querySelector("[data-unsent-text]") === null;
  });
  place.append(shown);
  place.hidden = false;
}
place.dataset.ready = "";
