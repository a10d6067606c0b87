/* Lets this browser be told. Loaded on the page about messages alone; without it that page still saves. */
(() => {
  "use strict";
  const zone = document.querySelector("[data-own-zone]");
  if (zone) zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone || zone.value;

  const form = document.querySelector("form[data-notify]");
  const state = document.querySelector("[data-notify-state]");
  if (!form) return;
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) {
    state.textContent = state.dataset.cannot;
    return;
  }
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));
  const b64 = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const subscribe = async () => {
    const place = await navigator.serviceWorker.register(form.dataset.worker);
    await navigator.serviceWorker.ready;
    const key = form.dataset.notify;
    let mine = await place.pushManager.getSubscription();
    if (mine && b64(mine.options.applicationServerKey || new ArrayBuffer(0)) !== key) {
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
    if (Notification.permission === "denied") { state.textContent = state.dataset.denied; return; }
    if (mine && Notification.permission === "granted") state.textContent = state.dataset.on;
    form.hidden = false;
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
      state.textContent = state.dataset.cannot;
    }
  }, true);
  show();
})();
