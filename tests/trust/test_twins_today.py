"""Two days that differ only in what is hidden from somebody are one day to them, on Today and in what they are told.

Jonas and Maja have agreed on everything that is lived by; Birthe sees one topic. It is Tuesday morning.
"""

from __future__ import annotations

import os
import random
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.test import override_settings

from roret.advice import actions as advice
from roret.advice import queries as advice_queries
from roret.advice.models import Offer
from roret.agreement import actions as agreements
from roret.agreement.models import Agreement
from roret.agreement.queries import Agreed
from roret.asking import actions as asking
from roret.asking import queries as asking_queries
from roret.asking.models import Question
from roret.capacity import actions as capacity
from roret.kit import clock, ids
from roret.signals import actions as signals
from roret.signals.models import Thanks
from roret.withdraw import actions as withdraw
from roret.zones import actions as zones
from tests.canaries import Canaries
from tests.trust.test_twins import MORNING, Act, after, trace
from tests.world import QUICK_PASSWORDS, World, build_world, kept_apart, lay, say_yes

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
SCALE = max(1, int(os.environ.get("PROOF_SCALE", "1")))
PAIRS = 60 if SCALE == 1 else 200 * SCALE
EARLIER, YESTERDAY = MORNING - timedelta(hours=1), MORNING - timedelta(days=1)
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


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[World]:
    quick = override_settings(PASSWORD_HASHERS=QUICK_PASSWORDS)
    with django_db_blocker.unblock(), kept_apart(), quick, clock.held(YESTERDAY - timedelta(days=1)), ids.seeded(11):
        made = build_world(Canaries(11))
        Offer.objects.all().delete()
        home = made.home
        for topic, settled in LIVED_BY.items():
            Agreement.objects.filter(circle_id=home.circle_id, topic=topic, other_id=home.members["supporter"]).delete()
            say_yes(home.viewer("supporter"), lay(home.viewer("holder"), home.members["supporter"], topic, settled))
        yield made


def places(world: World, who: str) -> Sequence[str]:
    """Where anything of a day can stand. A guest has a page of their own."""
    if who == "guest":
        return [f"/g/{world.home.ids['guest']}"]
    at, holder = f"/c/{world.home.circle_id}", world.home.members["holder"]
    return [at + rest for rest in ("/today", "/today/now", "", "/people", f"/today/ask/{holder}")]


def reaches(world: World, who: str, act: Act | None, later: timedelta = timedelta()) -> list[str]:
    with clock.held(MORNING), after(world, act), clock.held(MORNING + later):
        return trace(world, who, places(world, who))


# --- what happens and is hidden -------------------------------------------------------------------


def maja(world: World):
    return world.home.viewer("holder")


def jonas(world: World):
    return world.home.viewer("supporter")


def rest(world: World, topic: str) -> None:
    """Maja lets it rest with Jonas, and whatever she wished of it with everybody."""
    for found in Agreement.objects.filter(circle_id=world.home.circle_id, topic=topic, owner_id=maja(world).me()):
        agreements.pause(maja(world), agreement_id=found.id, aloud=False)


def maja_said_it_yesterday(world: World) -> None:
    with clock.held(YESTERDAY):
        capacity.say(maja(world), value="40", need="peace", words="stille")


def maja_said_it_and_took_it_back(world: World) -> None:
    with clock.held(EARLIER):
        capacity.say(maja(world), value="40", need="peace", words="stille")
        capacity.clear(maja(world))


def maja_would_rather_not_say(world: World) -> None:
    with clock.held(EARLIER):
        capacity.say(maja(world), value="rather_not")


def jonas_said_how_he_is(world: World) -> None:
    capacity.say(jonas(world), value="some", need="listen", words="træt")


def capacity_rests(world: World) -> None:
    with clock.held(EARLIER):
        rest(world, "capacity")


def maja_said_it_and_let_it_rest(world: World) -> None:
    with clock.held(EARLIER):
        capacity.say(maja(world), value="40", need="peace")
        rest(world, "capacity")


