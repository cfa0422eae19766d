// What is half written beside the text while another pane is shown: it is put back when its form comes again.
import { isWritten } from "../unsaved.js";

const TOKEN = "csrfmiddlewaretoken";
const drafts = new Map(); // the fields of a form, by keyOf

/** Which form it is, whenever its pane was fetched. */
const keyOf = (form) => [form.getAttribute("action"), form.dataset.form, form.elements.answers?.value].join(" ");

const isBox = (field) => field.matches("[type=checkbox], [type=radio]");

// What is hidden too: the revision that was read, the number of the sending.
const fieldsOf = (form) =>
  [...form.elements].filter((field) => field.name && field.name !== TOKEN && !field.matches("button, [type=submit], [type=file]"));

/** Keeps what is written in the forms of a pane that goes; not in the one that was sent. */
export function keepDrafts(pane, sent) {
  for (const form of pane.querySelectorAll("form[data-unsaved]")) {
    if (form === sent || !isWritten(form)) continue;
    drafts.set(
      keyOf(form),
      fieldsOf(form).map(({ name, value, checked }) => ({ name, value, checked })),
    );
  }
}

/** Puts it back in the forms of a pane that comes. */
export function putDraftsBack(pane) {
  for (const form of pane.querySelectorAll("form[data-unsaved]")) {
    const draft = drafts.get(keyOf(form));
    if (!draft) continue;
    drafts.delete(keyOf(form));
    for (const field of fieldsOf(form)) {
      const same = ({ name, value }) => name === field.name && (!isBox(field) || value === field.value);
      const kept = draft.find(same);
      if (!kept) continue;
      if (isBox(field)) field.checked = kept.checked;
      else field.value = kept.value;
    }
    const folded = form.closest("details");
    if (folded) folded.open = true;
  }
}

window.addEventListener("beforeunload", (event) => {
  if (drafts.size) event.preventDefault();
});
