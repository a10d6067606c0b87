/* Roret's own script: small comforts. Every page works without it. Elements say what they want by data-attributes. */
(() => {
  "use strict";
  const say = (text) => {
    const place = document.querySelector("[data-say]");
    if (place) place.textContent = text;
  };

  // Leave at once: blank first, then somewhere ordinary, and this page is not what "back" finds.
  const leave = (href) => {
    document.documentElement.hidden = true;
    document.title = " ";
    window.location.replace(href);
  };
  let escapes = [];
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") { escapes = []; return; }
    escapes = [...escapes.filter((at) => event.timeStamp - at < 5000), event.timeStamp];
    const link = document.querySelector("a[data-leave]");
    if (escapes.length > 2 && link) leave(link.href);
  });

  // The clipboard exists on https only. Elsewhere the text is marked, ready for the browser's own "copy".
  const copy = async (button) => {
    const field = document.getElementById(button.dataset.copy);
    const text = field.value ?? field.textContent;
    try {
      await navigator.clipboard.writeText(text);
      say(button.dataset.done);
    } catch {
      field.focus();
      if (field.select) field.select(); else getSelection().selectAllChildren(field);
      let done = false;
      try { done = document.execCommand("copy"); } catch { done = false; }
      say(done ? button.dataset.done : button.dataset.marked);
    }
  };
  const share = (button) => {
    const field = document.getElementById(button.dataset.share);
    navigator.share({ text: field.value ?? field.textContent }).catch(() => {});  // closing the sheet is no error
  };

  // One more row like the last, empty. Names and ids count on: zone.0.from, zone.1.from.
  const more = (button) => {
    const list = button.closest("fieldset").querySelector("[data-rows]");
    const rows = list.querySelectorAll("[data-row]");
    const last = rows[rows.length - 1];
    const row = last.cloneNode(true);
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

  document.addEventListener("click", (event) => {
    const hit = event.target.closest("[data-leave], [data-copy], [data-share], [data-more], [data-print]");
    if (!hit) return;
    const data = hit.dataset;
    if ("leave" in data) { event.preventDefault(); leave(hit.href); }
    else if (data.copy) copy(hit);
    else if (data.share) share(hit);
    else if ("print" in data) window.print();
    else { event.preventDefault(); more(hit); }
  });

  // Nothing typed is lost: with no network a form stays where it is, and it is sent once.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented) return;
    const sent = form.dataset.sent;
    if (sent || !navigator.onLine) event.preventDefault();
    if (!navigator.onLine) { say(document.querySelector("[data-say]").dataset.offline); return; }
    if (sent || form.method === "dialog" || form.target) return;
    form.dataset.sent = "1";
    // After the browser has gathered the form, so that the name and value of the button go along.
    setTimeout(() => buttons(form).forEach((button) => button.setAttribute("aria-busy", "true")), 0);
    setTimeout(() => wake(form), 15000);
  });
  const buttons = (form) => [...form.elements].filter((item) => item.type === "submit");
  const wake = (form) => {
    delete form.dataset.sent;
    buttons(form).forEach((button) => button.removeAttribute("aria-busy"));
  };
  window.addEventListener("pageshow", () => document.querySelectorAll("form").forEach(wake));
  window.addEventListener("online", () => say(""));

  // A passkey that was put away or not found. What to do then stands on the page that asked.
  document.addEventListener("allauth.error", (event) => {
    const words = document.querySelector("[data-passkey]");
    if (words) { event.preventDefault(); say(words.dataset.passkey); }
  });

  document.querySelectorAll("[data-copy]").forEach((button) => { button.hidden = false; });
  if (navigator.share) document.querySelectorAll("[data-share]").forEach((button) => { button.hidden = false; });
  document.querySelectorAll("[data-print]").forEach((button) => { button.hidden = false; });
  const summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();
})();
