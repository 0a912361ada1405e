/* Puts the field of a menu where the writer was. */
document.addEventListener("click", event => {
  const { insert, into } = event.target.closest("[data-insert]")?.dataset ?? {};
  if (!insert) return;
  const text = document.getElementById(into);
  event.target.closest("details").open = false;
  text.setRangeText(insert, text.selectionStart, text.selectionEnd, "end");
  text.focus();
  text.dispatchEvent(new Event("input", { bubbles: true }));
});
