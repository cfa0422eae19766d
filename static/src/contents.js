// The table of contents of a report: folded on a phone, open beside the text when there is room.
const wide = window.matchMedia("(min-width: 62rem)");

function follow() {
  for (const details of document.querySelectorAll("[data-open-when-wide]")) {
    details.open = wide.matches;
  }
}

wide.addEventListener("change", follow);
follow();
