// A fact edited where it stands: F2 opens it, Escape leaves it as it was, and the eye stays in its row.
(() => {
  let row;

  document.addEventListener("keydown", event => {
    if (event.key === "F2") event.target.closest("[data-cell]")?.click();
    if (event.key === "Escape") event.target.closest(".cell-form")?.querySelector("[data-cancel]").click();
  });

  const keep = cell => {
    if (cell) row = { id: cell.parentNode.id, place: cell.cellIndex, was: cell };
  };

  document.addEventListener("click", event =>
    keep(event.target.closest("[data-cell], .cell-form button, [data-cancel]")?.closest("td"))
  );
  document.addEventListener("submit", event => keep(event.target.closest("td")));

  /* Badges and totals are swapped, too: only a cell drawn anew is the one that was asked for. */
  document.addEventListener("htmx:after:swap", () => {
    const cell = document.getElementById(row?.id)?.cells[row.place];
    if (cell === row?.was) return;
    const field = cell?.querySelector(".cell-form :is(input:not([type=hidden]), select), [data-cell]");
    if (!field) return;
    row = null;
    field.focus();
  });

  /* What stands in a cell is there to be written over, from the moment it can be. */
  document.addEventListener("focusin", event => event.target.closest(".cell-form") && event.target.select?.());
})();
