"""Turning the plan on and off: who may, what each tap comes to, and that nothing is left of it."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import pytest
from django.http import Http404

from roret.agreement.queries import Agreed
from roret.agreement.tests.cast import Cast, after, at_once, browser, count_for, home, one_more, posing, rest, wish
from roret.circle import actions as circle
from roret.circle.models import Member
from roret.content.stored import Saying
from roret.flareup import actions, privacy, queries
from roret.flareup.models import Flare, Look, Named, Reply, Sent
from roret.flareup.rules import Came
from roret.flareup.tests.living import TERMS, WISH, agree, brought, is_on, look, turn_on
from roret.outbox.actions import work_round
from roret.outbox.models import Due

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
DUE = {f"flareup.{kind}": getattr(actions, f"{kind}_due") for kind in ("ask", "look", "over", "reply", "ring")}


@pytest.fixture
def cast(clock) -> Cast:
    return home(("flareup",))


def nothing_left() -> bool:
    kept = [model.objects.count() for model in (Flare, Reply, Sent, Look)]
    return kept == [0, 0, 0, 0] and not Due.objects.filter(kind__startswith="flareup").exists()


# --- who may ------------------------------------------------------------------------------------


def test_where_no_plan_holds_there_is_nothing_to_turn_on(cast, heard):
    heard.clear()
    with pytest.raises(actions.NotAgreed):
        actions.turn_on(cast.maja)
    assert nothing_left() and heard == [] and not look(cast.maja).may_turn_on


def test_nobody_but_the_holder_may_until_the_holder_names_them(cast):
    agree(cast.maja, cast.jonas)
    assert look(cast.maja).may_turn_on and not look(cast.jonas).may_turn_on
    for who in (cast.jonas, cast.birthe, posing(cast)):
        with pytest.raises(Http404):
            actions.turn_on(who)
    actions.name(cast.maja, member_id=cast.jonas_id, on=True)
    assert look(cast.jonas).may_turn_on and not look(cast.birthe).may_turn_on
    turn_on(cast.jonas)
    assert is_on(cast.maja).by == "Jonas"


def test_the_naming_is_the_holders_alone_and_ends_at_once(cast):
    agree(cast.maja, cast.jonas)
    with pytest.raises(Http404):
        actions.name(cast.jonas, member_id=cast.jonas_id, on=True)
    actions.name(cast.maja, member_id=cast.jonas_id, on=True)
    actions.name(cast.maja, member_id=cast.jonas_id, on=False)
    with pytest.raises(Http404):
        actions.turn_on(cast.jonas)
    with pytest.raises(Http404):
        actions.name(cast.maja, member_id=cast.birthe_id, on=True)


def test_somebody_named_may_no_longer_once_nothing_holds_between_the_two(cast):
    laid = agree(cast.maja, cast.jonas)
    wish(cast.maja, "flareup", WISH)
    actions.name(cast.maja, member_id=cast.jonas_id, on=True)
    rest(cast.jonas, laid)
    circle.open_topics(cast.maja, member_id=cast.jonas_id, topics=[])
    with pytest.raises(actions.NotAgreed):
        actions.turn_on(cast.jonas)


# --- what a tap comes to ------------------------------------------------------------------------


def test_it_stands_before_everybody_it_holds_with_at_once_and_nobody_else(cast, heard):
    agree(cast.maja, cast.jonas)
    heard.clear()
    turn_on(cast.maja)
    assert look(cast.jonas).on is not None and look(cast.birthe).on is None
    assert [event.to for event in heard] == [{cast.maja_id, cast.jonas_id}]


def test_turned_on_twice_is_once(cast):
    agree(cast.maja, cast.jonas)
    actions.name(cast.maja, member_id=cast.jonas_id, on=True)
    which = turn_on(cast.maja)
    assert actions.turn_on(cast.jonas) is actions.turn_on(cast.maja) is Came.STOOD
    assert Flare.objects.get().id == which and is_on(cast.maja).by == ""


@pytest.mark.django_db(databases=["default", "keys"], transaction=True)
def test_turned_on_by_two_at_the_same_moment_is_once(cast):
    agree(cast.maja, cast.jonas)
    actions.name(cast.maja, member_id=cast.jonas_id, on=True)
    came: list[Came] = []
    raised = at_once(*(lambda who=who: came.append(actions.turn_on(who)) for who in (cast.maja, cast.jonas)))
    assert raised == [] and sorted(came) == [Came.ON, Came.STOOD] and Flare.objects.count() == 1


@pytest.mark.parametrize(("seconds", "came"), [(0, Came.BACK), (29.999, Came.BACK), (30, Came.LATE), (600, Came.LATE)])
def test_for_half_a_minute_it_can_be_taken_back(cast, clock, seconds, came):
    agree(cast.maja, cast.jonas)
    which = turn_on(cast.maja)
    clock.set(after(seconds=seconds))
    assert is_on(cast.maja).undo is (came is Came.BACK)
    assert actions.undo(cast.maja, seen=which) is came
    assert (look(cast.maja).on is None) is (came is Came.BACK)


def test_taken_back_and_turned_off_look_alike_to_the_others_and_end(cast, clock, heard):
    agree(cast.maja, cast.jonas)
    reads = []
    for act in (actions.undo, actions.turn_off):
        which = turn_on(cast.maja)
        heard.clear()
        assert act(cast.maja, seen=which) in (Came.BACK, Came.OFF)
        assert [event.to for event in heard] == [{cast.maja_id, cast.jonas_id}]
        reads.append(look(cast.jonas))
        assert look(cast.jonas).over and look(cast.jonas).on is None
    assert reads[0] == reads[1]
    clock.set(after(hours=2))
    assert not look(cast.jonas).over
    work_round(DUE)
    assert Flare.objects.count() == 0


def test_on_by_one_and_off_by_the_other_has_one_outcome(cast):
    agree(cast.maja, cast.jonas)
    actions.name(cast.maja, member_id=cast.jonas_id, on=True)
    which = turn_on(cast.jonas)
    assert actions.turn_off(cast.maja, seen=which) is Came.OFF
    assert actions.turn_off(cast.jonas, seen=which) is actions.undo(cast.jonas, seen=which) is Came.GONE
    again = turn_on(cast.maja)
    assert actions.turn_off(cast.maja, seen=which) is Came.ANEW
    assert is_on(cast.maja).id == again


@pytest.mark.django_db(databases=["default", "keys"], transaction=True)
def test_turned_off_by_two_at_the_same_moment_is_once(cast):
    agree(cast.maja, cast.jonas)
    actions.name(cast.maja, member_id=cast.jonas_id, on=True)
    which, came = turn_on(cast.jonas), list[Came]()
    taps = (lambda who=who: came.append(actions.turn_off(who, seen=which)) for who in (cast.maja, cast.jonas))
    assert at_once(*taps) == [] and sorted(came) == [Came.GONE, Came.OFF]
    assert Look.objects.count() == 1


def test_only_the_holder_and_whoever_turned_it_on_can_end_it(cast):
    agree(cast.maja, cast.jonas)
    which = turn_on(cast.maja)
    for who in (cast.jonas, cast.birthe, posing(cast)):
        for act in (actions.turn_off, actions.undo):
            with pytest.raises(Http404):
                act(who, seen=which)
    assert not is_on(cast.jonas).may_end
    actions.turn_off(cast.maja, seen=which)
    actions.name(cast.maja, member_id=cast.jonas_id, on=True)
    assert actions.turn_off(cast.jonas, seen=turn_on(cast.jonas)) is Came.OFF


def test_a_tap_that_names_none_or_another_does_nothing(cast):
    agree(cast.maja, cast.jonas)
    which = turn_on(cast.maja)
    for seen in (None, uuid.uuid4()):
        assert actions.turn_off(cast.maja, seen=seen) is Came.ANEW
    assert is_on(cast.maja).id == which


# --- it stands until it is turned off -----------------------------------------------------------


def test_next_morning_the_holder_alone_is_asked_whether_it_is_still_so(cast, clock, heard):
    agree(cast.maja, cast.jonas)
    which = turn_on(cast.maja)
    clock.set(datetime(2026, 11, 25, 6, 59, tzinfo=UTC))
    assert not is_on(cast.maja).still
    clock.set(datetime(2026, 11, 25, 7, 0, tzinfo=UTC))
    assert is_on(cast.maja).still and not is_on(cast.jonas).still
    heard.clear()
    work_round(DUE)
    assert frozenset({cast.maja_id}) in [event.to for event in heard]
    actions.still(cast.maja, seen=which)
    assert not is_on(cast.maja).still
    clock.set(after(days=1))
    assert is_on(cast.maja).still


def test_while_the_circle_rests_the_plan_comes_through_and_nothing_is_asked(cast, clock):
    agree(cast.maja, cast.jonas)
    circle.pause(cast.maja)
    turn_on(cast.maja)
    clock.set(after(days=2))
    assert is_on(cast.jonas) and not is_on(cast.maja).still


def test_telephones_are_told_when_it_can_no_longer_be_taken_back(cast, clock, heard):
    agree(cast.maja, cast.jonas)

    turn_on(cast.maja)
    assert brought(cast.jonas) == []
    clock.set(after(seconds=30))
    heard.clear()
    work_round(DUE)
    assert [event.to for event in heard] == [{cast.maja_id, cast.jonas_id}]
    assert len(brought(cast.jonas)) == 1 and brought(cast.maja) == brought(cast.birthe) == []
    clock.set(after(hours=12, seconds=1))
    assert brought(cast.jonas) == []


def test_taken_back_in_time_no_telephone_is_told(cast, clock, heard):
    agree(cast.maja, cast.jonas)
    actions.undo(cast.maja, seen=turn_on(cast.maja))
    heard.clear()
    clock.set(after(minutes=5))
    work_round(DUE)
    assert heard == []


# --- nothing is left ----------------------------------------------------------------------------


def test_what_is_over_leaves_nothing(cast, clock):
    agree(cast.maja, cast.jonas)
    which = turn_on(cast.maja)
    actions.answer(cast.jonas, seen=which, kind="here")
    actions.mark(cast.jonas, seen=which, message=Saying("work"), sent=True)
    actions.turn_off(cast.maja, seen=which)
    assert Reply.objects.count() == Sent.objects.count() == 0
    clock.set(after(days=20))
    work_round(DUE)
    work_round(DUE)
    assert nothing_left()


def test_whoever_leaves_takes_what_they_said_along(cast):
    cast_browser = browser(cast.jonas_id)
    assert cast_browser
    agree(cast.maja, cast.jonas)
    actions.name(cast.maja, member_id=cast.jonas_id, on=True)
    which = turn_on(cast.jonas)
    actions.answer(cast.jonas, seen=which, kind="here")
    circle.take_out(cast.maja, member_id=cast.jonas_id)
    actions.members_left(circle_id=cast.circle_id)
    actions.members_left(circle_id=cast.circle_id)
    assert Reply.objects.count() == Named.objects.count() == 0
    assert look(cast.maja).on is not None and is_on(cast.maja).by == ""
    assert actions.turn_off(cast.maja, seen=which) is Came.OFF


def test_without_its_holder_there_is_no_plan_that_is_on(cast):
    agree(cast.maja, cast.jonas)
    actions.answer(cast.jonas, seen=turn_on(cast.maja), kind="here")
    Member.objects.filter(id=cast.maja_id).update(left_at=after())
    actions.members_left(circle_id=cast.circle_id)
    assert nothing_left()


def test_what_stands_is_taken_along_and_erased_with_its_owner(cast):
    agree(cast.maja, cast.jonas)
    actions.name(cast.maja, member_id=cast.jonas_id, on=True)
    which = turn_on(cast.jonas)
    actions.answer(cast.jonas, seen=which, kind="not_now", ask="Birthe")
    assert privacy.export(cast.jonas_id) == {
        "plan_on": False,
        "answer": {"kind": "not_now", "ask": "Birthe"},
        "may_turn_on": True,
    }
    assert privacy.export(cast.maja_id)["plan_on"]
    for _ in "ab":
        privacy.erase(cast.jonas_id)
    assert Reply.objects.count() == Named.objects.count() == 0 and look(cast.maja).on is not None
    for _ in "ab":
        privacy.erase(cast.maja_id)
    assert nothing_left() and not privacy.export(cast.maja_id)["plan_on"]


def test_it_takes_as_many_queries_with_many_as_with_few(cast):
    agree(cast.maja, cast.jonas)
    which = turn_on(cast.maja)
    actions.answer(cast.jonas, seen=which, kind="here")
    actions.mark(cast.jonas, seen=which, message=Saying("work"), sent=True)
    few = count_for(cast.maja, queries.page), count_for(cast.jonas, queries.page)
    for _ in range(5):
        more = one_more(cast, ("flareup",))
        agree(cast.maja, more, TERMS)
        actions.answer(more, seen=which, kind="here")
    for message in TERMS["messages"]:
        actions.mark(cast.jonas, seen=which, message=Saying(**message), sent=True)
    assert (count_for(cast.maja, queries.page), count_for(cast.jonas, queries.page)) == few


# --- looking in ---------------------------------------------------------------------------------


def test_who_helps_reads_how_often_to_look_in_and_only_while_it_is_on(cast):
    agree(cast.maja, cast.jonas)
    assert look(cast.jonas).on is None
    turn_on(cast.maja)
    assert "morgen og aften" in is_on(cast.jonas).check_ins and is_on(cast.maja).check_ins == ""
    assert not queries.says_when(cast.maja, Agreed(cast.maja))


def test_when_she_says_when_it_is_so_for_her_while_it_is_on(cast):
    agree(cast.maja, cast.jonas, TERMS | {"check_ins": "when_i_say"})
    assert not queries.says_when(cast.maja, Agreed(cast.maja))
    on = turn_on(cast.maja)
    assert queries.says_when(cast.maja, Agreed(cast.maja)) and not queries.says_when(cast.jonas, Agreed(cast.jonas))
    assert "siger Maja til" in is_on(cast.jonas).check_ins
    actions.turn_off(cast.maja, seen=on)
    assert not queries.says_when(cast.maja, Agreed(cast.maja))
