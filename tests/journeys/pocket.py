"""A browser whose profile lies in a folder, so that it can be shut, opened again, and searched."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Playwright

from tests.journeys.conftest import ARGUMENTS
from tests.journeys.reader import Reader


class Profile:
    """Stands in for a browser: the one context it makes is the profile in this folder."""

    def __init__(self, playwright: Playwright, folder: Path) -> None:
        self.playwright, self.folder = playwright, folder

    def new_context(self, **more: Any) -> BrowserContext:
        program = shutil.which("chromium") or shutil.which("chromium-browser")
        context = self.playwright.chromium.launch_persistent_context(
            self.folder, executable_path=program, args=ARGUMENTS, **more
        )
        # The browser would wake the worker whenever it likes: a worker that has just been woken is not offline yet.
        context.new_cdp_session(context.pages[0]).send(
            "Browser.setPermission", {"permission": {"name": "background-sync"}, "setting": "denied"}
        )
        return context

    def wake(self, reader: Reader) -> None:
        """What the browser does once there is a network: it hands the worker its `sync`."""
        devtools = reader.context.new_cdp_session(reader.page)
        found: list[dict[str, Any]] = []
        devtools.on("ServiceWorker.workerRegistrationUpdated", lambda told: found.extend(told["registrations"]))
        devtools.send("ServiceWorker.enable")
        while not found:
            reader.page.wait_for_timeout(50)
        devtools.send(
            "ServiceWorker.dispatchSyncEvent",
            {"origin": reader.address, "registrationId": found[0]["registrationId"], "tag": "say", "lastChance": False},
        )

    def holding(self, *words: str) -> dict[str, list[str]]:
        """Which files of the profile hold any of these, in the encodings that a browser writes."""
        found: dict[str, list[str]] = {}
        for path in sorted(self.folder.rglob("*")):
            try:
                there = path.read_bytes() if path.is_file() else b""
            except FileNotFoundError:  # the browser has just deleted it, and it holds nothing
                continue
            for word in words:
                if any(word.encode(way) in there for way in ("utf-8", "utf-16-le", "utf-16-be")):
                    found.setdefault(str(path.relative_to(self.folder)), []).append(word)
        return found


LEFT = """async () => ({
  caches: await caches.keys(),
  workers: (await navigator.serviceWorker.getRegistrations()).length,
  databases: (await indexedDB.databases()).map(({ name }) => name),
  local: Object.keys(localStorage), session: Object.keys(sessionStorage),
})"""
NOTHING = {"caches": [], "workers": 0, "databases": [], "local": [], "session": []}


def left(reader: Reader) -> dict[str, Any]:
    """What the browser keeps of this house, besides cookies."""
    found: dict[str, Any] = reader.page.evaluate(LEFT)
    return found
