"""What is agreed about a day, how long something said stands, and that it reads whatever was stored."""

from __future__ import annotations

import ast
import inspect
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roret.agreement.tests.scale import proof
from roret.capacity import rules
from roret.capacity.rules import LASTS, NEEDS, SCALES, WORDS, CapacityTerms, Code, Refused, terms
from roret.content import cards

COPENHAGEN = "Europe/Copenhagen"
CLOCK_CHANGES = [date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31)]
ZONES = [COPENHAGEN, "America/New_York", "America/Santiago", "America/Havana", "Australia/Lord_Howe", "Asia/Kathmandu"]
moments = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))
zones = st.sampled_from(ZONES)
lasting = st.sampled_from(LASTS)
sides = st.sampled_from(["holder", "supporter"])
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from([*SCALES, *WORDS, *NEEDS]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
KEYS = [slot.key for slot in cards.card("capacity").slots()]


def at(day: date, hour: int, minute: int = 0, zone: str = COPENHAGEN) -> datetime:
    return datetime.combine(day, time(hour, minute), ZoneInfo(zone)).astimezone(UTC)


def lasts(how: rules.Lasts) -> CapacityTerms:
    return CapacityTerms(holds=True, scale="percent", lasts=how)


# --- what is agreed -----------------------------------------------------------------------------


@given(st.dictionaries(st.sampled_from([*KEYS, "new"]), anything), sides)
@proof(400)
def test_terms_can_be_read_from_anything_that_was_ever_stored(settled, side):
    read = terms(settled, side)
    assert read.holds
    assert read.scale in (None, *SCALES) and read.lasts in LASTS and read.unset in rules.UNSETS
    assert all(
        kind in ("starter", "own") and text for one in (*read.low, *read.both_flat) for kind, text in one.items()
    )
    assert side == "holder" or read.unset == "not_said"


def test_nothing_agreed_is_nothing_to_tap():
    assert terms(None, "holder") == terms(None, "supporter") == CapacityTerms()
    assert not CapacityTerms().holds
    assert rules.offered(CapacityTerms()) == ()


def test_every_choice_of_the_card_is_one_that_is_read():
    questions = {question.id: question.choices for question in cards.card("capacity").questions if question.choices}
    assert questions == {
        "scale": rules.SCALES,
        "low_at": rules.LOW_ATS,
        "lasts": rules.LASTS,
        "unset": rules.UNSETS,
    }
    assert cards.card("capacity").question("steps").starters == WORDS


def test_each_side_reads_its_own_answers():
    settled = {
        "scale": "percent",
        "low_at": "under_30",
        "lasts": "until_18",
        "unset": "my_silence",
        "low": [{"starter": "alone"}, {"own": "kakao"}],
        "scale@supporter": "words",
        "low_at@supporter": "under_50",
        "both_flat": [{"starter": "film"}],
    }
    hers, his = terms(settled, "holder"), terms(settled, "supporter")
    assert (hers.scale, hers.low_at, hers.lasts, hers.unset) == ("percent", "under_30", "until_18", "my_silence")
    assert hers.low == ({"starter": "alone"}, {"own": "kakao"})
    assert (his.scale, his.low_at, his.lasts, his.unset, his.low) == ("words", None, "midnight", "not_said", ())
    assert hers.both_flat == his.both_flat == ({"starter": "film"},)


@pytest.mark.parametrize(
    ("scale", "values"),
    [("percent", [*range(0, 101, 10)]), ("ten", [*range(11)]), ("words", [*WORDS]), (None, [*WORDS]), ("none", [])],
)
def test_what_one_can_tap_is_what_one_has_chosen(scale, values):
    assert [code.value for code in rules.offered(CapacityTerms(holds=True, scale=scale))] == values


@given(st.sampled_from([*SCALES, None]), anything)
@proof(300)
def test_a_tap_is_one_of_the_offered_or_refused(scale, given_value):
    agreed = CapacityTerms(holds=True, scale=scale)
    try:
        code = rules.tapped(agreed, given_value)
    except Refused as refused:
        assert refused.code == "not_a_step"
    else:
        assert code in rules.offered(agreed) and str(code.value) == str(given_value)


@given(anything)
@proof(300)
def test_what_was_stored_is_read_or_passed_over(data):
    code, need = rules.read_code(data), rules.read_need(data)
    assert code is None or code in rules.offered(CapacityTerms(holds=True, scale=code.scale))
    assert need is None or need in NEEDS
    assert isinstance(rules.read_words(data), str)


@given(st.sampled_from(SCALES))
def test_a_code_is_read_back_as_it_was_stored(scale):
    for code in rules.offered(CapacityTerms(holds=True, scale=scale)):
        assert rules.read_code(rules.code_data(code)) == code


@pytest.mark.parametrize(
    ("low_at", "low", "not_low"),
    [
        ("under_20", [Code("percent", 10), Code("ten", 1)], [Code("percent", 20), Code("ten", 2)]),
        ("under_30", [Code("percent", 20), Code("ten", 2)], [Code("percent", 30), Code("ten", 3)]),
        ("under_50", [Code("percent", 40), Code("ten", 4)], [Code("percent", 50), Code("ten", 5)]),
        ("day_by_day", [], [Code("percent", 0), Code("ten", 0)]),
        (None, [Code("words", "a_little"), Code("words", "next_to_nothing")], [Code("percent", 0), Code("ten", 0)]),
        (None, [], [Code("words", "some"), Code("words", "a_lot")]),
    ],
)
def test_low_is_what_the_person_has_called_low(low_at, low, not_low):
    agreed = CapacityTerms(holds=True, scale="percent", low_at=low_at)
    assert all(rules.is_low(agreed, code) for code in low)
    assert not any(rules.is_low(agreed, code) for code in not_low)


def test_nothing_takes_two_codes():
    """Two people's days are never compared, summed or ranked: there is nothing here to do it with."""
    for name, function in inspect.getmembers(rules, inspect.isfunction):
        annotated = [str(p.annotation) for p in inspect.signature(function).parameters.values()]
        assert sum("Code" in one for one in annotated) <= 1, name
        assert not any("Code" in one and "[" in one for one in annotated), name
    assert not any(hasattr(Code, how) and how in vars(Code) for how in ("__lt__", "__add__", "__int__", "__float__"))
    tree = ast.parse(inspect.getsource(rules))
    called = {ast.unparse(n.func) for n in ast.walk(tree) if isinstance(n, ast.Call)}
    assert not called & {"sum", "sorted", "max", "mean"}


# --- how long -----------------------------------------------------------------------------------


@given(moments, zones, lasting)
@proof(600)
def test_what_is_said_always_ends_later_and_never_after_its_day_or_four_hours(now, zone, how):
    ends = rules.until(lasts(how), now, zone)
    local, end = now.astimezone(ZoneInfo(zone)), ends.astimezone(ZoneInfo(zone))
    assert now < ends
    if how == "four_hours":
        assert ends - now == timedelta(hours=4)
    elif how == "until_18" and (local.hour < 18):
        assert (end.date(), end.time()) == (local.date(), time(18))
    else:
        assert end.date() == local.date() + timedelta(days=1)
        # The day before is still there one moment earlier: where midnight is left out, the day begins at one.
        assert (ends - timedelta(microseconds=1)).astimezone(ZoneInfo(zone)).date() == local.date()


@pytest.mark.parametrize("day", CLOCK_CHANGES)
@pytest.mark.parametrize("how", ["midnight", "until_18"])
def test_a_day_with_a_clock_change_ends_at_its_own_midnight_and_six_minute_by_minute(day, how):
    now, six, midnight = at(day, 0), at(day, 18), at(day + timedelta(days=1), 0)
    assert midnight - now == timedelta(hours=23 if day.month == 3 else 25)
    while now < midnight:
        wanted = six if how == "until_18" and now < six else midnight
        assert rules.until(lasts(how), now, COPENHAGEN) == wanted
        now += timedelta(minutes=1)


@pytest.mark.parametrize("day", CLOCK_CHANGES)
def test_four_hours_are_four_hours_through_a_clock_change(day):
    said = at(day, 1)
    ends = rules.until(lasts("four_hours"), said, COPENHAGEN)
    assert ends - said == timedelta(hours=4)
    assert ends.astimezone(ZoneInfo(COPENHAGEN)).hour == (6 if day.month == 3 else 4)


@given(moments, zones, st.lists(lasting, max_size=4))
@proof(200)
def test_with_several_the_earliest_end_counts(now, zone, several):
    ends = rules.soonest([lasts(how) for how in several], now, zone)
    assert ends in [rules.until(lasts(how), now, zone) for how in (*several, "midnight")]
    assert all(ends <= rules.until(lasts(how), now, zone) for how in several)


@given(moments, zones, lasting, st.integers(-60 * 60, 30 * 60 * 60))
@proof(600)
def test_it_stands_four_hours_then_in_the_past_then_it_is_gone(said, zone, how, seconds):
    ends, now = rules.until(lasts(how), said, zone), said + timedelta(seconds=seconds)
    stands = rules.standing(said, ends, now, zone)
    if now >= ends:
        assert stands == rules.Standing("gone")
    elif now - said < timedelta(hours=4):
        assert stands == rules.Standing("now")
    else:
        assert stands == rules.Standing("earlier", rules.part_of_day(said, zone))
        assert said.astimezone(ZoneInfo(zone)).date() == now.astimezone(ZoneInfo(zone)).date()


@given(moments, st.timedeltas(timedelta(hours=4), timedelta(days=9)), zones)
@proof(200)
def test_nothing_of_another_day_is_ever_said_earlier_today(said, later, zone):
    """Even where the row's end were wrong, or the circle moved to another time zone."""
    now = said + later
    stands = rules.standing(said, now + timedelta(days=1), now, zone)
    if said.astimezone(ZoneInfo(zone)).date() != now.astimezone(ZoneInfo(zone)).date():
        assert stands == rules.Standing("gone")


@pytest.mark.parametrize(
    ("hour", "part"),
    [(0, "night"), (4, "night"), (5, "morning"), (8, "morning"), (9, "forenoon"), (11, "forenoon")]
    + [(12, "afternoon"), (17, "afternoon"), (18, "evening"), (23, "evening")],
)
@pytest.mark.parametrize("day", [*CLOCK_CHANGES, date(2026, 7, 1)])
def test_the_part_of_the_day_is_that_of_the_clock_on_the_wall(day, hour, part):
    assert rules.part_of_day(at(day, hour), COPENHAGEN) == part
