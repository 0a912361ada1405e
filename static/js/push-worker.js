/* Lives in the browser while no page is open: shows what it was told, and opens what that is about. */
self.addEventListener("push", (event) => {
  const said = event.data ? event.data.json() : {};
  if (said.text) event.waitUntil(self.registration.showNotification("Kariz", { body: said.text, tag: said.tag, data: { url: said.url, read: said.read }, dir: "auto" }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const { url, read } = event.notification.data;
  event.waitUntil(Promise.all([open(url), tellRead(read)]));
});

// What was pressed has been read, also where nobody is signed in any more.
async function tellRead(address) {
  if (address) await fetch(address, { method: "POST", credentials: "omit" }).catch(() => null);
}

async function open(url) {
  const place = new URL(url || "/notifications/", self.location.origin);
  if (place.origin !== self.location.origin) return;
  const pages = await self.clients.matchAll({ type: "window" });
  const page = pages.find((one) => one.url === place.href);
  await (page ? page.focus() : self.clients.openWindow(place.href));
}
