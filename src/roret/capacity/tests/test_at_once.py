"""Two taps at the very same moment, on a real database file; and that a page asks no more for many than for few."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation

from roret.agreement.tests.cast import Queries, at_once, count_for, home, one_more, settle
from roret.agreement.tests.scale import SCALE
from roret.capacity import actions, queries
from roret.capacity.models import Said
from roret.capacity.tests.living import HERS, TOPICS, agree, look, seen_of
from roret.circle.access import Viewer
from roret.kit import clock
from roret.outbox.models import Due


@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
@pytest.mark.timeout(0)
def test_taps_at_once_leave_one_row_a_part_and_each_its_end() -> None:
    cast = home(TOPICS)
    agree(cast.maja, cast.jonas)
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
    agree(cast.maja, cast.jonas)
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
    settle(cast.maja, cast.jonas, "asking", {"silence": "ask_once"})
    agree(cast.maja, cast.jonas, {**HERS, "unset": "my_silence"})

    def asked() -> dict[str, Queries]:
        return {str(who.role): count_for(who, queries.today) for who in (cast.maja, cast.jonas)}

    def everybody_speaks(*members: Viewer) -> None:
        for member in members:
            actions.say(member, value="some", need="peace", words="Ses")

    everybody_speaks(cast.jonas)
    few = asked()
    more = [one_more(cast, TOPICS) for _ in range(10)]
    for member in more:
        agree(cast.maja, member, HERS)
    everybody_speaks(*more)
    assert len(look(cast.maja).others) == 11
    assert asked() == few
    assert sum(few["holder"]) <= 2 and sum(few["supporter"]) <= 5, few
