"""Being told: from an act of one to the lock screen of the other, in a real browser with a push service of ours."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from bench.starting import begin as begin_command
from roret.deliver.rules import LOCK_SCREEN
from roret.deliver.tests.service import PushService
from tests.journeys.beforehand import agree, two
from tests.journeys.conftest import Sits, everywhere, sitting
from tests.journeys.house import House, housed
from tests.journeys.living import open_today
from tests.journeys.places import Place
from tests.journeys.reader import PHONE, Reader
from tests.journeys.telephone import Telephone, until
from tests.journeys.test_every_page import LIGHTS, Seen, look
from tests.journeys.walks import begin

pytestmark = pytest.mark.browser
SETTINGS = {"DJANGO_SETTINGS_MODULE": "tests.journeys.push_to_loopback"}
HERS = {"when": ["natural"], "offer": ["three"], "often": ["no_limit"], "words": ["good_now"]}
STATE = "[data-notify-state]"
SHOW, ON = "Show messages in this browser", "This browser shows messages from Roret."
OFF = "This browser does not show messages from Roret at the moment. One tap, and it does."
NEW_KEY = """from roret.deliver.models import HouseKey; from roret.deliver.push import new_key
key = HouseKey.objects.get(); key.private = new_key(); key.save()"""
NEVER = "This browser has been told to show no messages from Roret. That can be changed in its settings."
IPHONE = "delete window.PushManager; navigator.standalone = {}"


@pytest.fixture(scope="module")
def told_house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with housed(tmp_path_factory.mktemp("told"), more=SETTINGS) as running:
        yield running


@pytest.fixture
def family(browser: Browser, told_house: House) -> Iterator[Sits]:
    yield from sitting(browser, told_house)


@pytest.fixture
def service() -> Iterator[PushService]:
    made = PushService()
    yield made
    made.close()


def open_messages(reader: Reader) -> None:
    reader.go(f"{reader.circle}/me/notify")


def want_push(reader: Reader) -> None:
    """Choose the telephone, and everything that can be told."""
    open_messages(reader)
    reader.tap("On this telephone or computer")
    for kind in reader.page.locator("input[name=kinds]").all():
        reader.tap(reader.page.locator(f"label:has(#{kind.get_attribute('id')})"))
    reader.send(".bar", "Save")


def reads_state(reader: Reader, message: str) -> None:
    expect(reader.page.locator(STATE)).to_have_text(reader.say(message))


@everywhere
def test_what_one_says_stands_on_the_lock_screen_of_the_other(
    family: Sits, service: PushService, lang: str, size: tuple[int, int], figure: Callable[[str], None]
) -> None:
    maja, jonas = two(family, lang, size)
    agree(maja, jonas, "asking", HERS, {"reach": ["coffee"]})
    phone = Telephone(maja, service, "maja")
    want_push(maja)
    reads_state(maja, OFF)
    maja.shot(f"told-{lang}-{size[0]}-1-asks")
    maja.tap(SHOW)
    reads_state(maja, ON)
    assert phone.asked == [maja.page.locator("form[data-notify]").get_attribute("data-notify")], "the key of the house"
    maja.shot(f"told-{lang}-{size[0]}-2-on")
    send_one(maja)
    assert phone.rings() == lang
    once = {"title": "Roret", "body": LOCK_SCREEN[lang], "tag": "roret", "lang": lang}
    assert phone.shown() == [once]

    open_today(jonas)
    jonas.unfold("Give a signal")
    jonas.tap(jonas.page.locator("button[name=kind][value=pause]"))
    assert phone.rings() == lang
    assert phone.shown() == [once]

    open_today(maja)
    tapped = phone.click()
    assert tapped == {"done": [["focus", maja.path]], "left": 0}
    texts = set()
    for anything in (*LOCK_SCREEN, "", "no-such", "<b>Maja</b>"):
        phone.hand_over(anything)
        texts |= {one["body"] for one in phone.shown()}
        assert len(phone.shown()) == 1
    assert texts <= set(LOCK_SCREEN.values()) and len(texts) <= 3
    maja.page.close()
    assert phone.click() == {"done": [["open", "/"]], "left": 0}
    figure(f"lock screen, {lang}: {len(texts)} texts, whatever comes; 2 pushes, 1 notification")


def send_one(reader: Reader) -> None:
    """Ask for a message to see what it looks like."""
    reader.tap("Send me one to see")
    assert reader.reads("It is on its way.")


def somebody_told(family: Sits, service: PushService, lang: str = "en") -> tuple[Reader, Telephone]:
    """Maja, whose telephone has rung once."""
    maja = family(lang)
    begin(maja)
    phone = Telephone(maja, service, "maja")
    want_push(maja)
    maja.tap(SHOW)
    reads_state(maja, ON)
    send_one(maja)
    assert phone.rings() == lang
    return maja, phone


@pytest.mark.parametrize(("status", "lang"), [(404, "da"), (410, "en")])
def test_a_browser_that_the_push_service_no_longer_knows_is_asked_again(
    family: Sits, service: PushService, status: int, lang: str
) -> None:
    maja, phone = somebody_told(family, service, lang)
    for browser_knows in (True, False):
        service.answers = [(status, {})]
        send_one(maja)
        phone.is_refused()
        if not browser_knows:
            phone.subscribed = None
        expect_after_reloading(maja, OFF)
        assert not maja.offers("Send me one to see"), "there is nowhere to send it"
        maja.tap(SHOW)
        reads_state(maja, ON)
        send_one(maja)
        assert phone.rings() == lang


def test_with_a_new_key_of_the_house_the_browser_is_asked_again(
    family: Sits, service: PushService, told_house: House
) -> None:
    maja, phone = somebody_told(family, service)
    changed = begin_command(told_house.folder, "manage", "shell", "-c", NEW_KEY)
    said, _ = changed.communicate(timeout=60)
    assert changed.returncode == 0, said
    open_messages(maja)
    reads_state(maja, OFF)
    maja.tap(SHOW)
    reads_state(maja, ON)
    assert len(set(phone.asked)) == 2
    assert phone.asked[-1] == maja.page.locator("form[data-notify]").get_attribute("data-notify")
    send_one(maja)
    assert phone.rings() == "en"


@pytest.mark.parametrize("lang", ["da", "en"])
def test_a_browser_that_may_not_says_so_and_asks_no_more(family: Sits, service: PushService, lang: str) -> None:
    maja = family(lang)
    begin(maja)
    phone = Telephone(maja, service, "maja", may=False)
    want_push(maja)
    reads_state(maja, "A browser asks you once before it shows messages.")
    maja.shot(f"told-{lang}-first")
    # Nobody sits before this browser who could allow it: Chromium says no by itself.
    maja.find(SHOW).click()
    reads_state(maja, NEVER)
    assert not maja.offers(SHOW) and phone.asked == []
    maja.shot(f"told-{lang}-may-not")


def test_whoever_signs_in_next_on_the_same_telephone_hears_nothing_of_the_first(
    family: Sits, service: PushService
) -> None:
    maja, jonas = two(family)
    agree(maja, jonas, "asking", HERS, {"reach": ["coffee"]})
    phone = Telephone(maja, service, "maja")
    want_push(maja)
    maja.tap(SHOW)
    reads_state(maja, ON)
    maja.go("/me")
    maja.tap("Sign out here")
    begin(maja, "Otto")
    want_push(maja)
    reads_state(maja, OFF)
    open_today(jonas)
    jonas.unfold("Give a signal")
    jonas.tap(jonas.page.locator("button[name=kind][value=pause]"))
    maja.tap(SHOW)
    reads_state(maja, ON)
    send_one(maja)
    phone.rings()
    assert len(service.taken) == 1, "what came after the signal is there, and the signal is not"


def test_one_telephone_can_be_left_out(family: Sits, service: PushService) -> None:
    maja, phone = somebody_told(family, service)
    maja.tap("Stop messages in this browser")
    reads_state(maja, OFF)
    assert not maja.offers("Send me one to see")
    maja.tap(SHOW)
    reads_state(maja, ON)
    send_one(maja)
    assert phone.rings() == "en"


@pytest.mark.parametrize("lang", ["da", "en"])
def test_on_an_iphone_it_says_how_roret_comes_onto_the_home_screen(family: Sits, lang: str) -> None:
    maja = family(lang)
    begin(maja)
    maja.context.add_init_script(IPHONE.format("false"))
    want_push(maja)
    expect(maja.page.locator("[data-notify-home]")).to_be_visible()
    assert maja.reads("Tap Share in Safari") and maja.reads("Choose Add to Home Screen")
    assert not maja.offers(SHOW)
    expect(maja.page.locator(STATE)).to_be_hidden()
    maja.shot(f"told-{lang}-iphone")


def test_what_lies_on_the_home_screen_of_a_telephone_too_old_is_told_so(family: Sits) -> None:
    maja = family()
    begin(maja)
    maja.context.add_init_script(IPHONE.format("true"))
    want_push(maja)
    reads_state(maja, "This browser cannot show messages. Another one may.")
    expect(maja.page.locator("[data-notify-home]")).to_be_hidden()


def test_the_page_about_messages_is_for_everybody_whatever_the_browser_can(family: Sits, service: PushService) -> None:
    maja = family("da", bypass_csp=True)
    begin(maja)
    phone = Telephone(maja, service, "maja")
    found, place = Seen(), Place("deliver:notify", f"{maja.circle}/me/notify")
    want_push(maja)
    looks = [number for number, (_, size) in enumerate(LIGHTS) if size == PHONE]
    for state in (OFF, ON, "iPhone"):
        if state == ON:
            maja.tap(SHOW)
        elif state == "iPhone":
            maja.context.add_init_script(IPHONE.format("false"))
        open_messages(maja)
        expect(maja.page.locator(f"{STATE}:visible, [data-notify-home]:visible")).to_have_count(1)
        for number in looks:
            look(maja, place, number, found)
    assert phone.asked and found.pages == 9
    assert (found.axe, found.wide, found.small, found.english, found.unreached) == ([], [], [], [], [])


def test_the_browser_finds_nothing_wrong_with_the_manifest(family: Sits) -> None:
    stranger = family()
    stranger.go("/")
    found = stranger.context.new_cdp_session(stranger.page).send("Page.getAppManifest")
    assert found["url"] == f"{stranger.address}/static/ui/roret.webmanifest"
    assert found["errors"] == [] and json.loads(found["data"])["name"] == "Roret"


def expect_after_reloading(reader: Reader, message: str) -> None:
    """The house takes a moment to forget; the page says it at the first visit after that."""

    def forgotten() -> bool:
        open_messages(reader)
        return reader.page.locator("form[data-notify]").get_attribute("data-here") == ""

    until(reader, forgotten, "it is not forgotten")
    reads_state(reader, message)
