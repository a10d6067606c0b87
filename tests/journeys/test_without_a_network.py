"""The plan and the signals without a network: kept, opened after a restart, sent once, and gone with signing out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from playwright.sync_api import Browser, Error, Locator, Playwright, Route, expect

from tests.journeys.beforehand import agree, begin, invitation, join
from tests.journeys.conftest import Sits
from tests.journeys.house import House
from tests.journeys.places import Place
from tests.journeys.pocket import NOTHING, Profile, left
from tests.journeys.reader import PHONE, Reader
from tests.journeys.test_every_page import Seen, look

pytestmark = pytest.mark.browser
ASKING = {
    "when": ["natural"],
    "offer": ["three"],
    "often": ["no_limit"],
    "words": ["good_now"],
    "stop": ["Kan4rieBoje"],
}
PLAN = {"helps": ["Kan4rieRegn"], "need": ["peace"], "when_then": ["Kan4rieTulle"]}
CANARIES = ("Kan4rieBoje", "Kan4rieRegn", "Kan4rieTulle")
PIN = "sol-og-salt"
STATE = "[data-keep-state]"


@pytest.fixture
def profile(playwright: Playwright, tmp_path: Path) -> Profile:
    return Profile(playwright, tmp_path / "profile")


@pytest.fixture
def people(profile: Profile, house: House, browser: Browser, sits: Sits) -> Iterator[tuple[Reader, Reader]]:
    """Maja on the telephone whose profile is a folder, and Jonas on another. They have agreed on signs and a plan."""
    maja, jonas = Reader(profile, house.address, "da", PHONE), sits("da")  # type: ignore[arg-type]
    begin(maja)
    join(jonas, invitation(maja))
    agree(maja, jonas, "asking", ASKING, {"reach": ["coffee"]})
    agree(maja, jonas, "flareup", PLAN, {})
    yield maja, jonas
    maja.close()
    assert maja.complaints == [] and maja.foreign == []


def keep(reader: Reader, how: str) -> None:
    """Choose what this telephone keeps: the short plan with everything marked, or the whole of it under the PIN."""
    reader.go(f"{reader.circle}/phone")
    reader.tap(reader.page.locator(f"label:has(input[name=how][value={how}])"))
    if how == "short":
        for mark in reader.page.locator("label:has(input[name=mark])").all():
            reader.tap(mark)
    elif how == "whole":
        reader.write("#id_pin", PIN)
        reader.write("#id_again", PIN)
    reader.page.locator("button[value=keep]").click()
    expect(reader.page.locator(STATE)).to_have_text(
        reader.say(
            {
                "none": "Nothing is kept here.",
                "short": "The short plan is kept here.",
                "whole": "The whole plan is kept here. Your PIN opens it.",
            }[how]
        )
    )


def again(maja: Reader, profile: Profile, *, network: bool = False) -> Reader:
    """The browser is shut, and opened anew, with no network unless it is said."""
    maja.close()
    reader = Reader(profile, maja.address, maja.lang, PHONE)  # type: ignore[arg-type]
    reader.context.set_offline(not network)
    return reader


@pytest.mark.parametrize("how", ["short", "whole"])
def test_the_plan_opens_without_a_network_after_a_restart_and_what_is_said_is_sent_once(
    people: tuple[Reader, Reader], profile: Profile, how: str, figure: Callable[[str], None]
) -> None:
    maja, jonas = people
    circle = maja.circle
    keep(maja, how)
    maja.shot(f"offline-{how}-1-kept")
    sealed = profile.holding(*CANARIES)
    assert bool(sealed) is (how == "short"), "under a PIN nothing of it can be read in the profile"
    maja = again(maja, profile)
    maja.go(f"{circle}/today")
    if how == "whole":
        maja.write("#id_pin", "not the PIN")
        maja.tap("Open")
        expect(maja.page.locator("[data-say]")).to_have_text(
            maja.say("That did not open it. Try again, as often as you like.")
        )
        maja.shot("offline-whole-2-locked")
        maja.write("#id_pin", PIN)
        began = maja.page.evaluate("performance.now()")
        maja.tap("Open")
    else:
        began = 0
    here = maja.page.locator("[data-pocket=here]")
    expect(here).to_contain_text("Kan4rieRegn")
    took = float(here.get_attribute("data-opened") or 0) - began
    assert 0 < took < 5000
    maja.shot(f"offline-{how}-3-open")
    figure(f"the plan without a network after a restart, {how}: {took:.0f} ms")
    maja.tap("Kan4rieBoje")
    expect(maja.page.locator("[data-told]")).to_contain_text(
        maja.say("It waits here, and is sent once there is a network.")
    )
    maja.shot(f"offline-{how}-4-waits")
    maja.context.set_offline(False)
    expect(maja.page.locator("[data-told]")).to_contain_text(maja.say("It is said now."), timeout=15000)
    jonas.go(f"{circle}/today")
    assert jonas.said().count("Kan4rieBoje") == 1
    maja.shot(f"offline-{how}-5-said")
    assert maja.complaints == [] and maja.foreign == []
    maja.close()


@pytest.mark.parametrize("how", ["short", "whole"])
def test_signing_out_leaves_nothing_of_it_on_the_device(
    people: tuple[Reader, Reader], profile: Profile, how: str, figure: Callable[[str], None]
) -> None:
    maja, _ = people
    circle = maja.circle
    keep(maja, how)
    before = left(maja)
    assert before["workers"] == 1 and before["databases"] == ["roret"] and before["caches"]
    maja.go("/me")
    maja.tap("Sign out here")
    assert left(maja) == NOTHING
    maja.close()
    found = profile.holding(*CANARIES)
    figure(
        f"after signing out, {how}: caches, service worker, databases and storage empty; {len(found)} files with a canary"
    )
    assert found == {}
    maja = again(maja, profile)
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        maja.go(f"{circle}/today")
    maja.close()


def test_a_shared_device_keeps_nothing_and_offers_no_keeping(people: tuple[Reader, Reader], profile: Profile) -> None:
    maja, _ = people
    keep(maja, "short")
    maja.tap("This device is shared: keep nothing at all")
    assert left(maja) == NOTHING
    assert maja.reads("This device keeps nothing.") and not maja.page.locator("[data-keep]").count()
    maja.shot("offline-shared")
    maja.go(f"{maja.circle}/today")
    assert left(maja) == NOTHING
    maja.close()
    assert profile.holding(*CANARIES) == {}
    maja = again(maja, profile, network=True)
    maja.go("/me")
    assert maja.path == "/sign-in", "signed out with the browser"
    maja.close()


def test_being_signed_out_from_elsewhere_clears_it_at_the_next_contact(
    people: tuple[Reader, Reader], profile: Profile, sits: Sits
) -> None:
    maja, _ = people
    circle = maja.circle
    keep(maja, "short")
    elsewhere = sits("da")
    maja.go("/me")
    maja.tap("Open on another device")
    elsewhere.go(maja.page.locator("#id_copy").input_value())
    elsewhere.tap(elsewhere.page.locator(".bar button").first)
    elsewhere.go("/me")
    elsewhere.tap("Sign out")
    maja.go(f"{circle}/today")
    assert maja.path == "/sign-in" and left(maja) == NOTHING
    maja.close()
    assert profile.holding(*CANARIES) == {}


def test_being_taken_out_of_the_circle_clears_it_at_the_next_contact_and_drops_what_waits(
    profile: Profile, house: House, browser: Browser, sits: Sits
) -> None:
    maja, jonas = sits("da"), Reader(profile, house.address, "da", PHONE)  # type: ignore[arg-type]
    begin(maja)
    join(jonas, invitation(maja))
    agree(maja, jonas, "asking", ASKING | {"stop": ["pause"]}, {"reach": ["coffee"], "stop": ["Kan4rieKaffe"]})
    keep(jonas, "short")
    jonas.context.set_offline(True)
    jonas.go("/pocket")
    jonas.tap("Kan4rieKaffe")
    expect(jonas.page.locator("[data-told]")).to_contain_text("Kan4rieKaffe")
    maja.go(f"{maja.circle}/people")
    maja.unfold("%(name)s in this circle", name="Jonas")
    maja.tap("Take %(name)s out", name="Jonas")
    jonas.context.set_offline(False)
    expect(jonas.page.locator("[data-pocket=none]")).to_be_visible(timeout=15000)
    assert left(jonas)["databases"] == []
    maja.go(f"{maja.circle}/today")
    assert not maja.reads("Kan4rieKaffe")
    assert jonas.complaints == []
    jonas.close()
    assert profile.holding("Kan4rieKaffe", *CANARIES) == {}


def test_what_waits_can_be_taken_back_and_the_rest_is_sent_in_its_order_by_whichever_page_comes_first(
    people: tuple[Reader, Reader], profile: Profile
) -> None:
    maja, jonas = people
    circle = maja.circle
    maja = waiting(maja, profile, "Pause", "Kan4rieBoje", "I am full")
    told = told_of(maja)
    maja.tap(maja.find("Take it back", within=told.last))
    expect(told).to_have_count(2)
    maja = again(maja, profile, network=True)
    maja.go("/help")
    jonas.go(f"{circle}/today")
    expect(jonas.page.locator("main")).to_contain_text("Kan4rieBoje", timeout=15000)
    maja.go("/pocket")
    expect(told_of(maja)).to_contain_text([maja.say("It is said now.")] * 2)
    maja.tap(maja.find("Fine", within=told_of(maja).first))
    expect(told_of(maja)).to_have_count(1)
    maja.close()


def told_of(reader: Reader) -> Locator:
    return reader.page.locator("[data-told] > *")


def waiting(maja: Reader, profile: Profile, *signs: str) -> Reader:
    """Her browser opened anew with no network, where she gives these signs one after the other."""
    keep(maja, "short")
    reader = again(maja, profile)
    reader.go("/pocket")
    for number, sign in enumerate(signs, 1):
        reader.tap(sign)
        expect(told_of(reader)).to_have_count(number)
    return reader


def test_whoever_signs_in_next_on_the_same_device_finds_nothing_of_the_first(
    people: tuple[Reader, Reader], profile: Profile
) -> None:
    maja, _ = people
    keep(maja, "short")
    maja.context.clear_cookies(name="roret")
    begin(maja, "Otto")
    maja.go(f"{maja.circle}/today")
    maja.page.wait_for_function("async () => !(await indexedDB.databases()).length")
    assert left(maja) == NOTHING
    maja.close()
    assert profile.holding(*CANARIES) == {}


def test_its_pages_are_for_everybody_whatever_is_kept(sits: Sits) -> None:
    """Axe, big targets, 320 px and the reader's language: with nothing kept, with the short plan open, and locked."""
    maja, jonas = sits("da", bypass_csp=True), sits("da")
    begin(maja)
    join(jonas, invitation(maja))
    agree(maja, jonas, "asking", ASKING, {"reach": ["coffee"]})
    agree(maja, jonas, "flareup", PLAN | {"messages": ["work"]}, {})
    found, circle = Seen(), maja.circle
    choosing, pocket = Place("offline:phone", f"{circle}/phone"), Place("offline:pocket", "/pocket", one_view_of_it)
    for number, how in enumerate(("none", "short", "whole")):
        maja.go(f"{circle}/phone")
        if how != "none":
            keep(maja, how)
        for place in (choosing, pocket):
            look(maja, place, 2 * number, found)
    assert found.pages == 6
    assert (found.axe, found.wide, found.small, found.english, found.unreached) == ([], [], [], [], [])


