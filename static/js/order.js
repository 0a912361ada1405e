// Alt with an arrow presses the button that moves an entry of a list.
document.addEventListener("keydown", (event) => {
  const step = event.altKey && { ArrowUp: "up", ArrowDown: "down" }[event.key];
  const button = step && event.target.closest?.(":is(tr, header):has(.updown)")?.querySelector(`.updown [value=${step}]`);
  if (!button) return;
  event.preventDefault();
  button.click();
});
