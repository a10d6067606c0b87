"""Journey 3: an ordinary morning. At the hour she chose a quiet question comes, and one tap answers it on both pages."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.beforehand import agree, two
from tests.journeys.conftest import Sits, everywhere
from tests.journeys.house import House
from tests.journeys.living import Day, open_today, reads_within_a_second
from tests.journeys.reader import Reader

pytestmark = pytest.mark.browser

HERS = {"scale": ["percent"], "low_at": ["under_50"], "low": ["alone"], "both_flat": ["order_in", "leave_mess"]}
HIS = {"scale": ["words"], "both_flat": ["order_in"]}
ASKING = {"when": ["fixed"], "offer": ["number"], "fixed_times": ["tue", "08:00", "08:15"]}


@everywhere
def test_an_ordinary_morning(sits_there: Sits, turned_house: House, lang: str, size: tuple[int, int]) -> None:
    day = Day(turned_house, 7, 30)
    maja, jonas = two(sits_there, lang, size)
    agree(maja, jonas, "capacity", HERS, HIS)
    agree(maja, jonas, "asking", ASKING, {"reach": ["coffee"]})
    jonas.go("/")
    assert jonas.path.endswith("/today"), "one lands where one lives"
    jonas.shot(f"morning-{lang}-{size[0]}-1-nothing-said")
    open_today(maja)
    question = maja.page.locator(".today section", has=maja.page.locator("button[value=put_away]"))
    assert question.count() == 0, "it is not asked before its hour"
    day.set(8)
    expect(question).to_be_visible(timeout=8000)
    maja.shot(f"morning-{lang}-{size[0]}-1-asked")

    forty = question.locator("button[name=value][value='40']")
    maja.page.wait_for_timeout(400)
    taps = maja.counting(lambda: maja.tap(forty))
    reads_within_a_second(jonas, ".person", "40")
    assert "40" in jonas.page.locator(".person", has_text="Maja").first.inner_text() and taps == 1
    assert question.count() == 0, "what is said is not asked"
    maja.tap(maja.page.locator("button[name=need][value=peace]"))
    expect(jonas.page.locator("main")).to_contain_text(maja.say("would rather have peace and quiet"), timeout=3000)
    for reader, who in ((maja, "maja"), (jonas, "jonas")):
        reader.shot(f"morning-{lang}-{size[0]}-2-{who}")

    day.set(12, 30)
    open_today(jonas)
    assert jonas.page.locator(".person b", has_text="40").count() == 0
    assert jonas.say("this morning").casefold() in jonas.text().casefold() and "40" in jonas.text()
    jonas.shot(f"morning-{lang}-{size[0]}-3-earlier")

    day.set(0, 5, later=1)
    for reader in (maja, jonas):
        open_today(reader)
        assert not said(reader), "what is over is gone, for her as well"
    jonas.shot(f"morning-{lang}-{size[0]}-4-next-day")


def said(reader: Reader) -> bool:
    """Whether anything of a day stands on the page."""
    return reader.page.locator(".person", has_text="40").count() > 0
