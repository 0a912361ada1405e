// While a part is added, moved or taken away, or the draft is sent, it saves nothing beside: that said all it says already,
// and what is saved from the page as it was would take the part back.
(() => {
  const saving = ({ ctx }) => ctx.sourceElement.id === "draft";
  const acting = ({ ctx }) => ctx.sourceElement.form?.id === "draft";

  document.addEventListener("htmx:config:request", (event) => {
    const form = document.getElementById("draft");
    if (acting(event.detail)) form.dataset.acting = "";
    if (saving(event.detail) && "acting" in form.dataset) event.preventDefault();
  });
  document.addEventListener("htmx:finally:request", ({ detail }) => {
    if (acting(detail)) delete document.getElementById("draft")?.dataset.acting;
  });
})();
