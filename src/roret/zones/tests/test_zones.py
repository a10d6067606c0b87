"""Zones in a circle: whom a zone by hand reaches, and that nothing is left of one that has ended."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.http import Http404

from roret.agreement.queries import Agreed
from roret.agreement.tests.cast import Cast, at_once, count_for, home, one_more, rest, stranger, wish
from roret.circle import actions as circle
from roret.kit import clock
from roret.outbox.actions import work_round
from roret.outbox.models import Due
from roret.zones import actions, privacy, queries
from roret.zones.models import Switched
from roret.zones.rules import On, Otherwise, Refused, Source
from roret.zones.tests.living import agree, between, look

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

DUE = {"zones.end": actions.end_due}


@pytest.fixture
def cast(clock) -> Cast:
    return home(("zones",))


def test_with_nothing_agreed_nothing_is_stored_sent_or_shown(cast, heard):
    for who in (cast.maja, cast.jonas, cast.birthe):
        with pytest.raises(Refused, match="nothing_agreed"):
            actions.switch_on(who, minutes=60)
        assert look(who) == queries.ZonesToday(False, who.sees("zones"), (), False, (), (), ())
        assert queries.own(who, Agreed(who), clock.now()) is None
    assert Switched.objects.count() == Due.objects.count() == len(heard) == 0


def test_a_zone_by_hand_reaches_those_with_whom_zones_are_agreed_and_nobody_else(cast, heard):
    agree(cast.maja, cast.jonas)
    heard.clear()
    until = clock.now() + timedelta(hours=1)
    for one, other in ((cast.maja, cast.jonas), (cast.jonas, cast.maja)):
        actions.switch_on(one, minutes=60)
        assert between(one, other.me()) == between(other, one.me()) == On(until, Source.BY_HAND)
        assert between(cast.birthe, one.me()) is between(one, cast.birthe_id) is None
        actions.switch_off(one)
        assert between(other, one.me()) is None
    assert {event.to for event in heard} == {frozenset({cast.maja_id, cast.jonas_id})}


def test_two_supporters_never_learn_of_each_others(cast):
    agree(cast.maja, cast.jonas)
    agree(cast.maja, cast.birthe, {})
    before = look(cast.birthe)
    actions.switch_on(cast.jonas, minutes=30)
    assert look(cast.birthe) == before
    (banner,) = look(cast.maja).banners
    assert banner.with_ids == (cast.jonas_id,)


def test_the_situation_is_said_to_those_who_have_agreed_on_it(cast):
    agree(cast.maja, cast.jonas)
    agree(cast.maja, cast.birthe, {})
    actions.switch_on(cast.maja, minutes=30, situation={"own": "hos min søster"})
    assert [b.situation for b in look(cast.jonas).banners] == ["hos min søster"]
    assert [b.situation for b in look(cast.birthe).banners] == [""]
    actions.switch_on(cast.maja, minutes=30, situation={"own": "noget andet"})
    assert Switched.objects.get().situation == {}


def test_windows_and_what_was_switched_on_make_one_zone(cast, clock):
    agree(cast.maja, cast.jonas)
    clock.set(datetime(2026, 11, 24, 16, 30, tzinfo=UTC))
    actions.switch_on(cast.jonas, minutes=60)
    (banner,) = look(cast.maja).banners
    assert (banner.clock, banner.other_day, banner.situation) == ("20", False, "")
    clock.set(datetime(2026, 11, 24, 18, 0, tzinfo=UTC))
    assert look(cast.maja).own is False


def test_while_it_is_on_there_is_something_else_to_talk_about_from_the_pairs_own_list(cast):
    agree(cast.maja, cast.jonas)
    assert look(cast.maja).talk == look(cast.maja).slip == ()
    actions.switch_on(cast.maja, minutes=60)
    (hers,), (his,) = look(cast.maja).talk, look(cast.jonas).talk
    assert (hers.mine, hers.theirs) == (his.theirs, his.mine) == (("gamle dage", "haven"), ("en god film eller bog",))
    assert look(cast.jonas).slip == ("Skal vi tage den senere?",)


def test_it_ends_by_itself_and_is_deleted_for_its_owner_too(cast, clock, heard):
    agree(cast.maja, cast.jonas)
    now = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    actions.switch_on(cast.maja, minutes=60)
    heard.clear()
    actions.end_due(str(Switched.objects.get().id))
    assert Switched.objects.count() == 1 and heard == []
    clock.set(now + timedelta(minutes=60))
    assert look(cast.maja).banners == () and look(cast.maja).own is False
    work_round(DUE, now=now + timedelta(minutes=60))
    assert Switched.objects.count() == Due.objects.count() == 0
    assert [event.to for event in heard] == [{cast.maja_id, cast.jonas_id}]
    assert privacy.export(cast.maja_id) == {}


def test_the_newest_takes_the_place_of_the_last_and_is_not_ended_by_its_hour(cast, clock):
    agree(cast.maja, cast.jonas)
    actions.switch_on(cast.maja, minutes=10)
    old = Switched.objects.get().id
    actions.switch_on(cast.maja, minutes=120)
    clock.set(datetime(2026, 11, 24, 8, 30, tzinfo=UTC))
    actions.end_due(str(old))
    assert Due.objects.count() == Switched.objects.count() == 1
    assert between(cast.jonas, cast.maja_id) is not None


@pytest.mark.parametrize(
    ("wanted", "until"),
    [
        ({"minutes": 45}, "2026-11-24T08:45"),
        ({"until_clock": "19:30"}, "2026-11-24T18:30"),
        ({}, "2026-11-24T23:00"),
    ],
)
def test_it_can_be_for_a_while_until_a_time_or_for_the_day(cast, wanted, until):
    agree(cast.maja, cast.jonas)
    actions.switch_on(cast.maja, **wanted)
    assert Switched.objects.get().until == datetime.fromisoformat(until).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"minutes": 0}, "no_time"),
        ({"minutes": -5}, "no_time"),
        ({"minutes": 10**9}, "too_long"),
        ({"until_clock": "08:00"}, "passed"),
        ({"until_clock": "half past"}, "no_time"),
    ],
)
def test_a_time_that_is_none_is_refused(cast, wanted, code):
    agree(cast.maja, cast.jonas)
    with pytest.raises(Refused, match=code):
        actions.switch_on(cast.maja, **wanted)
    assert not Switched.objects.exists()


def test_never_set_ended_switched_off_and_no_longer_agreed_look_alike(cast, clock):
    agreed_on = agree(cast.maja, cast.jonas, {"instead": [{"own": "haven"}]})
    never = look(cast.jonas)
    actions.switch_on(cast.maja, minutes=60)
    actions.switch_off(cast.maja)
    assert look(cast.jonas) == never
    actions.switch_on(cast.maja, minutes=60)
    rest(cast.jonas, agreed_on)
    assert between(cast.jonas, cast.maja_id) is None
    quiet = look(cast.jonas)
    actions_left = Switched.objects.count()
    clock.set(datetime(2026, 11, 24, 10, 0, tzinfo=UTC))
    assert look(cast.jonas) == quiet and actions_left == 1


def test_a_wish_is_enough_where_the_topic_is_open(cast):
    wish(cast.maja, "zones", {"otherwise": "i_begin"})
    actions.switch_on(cast.maja, minutes=30)
    assert between(cast.jonas, cast.maja_id) is not None
    assert queries.otherwise(cast.jonas, Agreed(cast.jonas), cast.maja_id) is Otherwise.I_BEGIN
    assert queries.otherwise(cast.birthe, Agreed(cast.birthe), cast.maja_id) is None
    assert look(cast.birthe).banners == ()


def test_a_wish_that_nobody_reads_still_quiets_for_its_owner(cast):
    circle.open_topics(cast.maja, member_id=cast.jonas_id, topics=[])
    wish(cast.maja, "zones", {})
    actions.switch_on(cast.maja, minutes=30)
    assert queries.own(cast.maja, Agreed(cast.maja), clock.now()) is not None
    assert len(look(cast.maja).banners) == 1


def test_strangers_and_those_who_left_can_do_nothing_and_leave_nothing(cast):
    agree(cast.maja, cast.jonas)
    actions.switch_on(cast.jonas, minutes=60)
    jonas = cast.jonas
    circle.take_out(cast.maja, member_id=cast.jonas_id)
    assert between(cast.maja, cast.jonas_id) is None
    actions.members_left(circle_id=cast.circle_id)
    actions.members_left(circle_id=cast.circle_id)
    assert Switched.objects.count() == Due.objects.count() == 0
    for act in (lambda: actions.switch_on(jonas, minutes=5), lambda: actions.switch_off(jonas)):
        with pytest.raises(Http404):
            act()
    with pytest.raises(Refused):
        actions.switch_on(stranger(), minutes=5)


def test_one_takes_along_what_stands_and_erasing_leaves_nothing(cast):
    agree(cast.maja, cast.jonas)
    actions.switch_on(cast.maja, minutes=60, situation={"starter": "guests"})
    assert privacy.export(cast.maja_id) == {
        "free_until": "2026-11-24T09:00:00+00:00",
        "situation": {"starter": "guests"},
    }
    privacy.erase(cast.maja_id)
    privacy.erase(cast.maja_id)
    assert Switched.objects.count() == Due.objects.count() == 0


def test_as_many_queries_with_many_members_as_with_few(cast):
    agree(cast.maja, cast.jonas)
    actions.switch_on(cast.jonas, minutes=60)
    few = count_for(cast.maja, queries.today, queries.zones)
    for n in range(8):
        member = one_more(cast)
        agree(cast.maja, member)
        actions.switch_on(member, minutes=60 + n)
    assert count_for(cast.maja, queries.today, queries.zones) == few and sum(few) <= 6


@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
def test_two_taps_at_once_leave_one_zone_with_one_end():
    cast = home(("zones",))
    agree(cast.maja, cast.jonas)
    maja, jonas = cast.maja, cast.jonas
    for _ in range(5):
        raised = at_once(
            lambda: actions.switch_on(maja, minutes=60),
            lambda: actions.switch_on(maja, minutes=120),
            lambda: actions.switch_off(maja),
            lambda: actions.switch_on(jonas, minutes=60),
        )
        assert raised == []
        live = set(map(str, Switched.objects.values_list("id", flat=True)))
        assert live == set(Due.objects.filter(kind="zones.end").values_list("ref", flat=True))
        assert Switched.objects.filter(member_id=cast.maja_id).count() <= 1
