/* Dragging by mouse, pen and touch: one delegated listener; a slot moves, the cards stay where they are. */
(() => {
  const k = window.kariz;
  const board = k?.board;
  if (!board || !("move" in board.dataset)) return;
  const START = 5, HOLD = 250, STILL = 8, EDGE = 56, FASTEST = 1100, FAR = 1e4;
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
    finish();
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

  /* Everything is read before anything is written, so that the board is laid out once. */
  function lift(x, y) {
    const { card, id, touch } = press;
    const box = card.getBoundingClientRect();
    const [dx, dy] = [press.x - box.left, press.y - box.top];
    const list = listAt(x, y), below = k.cardBelow(list, y, 0.5);
    forget();
    const copy = copyOf(card, box);
    const held = k.hold(card);
    if (!held.isOne) copy.dataset.count = held.cards.length.toLocaleString(document.documentElement.lang);
    k.slotAt(held, list, below);
    const shield = document.createElement("div");
    shield.className = "shield";
    shield.append(copy);
    if (touch) shield.append(stageBar());
    document.body.append(shield);
    if (!touch) shield.setPointerCapture(id);
    board.style.scrollSnapType = "none";
    getSelection().removeAllRanges();
    drag = { held, id, touch, x, y, dx, dy, copy, shield, bar: touch && shield.lastChild, rails: railsOf(copy), then: performance.now() };
    if (touch) navigator.vibrate?.(10);
    carry();
    drag.frame = requestAnimationFrame(frame);
  }

  function copyOf(card, { width }) {
    const copy = card.cloneNode(true);
    copy.removeAttribute("id");
    copy.classList.remove("sel");
    copy.classList.add("lifted");
    copy.style.inlineSize = `${width}px`;
    return copy;
  }

  /* Two animations that stand still, a pixel for each millisecond: what is known to move costs the page below it nothing. */
  function railsOf(copy) {
    return [[FAR, 0], [0, FAR]].map(([x, y]) => {
      const rail = copy.animate({ translate: [`${-x}px ${-y}px`, `${x}px ${y}px`] }, { duration: 2 * FAR, composite: "add" });
      rail.pause();
      return rail;
    });
  }

  function frame(now) {
    if (!drag) return;
    scrollAtEdges(Math.min(now - drag.then, 50) / 1000);
    drag.then = now;
    aim();
    carry(); // last, as reading after it costs a layout
    drag.frame = requestAnimationFrame(frame);
  }

  function carry() {
    drag.rails[0].currentTime = FAR + drag.x - drag.dx;
    drag.rails[1].currentTime = FAR + drag.y - drag.dy;
  }

  /* Where the pointer is, as a place: a stage of the bar on phones, else a column and the card below. */
  function aim() {
    const { x, y, held } = drag;
    drag.over = stageUnder(x, y);
    if (drag.over) return;
    const list = listAt(x, y);
    k.slotAt(held, list, k.cardBelow(list, y, 0.5));
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

  /* ── The end: the hand opens at once, and when that has been seen the board is set in order ── */
  function finish() {
    aim();
    const dropped = put();
    dropped.copy.classList.add("down");
    swallowClick();
    afterPaint(() => settle(dropped));
  }

  function settle({ held, copy, shield, over: stage }) {
    const from = copy.getBoundingClientRect();
    shield.remove();
    if (stage && stage !== held.card.dataset.stage) toStage(held, stage);
    else k.drop(held);
    k.glide(held.card, from);
  }

  /* Before, if the page is left meanwhile, or something else is done that counts on it. */
  function afterPaint(act) {
    let isDue = true;
    const go = () => isDue && ((isDue = false), act());
    for (const kind of ["pagehide", "keydown", "pointerdown"]) addEventListener(kind, go, { capture: true, once: true });
    setTimeout(go, 200); // a page out of sight paints nothing
    requestAnimationFrame(() => setTimeout(go));
  }

  function toStage(held, stage) {
    k.release(held);
    const list = k.list(stage, held.card.dataset.lane);
    k.insert(list, list.querySelector(".card"), ...held.cards);
    k.move(held.cards, { stage, place: "top" });
  }

  function cancel() {
    forget();
    if (!drag) return;
    const { held, copy, shield } = put();
    const from = copy.getBoundingClientRect();
    shield.remove();
    k.release(held);
    k.glide(held.card, from);
  }

  /* Nothing moves the card any more. */
  function put() {
    const was = drag;
    cancelAnimationFrame(was.frame);
    board.style.scrollSnapType = "";
    drag = null;
    return was;
  }

  function swallowClick() {
    const swallow = event => (event.preventDefault(), event.stopPropagation());
    addEventListener("click", swallow, { capture: true, once: true });
    setTimeout(() => removeEventListener("click", swallow, true), 0);
  }
})();
