"""In bed: a small phone, one thumb, the light dimmed, never seen before."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import Sits
from tests.journeys.reader import BED
from tests.journeys.walks import tap_the_first_card

pytestmark = pytest.mark.browser

UPPER = 0.4
"""What is above this share of the screen is out of reach for the thumb of the hand that holds the phone."""
BRIGHTEST = 0.12
LIGHT_OF_THE_GROUND = """() => {
  const shade = getComputedStyle(document.body).backgroundColor.match(/[\\d.]+/g).slice(0, 3).map(Number);
  const line = shade.map(part => { const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4; });
  return 0.2126 * line[0] + 0.7152 * line[1] + 0.0722 * line[2] }"""
SIDEWAYS = "document.documentElement.scrollWidth > innerWidth"
SMALL = """() => [...document.querySelectorAll('a, button, summary')].filter(item => !item.closest('p, .skip'))
  .map(item => [item.innerText.trim(), item.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.width < 44 || box.height < 44)).map(([text]) => text)"""


@pytest.mark.parametrize("lang", ["da", "en"])
def test_six_taps_of_one_thumb_lead_to_two_sentences_without_an_account(sits: Sits, lang: str) -> None:
    maja = sits(lang, BED, has_touch=True, is_mobile=True, color_scheme="light")
    maja.go("/")
    maja.tap("Dimmed")
    at_the_front = len(maja.taps)
    assert maja.page.get_attribute("html", "data-theme") == "dimmed"
    assert maja.page.evaluate(LIGHT_OF_THE_GROUND) < BRIGHTEST
    maja.shot(f"bed-{lang}-1-front")
    sentences = tap_the_first_card(maja)
    assert len(sentences) >= 2
    assert len(maja.taps) <= 6, [tap.on for tap in maja.taps]
    assert maja.page.evaluate(LIGHT_OF_THE_GROUND) < BRIGHTEST
    maja.shot(f"bed-{lang}-2-sentences")
    assert [cookie["name"] for cookie in maja.context.cookies() if "account" in cookie["name"]] == []
    for tap in maja.taps[at_the_front:]:
        assert tap.width >= 44 and tap.height >= 44, tap


@pytest.mark.parametrize("lang", ["da", "en"])
def test_what_leads_on_lies_within_reach_of_the_thumb(sits: Sits, lang: str) -> None:
    """On each screen of the way: the buttons that lead on are low on the screen, large, and nothing scrolls sideways."""
    maja = sits(lang, BED, has_touch=True, is_mobile=True)
    maja.context.add_cookies([{"name": "roret-look", "value": "dimmed", "url": maja.address}])
    maja.go("/")
    while True:
        assert not maja.page.evaluate(SIDEWAYS), maja.path
        assert maja.page.evaluate(SMALL) == [], maja.path
        maja.page.evaluate("scrollTo(0, 0)")
        ways = maja.page.locator(".bar .button, .taps button").all()
        middles = [(box["y"] + box["height"] / 2) / BED[1] for way in ways if (box := way.bounding_box())]
        low = [middle for middle in middles if UPPER <= middle <= 1]
        # Of a list of answers the first may begin higher up; most of it, and every bar, lies low.
        assert len(low) >= len(middles) / 2, (maja.path, middles)
        assert all(UPPER <= middle <= 1 for middle in middles) or maja.page.locator(".taps").count(), (
            maja.path,
            middles,
        )
        if "/first/done" in maja.path:
            break
        if maja.path == "/":
            maja.tap("It is about me")
        else:
            maja.tap(maja.page.locator(".taps button").first)
