"""Journey 9: before pressing send. Ordvalg looks when it is asked, or as he writes when he wants that; she is left alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.beforehand import agree, led_to, two
from tests.journeys.conftest import Sits, everywhere
from tests.journeys.living import open_today, reads_live
from tests.journeys.reader import BED, PHONE, Reader

pytestmark = pytest.mark.browser

YOGA = {"da": "Godmorgen, min ven. Har du prøvet yoga? Vi ses i aften.", "en": "Good morning, my friend. Have you tried yoga? See you tonight."}  # fmt: skip
MARKED = {"da": "Har du prøvet yoga", "en": "Have you tried yoga"}
FINE = {"da": "Jeg kommer hjem klokken seks og laver mad.", "en": "I am home at six and will cook."}
NUDGE = ".nudge .looked"
ROOM = "form[action$='/today/code']:has([name=capacity_words])"


def at_home(sits: Sits, lang: str, size: tuple[int, int], **more: object) -> tuple[Reader, Reader]:
    """Both have said what works and what misses, how ideas are offered, and what they tell each other of their day."""
    maja, jonas = two(sits, lang, size, **more)
    agree(maja, jonas, "words", {"works": ["here"], "misses": ["tried_yoga"]}, {"misses": ["forget_it"]})
    agree(maja, jonas, "advice", {"policy": ["ask_first"]}, {"giver": ["plain_no"]})
    agree(maja, jonas, "capacity", {"scale": ["words"]}, {"scale": ["words"]})
    return maja, jonas


@everywhere
def test_he_asks_on_a_page_of_its_own_beside_a_field_and_while_he_writes(
    sits: Sits, lang: str, size: tuple[int, int]
) -> None:
    maja, jonas = at_home(sits, lang, size)

    open_today(jonas)
    taps = jonas.counting(lambda: jonas.tap("Wording"))
    assert taps == 1 and jonas.path.endswith("/ordvalg")
    asked_on_its_page(jonas, lang, size)

    open_today(jonas)
    jonas.tap("An idea for %(name)s", name="Maja")
    jonas.write("#id_own", "Yoga")
    asked_beside_a_field(jonas, "#id_content", lang, size)
    jonas.send(".bar", "Offer it")
    assert jonas.path.endswith("/today"), "it went where it was going"

    open_today(jonas)
    jonas.unfold("A line of your own")
    assert jonas.find("Wording", within=jonas.page.locator(ROOM)).count()
    wants(jonas, "While I write")
    while_he_writes(jonas, lang, size)

    open_today(maja)
    maja.unfold("A line of your own")
    assert not maja.page.locator(".wording").count(), "nobody looks at her words"
    wants(maja, "When I tap it")
    open_today(maja)
    maja.unfold("A line of your own")
    assert maja.find("Wording", within=maja.page.locator(ROOM)).count(), "unless she wishes"


def asked_on_its_page(jonas: Reader, lang: str, size: tuple[int, int]) -> None:
    jonas.write("#id_text", YOGA[lang])
    before = where(jonas, "#id_text")
    jonas.tap("Look at the words")
    expect(jonas.page.locator("#found mark").first).to_contain_text(MARKED[lang])
    assert where(jonas, "#id_text") == before, "the page stays where it was"
    assert jonas.reads("%(name)s has said that these words miss.", name="Maja")
    assert jonas.page.locator("#id_text").input_value() == YOGA[lang]
    assert YOGA[lang] not in jonas.page.url and jonas.page.url.endswith("/ordvalg")
    jonas.shot(f"wording-{lang}-{size[0]}-1-its-page")
    jonas.write("#id_text", FINE[lang])
    jonas.tap("Look at the words")
    expect(jonas.page.locator("#found")).to_contain_text(
        jonas.say("Nothing caught the eye. Wording does not see everything.")
    )
    assert not jonas.page.locator("#found mark").count()
    jonas.page.locator("#id_text").fill("")
    jonas.tap("Look at the words")
    expect(jonas.page.locator("#found")).to_contain_text(jonas.say("There is nothing to look at yet."))


def asked_beside_a_field(jonas: Reader, field: str, lang: str, size: tuple[int, int]) -> None:
    """One finding, under the text; an opening comes in place of its sentence, and the rest of the text stays."""
    text = {"da": "Hej. Har du prøvet akupunktur? Vi ses.", "en": "Hi. Have you tried acupuncture? See you."}[lang]
    jonas.write(field, text)
    button = jonas.page.locator(".wording > button")
    button.scroll_into_view_if_needed()
    before = where(jonas, field)
    jonas.tap(button)
    expect(jonas.page.locator(f"{NUDGE} mark")).to_have_count(1)
    assert where(jonas, field) == before, "the page stays where it was"
    jonas.shot(f"wording-{lang}-{size[0]}-2-beside")
    opening = jonas.page.locator(f"{NUDGE} .opening").first
    says = opening.inner_text().rstrip(" .…")
    jonas.tap(opening)
    stands = jonas.page.locator(field).input_value()
    assert (
        says in stands
        and stands.startswith(text.split(".")[0])
        and stands.endswith({"da": " … Vi ses.", "en": " … See you."}[lang])
    )
    jonas.page.keyboard.press("Control+z")
    assert jonas.page.locator(field).input_value() == text, "and can be undone"
    assert jonas.page.locator("#id_own").input_value() == "Yoga"


def while_he_writes(jonas: Reader, lang: str, size: tuple[int, int]) -> None:
    open_today(jonas)
    jonas.unfold("A line of your own")
    field, say = jonas.page.locator("#id_capacity_words"), jonas.page.locator(f"{ROOM} .button:not(.opening)").last
    jonas.tap(field)
    field.press_sequentially(FINE[lang][:30], delay=1)
    jonas.page.wait_for_timeout(1200)  # longer than it waits: nothing comes for what is fine
    assert not jonas.page.locator(NUDGE).inner_text()
    field.fill("")
    before = say.bounding_box()
    field.press_sequentially(MARKED[lang] + "?", delay=1)
    fold = jonas.page.locator(f"{NUDGE} summary")
    expect(fold).to_be_visible()
    assert say.bounding_box() == before, "what he was about to tap has not moved"
    assert field.evaluate("field => field === document.activeElement"), "and he can go on writing"
    jonas.shot(f"wording-{lang}-{size[0]}-3-while-he-writes")
    jonas.tap(fold)
    assert jonas.reads("%(name)s has said that these words miss.", name="Maja")
    field.press("Enter")
    jonas.page.wait_for_load_state()
    assert MARKED[lang] in jonas.text(), "it is his to say: nothing is held"


@everywhere
def test_without_javascript_the_form_goes_by_a_page_and_nothing_typed_is_lost(
    sits: Sits, lang: str, size: tuple[int, int]
) -> None:
    maja, jonas = at_home(sits, lang, size)
    home = jonas.circle
    plain = sits(lang, size, java_script_enabled=False)
    plain.context.add_cookies(jonas.context.cookies())
    plain.go(f"{home}/ordvalg")
    plain.write("#id_text", YOGA[lang])
    plain.tap("Look at the words")
    assert MARKED[lang] in plain.page.locator("#found mark").first.inner_text()
    assert plain.page.locator("#id_text").input_value() == YOGA[lang]

    plain.go(f"{home}/today")
    plain.tap("An idea for %(name)s", name="Maja")
    plain.write("#id_own", "Yoga")
    text = {
        "da": "Hej. Har du prøvet akupunktur?\nVi ses.",
        "en": "Hi. Have you tried acupuncture?\nSee you.",
    }[lang]
    plain.write("#id_content", text)
    plain.tap(plain.page.locator(".wording > button"))
    assert plain.page.locator("mark").count() == 1
    assert [one.input_value() for one in plain.page.locator("textarea").all()] == ["Yoga", text]
    plain.shot(f"wording-{lang}-{size[0]}-4-by-a-page")
    opening = plain.page.locator(".opening").first
    says = opening.inner_text().rstrip(" .…")
    plain.tap(opening)
    stands = plain.page.locator("textarea").last.input_value()
    assert says in stands and stands.endswith(text.splitlines()[-1])
    plain.tap("Back, as it is here")
    assert (
        plain.page.locator("#id_content").input_value() == stands
        and plain.page.locator("#id_own").input_value() == "Yoga"
    )
    plain.tap(plain.page.locator(".wording > button"))
    plain.tap("Offer it")
    assert plain.path == f"{home}/today"
    open_today(maja)
    assert "Yoga" in maja.text()


def test_with_no_network_the_text_stays_and_is_looked_at_later(sits: Sits) -> None:
    maja, jonas = at_home(sits, "da", PHONE)
    open_today(jonas)
    jonas.unfold("A line of your own")
    jonas.write("#id_capacity_words", MARKED["da"] + "?")
    jonas.context.set_offline(True)
    jonas.page.locator(".wording > button").first.click()
    expect(jonas.page.locator("[data-say]")).to_contain_text(jonas.say("There is no connection right now. What you wrote is still here. Try again in a moment."))  # fmt: skip
    assert jonas.page.locator("#id_capacity_words").input_value() == MARKED["da"] + "?"
    jonas.context.set_offline(False)
    assert all(said.startswith("console: htmx:") for said in jonas.complaints), "htmx says so on the console too"
    jonas.complaints.clear()
    jonas.page.locator(".wording > button").first.click()
    expect(jonas.page.locator(f"{NUDGE} mark")).to_have_count(1)
    kept = jonas.page.evaluate("[Object.values(localStorage), Object.values(sessionStorage), document.cookie]")
    # htmx keeps the address of the page while its tab is open, as the tab does itself.
    assert kept == [[], [jonas.path], ""], "nothing that was written is kept in the browser"


def test_what_comes_in_live_takes_away_neither_the_text_nor_the_answer(sits: Sits) -> None:
    maja, jonas = at_home(sits, "da", PHONE)
    open_today(jonas)
    jonas.unfold("A line of your own")
    jonas.write("#id_capacity_words", MARKED["da"] + "?")
    jonas.tap(jonas.page.locator(".wording > button").first)
    expect(jonas.page.locator(f"{NUDGE} mark")).to_have_count(1)
    led_to(maja, f"{maja.circle}/today/code", capacity_words="Kaffen er klar")
    reads_live(jonas, "Kaffen er klar")
    assert jonas.page.locator("#id_capacity_words").input_value() == MARKED["da"] + "?"
    assert jonas.page.locator(f"{NUDGE} mark").count() == 1


@pytest.mark.parametrize("size", [BED, PHONE])
def test_before_any_account_it_answers_whoever_asks(sits: Sits, size: tuple[int, int]) -> None:
    stranger = sits("da", size)
    stranger.go("/ordvalg")
    stranger.write("#id_text", YOGA["da"])
    stranger.tap("Look at the words")
    expect(stranger.page.locator("#found mark").first).to_contain_text(MARKED["da"])
    stranger.shot(f"wording-da-{size[0]}-5-anybody")
    stranger.page.emulate_media(color_scheme="dark")
    stranger.shot(f"wording-da-{size[0]}-6-dark")


def wants(reader: Reader, when: str) -> None:
    reader.go(f"{reader.circle}/people")
    reader.tap("When Wording helps you")
    reader.tap(when)
    reader.send(".bar", "Save")


def where(reader: Reader, field: str) -> tuple[float, float]:
    """How far the page is scrolled, and how far down the field stands."""
    box = reader.page.locator(field).bounding_box()
    assert box is not None
    return reader.page.evaluate("scrollY"), box["y"]
