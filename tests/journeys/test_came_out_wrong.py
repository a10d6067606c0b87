"""Journey 10: it came out wrong. Two taps from Today to a sentence that the other has said would land."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.beforehand import agree, two
from tests.journeys.conftest import Sits, everywhere
from tests.journeys.living import open_today, reads_live
from tests.journeys.reader import BED, PHONE, Reader

pytestmark = pytest.mark.browser

SAYS = {"da": "Den sætning tager jeg tilbage", "en": "I take that sentence back"}
GENERAL = {"da": "Hvordan lød det i dine ører?", "en": "How did that sound to you?"}
HERS = {"works": ["here", "take_time"], "misses": ["tried_yoga", "cheer_up"], "repair": ["take_back", "thanks_told"]}
HIS = {"works": ["thanks_for_telling"], "repair": ["try_again"]}


@everywhere
def test_a_sentence_that_would_land_stands_on_her_screen(sits: Sits, lang: str, size: tuple[int, int]) -> None:
    maja, jonas = two(sits, lang, size)
    agree(maja, jonas, "words", HERS, HIS)
    open_today(maja)
    open_today(jonas)

    taps = jonas.counting(lambda: says_it(jonas, lang, size))
    assert taps == 2, jonas.taps[-taps:]
    assert jonas.path.endswith("/today")
    reads_live(maja, SAYS[lang])
    maja.shot(f"repair-{lang}-{size[0]}-2-on-her-screen")

    mine = jonas.page.locator("section", has=jonas.page.locator(".said", has_text=SAYS[lang]))
    assert jonas.find("Copy", within=mine).count() and jonas.find("Send as SMS", within=mine).count()
    jonas.shot(f"repair-{lang}-{size[0]}-3-on-his-own")
    his = jonas.text()
    maja.tap(maja.find("Put it away"))
    expect(maja.page.locator("main")).not_to_contain_text(SAYS[lang])
    jonas.go(jonas.path)
    assert jonas.text() in (
        his,
        his.replace(jonas.say("It is said. You can take it back until midnight."), "").strip(),
    ), "that she put it away is hers"
    jonas.tap(jonas.find("Take it back", within=mine))
    assert SAYS[lang] not in jonas.text()

    marks_another(maja, lang, size)


def says_it(jonas: Reader, lang: str, size: tuple[int, int]) -> None:
    jonas.tap("It came out wrong")
    jonas.shot(f"repair-{lang}-{size[0]}-1-words")
    jonas.tap(SAYS[lang])


def marks_another(maja: Reader, lang: str, size: tuple[int, int]) -> None:
    """What would land is marked on the card, where it is agreed like everything else."""
    maja.tap("It came out wrong")
    maja.tap("Choose what would land well with you")
    assert maja.path.endswith("/cards/words/q/repair") and maja.page.locator(".chip", has_text=GENERAL[lang]).count()


@everywhere
def test_without_javascript_it_takes_the_same_taps(sits: Sits, lang: str, size: tuple[int, int]) -> None:
    maja, jonas = two(sits, lang, size)
    agree(maja, jonas, "words", HERS, HIS)
    plain = sits(lang, size, java_script_enabled=False)
    plain.context.add_cookies(jonas.context.cookies())
    plain.go(f"{jonas.circle}/today")
    assert plain.counting(lambda: says_it(plain, lang, size)) == 2
    open_today(maja)
    assert SAYS[lang] in maja.text()


@pytest.mark.parametrize("size", [BED, PHONE])
def test_with_nothing_agreed_there_are_words_to_take_along(sits: Sits, size: tuple[int, int]) -> None:
    maja, jonas = two(sits, "da", size)
    open_today(jonas)
    jonas.tap("It came out wrong")
    assert GENERAL["da"] in jonas.text() and not jonas.page.locator("form[action*='/words/say/']").count()
    assert jonas.page.locator("a[href^='sms:']").first.is_visible()
    jonas.shot(f"repair-da-{size[0]}-4-nothing-agreed")


def test_ones_own_words_are_sent_by_the_keys_alone(sits: Sits) -> None:
    maja, jonas = two(sits, "en", PHONE)
    agree(maja, jonas, "words", HERS, HIS)
    jonas.go(f"{jonas.circle}/words")
    fold = jonas.page.locator("summary", has_text=jonas.say("In your own words"))
    fold.focus()
    jonas.page.keyboard.press("Enter")
    jonas.page.keyboard.press("Tab")
    jonas.page.keyboard.type("I did not mean it like that. Have you tried yoga?")
    jonas.page.keyboard.press("Tab")
    jonas.page.keyboard.press("Enter")
    expect(jonas.page.locator(".nudge mark")).to_have_count(1)
    field = jonas.page.locator("textarea[name^='own_']")
    field.focus()
    jonas.page.keyboard.press("Control+a")
    jonas.page.keyboard.type("I did not mean it like that.")
    jonas.page.locator("form:has(textarea[name^='own_'])").get_by_role("button", name="Say it").focus()
    with jonas.page.expect_navigation():
        jonas.page.keyboard.press("Enter")
    open_today(maja)
    assert "I did not mean it like that." in maja.text()
