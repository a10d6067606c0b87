/* The plan that this telephone keeps, and saying something without a network. Its page is the same for everybody. */
(() => {
  "use strict";
  const first = (which) => document.querySelector(which);
  const parts = ["none", "locked", "here"].map((name) => [name, first(`[data-pocket=${name}]`)]);
  const view = (shown) => parts.forEach(([name, part]) => { part.hidden = name !== shown; });
  const say = (text) => { first("[data-say]").textContent = text; };
  const made = (name) => first(`template[data-made=${name}]`).content.firstElementChild.cloneNode(true);
  const fill = (node, values) => {
    for (const [name, value] of Object.entries(values)) {
      (name in node.dataset ? node : node.querySelector(`[data-${name}]`)).textContent = value;
    }
    return node;
  };
  const page = first("[data-pocket=here]"), { kept } = self;
  let key, there;

  const line = (words, to) => {
    const item = fill(made(to === undefined ? "line" : "message"), to === undefined ? { words } : { to, words });
    const sms = item.querySelector("[data-sms]");
    if (sms) sms.href = `sms:?&body=${encodeURIComponent(words)}`;
    return item;
  };
  const part = ({ title, lines, to }) => {
    const sheet = fill(made("part"), { title });
    lines.forEach((words, place) => sheet.querySelector("[data-lines]").append(line(words, to[place])));
    return sheet;
  };
  const group = ({ title, taps }) => {
    const sheet = fill(made("group"), { title });
    taps.forEach(({ label, path, body }) => {
      const button = fill(made("tap"), { label });
      button.addEventListener("click", () => act(button, label, { path, body }));
      sheet.querySelector("[data-taps]").append(button);
    });
    return sheet;
  };
  const put = (place, nodes) => first(place).replaceChildren(...nodes);
  const shown = ({ plan, acts }) => {
    put("[data-plan]", plan ? plan.parts.map(part) : []);
    first("[data-doctor]").textContent = plan?.doctor ?? "";
    put("[data-acts]", acts.map(group));
    view("here");
    if (location.hash === "#say") first("#say").scrollIntoView();
    page.dataset.opened = Math.round(performance.now());
  };

  // What waits, and what became of the rest. One that was asked for before the newest is out of date when it is drawn.
  // A line that says the same stays as it is, since a finger may be on its button.
  let newest = 0;
  const told = async () => {
    const mine = ++newest, list = first("[data-told]"), there = [];
    for (const { at, item } of await kept.queue()) {
      const said = item.told ?? item.said;
      if (key || !said.iv) there.push({ at, ...await kept.show(key, said) });
    }
    if (mine !== newest) return;
    const lines = new Map([...list.children].map((row) => [row.dataset.line, row]));
    there.forEach(({ at, label, became }, place) => {
      const name = `${at} ${became ?? ""}`;
      if (!lines.delete(name)) list.insertBefore(rowOf(at, name, label, became), list.children[place] ?? null);
    });
    lines.forEach((row) => row.remove());
  };
  const rowOf = (at, name, label, became) => {
    const row = fill(made("told"), { label, became: became ?? page.dataset.waits }), off = row.querySelector("button");
    row.dataset.line = name;
    if (!became) off.textContent = off.dataset.undo;
    off.addEventListener("click", async () => { await kept.turn(at); await told(); });
    return row;
  };
  const send = async () => {
    const said = await kept.send(key).catch(() => null);
    if (said === "gone") { view("none"); return; }
    if (said && (key || there.open)) {
      there = await kept.get();
      if (there.open) shown(there.open); else shown((await kept.show(key, there.sealed)));
    }
    await told();
  };
  const act = async (button, label, tap) => {
    if (button.disabled) return;
    button.disabled = true;
    await kept.say(there, key, label, tap);
    await told();
    first("[data-told]").lastElementChild?.scrollIntoView({ block: "nearest" });
    await send();
    button.disabled = false;
  };

  first("[data-unlock]").addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopPropagation();
    const field = event.target.elements.pin;
    say("");
    const opened = await kept.unlock(there, field.value);
    if (!opened) { say(event.target.dataset.wrong); field.select(); return; }
    field.value = "";
    key = opened.key;
    shown(opened.open);
    await told();
    await send();
  }, true);

  const begin = async () => {
    there = await kept.get().catch(() => undefined);
    if (there?.until < Date.now()) { await kept.wipe(); there = undefined; }
    if (!there) { view("none"); return; }
    if (there.theme) document.documentElement.dataset.theme = there.theme;
    if (there.open) { shown(there.open); await told(); } else view("locked");
    await send();
  };
  addEventListener("online", () => { if (there) send(); });
  begin();
})();
