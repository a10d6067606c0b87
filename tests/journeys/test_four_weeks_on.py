"""Journey 12: four weeks on. Do these agreements still fit? Keep, adjust or pause, topic by topic."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.beforehand import agree, begin, invitation, join, wish
from tests.journeys.conftest import Sits, everywhere
from tests.journeys.house import House
from tests.journeys.living import NO_NETWORK
from tests.journeys.reader import Reader
from tests.journeys.walks import answer, answer_all

pytestmark = pytest.mark.browser

WEEKS = 7
WISHES = {
    "advice": {"policy": ["ask_first"]},
    "zones": {"situations": ["meals"]},
    "capacity": {"scale": ["percent"]},
}


def wishes(maja: Reader, *topics: str) -> list[str]:
    """So many cards on the page, each by its holder's own yes. Gives their titles."""
    begin(maja)
    for topic in topics:
        wish(maja, topic, WISHES[topic])
    return maja.said(".profile-section h2")


def due(reader: Reader, title: str) -> Locator:
    return reader.page.locator("section.card", has=reader.page.locator("h2", has_text=title))


def to_the_review(reader: Reader) -> None:
    reader.go(reader.circle)
    assert reader.reads("Some of what you agreed has come to its day. Does it still fit?")
    reader.tap("Look at it")


@everywhere
def test_each_topic_is_kept_adjusted_or_paused_for_itself(
    sits_there: Sits, turned_house: House, lang: str, size: tuple[int, int]
) -> None:
    maja = sits_there(lang, size)
    titles = wishes(maja, *WISHES)
    assert len(titles) == 3
    kept, adjusted, paused = (title.split("\n")[0] for title in titles)
    old_words = maja.text()
    maja.go(f"{maja.circle}/review")
    assert maja.reads("Nothing to look at")

    turned_house.turn_clock(4 * WEEKS)
    to_the_review(maja)
    assert maja.page.locator("section.card").count() == 3
    maja.shot(f"weeks-{lang}-{size[0]}-1-review")

    maja.tap(maja.find("Keep it", within=due(maja, kept)))
    assert maja.reads("You keep it.") and due(maja, kept).count() == 0
    maja.tap(maja.find("Let it rest", within=due(maja, paused)))
    assert maja.reads("It rests from now on. It can be taken up again whenever it suits.")
    adjust(maja, adjusted)

    assert maja.said(".profile-section h2") and paused not in "".join(maja.said(".profile-section h2"))
    maja.go(f"{maja.circle}/review")
    assert maja.reads("Nothing to look at")
    maja.go(maja.circle)
    maja.shot(f"weeks-{lang}-{size[0]}-2-page")
    earlier_versions_can_be_read(maja, adjusted, old_words)


def adjust(maja: Reader, title: str) -> None:
    maja.go(f"{maja.circle}/review")
    maja.tap(maja.find("Adjust", within=due(maja, title)))
    if "/end" in maja.path:
        maja.tap("Change")
    answer(maja, which=1)
    answer_all(maja, questions=0)
    maja.tap("Put it on my page")


def earlier_versions_can_be_read(maja: Reader, title: str, old_words: str) -> None:
    section = maja.page.locator(".profile-section", has=maja.page.locator("h2", has_text=title))
    new = section.locator("p:not(.note)").first.inner_text()
    maja.tap(section.locator("a").first)
    fold = maja.unfold("Earlier")
    past = fold.locator("section.past p:not(.note)").all_inner_texts()
    assert new in past
    assert [line for line in past if line != new and line in old_words]
    maja.shot(f"weeks-{maja.lang}-{maja.size[0]}-3-earlier")


def test_what_nobody_looks_at_goes_on_as_it_is(sits_there: Sits, turned_house: House) -> None:
    maja = sits_there()
    wishes(maja, "zones")
    before = maja.said(".profile-section > p:not(.note)")
    for weeks in (4, 20, 8):
        turned_house.turn_clock(weeks * WEEKS)
        maja.go(maja.circle) if weeks < 9 else None
    maja.go(maja.circle)
    assert maja.said(".profile-section > p:not(.note)") == before
    maja.tap("Look at it")
    maja.tap("Enough for now")
    assert maja.said(".profile-section > p:not(.note)") == before


def test_what_two_agreed_is_kept_by_both_and_goes_on_meanwhile(sits_there: Sits, turned_house: House) -> None:
    maja, jonas = sits_there(), sits_there("da")
    begin(maja)
    join(jonas, invitation(maja))
    pair = agree(maja, jonas, "zones", {"when": ["mon", "18:00", "20:00"]}, {"when": ["tue", "19:00", "21:00"]})

    turned_house.turn_clock(4 * WEEKS)
    to_the_review(jonas)
    jonas.shot("weeks-pair-jonas")
    jonas.tap("Keep it")
    assert jonas.reads("Your yes to keeping it is there. It goes on as it is meanwhile.")
    maja.go(pair)
    assert maja.offers("Let it rest") or maja.reads("This is how you do it now"), "it goes on meanwhile"
    maja.tap("Yes, let us try it")
    assert maja.reads("You agree. This is how you do it now.")
    for reader in (maja, jonas):
        reader.go(f"{reader.circle}/review")
        assert "19" not in reader.text()


def test_one_of_the_two_is_cut_off_while_they_look(sits_there: Sits, turned_house: House) -> None:
    """His tap waits for him, not for the network: nothing is kept by halves, and hers holds meanwhile."""
    maja, jonas = sits_there("da"), sits_there("da")
    begin(maja)
    join(jonas, invitation(maja))
    agree(maja, jonas, "zones", {"when": ["mon", "18:00", "20:00"]}, {"when": ["tue", "19:00", "21:00"]})
    agree(maja, jonas, "tasks", {"keep": ["menu"]}, {"hard_day": ["together"]})
    turned_house.turn_clock(4 * WEEKS)
    for reader in (maja, jonas):
        to_the_review(reader)
        assert reader.page.locator("section.card").count() == 2
    zones, tasks = (maja.page.locator("section.card h2").nth(which).inner_text().split("\n")[0] for which in (0, 1))

    jonas.context.set_offline(True)
    jonas.tap(jonas.find("Keep it", within=due(jonas, zones)))
    expect(jonas.page.locator("[data-say]")).to_have_text(jonas.say(NO_NETWORK))
    jonas.shot("weeks-pair-cut-off")
    maja.tap(maja.find("Keep it", within=due(maja, zones)))
    assert maja.reads("Your yes to keeping it is there. It goes on as it is meanwhile.")
    maja.tap(maja.find("Let it rest", within=due(maja, tasks)))
    assert maja.reads("It rests from now on. It can be taken up again whenever it suits.")

    jonas.context.set_offline(False)
    expect(jonas.page.locator("[data-say]")).to_have_text("")
    jonas.tap(jonas.find("Keep it", within=due(jonas, zones)))
    assert jonas.reads("You keep it.")
    jonas.go(f"{jonas.circle}/review")
    assert due(jonas, tasks).count() == 0 and due(jonas, zones).count() == 0
    maja.go(f"{maja.circle}/review")
    assert due(maja, zones).count() == 0
