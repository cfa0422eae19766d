// The buttons above a text: one stop for the Tab key, arrows between them (the toolbar pattern of ARIA).
import { askForLink } from "./link.js";
import { openTypography } from "./typography.js";
import { expectedColumns, word } from "./words.js";

const mark = (name) => ({ name, isOn: (e) => e.isActive(name), run: (e) => e.chain().focus().toggleMark(name).run() });
const act = (name, command) => ({ name, run: (e) => e.chain().focus()[command]().run(), can: (e) => e.can()[command]() });

const GROUPS = [
  [
    { ...mark("bold"), sign: "G", look: "sign-bold" },
    { ...mark("italic"), sign: "I", look: "sign-italic" },
    { ...mark("superscript"), sign: "x²" },
    { ...mark("subscript"), sign: "x₂" },
  ],
  [
    { ...act("bulletList", "toggleBulletList"), sign: "•–", isOn: (e) => e.isActive("bulletList") },
    { ...act("orderedList", "toggleOrderedList"), sign: "1.", isOn: (e) => e.isActive("orderedList") },
  ],
  [
    { name: "link", run: askForLink, isOn: (e) => e.isActive("link") },
    { name: "remark", run: insertRemark },
    { name: "table", run: insertTable, can: (e) => !e.isActive("table") },
  ],
  [
    { ...act("undo", "undo"), sign: "↶" },
    { ...act("redo", "redo"), sign: "↷" },
    { name: "typography", run: openTypography },
  ],
];
const IN_TABLE = [
  act("row-after", "addRowAfter"),
  act("row-out", "deleteRow"),
  act("column-after", "addColumnAfter"),
  act("column-out", "deleteColumn"),
  act("merge", "mergeOrSplit"),
  { name: "head", run: toggleHead, isOn: (e) => e.getAttributes("tableRow").head === true },
  act("table-out", "deleteTable"),
];

function insertRemark(editor) {
  const content = [{ type: "text", marks: [{ type: "italic" }], text: word("remark-text") }, { type: "text", text: " " }];
  editor.chain().focus().insertContent({ type: "paragraph", content }).run();
}

function insertTable(editor) {
  const names = expectedColumns.length ? expectedColumns : ["", "", ""];
  const cell = (type, text) => ({ type, content: [{ type: "paragraph", content: text ? [{ type: "text", text }] : [] }] });
  const row = (head, cells) => ({ type: "tableRow", attrs: { head }, content: cells });
  const empty = () => row(false, names.map(() => cell("tableCell", "")));
  const head = row(true, names.map((name) => cell("tableHeader", name)));
  editor.chain().focus().insertContent({ type: "table", content: [head, empty(), empty()] }).run();
}

/** The first row becomes the head of its table, or is one no longer. */
function toggleHead(editor) {
  const isHead = editor.getAttributes("tableRow").head === true;
  editor.chain().focus().toggleHeaderRow().updateAttributes("tableRow", { head: !isHead }).run();
}

export function createToolbar(editor, labelledBy) {
  const bar = document.createElement("div");
  bar.className = "toolbar";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", word("toolbar"));
  if (labelledBy) bar.setAttribute("aria-controls", labelledBy);
  const tools = [];
  for (const group of [...GROUPS, IN_TABLE]) {
    const box = document.createElement("div");
    box.className = "toolbar-group";
    if (group === IN_TABLE) box.dataset.inTable = "";
    for (const tool of group) {
      const button = createButton(editor, tool);
      tools.push([tool, button]);
      box.append(button);
    }
    bar.append(box);
  }
  const refresh = () => show(editor, bar, tools);
  editor.on("transaction", refresh);
  editor.on("focus", refresh);
  refresh();
  bar.addEventListener("keydown", (event) => move(event, bar, editor));
  return bar;
}

function createButton(editor, tool) {
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.tool = tool.name;
  const name = Object.assign(document.createElement("span"), { textContent: word(tool.name) });
  button.append(name);
  if (tool.look) button.classList.add(tool.look);
  if (tool.sign) {
    button.dataset.sign = tool.sign; // seen instead of the name, which is heard
    button.title = word(tool.name);
    name.className = "visually-hidden";
  }
  button.tabIndex = -1;
  button.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays where it is
  button.addEventListener("click", () => {
    if (button.getAttribute("aria-disabled") !== "true") tool.run(editor);
  });
  return button;
}

function show(editor, bar, tools) {
  bar.querySelector("[data-in-table]").hidden = !editor.isActive("table");
  for (const [tool, button] of tools) {
    if (tool.isOn) button.setAttribute("aria-pressed", String(tool.isOn(editor)));
    button.setAttribute("aria-disabled", String(!editor.isEditable || (tool.can ? !tool.can(editor) : false)));
  }
  const reachable = shown(bar);
  if (!reachable.some((button) => button.tabIndex === 0)) {
    for (const [, button] of tools) button.tabIndex = -1;
    reachable[0].tabIndex = 0;
  }
}

const shown = (bar) => [...bar.querySelectorAll("button")].filter((button) => !button.closest("[hidden]"));

function move(event, bar, editor) {
  const buttons = shown(bar);
  const at = buttons.indexOf(document.activeElement);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
  if (event.key === "Escape") editor.commands.focus();
  if (to === undefined || at < 0) return;
  event.preventDefault();
  const next = buttons.at(to % buttons.length);
  for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
  next.focus();
}
