"""Journey 7: a pain-free evening. The software's own questions and offers wait; what people say comes through."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.beforehand import agree, two
from tests.journeys.conftest import Sits, everywhere
from tests.journeys.house import House
from tests.journeys.living import Day, open_today

pytestmark = pytest.mark.browser

ZONE = {"when": ["tue", "18:00", "20:00"], "instead": ["film_book", "plans_home"], "slip": ["free_now"]}
ASKING = {"when": ["natural"], "offer": ["three"], "often": ["no_limit"], "words": ["good_now"]}
ADVICE = {"policy": ["ask_first"]}
CAPACITY = {"scale": ["percent"]}
LINE = "Jeg savner dig"


@everywhere
def test_a_pain_free_evening(sits_there: Sits, turned_house: House, lang: str, size: tuple[int, int]) -> None:
    day = Day(turned_house, 17)
    maja, jonas = two(sits_there, lang, size)
    agree(maja, jonas, "zones", ZONE, {"when": ZONE["when"], "instead": ["look_forward"]})
    agree(maja, jonas, "asking", ASKING, {"reach": ["coffee"]})
    agree(maja, jonas, "advice", ADVICE, {"giver": ["plain_no"]})
    agree(maja, jonas, "capacity", CAPACITY, {"scale": ["words"]})
    open_today(maja)
    assert maja.page.locator(".banner").count() == 0

    day.set(18, 30)
    for reader in (maja, jonas):
        open_today(reader)
        assert "20" in reader.text(".banner")
    maja.unfold("What else to talk about")
    maja.shot(f"evening-{lang}-{size[0]}-1-maja")
    fold = jonas.unfold("Ask %(name)s", name="Maja")
    assert "20" in fold.inner_text(), "he reads until when, and what he can do"
    jonas.shot(f"evening-{lang}-{size[0]}-2-jonas")
    jonas.tap("An idea for %(name)s", name="Maja")
    jonas.write("#id_own", "Sleep")
    jonas.send(".bar", "Offer it")
    open_today(maja)
    assert "Sleep" not in maja.text(), "the software's offer waits"

    open_today(jonas)
    jonas.unfold("Give a signal")
    jonas.tap(jonas.page.locator("button[name=kind][value=pause]"))
    expect(maja.page.locator("main section > .said").first).to_be_visible(timeout=3000)

    open_today(jonas)
    jonas.unfold("A line of your own")
    jonas.write("#id_capacity_words", LINE)
    jonas.shot(f"evening-{lang}-{size[0]}-3-now-or-then")
    jonas.tap("Say it at %(time)s", time={"en": "20:00", "da": "20"}[lang])
    assert LINE in jonas.text(), "it is his, and can be taken back"
    open_today(maja)
    assert LINE not in maja.text(), "his own words wait because he chose it"

    day.set(20)
    expect(maja.page.locator("main")).to_contain_text(LINE, timeout=8000)
    open_today(maja)
    assert maja.page.locator(".banner").count() == 0
    assert "Sleep" in maja.text(), "unlost"
    maja.shot(f"evening-{lang}-{size[0]}-4-afterwards")
