/* An address that was asked for goes to the clipboard, and the page says so; where it may not, it is selected to be copied by hand. */
(() => {
  const copy = async () => {
    const field = document.querySelector("[data-copy]:not([data-told])");
    if (!field) return;
    field.dataset.told = "";
    field.focus();
    field.select();
    let isCopied = true;
    try {
      await navigator.clipboard.writeText(field.value);
    } catch {
      isCopied = document.execCommand("copy"); // a page without TLS has no other way
    }
    if (!isCopied) return;
    const box = field.closest("div");
    box.querySelector("[data-copied]").hidden = false;
    box.querySelector("[data-by-hand]").hidden = true;
  };
  document.addEventListener("htmx:after:swap", copy);
  copy();
})();
