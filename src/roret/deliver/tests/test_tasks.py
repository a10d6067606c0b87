"""Word that somebody stepped back: while it is true, once, and without a name."""

from __future__ import annotations

import pytest

from roret.agreement.queries import Agreed
from roret.agreement.tests.cast import after, browser, home
from roret.circle import actions as circle
from roret.circle.access import Viewer
from roret.deliver import queries
from roret.deliver.queries import Item
from roret.deliver.rules import Kind
from roret.kit.clock import now
from roret.sharing import actions as sharing
from roret.sharing.models import Offer
from roret.sharing.rules import Choice
from roret.sharing.tests.living import seen as mark
from roret.sharing.tests.living import task
from roret.tasks import actions
from roret.tasks.tests.living import put

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def brought(who: Viewer) -> list[Item]:
    return list(queries.standing(who, Agreed(who), now()).values())


def test_word_of_it_is_brought_while_it_has_nobody_and_names_nobody(clock):
    cast = home(("tasks",))

    ids = [put(cast.maja, name, usual=(cast.jonas_id,)) for name in ("A", "B")]
    for task_id in ids:
        actions.step_back(cast.jonas, task_id=task_id)
    (item,) = brought(cast.maja)
    assert (item.kind, item.other_id, item.until) == (Kind.SIGNAL, None, after(hours=48))
    assert brought(cast.jonas) == brought(cast.birthe) == []
    actions.take(cast.maja, task_id=ids[0])
    assert len(brought(cast.maja)) == 1
    circle.pause(cast.maja)
    assert brought(cast.maja) == []


def test_word_is_brought_of_what_somebody_gives_up_today_and_of_each_thing_once(clock):
    cast = home(("tasks",))
    laundry = task(cast, "Vask", cast.jonas_id)
    seen = {}
    for _ in range(2):
        sharing.move(cast.jonas, thing_id=laundry, seen=mark(cast.jonas, laundry), to=frozenset())
        (item,) = brought(cast.maja)
        assert (item.kind, item.other_id) == (Kind.SIGNAL, None) and brought(cast.jonas) == brought(cast.birthe) == []
        seen[item.about] = item.until
        sharing.undo(cast.jonas, thing_id=laundry, seen=mark(cast.jonas, laundry))
        assert brought(cast.maja) == []
    assert len(seen) == 1
    sharing.move(cast.maja, thing_id=laundry, seen=mark(cast.maja, laundry), to=frozenset({cast.maja_id}))
    assert brought(cast.jonas) == [], "what one takes on is no news to ring with"


def test_what_another_asks_about_a_thing_is_brought_as_a_question_while_it_can_be_answered(clock):
    cast = home(("tasks",))
    browser(cast.jonas_id)
    laundry = task(cast, "Vask", cast.jonas_id)

    def ask() -> None:
        seen = mark(cast.maja, laundry)
        sharing.offer(cast.maja, to=cast.jonas_id, about=laundry, seen=seen, choices=(Choice("postpone"),))

    ask()
    (item,) = brought(cast.jonas)
    assert (item.kind, item.other_id) == (Kind.QUESTION, cast.maja_id)
    assert brought(cast.maja) == brought(cast.birthe) == []
    ask()
    assert brought(cast.jonas) == [item], "however often it is asked, it rings once"
    sharing.move(cast.jonas, thing_id=laundry, seen=mark(cast.jonas, laundry), to=frozenset())
    assert brought(cast.jonas) == [], "what is not as it was asked about rings nobody"
    sharing.undo(cast.jonas, thing_id=laundry, seen=mark(cast.jonas, laundry))
    ask()
    assert brought(cast.jonas) == [item]
    circle.pause(cast.maja)
    assert brought(cast.jonas) == []
    circle.go_on(cast.maja)
    sharing.answer(cast.jonas, offer_id=Offer.objects.get().id, way=None)
    assert brought(cast.jonas) == [], "not today is an answer"
