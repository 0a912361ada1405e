// The palette of search and commands; it comes when it is first asked for, and the page carries nothing of it before.
const options = (dialog) => [...dialog.querySelectorAll("[role=option]")];
const chosen = (dialog) => dialog.querySelector("[role=option][aria-selected=true]");

// Opens over the page; what was typed into the field of the head meanwhile goes on in its own.
export async function open(field, before) {
  if (document.querySelector("dialog.palette")) return;
  const answer = await fetch(`${field.form.dataset.palette}?${new URLSearchParams({ here: location.pathname })}`, { headers: { "HX-Request": "true" } });
  const dialog = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("dialog.palette");
  if (!dialog) return location.assign(field.form.action);
  document.body.append(dialog);
  htmx.process(dialog);
  dialog.addEventListener("keydown", steer);
  dialog.addEventListener("click", press);
  dialog.addEventListener("pointermove", (event) => choose(dialog, event.target.closest("[role=option]")));
  dialog.addEventListener("htmx:after:swap", () => arrive(dialog));
  dialog.addEventListener("input", () => (dialog.waits = null));
  dialog.addEventListener("close", () => before?.focus());
  dialog.showModal();
  choose(dialog, options(dialog)[0]);
  const own = dialog.querySelector("[name=q]");
  if (!field.value) return;
  own.value = field.value;
  field.value = "";
  own.dispatchEvent(new Event("input", { bubbles: true }));
}

function choose(dialog, option, isNew) {
  if (!option && !isNew) return;
  chosen(dialog)?.setAttribute("aria-selected", "false");
  option?.setAttribute("aria-selected", "true");
  const field = dialog.querySelector("[role=combobox]");
  if (option) field.setAttribute("aria-activedescendant", option.id);
  else field.removeAttribute("aria-activedescendant");
}

// What is shown may still answer what was typed before: then Enter waits for its own answer, and again asks for the page.
const isAnswered = (dialog) => dialog.querySelector("[role=listbox]").dataset.asked === dialog.querySelector("[name=q]").value;

function arrive(dialog) {
  choose(dialog, options(dialog)[0], true);
  if (!dialog.waits || !isAnswered(dialog)) return;
  const { isBeside } = dialog.waits;
  dialog.waits = null;
  act(dialog, chosen(dialog), isBeside);
}

function enter(dialog, isBeside) {
  if (isAnswered(dialog)) return act(dialog, chosen(dialog), isBeside);
  if (dialog.waits) return dialog.querySelector("form").submit();
  dialog.waits = { isBeside };
}

function steer(event) {
  const dialog = event.currentTarget;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.isComposing || !(step || event.key === "Enter") || event.target.matches("[data-close]")) return;
  event.preventDefault();
  event.stopPropagation();
  const all = options(dialog);
  if (event.key === "Enter") return enter(dialog, event.ctrlKey || event.metaKey);
  const next = all.at((all.indexOf(chosen(dialog)) + step) % all.length);
  choose(dialog, next);
  next?.scrollIntoView({ block: "nearest" });
}

// Enter does what a click does; with Ctrl a page opens beside this one.
function act(dialog, option, isBeside) {
  if (isBeside && option?.href) return window.open(option.href, "_blank", "noopener");
  if (option) option.click();
  else if (dialog.querySelector("[name=q]").value) dialog.querySelector("form").submit();
}

// A click beside the palette closes it; a command that is a key of the page is that key, pressed when the palette is gone.
function press(event) {
  const dialog = event.currentTarget;
  const option = event.target.closest("[role=option]");
  if (event.target === dialog) return dialog.close();
  if (!option || event.ctrlKey || event.metaKey) return;
  const { press: key } = option.dataset;
  if (!key && option.getAttribute("href")?.split("#")[0] !== location.pathname) return;
  dialog.addEventListener("close", () => key && setTimeout(() => document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }))), { once: true });
  document.activeElement.blur();
  dialog.close();
}
