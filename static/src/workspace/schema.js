// What may stand in a text, for the editor: the same as evalprog/richtext.py, which has the last word.
import { Mark } from "@tiptap/core";
import { Table, TableCell, TableHeader, TableRow } from "@tiptap/extension-table";
import StarterKit from "@tiptap/starter-kit";

const MAX_SPAN = 50; // as richtext.MAX_SPAN
const IN_CAPTIONS = new Set(["STRONG", "EM", "SUB", "SUP", "A", "BR"]);

export const isAddress = (href) => /^(https?:\/\/|mailto:)\S+$/i.test(href);

function script(name, tag, key) {
  return Mark.create({
    name,
    parseHTML: () => [{ tag }],
    renderHTML: () => [tag, 0],
    addKeyboardShortcuts() {
      return { [key]: () => this.editor.commands.toggleMark(name) };
    },
  });
}

/** A caption is shown and kept, inline elements included; it is not edited here. */
function captionOf(table) {
  const caption = table.querySelector("caption")?.cloneNode(true);
  if (!caption) return null;
  for (const element of caption.querySelectorAll("*")) {
    if (!IN_CAPTIONS.has(element.tagName)) element.replaceWith(...element.childNodes);
    for (const { name } of [...element.attributes]) {
      if (name !== "href" || !isAddress(element.getAttribute("href"))) element.removeAttribute(name);
    }
  }
  return caption.innerHTML;
}

function renderCaption(content) {
  const caption = document.createElement("caption");
  caption.contentEditable = "false";
  caption.append(...new DOMParser().parseFromString(content, "text/html").body.childNodes);
  return caption;
}

const OurTable = Table.extend({
  parseHTML: () => [{ tag: "table" }, { tag: "caption", ignore: true }],
  addAttributes: () => ({ caption: { default: null, parseHTML: captionOf, rendered: false } }),
  renderHTML({ node }) {
    const { caption } = node.attrs;
    const table = caption ? ["table", renderCaption(caption), ["tbody", 0]] : ["table", ["tbody", 0]];
    return ["div", { class: "tableWrapper" }, table]; // without the style="" that the policy of our pages forbids
  },
}).configure({ resizable: false, View: null });

// ProseMirror has one kind of row: those of <thead> are marked, and put back by fragmentOf.
const Row = TableRow.extend({
  addAttributes: () => ({
    head: {
      default: false,
      parseHTML: (row) => row.parentElement?.tagName === "THEAD" || row.hasAttribute("data-head"),
      renderHTML: ({ head }) => (head ? { "data-head": "" } : {}),
    },
  }),
});

const span = (name) => ({
  default: 1,
  parseHTML: (cell) => Math.min(Math.max(Number.parseInt(cell.getAttribute(name), 10) || 1, 1), MAX_SPAN),
  renderHTML: (attributes) => (attributes[name] > 1 ? { [name]: attributes[name] } : {}),
});
const spans = () => ({ colspan: span("colspan"), rowspan: span("rowspan"), colwidth: { default: null, rendered: false } });

const Cell = TableCell.extend({ content: "paragraph+", addAttributes: spans });
const Header = TableHeader.extend({
  content: "paragraph+",
  addAttributes: () => ({
    ...spans(),
    scope: { default: null },
    level: {
      default: null,
      parseHTML: (cell) => cell.getAttribute("data-level"),
      renderHTML: ({ level }) => (level ? { "data-level": level } : {}),
    },
  }),
});

export const extensions = [
  StarterKit.configure({
    blockquote: false,
    code: false,
    codeBlock: false,
    heading: false,
    horizontalRule: false,
    strike: false,
    underline: false,
    link: {
      openOnClick: false,
      autolink: false,
      isAllowedUri: isAddress,
      HTMLAttributes: { target: null, class: null, rel: "noreferrer noopener" },
    },
  }),
  script("superscript", "sup", "Mod-."),
  script("subscript", "sub", "Mod-,"),
  OurTable,
  Row,
  Cell,
  Header,
];

/** What the editor holds, as a fragment for the server; empty when nothing is written. */
export function fragmentOf(editor) {
  if (editor.isEmpty) return "";
  const root = new DOMParser().parseFromString(editor.getHTML(), "text/html").body;
  for (const table of root.querySelectorAll("table")) {
    const head = document.createElement("thead");
    while (table.tBodies[0]?.rows[0]?.hasAttribute("data-head")) head.append(table.tBodies[0].rows[0]);
    if (head.rows.length) table.tBodies[0].before(head);
    table.caption?.removeAttribute("contenteditable");
    table.parentElement.replaceWith(table); // its wrapper
  }
  for (const row of root.querySelectorAll("[data-head]")) row.removeAttribute("data-head");
  return root.innerHTML;
}
