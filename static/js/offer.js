/* The page of a proposal: totals worked out anew by the server, a signature drawn by hand, and how long what was read. */
(() => {
  const seen = document.currentScript.dataset.seen, $ = (what) => document.querySelector(what);

  /* ── choices: the server says what they come to ── */
  const parts = ["sums", "choices", "accept-for"];
  let latest = 0;
  document.querySelector(".again")?.setAttribute("hidden", "");
  document.addEventListener("change", async (event) => {
    const form = event.target.closest("[data-choosing]");
    if (!form) return;
    const asked = ++latest, query = new URLSearchParams(new FormData(form)), name = event.target.name, value = event.target.value;
    $("#sums").setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(`${location.pathname}?${query}`, { referrerPolicy: "no-referrer" });
      if (!answer.ok) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (asked !== latest) return;
      for (const id of parts) { const fresh = page.getElementById(id); if (fresh) document.getElementById(id)?.replaceWith(document.adoptNode(fresh)); }
      for (const link of document.querySelectorAll(".bar .sheet a")) link.search = new URLSearchParams([...query].filter(([key]) => key !== "in").concat([["in", link.hreflang]]));
      document.querySelector(".again")?.setAttribute("hidden", "");
      history.replaceState(null, "", `?${query}`);
      document.querySelector(`[data-choosing] [name="${CSS.escape(name)}"][value="${CSS.escape(value)}"]`)?.focus({ preventScroll: true });
    } catch { form.submit(); }
  });

  /* ── the signature: whole points on a sheet of 600 by 160 ── */
  const pad = $(".pad"), typed = $("#id_typed"), drawn = $("#id_drawn"), zone = $("#id_zone");
  if (zone) zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
  if (pad && typed && drawn) {
    const ink = pad.querySelector(".ink"), [clear, draw, type] = ["clear", "draw", "type"].map((name) => $(`[data-${name}]`));
    let path = drawn.value, last = "", held = null;
    const show = () => { ink.setAttribute("d", path); drawn.value = pad.hasAttribute("hidden") ? "" : path; };
    const choose = (byHand) => {
      for (const [one, shown] of [[pad, byHand], [clear, byHand], [type, byHand], [$("#draw-label"), byHand], [typed, !byHand], [draw, !byHand], [$("#sign-label"), !byHand]]) one.toggleAttribute("hidden", !shown);
      show();
    };
    const point = (event) => {
      const box = pad.getBoundingClientRect(), at = (value, most) => Math.min(most, Math.max(0, Math.round(value)));
      return `${at((event.clientX - box.x) / box.width * 600, 600)} ${at((event.clientY - box.y) / box.height * 160, 160)}`;
    };
    const go = (letter, event) => { const to = point(event); if (letter === "L" && to === last) return; if (path.length < 39000) path += letter + to; last = to; show(); };
    pad.addEventListener("pointerdown", (event) => { if (held !== null) return; held = event.pointerId; pad.setPointerCapture(held); go("M", event); event.preventDefault(); });
    pad.addEventListener("pointermove", (event) => { if (event.pointerId === held) for (const one of event.getCoalescedEvents?.() ?? [event]) go("L", one); });
    for (const name of ["pointerup", "pointercancel"]) pad.addEventListener(name, (event) => { if (event.pointerId === held) held = null; });
    clear.addEventListener("click", () => { path = ""; show(); });
    draw.addEventListener("click", () => choose(true));
    type.addEventListener("click", () => { choose(false); typed.focus(); });
    choose(!typed.value && matchMedia("(any-pointer: coarse), (any-pointer: fine)").matches);
  }

  /* ── reading: seconds of the section in the middle of the screen, told now and then ── */
  if (!seen) return;
  const sums = {};
  let first = true;
  const middle = () => [...document.querySelectorAll("[data-section]")].findLast((one) => one.getBoundingClientRect().top < innerHeight * 0.6)?.dataset.section;
  const tell = () => {
    if (!first && !Object.keys(sums).length) return;
    navigator.sendBeacon(seen, JSON.stringify({ sections: sums }));
    first = false;
    for (const key of Object.keys(sums)) delete sums[key];
  };
  let beats = 0;
  setInterval(() => {
    if (document.visibilityState !== "visible") return;
    const key = middle();
    if (key) sums[key] = (sums[key] ?? 0) + 1;
    if (++beats === 2 || beats % 15 === 0) tell();
  }, 1000);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden" && beats >= 2) tell(); });
})();
