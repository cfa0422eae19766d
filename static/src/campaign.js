// Campaigns: an opening that goes on by itself, and a page of boxes checked at once.
for (const form of document.querySelectorAll("form[data-go-on]")) {
  form.requestSubmit();
}

for (const all of document.querySelectorAll("[data-check-all]")) {
  const boxes = all.form.querySelectorAll(`input[name="${all.dataset.checkAll}"]`);
  all.addEventListener("change", () => {
    for (const box of boxes) {
      box.checked = all.checked;
    }
  });
}
