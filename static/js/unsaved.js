// What was typed into the panel of an admin page and not saved is asked about before the page is left.
(() => {
  const form = document.querySelector(".insp > form");
  if (!form) return;
  const words = () => new URLSearchParams(new FormData(form)).toString();
  const isBehind = !!document.querySelector(".insp > form .error, .insp .save .warn");
  const start = words();
  let isMeant = false;

  document.addEventListener("submit", event => (isMeant ||= event.target === form));
  document.addEventListener("click", event => (isMeant ||= !!event.target.closest(".insp .save a")));
  addEventListener("beforeunload", event => {
    if (!isMeant && (isBehind || words() !== start)) event.preventDefault();
  });
})();
