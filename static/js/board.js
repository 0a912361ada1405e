/* The board's own words: where cards stand, and what to do with an answer of the server. */
(() => {
  const k = window.kariz;
  const board = (k.board = document.getElementById("board"));
  if (!board) return;

  k.calm = matchMedia("(prefers-reduced-motion: reduce)");
  k.columns = () => [...(board.matches(".grouped") ? board.firstElementChild : board).children].filter(child => child.matches(".col"));
  k.rest = list => (list.lastElementChild?.matches(".rest") ? list.lastElementChild : null);
  k.list = (stage, lane) => document.querySelector(`#col-${stage} > .cards${lane ? `[data-lane="${lane}"]` : ""}`);
  k.listOf = card => card.closest(".cards");
  k.cardsOf = part => [...part.getElementsByClassName("card")];
  k.ownMoves = new Set();

  /* A list holds its cards in piles; what comes before no card comes last. */
  k.insert = (list, before, ...parts) => (before ? before.before(...parts) : k.lastPile(list).append(...parts));
  k.lastPile = list => [...list.getElementsByClassName("pile")].at(-1);

  /* The first card of which less than this share lies above y. Asks no card of a far pile, as that has to be laid out for it. */
  k.cardBelow = (list, y, share) => {
    const piles = [...list.querySelectorAll(".pile:not(:empty)")], at = placeBelow(piles, y, 1);
    const cards = piles[at] ? k.cardsOf(piles[at]) : [];
    return cards[placeBelow(cards, y, share)] ?? piles[at + 1]?.querySelector(".card") ?? null;
  };

  function placeBelow(parts, y, share) {
    let low = 0, high = parts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const box = parts[middle].getBoundingClientRect();
      if (y < box.top + box.height * share) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /* ── Asking ── */
  const token = () => JSON.parse(document.body.getAttribute("hx-headers:inherited"))["X-CSRFToken"];
  const withFilters = url => (url.includes("?") ? url : url + board.dataset.query);

  k.ask = async (url, body) => {
    const headers = { "HX-Request": "true", ...(body && { "X-CSRFToken": token() }) };
    const options = { method: body ? "POST" : "GET", body, headers, keepalive: !!body, signal: AbortSignal.timeout(8000) };
    const response = await fetch(withFilters(url), options);
    if (response.redirected) location.reload(); // signed out meanwhile
    const text = await response.text();
    const page = document.createElement("template");
    page.innerHTML = text.startsWith("<!doctype") ? "" : text;
    return { status: response.status, parts: [...page.content.children] };
  };

  /* ── Receiving: each part of an answer knows its place by what it is ── */
  k.receive = (parts, { own } = {}) => {
    parts.forEach(part => receivePart(part, own));
    setTimeout(() => document.body.dispatchEvent(new Event("moved")), Math.random() * 2000); // the tabs count again
  };

  function receivePart(part, own) {
    if (part.matches(".card")) return k.place(part, { own });
    if (part.matches(".toast")) return k.toast(part);
    if (part.matches("dialog")) return k.open(part);
    if (part.matches("[data-say]")) return k.say(part.textContent.trim());
    if (part.matches("[data-done]")) return k.done(part.dataset.done.split(","));
    if (part.matches("[data-gone]")) return k.remove(part.dataset.gone);
    const old = part.id && document.getElementById(part.id);
    if (!old || old.isEqualNode(part)) return;
    if (part.dataset.lanes !== old.dataset.lanes) return k.refresh();
    const hadFocus = old.contains(document.activeElement), { value } = document.activeElement;
    old.replaceWith(part);
    if (part.matches(".col, .cards")) window.htmx?.process(part), document.dispatchEvent(new Event("kariz:fresh"));
    if (hadFocus) (part.querySelector(`.turn[value="${value}"]`) ?? part.querySelector(".fold"))?.focus();
  }

  /* One voice: what the tray shows, the line for screen readers says, and then more of it. */
  document.getElementById("toasts").ariaLive = "off";
  k.say = text => (document.getElementById("say").textContent = text);

  /* Who stood on a card that goes stands on its neighbour. */
  k.remove = id => {
    const card = document.getElementById(`deal-${id}`);
    const cards = card ? k.cardsOf(k.listOf(card)) : [], at = cards.indexOf(card);
    if (card?.contains(document.activeElement)) (cards[at + 1] ?? cards[at - 1])?.focus();
    card?.remove();
  };

  /* Put a card where its rank says; one that belongs below the loaded part of a column comes with its page. */
  k.place = (card, { own } = {}) => {
    const old = document.getElementById(card.id);
    const list = k.list(card.dataset.stage, card.dataset.lane);
    const others = list ? k.cardsOf(list).filter(other => !other.matches(".pending") && other.id !== card.id) : [];
    const below = others.find(other => other.dataset.rank > card.dataset.rank) ?? null;
    const rest = list && k.rest(list);
    if (!list || list.closest(".folded, .shut") || (!own && !below && rest)) return void old?.remove();
    const from = old?.getBoundingClientRect();
    const hadFocus = old?.contains(document.activeElement);
    k.setStop(card, old?.tabIndex ?? -1);
    if (old && old !== card) old.remove();
    card.classList.remove("pending", "ghost");
    k.insert(list, below, card);
    k.dress?.(card);
    if (hadFocus) card.focus({ preventScroll: true });
    if (from) k.glide(card, from);
    if (board.classList.contains("bare")) location.reload();
  };

  /* One card is a stop for Tab, with its links; the arrows reach all others. */
  k.setStop = (card, index) => [card, ...card.querySelectorAll("a")].forEach(part => (part.tabIndex = index));

  k.glide = (card, from) => {
    const to = card.getBoundingClientRect();
    const shift = `${from.left - to.left}px ${from.top - to.top}px`;
    if (k.calm.matches || shift === "0px 0px") return;
    const pile = card.parentNode.style; // it would cut off what comes from elsewhere
    pile.contentVisibility = "visible";
    card.style.zIndex = 3; // not one of the keyframes: with it the page would be drawn anew for each of them
    const glide = card.animate({ translate: [shift, "0 0"] }, { id: "glide", duration: 240, easing: "cubic-bezier(.5,0,.2,1)" });
    glide.finished.then(() => (card.style.zIndex = pile.contentVisibility = ""), () => {});
  };

  k.mark = (card, name) => {
    card?.classList.add(name, "told");
    setTimeout(() => card?.classList.remove(name), 1200);
    setTimeout(() => card?.classList.remove("told"), 1600);
  };

  /* ── Moving: at once on the screen, then as the server says ── */
  k.newOperation = () => {
    const hex = [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, "0")).join("");
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`;
  };

  /* “/deals/0/move/” moves one; “/deals/bulk/” does the same act to many, named with the versions they are seen in. */
  k.many = board.dataset.move?.replace(/0\/\w+\/$/, "bulk/");
  k.act = board.dataset.move?.match(/(\w+)\/$/)[1];
  k.named = cards => cards.map(card => `${card.id.slice(5)}.${card.dataset.version}`).join();

  k.move = (cards, { stage, prev, next, lane, place = "between" }) => {
    const [card] = cards, isOne = cards.length === 1, op = k.newOperation();
    const own = isOne ? { version: card.dataset.version, op } : { act: k.act, ids: k.named(cards), bulk: op };
    const fields = new URLSearchParams({ stage, place, ...own, ...(lane && { lane }) });
    for (const [side, other] of Object.entries({ prev, next }))
      if (other) {
        fields.set(side, other.id.slice(5));
        fields.set(`${side}_rank`, other.dataset.rank);
      }
    return k.post(cards, isOne ? board.dataset.move.replace("/0/", `/${card.id.slice(5)}/`) : k.many, fields);
  };

  k.post = (...asked) => (k.sent = send(...asked));

  async function send(cards, url, fields) {
    k.ownMoves.add(fields.get("op") ?? fields.get("bulk"));
    cards.forEach(card => card.classList.add("pending"));
    const answer = await k.ask(url, fields).catch(() => ({ status: 0, parts: [] }));
    for (const card of cards)
      if (answer.status === 404) leave(card);
      else if (![200, 409, 422].includes(answer.status)) k.putBack(card);
    k.receive(answer.parts, { own: true });
    const now = cards.length === 1 && document.getElementById(cards[0].id);
    if (now && answer.status !== 422) k.mark(now, answer.status === 200 ? "settled" : "rejected");
    if (!answer.status || answer.status >= 500) notSaved(cards, url, fields);
    return answer.status;
  }

  k.putBack = card => {
    card.classList.remove("pending");
    k.place(card, { own: true });
  };

  function leave(card) {
    k.remove(card.id.slice(5));
    k.toast(document.getElementById("gone").content.firstElementChild.cloneNode(true));
  }

  function notSaved(cards, url, fields) {
    const toast = document.getElementById("not-saved").content.firstElementChild.cloneNode(true);
    toast.querySelector("button").addEventListener("click", () => (toast.remove(), k.post(cards, url, fields)));
    k.toast(toast);
  }

  /* A page of more cards may bring one that a move has already put there: the newer one stays. */
  document.addEventListener("htmx:after:swap", () => {
    const seen = new Set();
    for (const card of board.querySelectorAll(".card")) seen.has(card.id) ? card.remove() : seen.add(card.id);
    document.dispatchEvent(new Event("kariz:fresh"));
  });
})();
