// Values of tables in a text of the dossier: what is chosen from the list is written as a reference where the caret is.

export function offerValues(form, editor) {
  const place = form.querySelector("[data-insert]");
  if (!place) return;
  const list = place.querySelector("select");
  place.hidden = false;
  list.addEventListener("change", () => {
    if (list.value) editor.chain().focus().insertContent(list.value).run();
    list.value = "";
  });
}
