"""A morning in a circle of `tests/world.py`: what Maja and Jonas have said today, and what more they say in the evening.

Groups say whose words they are: `day:holder` Maja's, `day:supporter` Jonas's, to each other and to nobody else.
"""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from roret.agreement.queries import Agreed
from roret.asking import actions as asking
from roret.asking.models import Question
from roret.asking.queries import may_ask
from roret.capacity import actions as capacity
from roret.circle.access import Viewer
from roret.content.shape import Phrase
from roret.flareup import actions as flareup
from roret.flareup import queries as flareup_queries
from roret.kit import clock
from roret.sharing import actions as sharing
from roret.sharing import queries as sharing_queries
from roret.sharing.rules import Choice
from roret.signals import actions as signals
from roret.tasks import actions as tasks
from roret.withdraw import actions as withdraw
from roret.words import actions as words
from roret.zones import actions as zones
from tests.canaries import Canaries
from tests.world import Furnished, World

MORNING = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
"""A Tuesday, on which no agreed zone is on."""


def live_today(world: World) -> World:
    """Say what is said of a morning, in Maja's circle and in Otto's."""
    for mark, made in (("", world.home), ("otto/", world.otto)):
        _say(world.canaries, mark, made)
    return world


def _say(canaries: Canaries, mark: str, made: Furnished) -> None:
    """Both say how they are and have stepped back from a task, and Jonas is away for a bit. Each has asked the other; he
    has answered, she has not.

    Her plan is on, which he may turn on as well. He cannot come, and asks whoever stands next in it.
    """
    maja, jonas = made.viewer("holder"), made.viewer("supporter")
    hers, his = (lambda: canaries.words(f"{mark}day:holder")), (lambda: canaries.words(f"{mark}day:supporter"))
    made.ids["ask_words"] = f"own:{_words(jonas, maja)['own']}"
    made.ids["question"] = _ask(jonas, maja)
    made.ids["question_back"] = _ask(maja, jonas)
    asking.answer(jonas, question_id=Question.objects.get(asker_id=maja.me()).id, choice="help", own=his())
    capacity.say(maja, value="40", need="peace", words=hers())
    capacity.say(jonas, value="some", words=his())
    signals.send(jonas, kind="full")
    signals.thank(jonas, member_id=maja.me())
    withdraw.withdraw(jonas, own=his(), minutes=30)
    for who in (maja, jonas):
        tasks.step_back(who, task_id=UUID(made.ids["task_free"]))
    words.say(jonas, to=maja.me(), words={"own": his()})
    words.say(maja, to=jonas.me(), words={"own": hers()})
    flareup.name(maja, member_id=jonas.me(), on=True)
    flareup.turn_on(maja)
    on = flareup_queries.today(jonas, Agreed(jonas), clock.now()).on
    assert on is not None
    flareup.answer(jonas, seen=on.id, kind="not_now", ask=on.ask)
    _share(made, hers(), his())


def _share(made: Furnished, hers: str, his: str) -> None:
    """Each has added a thing to the day, and Jonas asks Maja what suits her with his."""
    maja, jonas = made.viewer("holder"), made.viewer("supporter")
    made.ids["thing"], his_thing = str(sharing.add(maja, name=hers)), sharing.add(jonas, name=his)
    seen = sharing_queries.day(jonas, Agreed(jonas), clock.now()).board[his_thing].mark
    sharing.offer(jonas, to=maja.me(), about=his_thing, seen=seen, choices=(Choice("together"),))
    made.ids["asked"] = _asked(maja)


def _asked(who: Viewer) -> str:
    (offer,) = sharing_queries.today(who, Agreed(who), clock.now()).offers
    return str(offer.id)


def in_the_evening(world: World) -> None:
    """Maja gives a sign, withdraws, and is free of pain talk."""
    maja = world.home.viewer("holder")
    signals.send(maja, kind="pause")
    withdraw.withdraw(maja, own=world.canaries.words("evening:holder"))
    zones.switch_on(maja, minutes=60)


def _words(asker: Viewer, asked: Viewer) -> Phrase:
    return may_ask(asker, Agreed(asker), asked.me(), clock.now()).words[0]


def _ask(asker: Viewer, asked: Viewer) -> str:
    asking.ask(asker, to=asked.me(), words=_words(asker, asked))
    return str(Question.objects.get(asker_id=asker.me()).id)
