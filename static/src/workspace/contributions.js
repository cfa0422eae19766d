// « Reprendre dans le texte »: the words of a shared contribution go where the caret is; the editor listens.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-insert]");
  if (!button) return;
  const html = button.closest("article").querySelector("[data-insertable]").innerHTML;
  document.dispatchEvent(new CustomEvent("workspace:insert", { detail: { html } }));
});
