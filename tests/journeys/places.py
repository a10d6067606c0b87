"""Every page there is, per role, in a house that is lived in. Used by whatever has to hold on all of them.

A place is an address to open, or a few taps from one for pages that only come as the answer to a form. The test
beside it holds the list against the resolver: an address that is neither here nor in `NOT_PAGES` fails.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from playwright.sync_api import Browser

from roret.content import cards
from roret.content.shape import Party
from tests.journeys import beforehand
from tests.journeys.beforehand import Answers, led_to
from tests.journeys.conftest import PROVE
from tests.journeys.house import House
from tests.journeys.reader import PHONE, Reader
from tests.journeys.walks import (
    add_without_account,
    answer,
    begin,
    fresh_address,
    invitation,
    tap_the_first_card,
)

Role = Literal["anonymous", "holder", "supporter", "guest"]
ROLES: tuple[Role, ...] = ("anonymous", "holder", "supporter", "guest")
PASSWORD = "et langt ord til at komme ind med"
TOPIC = "zones"
"""The card that two people take: both are asked when, so that they can differ."""
HERS: Answers = {
    "when": ["mon", "18:00", "20:00"],
    "situations": ["meals"],
    "otherwise": ["free"],
    "instead": ["look_forward"],
    "slip": ["park_it"],
}
HIS: Answers = {
    "when": ["tue", "19:00", "21:00"],
    "situations": ["in_bed"],
    "room": ["my_yes"],
    "instead": ["everyday"],
    "slip": ["free_now"],
}

HER_PLAN: Answers = {
    "need": ["peace"],
    "helps": ["warmth", "dim_light"],
    "no_help": ["advice"],
    "part": ["menu"],
    "when_then": ["no_answer"],
    "in_turn": ["partner", "neighbour"],
    "messages": ["work", "friends"],
}
HIS_PART: Answers = {"take_over": ["shopping"], "next_in_line": ["family"]}
"""The plan for when it flares up. It is on, as that is when its pages have most on them."""


@dataclass(frozen=True)
class Place:
    """A page of one role: the route it belongs to, how to get there, and the status it is answered with."""

    route: str
    path: str
    then: Callable[[Reader], None] | None = None
    status: int = 200
    note: str = ""

    def __str__(self) -> str:
        return f"{self.route} {self.note}".strip()

    def visit(self, reader: Reader) -> None:
        status = reader.go(self.path)
        assert status == self.status, f"{self} answered {status}"
        if self.then:
            self.then(reader)


@dataclass
class LivedIn:
    """The house with its people before their browsers, and the places each of them can get to."""

    readers: dict[Role, Reader]
    places: dict[Role, list[Place]] = field(default_factory=dict)

    def close(self) -> None:
        for reader in self.readers.values():
            reader.close()


NOT_PAGES = {
    "first_forget": "answers with another page",
    "people:theme": "answers with another page",
    "people:language": "answers with another page",
    "people:end_session": "answers with another page",
    "circle:withdraw_invitation": "answers with another page",
    "circle:take_out": "answers with another page",
    "circle:leave": "answers with another page",
    "circle:rest": "answers with another page",
    "circle:withdraw_share": "answers with another page",
    "deck:card": "leads to a question or to the card's end",
    "deck:settle": "answers with another page",
    "deck:state": "answers with another page",
    "deck:wish": "answers with another page",
    "deck:propose": "answers with another page",
    "deck:begin": "answers with another page",
    "profile:read_notice": "answers with another page",
    "profile:set_aside": "answers with another page",
    "profile:keep": "answers with another page",
    "profile:again": "answers with another page",
    "profile:pause": "answers with another page",
    "profile:end": "answers with another page",
    "paper:profile": "a sheet of paper",
    "paper:cards": "a sheet of paper",
    "paper:wallet": "a sheet of paper",
    "paper:guest": "a sheet of paper",
    "today:now": "the part of today:home that changes",
    "today:view": "answers with another page",
    "zones:off": "answers with another page",
    "asking:answer": "answers with another page",
    "asking:mute": "answers with another page",
    "signals:send": "answers with another page",
    "signals:back": "answers with another page",
    "signals:thank": "answers with another page",
    "signals:noticed": "answers with another page",
    "tasks:hard": "answers with another page",
    "tasks:step_back": "answers with another page",
    "tasks:take": "answers with another page",
    "tasks:take_away": "answers with another page",
    "tasks:put_back": "answers with another page",
    "tasks:noticed": "answers with another page",
    "sharing:now": "the part of sharing:day that changes",
    "sharing:noticed": "answers with another page",
    "sharing:suggested": "answers with another page",
    "sharing:answer": "answers with another page",
    "sharing:take_back": "answers with another page",
    "sharing:move": "answers with another page",
    "sharing:say": "answers with another page",
    "withdraw:more": "answers with another page",
    "withdraw:back": "answers with another page",
    "flareup:now": "the part of flareup:home that changes",
    "flareup:on": "answers with another page",
    "flareup:undo": "answers with another page",
    "flareup:off": "answers with another page",
    "flareup:still": "answers with another page",
    "flareup:back": "answers with another page",
    "flareup:sent": "answers with another page",
    "flareup:name": "answers with another page",
    "flareup:take_in": "comes after what it would change",
    "flareup:put_off": "answers with another page",
    "capacity:clear": "answers with another page",
    "advice:answer": "answers with another page",
    "words:look": "the answer under a field",
    "words:api": "for machines",
    "words:say": "answers with another page",
    "words:back": "answers with another page",
    "words:away": "answers with another page",
    "advice:read": "comes after a yes to an offer",
    "deliver:worker": "a script that browsers fetch",
    "offline:sheet": "a script fetches it",
    "offline:pocket_in": "is offline:pocket in one language",
    "learn:mark": "answers with another page",
    "learn:star": "answers with another page",
    "ops:healthz": "a word for machines",
    "mfa_index": "is people:ways under the name that allauth looks for",
    "mfa_login_webauthn": "a script's step on the sign-in page",
    "mfa_authenticate": "comes between password and page for somebody with a passkey",
    "mfa_reauthenticate": "is the passkey's page for somebody with recovery codes alone",
    "mfa_reauthenticate_webauthn": "asks somebody with a passkey",
    "mfa_edit_webauthn": "is about a passkey that is there",
    "mfa_remove_webauthn": "is about a passkey that is there",
    "mfa_view_recovery_codes": "comes with a passkey",
    "mfa_generate_recovery_codes": "comes with a passkey",
    "mfa_download_recovery_codes": "a file",
}
"""Routes that the browser is not sent to, and why. Passkeys are walked where there is a passkey to walk with."""


def live_in(house: House, browser: Browser, lang: str = "da") -> LivedIn:
    """Maja, Jonas and Birthe have agreed on one card, differ on another; a guest has a link. Then list every place."""
    sit = {"lang": lang, "size": PHONE, "bypass_csp": True}
    maja, jonas, guest, stranger = (Reader(browser, house.address, **sit) for _ in range(4))
    begin(maja)
    choose_password(maja)
    beforehand.join(jonas, beforehand.invitation(maja))
    add_without_account(maja)
    pair = agree(maja, jonas)
    words = {"works": ["here"], "misses": ["tried_yoga"], "repair": ["take_back"]}
    beforehand.agree(maja, jonas, "words", words, {})
    beforehand.agree(maja, jonas, "flareup", HER_PLAN, HIS_PART)
    beforehand.led_to(maja, f"{maja.circle}/plan/on")
    maja.go(f"{maja.circle}/people")
    members = re.findall(r"/people/([0-9a-f-]{36})/topics", maja.page.content())
    share = share_link(maja)
    open_invitation = invitation(maja)
    another_circle(maja)
    tap_the_first_card(stranger)
    lived = LivedIn({"anonymous": stranger, "holder": maja, "supporter": jonas, "guest": guest})
    jonas_id, birthe_id = members[0], members[1]
    jonas.go(jonas.circle)
    circle = jonas.circle
    both_have_cards_open(maja, circle)
    lived.places = {
        "anonymous": anonymous_places(open_invitation.removeprefix(house.address)),
        "holder": holder_places(maja, circle, pair, jonas_id, birthe_id),
        "supporter": supporter_places(jonas, circle, pair, maja),
        "guest": guest_places(share.removeprefix(house.address)),
    }
    return lived


# --- how they came to live there -----------------------------------------------------------------
def choose_password(reader: Reader) -> None:
    back = reader.path
    reader.go("/me/password")
    reader.write("#id_email", fresh_address())
    reader.write("#id_password", PASSWORD)
    reader.send(".bar", "Save")
    reader.go(back)


def agree(maja: Reader, jonas: Reader) -> str:
    """One card in force between the two, with a newer proposal of Jonas's on the table. Gives its address."""
    pair = beforehand.agree(maja, jonas, TOPIC, HERS, HIS)
    table, holder = f"{jonas.circle}/cards/{TOPIC}", beforehand.holder_of(jonas, TOPIC)
    assert beforehand.led_to(jonas, f"{table}/propose", to=holder, way="turns") == pair
    return pair


