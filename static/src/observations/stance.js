// The stance of an answer and, of an action, its day: two fields, one value (evaluations/workspace/stances.py).

/** Reads and shows the value, as Autosave asks; the field of the day shows when the stance has one. */
export function stanceOf(form, changed) {
  const { value: select, on } = form.elements;
  if (!select) return { read: () => null, show: () => {} };
  const actions = select.dataset.actions.split(" ");
  const showDay = () => {
    form.querySelector(".answer-day").hidden = !actions.includes(select.value);
  };
  for (const field of [select, on]) {
    field.addEventListener("input", () => {
      showDay();
      changed();
    });
  }
  showDay();
  return {
    read(from = form) {
      const stance = from.elements.value.value;
      const day = from.elements.on.value;
      return actions.includes(stance) && day ? `${stance} ${day}` : stance;
    },
    show(value) {
      const [stance, day = ""] = (value ?? "").split(" ");
      select.value = stance;
      on.value = day;
      showDay();
    },
  };
}
