/* Choosing several cards or rows: X, Ctrl+click, Shift+click, taps once one is chosen; a bar says what to do with them. */
(() => {
  const k = window.kariz;
  const board = k.board;
  if (board && !("move" in board.dataset)) return;
  const chosen = new Set();
  let anchor, coming;

  /* Cards keep their choice in a set of ids, as live updates replace them; rows keep it in their checkboxes. */
  const items = () => [...(board ?? document).querySelectorAll(board ? ".card" : "[name=ids][form=bulk]")];
  const isChosen = item => (board ? chosen.has(item.id) : item.checked);
  const choose = (item, on) => (board ? chosen[on ? "add" : "delete"](item.id) : (item.checked = on));
  const picked = () => items().filter(isChosen);

  k.hand = card => (isChosen(card) ? picked().filter(other => other === card || !other.matches(".pending")) : [card]);
  k.dress = card => card.classList.toggle("sel", isChosen(card));

  k.toggle = (item, on = !isChosen(item)) => {
    choose(item, on);
    anchor = item;
    show(true);
  };

  k.done = ids => {
    for (const id of ids) {
      chosen.delete(`deal-${id}`);
      k.mark(document.getElementById(`deal-${id}`), "settled");
    }
    show();
  };

  function all(list, on = true) {
    list.forEach(item => choose(item, on));
    show(true);
  }

  function range(item) {
    const list = items().filter(other => !board || k.listOf(other) === k.listOf(item));
    const ends = [list.findIndex(other => other.id === anchor?.id && (board || other === anchor)), list.indexOf(item)].sort((a, b) => a - b);
    getSelection().removeAllRanges();
    ends[0] < 0 ? k.toggle(item, true) : all(list.slice(ends[0], ends[1] + 1));
  }

  /* ── The bar ── */
  function show(aloud) {
    const list = picked(), bar = document.getElementById("bulk");
    if (board) [...board.querySelectorAll(".sel"), ...list].forEach(k.dress);
    if (!bar) return void (list.length && (coming ??= fetchBar(aloud)));
    bar.hidden = !list.length;
    const head = document.querySelector("input[data-all]");
    if (head) head.indeterminate = !(head.checked = list.length > 0 && list.length === items().length) && list.length > 0;
    if (!board && !list.length) bar.reset();
    if (board) bar.elements.ids.value = k.named(list);
    const said = bar.querySelector("output");
    said.value = list.length === 1 ? said.dataset.one : said.dataset.many.replace("0", list.length.toLocaleString(document.documentElement.lang));
    if (!k.say) return;
    said.ariaLive = "off";
    if (aloud && !k.held) k.say(said.value);
  }

  async function fetchBar(aloud) {
    const { parts } = await k.ask(k.many).catch(() => ({ parts: [] }));
    coming = null;
    if (!parts[0]) return;
    document.getElementById("toasts").before(parts[0]);
    show(aloud);
  }

  document.addEventListener("click", event => {
    const { target } = event;
    if (target.closest("#bulk [data-clear]")) return all(items(), false);
    const every = target.closest("#bulk [data-all], input[data-all]");
    if (every) return all(items().filter(item => !board || item.closest(".col") === document.getElementById(anchor?.id)?.closest(".col")), every.checked ?? true);
    const dialog = target.closest("dialog:has([data-select])");
    if (dialog && target.closest("[data-select]")) {
      k.toggle(document.getElementById(`deal-${dialog.querySelector("form").dataset.deal}`), true);
      return dialog.close();
    }
    const item = target.closest(board ? "#board .card" : "[name=ids][form=bulk]");
    if (!item || target.closest(".dots")) return;
    if (!board) return event.shiftKey ? range(item) : k.toggle(item, item.checked);
    const isTap = chosen.size && event.pointerType === "touch";
    if (!isTap && (target.closest("a") || !(event.ctrlKey || event.metaKey || event.shiftKey))) return;
    event.preventDefault();
    event.shiftKey ? range(item) : k.toggle(item);
  }, true);

  document.addEventListener("keydown", event => {
    if (event.key === "Escape" && !k.held && !k.isTyping(event) && picked().length) all(items(), false);
  });

  document.addEventListener("kariz:fresh", () => show());
  show();
})();
