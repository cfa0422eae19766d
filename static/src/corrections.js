// Errors of fact: a passage selected in the frozen draft, by mouse or keyboard, goes into the form beside it.
//
// The report's partials say where a text stands by data-part; the options of the form say the same by data-place.

const draft = document.querySelector("[data-correctable]");
const menu = document.querySelector("[data-correction-menu]");
const form = document.querySelector("form[data-form='correction-add'], form[data-form='redaction-add']");

// What an error of fact may quote: the texts, and the answers given on a scale; of what is not published, the annexes too.
const TEXTS = [
  ...["text", "opening", "closing", "general", "quote", "dissent", "paragraph"].map((part) => `[data-part='${part}']`),
  "[data-part='heading']:is(.observations [data-part])",
  "[data-part^='answer ']",
].join(", ");

let selected = null; // { words, place }: stays known while the focus is on the button

/** The text or finding around a node: its element and its place, as the options name it. */
function textAround(node) {
  const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  const text = element?.closest(TEXTS);
  return text && draft.contains(text) ? { text, place: placeOf(text) } : null;
}

function placeOf(text) {
  const item = text.closest("[data-part^='item ']");
  const rank = (part) => 1 + [...draft.querySelectorAll(`[data-part${part}]`)].indexOf(item ?? text);
  if (item) return `item ${rank("^='item '")} ${text.dataset.part}`;
  if (text.dataset.part === "dissent") return `dissent ${rank("='dissent'")}`;
  if (text.dataset.part === "paragraph") return `annex ${rank("='paragraph'")}`;
  if (text.closest("[data-part^='observations']")) return `observations ${text.dataset.part}`;
  const finding = text.closest("[data-part^='finding ']");
  const around = text.parentElement.closest("[data-part^='criterion '], [data-part^='block '], [data-part^='section ']");
  const [kind, , code] = around.dataset.part.split(" ");
  if (kind !== "block") return `${kind} ${code}`;
  if (finding) return `block ${code} ${finding.dataset.part}`;
  return `block ${code} ${text.dataset.part === "closing" ? "closing" : "opening"}`;
}

/** What is selected, cut at the end of the text in which it begins; null when that is not in the draft. */
function passage() {
  const selection = document.getSelection();
  if (!selection?.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0).cloneRange();
  const around = textAround(range.startContainer) ?? textAround(range.endContainer);
  if (!around) return null;
  if (!around.text.contains(range.startContainer)) range.setStart(around.text, 0);
  if (!around.text.contains(range.endContainer)) range.setEnd(around.text, around.text.childNodes.length);
  takeWholeWords(range);
  const words = range.toString().trim();
  return words ? { words, place: around.place, box: range.getBoundingClientRect() } : null;
}

/** A mouse begins and ends in the midst of words: what is quoted has them whole. */
function takeWholeWords(range) {
  const { startContainer: first, endContainer: last } = range;
  const isWord = (letter) => letter !== undefined && /[\p{L}\p{M}\p{N}]/u.test(letter);
  let [start, end] = [range.startOffset, range.endOffset];
  if (first.nodeType === Node.TEXT_NODE && isWord(first.data[start])) {
    while (isWord(first.data[start - 1])) start -= 1;
    range.setStart(first, start);
  }
  if (last.nodeType === Node.TEXT_NODE && isWord(last.data[end - 1])) {
    while (isWord(last.data[end])) end += 1;
    range.setEnd(last, end);
  }
}

function noteSelection() {
  if (menu.contains(document.activeElement)) return;
  const found = passage();
  menu.hidden = !found;
  if (!found) return;
  selected = found;
  const top = Math.min(found.box.bottom + 8, window.innerHeight - menu.offsetHeight - 8);
  const left = Math.min(found.box.left, window.innerWidth - menu.offsetWidth - 8);
  menu.style.top = `${Math.max(top, 8)}px`;
  menu.style.left = `${Math.max(left, 8)}px`;
}

function signal() {
  if (!selected) return;
  const { place, quote, wrong, reason } = form.elements;
  const next = wrong ?? reason;
  const option = [...place.options].find((each) => each.dataset.place === selected.place);
  place.value = option ? option.value : "";
  quote.value = selected.words;
  quote.dispatchEvent(new Event("input", { bubbles: true }));
  menu.hidden = true;
  document.getSelection().removeAllRanges();
  next.scrollIntoView({ block: "center" });
  next.focus({ preventScroll: true });
}

