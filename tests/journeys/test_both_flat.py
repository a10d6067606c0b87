"""When both are flat: the plan that was made in calm is one tap away for either, and nobody sees that it was opened."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.beforehand import agree, led_to, two
from tests.journeys.conftest import Sits
from tests.journeys.living import open_today, reads_live
from tests.journeys.reader import BED, PHONE, Reader
from tests.journeys.test_in_bed import SIDEWAYS, SMALL

pytestmark = pytest.mark.browser

HERS = {"let_go": ["dishes", "screens"], "together": ["film", "hand"], "apart": ["nap"]}
HIS = HERS | {"apart": ["walk"]}


def plan(maja: Reader, jonas: Reader) -> None:
    """They have made it, with a number for food and one for help."""
    for question, line in (("order_in", "Havnens Pizza, 22 33 44 55"), ("call", "Birthe 55 44 33 22")):
        led_to(jonas, f"{jonas.circle}/cards/flat/q/{question}", **{f"{question}.own": line})
    agree(maja, jonas, "flat", HERS, HIS)


@pytest.mark.parametrize(("lang", "size"), [("da", BED), ("en", PHONE)], ids=["small", "phone"])
def test_one_tap_from_today_once_both_have_said_there_is_little(sits: Sits, lang: str, size: tuple[int, int]) -> None:
    maja, jonas = two(sits, lang, size)
    agree(maja, jonas, "capacity", {"scale": ["percent"], "low_at": ["under_50"]}, {"scale": ["words"]})
    plan(maja, jonas)
    for reader in (maja, jonas):
        open_today(reader)
    door = f"main a[href='{maja.circle}/flat']"
    maja.tap(maja.page.locator("button[name=value][value='20']"))
    reads_live(jonas, "20", where=".person:has-text('Maja')")
    assert maja.page.locator(door).count() == jonas.page.locator(door).count() == 0
    jonas.tap(jonas.page.locator("button[name=value][value='a_little']"))
    reads_live(maja, maja.say("When we are both flat"))
    expect(jonas.page.locator(door)).to_be_visible()
    maja.shot(f"flat-{lang}-1-today")

    assert maja.counting(lambda: maja.tap(maja.page.locator(door))) == 1
    calls = maja.page.locator("main a[href^='tel:']")
    assert [link.get_attribute("href") for link in calls.all()] == ["tel:22334455", "tel:55443322"]
    assert not maja.page.evaluate(SIDEWAYS) and maja.page.evaluate(SMALL) == []
    maja.shot(f"flat-{lang}-2-plan")
    expect(jonas.page.locator("main")).not_to_contain_text("Havnens Pizza")


def test_where_nothing_is_agreed_the_page_stays_out_of_it(sits: Sits) -> None:
    maja, _ = two(sits, "da", BED)
    maja.go(f"{maja.circle}/flat")
    expect(maja.page.locator("main")).to_contain_text("Gør, som I plejer.")
    assert not maja.page.evaluate(SIDEWAYS) and maja.page.evaluate(SMALL) == []
    maja.shot("flat-da-3-nothing")
