// Findings: ordered by dragging or by keyboard without leaving their page, and made of a sentence selected in a text.
// Everything listens on the document: panes come and go.

import { fetchSignedIn } from "../session.js";

const parsed = (html) => new DOMParser().parseFromString(html, "text/html");

// -- the page of all findings

async function send(form, submitter) {
  const region = form.closest("[data-findings]");
  const focused = submitter?.id;
  const fresh = await answered(form, submitter);
  region.querySelector("[data-findings-failed]").hidden = Boolean(fresh);
  if (!fresh) return false; // the words stay where they were typed
  keepWords(region, fresh, form);
  region.replaceWith(fresh);
  await announced(fresh.querySelector(".finding-done"));
  const again = focused ? document.getElementById(focused) : null;
  const beside = again?.disabled ? again.closest("form").querySelector("button:not(:disabled)") : again;
  (beside ?? fresh.querySelector(".finding-done button") ?? fresh.querySelector("summary"))?.focus();
  return true;
}

// The region as the server has it after a sending; nothing when it answered otherwise, or not at all.
async function answered(form, submitter) {
  const options = { method: "POST", body: new FormData(form, submitter), headers: { Accept: "text/html" } };
  try {
    const answer = await fetchSignedIn(form.action, options);
    return parsed(await answer.text()).querySelector("[data-findings]");
  } catch {
    return null; // offline
  }
}

// What is half written in the other forms of a region that is replaced goes on being written in the new one.
function keepWords(region, fresh, sent = null) {
  for (const field of region.querySelectorAll("textarea")) {
    if (field.form === sent || field.value === field.defaultValue) continue;
    const again = fresh.querySelector(`#${CSS.escape(field.id)}`);
    if (!again) continue;
    again.value = field.value;
    again.closest("details")?.setAttribute("open", "");
  }
}

// A live region is read when its words change, not when it comes with them.
async function announced(region) {
  if (!region) return;
  const children = [...region.childNodes];
  region.replaceChildren();
  await new Promise(requestAnimationFrame);
  region.replaceChildren(...children);
}

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || !event.target.closest("[data-findings]")) return;
  event.preventDefault();
  send(event.target, event.submitter);
});

// -- dragging

let dragged = null;

document.addEventListener("pointerdown", (event) => {
  const handle = event.target.closest?.(".finding-handle");
  if (!handle || event.button) return;
  event.preventDefault();
  handle.setPointerCapture(event.pointerId);
  dragged = handle.closest(".finding-row");
  dragged.classList.add("is-dragged");
});

document.addEventListener("pointermove", (event) => {
  if (!dragged) return;
  const others = [...dragged.parentElement.children].filter((row) => row !== dragged);
  const below = others.find((row) => {
    const box = row.getBoundingClientRect();
    return event.clientY < box.top + box.height / 2;
  });
  if (dragged.nextElementSibling !== (below ?? null)) dragged.parentElement.insertBefore(dragged, below ?? null);
});

async function drop() {
  if (!dragged) return;
  const row = dragged;
  dragged = null;
  row.classList.remove("is-dragged");
  const form = row.closest(".finding-group").querySelector('form[data-form="finding-order"]');
  const order = [...row.parentElement.children].map((each) => each.dataset.id).join(" ");
  if (order === form.elements.seen.value) return;
  form.elements.order.value = order;
  form.elements.moved.value = row.dataset.id;
  const list = row.parentElement;
  if (await send(form, null)) return;
  list.append(...form.elements.seen.value.split(" ").map((id) => list.querySelector(`[data-id="${id}"]`)));
}

document.addEventListener("pointerup", drop);
document.addEventListener("pointercancel", drop);

// -- a selected sentence becomes a finding

let selected = ""; // the words last selected in the text: they stay known while the focus is on a button

function passage() {
  const active = document.activeElement;
  if (active instanceof HTMLTextAreaElement && active.closest("[data-criterion]")) {
    const source = active.value.slice(active.selectionStart, active.selectionEnd);
    return { words: parsed(source).body.textContent, box: active.getBoundingClientRect() };
  }
  const selection = document.getSelection();
  if (!selection?.rangeCount || selection.isCollapsed) return { words: "" };
  const range = selection.getRangeAt(0);
  const around = range.commonAncestorContainer;
  const element = around.nodeType === Node.ELEMENT_NODE ? around : around.parentElement;
  if (!element?.closest("[data-criterion]")) return null; // elsewhere on the page: nothing of ours
  return { words: selection.toString(), box: range.getBoundingClientRect() };
}

function noteSelection() {
  const menu = document.querySelector(".selection-menu");
  if (!menu || menu.contains(document.activeElement)) return;
  const found = passage();
  if (found === null) return;
  const words = found.words.trim();
  if (words) selected = words;
  menu.hidden = !words;
  if (!words) return;
  const top = Math.min(found.box.bottom + 8, window.innerHeight - menu.offsetHeight - 8);
  const left = Math.min(found.box.left, window.innerWidth - menu.offsetWidth - 8);
  menu.style.top = `${Math.max(top, 8)}px`;
  menu.style.left = `${Math.max(left, 8)}px`;
}

document.addEventListener("selectionchange", noteSelection);
document.addEventListener("select", noteSelection);
document.addEventListener("keydown", (event) => {
  const menu = document.querySelector(".selection-menu");
  if (event.key === "Escape" && menu) menu.hidden = true;
});

document.addEventListener("submit", async (event) => {
  const menu = event.target.closest(".selection-menu");
  if (!menu) return;
  event.preventDefault();
  menu.elements.text.value = selected;
  menu.elements.save_id.value = crypto.randomUUID?.() ?? "";
  const body = new FormData(menu, event.submitter);
  const said = document.querySelector("[data-selection-said]");
  try {
    const answer = await fetchSignedIn(menu.action, { method: "POST", body });
    const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : null;
    said.textContent = told?.said ?? told?.errors?.join(" ") ?? said.dataset.failed;
    if (answer.ok) await refreshPane();
  } catch {
    said.textContent = said.dataset.failed;
  }
  menu.hidden = true;
});

async function refreshPane() {
  const pane = document.querySelector("[data-pane-findings]");
  if (!pane) return;
  const answer = await fetchSignedIn("?volet=constats", { headers: { "X-Pane": "1", Accept: "text/html" } });
  const fresh = parsed(await answer.text()).querySelector("[data-pane-findings]");
  if (!fresh) return;
  keepWords(pane, fresh);
  pane.replaceWith(fresh);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-finding-of-selection]");
  if (!button) return;
  const said = document.querySelector("[data-selection-said]");
  if (!selected) {
    said.textContent = button.dataset.nothing;
    return;
  }
  const adding = button.closest("[data-pane-findings]").querySelector(".finding-adding");
  adding.open = true;
  adding.querySelector("textarea").value = selected;
  adding.querySelector("select").focus();
});
