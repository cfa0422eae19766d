// The words that scripts show: they stand in the page (templates/evaluations/workspace/messages.html), so that they are
// translated as everything else.
const words = document.getElementById("workspace-words");

export const expectedColumns = words?.dataset.columns?.split("|") ?? [];

/** The sentence of that name, with its {values}. */
export function word(name, values = {}) {
  const sentence = words.content.querySelector(`[data-word="${name}"]`).textContent;
  return sentence.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}