def maja_gave_a_sign_that_ended(world: World) -> None:
    with clock.held(EARLIER):
        signals.send(maja(world), kind="pause")


def maja_gave_a_sign_and_took_it_back(world: World) -> None:
    with clock.held(EARLIER):
        signals.send(maja(world), kind="full")
        signals.take_back(maja(world))


def jonas_gives_a_sign(world: World) -> None:
    signals.send(jonas(world), kind="change_subject")


def maja_withdrew_and_came_back(world: World) -> None:
    with clock.held(EARLIER):
        withdraw.withdraw(maja(world), preset="a_bit")
        withdraw.come_back(maja(world))


def maja_withdrew_yesterday(world: World) -> None:
    with clock.held(YESTERDAY):
        withdraw.withdraw(maja(world), preset="minutes_30")


def jonas_withdraws(world: World) -> None:
    withdraw.withdraw(jonas(world), own="går en tur")


def jonas_is_free_of_it(world: World) -> None:
    zones.switch_on(jonas(world), minutes=60)


def _asks(world: World) -> None:
    may = asking_queries.may_ask(jonas(world), Agreed(jonas(world)), maja(world).me(), clock.now())
    if may.words:  # none while it is not the moment for a question, which he can be told
        asking.ask(jonas(world), to=maja(world).me(), words=may.words[0])


def jonas_asks(world: World) -> None:
    with clock.held(EARLIER):
        _asks(world)


def jonas_asks_and_maja_wants_no_questions(world: World) -> None:
    with clock.held(EARLIER):
        asking.mute(maja(world), other=jonas(world).me())
        _asks(world)


def jonas_asks_and_maja_puts_it_away(world: World) -> None:
    jonas_asks(world)
    asking.answer(maja(world), question_id=Question.objects.get().id, choice="put_away")


def jonas_asked_yesterday(world: World) -> None:
    with clock.held(YESTERDAY):
        _asks(world)


def maja_wants_no_questions(world: World) -> None:
    asking.mute(maja(world), other=jonas(world).me())


def jonas_thanks(world: World) -> None:
    signals.thank(jonas(world), member_id=maja(world).me())


def jonas_thanks_and_she_has_seen_it(world: World) -> None:
    jonas_thanks(world)
    signals.noticed(maja(world), thanks_ids=list(Thanks.objects.values_list("id", flat=True)))


def _offers(world: World) -> uuid.UUID:
    advice.offer(jonas(world), receiver_id=maja(world).me(), subject=advice_queries.rules.Phrase("sleep"), content="x")
    return Offer.objects.get().id


def jonas_offers(world: World) -> None:
    with clock.held(EARLIER):
        _offers(world)


def _jonas_offers_and_maja_says(world: World, say: str) -> None:
    with clock.held(EARLIER):
        found = _offers(world)
    advice.answer(maja(world), offer_id=found, say=say)


def jonas_offers_and_maja_says_no(world: World) -> None:
    _jonas_offers_and_maja_says(world, "no")


def jonas_offers_and_maja_says_later(world: World) -> None:
    _jonas_offers_and_maja_says(world, "later")


def jonas_offers_and_maja_reads_it(world: World) -> None:
    _jonas_offers_and_maja_says(world, "yes")


@dataclass(frozen=True)
class Twins:
    one: Act
    other: Act | None
    viewers: tuple[str, ...]


