// The page of a deal or a lead by keys: E, S and C go to the step one is in, else to the next one; F plans another,
// N begins a note.
(() => {
  const control = (key) =>
    [document.activeElement.closest("#next-step .step"), document.querySelector("#next-step .step.first"), document.querySelector("#next-step header")]
      .map((place) => place?.querySelector(`[data-key="${key}"]`))
      .find(Boolean);

  function use(found) {
    found.click();
    if (found.matches("summary")) found.nextElementSibling.querySelector("button")?.focus();
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || kariz.isTyping(event) || event.target.closest("details[open]")) return;
    const key = event.key.toLowerCase();
    const note = key === "n" && document.querySelector(".composer textarea");
    const found = "escf".includes(key) && key.length === 1 && control(key);
    if (!note && !found) return;
    event.preventDefault();
    if (note) note.focus();
    else setTimeout(() => use(found)); // htmx sets the page up in a timer of its own, and must have come first
  });
})();
