"use strict";
// The table sorted by a click on a heading, and narrowed by the form above it.
(() => {
  const body = document.querySelector(".squad-table tbody");
  const rows = [...body.rows];
  const sieves = [...document.querySelectorAll("[data-sieve]")];
  const count = document.querySelector("[data-count]");
  const numeric = new Set(["left", "right", "difference", "refilm"]);

  const fits = (row, sieve) => {
    const wanted = sieve.type === "checkbox" ? sieve.checked : sieve.value;
    if (!wanted) return true;
    switch (sieve.dataset.sieve) {
      case "athlete": return row.dataset.athlete.includes(wanted.trim().toLowerCase());
      case "movement": return row.dataset.movement === wanted;
      case "team": return row.dataset.team === wanted;
      case "difference": return row.dataset.beyond === "yes";
      case "refilm": return row.dataset.refilm !== "";
      case "overdue": return row.dataset.overdue !== "";
      default: return row.dataset[sieve.dataset.sieve].split(" ").includes(wanted);
    }
  };

  const narrow = () => {
    let shown = 0;
    for (const row of rows) {
      row.hidden = !sieves.every((sieve) => fits(row, sieve));
      shown += row.hidden ? 0 : 1;
    }
    count.value = `Shown: ${shown} of ${rows.length}`;
  };

  // What is missing stays last, whichever way the table is sorted.
  const compare = (key, way) => (a, b) => {
    const left = a.dataset[key], right = b.dataset[key];
    if (left === "" || right === "") return (left === "") - (right === "");
    return way * (numeric.has(key) ? Number(left) - Number(right) : left.localeCompare(right));
  };

  const sort = (button) => {
    const heading = button.closest("th");
    const way = heading.ariaSort === "ascending" ? -1 : 1;
    for (const other of heading.parentElement.querySelectorAll("[aria-sort]")) other.ariaSort = "none";
    heading.ariaSort = way > 0 ? "ascending" : "descending";
    body.append(...rows.sort(compare(button.dataset.sort, way)));
  };

  document.querySelector(".sieve").addEventListener("submit", (event) => event.preventDefault());
  for (const sieve of sieves) sieve.addEventListener("input", narrow);
  for (const button of document.querySelectorAll("[data-sort]")) button.addEventListener("click", () => sort(button));
  narrow();
})();
