// ← and → turn the page to the day before and the day after, as the page's own links do.
addEventListener("keydown", event => {
  if (event.target.closest("input, select, textarea, [role=region], .cards") || event.metaKey || event.ctrlKey || event.altKey) return;
  const way = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
  const ahead = document.dir === "rtl" ? { prev: "next", next: "prev" }[way] : way;
  if (way) document.querySelector(`a[rel=${ahead}]`)?.click();
});
