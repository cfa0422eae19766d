// The address of a link, asked in a small dialogue.
import { isAddress } from "./schema.js";

const dialog = document.getElementById("lien");
let editing = null;

export function askForLink(editor) {
  editing = editor;
  const { href } = dialog.querySelector("form").elements;
  href.value = editor.getAttributes("link").href ?? "";
  dialog.querySelector("[data-problem]").hidden = true;
  dialog.showModal();
  href.focus();
}

/** « exemple.fr » and « nom@exemple.fr » as people type them. */
function addressOf(typed) {
  const text = typed.trim();
  if (isAddress(text) || !text) return text;
  return /^[^\s@/]+@[^\s@/]+$/.test(text) ? `mailto:${text}` : `https://${text}`;
}

dialog?.querySelector("form").addEventListener("submit", (event) => {
  if (event.submitter?.value === "cancel") return;
  const href = addressOf(event.target.elements.href.value);
  if (href && !/^(?:mailto:\S+|https?:\/\/[^\s/]+\.[^\s]+)$/i.test(href)) {
    event.preventDefault();
    dialog.querySelector("[data-problem]").hidden = false;
    return;
  }
  const chain = editing.chain().focus().extendMarkRange("link");
  if (!href) chain.unsetLink().run();
  else if (editing.state.selection.empty && !editing.isActive("link")) {
    chain.insertContent({ type: "text", text: href.replace(/^mailto:/, ""), marks: [{ type: "link", attrs: { href } }] }).run();
  } else chain.setLink({ href }).run();
});
dialog?.addEventListener("close", () => editing?.commands.focus());
