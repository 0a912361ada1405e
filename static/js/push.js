/* The button that lets this browser be told while no page is open. */
(() => {
  const button = document.querySelector("[data-push]");
  if (!button || !("serviceWorker" in navigator) || !("PushManager" in window)) return;
  const say = (name) => {
    for (const line of document.querySelectorAll("[data-push-says]")) line.hidden = line.dataset.pushSays !== name;
  };
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

  async function begin() {
    if ((await Notification.requestPermission()) !== "granted") return say("denied");
    const worker = await navigator.serviceWorker.register(button.dataset.worker);
    await navigator.serviceWorker.ready;
    const old = await worker.pushManager.getSubscription();
    if (old) await old.unsubscribe(); // it may trust the key this house had before
    const subscription = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(button.dataset.push) });
    const { endpoint, keys } = subscription.toJSON();
    const form = new FormData(button.form);
    for (const [name, value] of Object.entries({ endpoint, ...keys })) form.set(name, value);
    const answer = await fetch(button.form.action, { method: "POST", body: form });
    if (!answer.ok) throw new Error(String(answer.status));
    location.reload();
  }

  button.disabled = false;
  say(Notification.permission === "denied" ? "denied" : "ready");
  button.addEventListener("click", (event) => {
    event.preventDefault();
    begin().catch(() => say("failed"));
  });
})();
