"""Journey 2: together at the kitchen table, on one device and on two."""

from __future__ import annotations

import pytest

from tests.journeys.beforehand import begin
from tests.journeys.conftest import Sits, everywhere
from tests.journeys.reader import PHONE, Reader
from tests.journeys.walks import add_without_account, answer, answer_all, invitation, join, sit_down_with

pytestmark = pytest.mark.browser

TOPIC = "zones"


# --- on one device ----------------------------------------------------------------------------
@everywhere
def test_on_one_device_nobody_reads_the_others_answers_before_both_are_through(
    sits: Sits, lang: str, size: tuple[int, int]
) -> None:
    maja = sits(lang, size)
    begin(maja)
    add_without_account(maja, "Birthe")
    sit_down_with(maja, "Birthe", TOPIC)
    stops_at_every_question(maja, "Enough for now", which=0)
    mine = maja.said(".sheet:first-of-type p")
    assert not maja.offers("See both answers")
    maja.tap("I have answered")
    assert maja.reads("When you have both answered, you can see both answers side by side.")
    assert not maja.offers("See both answers")

    maja.tap("Hand the telephone to %(name)s", name="Birthe")
    neutral(maja, "Birthe", mine)
    maja.shot(f"table-{lang}-{size[0]}-1-hand")
    maja.tap("I am %(name)s", name="Birthe")
    stops_at_every_question(maja, "We stop here", which=1)
    assert maja.reads("Thank you, %(name)s", name="Birthe") and maja.offers("We stop here")
    maja.tap("I have answered")
    neutral(maja, "Maja", mine)
    maja.tap("I am %(name)s", name="Maja")

    three_ways_on(maja, "Maja", "Birthe")
    maja.shot(f"table-{lang}-{size[0]}-2-both")
    maja.tap("Try %(name)s's way for two weeks", name="Birthe")
    both_say_yes_at_the_table(maja)
    assert maja.reads("You agree. This is how you do it now.")
    assert "19" in maja.text(".profile-section:has-text('Birthe')")
    maja.shot(f"table-{lang}-{size[0]}-3-page")


def stops_at_every_question(reader: Reader, words: str, which: int) -> None:
    """Answer the whole card; on each of its screens there is a way to stop."""
    while "/q/" in reader.path:
        assert reader.offers(words), reader.path
        answer(reader, which)


def neutral(reader: Reader, name: str, closed: list[str]) -> None:
    """The screen between two people: a name, no answers, and a way to stop."""
    assert name in reader.text("main h1")
    assert not [line for line in closed if line in reader.text("body")]
    assert reader.page.locator("nav.circle-nav").count() == 0
    assert reader.offers("We stop here")


def three_ways_on(reader: Reader, one: str, other: str) -> None:
    """Where two people differ: both views, alike in size, and three ways on, none of which is marked out."""
    assert reader.reads("You see this differently. That is common, and both are true.")
    first = reader.page.locator(".two-views").first
    assert first.locator("h3").all_inner_texts() == [one, other]
    widths = [view.bounding_box()["width"] for view in first.locator(".view").all()]
    assert abs(widths[0] - widths[1]) <= 2
    for name in (one, other):
        assert reader.offers("Try %(name)s's way for two weeks", name=name)
    assert reader.offers("Each in their own time") and reader.offers("Leave it") and reader.offers("We stop here")
    assert reader.page.locator("main .button.primary").count() == 0


def both_say_yes_at_the_table(reader: Reader) -> None:
    assert "/with/" in reader.path
    reader.tap("%(name)s says yes", name="Birthe")
    if reader.offers("Yes, let us try it"):
        reader.tap("Yes, let us try it")
    reader.page.wait_for_url("**/c/*")


def test_two_cards_are_enough_for_one_evening(sits: Sits) -> None:
    maja = sits()
    begin(maja)
    add_without_account(maja, "Birthe")
    maja.go(f"{maja.circle}/table")
    maja.tap(maja.page.locator("a.row", has_text="Birthe"))
    table = maja.path
    topics = [form.get_attribute("action").rsplit("/", 1)[1] for form in maja.page.locator("main .actions form").all()]
    for topic in topics[:2]:
        sit_down_with(maja, "Birthe", topic)
        if "/end" in maja.path:
            maja.tap("Change")
        answer_all(maja, questions=1)
        if maja.offers("I have answered"):
            maja.tap("I have answered")
        maja.tap("Hand the telephone to %(name)s", name="Birthe")
        maja.tap("I am %(name)s", name="Birthe")
        answer_all(maja, questions=1)
        maja.tap("I have answered")
    maja.go(table)
    assert maja.reads("Two cards are plenty for one evening") and maja.offers("We stop here")
    assert maja.page.locator("main form").count() == 0
    maja.shot("table-enough")


