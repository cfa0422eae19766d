// « Mes textes seulement » stays as it was chosen, from one text to the next.
const KEY = "workspace:mine-only";
const box = document.querySelector("[data-mine-only]");

if (box) {
  box.checked = sessionStorage.getItem(KEY) === "1";
  box.addEventListener("change", () => sessionStorage.setItem(KEY, box.checked ? "1" : ""));
}
