// --- without a network: our own files and one page, the same for everybody, and nothing else
const SHELL = {{ shell|tojson }};
const CACHE = "roret-{{ version }}";
const fill = async () => {
  const cache = await caches.open(CACHE);
  await Promise.all(Object.entries(SHELL).map(async ([path, integrity]) => {
    const answer = await fetch(path, { credentials: "omit", cache: "reload", integrity });
    if (!answer.ok || answer.redirected) throw new Error(path);
    await cache.put(path, answer);
  }));
  for (const name of await caches.keys()) if (name !== CACHE) await caches.delete(name);
};
const pocket = async () => {
  const lang = (await self.kept.get().catch(() => null))?.lang ?? (navigator.language.startsWith("da") ? "da" : "en");
  return caches.match(`{{ url('offline:pocket') }}/${lang}`);
};
// Each page says whom what is kept belongs to. What is somebody else's goes, before the page is shown.
const heard = async (answer) => {
  const bound = answer.headers.get("Roret-Phone");
  if (!bound) return;
  const there = await self.kept.get();
  if (there && there.phone !== bound) await self.kept.ask(there);
  if (bound !== "shared") return;
  for (const name of await caches.keys()) await caches.delete(name);
  await self.registration.unregister();
};
const open = async (event) => {
  let answer;
  try {
    answer = await fetch(event.request);
  } catch {
    return await pocket() ?? Response.error();
  }
  try { await heard(answer); } catch { /* a browser that lets nothing be kept */ }
  event.waitUntil(self.kept.nowAndThen().catch(() => {}));
  return answer;
};
// The page of the kept plan never waits for a network. For all others the files come from there when they can.
const file = async (event, path) => {
  const from = event.clientId && await self.clients.get(event.clientId);
  const kept = await caches.match(path);
  if (kept && from && new URL(from.url).pathname.startsWith("{{ url('offline:pocket') }}")) return kept;
  return fetch(event.request).catch(() => kept ?? Response.error());
};
self.addEventListener("install", (event) => event.waitUntil(fill().catch(() => {})));
self.addEventListener("fetch", (event) => {
  const { request } = event, { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (pathname === "{{ url('offline:pocket') }}") event.respondWith(pocket().then((page) => page ?? fetch(request)));
  else if (pathname in SHELL) event.respondWith(file(event, pathname));
  else if (request.mode === "navigate") event.respondWith(open(event));
});
self.addEventListener("sync", (event) => { if (event.tag === "say") event.waitUntil(self.kept.sync()); });
self.addEventListener("message", (event) => {
  if (event.data === "fill") event.waitUntil(fill().then(() => true, () => false).then((done) => event.source.postMessage({ filled: done })));
});