def test_stopping_anywhere_keeps_everything(sits: Sits) -> None:
    maja = sits()
    begin(maja)
    add_without_account(maja, "Birthe")
    sit_down_with(maja, "Birthe", TOPIC)
    answer_all(maja, which=0)
    maja.tap("I have answered")
    maja.tap("Hand the telephone to %(name)s", name="Birthe")
    maja.tap("I am %(name)s", name="Birthe")
    answer(maja, which=1)
    maja.tap("We stop here")
    assert maja.path == maja.circle
    maja.go(f"{maja.circle}/cards/{TOPIC}/end")
    maja.tap("Hand the telephone to %(name)s", name="Birthe")
    maja.tap("I am %(name)s", name="Birthe")
    # Whose device it is could tap this far alone: what Birthe said stays closed, and is still there in the end.
    assert maja.page.locator("#question .day input:checked").count() == 0
    answer_all(maja, questions=0)
    maja.tap("I have answered")
    maja.tap("I am %(name)s", name="Maja")
    assert "19" in maja.text(".two-views")


# --- on two devices -----------------------------------------------------------------------------
def two(sits: Sits, lang: str = "en", size: tuple[int, int] = PHONE) -> tuple[Reader, Reader]:
    """Maja and Jonas, who came by her link, each before a browser of their own."""
    maja, jonas = sits(lang, size), sits(lang, size)
    begin(maja)
    link = invitation(maja)
    join(jonas, link)
    maja.go(maja.circle)
    return maja, jonas


def both_answer(maja: Reader, jonas: Reader, same: bool = False, whole: bool = False) -> None:
    """Both answer the card, its first question or the whole of it. Jonas ends before its end."""
    sit_down_with(maja, "Jonas", TOPIC)
    go_through(maja, 0, whole)
    maja.tap("I have answered")
    assert not maja.offers("See both answers")
    jonas.go(f"{jonas.circle}/cards/{TOPIC}")
    go_through(jonas, 0 if same else 1, whole)
    assert not jonas.offers("See both answers")
    jonas.tap("I have answered")


def go_through(reader: Reader, which: int, whole: bool) -> None:
    if whole:
        answer_all(reader, which)
    else:
        answer(reader, which)
        reader.go(f"{reader.circle}/cards/{TOPIC}/end")


@everywhere
def test_on_two_devices_both_answer_and_both_say_yes(sits: Sits, lang: str, size: tuple[int, int]) -> None:
    maja, jonas = two(sits, lang, size)
    both_answer(maja, jonas, whole=True)
    maja.go(f"{maja.circle}/cards/{TOPIC}/end")
    maja.tap("See both answers")
    jonas.tap("See both answers")
    three_ways_on(jonas, "Jonas", "Maja")
    three_ways_on(maja, "Maja", "Jonas")
    jonas.shot(f"two-{lang}-{size[0]}-1-both")

    jonas.tap("Each in their own time")
    assert jonas.reads("Your yes is there. It begins when you both have said yes.")
    not_in_force_yet(maja, "Jonas")
    maja.tap(maja.page.locator("main a.row[href*='/with/']").first)
    maja.shot(f"two-{lang}-{size[0]}-2-proposal")
    maja.tap("Yes, let us try it")
    assert maja.reads("You agree. This is how you do it now.")
    jonas.go(jonas.circle)
    for reader in (maja, jonas):
        look_closer(reader)
        assert "18" in reader.text() and "19" in reader.text()
        reader.go(reader.circle)
    maja.shot(f"two-{lang}-{size[0]}-3-page-maja")
    jonas.shot(f"two-{lang}-{size[0]}-4-page-jonas")

    pausing_is_told_neutrally_and_coming_back_takes_both(maja, jonas)
    maja.shot(f"two-{lang}-{size[0]}-5-again")


def not_in_force_yet(reader: Reader, other: str) -> None:
    reader.go(reader.circle)
    assert reader.page.locator(f".profile-section:has-text('{other}')").count() == 0
    assert reader.reads("%(name)s proposes something", name=other)


