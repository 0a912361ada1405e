/* @ in a note offers the colleagues who may see what it is about: arrows and Enter, or a click, write the name. */
(() => {
  const MOST = 6, met = new WeakSet();
  const meetAll = () => document.querySelectorAll("[data-mentions] textarea").forEach((field) => met.has(field) || meet(field));
  meetAll();
  document.addEventListener("htmx:after:swap", meetAll);

  function meet(field) {
    met.add(field);
    const composer = field.closest("[data-mentions]"), own = `mention${document.querySelectorAll(".mentions").length}`;
    const list = Object.assign(document.createElement("ul"), { className: "mentions", id: own, hidden: true });
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "@");
    field.parentNode.append(list);
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", own);
    let names, place = 0, length = 0;

    const typed = () => field.value.slice(0, field.selectionStart).match(/(?:^|[\s(])@([^@\n]{0,40})$/u);
    const ask = () => (names ??= fetch(composer.dataset.mentions).then((answer) => answer.json()).then((said) => said.names).catch(() => []));

    async function look() {
      if (!typed()) return close();
      const all = await ask(), now = typed();
      if (!now) return close();
      const begin = now[1].toLocaleLowerCase();
      const found = all.filter((name) => name.toLocaleLowerCase().split(" ").some((_word, at, words) => words.slice(at).join(" ").startsWith(begin)));
      length = now[1].length;
      show(found.slice(0, MOST), begin);
    }

    function show(found, begin) {
      if (!found.length || found.some((name) => name.toLocaleLowerCase() === begin)) return close();
      list.replaceChildren(...found.map((name, at) => Object.assign(document.createElement("li"), { id: `${own}-${at}`, textContent: name, role: "option" })));
      list.hidden = false;
      point(0);
    }

    function point(to) {
      place = (to + list.children.length) % list.children.length;
      [...list.children].forEach((item, at) => item.setAttribute("aria-selected", at === place));
      field.setAttribute("aria-activedescendant", `${own}-${place}`);
    }

    function take(item) {
      const end = field.selectionStart;
      field.setRangeText(`${item.textContent} `, end - length, end, "end");
      close();
      field.focus();
    }

    function close() {
      list.hidden = true;
      field.removeAttribute("aria-activedescendant");
    }

    field.addEventListener("input", look);
    field.addEventListener("blur", () => setTimeout(close, 150));
    list.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      if (event.target.matches("li")) take(event.target);
    });
    field.addEventListener("keydown", (event) => {
      const act = !list.hidden && { ArrowDown: () => point(place + 1), ArrowUp: () => point(place - 1), Enter: () => take(list.children[place]), Tab: () => take(list.children[place]), Escape: close }[event.key];
      if (!act) return;
      event.preventDefault();
      event.stopPropagation();
      act();
    });
  }
})();
