"""A browser that a push service reaches.

Chromium asks its maker for an address, and there is no such network here. So three answers of its push manager are
ours: `subscribe` gives the stand-in's address and keys that this test made, `getSubscription` gives what was subscribed,
`unsubscribe` lets go of it. Between the stand-in and the service worker Chromium's own part is played over the debugger:
the body is opened with those keys and the text handed to the worker. Permission, script, form, house, worker and
notification are as they are.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Worker

from roret.deliver.tests.service import Ear, PushService
from tests.journeys.reader import Reader

PUSH_MANAGER = """(() => {
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0)).buffer;
  const b64 = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\\+/g, "-").replace(/\\//g, "_").replace(/=+$/, "");
  const made = (one) => one && ({
    endpoint: one.endpoint,
    options: { userVisibleOnly: true, applicationServerKey: bytes(one.key) },
    getKey: (name) => bytes(one[name]),
    unsubscribe: () => window.pushManagers("unsubscribe", ""),
  });
  PushManager.prototype.subscribe = async (options) => {
    if (!options.userVisibleOnly) throw new DOMException("only what is shown", "NotAllowedError");
    return made(await window.pushManagers("subscribe", b64(options.applicationServerKey)));
  };
  PushManager.prototype.getSubscription = async () => made(await window.pushManagers("get", ""));
})()"""

SHOWN = """async () => (await (await navigator.serviceWorker.ready).getNotifications())
  .map(({ title, body, tag, lang, timestamp }) => ({ title, body, tag, lang, timestamp }))"""

CLICK = """async () => {
  const done = [];
  WindowClient.prototype.focus = async function () { done.push(["focus", new URL(this.url).pathname]); };
  self.clients.openWindow = async (url) => { done.push(["open", url]); };
  const [notification] = await self.registration.getNotifications();
  const waits = [];
  const event = new NotificationEvent("notificationclick", { notification });
  event.waitUntil = (promise) => waits.push(promise);
  self.dispatchEvent(event);
  await Promise.all(waits);
  return { done, left: (await self.registration.getNotifications()).length };
}"""


class Telephone:
    """One reader's browser, at an address of its own at the push service. `asked` are the keys it was told to expect."""

    def __init__(self, reader: Reader, service: PushService, name: str, *, may: bool = True) -> None:
        self.reader, self.service, self.name = reader, service, name
        self.ear, self.asked, self.generation = Ear(), [], 0
        self.subscribed: dict[str, str] | None = None
        self.brought = 0
        if may:
            reader.context.grant_permissions(["notifications"], origin=reader.address)
        reader.context.expose_function("pushManagers", self._push_manager)
        reader.context.add_init_script(PUSH_MANAGER)
        self.registrations: dict[str, str] = {}

    def _push_manager(self, call: str, key: str) -> Any:
        if call == "subscribe":
            assert self.subscribed is None or self.subscribed["key"] == key, "a browser refuses another key"
            self.generation += 1
            self.asked.append(key)
            self.subscribed = self.ear.keys(f"{self.service.address}{self.path}") | {"key": key}
        elif call == "unsubscribe":
            self.subscribed = None
            return True
        return self.subscribed

    @property
    def path(self) -> str:
        return f"/{self.name}/{self.generation}"

    # --- what comes ----------------------------------------------------------------------------
    def rings(self) -> str:
        """Wait for the next push to this telephone, and hand its text to the service worker. Gives the text."""
        until(self.reader, lambda: len(self._mine()) > self.brought, "no push came")
        text = self.ear.opened(self._mine()[self.brought].body)[0].decode()
        self.brought += 1
        self.hand_over(text)
        return text

    def is_refused(self) -> None:
        """Wait until the push service has been sent something that it did not take."""
        until(self.reader, lambda: len(self._mine()) > self.brought, "nothing was sent")
        self.brought += 1

    def hand_over(self, text: str) -> None:
        """What the browser itself does with a push that it has opened. Wait until it is shown."""
        before = self._newest()
        debugger = self.reader.context.new_cdp_session(self.reader.page)
        debugger.on("ServiceWorker.workerRegistrationUpdated", self._registered)
        debugger.send("ServiceWorker.enable")
        scope = f"{self.reader.address}/"
        until(self.reader, lambda: scope in self.registrations, "there is no service worker")
        message = {"origin": self.reader.address, "registrationId": self.registrations[scope], "data": text}
        # The debugger says nothing when a worker that was just put to sleep does not wake: it is handed over anew.
        for _ in range(3):
            debugger.send("ServiceWorker.deliverPushMessage", message)
            if comes(self.reader, lambda: self._newest() > before, within=10):
                break
        assert self._newest() > before, f"nothing is shown for “{text}”"
        debugger.detach()

    def shown(self) -> list[dict[str, str]]:
        """The notifications that stand on the screen."""
        return [{name: one[name] for name in ("title", "body", "tag", "lang")} for one in self._notifications()]

    def click(self) -> dict[str, Any]:
        """Tap the notification. No hand reaches it without a screen, so the worker is told that somebody did.

        Without a hand it may neither focus nor open; what it tries is written down instead.
        """
        done: dict[str, Any] = self.worker.evaluate(CLICK)
        return done

    @property
    def worker(self) -> Worker:
        return next(w for w in self.reader.context.service_workers if w.url.startswith(self.reader.address))

    def _registered(self, said: dict[str, Any]) -> None:
        for one in said["registrations"]:
            self.registrations[one["scopeURL"]] = one["registrationId"]

    def _notifications(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.reader.page.evaluate(SHOWN)
        return found

    def _newest(self) -> float:
        return max((one["timestamp"] for one in self._notifications()), default=0)

    def _mine(self) -> list[Any]:
        return [one for one in self.service.taken if one.path.startswith(f"/{self.name}/")]


def until(reader: Reader, there: Callable[[], bool], otherwise: str) -> None:
    """Wait for something outside the page."""
    assert comes(reader, there), otherwise


def comes(reader: Reader, there: Callable[[], bool], within: float = 15) -> bool:
    """Whether something outside the page happens in time. The page goes on meanwhile."""
    deadline = time.monotonic() + within
    while not there() and time.monotonic() < deadline:
        reader.page.wait_for_timeout(50)
    return there()
