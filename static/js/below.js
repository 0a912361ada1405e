/* How many cards of a column wait below its edge: “9 more”, and a press scrolls on. */
(() => {
  const k = window.kariz;
  const board = k?.board;
  if (!board || board.matches(".grouped")) return; // there each cell is short
  const waiting = new Set();

  function footer(column) {
    const button = Object.assign(document.createElement("button"), { className: "below", type: "button", tabIndex: -1 });
    button.ariaHidden = "true";
    button.innerHTML = '<span></span><span class="i i-down s12"></span>';
    column.append(button);
    return button;
  }

  function count(column) {
    const list = column.querySelector(".cards");
    const cards = k.cardsOf(list);
    const edge = list.getBoundingClientRect().bottom - 46;
    const next = k.cardBelow(list, edge, 0);
    return (next && cards.length - cards.indexOf(next)) + Number(k.rest(list)?.dataset.more ?? 0);
  }

  function show() {
    const counts = [...waiting].map(column => [column, count(column)]);
    waiting.clear();
    for (const [column, more] of counts) {
      const button = column.querySelector(":scope > .below") ?? footer(column);
      if (button.value === `${more}`) continue;
      button.value = more;
      button.hidden = !more;
      button.firstChild.textContent = board.dataset.more.replace("0", more.toLocaleString(document.documentElement.lang));
    }
  }

  function look(column) {
    if (!waiting.size) requestAnimationFrame(show);
    waiting.add(column);
  }

  const lookAtAll = () => k.columns().forEach(look);
  board.addEventListener("scroll", event => event.target !== board && look(event.target.closest(".col")), { capture: true, passive: true });
  board.addEventListener("click", event => {
    const button = event.target.closest(".below");
    button?.parentNode.querySelector(".cards").scrollBy({ top: 400, behavior: "smooth" });
  });
  const changed = new MutationObserver(changes => k.held || changes.forEach(({ target }) => target.matches(".cards, .pile") && look(target.closest(".col"))));
  const begin = () => {
    changed.disconnect();
    board.querySelectorAll(".cards").forEach(list => changed.observe(list, { childList: true, subtree: true }));
    lookAtAll();
  };
  addEventListener("resize", lookAtAll);
  document.addEventListener("kariz:fresh", begin);
  document.addEventListener("kariz:free", lookAtAll);
  begin();
})();
