"""What a small slip in this room would change: who is told of what, and what the worker does when it comes early."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.http import Http404

from roret.agreement.queries import Agreed
from roret.agreement.tests.cast import Cast, after, home, posing, rest
from roret.circle import actions as circle
from roret.outbox.models import Due
from roret.withdraw import actions, queries
from roret.withdraw.models import Away, Check
from roret.withdraw.tests.living import TERMS, agree, look

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NEVER = {**TERMS, "check": "never"}


@pytest.fixture
def cast(clock) -> Cast:
    return home(("withdraw",))


def test_one_who_would_have_been_asked_to_say_a_word_is_not_told_of_the_next_once_it_is_no_longer_agreed(cast, heard):
    laid = agree(cast.maja, cast.jonas)
    agree(cast.maja, cast.birthe, NEVER)
    actions.withdraw(cast.maja, preset="a_bit")
    actions.come_back(cast.maja)
    rest(cast.jonas, laid)
    heard.clear()
    actions.withdraw(cast.maja, preset="a_bit")
    assert [event.to for event in heard] == [{cast.maja_id, cast.birthe_id}]
    assert not Check.objects.exists()


def test_a_later_word_that_is_no_longer_agreed_is_offered_to_nobody_and_makes_no_page_stir(cast, clock, heard):
    laid = agree(cast.maja, cast.jonas)
    actions.withdraw(cast.maja, preset="a_bit")
    actions.come_back(cast.maja)
    check = Check.objects.get()
    clock.set(after(days=1, hours=2))
    assert len(look(cast.jonas).checks) == 1
    agree(cast.maja, cast.jonas, NEVER)
    assert look(cast.jonas).checks == ()
    rest(cast.maja, laid)
    heard.clear()
    actions.check_due(str(check.id))
    assert heard == []


def test_the_worker_that_comes_early_ends_and_tells_nothing(cast, clock, heard):
    agree(cast.maja, cast.jonas)
    actions.withdraw(cast.maja, preset="minutes_30")
    row = Away.objects.get()
    heard.clear()
    for due in (actions.end_due, actions.clock_due):
        due(str(row.id))
    assert heard == [] and len(look(cast.jonas).others) == 1
    actions.come_back(cast.maja)
    check = Check.objects.get()
    heard.clear()
    actions.check_due(str(check.id))
    assert heard == [] and not Due.objects.filter(ref=str(check.id), at__gt=check.from_at).exists()


def test_the_worker_is_content_with_one_who_has_left_meanwhile(cast, clock, heard):
    agree(cast.maja, cast.jonas)
    actions.withdraw(cast.jonas, preset="minutes_30")
    row = Away.objects.get()
    circle.take_out(cast.maja, member_id=cast.jonas_id)
    clock.set(after(hours=13))
    heard.clear()
    for due in (actions.end_due, actions.clock_due):
        due(str(row.id))
    assert heard == []


def test_what_was_to_be_said_about_one_who_left_is_on_no_page_and_then_nowhere(cast, clock, heard):
    """`heard` keeps the house from clearing up after them: the page does not wait for that."""
    agree(cast.maja, cast.jonas, {**TERMS, "check@supporter": "next_day"})
    actions.withdraw(cast.jonas, preset="a_bit")
    actions.come_back(cast.jonas)
    clock.set(after(days=1, hours=2))
    assert len(look(cast.maja).checks) == 1
    circle.take_out(cast.maja, member_id=cast.jonas_id)
    assert look(cast.maja).checks == () and look(cast.maja).turns_at is None
    actions.members_left(circle_id=cast.circle_id)
    assert not Check.objects.exists()


def test_a_page_does_not_come_again_for_a_word_that_is_not_offered_yet(cast):
    agree(cast.maja, cast.jonas)
    actions.withdraw(cast.maja, preset="a_bit")
    actions.come_back(cast.maja)
    assert look(cast.jonas).checks == () and look(cast.jonas).turns_at is None


def test_staying_longer_after_it_has_ended_brings_nothing_up_again(cast, clock):
    agree(cast.maja, cast.jonas, NEVER)
    actions.withdraw(cast.maja, preset="a_bit")
    clock.set(after(hours=12))
    actions.extend(cast.maja, minutes=None)
    assert look(cast.jonas).others == ()


def test_the_day_after_is_counted_from_withdrawing_and_not_from_coming_back(cast, clock):
    agree(cast.maja, cast.jonas)
    clock.set(datetime(2026, 11, 24, 22, 30, tzinfo=UTC))
    actions.withdraw(cast.maja, preset="going_home")
    clock.set(after(hours=1))
    actions.come_back(cast.maja)
    assert Check.objects.get().from_at == datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


def test_a_page_comes_again_when_a_later_word_goes(cast, clock):
    agree(cast.maja, cast.jonas)
    actions.withdraw(cast.maja, preset="a_bit")
    actions.come_back(cast.maja)
    clock.set(after(days=1, hours=2))
    assert look(cast.jonas).turns_at == Check.objects.get().until
    clock.set(after(hours=13))
    assert look(cast.jonas).turns_at is None


def test_signs_and_no_words_are_said_where_they_are_agreed_with_one_of_several(cast):
    agree(cast.maja, cast.jonas, {"how": "no_words"})
    agree(cast.maja, cast.birthe, {"how": "sign", "sign": [{"own": "Jeg vinker"}]})
    seen = look(cast.maja)
    assert seen.wordless and seen.signs == ("Jeg vinker",)
    agree(cast.maja, cast.birthe, {"how": "message", "sign": [{"own": "Jeg vinker"}]})
    assert look(cast.maja).signs == ()


def test_the_card_leads_nowhere_for_whom_it_is_closed_to(cast):
    assert look(cast.jonas).card and not look(cast.birthe).card


def test_whoever_brings_word_of_it_hears_of_the_others_alone_and_not_of_what_has_ended(cast, clock):
    agree(cast.maja, cast.jonas, NEVER)
    actions.withdraw(cast.maja, preset="a_bit")
    actions.withdraw(cast.jonas, preset="a_bit")
    (brought,) = queries.of_others(cast.maja, Agreed(cast.maja), after())
    assert brought[1] == cast.jonas_id
    assert queries.of_others(cast.birthe, Agreed(cast.birthe), after()) == []
    clock.set(after(hours=12))
    assert queries.of_others(cast.maja, Agreed(cast.maja), after()) == []


def test_one_of_another_circle_can_do_nothing_in_this_one(cast):
    otto = posing(cast)
    acts = (
        lambda: actions.withdraw(otto, preset="a_bit"),
        lambda: actions.extend(otto, minutes=15),
        lambda: actions.come_back(otto),
    )
    for act in acts:
        with pytest.raises(Http404):
            act()
