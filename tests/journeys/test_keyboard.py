"""The first night and a day together with nothing but Tab, Enter and Space."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.beforehand import agree, two
from tests.journeys.conftest import Sits, everywhere
from tests.journeys.keys import Keys
from tests.journeys.living import open_today, reads_live
from tests.journeys.reader import Reader

pytestmark = pytest.mark.browser

ASKING = {"when": ["natural"], "offer": ["three"], "often": ["no_limit"], "words": ["good_now"]}
AWAY = {"how": ["message"], "messages": ["a_bit"], "reply": ["fine"]}


@everywhere
def test_the_first_night_can_be_walked_with_the_keyboard_alone(sits: Sits, lang: str, size: tuple[int, int]) -> None:
    maja = sits(lang, size)
    maja.go("/")
    keys = Keys(maja)
    keys.to(maja.say("It is about me"))
    keys.press("Enter")
    while "/first/done" not in maja.path:
        keys.to(maja.page.locator(".taps button").first.inner_text())
        keys.press("Space")
    sentences = maja.said()
    assert len(sentences) >= 2
    keys.to(maja.say("Save it"))
    keys.press("Enter")
    keys.to("id_name")
    maja.page.keyboard.type("Maja")
    keys.to(maja.say("Save"))
    keys.press("Enter")
    assert all(sentence in maja.text() for sentence in sentences)

    keys.to(maja.say("Cards"))
    keys.press("Enter")
    walk_a_card(maja, keys)
    assert maja.reads("It is on your page now.")
    assert not keys.unseen, "\n".join(keys.unseen)


def walk_a_card(maja: Reader, keys: Keys) -> None:
    """The zones card: a day, hours by their digits, one choice, and the rest skipped."""
    row = maja.page.locator("a.row[href$='/cards/zones']").inner_text()
    keys.to(" ".join(row.split())[:12])
    keys.press("Enter")
    keys.to(maja.page.locator(".day").first.inner_text())
    keys.press("Space", leads_on=False)
    keys.to("id_when.0.from")
    maja.page.keyboard.type("0600AM")  # with twelve hours or with twenty-four
    keys.to("id_when.0.to")
    maja.page.keyboard.type("0800AM")
    keys.to(maja.say("Next"))
    keys.press("Enter")
    while "/q/" in maja.path:
        keys.to(maja.say("Skip"))
        keys.press("Space")
    keys.to(maja.say("Put it on my page"))
    keys.press("Enter")


@pytest.mark.parametrize("path", ["/", "/first/1", "/help", "/sign-in"])
def test_the_first_stop_leads_past_the_top_of_the_page(sits: Sits, path: str) -> None:
    maja = sits()
    maja.go(path)
    maja.page.keyboard.press("Tab")
    assert maja.page.evaluate("document.activeElement.matches('.skip')")
    maja.page.keyboard.press("Enter")
    assert maja.page.evaluate("document.activeElement.id") == "main"


def test_three_times_escape_leaves_for_an_ordinary_page(sits: Sits) -> None:
    maja = sits()
    asked: list[str] = []
    maja.context.route(
        "https://www.dmi.dk/**", lambda route: (asked.append(route.request.url), route.fulfill(body="-"))[0]
    )
    maja.go("/help")
    with maja.page.expect_navigation(url="https://www.dmi.dk/**"):
        for _ in range(3):
            maja.page.keyboard.press("Escape")
    maja.foreign.clear()
    assert asked == ["https://www.dmi.dk/"]
    maja.page.go_back()
    assert "/help" not in maja.page.url


# --- a day together -------------------------------------------------------------------------------
@everywhere
def test_a_day_can_be_lived_with_the_keyboard_alone(sits: Sits, lang: str, size: tuple[int, int]) -> None:
    maja, jonas = two(sits, lang, size)
    agree(maja, jonas, "capacity", {"scale": ["percent"]}, {"scale": ["words"]})
    agree(maja, jonas, "asking", ASKING, {"reach": ["coffee"]})
    agree(maja, jonas, "advice", {"policy": ["ask_first"]}, {"giver": ["plain_no"]})
    agree(maja, jonas, "zones", {"otherwise": ["free"]}, {"room": ["open"]})
    agree(maja, jonas, "withdraw", AWAY, {"how": ["message"], "reply": ["take_time"]})
    hers, his = Keys(maja), Keys(jonas)
    for reader in (maja, jonas):
        open_today(reader)

    says_a_code(hers)
    sends_a_signal_and_takes_it_back(hers)
    steps_away_and_comes_back(hers)
    has_a_free_hour(hers)
    asks_and_is_answered(his, hers)
    offers_and_is_answered(his, hers)
    assert not hers.unseen + his.unseen, "\n".join(hers.unseen + his.unseen)


def says_a_code(keys: Keys) -> None:
    keys.to("40")
    keys.press("Enter")
    assert keys.reader.page.locator(".person", has_text="40").count() == 1


def sends_a_signal_and_takes_it_back(keys: Keys) -> None:
    maja = keys.reader
    unfold(keys, "Give a signal")
    words = maja.page.locator("button[name=kind][value=pause]").inner_text()
    keys.to(words)
    keys.press("Enter")
    assert words in maja.said("section.sheet .said")
    keys.to(maja.say("Take it back"))
    keys.press("Space")
    assert maja.said("section.sheet .said") == []


def steps_away_and_comes_back(keys: Keys) -> None:
    maja = keys.reader
    unfold(keys, "I withdraw for a bit")
    keys.to(maja.page.locator("main button[name=preset]").first.inner_text())
    keys.press("Enter")
    assert maja.reads("You have withdrawn")
    keys.to(maja.say("I am back"))
    keys.press("Space")
    assert not maja.reads("You have withdrawn")


def has_a_free_hour(keys: Keys) -> None:
    maja = keys.reader
    unfold(keys, "Free of pain talk for a while")
    keys.to(maja.say("One hour"))
    keys.press("Enter")
    assert maja.page.locator(".banner").count() == 1
    keys.to(maja.say("End my time off from pain talk"))
    keys.press("Enter")
    assert maja.page.locator(".banner").count() == 0


def asks_and_is_answered(his: Keys, hers: Keys) -> None:
    """The question comes onto her page while she is about something else, and she goes back to it."""
    maja, jonas = hers.reader, his.reader
    expect(jonas.page.locator(".banner")).to_have_count(0)
    unfold(hers, "I withdraw for a bit")
    unfold(his, "Ask %(name)s", name="Maja")
    words = jonas.page.locator("button[name=words]").first.inner_text()
    his.to(words)
    his.press("Enter")
    reads_live(maja, words)
    assert hers.is_on() == maja.say("I withdraw for a bit")
    hers.to(maja.say("Lend a hand"), key="Shift+Tab")

    unfold(his, "Ask %(name)s", name="Maja")
    hers.press("Enter")
    reads_live(jonas, jonas.say("%(name)s would like a hand.", name="Maja"))
    assert his.is_on() == jonas.say("Ask %(name)s", name="Maja")


def offers_and_is_answered(his: Keys, hers: Keys) -> None:
    maja, jonas = hers.reader, his.reader
    hers.to(maja.say("A line of your own"))
    his.to(jonas.say("An idea for %(name)s", name="Maja"))
    his.press("Enter")
    his.to("id_own")
    jonas.page.keyboard.type("Tea")
    his.to("id_content")
    jonas.page.keyboard.type("Chamomile.")
    his.to(jonas.say("Offer it"))
    his.press("Enter")
    reads_live(maja, "Tea")
    assert hers.is_on() == maja.say("A line of your own")
    hers.to(maja.say("Yes, let me read it"), key="Shift+Tab")
    hers.press("Enter")
    assert "Chamomile." in maja.text()


def unfold(keys: Keys, message: str, **names: object) -> None:
    keys.to(keys.reader.say(message, **names))
    keys.press("Enter", leads_on=False)


# --- carrying it together -------------------------------------------------------------------------
PLAN = {"helps": ["warmth"], "in_turn": ["Jonas"], "messages": ["work"]}


@everywhere
def test_tasks_the_day_and_the_plan_can_be_used_with_the_keyboard_alone(
    sits: Sits, lang: str, size: tuple[int, int]
) -> None:
    maja, jonas = two(sits, lang, size)
    agree(maja, jonas, "flareup", PLAN, {"take_over": ["shopping"]})
    hers, his = Keys(maja), Keys(jonas)
    for reader in (maja, jonas):
        open_today(reader)

    puts_a_task_on_the_list(hers)
    moves_it_and_lets_it_go(hers)
    uses_the_plan(hers, his)
    assert not hers.unseen + his.unseen, "\n".join(hers.unseen + his.unseen)


def puts_a_task_on_the_list(keys: Keys) -> None:
    maja = keys.reader
    keys.to(maja.say("Tasks"))
    keys.press("Enter")
    keys.to(maja.say("Add a task"))
    keys.press("Enter")
    keys.to("id_name")
    maja.page.keyboard.type("Kan4rieTulle")
    keys.to("Maja")
    keys.press("Space", leads_on=False)
    keys.to(maja.page.locator("label:has([name=days])").first.inner_text())
    for _ in range(7):
        keys.press("Space", leads_on=False)
        maja.page.keyboard.press("Tab")
    keys.to(maja.say("Add it"))
    keys.press("Enter")
    assert "Kan4rieTulle" in maja.text()


def moves_it_and_lets_it_go(keys: Keys) -> None:
    maja = keys.reader
    keys.to(maja.say("Today"))
    keys.press("Enter")
    keys.to(maja.say("Today’s things"))
    keys.press("Enter")
    keys.to("Kan4rieTulle")
    keys.press("Enter", leads_on=False)
    keys.to(maja.say("It waits"))
    keys.press("Space")
    assert "Kan4rieTulle" in maja.text("#place-waits")
    keys.to("Kan4rieTulle")
    keys.press("Space", leads_on=False)
    keys.to(maja.say("Leave it for today"))
    keys.press("Enter")
    assert maja.say("let go for today") in maja.text("#place-waits")


def uses_the_plan(hers: Keys, his: Keys) -> None:
    maja, jonas = hers.reader, his.reader
    open_today(maja)
    hers.to(maja.say("Use my plan"))
    hers.press("Enter")
    hers.to(maja.say("Mark as sent"))
    hers.press("Enter")
    assert maja.reads("Marked as sent.")
    reads_live(jonas, jonas.say("%(name)s is using the plan now", name="Maja"))
    his.to(jonas.say("I am here"))
    his.press("Space")
    reads_live(maja, maja.say("I am here"))
    hers.to(maja.say("Take it back"))
    hers.press("Enter")
    assert maja.reads("It is taken back. Everything is as before.") and not maja.reads("Your plan is on")
