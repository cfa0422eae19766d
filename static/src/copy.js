// A text that can be copied: its button shows only where the browser lets it.
if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy]")) {
    const label = button.firstChild;
    const said = label.data;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const text = button.closest("[data-citation]").querySelector("[data-copied]").textContent;
      await navigator.clipboard.writeText(text);
      label.data = button.dataset.done;
      setTimeout(() => (label.data = said), 2000);
    });
  }
}
