// A fact edited where it stands: F2 opens it, Escape leaves it as it was, and the eye stays in its row.
(() => {
  let row;

  document.addEventListener("keydown", event => {
    if (event.key === "F2") event.target.closest("[data-cell]")?.click();
    if (event.key === "Escape") event.target.closest(".cell-form")?.querySelector("[data-cancel]").click();
  });

  document.addEventListener("click", event => {
    const cell = event.target.closest("[data-cell], .cell-form button, [data-cancel]")?.closest("td");
    if (cell) row = { id: cell.parentNode.id, place: cell.cellIndex };
  });

  document.addEventListener("submit", event => {
    const cell = event.target.closest("td");
    if (cell) row = { id: cell.parentNode.id, place: cell.cellIndex };
  });

  document.addEventListener("htmx:after:swap", () => {
    const cell = document.getElementById(row?.id)?.cells[row.place];
    const field = cell?.querySelector(".cell-form :is(input:not([type=hidden]), select), [data-cell]");
    if (!field) return;
    row = null;
    field.focus();
  });

  /* What stands in a cell is there to be written over, from the moment it can be. */
  document.addEventListener("focusin", event => event.target.closest(".cell-form") && event.target.select?.());
})();
