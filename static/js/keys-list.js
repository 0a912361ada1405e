// A list worked by keys: J and K (arrows too, once in it) go from one item to the next, other letters press what the item,
// the bar of those that are chosen, or the head of the page offers for them.
(() => {
  const items = () => [...document.querySelectorAll("[data-keys-list] [data-keys-item]")];
  let place = 0;

  function choose(item, focus) {
    const all = items();
    for (const other of all) other.classList.toggle("sel", other === item);
    place = Math.max(all.indexOf(item), 0);
    if (!item || !focus) return;
    item.scrollIntoView({ block: "nearest" });
    item.querySelector('[data-key="Enter"]')?.focus({ preventScroll: true });
  }

  function step(by) {
    const all = items();
    const chosen = all.findIndex((item) => item.classList.contains("sel"));
    choose(all[Math.min(Math.max(chosen < 0 ? 0 : chosen + by, 0), all.length - 1)], true);
  }

  function press(key) {
    const control = ["#bulk:not([hidden])", "[data-keys-item].sel", ".bar", ".whatnext"].map((place) => document.querySelector(`${place} [data-key="${key}"]`)).find(Boolean);
    if (control) setTimeout(() => use(control)); // htmx sets the page up in a timer of its own, and must have come first
    return Boolean(control);
  }

  function use(control) {
    control.click();
    if (control.matches("summary")) control.nextElementSibling.querySelector("button")?.focus();
  }

  const isTyping = (target) => target.closest("input:not([type=checkbox]), textarea, select, [contenteditable], dialog, details[open]");

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const key = (event.target.closest("[data-keys-item]") && { ArrowDown: "j", ArrowUp: "k" }[event.key]) || (event.key.length === 1 ? event.key.toLowerCase() : event.key);
    if (key === "j") step(1);
    else if (key === "k") step(-1);
    else if (key === "Enter" && event.target.matches("a, button, summary, input")) return;
    else if (!/^([escnmx]|Enter)$/.test(key) || !press(key)) return;
    event.preventDefault();
  });

  document.addEventListener("focusin", (event) => {
    const item = event.target.closest("[data-keys-item]");
    if (item && !item.classList.contains("sel")) choose(item, false);
  });

  // What is not there any more leaves the list.
  document.addEventListener("htmx:response:error", ({ detail: { ctx } }) => {
    if (ctx.response.status === 404) ctx.sourceElement.closest("[data-keys-item]")?.remove();
  });

  // After an answer from the server the item that took the place of the last one is chosen.
  document.addEventListener("htmx:after:swap", () => {
    const all = items();
    if (!all.some((item) => item.classList.contains("sel"))) choose(all[Math.min(place, all.length - 1)], document.activeElement.matches("body, .dn *"));
  });

  choose(items()[0], false);
})();