// -- by keyboard: a text of the draft takes the focus, arrows go from sentence to sentence

/** The sentences of a text as ranges: block by block, across the marks in each. */
function sentences(text) {
  const blocks = [...text.querySelectorAll("p, li, td, th, caption")].filter((block) => !block.querySelector("p, li"));
  return (blocks.length ? blocks : [text]).flatMap(sentencesOf);
}

function sentencesOf(text) {
  const nodes = [];
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  let whole = "";
  while (walker.nextNode()) {
    nodes.push({ node: walker.currentNode, begin: whole.length });
    whole += walker.currentNode.data;
  }
  const locate = (at, isEnd) => {
    const found = nodes.findLast(({ begin }) => (isEnd ? begin < at : begin <= at)) ?? nodes[0];
    return [found.node, at - found.begin];
  };
  const cut = new Intl.Segmenter(document.documentElement.lang || "fr", { granularity: "sentence" });
  return [...cut.segment(whole)]
    .map(({ index, segment }) => [index, index + segment.trimEnd().length])
    .filter(([begin, end]) => end > begin)
    .map(([begin, end]) => {
      const range = document.createRange();
      range.setStart(...locate(begin, false));
      range.setEnd(...locate(end, true));
      return range;
    });
}

function step(text, by) {
  const selection = document.getSelection();
  const all = sentences(text);
  if (!all.length) return;
  const inside = selection.rangeCount && !selection.isCollapsed && text.contains(selection.anchorNode);
  const start = inside ? selection.getRangeAt(0) : null;
  let at = by > 0 ? 0 : all.length - 1;
  if (start) {
    const current = all.findLastIndex((range) => range.compareBoundaryPoints(Range.START_TO_START, start) <= 0);
    at = Math.min(Math.max(current + by, 0), all.length - 1);
  }
  const { startContainer, startOffset, endContainer, endOffset } = all[at];
  selection.setBaseAndExtent(startContainer, startOffset, endContainer, endOffset);
}

function onKey(event) {
  const text = event.currentTarget;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (by && event.shiftKey) document.getSelection().modify("extend", by > 0 ? "forward" : "backward", "word");
  else if (by) step(text, by);
  else if (event.key === "Enter" && selected && !menu.hidden) signal();
  else return;
  event.preventDefault();
}

function takeFocus(text) {
  const title = text.closest("section")?.querySelector("h2, h3")?.textContent.trim() ?? "";
  text.tabIndex = 0;
  text.setAttribute("role", "group");
  text.setAttribute("aria-label", title);
  text.setAttribute("aria-description", draft.dataset.hint);
  text.addEventListener("keydown", onKey);
}

if (draft && menu && form) {
  document.addEventListener("selectionchange", noteSelection);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") menu.hidden = true;
  });
  menu.querySelector("button").addEventListener("click", signal);
  for (const text of draft.querySelectorAll(TEXTS)) takeFocus(text);
}

// -- passages that are not to be published are struck out in the text, where the browser can do so

/** The ranges of a passage in a text, whatever the spaces. */
function rangesOf(words, text) {
  const nodes = [];
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  let whole = "";
  while (walker.nextNode()) {
    nodes.push({ node: walker.currentNode, begin: whole.length });
    whole += walker.currentNode.data;
  }
  const pattern = words.trim().split(/\s+/).map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("\\s*");
  return [...whole.matchAll(new RegExp(pattern, "g"))].map(({ index, 0: found }) => {
    const range = document.createRange();
    const first = nodes.findLast(({ begin }) => begin <= index);
    const last = nodes.findLast(({ begin }) => begin < index + found.length);
    range.setStart(first.node, index - first.begin);
    range.setEnd(last.node, index + found.length - last.begin);
    return range;
  });
}

const marks = draft ? [...document.querySelectorAll("mark[data-redacted]")] : [];
if (marks.length && CSS.highlights) {
  const texts = [...draft.querySelectorAll(TEXTS)];
  const ranges = marks.flatMap((mark) =>
    texts.filter((text) => placeOf(text) === mark.dataset.redacted).flatMap((text) => rangesOf(mark.textContent, text)),
  );
  CSS.highlights.set("redacted-passages", new Highlight(...ranges));
}