def one_view_of_it(reader: Reader) -> None:
    expect(reader.page.locator("[data-pocket]:visible")).to_have_count(1)


def test_the_browser_wakes_the_worker_and_what_waits_is_sent_with_no_page_of_ours_open(
    people: tuple[Reader, Reader], profile: Profile
) -> None:
    maja, jonas = people
    circle = maja.circle
    maja = waiting(maja, profile, "Kan4rieBoje")
    maja.page.goto("about:blank")
    maja.context.set_offline(False)
    profile.wake(maja)
    jonas.go(f"{circle}/today")
    expect(jonas.page.locator("main")).to_contain_text("Kan4rieBoje", timeout=15000)
    maja.go("/pocket")
    expect(told_of(maja)).to_contain_text(maja.say("It is said now."))
    maja.close()


def test_what_is_taken_back_while_another_is_on_its_way_is_not_sent(
    people: tuple[Reader, Reader], profile: Profile
) -> None:
    maja, jonas = people
    circle = maja.circle
    maja = waiting(maja, profile, "Pause", "Kan4rieBoje")
    told, held = told_of(maja), list[Route]()
    maja.page.route("**/signal", lambda route: held.append(route))
    maja.context.set_offline(False)
    while not held:
        maja.page.wait_for_timeout(50)
    maja.tap(maja.find("Take it back", within=told.last))
    expect(told).to_have_count(1)
    held[0].continue_()
    expect(told).to_contain_text(maja.say("It is said now."))
    expect(told).to_have_count(1)
    jonas.go(f"{circle}/today")
    assert "Pause" in jonas.said() and "Kan4rieBoje" not in jonas.said()
    maja.close()


