"""Somebody with a browser: finds things by the words on them, in their own language, and counts every tap."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.utils import translation
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, Response

SHOTS = Path(__file__).resolve().parent.parent.parent / "shots"
"""Pictures of where each journey ends, to be looked at. Not part of the repository."""
TAPPABLE = "a, button, summary, label"
LEADS_ON = """item => item.matches('button[type=submit]:not([data-more])') && item.form !== null && navigator.onLine
  && !(window.htmx && item.matches('[hx-post], [data-put], form[hx-post] *'))
  || item.matches('a[href]') && !item.getAttribute('href').startsWith('#')"""
PHONE, DESK, BED = (390, 844), (1280, 900), (320, 640)


@dataclass(frozen=True)
class Tap:
    """One tap: on what, and how far down the screen as a share of its height."""

    on: str
    down: float
    width: float
    height: float


class Reader:
    """One person's browser profile with one open page. `taps` holds every tap so far."""

    def __init__(self, browser: Browser, address: str, lang: str, size: tuple[int, int], **more: Any) -> None:
        self.address, self.lang, self.size = address, lang, size
        locale = {"da": "da-DK", "en": "en-GB"}[lang]
        self.context = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale=locale, **more)
        self.context.set_default_timeout(10000)
        self.complaints: list[str] = []
        self.foreign: list[str] = []
        self.taps: list[Tap] = []
        self.page = self.new_page()

    def new_page(self) -> Page:
        """Another tab of the same profile, which becomes the one that is looked at."""
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))
        self.page.on("console", self._heard)
        self.page.on("request", self._asked)
        self.page.on("response", self._answered)
        return self.page

    def _heard(self, line: ConsoleMessage) -> None:
        # A page that answers 404 or 422 on purpose makes Chromium say so; that is not a fault of the page.
        if line.type in ("error", "warning") and not line.text.startswith("Failed to load resource"):
            self.complaints.append(f"console: {line.text}")

    def _asked(self, request: Request) -> None:
        if urlsplit(request.url).scheme in ("http", "https") and not request.url.startswith(f"{self.address}/"):
            self.foreign.append(request.url)

    def _answered(self, response: Response) -> None:
        if response.status >= 500:
            self.complaints.append(f"{response.status} {response.url}")

    # --- going and looking -------------------------------------------------------------------
    def go(self, path: str) -> int:
        """Open an address of the house. Gives the status of the answer."""
        answer = self.page.goto(self.at(path))
        assert answer is not None
        return answer.status

    def at(self, path: str) -> str:
        return path if path.startswith("http") else f"{self.address}{path}"

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    @property
    def circle(self) -> str:
        """The address of the circle this person stands in."""
        found = re.match(r"/c/[0-9a-f-]{36}", self.path)
        assert found, f"{self.path} is in no circle"
        return found[0]

    def text(self, selector: str = "main") -> str:
        return self.page.locator(selector).inner_text()

    def said(self, selector: str = ".said") -> list[str]:
        return self.page.locator(selector).all_inner_texts()

    def say(self, message: str, **names: object) -> str:
        """A sentence of the product's in this reader's language, from the catalogues."""
        with translation.override(self.lang):
            text = translation.gettext(message)
        return text % names if names else text

    def reads(self, message: str, **names: object) -> bool:
        # Capitals may be the style sheet's.
        return self.say(message, **names).casefold() in self.page.locator("body").inner_text().casefold()

    def find(self, message: str, within: Locator | None = None, **names: object) -> Locator:
        """What can be tapped and says these words, alone or (in a button with a note) first."""
        words = re.escape(self.say(message, **names))
        place = (within if within is not None else self.page.locator("body")).locator(TAPPABLE)
        alone = place.filter(has_text=re.compile(rf"^\s*{words}\s*$"), visible=True)
        return (alone if alone.count() else place.filter(has_text=re.compile(rf"^\s*{words}"), visible=True)).first

    def offers(self, message: str, **names: object) -> bool:
        return self.find(message, **names).count() > 0

    # --- doing ----------------------------------------------------------------------------------
    def tap(self, what: str | Locator, **names: object) -> None:
        """Tap it, and count that."""
        target = self.find(what, **names) if isinstance(what, str) else what
        target.scroll_into_view_if_needed()
        box = target.bounding_box()
        assert box is not None, f"{what} is not on the screen of {self.path}"
        words = " ".join(target.inner_text().split())[:60]
        down = (box["y"] + box["height"] / 2) / self.size[1]
        self.taps.append(Tap(f"{self.path}: {words}", round(down, 2), box["width"], box["height"]))
        if target.evaluate(LEADS_ON):
            with self.page.expect_navigation(wait_until="domcontentloaded"):
                target.click()
        else:
            target.click()

    def write(self, field: str, text: str) -> None:
        """Tap a field and write in it."""
        target = self.page.locator(field).first
        self.tap(target)
        target.fill(text)

    def unfold(self, message: str, **names: object) -> Locator:
        """Open a fold if it is closed. Gives what it is on."""
        words = self.say(message, **names)
        fold = self.page.locator("details").filter(has=self.page.locator("summary", has_text=words)).first
        if not fold.evaluate("fold => fold.open"):
            self.tap(fold.locator("summary"))
        return fold

    def send(self, form: str, message: str, **names: object) -> None:
        """Tap a button of one form, where several forms have a button of that name."""
        self.tap(self.find(message, within=self.page.locator(form), **names))

    def counting(self, walk: Callable[[], object]) -> int:
        """How many taps a walk takes."""
        before = len(self.taps)
        walk()
        return len(self.taps) - before

    def shot(self, name: str) -> None:
        """A picture of the whole page, to be looked at."""
        SHOTS.mkdir(exist_ok=True)
        # On a screen as high as the page the bar stands where the page ends, and covers nothing.
        height = self.page.evaluate("document.documentElement.scrollHeight")
        self.page.set_viewport_size({"width": self.size[0], "height": max(height, self.size[1])})
        self.page.screenshot(path=SHOTS / f"{name}.png", full_page=True)
        self.page.set_viewport_size({"width": self.size[0], "height": self.size[1]})

    def close(self) -> None:
        self.context.close()