def pausing_is_told_neutrally_and_coming_back_takes_both(maja: Reader, jonas: Reader) -> None:
    look_closer(jonas)
    agreement = jonas.path
    jonas.tap("Let it rest")
    assert jonas.reads("It rests from now on. It can be taken up again whenever it suits.")
    maja.go(maja.circle)
    told = maja.text(".banner")
    assert told and "Jonas" not in told, "who paused is nobody's business"
    maja.shot("two-told")
    maja.tap(maja.find("Fine", within=maja.page.locator(".banner")))
    assert maja.page.locator(".banner").count() == 0
    assert maja.page.locator(".profile-section:has-text('Jonas')").count() == 0

    maja.go(agreement)
    maja.tap("Take it up again")
    assert maja.reads("Your yes is there. It begins when you both have said yes.")
    jonas.go(agreement)
    assert not jonas.offers("Let it rest")
    jonas.tap("Yes, let us try it")
    assert jonas.reads("You agree. This is how you do it now.")
    maja.go(agreement)
    assert maja.offers("Let it rest") and maja.reads("Earlier")


def look_closer(reader: Reader) -> None:
    """Open the agreement between the two from the page."""
    reader.go(reader.circle)
    section = reader.page.locator(".profile-section", has=reader.page.locator("a[href*='/with/']")).last
    reader.tap(section.locator("a").first)


def test_alike_answers_need_no_ways_on_but_one(sits: Sits) -> None:
    maja, jonas = two(sits)
    both_answer(maja, jonas, same=True)
    jonas.tap("See both answers")
    if jonas.reads("Here are both your answers."):
        assert jonas.offers("Try it for two weeks") and jonas.offers("Leave it for now")
        assert not jonas.offers("Each in their own time")


def test_leaving_a_proposal_tells_nobody_who_left_it(sits: Sits) -> None:
    maja, jonas = two(sits)
    both_answer(maja, jonas)
    jonas.tap("See both answers")
    jonas.tap("Try %(name)s's way for two weeks", name="Jonas")
    proposal = jonas.path
    maja.go(proposal)
    maja.tap("Leave it for now")
    assert maja.page.locator(".profile-section:has-text('Jonas')").count() == 0
    jonas.go(proposal)
    assert jonas.reads("Nothing applies here right now")
    assert "Maja" not in jonas.text("main section.empty, main .messages")


# --- at the same time ------------------------------------------------------------------------------
def test_two_proposals_at_the_same_time_are_both_kept(sits: Sits) -> None:
    maja, jonas = two(sits)
    both_answer(maja, jonas)
    jonas.tap("See both answers")
    maja.go(f"{maja.circle}/cards/{TOPIC}/end")
    maja.tap("See both answers")
    # Both have the page with the ways on before them, and tap each their own.
    jonas.tap("Try %(name)s's way for two weeks", name="Jonas")
    maja.tap("Try %(name)s's way for two weeks", name="Maja")
    for reader in (maja, jonas):
        reader.go(maja.path)
        assert "18" in reader.text() and "19" in reader.text()
        assert reader.reads("Proposed at the same time")
    maja.shot("two-crossed")


def test_a_yes_to_what_is_no_longer_on_the_table_is_met_kindly(sits: Sits) -> None:
    maja, jonas = two(sits)
    both_answer(maja, jonas)
    jonas.tap("See both answers")
    both = jonas.path
    jonas.tap("Try %(name)s's way for two weeks", name="Jonas")
    maja.go(jonas.path)
    jonas.go(both)
    jonas.tap("Try %(name)s's way for two weeks", name="Maja")
    with maja.page.expect_response(lambda answer: "/yes" in answer.url) as said:
        maja.tap("Yes, let us try it")
    assert said.value.status == 409
    assert maja.reads("Something newer has come onto the table meanwhile. This is how it stands now.")
    maja.shot("two-stale-yes")
    maja.tap("Yes, let us try it")
    assert maja.reads("You agree. This is how you do it now.")


def test_an_answer_edited_in_two_tabs_is_kept_twice_and_chosen_between(sits: Sits) -> None:
    maja = sits()
    begin(maja)
    maja.go(f"{maja.circle}/cards/{TOPIC}")
    asked = maja.path
    answer(maja, which=0)
    first = maja.new_page()
    maja.go(asked)
    second = maja.new_page()
    maja.go(asked)
    for tab, hour in ((first, "07:00"), (second, "09:00")):
        maja.page = tab
        tab.locator("input[type=time]").first.fill(hour)
        maja.send(".bar", "Next")
    assert maja.reads("You wrote on this in two places. Both texts are here; choose the one that fits.")
    both = maja.text(".two-views")
    assert "7" in both and "9" in both
    maja.shot("two-tabs")
    maja.tap("Take the other")
    assert maja.page.locator(".two-views").count() == 0
    assert maja.page.locator("input[type=time]").first.input_value() == "09:00"