def share_link(maja: Reader) -> str:
    home = maja.circle
    maja.go(f"{home}/share")
    make_share(maja)
    link = maja.page.locator("#id_copy").input_value()
    maja.go(home)
    return link


def make_share(maja: Reader) -> None:
    for chip in maja.page.locator("[name=topics]").all():
        if not chip.is_checked():
            chip.locator("xpath=..").click()
    maja.send(".bar", "Make a link")
    if "/sign-in/again" in maja.path:
        maja.page.locator("input[type=password]").fill(PASSWORD)
        maja.tap("Go on")


def another_circle(maja: Reader) -> None:
    """So that there is a choice of circles on the front page."""
    home = maja.circle
    maja.go("/start/holder")
    maja.write("#id_name", "Maja")
    maja.tap("For work")
    maja.send(".bar", "Save")
    maja.go(home)


def both_have_cards_open(maja: Reader, circle: str) -> None:
    """A card that was only begun, so that the deck shows every group."""
    maja.go(f"{circle}/cards")
    fresh = [a.get_attribute("href") or "" for a in maja.page.locator("a.row").all()]
    topics = [href.rsplit("/", 1)[1] for href in fresh if "/end" not in href]
    if topics:
        maja.go(f"{circle}/cards/{topics[0]}")
        answer(maja)


