// A form that the server puts aside, because the session had ended, is shown later with the words of its page: the
// labels of its fields and of what was chosen are noted here when it leaves. What was typed is not.

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

/** The words of what was chosen, by the value that is sent. */
function chosenIn(field) {
  if (field.matches("select")) return [...field.selectedOptions].map((option) => [option.value, plain(option)]);
  return isChoice(field) && field.checked ? [[field.value, ownLabel(field)]] : [];
}

/** By name: what it is called, "" where nothing says it; null for what no person sees. */
function wordsOf(form) {
  const words = {};
  for (const field of form.elements) {
    if (!field.name || !field.matches("input, select, textarea")) continue;
    const isSeen = field.type !== "hidden";
    words[field.name] ??= isSeen ? { label: labelOf(field, form), chosen: {} } : null;
    if (isSeen) for (const [value, word] of chosenIn(field)) words[field.name].chosen[value] = word;
  }
  return words;
}

function note(form, submitter) {
  const address = addressOf(submitter?.getAttribute("formaction") ?? form.getAttribute("action"));
  const others = read().filter((one) => one.address !== address);
  const title = (document.querySelector("h1")?.innerText ?? document.title).replace(/\s+/g, " ").trim(); // as it is laid out
  sessionStorage.setItem(NOTED, JSON.stringify([...others, { address, title, words: wordsOf(form) }].slice(-AT_MOST)));
}

function tell(article) {
  const address = addressOf(article.querySelector("[data-form=text-send-again]").getAttribute("action"));
  const noted = read().find((one) => one.address === address);
  if (!noted) return;
  article.querySelector("[data-page]").textContent = noted.title;
  for (const row of article.querySelectorAll("[data-field]")) {
    const words = noted.words[row.dataset.field];
    row.hidden = words === null;
    if (words?.label) row.querySelector("dt").textContent = words.label;
    const chosen = words?.chosen[row.dataset.value];
    if (chosen) row.querySelector("dd").textContent = chosen;
  }
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
  if (target.getAttribute("method")?.toLowerCase() !== "post" || target.closest(".kept-text")) return;
  quietly(() => note(target, submitter));
});
for (const article of document.querySelectorAll(".kept-text")) quietly(() => tell(article));
