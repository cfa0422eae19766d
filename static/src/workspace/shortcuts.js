// From text to text without the mouse, and the list of these keys.
const dialog = document.getElementById("raccourcis");
const opener = document.querySelector("[data-opens-keys]");

if (opener) {
  opener.hidden = false;
  opener.addEventListener("click", () => dialog.showModal());
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest?.("input, textarea, select, [contenteditable=true]");
    const direction = { ArrowDown: "next", ArrowUp: "prev" }[event.key];
    const opensList = event.target.matches?.("select"); // Alt + ↓ is how a list is opened without the mouse
    if (direction && event.altKey && !event.ctrlKey && !event.metaKey && !opensList) {
      event.preventDefault();
      document.querySelector(`.neighbours [rel=${direction}]`)?.click();
    } else if (event.key === "?" && !isTyping && !document.querySelector("dialog[open]")) dialog.showModal();
  });
}