# --- the places -----------------------------------------------------------------------------------
def press(message: str, within: str = "body", **names: object) -> Callable[[Reader], None]:
    return lambda reader: reader.send(within, message, **names)


def sent_empty(reader: Reader) -> None:
    """A form sent with nothing in it: the page comes back with what is in the way."""
    reader.page.locator("main form").first.evaluate("form => { form.noValidate = true }")
    reader.tap(reader.page.locator(".bar button").last)


def anonymous_places(open_invitation: str) -> list[Place]:
    return [
        Place("front", "/"),
        Place("first_question", "/first/1"),
        Place("first_question", "/first/2", note="the second"),
        Place("first_done", "/first/done"),
        Place("first_support", "/first/support"),
        Place("start", "/start/holder"),
        Place("start", "/start/supporter", note="as a supporter"),
        Place("start", "/start/holder", sent_empty, note="sent empty"),
        Place("help", "/help"),
        Place("about", "/about"),
        Place("learn:home", "/learn"),
        Place("learn:page", "/learn/alarm"),
        Place("learn:toolbox", "/toolbox"),
        Place("learn:toolbox", "/toolbox", look_for("te"), note="something found"),
        Place("learn:toolbox", "/toolbox", look_for("xyzzy"), note="nothing found"),
        Place("learn:situation", "/toolbox/bad_day"),
        Place("learn:practice", "/practice"),
        Place("learn:case", "/practice/onions"),
        Place("words:ordvalg", "/ordvalg"),
        Place("words:ordvalg", "/ordvalg", looked_at, note="with an answer"),
        Place("account_login", "/sign-in"),
        Place("account_login", "/sign-in", wrong_password, note="wrong password"),
        Place("people:link", "/in/nothing", status=404, note="that ended"),
        Place("circle:join", open_invitation),
        Place("circle:join", open_invitation, sent_empty, note="sent empty"),
        Place("circle:join", "/join/nothing", status=404, note="that ended"),
        Place("profile:guest", "/g/nothing", status=404, note="that ended"),
        Place("ui:gallery", "/gallery/"),
        Place("ops:too_long", "/too-long", status=413),
        Place("ops:too_slow", "/too-slow", status=408),
        Place("(nothing)", "/nothing-here", status=404),
    ]


