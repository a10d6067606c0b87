"""How long it takes from a tap until it stands on the other screen."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from tests.journeys.beforehand import agree, two
from tests.journeys.conftest import PROVE, Sits
from tests.journeys.living import open_today

pytestmark = pytest.mark.browser

TAPS = 200 if PROVE else 20
WATCH = """() => { window.seen = []; let last = '';
  new MutationObserver(() => { const said = document.querySelector('.person b').textContent;
    if (said !== last) { last = said; window.seen.push([said.replace(/\\D/g, ''), Date.now()]) } })
    .observe(document.querySelector('[data-parts]'), { subtree: true, childList: true, characterData: true }) }"""


def test_a_tap_stands_on_the_other_screen_within_a_second(sits: Sits, figure: Callable[[str], None]) -> None:
    maja, jonas = two(sits)
    agree(maja, jonas, "capacity", {"scale": ["percent"]}, {"scale": ["words"]})
    open_today(jonas)
    jonas.page.evaluate(WATCH)
    open_today(maja)
    took: list[float] = []
    for turn in range(TAPS):
        value = ("40", "60")[turn % 2]
        button = maja.page.locator(f"button[name=value][value='{value}']")
        began = time.time()
        with maja.page.expect_navigation(wait_until="domcontentloaded"):
            button.evaluate("button => button.click()")
        seen = jonas.page.wait_for_function("count => window.seen[count]", arg=turn).json_value()
        assert seen[0] == value
        took.append(seen[1] / 1000 - began)
    took.sort()
    median, slow = took[len(took) // 2], took[int(len(took) * 0.99)]
    figure(f"{TAPS} taps, until seen on the other screen: median {median * 1000:.0f} ms, 99 % {slow * 1000:.0f} ms")
    assert median < 1
