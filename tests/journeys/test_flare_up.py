"""Journey 8: a flare-up. One tap, and the plan is there with the words to send; the other answers with one tap.

No telephone is told of anything here (nobody has chosen to be), so that all of it stands on what people send themselves.
"""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from playwright.sync_api import expect

from tests.journeys import beforehand
from tests.journeys.beforehand import agree, two, wish
from tests.journeys.conftest import Sits, everywhere
from tests.journeys.house import House
from tests.journeys.living import NO_NETWORK, Day, open_today, reads_live

pytestmark = pytest.mark.browser

HERS = {
    "new_pain": ["together"],
    "need": ["peace"],
    "helps": ["warmth", "dim_light"],
    "no_help": ["many_questions"],
    "part": ["menu"],
    "when_then": ["no_answer"],
    "in_turn": ["Jonas", "Birthe"],
    "messages": ["work", "friends"],
    "look_again": ["next_day"],
}
HIS = {"take_over": ["shopping", "cooking"], "next_in_line": ["Birthe"], "look_again": ["next_day"]}


@everywhere
def test_a_flare_up(sits_there: Sits, turned_house: House, lang: str, size: tuple[int, int]) -> None:
    day = Day(turned_house, 15, 5)
    maja, jonas = two(sits_there, lang, size)
    birthe = sits_there(lang, size)
    beforehand.join(birthe, beforehand.invitation(maja), "Birthe")
    agree(maja, jonas, "flareup", HERS, HIS)
    wish(maja, "flareup", {})
    for reader in (maja, jonas, birthe):
        open_today(reader)
    maja.shot(f"flare-{lang}-{size[0]}-1-before")

    # Two taps from Today to the plan with the words for those who can come; the second opens the SMS.
    taps = maja.counting(lambda: maja.tap("Use my plan"))
    sms = maja.page.locator("a[href^='sms:']").first
    assert taps == 1 and maja.path.endswith("/plan")
    assert maja.say("I am using my plan now. Can you be here?") in unquote(sms.get_attribute("href") or "")
    reads_live(jonas, jonas.say("%(name)s is using the plan now", name="Maja"))
    reads_live(birthe, birthe.say("%(name)s is using the plan now", name="Maja"))
    maja.shot(f"flare-{lang}-{size[0]}-2-on")

    # Nobody has answered, and each of them can name who is next.
    for reader, following in ((maja, "Jonas, Birthe"), (jonas, "Birthe"), (birthe, "Jonas")):
        expect(reader.page.locator("main section:has(b)").first).to_contain_text(following)

    jonas.tap("See the plan")
    for line in ("varme", "Jonas: indkøb, maden") if lang == "da" else ("warmth", "Jonas: the shopping, the cooking"):
        assert line in jonas.text()
    assert "112" in jonas.text() and "112" in maja.text()
    jonas.shot(f"flare-{lang}-{size[0]}-3-jonas")
    at = "15.30" if lang == "da" else "15:30"
    jonas.tap(jonas.page.locator("form:has([name=at]) button").first)
    reads_live(maja, at)
    jonas.unfold("Another answer")
    jonas.tap("Not now, ask %(name)s", name="Birthe")
    reads_live(birthe, birthe.say("%(name)s cannot now, and asks you.", name="Jonas"))
    jonas.shot(f"flare-{lang}-{size[0]}-4-asks")
    birthe.tap("I am here")
    reads_live(maja, maja.say("I am here"))
    assert "Birthe: " in maja.text() and "Birthe: " not in jonas.text()

    maja.tap("Mark as sent")
    reads_live(birthe, birthe.say("Marked as sent."))
    maja.shot(f"flare-{lang}-{size[0]}-5-answered")

    # The half minute is long over; it is turned off, and the others read that, and then nothing.
    day.set(18, 0)
    maja.go(f"{maja.circle}/plan")
    maja.tap("Turn it off")
    reads_live(jonas, jonas.say("The plan is off again."))
    open_today(maja)
    assert not maja.reads("I am here") and not maja.offers("Look at the plan again")

    # The day after two questions lie there, and what they change goes back into the plan.
    day.set(11, 0, later=1)
    open_today(maja)
    maja.tap(maja.page.locator("a.row[href$='/plan/look']"))
    maja.tap(maja.page.locator("#id_helps .chip").nth(1))
    maja.shot(f"flare-{lang}-{size[0]}-6-two-questions")
    maja.send(".bar", "Next")
    maja.shot(f"flare-{lang}-{size[0]}-7-changes")
    maja.send(".bar", "Put it in the plan")
    assert ("kulde" if lang == "da" else "cold") in maja.text()
    open_today(jonas)
    assert jonas.reads("%(name)s proposes something", name="Maja")