def look_for(words: str) -> Callable[[Reader], None]:
    def walk(reader: Reader) -> None:
        reader.write("#id_q", words)
        reader.tap(reader.page.locator("form.search button"))

    return walk


def star_one(reader: Reader) -> None:
    reader.tap(reader.page.locator(".star").last)


def star_and_take_it_off(reader: Reader) -> None:
    """With the way back on the page."""
    star_one(reader)
    reader.tap(reader.page.locator(".star").first)


def wrong_password(reader: Reader) -> None:
    reader.page.locator("input[name=login]").fill("nobody@example.org")
    reader.page.locator("input[name=password]").fill("not this one at all")
    with reader.page.expect_navigation():
        reader.page.locator("input[name=password]").press("Enter")


def looked_at(reader: Reader) -> None:
    """Ordvalg has answered."""
    reader.page.locator("#id_text").fill("Har du prøvet yoga? Det er nok bare stress.")
    reader.tap("Look at the words")
    reader.page.locator("#found mark").first.wait_for()


def by_a_page(reader: Reader) -> None:
    """A text on its way through Ordvalg's page, as a browser without JavaScript sends it."""
    reader.unfold("In your own words")
    form = reader.page.locator("form:has(.wording)").first
    form.locator("textarea").first.fill("Har du prøvet yoga?")
    with reader.page.expect_navigation():
        form.evaluate("""form => {
          const button = form.querySelector(".wording button"), also = document.createElement("input");
          Object.assign(also, { type: "hidden", name: button.name, value: button.value });
          form.append(also);
          form.action = button.formAction;
          form.submit();
        }""")


def unfolded(reader: Reader) -> None:
    """With the first thing of the day open."""
    reader.page.locator(".thing summary").first.click()


def holder_places(maja: Reader, circle: str, pair: str, jonas: str, birthe: str) -> list[Place]:
    table = f"{circle}/table/{birthe}/{TOPIC}"
    thing = led_to(maja, f"{circle}/day", name="Brød").partition("#thing-")[2]
    return [
        Place("front", "/", note="several circles"),
        Place("profile:home", circle),
        Place("profile:page", f"{circle}/page"),
        Place("today:home", f"{circle}/today"),
        Place("sharing:day", f"{circle}/day", unfolded),
        Place("sharing:ask", f"{circle}/day/{thing}/ask"),
        Place("withdraw:away", f"{circle}/today/away"),
        Place("flareup:home", f"{circle}/plan", note="while it is on"),
        Place("flareup:rehearse", f"{circle}/plan/try"),
        Place("flareup:rehearse", f"{circle}/plan/try?step=theirs", note="as another sees it"),
        Place("flareup:look", f"{circle}/plan/look"),
        Place("flareup:look", f"{circle}/plan/look", something_else_helped, note="what it would change"),
        Place("zones:free", f"{circle}/today/free"),
        Place("words:words", f"{circle}/words"),
        Place("words:here", f"{circle}/ordvalg", looked_at),
        Place("words:choose", f"{circle}/me/ordvalg"),
        Place("tasks:home", f"{circle}/tasks", note="empty"),
        Place("tasks:new", f"{circle}/tasks/new", sent_empty, note="sent empty"),
        Place("tasks:home", f"{circle}/tasks/new", put_a_task, note="with a task"),
        Place("tasks:task", f"{circle}/tasks", open_a_task, note="with everything open"),
        Place("asking:ask", f"{circle}/today/ask/{jonas}"),
        Place("capacity:code", f"{circle}/today/code"),
        Place("flat:plan", f"{circle}/flat", note="nothing agreed"),
        Place("profile:review", f"{circle}/review", note="nothing due"),
        Place("profile:agreement", pair),
        Place("profile:say_yes", pair, stale_yes, note="too late"),
        Place("deck:deck", f"{circle}/cards"),
        *question_places(maja, circle, "holder"),
        Place("deck:question", f"{circle}/cards/{TOPIC}/q/when", half_a_time, note="half a time"),
        Place("deck:end", f"{circle}/cards/{TOPIC}/end"),
        Place("deck:both", f"{circle}/cards/{TOPIC}/with/{jonas}"),
        Place("deck:table", f"{circle}/table"),
        Place("deck:choose", f"{circle}/table/{birthe}"),
        Place("deck:hand", f"{circle}/table/{birthe}", press_card(TOPIC, table)),
        Place("deck:table_question", f"{table}/q/when"),
        Place("deck:table_done", f"{table}/done"),
        Place("circle:people", f"{circle}/people"),
        Place("circle:invite", f"{circle}/people", make_invitation),
        Place("circle:add", f"{circle}/people", add_nobody, note="sent empty"),
        Place("circle:rename", f"{circle}/people", call_me_nothing, note="sent empty"),
        Place("circle:topics", f"{circle}/people/{jonas}/topics"),
        Place("circle:sees", f"{circle}/sees"),
        Place("deliver:notify", f"{circle}/me/notify"),
        Place("offline:phone", f"{circle}/phone"),
        Place("offline:pocket", "/pocket"),
        Place("learn:home", f"{circle}/learn", note="in a circle"),
        Place("learn:page", f"{circle}/learn/alarm", press("This page fits me"), note="marked"),
        Place("learn:situation", f"{circle}/toolbox/slip", star_and_take_it_off, note="a star taken off"),
        Place("learn:case", f"{circle}/practice/onions", note="in a circle"),
        Place("circle:shares", f"{circle}/share"),
        Place("circle:shares", f"{circle}/share", press("Make a link", ".bar"), note="sent empty"),
        Place("circle:share", f"{circle}/share", make_share),
        *own_places(),
        Place("people:other_device", "/me", press("Open on another device")),
        Place("people:link", "/me", own_link),
        Place("account_reauthenticate", "/sign-in/again"),
        Place("mfa_list_webauthn", "/me/passkeys"),
        Place("mfa_add_webauthn", "/me/passkeys/add"),
        Place("account_logout", "/sign-out"),
        Place("(nothing)", "/c/00000000-0000-0000-0000-000000000000", status=404, note="another's circle"),
    ]


