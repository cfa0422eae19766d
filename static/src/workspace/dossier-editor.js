// The texts of the dossier are written in the editor too; each textarea stays the field of its form.
import { createEditor } from "./editor.js";

for (const textarea of document.querySelectorAll("textarea[data-rich-text]")) {
  textarea.required = false; // a hidden field cannot be asked for: the server says it
  createEditor(textarea);
}
