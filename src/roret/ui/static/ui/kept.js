/* What this telephone keeps, and sending what was said without a network. The page and the service worker share it. */
self.kept = (() => {
  "use strict";
  const ROUNDS = 600000, DAYS = 60;

  // Two shelves: "kept" has one thing on it, "queue" what waits and what became of it.
  const open = () => new Promise((done, failed) => {
    const asked = indexedDB.open("roret", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("kept");
      asked.result.createObjectStore("queue", { autoIncrement: true });
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
  // To look whether something is there makes nothing.
  const lies = async () => !indexedDB.databases || (await indexedDB.databases()).some(({ name }) => name === "roret");
  const shelf = async (name, mode, act) => {
    if (mode === "readonly" && !await lies()) return undefined;
    const base = await open();
    try {
      const doing = base.transaction(name, mode), found = act(doing.objectStore(name));
      await new Promise((done, failed) => { doing.oncomplete = done; doing.onerror = doing.onabort = () => failed(doing.error); });
      return found?.result;
    } finally {
      base.close();
    }
  };
  const get = () => shelf("kept", "readonly", (there) => there.get("kept"));
  const put = (value) => shelf("kept", "readwrite", (there) => there.put(value, "kept"));
  const add = (item) => shelf("queue", "readwrite", (there) => there.add(item));
  const look = (at) => shelf("queue", "readonly", (there) => there.get(at));
  const turn = (at, item) => shelf("queue", "readwrite", (there) => (item ? there.put(item, at) : there.delete(at)));
  const queue = async () => {
    let keys, items;
    await shelf("queue", "readonly", (there) => { keys = there.getAllKeys(); items = there.getAll(); });
    return (items?.result ?? []).map((item, place) => ({ at: keys.result[place], item }));
  };
  const wipe = async () => {
    if (!await lies()) return;
    await shelf("queue", "readwrite", (there) => there.clear());
    await shelf("kept", "readwrite", (there) => there.clear());
    await new Promise((done) => {
      const asked = indexedDB.deleteDatabase("roret");
      asked.onsuccess = asked.onerror = asked.onblocked = done;
    });
  };

  // Sealed with a key that is made from the PIN each time, and lies nowhere.
  const text = new TextEncoder(), words = new TextDecoder();
  const keyOf = async (pin, salt, rounds) => crypto.subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds },
    await crypto.subtle.importKey("raw", text.encode(pin.normalize("NFKC")), "PBKDF2", false, ["deriveKey"]),
    { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const seal = async (key, value) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, text.encode(JSON.stringify(value))) };
  };
  const unseal = async (key, { iv, data }) => JSON.parse(words.decode(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, data)));
  // What is not sealed stays as it is.
  const hide = (key, value) => (key ? seal(key, value) : value);
  const show = (key, value) => (value.iv ? unseal(key, value) : value);

  // Keep what the house said, in the way that was chosen: all of it under a PIN, or the parts that were marked.
  const chosen = ({ plan, acts }, marks) => ({
    plan: plan && { ...plan, parts: plan.parts.filter((part) => marks.includes(part.title)) },
    acts: acts.filter((group) => marks.includes(group.title)),
  });
  const keep = async (said, { path, marks, pin, key, salt }) => {
    const { csrf, now, plan, acts, ...more } = said;
    const bound = { ...more, path, until: Date.now() + DAYS * 864e5, behind: Date.parse(now) - Date.now() };
    if (!pin && !key) return put({ ...bound, marks, open: chosen(said, marks) });
    const grain = salt ?? crypto.getRandomValues(new Uint8Array(16));
    const made = key ?? await keyOf(pin, grain, ROUNDS);
    return put({ ...bound, salt: grain, rounds: ROUNDS, sealed: await seal(made, { plan, acts }) });
  };
  // The key, or nothing for a PIN that does not open it.
  const unlock = async (there, pin) => {
    const key = await keyOf(pin, there.salt, there.rounds);
    try { return { key, open: await unseal(key, there.sealed) }; } catch { return null; }
  };

  // Ask the house. No answer is no network; any other answer than the sheet is that this is not ours to keep. The house
  // has the browser clear it then, down to the disk, and what can be cleared from here is.
  const ask = async (there) => {
    let answer;
    try {
      answer = await fetch(there.path, { redirect: "manual", cache: "no-store", headers: { "Roret-Kept": there.phone } });
    } catch { return null; }
    if (answer.status >= 500 || answer.status === 429) return null;
    const said = answer.ok ? await answer.json() : null;
    if (said && said.phone === there.phone) return said;
    await wipe();
    return "gone";
  };
  const say = async (there, key, label, tap) => {
    await add({ key: crypto.randomUUID(), made: Date.now(), said: await hide(key, { label, ...tap }) });
    if (self.SyncManager && !key) navigator.serviceWorker?.ready.then((place) => place.sync.register("say")).catch(() => {});
  };
  const post = (one, tap, csrf, behind) => fetch(tap.path, {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams(tap.body),
    headers: { "X-CSRFToken": csrf, "Roret-Once": one.key, "Roret-Made": new Date(one.made + behind).toISOString() },
  });
  // In their order, one at a time, by whoever comes first: the page or the worker. What waits under a PIN needs it.
  const send = (key) => navigator.locks.request("roret", async () => {
    const there = await get();
    if (!there) return null;
    if (there.until < Date.now()) { await wipe(); return "gone"; }
    const said = await ask(there);
    if (!said || said === "gone") return said;
    if (there.open) await keep(said, { path: there.path, marks: there.marks });
    else if (key) await keep(said, { path: there.path, key, salt: there.salt });
    else await put({ ...there, until: Date.now() + DAYS * 864e5 });
    const behind = Date.parse(said.now) - Date.now();
    for (const { at } of await queue()) {
      // As it lies there now: while the one before it was sent, it may have been taken back.
      const item = await look(at);
      if (!item || item.told || (item.said.iv && !key)) continue;
      const tap = await show(key, item.said);
      let answer;
      try { answer = await post(item, tap, said.csrf, behind); } catch { return said; }
      // Anything but an answer in our own words is for another time.
      if (!answer.headers.get("Content-Type")?.startsWith("application/json")) return said;
      const { text: became } = await answer.json();
      await turn(at, { told: await hide(key, { label: tap.label, became }) });
    }
    return said;
  });

  // Whether something waits that can be sent without the PIN.
  const waits = async () => (await queue()).some(({ item }) => !item.told && !item.said.iv);
  // What the browser wakes the worker for. A browser that hears that it did not go well tries again.
  const sync = async () => {
    await send();
    if (await waits()) throw new Error("no network");
  };
  // What a visit is taken as an occasion for: when something waits, else now and then.
  const nowAndThen = async () => {
    const there = await get();
    if (!there) return;
    if (await waits() || Date.now() > there.until - DAYS * 864e5 + 6e5) await send();
  };

  return { get, queue, turn, wipe, keep, unlock, ask, say, send, sync, nowAndThen, show };
})();
