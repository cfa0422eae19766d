// Whether a file is a published one: its hash is made here, and only the hash is asked. The file stays on its machine.
//
// Unknown by its hash, a file may still be sent by its form: the page that says so is opened with data-verify-whole.

const form = document.querySelector("form[data-verify]");
const canHash = Boolean(window.crypto?.subtle); // on https pages, and on this machine

const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

async function verify(file) {
  const state = form.querySelector("[data-verify-state]");
  state.textContent = state.dataset.working;
  try {
    const sha256 = hex(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    window.location.assign(`${form.action}${sha256}/`);
  } catch {
    state.textContent = state.dataset.failed;
  }
}

function listen() {
  const drop = form.querySelector("[data-verify-drop]");
  const input = form.elements.file;
  form.querySelector("[data-verify-local]").hidden = false;
  form.querySelector("[data-verify-sent]").hidden = true;
  form.querySelector("[data-verify-button]").hidden = true;
  input.setAttribute("aria-describedby", "file-local");
  input.addEventListener("change", () => input.files[0] && verify(input.files[0]));
  for (const kind of ["dragenter", "dragover"]) {
    drop.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.add("is-over");
    });
  }
  drop.addEventListener("dragleave", () => drop.classList.remove("is-over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("is-over");
    if (event.dataTransfer.files[0]) verify(event.dataTransfer.files[0]);
  });
}

if (form && canHash && !form.hasAttribute("data-verify-whole")) listen();
