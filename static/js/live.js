/* What others move, moved here too: an event says “look at deal 7 again”, the page asks for what it may see. */
(() => {
  const k = window.kariz;
  const board = k?.board;
  if (!board) return;
  const GATHER = 15, PAUSE = 300, PATIENCE = 10_000, REST = 30_000, ASLEEP = 60_000, MOST = 100;
  const offline = document.getElementById("offline");
  const asked = new Set(), due = new Map();
  let source, timer, watch, poll, nap, since, tries = 0, calls = 0, answered = 0, awake = Date.now();
  let last = board.dataset.last;

  /* ── The stream ── */
  const HEAR = {
    hello: arrived,
    deal: data => data.op && k.ownMoves.has(data.op) || look(data.id),
    deals: data => data.op && k.ownMoves.has(data.op) || data.ids.forEach(look),
    column: () => soon(refresh),
    board: data => soon(reload, 500 + (data.spread || 0)),
    resync: data => soon(refresh, data.spread),
    renew: connect,
    bye: () => (connect(), soon(refresh)), // other rights may show other cards
    notice: () => document.body.dispatchEvent(new Event("notice")),
  };
  const reload = () => location.reload();

  async function connect() {
    hush();
    const call = calls;
    watch = setTimeout(lost, PATIENCE);
    const answer = await fetch(board.dataset.token).catch(() => null);
    if (call !== calls) return;
    if (answer?.redirected) return reload(); // signed out
    const { token } = answer?.ok ? await answer.json().catch(() => ({})) : {};
    if (call !== calls) return;
    if (!token) return lost();
    source = new EventSource(`${board.dataset.live}?token=${encodeURIComponent(token)}&last=${last}`);
    source.onerror = lost;
    for (const [kind, act] of Object.entries(HEAR)) source.addEventListener(kind, event => {
      last = event.lastEventId || last;
      act(JSON.parse(event.data));
    });
  }

  function hush() {
    calls++;
    clearTimeout(watch);
    source?.close();
    source = null;
  }

  function arrived() {
    clearTimeout(watch);
    clearInterval(poll);
    poll = since = null;
    tries = 0;
    offline.hidden = true;
    document.documentElement.dataset.live = "on";
  }

  /* The browser comes back by itself, but not from an answer that was no stream: then a new token is tried, ever slower. */
  function lost() {
    clearTimeout(watch);
    document.documentElement.dataset.live = "off";
    const isOver = source?.readyState !== EventSource.CONNECTING;
    watch = setTimeout(connect, isOver ? (1000 + Math.random() * 2000) * Math.min(++tries, 8) : PATIENCE);
    poll ??= setInterval(() => soon(refresh), REST * (1 + Math.random()));
    since ??= new Date();
    offline.querySelector("time").textContent = since.toLocaleTimeString(document.documentElement.lang, { timeStyle: "short" });
    setTimeout(() => {
      if (since && offline.hidden) k.say(offline.querySelector("time").parentNode.textContent);
      offline.hidden = !since;
    }, 2500);
  }

  /* ── A page nobody looks at hears nothing; looked at again, it catches up. So does a machine that has slept. ── */
  document.addEventListener("visibilitychange", () => {
    clearTimeout(nap);
    if (document.hidden) nap = setTimeout(() => (hush(), (poll = clearInterval(poll))), REST);
    else if (!source) connect();
  });
  setInterval(() => {
    if (Date.now() - awake > ASLEEP && !document.hidden) connect();
    awake = Date.now();
  }, 5000);
  addEventListener("online", connect);
  addEventListener("offline", () => (hush(), lost()));

  /* ── One question for all that came within a moment; never while a card is in the hand ── */
  k.look = look;
  function look(id) {
    asked.add(id);
    timer ??= setTimeout(ask, GATHER + Math.random() * GATHER + (performance.now() - answered < PAUSE ? PAUSE : 0));
  }

  async function ask() {
    const ids = [...asked];
    if (k.held || !ids.length) return void (timer = null);
    asked.clear();
    if (ids.length > MOST) soon(refresh);
    else await fetchCards(ids);
    timer = null;
    answered = performance.now();
    if (asked.size && !k.held) look([...asked][0]);
  }

  async function fetchCards(ids) {
    const query = new URLSearchParams(location.search);
    query.set("ids", ids);
    query.set("heard", last); // heads drawn for others who had heard as much will do
    const { status, parts } = await k.ask(`${board.dataset.cards}?${query}`).catch(() => ({ status: 0, parts: [] }));
    if (k.held) return ids.forEach(id => asked.add(id));
    if (status !== 200) return;
    k.receive(parts.filter(part => !document.getElementById(part.id)?.matches(".pending")));
    const found = new Set(parts.map(part => part.id));
    for (const id of ids) if (!found.has(`deal-${id}`)) k.remove(id);
  }

  document.addEventListener("kariz:free", () => asked.size && look([...asked][0]));

  /* ── Catching up: once for all who ask, some a little later than others, and never under a busy hand ── */
  const BUSY = "dialog[open], .add[open], .card.pending";
  const isBusy = () => k.held || document.querySelector(BUSY) || document.activeElement.matches("input, textarea, select");

  function soon(act, spread = 0) {
    if (due.has(act)) return;
    const go = () => {
      if (isBusy()) return due.set(act, setTimeout(go, 1000));
      due.delete(act);
      act();
    };
    due.set(act, setTimeout(go, Math.random() * spread));
  }

  k.refresh = () => soon(refresh);
  async function refresh() {
    const page = await fetch(location.href).then(answer => answer.text()).catch(() => "");
    if (isBusy()) return soon(refresh);
    const fresh = new DOMParser().parseFromString(page, "text/html");
    fresh.querySelectorAll("#board .col, #lanes, #summary, #strip").forEach(renew);
    document.dispatchEvent(new Event("kariz:fresh"));
  }

  /* A column whose cards read as before keeps them, and with them its place and all that was loaded below. */
  function renew(part) {
    const old = document.getElementById(part.id);
    if (!old) return;
    const cards = part.getElementsByClassName("card"), had = old.getElementsByClassName("card");
    const isSame = lanesOf(part) === lanesOf(old) && cards.length && [...cards].every((card, place) => saying(card) === saying(had[place]));
    if (isSame) return old.querySelector("header").replaceWith(part.querySelector("header"));
    const top = old.querySelector(".cards")?.scrollTop;
    old.replaceWith(part);
    if (top) part.querySelector(".cards").scrollTop = top;
    window.htmx?.process(part);
  }

  const lanesOf = column => [...column.querySelectorAll(".cards")].map(list => list.id).join();
  const saying = card => card && card.id + card.dataset.lane + card.dataset.rank + card.dataset.version + card.className + card.textContent;

  offline.querySelector("button").addEventListener("click", connect);
  connect();
})();
