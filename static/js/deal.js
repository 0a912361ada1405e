/* The page of a deal by keys: K and J go to the deals beside it; Escape gives a fact back, and the eye stays in its place. */
(() => {
  let place, was;

  /* On a narrow screen the path begins where the deal stands. */
  const path = document.getElementById("path"), now = path?.querySelector(".now");
  if (now) path.scrollLeft += now.getBoundingClientRect().x - path.getBoundingClientRect().x - (path.clientWidth - now.clientWidth) / 2;

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return event.target.closest(".fact-form, .line-form")?.querySelector("[data-cancel]").click();
    if (event.key === "F2") return event.target.closest("[data-fact], [data-line]")?.click();
    if (event.ctrlKey || event.metaKey || event.altKey || kariz.isTyping(event) || event.target.closest("details[open]")) return;
    document.querySelector(`.walk a[data-key="${CSS.escape(event.key.toLowerCase())}"]`)?.click();
  });

  /* Where a fact was opened, the first field of its form has the focus; where it was given back or saved, the fact. */
  const keep = (part) => {
    if (part) place = (was = part.closest("[id]")).id;
  };
  document.addEventListener("click", (event) => keep(event.target.closest("[data-fact], [data-line], .fact-form [data-cancel], .line-form [data-cancel]")));
  document.addEventListener("submit", (event) => keep(event.target.closest(".fact-form, .line-form")));
  document.addEventListener("htmx:after:swap", () => {
    const part = place && document.getElementById(place);
    const field = part?.querySelector(":is(.fact-form, .line-form) :is([aria-invalid=true], input:not([type=hidden]), select, textarea)");
    const next = field ?? part?.querySelector("[data-fact], [data-line]");
    if (!next || part === was) return; // other parts of the page are swapped, too
    place = null;
    next.focus();
    if (field?.matches("input")) field.select();
  });
})();
