/* Dragging on the page of the day: by mouse, or with a finger on the grip. Every move is a button of its form as well,
   and this taps it. */
(() => {
  "use strict";
  const FAR = 8, EDGE = 120, STEP = 10;
  // What was taken hold of and where, whether it is being dragged by now, and the place beneath it.
  let began = null, held = null, at = null, pull = 0, pulling;
  const button = (place) => [...held.querySelectorAll('button[name="to"]')].find((one) => one.value === place?.dataset.place);
  const over = (place) => {
    at = place;
    document.querySelectorAll("[data-place]").forEach((one) => one.toggleAttribute("data-over", one === at));
  };
  const follow = () => {
    const { y, from, now } = began;
    held.toggleAttribute("data-held", true);  // again, as what comes in live takes it off
    held.style.translate = `0 ${now.clientY - y + scrollY - from}px`;
    const beneath = document.elementFromPoint(now.clientX, now.clientY)?.closest("[data-place]");
    over(beneath && button(beneath) ? beneath : null);
  };
  const end = () => {
    clearInterval(pulling);
    if (held) { held.removeAttribute("data-held"); held.style.translate = ""; over(null); }
    began = held = null;
  };
  addEventListener("pointerdown", (event) => {
    const thing = event.target.closest?.("[data-thing]"), grip = event.target.closest?.("[data-grip]");
    const mouse = event.pointerType === "mouse" && !event.button && event.target.closest?.("summary");
    if (thing && (grip || mouse)) began = { thing, x: event.clientX, y: event.clientY, from: scrollY, now: event };
  });
  addEventListener("pointermove", (event) => {
    if (!began) return;
    began.now = event;
    if (!held) {
      if (Math.hypot(event.clientX - began.x, event.clientY - began.y) < FAR) return;
      held = began.thing;
      pulling = setInterval(() => { if (pull) { scrollBy(0, pull); follow(); } }, 16);
    }
    // Held near an edge, the page comes along.
    pull = event.clientY < EDGE ? -STEP : event.clientY > innerHeight - EDGE ? STEP : 0;
    follow();
  });
  addEventListener("pointerup", () => {
    const tapped = held && at && button(at);
    if (held) {
      // The click that ends a drag opens nothing.
      const none = (event) => { event.preventDefault(); event.stopPropagation(); };
      addEventListener("click", none, true);
      setTimeout(() => removeEventListener("click", none, true), 0);
    }
    end();
    tapped?.form.requestSubmit(tapped);
  });
  addEventListener("pointercancel", end);
  addEventListener("keydown", (event) => { if (event.key === "Escape") end(); });
  document.documentElement.toggleAttribute("data-drags", true);
})();
