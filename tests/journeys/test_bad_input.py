"""What goes wrong in life: spent links, others' addresses, long and strange texts, no network, a page left open."""

from __future__ import annotations

import pytest

from tests.journeys.beforehand import begin
from tests.journeys.conftest import Sits
from tests.journeys.house import House
from tests.journeys.places import choose_password, share_link
from tests.journeys.reader import Reader
from tests.journeys.walks import invitation, join

pytestmark = pytest.mark.browser

OWN = "#question textarea[name='slip.own']"
"""Where one writes in one's own words on the zones card."""
RIGHT_TO_LEFT = "لا نتحدث الآن عن الألم"
EMOJI = "Vi tager den senere 🧡👩‍👩‍👧‍👦 ☂️"


def at_own_words(reader: Reader) -> str:
    """Before the question that takes own words. Gives its address."""
    begin(reader)
    reader.go(f"{reader.circle}/cards/zones/q/slip")
    return reader.path


# --- links ------------------------------------------------------------------------------------------
def test_an_invitation_that_was_used_or_taken_back_says_so_and_what_to_do(sits: Sits) -> None:
    maja, jonas, birthe = sits(), sits(), sits("da")
    begin(maja)
    link = invitation(maja)
    join(jonas, link)
    assert birthe.go(link) == 404
    assert birthe.reads("This invitation no longer works")
    birthe.shot("bad-invitation")

    other = invitation(maja)
    maja.go(f"{jonas.path}/people")
    maja.tap("Take it back")
    assert maja.reads("The invitation no longer works.")
    assert birthe.go(other) == 404
    assert birthe.reads("This invitation no longer works")


def test_an_invitation_ends_by_itself_after_two_days(sits_there: Sits, turned_house: House) -> None:
    maja, jonas = sits_there(), sits_there()
    begin(maja)
    link = invitation(maja)
    assert jonas.go(link) == 200
    jonas.write("#id_name", "Jonas")
    turned_house.turn_clock(2.01)
    jonas.send(".bar", "Join")
    assert jonas.go(link) == 404
    assert jonas.reads("This invitation no longer works")


def test_a_guests_link_works_until_it_is_closed(sits: Sits) -> None:
    maja, guest = sits(), sits("da")
    begin(maja)
    choose_password(maja)
    link = share_link(maja)
    assert guest.go(link) == 200
    assert guest.reads("How to support %(name)s", name="Maja")
    guest.shot("guest-page")
    maja.go(f"{maja.circle}/share")
    maja.tap("Close it")
    assert guest.go(link) == 404
    assert "Maja" not in guest.text("body")
    guest.shot("guest-closed")


def test_anothers_circle_looks_like_no_circle(sits: Sits) -> None:
    maja, otto = sits(), sits()
    begin(maja)
    begin(otto, "Otto")
    nowhere = "/c/00000000-0000-0000-0000-000000000000"
    for path in ("", "/page", "/people", "/cards", "/cards/zones/q/when", "/sees", "/share", "/table", "/page.pdf"):
        assert otto.go(maja.circle + path) == 404
        there = otto.text("body")
        assert otto.go(nowhere + path) == 404
        assert otto.text("body") == there


# --- texts --------------------------------------------------------------------------------------------
def test_ten_thousand_characters_are_welcome_and_one_more_is_kept_on_the_screen(sits: Sits) -> None:
    maja = sits()
    asked = at_own_words(maja)
    long = ("word " * 2000)[:9999] + "x"
    maja.page.locator(OWN).fill(long + "y")
    maja.send(".bar", "Next")
    assert maja.path == asked
    assert maja.page.locator(OWN).first.input_value() == long + "y"
    summary = maja.page.locator(".summary")
    assert "10" in summary.inner_text() and maja.page.evaluate("document.activeElement.matches('.summary')")
    maja.page.locator(OWN).first.fill(long)
    maja.send(".bar", "Next")
    assert maja.path != asked
    maja.go(asked)
    assert maja.page.locator(OWN).first.input_value() == long


@pytest.mark.parametrize("text", [EMOJI, RIGHT_TO_LEFT], ids=["emoji", "right-to-left"])
def test_any_script_and_sign_comes_back_as_it_was_written(sits: Sits, text: str) -> None:
    maja = sits()
    asked = at_own_words(maja)
    maja.page.locator(OWN).fill(text)
    maja.send(".bar", "Next")
    maja.go(asked)
    assert maja.page.locator(OWN).first.input_value() == text
    maja.go(f"{maja.circle}/cards/zones/end")
    maja.tap("Put it on my page")
    line = maja.page.locator(".profile-section p", has_text=text)
    assert line.count() == 1
    maja.shot("bad-" + ("rtl" if text == RIGHT_TO_LEFT else "emoji"))


