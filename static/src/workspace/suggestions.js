// The copy of a text that the agency changes is an editor too.
import { createEditor } from "./editor.js";

const copy = document.querySelector("[data-form='suggestion-create'] [data-richtext]");
if (copy) createEditor(copy);
