/* Times in the zone of whoever looks, unless they chose one. */
(() => {
  const form = document.querySelector("[data-zone]"), field = form?.elements.zone;
  if (!field) return;
  field.addEventListener("change", () => form.requestSubmit());
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone, here = new URL(location.href);
  if (here.searchParams.has("zone") || field.value === zone || ![...field.options].some((one) => one.value === zone)) return;
  here.searchParams.set("zone", zone);
  location.replace(here);
})();
