// A review by keys: each key presses the button or link that bears it; arrows walk, Z takes back as everywhere.
(() => {
  const ahead = document.dir === "rtl" ? ["ArrowLeft", "ArrowRight"] : ["ArrowRight", "ArrowLeft"];
  const alias = { z: "u", [ahead[0]]: "j", [ahead[1]]: "ArrowLeft" };
  let pressed = false; // the next page is on its way: a key held down decides nothing twice
  addEventListener("pageshow", () => (pressed = false));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("dialog, details[open]")) return;
    const isTyping = event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select");
    if (isTyping && event.key !== "Escape") return;
    if (event.target.matches("[type=radio]") && event.key.startsWith("Arrow")) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const control = document.querySelector(`.reviewpage [data-key="${CSS.escape(alias[key] ?? key)}"]`);
    if (!control || pressed) return;
    event.preventDefault();
    pressed = true;
    setTimeout(() => (pressed = false), 3000); // unless it did not come
    control.click();
  });
  // What was opened by a key is answered by keys: the first day, reason or field has the focus.
  const form = document.querySelector(".decision");
  (form?.querySelector(".wrong input, [name=title], [name=text], .picks button, [type=radio]") ?? form?.querySelector("input:not([type=hidden]), textarea"))?.focus();
})();
