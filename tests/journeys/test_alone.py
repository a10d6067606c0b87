"""Journey 1: alone, the first night. Words of one's own before any account, and a page after a few more taps."""

from __future__ import annotations

import subprocess

import pytest

from tests.journeys.conftest import Sits, everywhere
from tests.journeys.reader import SHOTS, Reader
from tests.journeys.walks import answer_all, begin, new_cards, save_as, tap_the_first_card

pytestmark = pytest.mark.browser


@everywhere
def test_two_sentences_come_before_any_account_and_a_page_after_three_cards(
    sits: Sits, lang: str, size: tuple[int, int]
) -> None:
    maja = sits(lang, size, permissions=["clipboard-read", "clipboard-write"])
    maja.go("/")
    maja.shot(f"alone-{lang}-{size[0]}-1-front")
    sentences = tap_the_first_card(maja)
    assert len(sentences) >= 2 and len(maja.taps) <= 6
    maja.shot(f"alone-{lang}-{size[0]}-2-sentences")
    before = len(maja.taps)
    can_be_copied(maja, sentences)
    del maja.taps[before:]  # copying is not on the way to the page

    save_as(maja, "Maja")
    assert all(sentence in maja.text() for sentence in sentences)
    two_more_cards(maja)
    assert len(maja.taps) <= 25, [tap.on for tap in maja.taps]
    maja.shot(f"alone-{lang}-{size[0]}-3-page")
    the_sheet_says_it_too(maja, sentences)


def can_be_copied(reader: Reader, sentences: list[str]) -> None:
    reader.unfold("Copy or send")
    reader.tap("Copy")
    reader.page.get_by_text(reader.say("Copied"), exact=True).wait_for()
    assert reader.page.evaluate("navigator.clipboard.readText()") == "\n".join(sentences)


def two_more_cards(reader: Reader) -> None:
    """Take two cards that were not opened, as quickly as somebody tired does: one answer, the rest skipped."""
    for _ in range(2):
        reader.tap(reader.find("Cards", within=reader.page.locator(".bar")))
        fresh = new_cards(reader)
        if not fresh:
            return
        reader.tap(fresh[0])
        answer_all(reader, questions=1)
        reader.tap("Put it on my page")
        reader.page.wait_for_url("**/c/*")


def the_sheet_says_it_too(reader: Reader, sentences: list[str]) -> None:
    reader.unfold("Show, print or share")
    sheet = reader.find("As a sheet of paper (PDF)").get_attribute("href")
    answer = reader.context.request.get(f"{reader.address}{sheet}")
    assert answer.status == 200 and answer.headers["content-type"] == "application/pdf"
    SHOTS.mkdir(exist_ok=True)
    file = SHOTS / f"alone-{reader.lang}-{reader.size[0]}.pdf"
    file.write_bytes(answer.body())
    subprocess.run(["pdftoppm", "-png", "-r", "80", str(file), str(file.with_suffix(""))], check=True, timeout=60)
    words = subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, check=True, timeout=60)
    flat = "".join(words.stdout.decode().replace("\u00ad", "").split())
    for sentence in [*sentences, *reader.said(".profile-section > p:not(.note)")]:
        assert "".join(sentence.split()).replace("-", "") in flat.replace("-", ""), sentence


def test_a_closed_tab_loses_nothing(sits: Sits) -> None:
    """Neither what a stranger tapped, nor a card that was only begun."""
    maja = sits()
    maja.go("/")
    maja.tap("It is about me")
    maja.tap(maja.page.locator(".taps button").nth(1))
    chosen = maja.page.url
    maja.page.close()
    maja.new_page()
    maja.go("/first/1")
    assert maja.page.locator(".taps button[aria-pressed=true]").count() == 1
    maja.go(chosen)
    while "/first/done" not in maja.path:
        maja.tap(maja.page.locator(".taps button").first)
    save_as(maja, "Maja")

    home = maja.page.url
    maja.go(f"{maja.circle}/cards/zones")
    window = maja.page.locator(".window").first
    maja.tap(window.locator(".day").nth(2))
    window.locator("input[type=time]").nth(0).fill("18:00")
    window.locator("input[type=time]").nth(1).fill("20:00")
    maja.send(".bar", "Next")
    left_at = maja.path
    maja.page.close()
    maja.new_page()
    maja.go(home)
    maja.go(f"{maja.circle}/cards")
    assert maja.reads("You have begun")
    maja.tap(maja.page.locator("a.row[href*='/cards/zones']").first)
    assert maja.path == left_at
    maja.tap("One back")
    assert maja.page.locator(".day input:checked").count() == 1
    assert maja.page.locator("input[type=time]").first.input_value() == "18:00"


def test_every_card_can_be_skipped_through_and_laid_aside(sits: Sits) -> None:
    maja = sits()
    begin(maja)
    maja.go(f"{maja.circle}/cards/zones")
    answer_all(maja, questions=0)
    assert maja.reads("You have not answered anything here yet. That is fine.")
    maja.unfold("More you can do")
    maja.tap("Lay the card aside")
    assert maja.reads("Laid aside")
    maja.go(maja.circle)
    # But for the day until which the first card is tried, which on the 4th of a month is the 18th.
    (trial,) = maja.said(".profile-section > .note")
    assert "18" not in maja.text().replace(trial, "")


def test_an_empty_page_invites_and_nags_about_nobody(sits: Sits) -> None:
    maja = sits()
    maja.go("/start/holder")
    maja.write("#id_name", "Maja")
    maja.send(".bar", "Save")
    maja.page.wait_for_url("**/c/*")
    assert maja.reads("An empty page is a fine beginning")
    assert not maja.offers("Ask somebody in")
    maja.shot("alone-empty-page")
    for path in ("/page", "/review", "/table"):
        assert maja.go(maja.circle + path) == 200


def test_who_supports_comes_first_and_fills_in_for_nobody(sits: Sits) -> None:
    jonas = sits()
    jonas.go("/")
    jonas.tap("I support somebody")
    assert jonas.page.locator(".said").count() == 1
    jonas.tap("My own card")
    jonas.write("#id_name", "Jonas")
    jonas.send(".bar", "Save")
    jonas.page.wait_for_url("**/c/*")
    assert jonas.reads("Your own card first")
    jonas.shot("supporter-first")
    jonas.go(f"{jonas.circle}/cards")
    assert jonas.page.locator("a.row[href*='/cards/zones']").count() == 0
    assert jonas.go(f"{jonas.circle}/cards/zones") == 404
