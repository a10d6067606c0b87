"""Somebody before a keyboard and nothing else: Tab, Enter and Space, as with a switch or with tired hands."""

from __future__ import annotations

from tests.journeys.reader import Reader

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

    def to(self, words: str, limit: int = 60, key: str = "Tab") -> None:
        """Tab until the focus stands on something that begins with these words, or has this id."""
        for _ in range(limit):
            self.reader.page.keyboard.press(key)
            on = self.reader.page.evaluate(FOCUS)
            if on is None:
                continue
            self.stops += 1
            if not (on["marked"] and on["uncovered"]):
                self.unseen.append(f"{self.reader.path}: {on}")
            if on["text"].startswith(words) or on["id"] == words:
                return
        raise AssertionError(f"{key} does not lead to “{words}” on {self.reader.path}")

    def is_on(self) -> str:
        """What has the focus, which has to be seen as it is now."""
        on = self.reader.page.evaluate(FOCUS)
        assert on is not None, f"the focus is lost on {self.reader.path}"
        assert on["marked"] and on["uncovered"], f"the focus cannot be seen on {self.reader.path}: {on}"
        return str(on["text"])

    def press(self, key: str, leads_on: bool = True) -> None:
        if leads_on:
            with self.reader.page.expect_navigation(wait_until="domcontentloaded"):
                self.reader.page.keyboard.press(key)
        else:
            self.reader.page.keyboard.press(key)
