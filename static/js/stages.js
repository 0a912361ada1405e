// Stages are put in order by dragging their handle, or by Alt with the arrow keys; the server says what it would mean.
(() => {
  const body = document.querySelector("[data-stages]");
  const bar = document.querySelector("#order [hx-get]");
  if (!body || !bar) return;
  const said = document.getElementById("said");
  let taken, start;

  const rows = () => [...body.querySelectorAll("tr[data-stage]")];
  const partOf = row => (row.nextElementSibling?.matches(".impactrow") ? row.nextElementSibling : null);

  function put(row, before) {
    const part = partOf(row);
    body.insertBefore(row, before);
    if (part) body.insertBefore(part, before);
  }

  function settle(row) {
    const place = rows().indexOf(row) + 1;
    row.querySelector(".grip").setAttribute("aria-description", `${place} / ${rows().length}`);
    said.textContent = `${row.querySelector("b").textContent}, ${said.dataset.place.replace("0", place).replace("0", rows().length)}`;
    bar.dispatchEvent(new Event("reordered"));
  }

  document.addEventListener("keydown", event => {
    const row = event.target.closest?.("tr[data-stage]");
    if (!row || !event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    const all = rows(), place = all.indexOf(row), up = event.key === "ArrowUp";
    if (up ? !place : place === all.length - 1) return;
    const focused = event.target;
    put(row, up ? all[place - 1] : all[place + 2] ?? null);
    focused.focus();
    settle(row);
  });

  body.addEventListener("pointerdown", event => {
    const grip = event.target.closest(".grip");
    if (!grip || event.button) return;
    taken = grip.closest("tr");
    start = rows().indexOf(taken);
    grip.setPointerCapture(event.pointerId);
    taken.classList.add("taken");
    body.classList.add("dragging");
  });

  body.addEventListener("pointermove", event => {
    if (!taken) return;
    const over = rows().find(row => row !== taken && isOver(row, event.clientY));
    if (!over) return;
    const box = over.getBoundingClientRect(), below = event.clientY > box.top + box.height / 2;
    const next = below ? (partOf(over) ?? over).nextElementSibling : over;
    if (next !== taken && next !== (partOf(taken) ?? taken).nextElementSibling) put(taken, next);
  });

  function isOver(row, y) {
    const box = row.getBoundingClientRect();
    return y >= box.top && y <= box.bottom;
  }

  const letGo = () => {
    if (!taken) return;
    const row = taken;
    taken = null;
    row.classList.remove("taken");
    body.classList.remove("dragging");
    if (rows().indexOf(row) !== start) settle(row);
  };
  body.addEventListener("pointerup", letGo);
  body.addEventListener("pointercancel", letGo);
})();
