"use strict";
// What comes names one of these texts and nothing else. Anything unknown is shown as the first.
const TEXTS = {{ texts|tojson }};
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("push", (event) => {
  let code = "";
  try { code = event.data.text(); } catch { code = ""; }
  const lang = Object.hasOwn(TEXTS, code) ? code : Object.keys(TEXTS)[0];
  // One tag: what has not been seen yet is replaced, never stacked or counted.
  event.waitUntil(self.registration.showNotification("Roret", { body: TEXTS[lang], lang, tag: "roret", icon: "{{ static('ui/icon-192.png') }}" }));
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil((async () => {
    const open = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
    const here = open.find((page) => "focus" in page);
    return here ? here.focus() : self.clients.openWindow("/");
  })());
});
{{ kept|safe }}
{% include "offline/sw.js" %}
