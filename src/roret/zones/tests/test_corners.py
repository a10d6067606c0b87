"""What a small slip in this room would change: whose zone it is, until when, and who is told."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.http import Http404

from roret.agreement.queries import Agreed
from roret.agreement.tests.cast import Cast, after, home, one_more, posing
from roret.circle import actions as circle
from roret.zones import actions, queries
from roret.zones.rules import Refused
from roret.zones.tests.living import EVENING, agree, between, look

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def cast(clock) -> Cast:
    return home(("zones",))


def test_to_end_what_is_not_on_tells_nobody(cast, heard):
    agree(cast.maja, cast.jonas)
    heard.clear()
    actions.switch_off(cast.maja)
    assert heard == []


def test_what_one_supporter_has_agreed_says_nothing_of_another(cast):
    agree(cast.maja, cast.jonas, {"otherwise": "i_begin"})
    agree(cast.maja, cast.birthe, {"otherwise": "free"})
    assert queries.otherwise(cast.jonas, Agreed(cast.jonas), cast.birthe_id) is None
    actions.switch_on(cast.jonas, minutes=60)
    assert between(cast.jonas, cast.birthe_id) is None


def test_ones_own_questions_wait_for_ones_own_zone_and_not_for_the_others(cast):
    agree(cast.maja, cast.jonas, {})
    actions.switch_on(cast.jonas, minutes=60)
    assert queries.own(cast.maja, Agreed(cast.maja), after()) is None
    assert queries.own(cast.jonas, Agreed(cast.jonas), after()) is not None


def test_a_zone_for_the_rest_of_the_day_ends_today_and_one_that_is_longer_on_another(cast):
    agree(cast.maja, cast.jonas, {})
    actions.switch_on(cast.maja)
    assert [banner.other_day for banner in look(cast.maja).banners] == [False]
    actions.switch_on(cast.maja, minutes=15 * 60 + 1)
    assert [banner.other_day for banner in look(cast.maja).banners] == [True]


def test_with_whom_it_is_stands_there_unless_it_is_with_all(cast):
    more = one_more(cast)
    for who in (cast.jonas, cast.birthe):
        agree(cast.maja, who, {})
    actions.switch_on(cast.maja, minutes=60)
    assert [banner.with_ids for banner in look(cast.maja).banners] == [()]
    actions.switch_off(cast.maja)
    agree(cast.maja, more, {})
    for who in (cast.jonas, cast.birthe):
        actions.switch_on(who, minutes=60)
    assert [set(banner.with_ids) for banner in look(cast.maja).banners] == [{cast.jonas_id, cast.birthe_id}]


def test_what_else_to_talk_of_is_said_for_those_with_whom_it_is_on(cast):
    agree(cast.maja, cast.jonas, {"instead": [{"own": "haven"}], "slip": [{"own": "Senere"}]})
    agree(cast.maja, cast.birthe, {"instead": [{"own": "havet"}], "slip": [{"own": "Ikke nu"}]})
    actions.switch_on(cast.jonas, minutes=60)
    seen = look(cast.maja)
    assert [talk.mine for talk in seen.talk] == [("haven",)] and seen.slip == ("Senere",)


def test_a_page_comes_again_when_a_zone_begins_and_when_it_ends(cast, clock):
    agree(cast.maja, cast.jonas, {"when": EVENING})
    assert look(cast.maja).turns_at == datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
    actions.switch_on(cast.maja, minutes=45)
    assert look(cast.jonas).turns_at == after(minutes=45)
    assert look(cast.birthe).turns_at is None


def test_a_clock_time_that_it_is_now_has_passed(cast):
    agree(cast.maja, cast.jonas)
    with pytest.raises(Refused, match="passed"):
        actions.switch_on(cast.maja, until_clock="09:00")


def test_what_one_who_left_had_on_is_on_no_page(cast, heard):
    """`heard` keeps the house from clearing up after them: the page does not wait for that."""
    agree(cast.maja, cast.jonas, {})
    actions.switch_on(cast.jonas, minutes=60)
    circle.take_out(cast.maja, member_id=cast.jonas_id)
    assert look(cast.maja).banners == () and between(cast.maja, cast.jonas_id) is None


def test_one_of_another_circle_can_do_nothing_in_this_one(cast):
    otto = posing(cast)
    for act in (lambda: actions.switch_on(otto, minutes=60), lambda: actions.switch_off(otto)):
        with pytest.raises(Http404):
            act()
