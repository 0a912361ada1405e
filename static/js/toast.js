/* Toasts: one at a time, and the undo that one offers also answers to Z and Ctrl+Z. */
window.kariz ??= {};
(() => {
  const k = window.kariz;
  const tray = document.getElementById("toasts");

  k.toast = toast => tray.replaceChildren(toast);

  /* Single keys are off inside fields and dialogs. */
  k.isTyping = event => event.target.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], dialog") !== null;

  document.addEventListener("keydown", event => {
    const isUndo = event.key.toLowerCase() === "z" && !event.shiftKey && !event.altKey;
    const undo = tray.querySelector("form[data-undo]");
    if (!isUndo || !undo || k.isTyping(event)) return;
    event.preventDefault();
    undo.requestSubmit();
    undo.closest(".toast").remove();
  });
})();
