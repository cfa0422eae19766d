// Who else is here: told and asked every fifteen seconds while the page is looked at.
// When the text has a newer revision on the server and nothing is unsent here, `workspace:newer` is dispatched: autosave.js takes it.

const EVERY = 15_000; // milliseconds
const line = document.querySelector("[data-presence]");

function showHere(names) {
  const words = names.length > 1 ? line.dataset.several : line.dataset.one;
  const said = names.length ? words.replace("%s", names.join(", ")) : "";
  if (line.textContent !== said) line.textContent = said; // a status is read aloud when it changes
  line.hidden = !said;
}

function showInOutline(others) {
  for (const entry of document.querySelectorAll("[data-criterion-entry]")) {
    const names = others.filter((other) => other.code === entry.dataset.criterionEntry).map((other) => other.name);
    let mark = entry.querySelector(".present");
    if (!mark) {
      mark = document.createElement("span");
      mark.className = "present";
      entry.append(" ", mark);
    }
    mark.textContent = names.join(", ");
    mark.hidden = !names.length;
  }
}

/** The form of the committee's text, where it is the one being written. */
function editor() {
  return document.querySelector("form[data-form=criterion-save][data-criterion]");
}

function tellOfNewer(revision) {
  const form = editor();
  const base = form?.elements.namedItem("base_revision");
  const unsent = Number(form?.dataset.unsent ?? 0);
  if (base && !unsent && revision > Number(base.value)) {
    document.dispatchEvent(new CustomEvent("workspace:newer"));
  }
}

/** On a page of many texts, the one in which somebody writes. */
function codeHere() {
  if (!("ofMany" in line.dataset)) return line.dataset.code;
  return document.activeElement?.closest("form[data-criterion]")?.dataset.criterion ?? "";
}

async function tell() {
  if (document.visibilityState !== "visible") return;
  const { address } = line.dataset;
  const code = codeHere();
  let answer;
  try {
    answer = await fetch(address, {
      method: "POST",
      body: new URLSearchParams({ code }),
      headers: { Accept: "application/json", "X-CSRFToken": document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "" },
    });
  } catch {
    return; // offline: the page of the text says so
  }
  const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
  if (!answer.ok || answer.redirected || !isJson) return; // a session that ended is noticed when something is sent
  const told = await answer.json();
  const here = told.others.filter((other) => "ofMany" in line.dataset || other.code === code);
  showHere(here.map((other) => other.name));
  showInOutline(told.others);
  tellOfNewer(told.revision);
}

if (line) {
  tell();
  setInterval(tell, EVERY);
  document.addEventListener("visibilitychange", tell);
}
