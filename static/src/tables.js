// A table with many columns scrolls inside its own region, by keyboard too; the page itself never scrolls sideways.
for (const table of document.querySelectorAll("table.wide")) {
  const heading = table.closest("section[id]")?.querySelector("h2, h3");
  const region = document.createElement("div");
  region.className = "table-scroll";
  region.tabIndex = 0;
  region.setAttribute("role", "region");
  region.setAttribute("aria-label", (table.caption ?? heading ?? document.querySelector("h1")).textContent);
  table.replaceWith(region);
  region.append(table);
}
