/* Dragging on the page of the day. Every move is a button of its form as well; this taps it. */
(() => {
  "use strict";
  let held = null;
  const place = (event) => event.target.closest?.("[data-place]");
  const button = (at) => {
    if (!held || !at) return null;
    const buttons = [...held.querySelectorAll('button[name="to"]')];
    return buttons.find((one) => one.value === at.dataset.place) ?? null;
  };
  const over = (at) => document.querySelectorAll("[data-place]").forEach((one) => one.toggleAttribute("data-over", one === at));
  addEventListener("pointerdown", (event) => {
    const thing = event.target.closest?.("[data-thing]");
    if (thing) thing.draggable = event.pointerType === "mouse" && !event.target.closest("button, a, input");
  });
  addEventListener("dragstart", (event) => {
    held = event.target.closest?.("[data-thing]") ?? null;
    if (held) event.dataTransfer.setData("text/plain", "");
  });
  addEventListener("dragover", (event) => {
    const at = place(event);
    if (!button(at)) { over(null); return; }
    event.preventDefault();
    over(at);
  });
  addEventListener("drop", (event) => {
    const tapped = button(place(event));
    if (tapped) event.preventDefault();
    tapped?.form.requestSubmit(tapped);
  });
  addEventListener("dragend", () => { held = null; over(null); });
})();
