/* Small comforts. Every page works without them. Data-attributes say who wants which. */
(() => {
  "use strict";
  const root = document.documentElement, lang = root.lang;
  const first = (which) => document.querySelector(which), byId = (id) => document.getElementById(id);
  const place = first("[data-say]");
  const say = (text, unseen = false) => {  // unseen: for who listens
    place.classList.toggle("unseen", unseen);
    place.textContent = text;
  };

  // Leave at once: blank, then somewhere ordinary, and "back" does not lead here.
  const leave = (link) => {
    root.hidden = true;
    document.title = " ";
    location.replace(link.href);
  };
  let escapes = [];
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") { escapes = []; return; }
    escapes = [...escapes.filter((at) => event.timeStamp - at < 5000), event.timeStamp];
    const link = first("a[data-leave]");
    if (escapes.length > 2 && link) leave(link);
  });

  // The clipboard exists on https only. Elsewhere the text is marked to copy.
  const text = (field) => field.value ?? field.textContent;
  const mark = (field) => {
    field.focus();
    if (field.select) field.select(); else getSelection().selectAllChildren(field);
  };
  const copy = async ({ dataset }, field) => {
    try {
      await navigator.clipboard.writeText(text(field));
      say(dataset.done);
    } catch {
      mark(field);
      say(document.execCommand?.("copy") ? dataset.done : dataset.marked);
    }
  };
  const share = (button, field) => navigator.share({ text: text(field) }).catch(() => {});

  // Aloud. A second tap is silence.
  const speak = (button, from) => {
    const words = new SpeechSynthesisUtterance(text(from));
    words.lang = lang;
    if (speechSynthesis.speaking) speechSynthesis.cancel(); else speechSynthesis.speak(words);
  };

  // Words in place of others. It can be undone.
  const put = ({ value }, field) => {
    const [was, now] = value.split("\n"), old = field.value;
    mark(field);
    document.execCommand("insertText", false, old.includes(was) ? old.replace(was, () => now) : `${old} ${now}`);
  };

  // One more row: names and ids count on
  const more = (button) => {
    const list = button.closest("fieldset").querySelector("[data-rows]");
    const rows = list.querySelectorAll("[data-row]");
    const row = rows[rows.length - 1].cloneNode(true);
    const next = (text) => text.replace(/\.(own\.)?\d+(?=\.|$)/, (part) => part.replace(/\d+/, rows.length));
    if (row.ariaLabel) row.ariaLabel = row.ariaLabel.replace(/\d+/, rows.length + 1);
    row.querySelectorAll("[name], [for]").forEach((item) => {
      if (item.name) item.name = next(item.name);
      if (item.id) item.id = next(item.id);
      if (item.htmlFor) item.htmlFor = next(item.htmlFor);
      if (item.type === "checkbox") item.checked = item.defaultChecked = false;
      else if ("value" in item) item.value = item.defaultValue = "";
    });
    list.append(row);
    row.querySelector("input, textarea").focus();
  };

  const acts = { leave, copy, share, speak, put, more, print: () => print() };
  addEventListener("click", (event) => {
    const hit = event.target.closest("a, button");
    for (const act in acts) if (hit && act in hit.dataset) { event.preventDefault(); acts[act](hit, byId(hit.dataset[act])); }
  });

  const offline = () => say(place.dataset.offline);
  // Nothing typed is lost: with no network a form stays, and it is sent once.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented) return;
    const sent = form.dataset.sent, off = !navigator.onLine;
    if (sent || off) event.preventDefault();
    if (off) { offline(); return; }
    if (sent || form.method === "dialog" || form.target) return;
    form.dataset.sent = "1";
    // After the form and its button are gathered.
    setTimeout(() => buttons(form).forEach((button) => button.setAttribute("aria-busy", "true")), 0);
    setTimeout(() => wake(form), 15000);
  });
  const buttons = (form) => [...form.elements].filter((item) => item.type === "submit");
  const wake = (form) => {
    delete form.dataset.sent;
    buttons(form).forEach((button) => button.removeAttribute("aria-busy"));
  };
  addEventListener("pageshow", () => document.querySelectorAll("form").forEach(wake));
  addEventListener("htmx:sendError", offline);
  addEventListener("online", () => say(""));

  // What to do without the passkey stands on the page that asked for it.
  document.addEventListener("allauth.error", (event) => {
    const words = first("[data-passkey]");
    if (words) { event.preventDefault(); say(words.dataset.passkey); }
  });

  // Buttons for what not every browser can do.
  const comforts = (page) => {
    const voice = window.speechSynthesis?.getVoices().some((one) => one.lang.startsWith(lang));
    const can = { copy: 1, print: 1, share: navigator.share, speak: voice };
    for (const way in can) page.querySelectorAll(`[data-${way}]`).forEach((item) => { item.hidden = !can[way]; });
  };
  comforts(document);
  window.speechSynthesis?.addEventListener?.("voiceschanged", () => comforts(document));
  first("[data-focus]")?.focus();

  // Live: a stream names what has changed; it is fetched and grown into what is there.
  const part = first("[data-parts]");
  if (!part) return;
  const { parts, from, live, told } = part.dataset;

  // Nodes are called by their id, else by what they send, open or hold.
  const called = (node) => {
    if (node.nodeType !== 1) return "";
    if (node.id || node.localName === "summary") return node.id || node.textContent;
    const sends = ["action", "href", "name"].map((name) => node.getAttribute(name)).join("");
    if (sends) return sends + (/radio|checkbox|submit/.test(node.type) ? node.getAttribute("value") : "");
    return called(node.querySelector("[id], form, summary, button, a") ?? "");
  };
  const drop = (node) => {  // unless it is being written in
    const next = node.nextSibling, fields = [node, ...node.querySelectorAll?.("textarea, input") ?? []];
    const kept = (item) => "defaultValue" in item && (item === document.activeElement || item.value !== item.defaultValue);
    if (!fields.some(kept)) node.remove();
    return next;
  };
  const grow = (old, next) => {
    if (old.className === "nudge") return;  // an answer stays
    if (old.nodeType !== 1) { if (old.data !== next.data) old.data = next.data; return; }
    for (const name of [...old.getAttributeNames(), ...next.getAttributeNames()]) {
      const value = next.getAttribute(name);
      if (name === "open" || value === old.getAttribute(name)) continue;  // a fold stays as it was left
      if (value === null) old.removeAttribute(name); else old.setAttribute(name, value);
    }
    let here = old.firstChild;
    for (const child of [...next.childNodes]) {
      const name = called(child);
      let twin = here;
      while (twin && (twin.nodeName !== child.nodeName || called(twin) !== name)) twin = name ? twin.nextSibling : null;
      while (twin && here !== twin) here = drop(here);
      if (twin) { grow(twin, child); here = twin.nextSibling; } else old.insertBefore(document.adoptNode(child), here);
    }
    while (here) here = drop(here);
  };

  // What is new comes in at the top. What the keys are on, or further down the thumb, stays there.
  let hold = 0, moved = -1000, spoken = -10000, turning;
  const now = () => performance.now();
  const look = () => part.textContent + part.offsetHeight;
  const show = (text) => {
    const page = new DOMParser().parseFromString(text, "text/html"), before = look();
    const keyed = part.querySelector(":focus-visible"), down = keyed || scrollY > 80;
    const kept = keyed ?? document.elementFromPoint(innerWidth / 2, innerHeight * 0.6) ?? document.body;
    const top = () => kept.getBoundingClientRect().top, was = top();
    const focused = document.activeElement;
    comforts(page);
    grow(part, page.querySelector("[data-parts]"));
    window.htmx?.process(part);
    if (!focused.isConnected) first("main").focus({ preventScroll: true });
    if (down && kept.isConnected) scrollBy(0, top() - was);
    turn();
    if (look() === before) return;
    moved = now();
    if (moved - spoken < 10000) return;
    spoken = moved;
    say(told, !down);
    setTimeout(() => { if (place.textContent === told) say(""); }, 8000);
  };
  addEventListener("pointerdown", () => { hold = now() + 700; }, true);
  addEventListener("click", (event) => {  // aimed at what stood there before
    if (event.detail && event.timeStamp - moved < 300 && part.contains(event.target)) event.preventDefault();
  }, true);

  let busy, late, source, asleep;
  const fresh = async () => {
    late = busy;
    if (busy) return;
    busy = true;
    try {
      const answer = await fetch(from, { redirect: "manual", headers: { "X-Requested-With": "live" } });
      if (answer.status === 404 || answer.type === "opaqueredirect") location.reload();
      const text = await answer.text();
      while (now() < hold || first("form[data-sent]")) await new Promise((on) => setTimeout(on, 99));
      if (answer.ok) show(text);
    } catch { /* asked again later */ }
    busy = false;
    if (late) fresh();
  };
  const turn = () => {  // when something will read differently
    clearTimeout(turning);
    if (part.dataset.turn) turning = setTimeout(fresh, part.dataset.turn * 1000);
  };
  const open = () => {
    if (source || !live || !window.EventSource) return;
    const stream = source = new EventSource(live);
    `again ${parts}`.split(" ").forEach((name) => stream.addEventListener(name, fresh));
    stream.onerror = () => { if (stream.readyState === 2) source = null; };
  };
  const shut = () => { source?.close(); source = null; };
  const back = () => { clearTimeout(asleep); open(); fresh(); };
  setInterval(() => { if (!source && !document.hidden) back(); }, 20000);
  addEventListener("visibilitychange", () => { if (document.hidden) asleep = setTimeout(shut, 300000); else back(); });
  addEventListener("pagehide", shut);
  addEventListener("pageshow", (event) => { if (event.persisted) back(); });
  addEventListener("online", back);
  turn();
  open();
})();
