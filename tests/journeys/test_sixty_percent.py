"""Journey 4: "I have 60 %, how shall we use them?" Today's things in four places, on two screens, by tap, keys and drag."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.beforehand import agree, begin, invitation, join, led_to, two
from tests.journeys.conftest import Sits, everywhere
from tests.journeys.living import NO_NETWORK
from tests.journeys.reader import BED, DESK, PHONE, SHOTS, Reader
from tests.journeys.test_in_bed import SIDEWAYS, SMALL

pytestmark = pytest.mark.browser

CAPACITY = {"scale": ["percent"], "low_at": ["under_50"]}
KEEPS = {"keep": ["menu"], "hard_day": ["swap", "postpone"]}
EVERY_DAY = [str(day) for day in range(7)]


@everywhere
def test_sixty_percent(sits: Sits, lang: str, size: tuple[int, int]) -> None:
    maja, jonas = two(sits, lang, size)
    agree(maja, jonas, "capacity", CAPACITY, {"scale": ["words"]})
    agree(maja, jonas, "tasks", KEEPS, {"hard_day": ["together"]})
    names = {"da": ("Indkøb", "Planer", "Vask"), "en": ("Shopping", "Planning", "Laundry")}[lang]
    shopping, planning, laundry = names
    add_task(maja, shopping, usual="Maja", may="Jonas")
    add_task(maja, planning, usual="Jonas", may="Maja")
    add_task(maja, laundry, usual="Jonas", may="Maja")
    led_to(maja, f"{maja.circle}/today/code", value="60")
    led_to(jonas, f"{jonas.circle}/today/code", value="a_lot")

    for reader in (maja, jonas):
        reader.go(f"{reader.circle}/today")
        reader.tap("Today’s things")
    assert lies(maja) == {"i": [shopping], "you": sorted([planning, laundry]), "together": [], "waits": []}
    assert not maja.page.locator("#suggested").count(), "sixty is not little by her own measure"
    for reader, who in ((maja, "maja"), (jonas, "jonas")):
        reader.shot(f"sixty-{lang}-{size[0]}-1-{who}")

    # By tap: open it, and say where. It is on the other screen within three seconds.
    taps = jonas.counting(lambda: put(jonas, laundry, "Together"))
    assert taps == 2
    shows(maja, {"i": [shopping], "you": [planning], "together": [laundry], "waits": []})
    # By keyboard.
    thing(maja, laundry).locator("summary").focus()
    maja.page.keyboard.press("Enter")
    to_wait = thing(maja, laundry).get_by_role("button", name=maja.say("It waits"))
    for _ in range(9):
        maja.page.keyboard.press("Tab")
        if to_wait.evaluate("button => button === document.activeElement"):
            break
    with maja.page.expect_navigation():
        maja.page.keyboard.press("Enter")
    shows(jonas, {"i": [planning], "you": [shopping], "together": [], "waits": [laundry]})
    expect(jonas.page.locator("main")).to_contain_text(
        jonas.say("%(name)s lets “%(thing)s” wait.", name="Maja", thing=laundry)
    )
    jonas.shot(f"sixty-{lang}-{size[0]}-2-told")
    jonas.tap("Fine")
    jonas.go(f"{jonas.circle}/day")
    if size == DESK:
        with jonas.page.expect_navigation():
            thing(jonas, laundry).locator("summary").drag_to(jonas.page.locator("#place-i"))
        shows(maja, {"i": [shopping], "you": sorted([planning, laundry]), "together": [], "waits": []})
        put(jonas, laundry, "It waits")
    shows(maja, {"i": [shopping], "you": [planning], "together": [], "waits": [laundry]})

    # As an offer: I take the shopping if you take the planning. What suits you?
    opened(jonas, shopping)
    jonas.tap(thing(jonas, shopping).get_by_role("link"))
    jonas.tap(jonas.page.locator("label.option", has_text=planning))
    jonas.tap(jonas.page.locator("label.option", has_text=jonas.say("Shall we let it wait?")))
    jonas.shot(f"sixty-{lang}-{size[0]}-3-ask")
    jonas.send(".bar", "Ask")
    words = maja.say("I take “%(mine)s” if you take “%(yours)s”. What suits you?", mine=shopping, yours=planning)
    expect(maja.page.locator("main")).to_contain_text(words, timeout=3000)
    maja.page.wait_for_timeout(400)
    maja.shot(f"sixty-{lang}-{size[0]}-4-asked")
    assert not maja.page.locator(".sheet:has(.said) textarea").count(), "no answer asks for a reason"
    maja.tap("We swap")
    swapped = {"i": [planning], "you": [shopping], "together": [], "waits": [laundry]}
    assert lies(maja) == swapped
    shows(jonas, {"i": [shopping], "you": [planning], "together": [], "waits": [laundry]})
    assert thing(maja, planning).inner_text().endswith(maja.say("swapped"))
    maja.shot(f"sixty-{lang}-{size[0]}-5-swapped")

    # Little, by her own measure: a suggestion, explained in one sentence, with the part that stays with her.
    led_to(maja, f"{maja.circle}/today/code", value="20")
    maja.go(f"{maja.circle}/day")
    opened(maja, planning)
    maja.send(f"#{thing(maja, planning).get_attribute('id')}", "Undo")
    expect(maja.page.locator("#suggested")).to_contain_text({"da": "at vælge maden", "en": "choosing the meal"}[lang])
    maja.shot(f"sixty-{lang}-{size[0]}-6-suggested")
    expect(jonas.page.locator("#suggested")).to_contain_text("Maja", timeout=3000)
    jonas.shot(f"sixty-{lang}-{size[0]}-7-suggested-to-him")
    before = lies(maja)
    maja.tap(maja.page.locator("#suggested").get_by_role("button", name=maja.say("Let it wait")))
    assert shopping in lies(maja)["waits"] and shopping not in before["waits"]
    elsewhere = {place: [one for one in there if one != shopping] for place, there in lies(jonas).items()}
    shows(jonas, elsewhere | {"waits": lies(maja)["waits"]})
    opened(maja, shopping)
    maja.tap(thing(maja, shopping).locator("button[value=done]"))
    assert thing(maja, shopping).locator("small", has_text=maja.say("done")).count()


def test_with_a_finger_on_its_grip_a_thing_is_drawn_to_where_it_is_to_lie(sits: Sits) -> None:
    maja, jonas = two(sits, "da", PHONE)
    add_task(maja, "Indkøb", usual="Maja", may="Jonas")
    for reader in (maja, jonas):
        reader.go(f"{reader.circle}/day")
    finger = Finger(maja)
    grip = thing(maja, "Indkøb").locator("[data-grip]")
    finger.down(grip)
    finger.move(maja.page.locator("#place-together h2"))
    expect(maja.page.locator("#place-together")).to_have_attribute("data-over", "")
    SHOTS.mkdir(exist_ok=True)
    maja.page.screenshot(path=SHOTS / "sixty-da-390-10-drawn.png")
    finger.move(maja.page.locator("h1"))
    finger.up()
    assert lies(maja)["i"] == ["Indkøb"], "let go of where nothing lies, it stays"
    assert not thing(maja, "Indkøb").locator("details").evaluate("fold => fold.open")
    finger.down(grip)
    finger.move(maja.page.locator("#place-you h2"))
    with maja.page.expect_navigation():
        finger.up()
    shows(jonas, {"i": ["Indkøb"], "you": [], "together": [], "waits": []})


class Finger:
    """A finger on the glass, as the browser hears of it."""

    def __init__(self, reader: Reader) -> None:
        self.reader, self.devtools = reader, reader.context.new_cdp_session(reader.page)

    def down(self, on: Locator) -> None:
        self._at("touchStart", on)

    def move(self, to: Locator) -> None:
        for _ in range(3):  # the first steps only say that it is a drag
            self._at("touchMove", to)

    def up(self) -> None:
        self.devtools.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    def _at(self, kind: str, where: Locator) -> None:
        box = where.bounding_box()
        assert box is not None
        point = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
        self.devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})


@pytest.mark.parametrize(("lang", "size"), [("da", BED), ("en", PHONE)], ids=["small", "phone"])
def test_one_of_the_two_is_cut_off_in_the_middle(sits: Sits, lang: str, size: tuple[int, int]) -> None:
    """Nothing typed is lost, nothing is moved by halves, and what the other did meanwhile comes by itself."""
    maja, jonas = two(sits, lang, size)
    shopping, laundry, bread = {"da": ("Indkøb", "Vask", "Brød"), "en": ("Shopping", "Laundry", "Bread")}[lang]
    agree(maja, jonas, "tasks", KEEPS, {"hard_day": ["together"]})
    add_task(maja, shopping, usual="Maja", may="Jonas")
    add_task(maja, laundry, usual="Jonas", may="Maja")
    for reader in (maja, jonas):
        reader.go(f"{reader.circle}/day")

    jonas.context.set_offline(True)
    put(jonas, laundry, "It waits")
    expect(jonas.page.locator("[data-say]")).to_have_text(jonas.say(NO_NETWORK))
    jonas.page.fill("#id_name", bread)
    jonas.tap("Add it")
    assert jonas.page.input_value("#id_name") == bread
    assert lies(jonas) == {"i": [laundry], "you": [shopping], "together": [], "waits": []}
    jonas.shot(f"sixty-{lang}-{size[0]}-8-cut-off")

    put(maja, shopping, "Together")
    put(maja, laundry, "To me")
    jonas.context.set_offline(False)
    shows(jonas, {"i": [], "you": [laundry], "together": [shopping], "waits": []}, within=15000)
    assert jonas.page.input_value("#id_name") == bread, "what he wrote is still there"
    jonas.tap("Add it")
    shows(maja, {"i": [laundry], "you": [], "together": [shopping], "waits": [bread]})
    jonas.shot(f"sixty-{lang}-{size[0]}-9-there-again")
    for reader in (maja, jonas):
        assert not reader.page.evaluate(SIDEWAYS) and reader.page.evaluate(SMALL) == []


def test_two_taps_at_once_and_without_javascript(sits: Sits) -> None:
    """Both have the page open without a script. The second tap is told where the thing lies now."""
    maja, jonas = sits("en", java_script_enabled=False), sits("en", java_script_enabled=False)
    begin(maja)
    join(jonas, invitation(maja))
    add_task(maja, "Shopping")
    for reader in (maja, jonas):
        reader.go(f"{reader.circle}/day")
    put(maja, "Shopping", "To me")
    put(jonas, "Shopping", "To me")
    assert "Shopping: It is with Maja now." in jonas.text()
    assert lies(jonas)["you"] == ["Shopping"]


def add_task(reader: Reader, name: str, usual: str = "", may: str = "") -> None:
    reader.go(f"{reader.circle}/tasks/new")
    ids = {"usual": usual, "may": may}
    chosen = {field: [value_of(reader, field, who)] for field, who in ids.items() if who}
    led_to(reader, f"{reader.circle}/tasks/new", name=name, days=EVERY_DAY, **chosen)


def value_of(reader: Reader, field: str, who: str) -> str:
    return str(
        reader.page.locator("label", has_text=re.compile(rf"^\s*{who}\s*$"))
        .locator(f"input[name={field}]")
        .first.get_attribute("value")
    )


def lies(reader: Reader) -> dict[str, list[str]]:
    """The names of today's things by the place they stand in on this page."""
    script = """() => Object.fromEntries([...document.querySelectorAll('.place')].map(place => [place.id.slice(6),
      [...place.querySelectorAll('summary > span')].map(name => name.firstChild.textContent.trim())]))"""
    found: dict[str, list[str]] = reader.page.evaluate(script)
    return found


def shows(reader: Reader, there: dict[str, list[str]], within: int = 3000) -> None:
    """It comes onto the open page within three seconds, or so many milliseconds."""
    for place, names in there.items():
        listed = reader.page.locator(f"#place-{place} summary > span")
        expect(listed).to_have_text([re.compile(f"^{name}") for name in names], timeout=within)
    reader.page.wait_for_timeout(400)


def thing(reader: Reader, name: str) -> Locator:
    return reader.page.locator("li.thing", has=reader.page.locator("summary", has_text=name))


def opened(reader: Reader, name: str) -> Locator:
    fold = thing(reader, name).locator("details")
    if not fold.evaluate("fold => fold.open"):
        reader.tap(fold.locator("summary"))
    return fold


def put(reader: Reader, name: str, to: str) -> None:
    opened(reader, name)
    reader.tap(thing(reader, name).get_by_role("button", name=reader.say(to), exact=True))