def test_the_one_who_helps_is_cut_off_in_the_middle(sits_there: Sits, turned_house: House) -> None:
    """The SMS needs no network of ours; the page says that there is none, and catches up by itself."""
    Day(turned_house, 15, 5)
    maja, jonas = two(sits_there, "da")
    agree(maja, jonas, "flareup", HERS, HIS)
    for reader in (maja, jonas):
        open_today(reader)
    jonas.context.set_offline(True)
    maja.tap("Use my plan")
    assert "sms:" in (maja.page.locator("a[href^='sms:']").first.get_attribute("href") or "")
    assert not jonas.reads("%(name)s is using the plan now", name="Maja")
    jonas.context.set_offline(False)
    expect(jonas.page.locator("main")).to_contain_text(
        jonas.say("%(name)s is using the plan now", name="Maja"), timeout=15000
    )
    jonas.page.wait_for_timeout(400)

    jonas.context.set_offline(True)
    jonas.tap("I am here")
    expect(jonas.page.locator("[data-say]")).to_have_text(jonas.say(NO_NETWORK))
    jonas.shot("flare-da-cut-off")
    assert not maja.reads("I am here")
    jonas.context.set_offline(False)
    expect(jonas.page.locator("[data-say]")).to_have_text("")
    jonas.tap("I am here")
    reads_live(maja, maja.say("I am here"))

    maja.context.set_offline(True)
    maja.tap("Take it back")
    assert maja.reads("Your plan is on") and jonas.reads("%(name)s is using the plan now", name="Maja")
    maja.context.set_offline(False)
    maja.tap("Take it back")
    reads_live(jonas, jonas.say("The plan is off again."))


def test_a_rehearsal_is_hers_alone(sits_there: Sits, turned_house: House) -> None:
    Day(turned_house, 15, 5)
    maja, jonas = two(sits_there, "da")
    agree(maja, jonas, "flareup", HERS, HIS)
    open_today(jonas)
    before = jonas.text()
    maja.go(f"{maja.circle}/plan")
    maja.shot("flare-da-plan")
    maja.tap(maja.page.locator("a.row[href$='/plan/try']"))
    for number in range(4):
        assert maja.reads("This is a rehearsal. Nobody else is told, and nothing of it is kept.")
        assert maja.page.locator("a[href^='sms:'], main form").count() == 0
        maja.shot(f"flare-da-rehearsal-{number}")
        if number < 3:
            maja.tap(maja.page.locator(".bar a").first)
    maja.tap("End the rehearsal")
    assert maja.offers("Use my plan")
    jonas.page.reload()
    assert jonas.text() == before


def test_somebody_named_turns_it_on_and_it_is_taken_back(sits_there: Sits, turned_house: House) -> None:
    Day(turned_house, 15, 5)
    maja, jonas = two(sits_there, "da")
    agree(maja, jonas, "flareup", HERS, HIS)
    open_today(jonas)
    assert not jonas.offers("Turn on the plan for %(name)s", name="Maja")
    maja.go(f"{maja.circle}/plan")
    maja.unfold("Who may turn it on")
    maja.tap("%(name)s may", name="Jonas")
    open_today(jonas)
    open_today(maja)
    jonas.tap("Turn on the plan for %(name)s", name="Maja")
    reads_live(maja, maja.say("%(name)s turned it on for you.", name="Jonas"))
    maja.tap("Take it back")
    reads_live(jonas, jonas.say("The plan is off again."))
    assert maja.reads("It is taken back. Everything is as before.")
