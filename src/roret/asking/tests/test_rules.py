"""Whether one may ask, how the reasons hide what is hidden, and check-ins over every change of the clocks."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import hypothesis.strategies as st
import pytest
from hypothesis import given

from roret.agreement.tests.scale import proof
from roret.asking import rules
from roret.asking.rules import Answer, AskTerms, CheckIn, Kind, Offer, Often, When
from roret.content.shape import DAYS
from roret.zones.rules import On, Otherwise, Source

pytestmark = pytest.mark.timeout(0)

COPENHAGEN = "Europe/Copenhagen"
NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)  # a Tuesday
MINUTE = timedelta(minutes=1)


def may(holds: AskTerms, on: On | None = None, signal=False, away=False, asked=0, now=NOON, otherwise=None) -> Answer:
    return rules.may_ask(holds, on, signal, away, asked, now, COPENHAGEN, otherwise)


def at(hour: str, to: str, days=DAYS) -> dict:
    return {"days": list(days), "from": hour, "to": to}


def test_each_reason_and_where_it_leads():
    natural = AskTerms(agreed=True, when=When.NATURAL, words=({"own": "Kaffe?"},))
    window = On(NOON + MINUTE, Source.WINDOW)
    fixed = AskTerms(agreed=True, when=When.FIXED, fixed_times=(at("18:00", "19:00"),))
    assert may(AskTerms()) == Answer(Kind.NOT_AGREED)
    assert may(AskTerms(agreed=True, when=When.RATHER_NOT)) == Answer(Kind.NOT_WANTED)
    assert may(AskTerms(agreed=True, when=When.I_BEGIN)) == Answer(Kind.HOLDER_BEGINS)
    assert may(natural, otherwise=Otherwise.I_BEGIN) == Answer(Kind.HOLDER_BEGINS)
    assert may(natural, otherwise=Otherwise.MY_YES).kind is Kind.FINE
    assert may(fixed) == Answer(Kind.FIXED_TIMES, at=datetime(2026, 11, 24, 17, 0, tzinfo=UTC))
    assert may(fixed, now=datetime(2026, 11, 24, 17, 30, tzinfo=UTC), otherwise=Otherwise.I_BEGIN).kind is Kind.FINE
    assert may(AskTerms(agreed=True, when=When.FIXED)) == Answer(Kind.FIXED_TIMES)
    assert may(natural, window) == Answer(Kind.NOT_NOW_ZONE, at=NOON + MINUTE)
    assert may(natural, On(NOON, Source.WINDOW)).kind is Kind.FINE, "it has just ended"
    assert may(natural, On(NOON + MINUTE, Source.WINDOW, always=True)) == Answer(Kind.NOT_NOW), (
        "there is no end to name"
    )
    assert may(natural) == Answer(Kind.FINE, ({"own": "Kaffe?"},))
    assert may(natural, asked=1) == Answer(Kind.ENOUGH, at=datetime(2026, 11, 24, 23, 0, tzinfo=UTC))
    weekly = AskTerms(agreed=True, often=Often.ONCE_WEEK)
    assert may(weekly, asked=1) == Answer(Kind.ENOUGH, at=datetime(2026, 11, 29, 23, 0, tzinfo=UTC), by_the_week=True)


@given(
    st.booleans(),
    st.booleans(),
    st.sampled_from([None, Source.BY_HAND, Source.SITUATION]),
    st.integers(0, 9),
    st.sampled_from(When),
    st.sampled_from(Often),
)
@proof(200)
def test_signal_away_and_zone_by_hand_are_one_word_for_the_one_who_asks(signal, away, source, asked, when, often):
    holds = AskTerms(agreed=True, when=when, often=often, fixed_times=(at("00:00", "00:00"),))
    on = On(NOON + timedelta(hours=1), source) if source else None
    told = may(holds, on, signal, away, asked)
    if told.kind is Kind.NOT_NOW:
        assert told == Answer(Kind.NOT_NOW) == may(holds, None, True, False, 0)
        assert signal or away or source
    elif signal or away or source:
        assert told.kind in (Kind.NOT_WANTED, Kind.HOLDER_BEGINS)


@given(st.sampled_from(Often), st.integers(0, 6))
@proof(50)
def test_nobody_is_asked_more_than_they_wish(often, asked):
    limit = {"once_day": 1, "twice_day": 2, "few_week": 3, "once_week": 1, "no_limit": 99}[often]
    told = may(AskTerms(agreed=True, often=often), asked=asked)
    assert told.kind is (Kind.FINE if asked < limit else Kind.ENOUGH)


def test_without_a_word_on_how_often_it_is_once_a_day_and_a_supporter_has_no_such_limit():
    assert rules.terms({"when": "natural"}, "holder").often is Often.ONCE_DAY
    assert rules.terms({"often": "sometimes"}, "holder").often is Often.ONCE_DAY
    assert rules.terms({"reach": [{"starter": "walk"}]}, "supporter") == AskTerms(
        agreed=True, often=Often.NO_LIMIT, reach=({"starter": "walk"},)
    )


@pytest.mark.parametrize("offer", [None, *Offer])
def test_there_are_always_words_to_ask_with(offer):
    assert rules.words_for(AskTerms(agreed=True, offer=offer))


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
QUESTIONS = ("when", "offer", "fixed_times", "often", "words", "talk", "stop", "silence", "silence_own", "reach")


@given(st.dictionaries(st.sampled_from(QUESTIONS), anything), st.sampled_from(["holder", "supporter"]))
@proof(200)
def test_whatever_was_stored_is_read_without_raising(settled, side):
    may(rules.terms(settled, side))
    assert rules.terms(None, side) == AskTerms()


@given(anything)
@proof(100)
def test_any_stored_answer_is_read(value):
    assert rules.read_said(value).choice in (None, *rules.Choice)


@pytest.mark.parametrize(
    ("asked", "fades"),
    [
        ("2026-11-24T08:00", "2026-11-24T12:00"),
        ("2026-11-24T20:00", "2026-11-24T23:00"),
        ("2026-03-28T21:30", "2026-03-28T23:00"),
        ("2026-03-29T19:00", "2026-03-29T22:00"),
        ("2026-10-25T20:00", "2026-10-25T23:00"),
        ("2026-10-25T00:30", "2026-10-25T04:30"),
    ],
)
def test_a_question_fades_after_four_hours_or_at_local_midnight(asked, fades):
    then = datetime.fromisoformat(asked).replace(tzinfo=UTC)
    assert rules.fades_at(then, COPENHAGEN) == datetime.fromisoformat(fades).replace(tzinfo=UTC)


@given(st.integers(0, 400 * 24 * 60))
@proof(100)
def test_days_and_weeks_follow_each_other_without_a_gap(minutes):
    now = datetime(2026, 1, 1, tzinfo=UTC) + minutes * MINUTE
    for often in Often:
        end = rules.window_end(often, now, COPENHAGEN)
        since = rules.window_start(often, now, COPENHAGEN)
        assert now < end
        assert since < rules.window_start(often, end, COPENHAGEN)
        assert rules.window_start(often, end - MINUTE, COPENHAGEN) == since
        assert not rules.is_that_day(datetime.combine(since, time()), end, COPENHAGEN)


CHANGES = {
    COPENHAGEN: (date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31)),
    "America/New_York": (date(2026, 3, 8), date(2026, 11, 1)),
}


@pytest.mark.parametrize(("zone", "day"), [(zone, day) for zone, days in CHANGES.items() for day in days])
@pytest.mark.parametrize("clock", ["01:30", "02:00", "02:30", "03:00", "09:00", "23:59", "00:00"])
def test_a_check_in_comes_once_on_each_day_over_a_change_of_the_clocks(zone, day, clock):
    """Told by going from one to the next as the worker does; the oracle reads the clock on the wall each minute."""
    times = (at(clock, clock),)
    now = datetime.combine(day - timedelta(days=2), time(6), UTC)
    end = now + timedelta(days=4)
    came = []
    step = rules.next_check_in(times, now, zone)
    while step is not None and step[1] <= end:
        came.append(step)
        step = rules.next_check_in(times, step[1], zone)
    hour, minute = map(int, clock.split(":"))
    shown: dict[date, datetime] = {}
    last = now.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    tick = now
    while tick < end:
        tick += MINUTE
        local = tick.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        target = datetime.combine(local.date(), time(hour, minute))
        if last < target <= local and local.date() not in shown:
            shown[local.date()] = tick
        last = max(last, local) if local.date() == last.date() else local
    assert [(wall.date(), moment) for wall, moment in came] == sorted(shown.items())
    assert all(one[0] < other[0] and one[1] < other[1] for one, other in pairwise(came))


def test_a_reference_is_read_back_and_others_are_nothing():
    about = CheckIn(uuid.uuid4(), datetime(2026, 10, 25, 2, 30))
    assert rules.read_ref(about.ref()) == about and len(about.ref()) <= 80
    assert rules.read_ref("x") is rules.read_ref("") is rules.read_ref(f"{uuid.uuid4()}:soon") is None


def test_a_check_in_that_is_no_longer_agreed_does_not_begin():
    sunday = datetime(2026, 10, 25, 9, 0)
    assert rules.begins_then([at("09:00", "09:15", ["sun"])], sunday)
    assert not rules.begins_then([at("09:00", "09:15", ["mon"]), at("09:05", "09:15", ["sun"])], sunday)
    assert rules.set_times([AskTerms(True, When.NATURAL, fixed_times=(at("09:00", "10:00"),))]) == ()
