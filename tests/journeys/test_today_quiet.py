"""The quiet page: one question and three large buttons, for a day with little to give."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.beforehand import agree, two
from tests.journeys.conftest import Sits
from tests.journeys.living import open_today
from tests.journeys.reader import BED, PHONE, Reader
from tests.journeys.test_in_bed import BRIGHTEST, LIGHT_OF_THE_GROUND, SIDEWAYS, SMALL

pytestmark = pytest.mark.browser

HERS = {"scale": ["percent"], "low_at": ["under_50"]}


@pytest.mark.parametrize("lang", ["da", "en"])
def test_one_question_comes_by_itself_on_a_low_day_for_whoever_chose_that(sits: Sits, lang: str) -> None:
    maja, jonas = two(sits, lang, BED)
    agree(maja, jonas, "capacity", HERS, {"scale": ["words"]})
    open_today(jonas)
    open_today(maja)
    maja.unfold("Less on the screen")
    maja.tap("Show it by itself when I have little to give")
    assert maja.page.locator("nav.circle-nav").count() == 1, "not before the day is low"
    maja.tap(maja.page.locator("button[name=value][value='20']"))

    controls = maja.page.locator("main a, main button, main summary, main input:not([type=hidden])")
    assert controls.count() <= 5
    big = maja.page.locator("main .button.big")
    assert big.count() == 3 and maja.page.locator("main [aria-pressed=true], main .primary").count() == 0
    looks = {
        button.evaluate("b => getComputedStyle(b).backgroundColor + getComputedStyle(b).borderColor")
        for button in big.all()
    }
    assert len(looks) == 1, "none looks chosen beforehand"
    assert maja.page.evaluate(LIGHT_OF_THE_GROUND) < BRIGHTEST
    assert not maja.page.evaluate(SIDEWAYS) and maja.page.evaluate(SMALL) == []
    maja.shot(f"quiet-{lang}-1")
    assert maja.counting(lambda: maja.tap("Come if you like, I just cannot begin")) == 1
    expect(jonas.page.locator("main")).to_contain_text(jonas.say("would like company but cannot begin"), timeout=3000)
    maja.shot(f"quiet-{lang}-2-said")

    maja.tap("Show the whole page")
    assert maja.page.locator("nav.circle-nav").count() == 1
    maja.unfold("Less on the screen")
    maja.tap("Show it now")
    assert maja.page.locator("main .button.big").count() == 3


@pytest.mark.parametrize(("lang", "size"), [("da", BED), ("en", PHONE)], ids=["small", "phone"])
def test_the_row_of_places_fits_and_help_is_two_taps_from_anywhere(
    sits: Sits, lang: str, size: tuple[int, int]
) -> None:
    maja, jonas = two(sits, lang, size)
    agree(maja, jonas, "capacity", HERS, {"scale": ["words"]})
    for name in ("Today", "The page", "Cards", "People"):
        maja.send("nav.circle-nav", name)
        one_line(maja)
        assert not maja.page.evaluate(SIDEWAYS)
        assert maja.offers("Help"), "one tap from here"
    open_today(maja)
    for look in ("light", "dark", "dimmed"):
        maja.context.add_cookies([{"name": "roret-look", "value": look, "url": maja.address}])
        open_today(maja)
        maja.shot(f"today-{lang}-{size[0]}-{look}")


def one_line(reader: Reader) -> None:
    tops = {link.bounding_box()["y"] for link in reader.page.locator("nav.circle-nav a").all()}  # type: ignore[index]
    assert len(tops) == 1, reader.path