def test_a_flare_up_that_begins_without_a_network(people: tuple[Reader, Reader], profile: Profile) -> None:
    """The plan, the words to send and who is next are there; that it is on comes to the other once there is a network."""
    maja, jonas = people
    circle = maja.circle
    keep(maja, "short")
    jonas.go(f"{circle}/today")
    maja = again(maja, profile)
    maja.go(f"{circle}/today")
    assert maja.path == f"{circle}/today" and "Kan4rieRegn" in maja.text()
    first = maja.page.locator("a[href^='sms:']").first
    assert maja.say("I am using my plan now. Can you be here?") in unquote(first.get_attribute("href") or "")
    maja.tap("Turn the plan on")
    expect(told_of(maja)).to_contain_text(maja.say("It waits here, and is sent once there is a network."))
    maja.shot("offline-flare-up-1")
    assert not jonas.reads("%(name)s is using the plan now", name="Maja")
    maja.context.set_offline(False)
    expect(told_of(maja)).to_contain_text(maja.say("It is said now."), timeout=15000)
    expect(jonas.page.locator("main")).to_contain_text(
        jonas.say("%(name)s is using the plan now", name="Maja"), timeout=15000
    )
    jonas.page.wait_for_timeout(400)
    jonas.tap("I am here")
    maja.go(f"{circle}/plan")
    assert maja.reads("I am here")
    maja.shot("offline-flare-up-2")
    maja.close()
