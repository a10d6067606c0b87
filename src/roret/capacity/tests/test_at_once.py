"""Two taps at the very same moment, on a real database file; and that a page asks no more for many than for few."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from roret.agreement.queries import Agreed
from roret.agreement.tests.cast import home
from roret.agreement.tests.scale import SCALE
from roret.agreement.tests.test_at_once import at_once
from roret.capacity import actions, queries
from roret.capacity.models import Said
from roret.capacity.tests.days import HERS, TOPICS, agree, look, seen_of, settle
from roret.circle import access
from roret.circle import actions as circle
from roret.circle.rules import Role
from roret.kit import clock
from roret.outbox.models import Due
from roret.vault import keyring


@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
@pytest.mark.timeout(0)
def test_taps_at_once_leave_one_row_a_part_and_each_its_end() -> None:
    cast = home(TOPICS)
    settle(cast)
    for _ in range(6 * SCALE):
        maja, jonas = cast.maja, cast.jonas
        raised = at_once(
            lambda maja=maja: actions.say(maja, value=40),
            lambda maja=maja: actions.say(maja, value=70, need="peace"),
            lambda maja=maja: actions.say(maja, need="listen"),
            lambda jonas=jonas: actions.say(jonas, value="some"),
        )
        assert raised == []
        assert [line.part for line in look(cast.maja).own] == ["code", "need"]
        assert Said.objects.count() == 3 == Due.objects.filter(kind="capacity.end").count()
        raised = at_once(lambda maja=maja: actions.clear(maja), lambda maja=maja: actions.say(maja, need="listen"))
        assert raised == []
        assert Said.objects.count() == Due.objects.filter(kind="capacity.end").count()
        assert {row.part for row in Said.objects.filter(member_id=cast.maja_id)} <= {"need"}


@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
@pytest.mark.timeout(0)
def test_said_anew_while_it_ends_is_not_lost() -> None:
    cast = home(TOPICS)
    settle(cast)
    for _ in range(6 * SCALE):
        with clock.held(clock.now() - timedelta(days=1)):
            actions.say(cast.jonas, value="some")
        ref, jonas = str(Said.objects.get().id), cast.jonas
        raised = at_once(lambda ref=ref: actions.end_due(ref), lambda jonas=jonas: actions.say(jonas, value="a_lot"))
        assert raised == []
        with translation.override("en"):
            assert seen_of(cast.maja, cast.jonas_id).said == "A lot"
        actions.clear(cast.jonas)


@pytest.mark.django_db(databases=["default", "keys"])
def test_queries_are_as_many_with_two_as_with_twelve() -> None:
    cast = home(TOPICS)
    settle(cast, "asking", {"silence": "ask_once"})
    settle(cast, answers={**HERS, "unset": "my_silence"})

    def asked() -> dict[str, int]:
        found = {}
        for who in (cast.maja, cast.jonas):
            agreed = Agreed(who)
            keyring.forget()
            with (
                CaptureQueriesContext(connections["default"]) as content,
                CaptureQueriesContext(connections["keys"]) as k,
            ):
                queries.today(who, agreed, clock.now())
            found[str(who.role)] = len(content) + len(k)
        return found

    def everybody_speaks(*members: object) -> None:
        for member in members:
            actions.say(access.viewer_of(member), value="some", need="peace", words="Ses")  # type: ignore[arg-type]

    everybody_speaks(cast.jonas_id)
    few = asked()
    more = []
    for n in range(10):
        member = circle.add_without_account(cast.maja, name=f"Nr. {n}", role=Role.SUPPORTER)
        circle.open_topics(cast.maja, member_id=member, topics=TOPICS)
        agree(cast.maja, access.viewer_of(member), "capacity", HERS)
        more.append(member)
    everybody_speaks(*more)
    assert len(look(cast.maja).others) == 11
    assert asked() == few
    assert few["holder"] <= 2 and few["supporter"] <= 5, few
