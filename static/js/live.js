/* What others move, moved here too: an event says “look at deal 7 again”, the page asks for what it may see. */
(() => {
  const k = window.kariz;
  const board = k?.board;
  if (!board) return;
  const GATHER = 15, PATIENCE = 10_000, REST = 30_000, MOST = 100;
  const offline = document.getElementById("offline");
  const asked = new Set();
  let source, timer, watch, poll;
  let last = board.dataset.last;

  /* ── The stream ── */
  const HEAR = {
    hello: arrived,
    deal: data => data.op && k.ownMoves.has(data.op) || look(data.id),
    deals: data => data.ids.forEach(look),
    column: refresh,
    board: () => location.reload(),
    resync: refresh,
    renew: connect,
    bye: connect,
    notice: () => document.body.dispatchEvent(new Event("notice")),
  };

  async function connect() {
    clearTimeout(watch);
    source?.close();
    watch = setTimeout(retry, PATIENCE);
    const answer = await fetch(board.dataset.token).catch(() => null);
    if (answer?.redirected) return location.reload(); // signed out
    const { token } = answer?.ok ? await answer.json() : {};
    if (!token) return lost();
    source = new EventSource(`${board.dataset.live}?token=${encodeURIComponent(token)}&last=${last}`);
    source.onerror = lost;
    for (const [kind, act] of Object.entries(HEAR)) source.addEventListener(kind, event => {
      last = event.lastEventId || last;
      act(JSON.parse(event.data));
    });
  }

  function arrived() {
    clearTimeout(watch);
    clearInterval(poll);
    poll = null;
    offline.hidden = true;
    document.documentElement.dataset.live = "on";
  }

  /* The browser comes back by itself, but not from a first answer that was no stream: then a new token is tried. */
  function lost() {
    clearTimeout(watch);
    document.documentElement.dataset.live = "off";
    watch = setTimeout(retry, source?.readyState === EventSource.CLOSED ? 2000 + Math.random() * 3000 : PATIENCE);
    setTimeout(() => source?.readyState === EventSource.OPEN || (offline.hidden = false), 2500);
    poll ??= setInterval(refresh, REST);
  }

  function retry() {
    offline.hidden = false;
    connect();
  }

  /* ── One question for all that came within a moment; never while a card is in the hand ── */
  k.look = look;
  function look(id) {
    asked.add(id);
    timer ??= setTimeout(ask, GATHER + Math.random() * GATHER);
  }

  async function ask() {
    timer = null;
    if (k.held) return;
    const ids = [...asked].slice(0, MOST);
    ids.forEach(id => asked.delete(id));
    const query = new URLSearchParams(location.search);
    query.set("ids", ids);
    const { status, parts } = await k.ask(`${board.dataset.cards}?${query}`).catch(() => ({ status: 0, parts: [] }));
    if (k.held) return ids.forEach(id => asked.add(id));
    if (status !== 200) return;
    k.receive(parts.filter(part => !document.getElementById(part.id)?.matches(".pending")));
    const found = new Set(parts.map(part => part.id));
    for (const id of ids) if (!found.has(`deal-${id}`)) document.getElementById(`deal-${id}`)?.remove();
    if (asked.size) look([...asked][0]);
  }

  document.addEventListener("kariz:free", () => asked.size && !timer && (timer = setTimeout(ask, GATHER)));

  /* ── Catching up: the columns as the server has them now ── */
  async function refresh() {
    if (k.held || document.querySelector("dialog[open], .card.pending")) return;
    const page = await fetch(location.href).then(answer => answer.text()).catch(() => "");
    const fresh = new DOMParser().parseFromString(page, "text/html");
    for (const column of fresh.querySelectorAll("#board .col, #summary, #strip")) {
      const old = document.getElementById(column.id);
      const top = old?.querySelector(".cards")?.scrollTop;
      old?.replaceWith(column);
      if (top) column.querySelector(".cards").scrollTop = top;
      window.htmx?.process(column);
    }
    document.dispatchEvent(new Event("kariz:fresh"));
  }

  offline.querySelector("button").addEventListener("click", connect);
  connect();
})();
