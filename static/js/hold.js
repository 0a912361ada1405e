/* Holding a card: the slot, the locked columns, the drop. Mouse, finger and keys all hold with this one hand. */
(() => {
  const k = window.kariz;
  const board = k?.board;
  if (!board || !("move" in board.dataset)) return;

  k.hold = card => {
    const slot = document.createElement("li");
    slot.className = "slot";
    slot.style.blockSize = `${card.offsetHeight}px`;
    card.classList.add("ghost");
    const held = (k.held = { card, slot, stage: card.dataset.stage, options: new Map() });
    learnOptions(held);
    return held;
  };

  k.slotAt = (held, list, before) => {
    const next = before ?? k.rest(list);
    if (held.slot.parentNode === list && held.slot.nextElementSibling === next) return false;
    list.insertBefore(held.slot, next);
    const column = list.closest(".col");
    if (column.dataset.stage !== held.stage || !held.slot.firstChild) target(held, column);
    return true;
  };

  function target(held, column) {
    k.columns().forEach(other => other.classList.toggle("target", other === column));
    held.stage = column.dataset.stage;
    const option = held.options.get(held.stage);
    held.slot.textContent = held.stage === held.card.dataset.stage ? "" : column.dataset.moveTo;
    if (option?.said && held.slot.textContent) held.slot.append(Object.assign(document.createElement("small"), { textContent: option.said }));
  }

  async function learnOptions(held) {
    const url = board.dataset.move.replace("/0/", `/${held.card.id.slice(5)}/`);
    const { parts } = await k.ask(url).catch(() => ({ parts: [] }));
    if (k.held !== held || !parts[0]) return;
    for (const row of parts[0].querySelectorAll("[data-stage]")) {
      const gate = row.querySelector("template")?.content.firstElementChild;
      held.options.set(row.dataset.stage, { said: row.dataset.said, gate });
      if (gate) lock(row.dataset.stage, gate);
    }
    const column = held.slot.closest(".col");
    if (column) target(held, column);
    held.learned?.();
  }

  function lock(stage, gate) {
    document.getElementById(`col-${stage}`)?.classList.add(gate.matches(".soft") ? "warned" : "locked");
    k.list(stage)?.prepend(gate);
    document.querySelector(`.stagebar [data-stage="${stage}"]`)?.classList.add("no");
  }

  k.release = held => {
    held.slot.remove();
    held.card.classList.remove("ghost");
    held.options.forEach(({ gate }) => gate?.remove());
    k.columns().forEach(column => column.classList.remove("locked", "warned", "target"));
    k.held = null;
    document.dispatchEvent(new Event("kariz:free"));
  };

  /* The drop: names the neighbours as they are seen, never a number. Tells whether there was anything to move. */
  k.drop = held => {
    const list = held.slot.parentNode;
    const prev = neighbour(held.slot, "previousElementSibling");
    const next = neighbour(held.slot, "nextElementSibling");
    const isSame = !list || prev === held.card || next === held.card;
    if (!isSame) list.insertBefore(held.card, held.slot);
    k.release(held);
    if (!isSame) k.move(held.card, { stage: list.closest(".col").dataset.stage, prev, next });
    return !isSame;
  };

  function neighbour(from, side) {
    let other = from[side];
    while (other && !other.matches(".card:not(.pending)")) other = other[side];
    return other;
  }
})();
