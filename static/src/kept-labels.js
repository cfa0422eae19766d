// A form that the server puts aside, because the session had ended, is shown later with the words of its page: the
// labels of its fields and of all that may be chosen in them are noted here when it leaves. What was typed or chosen is
// not; who signs out leaves nothing.

const NOTED = "field-labels";
const AT_MOST = 5; // forms, as the server keeps
const LONGEST = 120; // letters of a label

const read = () => JSON.parse(sessionStorage.getItem(NOTED) ?? "[]");
const isChoice = (field) => field.matches("[type=checkbox], [type=radio]");
const addressOf = (action) => {
  const url = new URL(action || location.href, location.href);
  return url.pathname + url.search;
};

/** The words of an element, without what may be written or chosen within it. */
function plain(element) {
  const words = element?.cloneNode(true);
  for (const field of words?.querySelectorAll("select, textarea, datalist") ?? []) field.remove();
  return (words?.textContent ?? "").replace(/\s+/g, " ").replace(/[\s*:]+$/, "").trim().slice(0, LONGEST);
}

function ownLabel(field) {
  const named = (field.getAttribute("aria-labelledby") ?? "").split(/\s+/).map((id) => plain(document.getElementById(id)));
  return field.getAttribute("aria-label") || named.filter(Boolean).join(" ") || plain(field.labels?.[0]);
}

/** What a person calls a field; one of several boxes is called by what stands above them all. */
function labelOf(field, form) {
  if (isChoice(field) && form.querySelectorAll(`[name="${CSS.escape(field.name)}"]`).length > 1) {
    const group = field.closest("fieldset, [role=group], [role=radiogroup]");
    return plain(group?.querySelector("legend, label:not(:has(input))")) || group?.getAttribute("aria-label") || "";
  }
  return ownLabel(field);
}

/** The words of what may be chosen, by the value that is sent. */
function choicesOf(field) {
  if (field.matches("select")) return [...field.options].map((option) => [option.value, plain(option)]);
  return isChoice(field) ? [[field.value, ownLabel(field)]] : [];
}

/** By name: what it is called, "" where nothing says it; null for what no person fills in. A field that carries what was
 * typed before says so itself (`data-typed`: its label). */
function wordsOf(form) {
  const words = {};
  for (const field of form.elements) {
    if (!field.name) continue;
    if (field.matches("button, [type=submit], [type=hidden]")) {
      words[field.name] ??= field.dataset.typed ? { label: field.dataset.typed, choices: {} } : null;
      continue;
    }
    words[field.name] ??= { label: labelOf(field, form), choices: {} };
    for (const [value, word] of choicesOf(field)) words[field.name].choices[value] = word;
  }
  return words;
}

function note(form, submitter) {
  const address = addressOf(submitter?.getAttribute("formaction") ?? form.getAttribute("action"));
  const others = read().filter((one) => one.address !== address);
  const title = (document.querySelector("h1")?.innerText ?? document.title).replace(/\s+/g, " ").trim(); // as it is laid out
  const noted = { address, title, gesture: plain(submitter), words: wordsOf(form) };
  sessionStorage.setItem(NOTED, JSON.stringify([...others, noted].slice(-AT_MOST)));
}

function tell(article) {
  const address = addressOf(article.querySelector("[data-form=text-send-again]").getAttribute("action"));
  const noted = read().find((one) => one.address === address);
  if (!noted) return;
  article.querySelector("[data-page]").textContent = noted.title;
  for (const row of article.querySelectorAll("[data-field]")) {
    const words = noted.words[row.dataset.field];
    row.hidden = words === null && "value" in row.dataset; // what is long was written by somebody
    if (words?.label) row.querySelector("dt").textContent = words.label;
    const chosen = words?.choices[row.dataset.value];
    if (chosen) row.querySelector("dd").textContent = chosen;
  }
  const gesture = article.querySelector("[data-gesture]");
  gesture.hidden = !noted.gesture;
  gesture.querySelector("strong").textContent = noted.gesture;
}

/** A browser that keeps nothing, or no more: the page then says « Champ 2 ». */
function quietly(act) {
  try {
    act();
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}

window.addEventListener("submit", ({ target, submitter }) => {
  const isSent = target.getAttribute("method")?.toLowerCase() === "post" && !target.closest(".kept-text");
  if (target.dataset.form === "session-close") quietly(() => sessionStorage.removeItem(NOTED));
  else if (isSent) quietly(() => note(target, submitter));
});
for (const article of document.querySelectorAll(".kept-text")) quietly(() => tell(article));
