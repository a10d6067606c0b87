"""Journey 5: at a party. One tap says that one withdraws for a bit; the other reads it with an answer ready."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.beforehand import agree, two
from tests.journeys.conftest import Sits, everywhere
from tests.journeys.house import House
from tests.journeys.living import Day, open_today, reads_live, reads_within_a_second

pytestmark = pytest.mark.browser

HERS = {
    "how": ["message"],
    "messages": ["a_bit", "minutes_30"],
    "reply": ["fine", "seat_kept"],
    "meanwhile": ["carry_on"],
    "check": ["never"],
}
HIS = {"how": ["message"], "messages": ["quiet_place"], "reply": ["take_time"]}


@everywhere
def test_at_a_party(sits_there: Sits, turned_house: House, lang: str, size: tuple[int, int]) -> None:
    day = Day(turned_house, 18, 30)
    maja, jonas = two(sits_there, lang, size)
    agree(maja, jonas, "withdraw", HERS, HIS)
    for reader in (maja, jonas):
        open_today(reader)
    maja.shot(f"party-{lang}-{size[0]}-1-before")

    one_tap = maja.page.locator(".bar button")
    words = one_tap.inner_text()
    taps = maja.counting(lambda: maja.tap(one_tap))
    reads_within_a_second(jonas, "main section > .said", words)
    assert jonas.said("main section > .said") == [words] and taps == 1
    assert maja.offers("I am back") and maja.page.locator(".bar button").count() == 0

    maja.tap("I am back")
    expect(jonas.page.locator("main section > .said")).to_have_count(0, timeout=3000)

    maja.unfold("I withdraw for a bit")
    maja.tap(maja.page.locator("main button[value='minutes_30']"))
    reads_live(jonas, "19", where="main section:has(> .said)")
    expect(jonas.page.locator("#id_withdraw_reply_1_1")).to_be_visible()
    jonas.unfold("More that is good now")
    for reader, who in ((maja, "maja"), (jonas, "jonas")):
        reader.shot(f"party-{lang}-{size[0]}-2-{who}")

    day.set(19, 20)
    open_today(jonas)
    assert jonas.reads("It takes the time it takes")
    assert "19" not in jonas.text("main section:has(> .said)")
    jonas.shot(f"party-{lang}-{size[0]}-3-takes-its-time")
    open_today(maja)
    maja.tap("I am back")
    expect(jonas.page.locator("main section > .said")).to_have_count(0, timeout=3000)

    jonas.tap(jonas.page.locator(".bar button"))
    expect(maja.page.locator("main section > .said")).to_have_count(1, timeout=3000)
    maja.shot(f"party-{lang}-{size[0]}-4-his-turn")
