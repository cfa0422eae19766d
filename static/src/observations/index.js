// The pages on which an institution writes many texts, its observations and its dossier: each text with its own editor,
// journal and sending. An editor is made when its box is opened: thirty findings are not thirty editors.
import { Autosave } from "../workspace/autosave.js";
import { showConflict } from "../workspace/conflict.js";
import { createEditor } from "../workspace/editor.js";
import { offerValues } from "./values.js";
import { Journal } from "../workspace/journal.js";
import { stanceOf } from "./stance.js";

const root = document.querySelector("[data-answers]");
const words = document.getElementById("observation-words").content;
const word = (name) => words.querySelector(`[data-word="${name}"]`).textContent;
const STALE = 20_000; // ms: a page older than that asks what stands when a box of it is opened
const loadedAt = Date.now();
const opened = new Map(); // form -> its Autosave

/** Makes the editor of a box, once; resolves to its Autosave. */
function write(form) {
  if (!opened.has(form)) opened.set(form, begin(form));
  return opened.get(form);
}

async function begin(form) {
  const journal = new Journal({ ...form.dataset, criterion: form.dataset.criterion });
  const box = form.closest("[data-box]");
  const stance = stanceOf(form, () => autosave.changed());
  const wasWritten = document.activeElement === form.elements.text;
  const field = createEditor(form.elements.text, () => autosave.changed());
  offerValues(form, field.editor);
  const ask = (page, settle) => showConflict(page, settle, { place: box.querySelector("[data-conflict]"), form });
  const autosave = new Autosave(form, field, journal, ask, { answer: stance, isOneOfMany: true });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    autosave.again();
  });
  autosave.takeUp(await journal.leftBehind());
  if (Date.now() - loadedAt > STALE && !autosave.unsent) await autosave.takeNewer();
  if (wasWritten) field.editor.commands.focus("end");
  form.dataset.ready = "";
  return autosave;
}

// -- opening: a box, or the letter when somebody comes to it

for (const box of root.querySelectorAll("details[data-box]")) {
  const form = box.querySelector(".answer-form");
  box.addEventListener("toggle", () => box.open && write(form));
  if (box.open) write(form);
}

const letter = root.querySelector(".answer-letter .answer-form");
const nearing = (seen, observer) => {
  if (!seen.some(({ isIntersecting }) => isIntersecting)) return;
  observer.disconnect();
  write(letter);
};
if (letter) new IntersectionObserver(nearing, { rootMargin: "300px" }).observe(letter);

/** An address that names a box opens it. */
function openNamed() {
  const box = document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
  if (box?.matches("details[data-box]")) box.open = true;
}
window.addEventListener("hashchange", openNamed);
openNamed();

// What was left behind in this browser is taken up at once, wherever it is.
for (const form of root.querySelectorAll(".answer-form")) {
  const { person, evaluation, criterion } = form.dataset;
  if (!new Journal({ person, evaluation, criterion: "", view: "" }).codes().has(criterion)) continue;
  const box = form.closest("details[data-box]");
  if (box) box.open = true;
  write(form);
}

document.addEventListener("keydown", async (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
  event.preventDefault();
  for (const autosave of await Promise.all(opened.values())) autosave.again();
});

// -- what the page says of all of them

root.addEventListener("workspace:saved", ({ target, detail }) => {
  showCoverage(detail.coverage);
  showMissing(detail.missing);
  showDeposited(detail.deposited);
  const box = target.closest("[data-box]");
  box.querySelector("[data-history]").hidden = false;
  const remove = box.querySelector(".answer-remove [name=base_revision]");
  if (remove) remove.value = target.elements.base_revision.value;
  if (detail.length) box.querySelector("[data-length]").textContent = detail.length;
  if (box.matches("details")) showState(box, detail);
});

function showState(box, { text, value }) {
  const said = plainOf(text);
  const state = box.querySelector("[data-answer-state]");
  const isAnswered = said !== "" || Boolean(value);
  const options = box.querySelector("select[name=value]")?.options ?? [];
  const stance = [...options].find((option) => option.value && option.value === value?.split(" ")[0]);
  state.dataset.state = isAnswered ? "ANSWERED" : "UNANSWERED";
  state.textContent = stance ? stance.textContent.toLowerCase() : word(isAnswered ? "answered" : "unanswered");
  const excerpt = box.querySelector("[data-excerpt]");
  const told = said.replace(/\{\{[^{}]*\}\}/g, "…"); // the values that are referred to come with the page
  const first = told.split(/\s+/).slice(0, 24).join(" ");
  excerpt.textContent = first.length < told.length ? `${first}…` : first;
  excerpt.hidden = said === "";
  countAnswered(box.dataset.target);
}

function plainOf(text) {
  return new DOMParser().parseFromString(text.replaceAll("</", " </"), "text/html").body.textContent.trim();
}

function countAnswered(target) {
  const place = document.querySelector(`[data-answered="${target}"]`);
  if (!place) return;
  const boxes = `[data-box][data-target="${target}"] [data-answer-state][data-state="ANSWERED"]`;
  place.textContent = root.querySelectorAll(boxes).length;
}

function showCoverage(sentences) {
  if (!sentences?.length) return;
  const place = document.querySelector("[data-coverage]");
  const lines = sentences.map((said) => Object.assign(document.createElement("p"), { className: "coverage", textContent: said }));
  if (place.textContent.trim() !== sentences.join(" ")) place.replaceChildren(...lines);
}

/** What a dossier still lacks, as it was judged after the save, with links to where it is given. */
function showMissing(missing) {
  const list = document.querySelector("[data-missing]");
  if (!list || !missing) return;
  const lines = missing.map(({ sentence, anchor }) => {
    const line = document.createElement("li");
    line.append(Object.assign(document.createElement("a"), { textContent: sentence, href: `#${anchor}` }));
    return line;
  });
  list.replaceChildren(...lines);
  document.querySelector("[data-nothing-missing]").hidden = missing.length > 0;
}

/** The page was opened before the dossier was deposited: what is written on it is no longer part of what is read. */
function showDeposited(number) {
  if (number === undefined || String(number) === root.dataset.deposited) return;
  document.querySelector("[data-deposited-since]").hidden = false;
}

const all = document.querySelector("[data-all-status]");
new MutationObserver(() => {
  const count = [...root.querySelectorAll(".answer-form")].filter((form) => Number(form.dataset.unsent)).length;
  all.hidden = count === 0;
  all.textContent = count ? word(count > 1 ? "all-many" : "all-one").replace("{count}", count) : "";
}).observe(root, { subtree: true, attributeFilter: ["data-unsent"] });

// Going to the preview or to the deposit waits for what is on its way.
const LEAVE_WAIT = 3000; // ms
document.addEventListener("click", async (event) => {
  const link = event.target.closest?.(".answers-acts a, .answer-history a, .trail a");
  const isUnsent = root.querySelector(".answer-form:not([data-unsent='0'])") !== null;
  if (!link || !isUnsent || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const autosaves = await Promise.all(opened.values());
  const sent = Promise.all(autosaves.map((autosave) => autosave.again()));
  await Promise.race([sent, new Promise((done) => setTimeout(done, LEAVE_WAIT))]);
  window.location.assign(link.href);
});

root.dataset.ready = ""; // from here on a box that is opened is written in, connected or not
