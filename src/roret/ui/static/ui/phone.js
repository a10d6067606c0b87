/* Choosing what this telephone keeps. Loaded on that page alone; without it the page says so, and offers paper. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-keep]");
  if (!form) return;
  const { kept } = self, can = self.isSecureContext && "serviceWorker" in navigator && self.indexedDB && navigator.locks;
  const state = document.querySelector("[data-keep-state]");
  const say = (name) => { state.textContent = state.dataset[name]; };
  if (!can) { say("cannot"); return; }
  const { how, pin, again } = form.elements;
  const turned = () => form.querySelectorAll("[data-for]").forEach((part) => { part.hidden = part.dataset.for !== how.value; });

  // The worker has to have its files, or what is kept could not be opened.
  const worker = async () => {
    await navigator.serviceWorker.register(form.dataset.worker);
    const { active } = await navigator.serviceWorker.ready;
    const filled = new Promise((done) => navigator.serviceWorker.addEventListener("message", ({ data }) => { if ("filled" in data) done(data.filled); }));
    navigator.serviceWorker.startMessages();
    active.postMessage("fill");
    if (!await filled) throw new Error("no files");
  };
  const show = async () => {
    const there = await kept.get();
    how.value = there ? (there.open ? "short" : "whole") : "none";
    form.querySelectorAll("[name=mark]").forEach((mark) => { mark.checked = there?.marks?.includes(mark.value) ?? false; });
    say(how.value);
    turned();
    form.hidden = false;  // not before: what somebody taps first would be undone
  };
  const save = async () => {
    if (how.value === "none") { await kept.wipe(); return; }
    await worker();
    // The PIN is nobody's but its owner's: two words are sent, and not the form.
    const body = new URLSearchParams({ csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value, do: "keep" });
    const answer = await fetch(form.getAttribute("action"), { method: "POST", body, redirect: "manual" });
    if (!answer.ok) throw new Error("no answer");
    const marks = [...form.querySelectorAll("[name=mark]:checked")].map((mark) => mark.value);
    await kept.wipe();
    await kept.keep(await answer.json(), { path: form.dataset.sheet, marks, pin: how.value === "whole" ? pin.value : "" });
  };
  form.addEventListener("change", turned);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopPropagation();
    const short = how.value === "whole" && [...pin.value].length < 6;
    if (short || (how.value === "whole" && pin.value !== again.value)) { say(short ? "pin" : "differ"); pin.focus(); return; }
    const button = form.querySelector("button[value=keep]");
    if (button.disabled) return;
    button.disabled = true;
    try {
      await save();
      pin.value = again.value = "";
      await show();
    } catch {
      say("failed");
    }
    button.disabled = false;
    state.scrollIntoView({ block: "nearest" });
  }, true);
  show();
})();