def own_places() -> list[Place]:
    return [
        Place("people:me", "/me"),
        Place("people:ways", "/me/ways"),
        Place("people:password", "/me/password"),
        Place("people:password", "/me/password", sent_empty, note="sent empty"),
        Place("help", "/help", note="signed in"),
    ]


def question_places(reader: Reader, circle: str, party: Party) -> list[Place]:
    """Every question of every card in one's deck; where a share is enough, one of each kind."""
    reader.go(f"{circle}/cards")
    rows = [row.get_attribute("href") or "" for row in reader.page.locator("a.row[href*='/cards/']").all()]
    topics = sorted({href.split("/cards/")[1].split("/")[0] for href in rows})
    found: dict[str, Place] = {}
    for topic, slot in ((one, slot) for one in topics for slot in cards.card(one).asked(party)):
        kind = slot.question.kind
        place = Place("deck:question", f"{circle}/cards/{topic}/q/{slot.key}", note=f"{kind}, {topic}")
        found.setdefault(place.path if PROVE else kind, place)
    return list(found.values())


def something_else_helped(reader: Reader) -> None:
    reader.tap(reader.page.locator("#id_helps .chip").nth(1))
    reader.send(".bar", "Next")


def comes_at_no_time(reader: Reader) -> None:
    reader.unfold("At another time")
    reader.send("form:has(#id_own)", "Say so")


def put_a_task(reader: Reader) -> None:
    reader.write("#id_name", "Gå med hunden")
    for name in ("area", "usual", "may", "days"):
        reader.tap(reader.page.locator(f"label.chip:has([name={name}])").last)
    reader.send(".bar", "Add it")


def somebody_stepped_back(maja: Reader, circle: str) -> Callable[[Reader], None]:
    """Maja takes something on and steps back from it, and the reader looks again."""

    def walk(reader: Reader) -> None:
        maja.go(f"{circle}/tasks/new")
        maja.write("#id_name", "Vande blomster")
        maja.tap(maja.page.locator("label.chip:has([name=usual])", has_text="Maja"))
        maja.send(".bar", "Add it")
        maja.tap(maja.page.locator("a.row", has_text="Vande blomster"))
        maja.tap("I step back")
        reader.page.reload()
        assert "Vande blomster" in reader.text()

    return walk


