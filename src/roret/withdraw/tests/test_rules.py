"""Clock times, terms and later words, over every kind of stored value and every day of two years."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import hypothesis.strategies as st
import pytest
from hypothesis import example, given

from roret.agreement.tests.scale import proof
from roret.content import cards
from roret.content.stored import Saying
from roret.withdraw import rules
from roret.withdraw.rules import LASTS, MINUTES, PRESETS, QUESTIONS

ZONES = ("Europe/Copenhagen", "America/Nuuk", "Asia/Kathmandu", "Australia/Lord_Howe", "Pacific/Apia", "UTC")
zones = st.sampled_from(ZONES)
SIDES = st.sampled_from(("holder", "supporter"))
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))
minutes = st.sampled_from((*MINUTES.values(), *rules.MORE))
json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
STARTERS = sorted({starter for question in QUESTIONS for starter in question.starters} | {"from_a_newer_roret"})
CHOICES = sorted({choice for question in QUESTIONS for choice in question.choices} | {"from_a_newer_roret"})
value = st.one_of(
    st.sampled_from(CHOICES),
    st.lists(
        st.sampled_from(STARTERS).map(lambda one: {"starter": one}) | st.text(max_size=9).map(lambda t: {"own": t})
    ),
    json,
)
KEYS = [f"{question.id}{side}" for question in QUESTIONS for side in ("", "@supporter")]
settled = st.dictionaries(st.sampled_from(KEYS), value, max_size=len(KEYS))
SPRING_AND_AUTUMN = [date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31)]


# --- terms --------------------------------------------------------------------------------------


@proof(300)
@given(st.none() | settled, SIDES)
def test_terms_take_whatever_is_stored(said, side):
    found = rules.terms(said, side)
    assert found.agreed is (said is not None)
    for question, phrases in zip(
        ("sign", "messages", "reply", "meanwhile", "check_words"),
        (found.signs, found.messages, found.reply, found.meanwhile, found.check_words),
        strict=True,
    ):
        known = next(one for one in QUESTIONS if one.id == question).starters
        for one in phrases:
            assert one.starter in known if one.starter else one.own
    assert not found.signs or found.how == "sign"
    assert not found.check_words or rules.wants_check(found.check)


@proof(100)
@given(settled, SIDES)
def test_what_the_other_side_said_changes_nothing(said, side):
    mine = {key: v for key, v in said.items() if key.endswith("@supporter") is (side == "supporter")}
    assert rules.terms(said, side) == rules.terms(mine, side)


@proof(100)
@given(st.lists(settled.map(lambda one: rules.terms(one, "holder")), min_size=1, max_size=4))
def test_messages_without_a_clock_time_lie_first_and_there_are_always_some(each):
    ready = rules.presets(each)
    assert ready and len(set(ready)) == len(ready)
    timed = [one.starter in MINUTES for one in ready]
    assert timed == sorted(timed)
    assert (minutes := [MINUTES[one.starter] for one in ready if one.starter in MINUTES]) == sorted(minutes)


def test_the_ids_are_those_on_the_card_and_the_number_in_an_id_is_minutes():
    card = cards.card("withdraw")
    for mine in QUESTIONS:
        theirs = card.question(mine.id)
        assert (mine.kind, mine.choices, mine.starters) == (theirs.kind, theirs.choices, theirs.starters)
        assert theirs.who == "each"
    assert all(starter == f"minutes_{number}" for starter, number in MINUTES.items())


@proof(100)
@given(json | st.sampled_from(PRESETS).map(lambda one: {"starter": one}))
def test_a_stored_message_that_is_not_known_is_none(stored):
    found = rules.stored_message(stored)
    assert found is None or found.own or found.starter in PRESETS


# --- the clock time -----------------------------------------------------------------------------


@proof(500)
@given(moments, minutes, zones)
@example(datetime(2026, 10, 25, 0, 55, 1, tzinfo=UTC), 15, "Europe/Copenhagen")
@example(datetime(2026, 3, 29, 0, 55, 0, tzinfo=UTC), 15, "Europe/Copenhagen")
def test_a_clock_time_is_never_too_early_at_most_five_minutes_late_and_easily_said(said, number, zone):
    back = rules.back_at(said, number)
    assert timedelta(0) <= back - said - timedelta(minutes=number) < timedelta(minutes=5)
    hour, minute = rules.clock(back, zone)
    assert minute % 5 == 0 and back.second == back.microsecond == 0
    # What it says is what the wall shows when that much time has really passed.
    wall = back.astimezone(ZoneInfo(zone))
    assert (wall.hour, wall.minute) == (hour, minute)


@pytest.mark.parametrize("day", SPRING_AND_AUTUMN)
def test_minute_by_minute_over_a_clock_change_half_an_hour_is_half_an_hour(day):
    start = datetime.combine(day, time(0), UTC) - timedelta(hours=2)
    for passed in range(8 * 60):
        said = start + timedelta(minutes=passed)
        assert timedelta(minutes=30) <= rules.back_at(said, 30) - said < timedelta(minutes=35)


def test_in_spring_the_clock_time_jumps_with_the_wall():
    said = datetime(2026, 3, 29, 0, 50, tzinfo=UTC)  # 1.50, ten minutes before it becomes 3
    assert rules.clock(rules.back_at(said, 30), "Europe/Copenhagen") == (3, 20)


@proof(500)
@given(moments, st.none() | moments)
def test_a_message_reads_with_its_time_until_it_has_passed_and_never_again_after(now, back):
    reads = rules.reading(Saying("minutes_30"), back, now)
    assert reads.takes_its_time is (back is not None and back <= now)
    assert (reads.back_at is not None) is (back is not None and back > now)
    later = rules.reading(Saying("minutes_30"), back, now + timedelta(minutes=1))
    assert later.takes_its_time or not reads.takes_its_time


@proof(500)
@given(moments, st.none() | st.timedeltas(timedelta(hours=-14), timedelta(hours=12)), st.sampled_from(rules.MORE))
def test_staying_longer_is_always_a_time_to_come_and_before_it_ends_by_itself(now, ahead, number):
    shown = None if ahead is None else rules.back_at(now + ahead, 0)
    later = rules.longer(shown, number, now)
    assert now < later <= now + LASTS
    assert later.minute % 5 == 0
    if shown is not None and now < shown < now + LASTS - timedelta(hours=1):
        assert later - shown == timedelta(minutes=number)


@proof(300)
@given(moments, st.timedeltas(timedelta(days=-2), timedelta(days=2)), st.none() | minutes)
def test_a_message_that_waited_is_sent_only_while_it_is_true(now, waited, number):
    asked = now - waited
    if rules.in_time(asked, number, now):
        assert number is None or rules.back_at(asked, number) > now
        assert -timedelta(minutes=5) <= waited <= timedelta(hours=1, minutes=5)
    else:
        assert waited > timedelta(minutes=min(number or 60, 60)) or waited < -timedelta(minutes=5)


# --- afterwards ---------------------------------------------------------------------------------


@proof(1000)
@given(moments, st.timedeltas(timedelta(0), timedelta(hours=60)), st.sampled_from(("same_day", "next_day")), zones)
def test_a_later_word_comes_on_its_day_in_daylight_hours_and_goes_with_it(said, gone, check, zone):
    ended = said + gone
    window = rules.check_window(check, said, ended, zone)
    if window is None:
        return
    here = ZoneInfo(zone)
    begins, ends = (moment.astimezone(here) for moment in window)
    day = said.astimezone(here).date() + timedelta(days=check == "next_day")
    assert begins.date() == day and time(10) <= begins.time() < time(21)
    assert begins >= ended + timedelta(hours=2)
    assert begins < ends and (ends - timedelta(microseconds=1)).astimezone(here).date() >= day
    assert ends.date() > day


@pytest.mark.parametrize("day", SPRING_AND_AUTUMN)
def test_a_later_word_keeps_to_the_wall_when_the_clocks_change(day):
    here = ZoneInfo("Europe/Copenhagen")
    evening = datetime.combine(day - timedelta(days=1), time(19), here).astimezone(UTC)
    begins, ends = rules.check_window("next_day", evening, evening + timedelta(hours=1), "Europe/Copenhagen") or ()
    assert begins.astimezone(here) == datetime.combine(day, time(10), here)
    assert ends.astimezone(here).time() == time(0)


@proof(50)
@given(moments, st.sampled_from((None, "never", "from_a_newer_roret")), zones)
def test_where_it_is_not_agreed_no_later_word_is_offered(said, check, zone):
    assert rules.check_window(check, said, said, zone) is None
