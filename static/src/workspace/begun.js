// The state of a text, under its title and in the outline, after a save: begun, and held for finished no longer.

/** form: that of the text, whose data-begun is the word of the state. */
export function showBegun(form) {
  const isNotes = form.dataset.view === "notes";
  const [state, before] = isNotes ? ["DRAFT", ["EMPTY"]] : ["SHARED", ["EMPTY", "DRAFT", "VALIDATED"]];
  const entry = `[data-criterion-entry="${CSS.escape(form.dataset.criterion)}"]`;
  for (const badge of document.querySelectorAll(`.text-facts .state, ${entry} .state`)) {
    if (!before.includes(badge.dataset.state)) continue;
    badge.dataset.state = state;
    badge.textContent = form.dataset.begun;
  }
}

/** The error of fact that is being answered, beside the text: its change is linked now. */
export function showAnswered(form) {
  if (!form.elements.correction?.value) return;
  const badge = document.querySelector(".pane-corrections .is-opened .state[data-linked]");
  if (!badge) return;
  badge.dataset.state = "LINKED";
  badge.textContent = badge.dataset.linked;
}
