/* Dialogs and forms of the board: whatever is marked data-answer or data-dialog goes to the server from here. */
(() => {
  const k = window.kariz;
  if (!k?.board) return;

  k.open = (dialog, beside) => {
    document.querySelectorAll("dialog[open]").forEach(open => open.close("replaced"));
    document.body.append(dialog);
    dialog.addEventListener("close", () => {
      const waiting = dialog.dataset.deal && document.querySelector(`#deal-${dialog.dataset.deal}.pending`);
      if (waiting && !dialog.returnValue) k.putBack(waiting);
      if (!dialog.returnValue) goBack();
    });
    dialog.addEventListener("pointerdown", event => event.target === dialog && isOutside(dialog, event) && dialog.close());
    dialog.showModal();
    if (beside) standBeside(dialog, beside.getBoundingClientRect());
  };

  /* The report of an act over many stays while one of those that stayed is filled in. */
  let report;
  function goBack() {
    const dialog = report;
    report = null;
    if (dialog?.querySelector("li")) k.open(dialog);
  }

  function isOutside(dialog, { clientX: x, clientY: y }) {
    const box = dialog.getBoundingClientRect();
    return x < box.left || x > box.right || y < box.top || y > box.bottom;
  }

  function standBeside(dialog, box) {
    if (innerWidth < 720) return;
    const top = Math.max(8, Math.min(box.top, innerHeight - dialog.offsetHeight - 8));
    const left = box.right + 8 + dialog.offsetWidth < innerWidth ? box.right + 8 : Math.max(8, box.left - dialog.offsetWidth - 8);
    Object.assign(dialog.style, { top: `${top}px`, left: `${left}px`, margin: 0 });
  }

  document.addEventListener("submit", async event => {
    const form = event.target.closest("form[data-answer]");
    if (!form) return;
    event.preventDefault();
    const fields = new URLSearchParams(new FormData(form, event.submitter));
    const dialog = form.closest("dialog");
    const card = document.getElementById(`deal-${form.dataset.deal}`);
    const add = form.closest(".add")?.id ?? form.dataset.add;
    if (dialog?.querySelector(".stayed")) (report = dialog.cloneNode(true)).removeAttribute("open");
    dialog?.close("sent");
    const status = await k.post(card ? [card] : [], form.getAttribute("action"), fields);
    if (status === 200) report?.querySelector(`[data-refused="${form.dataset.deal}"]`)?.remove();
    if (status !== 422) goBack();
    if (status === 200 && add) clear(document.querySelector(`#${add} form`));
    if (add) document.querySelector(`#${add} [name=title]`)?.focus();
  });

  document.addEventListener("toggle", event => event.target.matches(".add[open]") && event.target.querySelector("[name=title]").focus(), true);

  function clear(form) {
    form.querySelectorAll(".errors").forEach(error => error.remove());
    form.querySelectorAll("input:not([type=hidden])").forEach(field => (field.value = ""));
  }

  document.addEventListener("click", event => {
    const link = event.target.closest("a[data-dialog]");
    if (!link || event.button || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    k.show(link.getAttribute("href"), link.closest(".card"));
  });

  k.show = async (url, card) => {
    const { parts } = await k.ask(url).catch(() => ({ parts: [] }));
    if (!parts.length) return location.assign(url);
    parts.filter(part => part.matches("dialog")).forEach(dialog => k.open(dialog, card));
  };
})();