def open_a_task(reader: Reader) -> None:
    reader.tap(reader.page.locator("a.row[href*='/tasks/']").first)
    for words in ("On my own hard days", "Change it"):
        reader.unfold(words)


def half_a_time(reader: Reader) -> None:
    window = reader.page.locator(".window").first
    for day in window.locator(".day:has(input:checked)").all():
        day.click()
    window.locator("input[type=time]").nth(0).fill("18:00")
    window.locator("input[type=time]").nth(1).fill("")
    reader.send(".bar", "Next")


def stale_yes(reader: Reader) -> None:
    """A yes to a version that is not the one on the table."""
    form = reader.page.locator("form[action$='/yes']").first
    form.evaluate("form => { form.action = form.action.replace(/\\/\\d+\\/yes$/, '/1/yes') }")
    reader.tap(form.locator("button"))


def press_card(topic: str, table: str) -> Callable[[Reader], None]:
    def walk(reader: Reader) -> None:
        reader.tap(reader.page.locator(f"form[action$='/{topic}'] button"))
        reader.go(f"{table}/hand")

    return walk


def make_invitation(reader: Reader) -> None:
    reader.unfold("Ask somebody in")
    reader.tap("Make a link")


def add_nobody(reader: Reader) -> None:
    fold = reader.unfold("Somebody without a telephone of their own")
    reader.tap(reader.find("Add", within=fold))


def call_me_nothing(reader: Reader) -> None:
    fold = reader.unfold("Your name here")
    fold.locator("input.text").fill("")
    reader.tap(reader.find("Save", within=fold))


def own_link(reader: Reader) -> None:
    reader.send("body", "Open on another device")
    reader.go(reader.page.locator("#id_copy").input_value())


def supporter_places(jonas: Reader, circle: str, pair: str, maja: Reader) -> list[Place]:
    jonas.go(f"{circle}/cards/{TOPIC}/end")
    both = jonas.page.locator("a[href*='/with/']").first.get_attribute("href") or ""
    holder = both.rsplit("/", 1)[1]
    return [
        Place("profile:home", circle),
        Place("today:home", f"{circle}/today"),
        Place("profile:page", f"{circle}/page"),
        Place("flareup:home", f"{circle}/plan", note="while it is on"),
        Place("flareup:answer", f"{circle}/plan", comes_at_no_time, status=200, note="a time that is none"),
        Place(
            "today:home", f"{circle}/today", somebody_stepped_back(maja, circle), note="told that somebody stepped back"
        ),
        Place("sharing:day", f"{circle}/day", unfolded),
        Place("tasks:home", f"{circle}/tasks"),
        Place("tasks:task", f"{circle}/tasks", open_a_task, note="with everything open"),
        Place("flat:plan", f"{circle}/flat", note="nothing agreed"),
        Place("offline:phone", f"{circle}/phone"),
        Place("advice:offer", f"{circle}/today/offer/{holder}"),
        Place("learn:situation", f"{circle}/toolbox/party", star_one, note="a star"),
        Place("learn:toolbox", f"{circle}/toolbox", note="with favourites"),
        Place("words:words", f"{circle}/words"),
        Place("words:here", f"{circle}/ordvalg", looked_at),
        Place("words:beside", f"{circle}/words", by_a_page),
        Place("profile:review", f"{circle}/review", note="nothing due"),
        Place("profile:agreement", pair),
        Place("deck:deck", f"{circle}/cards"),
        *question_places(jonas, circle, "supporter"),
        Place("deck:end", f"{circle}/cards/{TOPIC}/end"),
        Place("deck:both", both),
        Place("circle:people", f"{circle}/people"),
        Place("circle:sees", f"{circle}/sees"),
        *own_places(),
        Place("(nothing)", f"{circle}/share", status=404, note="what only the holder may"),
    ]


def guest_places(share: str) -> list[Place]:
    return [
        Place("profile:guest", share),
        Place("help", "/help", note="as a guest"),
        Place("about", "/about", note="as a guest"),
    ]
