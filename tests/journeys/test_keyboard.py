"""Journey 1 with nothing but Tab, Enter and Space, as somebody with a switch or with tired hands walks it."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import Sits, everywhere
from tests.journeys.reader import Reader

pytestmark = pytest.mark.browser

FOCUS = """() => {
  const item = document.activeElement;
  if (!item || item === document.body) return null;
  const shown = item.closest('label:not(.hours label)') ?? item;
  const box = shown.getBoundingClientRect();
  const marked = [item, shown, ...shown.querySelectorAll('span')].some(part => {
    const look = getComputedStyle(part);
    // The clock inside a field for hours is the browser's own, and marked by the browser.
    if (item.matches('input[type=time]') && !item.matches(':focus-visible')) return true;
    return look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2 && look.outlineColor !== 'rgba(0, 0, 0, 0)';
  });
  const steps = [0.05, 0.5, 0.95];
  const uncovered = steps.some(down => {
    const on = document.elementFromPoint(box.left + box.width / 2, box.top + box.height * down);
    return on !== null && (shown.contains(on) || on.contains(shown) && on !== document.body && !on.matches('.bar, .bottom'));
  });
  return { text: (shown.innerText || item.getAttribute('aria-label') || item.id || '').trim().replace(/\\s+/g, ' '),
    id: item.id, marked, uncovered };
}"""


class Keys:
    """Walks with the keyboard alone, and minds at every stop whether the focus can be seen."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.stops = 0
        self.unseen: list[str] = []

    def to(self, words: str, limit: int = 60) -> None:
        """Tab until the focus stands on something that begins with these words, or has this id."""
        for _ in range(limit):
            self.reader.page.keyboard.press("Tab")
            on = self.reader.page.evaluate(FOCUS)
            if on is None:
                continue
            self.stops += 1
            if not (on["marked"] and on["uncovered"]):
                self.unseen.append(f"{self.reader.path}: {on}")
            if on["text"].startswith(words) or on["id"] == words:
                return
        raise AssertionError(f"Tab does not lead to “{words}” on {self.reader.path}")

    def press(self, key: str, leads_on: bool = True) -> None:
        if leads_on:
            with self.reader.page.expect_navigation(wait_until="domcontentloaded"):
                self.reader.page.keyboard.press(key)
        else:
            self.reader.page.keyboard.press(key)


@everywhere
def test_the_first_night_can_be_walked_with_the_keyboard_alone(sits: Sits, lang: str, size: tuple[int, int]) -> None:
    maja = sits(lang, size)
    maja.go("/")
    keys = Keys(maja)
    keys.to(maja.say("It is about me"))
    keys.press("Enter")
    while "/first/done" not in maja.path:
        keys.to(maja.page.locator(".taps button").first.inner_text())
        keys.press("Space")
    sentences = maja.said()
    assert len(sentences) >= 2
    keys.to(maja.say("Save it"))
    keys.press("Enter")
    keys.to("id_name")
    maja.page.keyboard.type("Maja")
    keys.to(maja.say("Save"))
    keys.press("Enter")
    assert all(sentence in maja.text() for sentence in sentences)

    keys.to(maja.say("Cards"))
    keys.press("Enter")
    walk_a_card(maja, keys)
    assert maja.reads("It is on your page now.")
    assert not keys.unseen, "\n".join(keys.unseen)


def walk_a_card(maja: Reader, keys: Keys) -> None:
    """The zones card: a day, hours by their digits, one choice, and the rest skipped."""
    row = maja.page.locator("a.row[href$='/cards/zones']").inner_text()
    keys.to(" ".join(row.split())[:12])
    keys.press("Enter")
    keys.to(maja.page.locator(".day").first.inner_text())
    keys.press("Space", leads_on=False)
    keys.to("id_when.0.from")
    maja.page.keyboard.type("0600AM")  # with twelve hours or with twenty-four
    keys.to("id_when.0.to")
    maja.page.keyboard.type("0800AM")
    keys.to(maja.say("Next"))
    keys.press("Enter")
    while "/q/" in maja.path:
        keys.to(maja.say("Skip"))
        keys.press("Space")
    keys.to(maja.say("Put it on my page"))
    keys.press("Enter")


@pytest.mark.parametrize("path", ["/", "/first/1", "/help", "/sign-in"])
def test_the_first_stop_leads_past_the_top_of_the_page(sits: Sits, path: str) -> None:
    maja = sits()
    maja.go(path)
    maja.page.keyboard.press("Tab")
    assert maja.page.evaluate("document.activeElement.matches('.skip')")
    maja.page.keyboard.press("Enter")
    assert maja.page.evaluate("document.activeElement.id") == "main"


def test_three_times_escape_leaves_for_an_ordinary_page(sits: Sits) -> None:
    maja = sits()
    asked: list[str] = []
    maja.context.route(
        "https://www.dmi.dk/**", lambda route: (asked.append(route.request.url), route.fulfill(body="-"))[0]
    )
    maja.go("/help")
    with maja.page.expect_navigation(url="https://www.dmi.dk/**"):
        for _ in range(3):
            maja.page.keyboard.press("Escape")
    maja.foreign.clear()
    assert asked == ["https://www.dmi.dk/"]
    maja.page.go_back()
    assert "/help" not in maja.page.url
