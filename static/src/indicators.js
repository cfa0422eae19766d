// The grid of a table of indicators: arrows go from cell to cell, a block of cells pasted fills it from there.
const grid = document.querySelector("[data-grid]");

function at(row, column) {
  return grid.querySelector(`[data-row="${row}"][data-column="${column}"]`);
}

function isAtEdge(field, forward) {
  const edge = forward ? field.value.length : 0;
  return field.selectionStart === edge && field.selectionEnd === edge;
}

function step(event) {
  const { row, column } = event.target.dataset;
  if (row === undefined || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  const moves = { ArrowUp: [-1, 0], ArrowDown: [1, 0], Enter: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  const move = moves[event.key];
  if (!move) return;
  if (move[1] && !isAtEdge(event.target, move[1] > 0)) return;
  const next = at(Number(row) + move[0], Number(column) + move[1]);
  if (!next) {
    if (event.key === "Enter") event.preventDefault();
    return;
  }
  event.preventDefault();
  next.focus();
  next.select();
}

function fill(event) {
  const { row, column } = event.target.dataset;
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (row === undefined || !/[\t\n]/.test(text.replace(/\r?\n$/, ""))) return;
  event.preventDefault();
  const lines = text.replace(/\r?\n$/, "").split(/\r?\n/);
  lines.forEach((line, down) => {
    line.split("\t").forEach((value, right) => {
      const field = at(Number(row) + down, Number(column) + right);
      if (field) {
        field.value = value.trim();
        field.dispatchEvent(new Event("input", { bubbles: true }));
      }
    });
  });
}

if (grid) {
  grid.addEventListener("keydown", step);
  grid.addEventListener("paste", fill);
}
