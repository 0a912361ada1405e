/* Holding a card: the slot, the locked columns, the drop. Mouse, finger and keys all hold with this one hand. */
(() => {
  const k = window.kariz;
  const board = k?.board;
  if (!board || !("move" in board.dataset)) return;

  k.hold = card => {
    const cards = k.hand?.(card) ?? [card];
    const slot = document.createElement("li");
    slot.className = "slot";
    slot.style.blockSize = `${card.offsetHeight}px`;
    cards.forEach(one => one.classList.add("ghost"));
    const held = (k.held = { card, cards, isOne: cards.length === 1, slot, stage: card.dataset.stage, options: new Map() });
    learnOptions(held);
    return held;
  };

  k.slotAt = (held, list, before) => {
    const column = list.closest(".col");
    const next = "recent" in column.dataset ? list.querySelector(".card") : before;
    const was = held.list, pile = next?.parentNode ?? k.lastPile(list);
    if (held.slot.parentNode === pile && held.slot.nextElementSibling === next) return false;
    held.list = list;
    k.insert(list, next, held.slot);
    if (was !== list || !held.slot.firstChild) target(held, column);
    return true;
  };

  function target(held, column) {
    k.columns().forEach(other => other.classList.toggle("target", other === column));
    held.stage = column.dataset.stage;
    const option = held.options.get(held.stage);
    held.slot.textContent = held.isOne && held.stage === held.card.dataset.stage ? "" : (option?.to ?? column.dataset.moveTo);
    if (option?.said && held.slot.textContent) held.slot.append(Object.assign(document.createElement("small"), { textContent: option.said }));
    const { lane } = held.list.dataset;
    if (lane !== held.card.dataset.lane) held.slot.append(Object.assign(document.createElement("b"), { textContent: held.list.ariaLabel }));
  }

  async function learnOptions(held) {
    const question = held.isOne
      ? k.ask(board.dataset.move.replace("/0/", `/${held.card.id.slice(5)}/`))
      : k.ask(k.many, new URLSearchParams({ ask: k.act, ids: k.named(held.cards) }));
    const { parts } = await question.catch(() => ({ parts: [] }));
    if (k.held !== held || !parts[0]) return;
    for (const row of parts[0].querySelectorAll("[data-stage]")) {
      const gate = row.querySelector("template")?.content.firstElementChild;
      held.options.set(row.dataset.stage, { said: row.dataset.said, to: row.dataset.to, gate });
      if (gate) lock(row.dataset.stage, gate);
    }
    const column = held.slot.closest(".col");
    if (column) target(held, column);
    held.learned?.();
  }

  function lock(stage, gate) {
    document.getElementById(`col-${stage}`)?.classList.add(gate.matches(".soft") ? "warned" : "locked");
    k.list(stage, k.held.card.dataset.lane)?.prepend(gate);
    document.querySelector(`.stagebar [data-stage="${stage}"]`)?.classList.add("no");
  }

  k.release = held => {
    held.slot.remove();
    held.cards.forEach(card => card.classList.remove("ghost"));
    held.options.forEach(({ gate }) => gate?.remove());
    k.columns().forEach(column => column.classList.remove("locked", "warned", "target"));
    k.held = null;
    document.dispatchEvent(new Event("kariz:free"));
  };

  /* The drop: names the neighbours as they are seen, never a number. Tells whether there was anything to move. */
  k.drop = held => {
    const { list } = held;
    const prev = neighbour(held, -1);
    const next = neighbour(held, 1);
    const isSame = !list || prev === held.card || next === held.card || standsByTime(held, list);
    if (!isSame) held.slot.before(...held.cards);
    k.release(held);
    if (!isSame) k.move(held.cards, { stage: list.closest(".col").dataset.stage, lane: list.dataset.lane, prev, next });
    return !isSame;
  };

  /* Where the latest stand on top there is nothing to rank. */
  const standsByTime = (held, list) => "recent" in list.closest(".col").dataset && held.cards.every(card => k.listOf(card) === list);

  function neighbour({ slot, card, list }, step) {
    const all = [...list.querySelectorAll(".card, .slot")];
    let at = all.indexOf(slot) + step;
    while (all[at] && all[at] !== card && all[at].matches(".pending, .ghost")) at += step;
    return all[at];
  }
})();
