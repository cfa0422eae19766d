// A textarea that becomes an editor. The textarea stays the field of its form, and holds the text at every moment.
import { Editor } from "@tiptap/core";

import { cleanPasted, tableOfLines } from "./paste.js";
import { extensions, fragmentOf } from "./schema.js";
import { createToolbar } from "./toolbar.js";

/**
 * The editor of a textarea. changed() is called after each change by the person.
 * Returns {editor, read, write, setEditable}: read gives the fragment, write replaces it without calling changed.
 */
export function createEditor(textarea, changed = () => {}) {
  const place = document.createElement("div");
  const isTypedIn = document.activeElement === textarea;
  const label = textarea.labels[0];
  label.id ||= `${textarea.id}-label`;
  textarea.after(place);
  textarea.classList.add("is-source");
  const editor = new Editor({
    element: place,
    extensions,
    content: textarea.value,
    injectCSS: false,
    editable: !textarea.readOnly,
    editorProps: {
      attributes: { role: "textbox", "aria-multiline": "true", "aria-labelledby": label.id, spellcheck: "true" },
      transformPastedHTML: cleanPasted,
      handlePaste(view, { clipboardData }) {
        const isPlain = clipboardData !== null && !clipboardData.getData("text/html");
        const table = isPlain ? tableOfLines(clipboardData.getData("text/plain")) : "";
        return table !== "" && view.pasteHTML(table); // without the event: it is not this paste again
      },
      handleKeyDown: (_view, event) => {
        if (event.altKey && event.key === "F10") place.previousElementSibling?.querySelector("[tabindex='0']")?.focus();
        return event.altKey && event.key === "F10";
      },
    },
    onUpdate: () => {
      textarea.value = fragmentOf(editor);
      changed();
    },
  });
  label.addEventListener("click", () => editor.commands.focus());
  // Who typed before the editor was there goes on typing, in it.
  if (isTypedIn) {
    editor.commands.setTextSelection(editor.state.doc.content.size);
    editor.view.focus(); // at once: a command waits for the next frame
  }
  if (!textarea.readOnly) place.before(createToolbar(editor));
  return {
    editor,
    read: () => fragmentOf(editor),
    write(fragment) {
      const { from, to } = editor.state.selection;
      // Not a change of theirs: « undo » leaves it.
      editor.chain().setMeta("addToHistory", false).setContent(fragment, { emitUpdate: false }).run();
      const end = editor.state.doc.content.size;
      editor.commands.setTextSelection({ from: Math.min(from, end), to: Math.min(to, end) });
      textarea.value = fragmentOf(editor);
    },
    setEditable: (isEditable) => editor.setEditable(isEditable, false),
  };
}
