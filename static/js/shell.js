// The frame around every page: menus that close themselves, toasts that leave, and the one name the page's scripts share.
window.kariz = {};

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("details[data-menu][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// The search of a filter opens and has the focus, as soon as its sheet is there.
kariz.search = () => {
  const menu = document.getElementById("filter-q");
  if (!menu) return false;
  menu.open = true;
  const field = menu.querySelector("[name=q]:not([type=hidden])");
  if (field) field.focus();
  else document.addEventListener("htmx:after:swap", kariz.search, { once: true });
  return true;
};

// A toast stays six seconds, longer while somebody points at it or tabs into it.
function dismiss(toast) {
  if (toast.matches(":hover, :focus-within")) setTimeout(dismiss, 2000, toast);
  else toast.remove();
}
const stay = (toast) => setTimeout(dismiss, toast.dataset.stay || 6000, toast);

new MutationObserver((changes) => {
  for (const change of changes) for (const toast of change.addedNodes) if (toast.nodeType === 1) stay(toast);
}).observe(document.getElementById("toasts"), { childList: true });
document.querySelectorAll(".toast").forEach((toast) => stay(toast));

// What somebody pressed and the server did not do is told: it is gone, one may not, or nobody answered.
function tellTrouble({ detail: { ctx } }) {
  const trouble = document.getElementById("trouble");
  const { status = 500 } = ctx?.response ?? {};
  const words = trouble.dataset[status];
  const pressed = ctx?.sourceEvent;
  if (!(pressed?.isTrusted || pressed?.type === "click") || (status < 500 && !words)) return; // a key clicks, too
  const toast = trouble.content.firstElementChild.cloneNode(true);
  if (words) toast.lastElementChild.textContent = words;
  kariz.toast(toast);
}
for (const name of ["htmx:response:error", "htmx:error"]) document.addEventListener(name, tellTrouble);

// Ctrl+K, the field of the head, and / where no filter has a search, open the palette, whose script comes only then.
async function seek(event, isThere) {
  const field = document.querySelector(".topbar [name=q]");
  event.preventDefault();
  if (isThere || !field) return;
  const before = document.activeElement;
  field.focus();
  (await import(field.form.dataset.script)).open(field, before);
}
document.addEventListener("keydown", (event) => (event.ctrlKey || event.metaKey) && event.key === "k" && seek(event));
document.addEventListener("click", (event) => event.target.closest(".topbar :is(.search, .find)") && !event.ctrlKey && seek(event));

// G and then a letter goes to a page, ? shows every key; both before the keys of the page itself.
let isGoing;
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || kariz.held || kariz.isTyping(event)) return;
  const door = (isGoing || event.key === "?") && document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
  if (event.key === "/") seek(event, kariz.search());
  isGoing = event.key === "g" && !isGoing;
  if (isGoing) setTimeout(() => (isGoing = false), 1500);
  if (!door) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  setTimeout(() => door.click()); // htmx sets the page up in a timer of its own, and must have come first
});

// A dialog that came with an answer is opened: the last one, for the one before may be about to go. One that is closed goes.
document.addEventListener("htmx:after:swap", () => [...document.querySelectorAll("body > dialog:not([open])")].at(-1)?.showModal());
document.addEventListener("close", (event) => event.target.remove(), true);
document.addEventListener("click", (event) => {
  const leave = event.target.closest("dialog [data-close]");
  if (!leave) return;
  event.preventDefault();
  leave.closest("dialog").close();
});

// Empty fields of a filter stay out of the address.
document.addEventListener("formdata", (event) => {
  if (event.target.method !== "get") return;
  for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
});