OTHERS = ("limited", "stranger", "ex", "guest")
ALL_BUT_MAJA = ("supporter", *OTHERS)
EVERYBODY = ("holder", *ALL_BUT_MAJA)
HIDDEN = [
    # What has ended is gone for its owner too.
    Twins(maja_said_it_yesterday, None, EVERYBODY),
    Twins(maja_said_it_and_took_it_back, None, EVERYBODY),
    Twins(maja_would_rather_not_say, None, EVERYBODY),
    Twins(maja_gave_a_sign_that_ended, None, EVERYBODY),
    Twins(maja_gave_a_sign_and_took_it_back, None, EVERYBODY),
    Twins(maja_withdrew_and_came_back, None, EVERYBODY),
    Twins(maja_withdrew_yesterday, None, EVERYBODY),
    Twins(jonas_asked_yesterday, None, EVERYBODY),
    # What rests looks like what was never said.
    Twins(maja_said_it_and_let_it_rest, capacity_rests, ALL_BUT_MAJA),
    # What is between two is nobody else's.
    Twins(jonas_said_how_he_is, None, OTHERS),
    Twins(jonas_gives_a_sign, None, OTHERS),
    Twins(jonas_withdraws, None, OTHERS),
    Twins(jonas_is_free_of_it, None, OTHERS),
    Twins(jonas_asks, None, OTHERS),
    Twins(jonas_thanks, None, OTHERS),
    Twins(jonas_offers, None, OTHERS),
    # What becomes of it is not told to the one it came from.
    Twins(maja_wants_no_questions, None, ALL_BUT_MAJA),
    Twins(jonas_asks_and_maja_wants_no_questions, jonas_asks, ALL_BUT_MAJA),
    Twins(jonas_asks_and_maja_puts_it_away, jonas_asks, ALL_BUT_MAJA),
    Twins(jonas_thanks_and_she_has_seen_it, jonas_thanks, ALL_BUT_MAJA),
    Twins(jonas_offers_and_maja_says_no, jonas_offers, ALL_BUT_MAJA),
    Twins(jonas_offers_and_maja_says_later, jonas_offers, ALL_BUT_MAJA),
    Twins(jonas_offers_and_maja_reads_it, jonas_offers, ALL_BUT_MAJA),
]


def name_of(twins: Twins) -> str:
    return f"{twins.one.__name__}, or {twins.other.__name__ if twins.other else 'not'}"


@pytest.mark.parametrize("twins", HIDDEN, ids=name_of)
def test_what_is_hidden_of_a_day_makes_no_difference(world, twins):
    for who in twins.viewers if SCALE > 1 else twins.viewers[:2]:
        one, other = reaches(world, who, twins.one), reaches(world, who, twins.other)
        found = [f"{a[:900]}\n≠\n{b[:900]}" for a, b in zip(one, other, strict=True) if a != b]
        assert not found, f"{who} can tell: {found[0]}"


def test_whatever_is_hidden_of_a_day_together_makes_no_difference_either(world, figure):
    """Several at once, drawn by lot, seen at a moment of the next hours that is drawn too."""
    dice, bases = random.Random(SCALE), dict[tuple[str, int], list[str]]()
    free = [twins for twins in HIDDEN if twins.other is None]
    for number in range(PAIRS):
        who = EVERYBODY[number % len(EVERYBODY)]
        minutes = dice.choice((0, 1, 61, 119, 121, 239, 241, 400))
        acts = [twins.one for twins in free if who in twins.viewers]
        drawn = dice.sample(acts, dice.randint(1, 3))
        later = timedelta(minutes=minutes)
        if (who, minutes) not in bases:
            bases[who, minutes] = reaches(world, who, None, later)
        here = reaches(world, who, lambda w, acts=drawn: [act(w) for act in acts], later)
        assert here == bases[who, minutes], f"{who} can tell {[act.__name__ for act in drawn]} after {minutes} min"
    figure(f"days that differ in what is hidden: {PAIRS} pairs, 0 that their reader can tell apart")


def test_what_is_not_hidden_of_a_day_does_make_a_difference(world):
    """The comparison sees what there is to see."""
    shown: list[tuple[str, Act]] = [
        ("holder", jonas_said_how_he_is),
        ("holder", jonas_gives_a_sign),
        ("holder", jonas_withdraws),
        ("holder", jonas_asks),
        ("holder", jonas_thanks),
        ("holder", jonas_offers),
        ("holder", maja_wants_no_questions),
        ("supporter", lambda w: capacity.say(maja(w), value="40")),
        ("supporter", lambda w: signals.send(maja(w), kind="pause")),
        ("supporter", lambda w: withdraw.withdraw(maja(w), preset="a_bit")),
        ("supporter", capacity_rests),
    ]
    for who, act in shown:
        assert reaches(world, who, act) != reaches(world, who, None), f"{who} sees nothing of {act}"
