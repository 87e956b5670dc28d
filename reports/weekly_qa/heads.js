// Tables that stand whole on the page: a head that says how it sorts becomes a button.
"use strict";
const heads = (() => {
  const all = (query, from = document) => [...from.querySelectorAll(query)];
  const cellOf = (row, place) => row.cells[place]?.textContent.trim() ?? "";
  const byText = new Intl.Collator("en", { numeric: true }).compare;
  const amount = (text) => Number(text.replace(/[^\d.-]/g, "")) || 0;
  const sortBody = (body, place, kind, turn) => {
    const [heads, rows] = [[], []];
    for (const row of body.rows) (row.classList.contains("group") ? heads : rows).push(row);
    rows.sort((one, other) => turn * (kind === "number"
      ? amount(cellOf(one, place)) - amount(cellOf(other, place)) : byText(cellOf(one, place), cellOf(other, place))));
    body.append(...heads, ...rows);
  };
  const button = (head) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "sort";
    made.append(...head.childNodes);
    head.append(made);
    return made;
  };
  const turned = (head, first) => (head.ariaSort === "ascending" ? "descending"
    : head.ariaSort === "descending" ? "ascending" : first);
  for (const table of all("table.sortable")) {
    const heads = all("thead th[data-sort]", table);
    for (const head of heads) {
      button(head).addEventListener("click", () => {
        const order = turned(head, head.dataset.sort === "number" ? "descending" : "ascending");
        for (const other of heads) other.removeAttribute("aria-sort");
        head.ariaSort = order;
        for (const body of table.tBodies) {
          sortBody(body, head.cellIndex, head.dataset.sort, order === "ascending" ? 1 : -1);
        }
      });
    }
  }
  return { all, cellOf, byText, button, turned };
})();
