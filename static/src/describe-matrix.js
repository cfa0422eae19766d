// The matrix: arrows go from box to box.
const STEPS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

document.querySelector(".matrix-table")?.addEventListener("keydown", (event) => {
  const step = STEPS[event.key];
  const cell = event.target.closest("td");
  if (!step || !cell || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const row = cell.parentElement;
  const body = row.parentElement;
  const target = body.rows[row.sectionRowIndex + step[0]]?.cells[cell.cellIndex + step[1]]?.querySelector("input[type=checkbox]");
  target?.focus();
  target?.scrollIntoView({ block: "nearest", inline: "nearest" });
});
