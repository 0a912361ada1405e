/* Words and files: Ctrl Enter saves what one writes, Cancel closes a form that opened in place; files come by the button,
   by drop and by paste, several at once, each with its progress. */
(() => {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !event.target.matches("textarea, input")) return;
    const form = event.target.closest(".composer, .answering");
    if (!form) return;
    event.preventDefault();
    form.requestSubmit();
  });

  /* Off the network a form would leave the page, and what was typed with it: it stays, and says so. */
  document.addEventListener("submit", (event) => {
    if (navigator.onLine || event.defaultPrevented || event.target.method === "get") return;
    event.preventDefault();
    document.dispatchEvent(new CustomEvent("htmx:error", { detail: { ctx: { sourceEvent: event } } }));
  });

  document.addEventListener("click", (event) => {
    const form = event.target.closest(".answer [data-close]")?.closest(".answer");
    if (!form) return;
    event.preventDefault();
    form.replaceChildren();
  });

  /* A form that opened in place is for typing at once. */
  document.addEventListener("htmx:after:swap", () => {
    const field = [...document.querySelectorAll(".answer textarea")].at(-1);
    if (field && !field.dataset.met) {
      field.dataset.met = "yes";
      field.focus();
      field.setSelectionRange(field.value.length, field.value.length);
    }
    show();
  });

  const panel = () => document.querySelector("[data-files]");
  const chooser = () => panel().querySelector("input[type=file]");

  /* With a script the chooser opens from the buttons, and its form is not needed. */
  function show() {
    const here = panel();
    if (!here) return;
    here.querySelector("[data-attach]").hidden = false;
    here.querySelector(".upload").hidden = true;
    chooser().onchange = () => take([...chooser().files]);
  }

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-attach]") || !panel()) return;
    event.preventDefault();
    chooser().click();
  });

  const carries = (transfer) => panel() && transfer && [...transfer.types].includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!carries(event.dataTransfer)) return;
    event.preventDefault();
    panel().classList.add("over");
  });
  document.addEventListener("dragleave", (event) => event.relatedTarget || panel()?.classList.remove("over"));
  document.addEventListener("drop", (event) => {
    if (!carries(event.dataTransfer)) return;
    event.preventDefault();
    panel().classList.remove("over");
    take([...event.dataTransfer.files]);
  });
  document.addEventListener("paste", (event) => {
    if (!carries(event.clipboardData) || !event.clipboardData.files.length) return;
    event.preventDefault();
    take([...event.clipboardData.files]);
  });

  /* One after the other, so that a slow line carries one file at its full speed; then the panel and the story are fresh. */
  async function take(files) {
    const here = panel(), list = here.querySelector(".uploads"), refused = [];
    const rows = files.map((file) => list.appendChild(row(file)));
    for (const [at, file] of files.entries()) {
      const words = file.size > here.dataset.most ? [here.dataset.tooLarge.replace("{name}", file.name)] : await send(here, file, rows[at].querySelector("progress"));
      rows[at].remove();
      refused.push(...words);
    }
    if (refused.length < files.length) {
      await htmx.ajax("GET", here.dataset.files, { target: "#files", swap: "outerHTML" });
      if (document.getElementById("timeline")) await htmx.ajax("GET", location.pathname + location.search, { target: "#timeline", select: "#timeline", swap: "outerHTML" });
    }
    const fresh = panel().querySelector(".uploads");
    fresh.replaceChildren(...refused.map((words) => Object.assign(document.createElement("li"), { className: "error", textContent: words })));
  }

  function row(file) {
    const item = document.createElement("li"), name = document.createElement("bdi"), bar = document.createElement("progress");
    Object.assign(name, { className: "clip", textContent: file.name });
    Object.assign(bar, { max: 1, value: 0, ariaLabel: file.name });
    item.append(name, bar);
    return item;
  }

  const send = (here, file, bar) =>
    new Promise((done) => {
      const request = new XMLHttpRequest(), form = new FormData();
      form.append("csrfmiddlewaretoken", here.querySelector("[name=csrfmiddlewaretoken]").value);
      form.append("files", file);
      request.upload.onprogress = (event) => (bar.value = event.loaded / (event.total || 1));
      request.onload = () => done(request.response?.refused ?? [here.dataset.lost.replace("{name}", file.name)]);
      request.onerror = () => done([here.dataset.lost.replace("{name}", file.name)]);
      request.open("POST", here.dataset.files);
      request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
      request.responseType = "json";
      request.send(form);
    });

  show();
})();
