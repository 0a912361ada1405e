/* On pages without a board: hears that its reader was told something, as long as the page is looked at. */
(() => {
  const place = document.currentScript.dataset, REST = 30_000;
  let source, nap;

  async function connect() {
    hush();
    const answer = await fetch(place.token).catch(() => null);
    if (!answer?.ok || answer.redirected) return again();
    const { token } = await answer.json();
    source = new EventSource(`${place.live}?token=${encodeURIComponent(token)}`);
    source.addEventListener("notice", () => document.body.dispatchEvent(new Event("notice")));
    source.addEventListener("renew", connect);
    source.addEventListener("bye", hush);
    source.onerror = () => source?.readyState === EventSource.CLOSED && again();
  }

  function hush() {
    source?.close();
    source = null;
  }

  function again() {
    hush();
    setTimeout(() => source || document.hidden || connect(), REST * (1 + Math.random()));
  }

  document.addEventListener("visibilitychange", () => {
    clearTimeout(nap);
    if (document.hidden) nap = setTimeout(hush, REST);
    else if (!source) connect();
  });
  if (!document.hidden) connect();
})();
