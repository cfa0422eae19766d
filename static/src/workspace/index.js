// The page where a text is written: the editor, its journal and its sending are put together here.
import "./panes.js";
import "./shortcuts.js";
import { Autosave } from "./autosave.js";
import { showConflict } from "./conflict.js";
import { createEditor } from "./editor.js";
import { Journal, linesOf } from "./journal.js";

const LEAVE_WAIT = 3000; // ms given to a text that is on its way before leaving for another

const countWords = (text) => text.match(/[\p{L}\p{N}_][\p{L}\p{N}_’'-]*/gu)?.length ?? 0;

async function open(form) {
  const journal = new Journal({ ...form.dataset, criterion: form.dataset.criterion });
  markUnsent(journal, form);
  if (!("writes" in form.dataset)) {
    await showLeftBehind(journal);
    return;
  }
  let autosave;
  const field = createEditor(form.elements.text, () => {
    autosave.changed();
    showWords();
  });
  const count = form.querySelector("[data-word-count]");
  const showWords = () => {
    const { doc } = field.editor.state;
    count.textContent = countWords(doc.textBetween(0, doc.content.size, "\n", "\n"));
  };
  autosave = new Autosave(form, field, journal, showConflict);
  showWords();
  form.elements.value?.addEventListener("input", () => autosave.changed());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    autosave.again();
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      autosave.again();
    }
  });
  insertAtCaret(field.editor);
  leaveSaved(autosave);
  autosave.takeUp(await journal.leftBehind());
  showWords();
  form.dataset.ready = "";
}

/** The words of a contribution go after the caret; at the end of a text in which it was never put. */
function insertAtCaret(editor) {
  let isPlaced = false;
  editor.on("focus", () => {
    isPlaced = true;
  });
  document.addEventListener("workspace:insert", ({ detail }) => {
    if (!editor.isEditable) return; // a conflict waits for its answer
    const { doc, selection } = editor.state;
    editor.chain().insertContentAt(isPlaced ? selection.to : doc.content.size, detail.html).focus().run();
  });
}

/** Texts of this evaluation with something unsent in this browser are marked in the outline. */
function markUnsent(journal, form) {
  const codes = journal.codes();
  for (const mark of document.querySelectorAll("[data-unsent-mark]")) {
    const code = mark.dataset.unsentMark;
    mark.hidden = !codes.has(code) || code === form.dataset.criterion;
  }
}

/** The text may no longer be changed here: what was not sent in time is shown, to be copied. */
async function showLeftBehind(journal) {
  const [left] = (await journal.leftBehind()).toReversed();
  const place = document.querySelector("[data-left-behind]");
  if (!left) return;
  place.querySelector("textarea").value = linesOf(left.entry.text);
  place.hidden = false;
  place.querySelector("button").addEventListener("click", () => {
    journal.forget(left);
    place.hidden = true;
  });
}

/** Going to another text of the page, or validating this one, waits for what is on its way. */
function leaveSaved(autosave) {
  const saved = () => Promise.race([autosave.again(), new Promise((done) => setTimeout(done, LEAVE_WAIT))]);
  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.(".workspace-outline a, .neighbours a, .views a");
    if (!link || !autosave.unsent || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    await saved();
    window.location.assign(link.href);
  });
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches(".validate-form")) return;
    form.elements.base_revision.value = autosave.base; // of the text that this page shows
    if (!autosave.unsent) return;
    event.preventDefault();
    await saved();
    if (!autosave.unsent) form.requestSubmit(event.submitter);
  });
}

const form = document.querySelector(".text-form");
if (form) open(form);

// A conflict answered to a plain form: its field is an editor too.
const merging = form ? null : document.querySelector("#conflit [data-richtext]");
if (merging && document.getElementById("workspace-words")) createEditor(merging);
