/* A phone shows one stage at a time: the strip above says which, and follows the swipe. */
(() => {
  const board = window.kariz?.board;
  if (!board) return;
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let waiting = false;

  function mark() {
    waiting = false;
    const strip = document.getElementById("strip");
    const at = Math.round(Math.abs(board.scrollLeft) / board.clientWidth);
    const links = [...strip.querySelectorAll("a")];
    links.forEach((link, place) => link.toggleAttribute("aria-current", place === at));
    strip.querySelectorAll(".channel > svg").forEach((piece, place) => piece.classList.toggle("here", place === at));
    const nav = links[at]?.parentNode;
    if (nav?.clientWidth) nav.scrollTo({ left: links[at].offsetLeft - nav.clientWidth / 3, behavior: calm.matches ? "auto" : "smooth" });
  }

  const markSoon = () => (waiting ||= (requestAnimationFrame(mark), true));
  board.addEventListener("scroll", markSoon, { passive: true });
  new MutationObserver(markSoon).observe(board.parentNode, { childList: true });
  document.addEventListener("click", event => {
    const link = event.target.closest("#strip a");
    if (!link) return;
    event.preventDefault();
    const column = document.querySelector(link.getAttribute("href"));
    board.scrollTo({ left: board.scrollLeft + column.getBoundingClientRect().left - board.getBoundingClientRect().left, behavior: calm.matches ? "auto" : "smooth" });
  });
  mark();
})();
