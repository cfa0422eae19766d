// French typography, shown before it is applied, and undone in one step. The places are those of
// evalprog/typography.py: what must stay together is put together by non-breaking spaces.
import { closeHistory } from "@tiptap/pm/history";

const NB = "\u00a0";
const SHOWN = 100; // changes listed; all are applied
const AROUND = 18; // letters

// An address is left alone, whatever signs it holds.
const ADDRESS = /\S*(?:\/\/|@|www\.)\S*/g;
const RULES = [
  [/(?<=\S) (?=[:;!?%»])/gu, NB],
  [/(?<=«) /gu, NB],
  [/(?<=«)(?=[^\s\u00a0\u202f])/gu, NB],
  [/(?<=[\p{L}\d)»])(?=[;!?»])/gu, NB],
  [/(?<=[^\s\u00a0\u202f«:;!?\p{L}\d)»])(?=»)/gu, NB],
  [/(?<=[\p{L})»])(?=:(?:\s|$))/gu, NB],
  [/(?<=\d)(?=%)/gu, NB],
  [/(?<=^|[\s\u00a0(])["“](?=[^\s\u00a0])/gu, `«${NB}`],
  [/(?<=[^\s\u00a0])["”](?=$|[\s\u00a0.,;:!?)])/gu, `${NB}»`],
  [/(?<=\p{L})'(?=\p{L})/gu, "’"],
];

/** What would change in a text: {from, to, put}, in order, none over another. */
export function changesIn(text) {
  const left = [...text.matchAll(ADDRESS)].map((found) => [found.index, found.index + found[0].length]);
  const changes = [];
  for (const [pattern, put] of RULES) {
    for (const found of text.matchAll(pattern)) {
      const from = found.index;
      const to = from + found[0].length;
      const isTaken = changes.some((c) => from < c.to + (c.from === c.to) && to + (from === to) > c.from);
      if (!isTaken && !left.some(([begin, end]) => from >= begin && to < end)) changes.push({ from, to, put });
    }
  }
  return changes.sort((a, b) => a.from - b.from);
}

/** The changes of a whole document, by position, with the words around. */
function changesOf(editor) {
  const changes = [];
  editor.state.doc.descendants((node, position) => {
    if (!node.isTextblock) return true;
    const text = node.textBetween(0, node.content.size, null, "\ufffc");
    for (const { from, to, put } of changesIn(text)) {
      const begin = position + 1;
      const around = [text.slice(Math.max(0, from - AROUND), from), text.slice(to, to + AROUND)];
      changes.push({ from: begin + from, to: begin + to, put, was: text.slice(from, to), around });
    }
    return false;
  });
  return changes;
}

function apply(editor, changes) {
  const { tr } = editor.state;
  for (const { from, to, put } of changes.toReversed()) tr.insertText(put, from, to);
  editor.view.dispatch(closeHistory(tr));
}

const dialog = document.getElementById("typographie");
let editing = null;
let planned = [];

const visible = (text) => text.replaceAll(NB, "·").replaceAll("\ufffc", " ");

function line({ around, was, put }) {
  const item = document.createElement("li");
  const before = document.createElement("del");
  const after = document.createElement("ins");
  before.textContent = was;
  after.textContent = visible(put);
  item.append(visible(around[0]), ...(was.trim() ? [before] : []), after, visible(around[1]));
  return item;
}

export function openTypography(editor) {
  editing = editor;
  planned = changesOf(editor);
  dialog.querySelector("[data-changes]").replaceChildren(...planned.slice(0, SHOWN).map(line));
  dialog.querySelector("[data-some]").hidden = planned.length === 0;
  dialog.querySelector("[data-none]").hidden = planned.length > 0;
  dialog.querySelector("[data-apply]").hidden = planned.length === 0;
  dialog.showModal();
}

dialog?.addEventListener("close", () => {
  if (dialog.returnValue === "apply") apply(editing, planned);
  dialog.returnValue = "";
  editing.commands.focus();
});