def test_what_is_written_as_markup_stays_a_text(sits: Sits) -> None:
    maja = sits()
    asked = at_own_words(maja)
    text = "<script>document.title='x'</script><b>fri</b> {{ 7*7 }} #let x = 1"
    maja.page.locator(OWN).fill(text)
    maja.send(".bar", "Next")
    maja.go(f"{asked.removesuffix('/q/slip')}/end")
    assert text in maja.text()
    maja.tap("Put it on my page")
    answer = maja.context.request.get(f"{maja.address}{maja.circle}/page.pdf")
    assert answer.status == 200


def test_half_a_time_is_kept_with_a_kind_word(sits: Sits) -> None:
    maja = sits("da")
    begin(maja)
    maja.go(f"{maja.circle}/cards/zones/q/when")
    asked = maja.path
    window = maja.page.locator(".window").first
    maja.tap(window.locator(".day").nth(1))
    window.locator("input[type=time]").nth(0).fill("18:00")
    maja.send(".bar", "Next")
    assert maja.path == asked and maja.page.locator(".summary").count() == 1
    window = maja.page.locator(".window").first
    assert window.locator(".day input:checked").count() == 1
    assert window.locator("input[type=time]").nth(0).input_value() == "18:00"
    maja.shot("bad-half-a-time")
    window.locator("input[type=time]").nth(1).fill("20:00")
    maja.send(".bar", "Next")
    assert maja.path != asked


def test_a_name_that_is_missing_or_too_long_is_asked_for_again(sits: Sits) -> None:
    maja = sits()
    maja.go("/start/holder")
    for name in ("", "M" * 61):
        field = maja.page.locator("#id_name")
        field.evaluate("field => { field.removeAttribute('maxlength'); field.form.noValidate = true }")
        field.fill(name)
        maja.send(".bar", "Save")
        assert maja.page.locator(".summary").count() == 1 and maja.page.locator("#id_name").input_value() == name


# --- the line and the clock ---------------------------------------------------------------------------
def test_with_no_network_nothing_is_sent_and_nothing_lost(sits: Sits) -> None:
    maja = sits()
    asked = at_own_words(maja)
    maja.page.locator(OWN).fill(EMOJI)
    maja.context.set_offline(True)
    maja.send(".bar", "Next")
    maja.page.get_by_text(
        maja.say("There is no connection right now. What you wrote is still here. Try again in a moment.")
    ).wait_for()
    assert maja.page.locator(OWN).first.input_value() == EMOJI
    maja.shot("bad-offline")
    maja.context.set_offline(False)
    maja.send(".bar", "Next")
    maja.go(asked)
    assert maja.page.locator(OWN).first.input_value() == EMOJI


def test_a_form_that_was_open_too_long_can_be_gone_back_to(sits: Sits) -> None:
    maja = sits()
    asked = at_own_words(maja)
    maja.page.locator(OWN).fill(EMOJI)
    maja.context.clear_cookies(name="roret-form")
    maja.send(".bar", "Next")
    assert maja.reads("The page had been open for a while")
    maja.shot("bad-expired-form")
    maja.page.go_back()
    assert maja.path == asked
    assert maja.page.locator(OWN).first.input_value() == EMOJI


def test_two_quick_taps_on_a_button_send_a_form_once(sits: Sits) -> None:
    maja = sits()
    begin(maja)
    maja.go(f"{maja.circle}/people")
    fold = maja.unfold("Somebody without a telephone of their own")
    fold.locator("input[name=name]").fill("Birthe")
    with maja.page.expect_navigation():
        maja.find("Add", within=fold).evaluate("button => { button.click(); button.click() }")
    assert maja.text().count("Birthe") == maja.text().count("Birthe in this circle") + 1


def test_another_light_or_language_can_be_chosen_on_what_a_form_answered(sits: Sits) -> None:
    """The page that a form led to can be asked for again, and is a page then too."""
    maja = sits()
    begin(maja)
    invitation(maja)
    maja.tap("Dark")
    assert maja.page.locator("main h1").count() == 1
    maja.tap("Dansk")
    assert maja.page.locator("main h1").count() == 1
