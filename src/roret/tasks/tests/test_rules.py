"""Tasks as values, over everything that could have been stored."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roret.content import cards
from roret.kit import wall
from roret.tasks import rules
from roret.tasks.rules import OnHardDays, What

ZONE = "Europe/Copenhagen"
IDS = st.uuids(version=4)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | IDS.map(str),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["name", "area", "usual", "may", "days", "choices", "smaller", "starter", "own", "keep"]),
            inner,
            max_size=6,
        )
    ),
    max_leaves=12,
)
WHATS = st.builds(
    What,
    name=st.text(min_size=1, max_size=20),
    area=st.sampled_from([*rules.AREAS, "", "Haven"]),
    usual=st.frozensets(IDS, max_size=3),
    may=st.frozensets(IDS, max_size=3),
    days=st.sets(st.sampled_from(list(rules.WEEKDAYS))).map(rules.days),
)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))


@given(ANYTHING)
def test_nothing_that_was_stored_makes_it_raise_and_all_of_it_reads_as_a_task(value):
    what, hard = rules.read(value), rules.read_hard(value)
    assert rules.read(json.loads(json.dumps(what.stored()))) == what
    assert rules.read_hard(json.loads(json.dumps(hard.stored()))) == hard
    assert set(what.days) <= set(rules.WEEKDAYS) and set(hard.choices) <= set(rules.HARD)
    settled = value if isinstance(value, dict) else None
    assert isinstance(rules.kept(settled), tuple)
    assert set(rules.hard_choices(settled, "holder")) <= set(rules.HARD)


@given(WHATS)
def test_what_is_stored_reads_as_it_was_and_whoever_usually_does_it_is_not_named_twice(what):
    there = rules.read(json.loads(json.dumps(what.stored())))
    assert there == rules.among(what, what.everybody)
    assert not there.usual & there.may


@given(WHATS, IDS)
def test_one_who_steps_back_is_off_it_and_nobody_else_is(what, me):
    with_me = rules.among(what, what.everybody).taken_by(me)
    assert me in with_me.usual and me not in with_me.may
    back = with_me.stepped_back(me)
    assert (back.usual, back.may, back.days) == (with_me.usual - {me}, with_me.may, with_me.days)
    assert with_me.without(me).everybody == with_me.everybody - {me}


@given(WHATS, IDS)
def test_a_task_can_be_taken_when_it_has_nobody_and_is_not_kept_for_others(what, me):
    may = rules.may_take(what, me)
    assert not (may and what.usual)
    assert may == (not what.usual and (me in what.may or not what.may))


@given(WHATS, WHATS, IDS)
def test_an_edit_is_a_stepping_back_only_where_somebody_was_counted_on(before, after, me):
    if not before.usual:
        assert not rules.is_stepping_back(before, after, me)
    assert not rules.is_stepping_back(before, before, me)
    if before.usual:
        assert rules.is_stepping_back(before, What(before.name), me)


@given(MOMENTS)
def test_the_days_ahead_are_those_with_a_part_in_the_next_48_hours(now):
    days = rules.days_ahead(now, ZONE)
    moments = [*(now + timedelta(minutes=15 * n) for n in range(48 * 4)), now + rules.AHEAD - timedelta(microseconds=1)]
    assert list(days) == sorted({wall.day(at, ZONE) for at in moments})
    assert 2 <= len(days) <= 3


@pytest.mark.parametrize(
    ("now", "days"),
    [
        (datetime(2026, 3, 27, 23, 0, tzinfo=UTC), [28, 29, 30]),
        (datetime(2026, 3, 28, 23, 0, tzinfo=UTC), [29, 30, 31]),
        (datetime(2026, 10, 23, 22, 0, tzinfo=UTC), [24, 25]),
        (datetime(2026, 10, 24, 22, 0, tzinfo=UTC), [25, 26]),
    ],
)
def test_days_on_which_the_clocks_change_count_48_hours_too(now, days):
    assert [day.day for day in rules.days_ahead(now, ZONE)] == days


ROWS = st.tuples(st.sampled_from([*rules.AREAS, "", "haven", "Haven"]), st.text(max_size=2), IDS)


@given(st.lists(ROWS, max_size=8, unique_by=lambda row: row[2]))
def test_the_order_is_total_and_the_areas_that_lie_ready_come_first(rows):
    ordered, turned = (sorted(each, key=lambda row: rules.order(*row)) for each in (rows, [*reversed(rows)]))
    assert ordered == turned
    known = [area in rules.AREAS for area, _, _ in ordered]
    assert known == sorted(known, reverse=True)


def test_a_task_without_a_fixed_day_comes_on_none_by_itself():
    tuesday = date(2026, 11, 24)
    assert rules.falls_on(What("a", days=(1,)), tuesday)
    assert not rules.falls_on(What("a", days=(0, 2)), tuesday)
    assert not rules.falls_on(What("a"), tuesday)


def test_each_side_has_its_own_hard_days():
    settled = {"hard_day": ["let_go", "swap", "no-such"], "hard_day@supporter": ["together"]}
    assert rules.hard_choices(settled, "holder") == ("swap", "let_go")
    assert rules.hard_choices(settled, "supporter") == ("together",)
    assert rules.hard_choices(None, "holder") == rules.hard_choices({}, "holder") == ()
    assert rules.read_hard(OnHardDays(("swap",), "kun brød").stored()) == OnHardDays(("swap",), "kun brød")


def test_this_room_reads_its_card_as_the_card_is_written():
    card = cards.card(rules.TOPIC)
    for question in rules.QUESTIONS:
        there = card.question(question.id)
        assert (there.kind, there.starters, there.choices) == (question.kind, question.starters, question.choices)


def test_ids_that_are_none_are_passed_over():
    me = uuid.uuid4()
    assert rules.read({"name": "a", "usual": [str(me), "x", None, 7, str(me)]}).usual == {me}
