"""Two days that differ only in what is hidden from somebody are one day to them: on every page, by stream, push and mail.

Jonas and Maja have agreed on everything that is lived by, Birthe on one thing. It is Tuesday.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import zip_longest

import pytest
from django.test import override_settings

from roret.advice.models import Offer
from roret.agreement.models import Agreement
from roret.circle import access
from roret.circle import actions as circle
from roret.circle.rules import Role
from roret.deliver import actions as deliver
from roret.deliver.queries import Wants
from roret.deliver.rules import Kind
from roret.deliver.tests.service import PushService
from roret.kit import clock, ids
from roret.people import actions as people
from tests.canaries import Canaries
from tests.trust.doings import Act, maja_gives_a_sign
from tests.trust.hidden import ELSEWHERE, FIRST, HIDDEN, LATE, LEAVES_NOTHING, SHOWN, Hidden
from tests.trust.reaching import BEGIN, NINE, Day, Deed, Desk, Reader, at, begun, every_address
from tests.world import PASSWORD, QUICK_PASSWORDS, World, build_world, cookies_of, in_browser, kept_apart, lay, say_yes

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
SCALE = max(1, int(os.environ.get("PROOF_SCALE", "1")))
PAIRS = 60 if SCALE == 1 else 200 * SCALE
SEED = SCALE
LEAST = 0 if SCALE == 1 else PAIRS // 250
"""How often each kind of act has to have been hidden."""
NEAR = ("holder", "supporter", "limited")
TWINS = 4 if SCALE == 1 else 20
"""How many worlds are held beside each drawn one."""
LIVED_BY: dict[str, dict[str, object]] = {
    "capacity": {"scale": "percent", "scale@supporter": "words", "lasts": "midnight", "unset": "my_silence"},
    "asking": {
        "when": "natural",
        "offer": "three",
        "often": "no_limit",
        "words": [{"starter": "good_now"}],
        "stop": [{"starter": "pause"}],
        "silence": "ask_once",
    },
    "withdraw": {
        "how": "message",
        "messages": [{"starter": "a_bit"}],
        "reply": [{"starter": "fine"}],
        "check": "never",
    },
    "advice": {"policy": "ask_first", "standing": "fine"},
}
ALL = tuple(Kind)
WANTS = (
    Wants(),
    Wants("push", ALL),
    Wants("push", ALL, "22:00", "10:00"),
    Wants("push", ALL, "12:00", "13:30", "Europe/Lisbon"),
    Wants("push", (Kind.SIGNAL, Kind.PROPOSAL), "22:00", "07:00"),
    Wants("mail", ALL),
    Wants("mail", ALL, "21:00", "09:30"),
    Wants("mail", (Kind.QUESTION, Kind.OFFER), "18:00", "08:00"),
)


@pytest.fixture(scope="module")
def service() -> Iterator[PushService]:
    made = PushService()
    yield made
    made.close()


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: pytest.FixtureRequest, service: PushService) -> Iterator[World]:
    quick = override_settings(PASSWORD_HASHERS=QUICK_PASSWORDS)
    with django_db_blocker.unblock(), kept_apart(), quick, clock.held(NINE - timedelta(days=2)), ids.seeded(11):
        made = build_world(Canaries(11))
        Offer.objects.all().delete()
        _agree(made)
        _somebody_else_at_work(made)
        with override_settings(HAS_MAIL=True, PUSH_TO_LOOPBACK=True):
            deliver.save(made.home.viewer("holder"), chosen=Wants("push"))  # makes the key of the house
            deliver.save(made.home.viewer("holder"), chosen=Wants())
            Desk(made, [], service).work(at(BEGIN))
            yield made


def _agree(made: World) -> None:
    home = made.home
    circle.open_topics(home.viewer("holder"), member_id=home.members["limited"], topics=["advice", "withdraw"])
    with_whom = dict.fromkeys(LIVED_BY, ("supporter",)) | {"withdraw": ("supporter", "limited")}
    for topic, others in with_whom.items():
        for other in others:
            Agreement.objects.filter(circle_id=home.circle_id, topic=topic, other_id=home.members[other]).delete()
            say_yes(home.viewer(other), lay(home.viewer("holder"), home.members[other], topic, LIVED_BY[topic]))


def _somebody_else_at_work(made: World) -> None:
    person, email = people.make_person(), "colleague@example.org"
    people.choose_password(person, email=email, password=PASSWORD)
    token = circle.invite(made.work.viewer("holder"), role=Role.COLLEAGUE, topics=["work_know"])
    circle.join(person_id=person.pk, token=token, name="Birthe")
    made.work.members["colleague"] = access.circles_of(person.pk)[0].me()
    browser = in_browser({})
    assert browser.post("/sign-in", {"login": email, "password": PASSWORD}).status_code == 302
    made.emails["colleague"], made.cookies["colleague"] = email, cookies_of(browser)


# --- one after the other --------------------------------------------------------------------------


def name_of(row: Hidden) -> str:
    when = (" yesterday" if row.window[1] < -600 else " this morning") if row.over else ""
    when = " late" if row.window == LATE else when
    return f"{row.act.__name__}{when}{f', {row.after.__name__}' if row.after else ''}"


@pytest.mark.parametrize("row", HIDDEN, ids=name_of)
def test_what_is_hidden_of_a_day_makes_no_difference(world, service, row):
    minute = sum(row.window) // 2 if row.over else max(-20, row.window[0])
    viewers = row.viewers if SCALE > 1 else row.viewers[:2]
    shown = [Deed(FIRST.get(row.after, (-40, -40))[0], row.after)] if row.after else []
    brought = dict.fromkeys(act for who in viewers for act in SHOWN[who][:2])
    shown += [Deed(max(30, minute + 5), act) for act in brought if act is not row.act]
    readers = [Reader(who, Wants("push", ALL), places=of_today(world, who)) for who in viewers]
    key = str((viewers, [str(deed) for deed in shown]))
    with begun(world, readers, service) as desk:
        if key not in world.plain:
            world.plain[key] = desk.live(shown)
        day = desk.live([*shown, Deed(minute, row.act, hidden=name_of(row))])
    assert any(deed.hidden for deed in day.done), "it did nothing, and that is no proof"
    for who in viewers:
        assert not (found := apart(who, day, world.plain[key], [row])), f"{who} can tell: {found}"


def of_today(world: World, who: str) -> tuple[str, ...]:
    """Where anything of a day can stand. A guest has a page of their own."""
    if who == "guest":
        return (f"/g/{world.home.ids['guest']}",)
    made = {"leader": world.work, "colleague": world.work, "stranger": world.otto}.get(who, world.home)
    here, holder = f"/c/{made.circle_id}", made.members["holder"]
    return tuple(here + rest for rest in ("/today", "", "/people", f"/today/ask/{holder}"))


def apart(who: str, one: Day, other: Day, rows: Sequence[Hidden]) -> str:
    """The first thing that differs for this reader, or nothing. What they saw while it stood is left out."""
    since = 0 if any(row.over for row in rows) else BEGIN
    pairs = zip_longest(one.of(who, since), other.of(who, since), fillvalue="nothing")
    return next((f"{a[:900]}\n≠\n{b[:900]}" for a, b in pairs if a != b), "")


# --- by lot ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Drawn:
    """A day to hold others beside: who looks at it, and what is done before the eyes of one of them."""

    number: int
    readers: tuple[Reader, ...]
    shown: tuple[Deed, ...]

    def __str__(self) -> str:
        each = [f"{one.who} {one.wants} looks at {one.looks} at {one.places}" for one in self.readers]
        return "\n".join([f"day {self.number} of seed {SEED}", *each, f"shown: {', '.join(map(str, self.shown))}"])

    def may_hide(self, act: Act) -> Hidden | None:
        """The row by which the act is hidden from all of them."""
        rows = (row for row in HIDDEN if row.act is act and not row.over and not row.after)
        return next((row for row in rows if self.hides(row)), None)

    def hides(self, row: Hidden) -> bool:
        return all(reader.who in row.viewers for reader in self.readers)


def a_day(world: World, number: int, dice: random.Random) -> Drawn:
    """One of those at home, and somebody further away, from whom nearly the same is hidden."""
    near = NEAR[number % len(NEAR)]
    far = dice.choice((*ELSEWHERE, *(("limited",) if near == "holder" else ())))
    acts = dice.sample(SHOWN[near], dice.randint(1, min(4, len(SHOWN[near]))))
    acts += [act for act in dice.sample(SHOWN[far], min(1, len(SHOWN[far]))) if act not in acts]
    shown = tuple(Deed(dice.randint(*FIRST.get(act, (-60, 600))), act) for act in acts)
    return Drawn(number, tuple(a_reader(world, who, dice) for who in (near, far)), shown)


def a_reader(world: World, who: str, dice: random.Random) -> Reader:
    places = (dice.choice(of_today(world, who)[:2]), *dice.sample(every_address(world, who), 2))
    looks = (dice.choice((0, dice.randint(0, 480), dice.randint(0, 1500))),)
    return Reader(who, dice.choice(WANTS), dice.randint(1, 2), looks, places)


def hide(drawn: Drawn, dice: random.Random, took: Counter[str]) -> tuple[list[Hidden], list[Deed]]:
    """One to four hidden acts at their hours; rather those that have been drawn least."""
    minutes = {deed.act: deed.minute for deed in drawn.shown}
    left = [row for row in HIDDEN if drawn.hides(row) and row.act not in minutes]
    left = [row for row in left if not row.after or row.after in minutes or drawn.may_hide(row.after)]
    rows: list[Hidden] = []
    deeds: list[Deed] = []
    for _ in range(dice.randint(1, 4)):
        (row,) = dice.choices(left, [1 / (1 + took[name_of(one)]) ** 2 for one in left])
        if row.after and row.after not in minutes:
            first = drawn.may_hide(row.after)
            minutes[row.after] = dice.randint(*first.window)
            rows.append(first)
            deeds.append(Deed(minutes[row.after], row.after, name_of(first)))
        if row.act not in minutes:
            begin, end = row.window
            if row.after and not row.over:
                begin = max(begin, minutes[row.after] + 1)
                end = begin + 180
            minutes[row.act] = dice.randint(begin, end)
            rows.append(row)
            deeds.append(Deed(minutes[row.act], row.act, name_of(row)))
    return rows, deeds


@pytest.mark.timeout(300 + PAIRS)
def test_whatever_is_hidden_of_a_day_together_makes_no_difference_either(world, service, figure):
    """Several at once, at hours of the lot, among what is not hidden: against the same day without it."""
    took, pairs, worlds, nothing, number = Counter[str](), Counter[str](), 0, 0, -1
    while pairs.total() < PAIRS:
        number += 1
        dice = random.Random(f"{SEED}/{number}")
        drawn = a_day(world, number, dice)
        with begun(world, drawn.readers, service) as desk:
            plain = desk.live(drawn.shown)
            for _ in range(TWINS):
                rows, deeds = hide(drawn, dice, took)
                day = desk.live([*drawn.shown, *deeds])
                did = [deed.hidden for deed in day.done if deed.hidden]
                worlds, nothing = worlds + 1, nothing + (not did)
                took.update(did)
                for who in (reader.who for reader in drawn.readers if did):
                    found = apart(who, day, plain, rows)
                    assert not found, f"{who} can tell\n{drawn}\nhidden: {', '.join(map(str, deeds))}\n{found}"
                    pairs[who] += 1
    assert nothing <= worlds // 10, f"in {nothing} of {worlds} worlds nothing was done"
    seldom = [name for row in HIDDEN if took[name := name_of(row)] < LEAST]
    assert not seldom, f"hidden too seldom to prove anything: {seldom}"
    each = ", ".join(f"{who} {count}" for who, count in sorted(pairs.items()))
    acts = f"{took.total()} hidden acts of {len(took)} kinds, each at least {min(took.values())} times"
    figure(f"days that differ in what is hidden: {pairs.total()} pairs ({each}), {acts}; 0 that their reader can tell")


@pytest.mark.parametrize("who", [who for who, acts in SHOWN.items() if acts])
def test_what_is_not_hidden_of_a_day_does_make_a_difference(world, service, who):
    """The comparison sees what there is to see."""
    reader = Reader(who, Wants("push", ALL), places=of_today(world, who)[:1])
    with begun(world, [reader], service) as desk:
        plain = desk.live([])
        for act in SHOWN[who]:
            day = desk.live([Deed(-10, act, hidden="not at all")])
            told = bool(apart(who, day, plain, []))
            assert told is (act not in LEAVES_NOTHING.get(who, ())), f"{who} and {act.__name__}"


@pytest.mark.parametrize("channel", ["push", "mail"])
def test_a_sign_reaches_the_one_it_is_for_in_every_way_there_is(world, service, channel):
    """At the moment, and on the page: so all four are looked at. In quiet hours it comes when they are over."""
    for wants, moment in ((Wants(channel, ALL), "08:10"), (Wants(channel, ALL, "22:00", "09:30"), "08:30")):
        reader = Reader("supporter", wants, looks=(15,), places=of_today(world, "supporter")[:1])
        with begun(world, [reader], service) as desk:
            plain = desk.live([]).of("supporter", 0)
            with_it = desk.live([Deed(10, maja_gives_a_sign, hidden="not at all")]).of("supporter", 0)
        new = [line.split(" ")[1:3] for line in with_it if line not in plain]
        assert new[:3] == sorted([["08:10:00", "stream"], [f"{moment}:00", channel], ["08:15:00", "page"]])
