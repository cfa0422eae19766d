// What is pasted, made into what a text may hold. Word's lists are paragraphs that only look like lists; its styles,
// and anybody's event handlers, must not even be parsed, since the policy of our pages reports them.

const DROPPED = "style, script, meta, link, title, xml, svg, math, img, iframe, object, video, audio, template, head";
const KEPT = { A: ["href"], TD: ["colspan", "rowspan"], TH: ["colspan", "rowspan", "scope"] };
const TAG = /<[a-z](?:"[^"]*"|'[^']*'|[^>"'])*>/gi;
const ORDERED = /^[\s(]*(?:\d+|[a-z]|[ivxlc]+)[.)]/i;

/** For ProseMirror's transformPastedHTML. */
export function cleanPasted(pasted) {
  const inert = pasted
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/<!\[[^\]]*\]>/g, "")
    .replace(/<style[\s\S]*?(?:<\/style\s*>|$)/gi, "")
    .replace(TAG, (tag) => tag.replace(/([\s"'/])(on\w+|style)(?=\s*=)/gi, "$1data-$2"));
  const body = new DOMParser().parseFromString(inert, "text/html").body;
  for (const element of body.querySelectorAll(DROPPED)) element.remove();
  for (const paragraph of [...body.querySelectorAll("p")]) if (isListItem(paragraph)) makeItem(paragraph);
  for (const element of [...body.querySelectorAll("*")]) keepMeaning(element);
  return body.innerHTML;
}

/** The table that lines of cells are, as a spreadsheet gives them without HTML; nothing for any other text. The first
 * of several lines heads the columns. */
export function tableOfLines(text) {
  const lines = text.split(/\r?\n/).filter((line) => line.trim());
  if (lines.length === 0 || !lines.every((line) => line.includes("\t"))) return "";
  const table = document.createElement("table");
  for (const [n, line] of lines.entries()) {
    const row = table.insertRow();
    for (const said of line.split("\t")) {
      const cell = document.createElement(n === 0 && lines.length > 1 ? "th" : "td");
      cell.textContent = said.trim();
      row.append(cell);
    }
  }
  return table.outerHTML;
}

const styleOf = (element) => element.getAttribute("data-style") ?? "";

function isListItem(paragraph) {
  return /mso-list:\s*l\d/i.test(styleOf(paragraph)) || /^MsoListParagraph/.test(paragraph.className);
}

/** Moves one of Word's paragraphs into the list before it, at its level, or begins a list. */
function makeItem(paragraph) {
  const marker = [...paragraph.querySelectorAll("[data-style]")].find((e) => /mso-list:\s*ignore/i.test(styleOf(e)));
  const kind = ORDERED.test(marker?.textContent ?? "") ? "OL" : "UL";
  const level = Number(/level(\d)/i.exec(styleOf(paragraph))?.[1] ?? 1);
  marker?.remove();
  const item = document.createElement("li");
  item.append(...paragraph.childNodes);
  const before = paragraph.previousElementSibling;
  let list = before?.hasAttribute("data-from-word") ? before : null;
  if (!list || (level === 1 && list.tagName !== kind)) {
    list = newList(kind);
    paragraph.before(list);
  }
  for (let depth = 1; depth < level && list.lastElementChild; depth += 1) {
    const inner = list.lastElementChild.lastElementChild;
    if (inner?.matches("ol, ul")) list = inner;
    else {
      const deeper = newList(kind);
      list.lastElementChild.append(deeper);
      list = deeper;
    }
  }
  list.append(item);
  paragraph.remove();
}

function newList(kind) {
  const list = document.createElement(kind);
  list.setAttribute("data-from-word", "");
  return list;
}

/** Bold, italic and scripts that are only styles become elements; attributes without meaning go. */
function keepMeaning(element) {
  const style = styleOf(element);
  if (element.tagName === "SPAN") wrap(element, style);
  const isNormal = /(?<![\w-])font-weight:\s*(?:normal|400)/i.test(style);
  for (const { name } of [...element.attributes]) {
    if (!KEPT[element.tagName]?.includes(name)) element.removeAttribute(name);
  }
  if (element.tagName === "B" && isNormal) element.replaceWith(...element.childNodes); // Google Docs wraps all in it
  if (/^H[1-6]$/.test(element.tagName)) {
    const paragraph = document.createElement("p");
    paragraph.append(...element.childNodes);
    element.replaceWith(paragraph);
  }
}

function wrap(element, style) {
  const tags = [
    [/(?<![\w-])font-weight:\s*(?:bold|[6-9]00)/i, "strong"],
    [/(?<![\w-])font-style:\s*italic/i, "em"],
    [/vertical-align:\s*super/i, "sup"],
    [/vertical-align:\s*sub/i, "sub"],
  ];
  for (const [look, tag] of tags) {
    if (!look.test(style)) continue;
    const around = document.createElement(tag);
    around.append(...element.childNodes);
    element.append(around);
  }
}
