/* Toasts: one at a time; Z and Ctrl+Z take back what they offered to undo, one after the other. */
(() => {
  const k = window.kariz;
  const tray = document.getElementById("toasts");

  k.toast = toast => {
    tray.replaceChildren(toast);
    k.say?.(toast.querySelector("span:not(.i)").textContent);
  };

  /* Single keys are off inside fields and dialogs. */
  k.isTyping = event => event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog") !== null;

  /* ── Undo: what this page did, the last first; after that whatever one did last ── */
  const undoIn = toast => toast.querySelector?.("form[data-undo]");
  const acts = [undoIn(tray)].filter(Boolean);
  new MutationObserver(changes => changes.forEach(change => acts.push(...[...change.addedNodes].map(undoIn).filter(Boolean))))
    .observe(tray, { childList: true });
  document.addEventListener("submit", ({ target }) => acts.includes(target) && acts.splice(acts.indexOf(target), 1), true);

  document.addEventListener("keydown", async event => {
    if (event.key.toLowerCase() !== "z" || event.shiftKey || event.altKey || k.isTyping(event)) return;
    event.preventDefault();
    await k.sent; // what is on its way comes first
    const undo = acts.at(-1) ?? document.querySelector("#undo-step, #undo-last");
    if (!undo) return;
    if (undo.id) return undo.requestSubmit();
    tray.replaceChildren();
    document.body.append(undo);
    undo.requestSubmit();
    undo.remove();
  });
})();
