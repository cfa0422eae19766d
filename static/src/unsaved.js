// Leaving a page with a text typed in a form marked data-unsaved and not sent: the browser asks first.
for (const form of document.querySelectorAll("form[data-unsaved]")) {
  const written = () => new URLSearchParams(new FormData(form)).toString();
  const before = written();
  let isSent = false;
  form.addEventListener("submit", () => {
    isSent = true;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!isSent && written() !== before) event.preventDefault();
  });
}
