// Leaving a page with something written in a form marked data-unsaved and not sent: the browser asks first. Forms come
// and go (panes), so they are looked at when somebody leaves.

const sent = new WeakSet(); // forms on their way, until somebody writes in them again

/** Whether a form holds something else than what it came with. */
export function isWritten(form) {
  return [...form.elements].some((field) => {
    if (field.matches("select")) return isChosen(field);
    if (field.matches("[type=checkbox], [type=radio]")) return field.checked !== field.defaultChecked;
    return field.matches("input, textarea") && field.value !== field.defaultValue;
  });
}

function isChosen(select) {
  const options = [...select.options];
  const given = options.filter((option) => option.defaultSelected);
  if (!given.length && !select.multiple) given.push(options[0]);
  return options.some((option) => option.selected !== given.includes(option));
}

// On the window: the scripts that send a form themselves, or hold it back, have been asked before.
window.addEventListener("submit", (event) => {
  if (!event.defaultPrevented) sent.add(event.target);
});
window.addEventListener("input", (event) => sent.delete(event.target.form));
window.addEventListener("beforeunload", (event) => {
  const forms = [...document.querySelectorAll("form[data-unsaved]")];
  if (forms.some((form) => !sent.has(form) && isWritten(form))) event.preventDefault();
});
