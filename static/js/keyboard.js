/* The board by keyboard: arrows walk, M or Space lifts, arrows choose a place, Enter drops, Escape returns. */
(() => {
  const k = window.kariz;
  const board = k?.board;
  if (!board) return;
  const { cardsOf } = k;
  const othersIn = (held, column) => cardsOf(column).filter(card => !held.cards.includes(card));
  const isRtl = document.documentElement.dir === "rtl";
  const STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [isRtl ? 1 : -1, 0], ArrowRight: [isRtl ? -1 : 1, 0], k: [0, -1], j: [0, 1], h: [-1, 0], l: [1, 0] };

  /* ── One stop for Tab: the card last visited, else the first ── */
  let stopped;
  const stop = card => {
    const before = document.getElementById(stopped);
    if (before && before !== card) k.setStop(before, -1);
    stopped = card?.id;
    if (!card) return;
    k.setStop(card, 0);
    card.ariaLabel = [...card.querySelectorAll("h3, .co, .val bdi")].map(part => part.textContent).filter(Boolean).join(", ");
  };
  const begin = () => {
    const here = board.querySelector(".card[tabindex='0']") ?? board.querySelector(".card");
    board.querySelectorAll(".card a:not([tabindex])").forEach(link => (link.tabIndex = -1));
    stop(here);
  };
  begin();
  document.addEventListener("kariz:fresh", begin);
  board.addEventListener("focusin", event => event.target.closest(".card") && stop(event.target.closest(".card")));

  document.addEventListener("keydown", event => {
    if (k.isTyping(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    const card = document.activeElement?.closest?.(".card");
    const step = STEPS[event.key];
    if (k.held?.byKeys) return steer(event, step);
    if (step && (card || event.key.length === 1)) return walk(event, card, step);
    if (card === document.activeElement && card) onCard(event, card);
    onPage(event);
  });

  function onCard(event, card) {
    if (event.key === "Enter") card.querySelector("h3 a").click();
    else if (["x", "X"].includes(event.key)) k.toggle?.(card);
    else if (event.key === "e" && "edit" in board.dataset) k.show(board.dataset.edit.replace("/0/", `/${card.id.slice(5)}/`), card);
    else if (event.key === "c") card.closest(".col").querySelector(".fold")?.click();
    else if (["m", "M", " "].includes(event.key) && "move" in board.dataset && !card.matches(".pending")) lift(event, card);
  }

  function onPage(event) {
    if (event.key !== "n") return;
    document.getElementById("new-deal")?.click();
    event.preventDefault();
  }

  /* ── Walking ── */
  function walk(event, card, [across, along]) {
    event.preventDefault();
    const columns = k.columns();
    const here = card ? columns.indexOf(card.closest(".col")) : 0;
    const next = card ? target(columns, here, card, across, along) : board.querySelector(".card");
    next?.focus();
    next?.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (card && !next && along > 0) walkOn(card);
  }

  /* Past the last card: the next page comes into sight, and the walk goes on when it is there. */
  function walkOn(card) {
    k.rest(k.listOf(card))?.scrollIntoView({ block: "nearest" });
    const goOn = () => {
      const next = nextOf(card);
      if (!next) return;
      document.removeEventListener("kariz:fresh", goOn);
      if (document.activeElement === card) next.focus();
    };
    document.addEventListener("kariz:fresh", goOn);
  }

  function target(columns, here, card, across, along) {
    const own = cardsOf(columns[here]);
    if (along) return own[own.indexOf(card) + along];
    const at = cardsOf(k.listOf(card)).indexOf(card);
    for (let place = here + across; columns[place]; place += across) {
      const cards = cardsOf(inLane(columns[place], k.listOf(card)));
      if (cards.length) return cards[Math.min(at, cards.length - 1)];
    }
    return null;
  }

  function nextOf(card) {
    const cards = cardsOf(k.listOf(card));
    return cards[cards.indexOf(card) + 1];
  }

  /* The list of a column in the row of another list. */
  const inLane = (column, list) => k.list(column.dataset.stage, list.dataset.lane);

  /* ── Carrying ── */
  function lift(event, card) {
    event.preventDefault();
    const held = Object.assign(k.hold(card), { byKeys: true, learned: () => say(held, true) });
    k.slotAt(held, k.listOf(card), nextOf(card) ?? null);
    say(held);
  }

  function steer(event, step) {
    const held = k.held;
    if (event.key === "Tab") return event.preventDefault();
    if (!step && !["Enter", " ", "Escape"].includes(event.key)) return;
    event.preventDefault();
    if (step) carry(held, ...step);
    else if (event.key === "Escape") giveBack(held);
    else give(held, () => k.drop(held));
  }

  function carry(held, across, along) {
    const columns = k.columns();
    const own = held.list;
    const here = columns.indexOf(own.closest(".col"));
    const others = othersIn(held, own);
    const at = placeOf(held);
    if (!columns[here + across]) return;
    const lists = [...columns[here].querySelectorAll(".cards:not(.shut)")];
    const beyond = at + along < 0 || at + along > others.length ? lists[lists.indexOf(own) + along] : null;
    const list = beyond ?? inLane(columns[here + across], own);
    const cards = othersIn(held, list);
    const place = beyond ? (along < 0 ? cards.length : 0) : Math.max(0, Math.min(at + along, cards.length));
    k.slotAt(held, list, cards[place] ?? null);
    ((!cards[place] && k.rest(list)) || held.slot).scrollIntoView({ block: "nearest", inline: "nearest" });
    say(held);
  }

  /* How many cards stand above the slot, the lifted one not counted. */
  function placeOf(held) {
    const all = [...held.list.querySelectorAll(".card, .slot")];
    return all.slice(0, all.indexOf(held.slot)).filter(other => !held.cards.includes(other)).length;
  }

  /* Says the place from which the card was lifted, and leaves it there. */
  function giveBack(held) {
    k.slotAt(held, k.listOf(held.card), held.card);
    say(held);
    give(held, () => k.release(held));
  }

  function give(held, act) {
    const { card } = held;
    act();
    const now = document.getElementById(card.id) ?? card;
    stop(now);
    now.focus();
  }

  function say(held, ifNew) {
    const column = held.slot.closest(".col");
    const others = othersIn(held, held.list);
    const words = board.dataset.place.replace("0", placeOf(held) + 1).replace("0", others.length + 1 + Number(k.rest(held.list)?.dataset.more ?? 0));
    const where = (held.isOne ? column.querySelector("h2") : held.slot.firstChild).textContent;
    const line = [[where, held.list.ariaLabel, words].filter(Boolean).join(", "), held.options.get(column.dataset.stage)?.gate?.dataset.say].filter(Boolean).join(". ");
    if (!ifNew || line !== held.line) k.say((held.line = line));
  }
})();
