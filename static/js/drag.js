/* Dragging by mouse, pen and touch: one delegated listener; a slot moves, the cards stay where they are. */
(() => {
  const k = window.kariz;
  const board = k?.board;
  if (!board || !("move" in board.dataset)) return;
  const START = 5, HOLD = 250, STILL = 8, EDGE = 56, FASTEST = 1100;
  const HANDS_OFF = "button, input, select, textarea, summary, details, .menu";
  let press = null;
  let drag = null;

  /* ── Pointers ── */
  board.addEventListener("pointerdown", event => {
    const card = event.target.closest(".card");
    if (press || drag || k.held || event.button || !event.isPrimary) return;
    if (!card || card.matches(".pending") || event.target.closest(HANDS_OFF)) return;
    press = { card, id: event.pointerId, x: event.clientX, y: event.clientY, touch: event.pointerType !== "mouse" };
    if (press.touch) press.timer = setTimeout(lift, HOLD, press.x, press.y);
  });

  addEventListener("pointermove", event => {
    if (drag?.id === event.pointerId) return Object.assign(drag, { x: event.clientX, y: event.clientY });
    if (press?.id !== event.pointerId) return;
    const way = Math.hypot(event.clientX - press.x, event.clientY - press.y);
    if (press.touch && way > STILL) forget();
    else if (!press.touch && way > START) lift(event.clientX, event.clientY);
  });

  addEventListener("pointerup", event => {
    if (press?.id === event.pointerId) forget();
    if (drag?.id !== event.pointerId) return;
    Object.assign(drag, { x: event.clientX, y: event.clientY });
    finish(aim);
  });

  addEventListener("pointercancel", cancel);
  addEventListener("blur", cancel);
  addEventListener("keydown", event => {
    if (event.key !== "Escape" || !drag) return;
    event.stopImmediatePropagation();
    cancel();
  }, true);
  board.addEventListener("touchmove", event => drag && event.cancelable && event.preventDefault(), { passive: false });
  board.addEventListener("contextmenu", event => (drag || press?.touch) && event.preventDefault());
  board.addEventListener("dragstart", event => event.preventDefault());

  function forget() {
    clearTimeout(press?.timer);
    press = null;
  }

  function lift(x, y) {
    const { card, id, touch } = press;
    const box = card.getBoundingClientRect();
    const [dx, dy] = [press.x - box.left, press.y - box.top];
    forget();
    const copy = card.cloneNode(true);
    copy.removeAttribute("id");
    copy.classList.remove("sel");
    copy.classList.add("lifted");
    copy.style.inlineSize = `${box.width}px`;
    const shield = document.createElement("div");
    shield.className = "shield";
    shield.append(copy);
    if (touch) shield.append(stageBar());
    document.body.append(shield);
    if (!touch) shield.setPointerCapture(id);
    board.style.scrollSnapType = "none";
    getSelection().removeAllRanges();
    const held = k.hold(card);
    if (!held.isOne) copy.dataset.count = held.cards.length.toLocaleString(document.documentElement.lang);
    drag = { held, id, touch, x, y, dx, dy, copy, shield, bar: touch && shield.lastChild, then: performance.now() };
    if (touch) navigator.vibrate?.(10);
    frame(drag.then);
  }

  function frame(now) {
    if (!drag) return;
    scrollAtEdges(Math.min(now - drag.then, 50) / 1000);
    drag.then = now;
    aim();
    drag.copy.style.translate = `${drag.x - drag.dx}px ${drag.y - drag.dy}px`; // written last: reading after it costs a layout
    drag.frame = requestAnimationFrame(frame);
  }

  /* Where the pointer is, as a place: a stage of the bar on phones, else a column and the card below. */
  function aim() {
    const { x, y, held } = drag;
    drag.over = stageUnder(x, y);
    if (drag.over) return;
    const list = listAt(x, y);
    k.slotAt(held, list, cardBelow(list, y));
  }

  const listAt = (x, y) => nearest([...columnAt(x).children].filter(part => part.matches(".cards:not(.shut)")), y, "top", "bottom");
  const columnAt = x => nearest(k.columns(), x, "left", "right");

  function nearest(parts, at, start, end) {
    const away = part => {
      const box = part.getBoundingClientRect();
      return Math.max(box[start] - at, at - box[end], 0);
    };
    return parts.reduce((best, part) => (away(part) < away(best) ? part : best));
  }

  function cardBelow(list, y) {
    const cards = list.getElementsByClassName("card");
    let low = 0, high = cards.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const box = cards[middle].getBoundingClientRect();
      if (y < box.top + box.height / 2) high = middle;
      else low = middle + 1;
    }
    return cards[low] ?? null;
  }

  function scrollAtEdges(seconds) {
    const box = board.getBoundingClientRect();
    const across = push(drag.x, Math.max(box.left, 0), Math.min(box.right, innerWidth));
    if (across) board.scrollBy(across * seconds, 0);
    const list = listAt(drag.x, drag.y);
    const edge = list.getBoundingClientRect();
    const along = drag.over ? 0 : push(drag.y, edge.top, Math.min(edge.bottom, innerHeight));
    if (along) list.scrollBy(0, along * seconds);
    if (list.dataset.lane && !drag.over) board.scrollBy(0, push(drag.y, box.top, Math.min(box.bottom, innerHeight)) * seconds);
  }

  function push(at, start, end) {
    const deep = at < start + EDGE ? at - start - EDGE : at > end - EDGE ? at - end + EDGE : 0;
    return Math.sign(deep) * FASTEST * Math.min(Math.abs(deep) / EDGE, 1) ** 2;
  }

  /* ── Phones: all stages as targets at the bottom edge ── */
  function stageBar() {
    const bar = Object.assign(document.createElement("div"), { className: "stagebar" });
    for (const column of k.columns()) {
      const stage = document.createElement("span");
      stage.dataset.stage = column.dataset.stage;
      stage.append(column.querySelector(".gauge")?.cloneNode(true) ?? "", column.querySelector("h2").textContent);
      bar.append(stage);
    }
    return bar;
  }

  function stageUnder(x, y) {
    if (!drag.touch || getComputedStyle(drag.bar).display === "none") return null;
    const inside = stage => {
      const box = stage.getBoundingClientRect();
      return x >= box.left && x < box.right && y >= box.top - 8 && y < box.bottom;
    };
    const found = [...drag.bar.children].find(inside) ?? null;
    for (const stage of drag.bar.children) stage.classList.toggle("over", stage === found);
    return found?.dataset.stage ?? null;
  }

  /* ── The end ── */
  function finish(settle) {
    const { held, copy } = drag;
    settle();
    const from = copy.getBoundingClientRect();
    const stage = drag.over;
    put();
    swallowClick();
    if (stage && stage !== held.card.dataset.stage) toStage(held, stage);
    else k.drop(held);
    k.glide(held.card, from);
  }

  function toStage(held, stage) {
    k.release(held);
    k.list(stage, held.card.dataset.lane).prepend(...held.cards);
    k.move(held.cards, { stage, place: "top" });
  }

  function cancel() {
    forget();
    if (!drag) return;
    const { held, copy } = drag;
    const from = copy.getBoundingClientRect();
    put();
    k.release(held);
    k.glide(held.card, from);
  }

  function put() {
    cancelAnimationFrame(drag.frame);
    drag.shield.remove();
    board.style.scrollSnapType = "";
    drag = null;
  }

  function swallowClick() {
    const swallow = event => (event.preventDefault(), event.stopPropagation());
    addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => removeEventListener("click", swallow, true), 0);
  }
})();
