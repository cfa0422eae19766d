// What is wider than a phone scrolls inside its own region, by keyboard too; the page itself never scrolls sideways.
const WIDE = ".report .rich table, table.wide, table.series, table.grid, svg.chart";

const named = (wide) =>
  wide.caption ??
  wide.querySelector("title") ??
  wide.closest(".figure")?.querySelector(".figure-title") ??
  wide.closest("section[id]")?.querySelector("h2, h3") ??
  document.querySelector("h1");

/** A region to those who need one: what has room enough is neither a landmark nor a stop of the keyboard. */
function announce(region) {
  const scrolls = region.scrollWidth > region.clientWidth;
  for (const [name, value] of [["role", "region"], ["tabindex", "0"], ["aria-label", region.dataset.named]]) {
    if (scrolls) region.setAttribute(name, value);
    else region.removeAttribute(name);
  }
}

/** A drawing and its table bear the same title; no two regions of a page do. */
const given = new Map();
function unique(name) {
  given.set(name, (given.get(name) ?? 0) + 1);
  return given.get(name) > 1 ? `${name} (${given.get(name)})` : name;
}

const watch = new ResizeObserver((entries) => entries.forEach(({ target }) => announce(target)));

for (const wide of document.querySelectorAll(WIDE)) {
  const region = document.createElement("div");
  region.className = "table-scroll";
  region.dataset.named = unique(named(wide).textContent.trim());
  wide.replaceWith(region);
  region.append(wide);
  announce(region);
  watch.observe(region);
}
