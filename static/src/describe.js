// The table of courses: Enter goes one line down, arrows go up and down, what is copied from a spreadsheet fills the
// cells from where one is, lines are added as they are needed.

const form = document.querySelector("form[data-form='courses-edit']");

if (form) {
  const most = Number(form.dataset.mostNew);
  const fresh = form.querySelector(".new-rows");
  const lines = form.querySelector("textarea[name=lines]");
  const adder = form.querySelector("[data-add-row]");
  const rows = () => [...form.querySelectorAll("tbody tr")];
  const cells = (row) => [...row.querySelectorAll("input[data-column]")];

  const nameOf = (row) => cells(row)[0].name.split("-")[0];

  /** The first name that no new line has: lines come and go. */
  function freeName() {
    const taken = new Set([...fresh.rows].map(nameOf));
    return [...Array(most).keys()].map((number) => `n${number}`).find((name) => !taken.has(name));
  }

  /** A new line as nobody has written in it, under this name. */
  function emptied(row, name) {
    for (const input of cells(row)) {
      input.name = input.id = `${name}-${input.dataset.column}`;
      input.value = "";
      input.setAttribute("value", "");
      input.classList.remove("is-invalid");
      for (const said of ["aria-invalid", "aria-describedby"]) input.removeAttribute(said);
    }
    row.querySelectorAll(".cell-error, .cell-now").forEach((said) => said.remove());
    return row;
  }

  /** Of a new line: a button that takes it away at once, where the page alone has a box to tick. */
  function withButton(row) {
    row.querySelector(".is-gone [type=checkbox]")?.remove();
    row.querySelector("[data-remove-row]").hidden = false;
  }

  /** One more empty line, as long as a page may send them. */
  function addRow() {
    if (fresh.rows.length >= most) return null;
    const row = emptied(fresh.rows[0].cloneNode(true), freeName());
    fresh.append(row);
    adder.disabled = fresh.rows.length >= most;
    return row;
  }

  adder.hidden = false;
  adder.disabled = fresh.rows.length >= most;
  adder.addEventListener("click", () => addRow() && cells(fresh.rows[fresh.rows.length - 1])[0].focus());

  [...fresh.rows].forEach(withButton);
  fresh.addEventListener("click", (event) => {
    const row = event.target.closest("[data-remove-row]")?.closest("tr");
    if (!row) return;
    const next = row.nextElementSibling ?? row.previousElementSibling;
    if (next) row.remove();
    else emptied(row, nameOf(row));
    adder.disabled = false;
    cells(next ?? row)[0].focus();
  });

  form.addEventListener("keydown", (event) => {
    const input = event.target;
    if (!input.matches("input[data-column]")) return;
    const down = event.key === "Enter" ? (event.shiftKey ? -1 : 1) : { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!down || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault(); // Enter would send the form with a line half written
    const row = input.closest("tr");
    const at = event.key === "Enter" && down > 0 && row.parentElement === fresh ? 0 : cells(row).indexOf(input);
    const target = rows()[rows().indexOf(row) + down] ?? (down > 0 && event.key === "Enter" ? addRow() : null);
    if (!target) return;
    cells(target)[at].focus();
    cells(target)[at].select();
  });

  form.addEventListener("paste", (event) => {
    const input = event.target;
    if (!input.matches("input[data-column]")) return;
    const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
    if (!/[\t\n]/.test(text)) return;
    event.preventDefault();
    const table = text.split("\n").map((line) => line.split("\t"));
    const left = cells(input.closest("tr")).indexOf(input);
    let row = input.closest("tr");
    const beyond = [];
    for (const words of table) {
      if (!row) beyond.push(words);
      else {
        words.forEach((word, index) => {
          const cell = cells(row)[left + index];
          if (cell) cell.value = word.trim();
        });
        row = rows()[rows().indexOf(row) + 1] ?? addRow();
      }
    }
    if (beyond.length) {
      // More than the table takes at once: the rest waits, line by line, in the field below.
      lines.value = [lines.value, ...beyond.map((words) => [...Array(left).fill(""), ...words].join("\t"))]
        .filter(Boolean)
        .join("\n");
      lines.closest("details").open = true;
    }
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
