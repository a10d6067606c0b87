/* Lets this browser be told. Loaded on the page about messages alone; without it that page still saves. */
(() => {
  "use strict";
  const zone = document.querySelector("[data-own-zone]");
  if (zone) zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone || zone.value;

  const form = document.querySelector("form[data-notify]");
  if (!form) return;
  const state = document.querySelector("[data-notify-state]");
  const stop = document.querySelector("[data-notify-stop]");
  const say = (words) => { state.textContent = state.dataset[words]; };
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) {
    // Only Safari on an iPhone or iPad has this name. There, what lies on the home screen can be told.
    state.hidden = navigator.standalone === false;
    document.querySelector("[data-notify-home]").hidden = !state.hidden;
    stop.hidden = true;
    say("cannot");
    return;
  }
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));
  const b64 = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const hash = async (text) => Array.from(
    new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))),
    (byte) => byte.toString(16).padStart(2, "0")).join("");
  const key = form.dataset.notify;
  // A subscription made for another key than the house has now is of no use to either.
  const ours = (mine) => b64(mine.options.applicationServerKey || new ArrayBuffer(0)) === key;

  const subscribe = async () => {
    const place = await navigator.serviceWorker.register(form.dataset.worker);
    await navigator.serviceWorker.ready;
    let mine = await place.pushManager.getSubscription();
    if (mine && !ours(mine)) {
      await mine.unsubscribe();
      mine = null;
    }
    mine ??= await place.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
    form.elements.endpoint.value = mine.endpoint;
    form.elements.p256dh.value = b64(mine.getKey("p256dh"));
    form.elements.auth.value = b64(mine.getKey("auth"));
  };
  const show = async () => {
    const place = await navigator.serviceWorker.getRegistration("/");
    const mine = place && await place.pushManager.getSubscription();
    const may = Notification.permission;
    // Both have to know of each other: the browser may have been forgotten here, and this place there.
    const on = may === "granted" && mine && ours(mine) && await hash(mine.endpoint) === form.dataset.here;
    say(on ? "on" : { granted: "off", denied: "denied" }[may] || "ask");
    form.hidden = on || may === "denied";
    stop.hidden = !on;
  };
  form.addEventListener("submit", async (event) => {
    if (form.elements.endpoint.value) return;
    event.preventDefault();
    event.stopPropagation();
    try {
      if (await Notification.requestPermission() !== "granted") { await show(); return; }
      await subscribe();
      form.requestSubmit(form.querySelector("button"));
    } catch {
      say("cannot");
    }
  }, true);
  show();
})();
