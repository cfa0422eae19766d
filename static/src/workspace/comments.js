// Comments: the selected words are quoted, a quotation is shown in the text, names are completed after an @.
// Panes are swapped in place: everything listens on the document.

const TEXT = ".workspace-text [contenteditable=true], .workspace-text .rich, .workspace-text textarea";
let selected = ""; // the last words selected in the text: a click in the pane takes the selection away

// -- quoting

function selectedWords() {
  const field = document.activeElement;
  if (field?.matches?.(".workspace-text textarea")) return field.value.slice(field.selectionStart, field.selectionEnd);
  const selection = document.getSelection();
  const holder = selection.anchorNode?.parentElement?.closest(TEXT);
  return holder ? selection.toString() : "";
}

document.addEventListener("selectionchange", () => {
  selected = selectedWords().replace(/\s+/g, " ").trim() || selected;
});

function quote(words) {
  const field = document.getElementById("comment-quote");
  if (!field || !words) return;
  field.value = words;
  document.getElementById("comment-text").focus();
}

// -- showing a quotation in the text

/** The characters of an element with white space folded, each with its node and offset; blocks end with a space. */
function characters(root) {
  const found = [];
  let block = null;
  const add = (character, node, offset) => {
    const folded = /\s/.test(character) ? " " : character;
    if (folded !== " " || (found.length && found.at(-1).character !== " ")) found.push({ character: folded, node, offset });
  };
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const holder = node.parentElement.closest("p, li, td, th, caption, div");
    if (block && holder !== block) add(" ", node, 0);
    block = holder;
    [...node.data].reduce((offset, character) => {
      add(character, node, offset);
      return offset + character.length;
    }, 0);
  }
  return found;
}

function rangeOf(root, words) {
  const found = characters(root);
  const wanted = [...words.replace(/\s+/g, " ").trim()];
  const at = found.findIndex((_, start) => wanted.every((character, i) => found[start + i]?.character === character));
  if (at < 0 || !wanted.length) return null;
  const [first, last] = [found[at], found[at + wanted.length - 1]];
  const range = document.createRange();
  range.setStart(first.node, first.offset);
  range.setEnd(last.node, last.offset + last.character.length);
  return range;
}

function show(words) {
  for (const root of document.querySelectorAll(".workspace-text [contenteditable=true], .workspace-text .rich")) {
    const range = rangeOf(root, words);
    if (!range) continue;
    if (globalThis.CSS?.highlights) CSS.highlights.set("passage", new Highlight(range));
    else document.getSelection().setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
    range.startContainer.parentElement.scrollIntoView({ block: "center" });
    return;
  }
}

/** A quotation becomes a button once scripts run: it can be reached and pressed by keyboard. */
function enableQuotations() {
  for (const words of document.querySelectorAll("[data-find]:not(:has(.find))")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "find";
    button.append(...words.childNodes);
    words.append(button);
  }
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-quote-selection]")) quote(selected);
  const passage = event.target.closest(".find");
  if (passage) show(passage.textContent);
});

// -- names after an @

let list = null; // the names offered, while there are any

function close() {
  list?.remove();
  list = null;
  document.getElementById("comment-text")?.removeAttribute("aria-activedescendant");
}

function typedName(field) {
  return field.value.slice(0, field.selectionStart).match(/(?:^|\s)@([^@\n]{0,60})$/)?.[1];
}

function boxes(field) {
  return [...field.form.querySelectorAll("input[name=mentioned]")];
}

function nameOf(box) {
  return box.closest(".form-check").querySelector("label").textContent.trim();
}

function mark(option) {
  for (const other of list.children) other.setAttribute("aria-selected", String(other === option));
  document.getElementById("comment-text").setAttribute("aria-activedescendant", option.id);
}

function choose(field, option) {
  const typed = typedName(field);
  const end = field.selectionStart;
  field.setRangeText(`${option.textContent} `, end - typed.length, end, "end");
  document.getElementById(option.dataset.box).checked = true;
  close();
  field.focus();
}

function offer(field) {
  close();
  const typed = typedName(field)?.toLocaleLowerCase();
  if (typed === undefined) return;
  const fitting = boxes(field).filter((box) => nameOf(box).toLocaleLowerCase().startsWith(typed));
  if (!fitting.length) return;
  list = document.createElement("ul");
  list.className = "mention-list";
  list.id = "mention-list";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "@");
  for (const box of fitting) {
    const option = document.createElement("li");
    option.id = `option-${box.id}`;
    option.dataset.box = box.id;
    option.setAttribute("role", "option");
    option.textContent = nameOf(box);
    option.addEventListener("mousedown", (event) => {
      event.preventDefault();
      choose(field, option);
    });
    list.append(option);
  }
  field.after(list);
  mark(list.firstElementChild);
}

document.addEventListener("input", (event) => {
  if (event.target.id === "comment-text") offer(event.target);
});

document.addEventListener("keydown", (event) => {
  if (!list || event.target.id !== "comment-text") return;
  const current = list.querySelector("[aria-selected=true]");
  if (event.key === "ArrowDown") mark(current.nextElementSibling ?? list.firstElementChild);
  else if (event.key === "ArrowUp") mark(current.previousElementSibling ?? list.lastElementChild);
  else if (event.key === "Enter" || event.key === "Tab") choose(event.target, current);
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
});

document.addEventListener("focusout", (event) => {
  if (event.target.id === "comment-text") close();
});

enableQuotations();
const pane = document.querySelector(".workspace-pane");
if (pane) new MutationObserver(enableQuotations).observe(pane, { childList: true, subtree: true });
