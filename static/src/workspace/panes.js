// A pane is fetched and put in place without leaving the text: a link or a form marked data-pane, inside a pane.
import { fetchSignedIn } from "../session.js";
import { keepDrafts, putDraftsBack } from "./drafts.js";
import { word } from "./words.js";

const pane = () => document.querySelector(".workspace-pane");

/** left: the form that is sent, or whose page is left on purpose: what it holds is not kept. */
async function load(url, options = {}, left = null) {
  const before = pane();
  before.setAttribute("aria-busy", "true");
  try {
    const answer = await fetchSignedIn(url, { ...options, headers: { "X-Pane": "1", Accept: "text/html" } });
    const content = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = content.querySelector(".workspace-pane");
    if (next) put(next, !options.method || answer.redirected ? answer.url : "", left);
    else if (answer.ok) {
      left?.removeAttribute("data-unsaved");
      window.location.assign(answer.url); // a page of its own
    } else complain(before);
  } catch {
    complain(before);
  } finally {
    before.removeAttribute("aria-busy");
  }
}

/** url: the address that shows this pane again; empty for a form that came back with its errors. */
function put(next, url, left) {
  keepDrafts(pane(), left);
  pane().replaceWith(document.adoptNode(next));
  putDraftsBack(next);
  if (url) history.replaceState(null, "", url);
  const { paneName } = next.querySelector("[data-pane-name]").dataset;
  const { volet, correction } = document.querySelector(".text-form")?.elements ?? {};
  if (volet) volet.value = paneName;
  const answered = next.querySelector("[data-correction-opened]");
  if (correction && answered) correction.value = answered.dataset.correctionOpened;
  const target = next.querySelector("[autofocus]") ?? next.querySelector(".pane-tabs [aria-current]");
  target?.focus({ preventScroll: true });
}

function complain(place) {
  const line = document.createElement("p");
  line.className = "problems problems-refused";
  line.setAttribute("role", "alert");
  line.textContent = word("unreachable");
  place.querySelector("[role=alert]")?.remove();
  place.querySelector(".pane-body").before(line);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".workspace-pane a[data-pane]");
  if (!link || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  load(link.href, {}, "leaves" in link.dataset ? link.closest(".pane-body").querySelector("form[data-unsaved]") : null);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches(".workspace-pane form[data-pane]") || event.defaultPrevented) return;
  event.preventDefault();
  const fields = new FormData(form, event.submitter);
  if (form.method === "post") load(form.action, { method: "POST", body: fields }, form);
  else load(`${form.action.split("?")[0]}?${new URLSearchParams(fields)}`);
});
