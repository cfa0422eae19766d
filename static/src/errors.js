// What is wrong, listed above a form: a link leads to its field; of a text written in the editor, to the editor.
document.querySelector(".error-summary")?.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field?.matches("textarea.is-source")) return;
  event.preventDefault();
  field.labels[0].scrollIntoView();
  field.labels[0].click();
});
