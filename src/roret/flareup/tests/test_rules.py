"""The plan as values: whatever was stored, whoever is next, and every tap with one outcome."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from roret.content import cards
from roret.flareup import rules
from roret.flareup.rules import Came, Plan, Said

ZONE = "Europe/Copenhagen"
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from(["Jonas", "jonas ", "Birthe", "en nabo", "Otto", "", "  "])
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))


def test_it_reads_its_card_as_the_card_is():
    card = cards.card(rules.TOPIC)
    assert [(q.id, q.kind, q.who, q.choices, q.starters) for q in rules.QUESTIONS] == [
        (q.id, q.kind, q.who, q.choices, q.starters) for q in card.questions
    ]


@given(st.dictionaries(st.sampled_from([q.id for q in rules.QUESTIONS]), JUNK), JUNK)
def test_nothing_that_was_stored_raises(settled, value):
    plan = rules.terms(settled)
    assert rules.together([plan, Plan()]) == plan
    assert rules.stored_answer(value) is None or isinstance(rules.stored_answer(value), Said)
    rules.stored_phrase(value)


@given(st.lists(NAMES), st.lists(st.tuples(NAMES, st.lists(NAMES))))
def test_everybody_stands_once_in_the_line_and_the_holders_own_order_goes_first(in_turn, each):
    line = rules.line_up(in_turn, each)
    plain = [name.casefold().strip() for name in line]
    asked = [name for name in [*in_turn, *(n for first, after in each for n in (first, *after))] if name.strip()]
    assert len(set(plain)) == len(plain) and "" not in plain
    assert set(plain) == {name.casefold().strip() for name in asked}
    assert list(line[:1]) == asked[:1]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Birthe", "b"),
        ("birthe, 20 30 40 50", "b"),
        ("Min svigermor Birthe.", "b"),
        ("Birthes mor", None),
        ("Jonas eller Birthe", None),
        ("en nabo", None),
        ("", None),
        ("Anna Lise", "al"),
        ("Anna", None),
    ],
)
def test_who_is_meant_by_a_name(text, who):
    assert rules.person_in(text, {"j": "Jonas", "b": "Birthe", "al": "Anna Lise", "empty": ""}) == who


def test_whoever_cannot_is_not_next():
    people = {"j": "Jonas", "b": "Birthe"}
    assert rules.next_up(("Jonas", "Birthe", "en nabo"), people, {"j"}) == ("Birthe", "en nabo")
    assert rules.next_up(("Jonas", "en nabo"), people, ()) == ("Jonas", "en nabo")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Til arbejdet: Jeg er ikke med i dag.", ("Til arbejdet", "Jeg er ikke med i dag.")),
        ("Vi ses en anden dag", ("", "Vi ses en anden dag")),
        ("Kl. 9:30 er for tidligt", ("Kl. 9", "30 er for tidligt")),
        (": uden modtager", ("", ": uden modtager")),
        ("Til Otto:", ("", "Til Otto:")),
        (f"{'x' * 41}: ord", ("", f"{'x' * 41}: ord")),
        ("En\nto: tre", ("", "En\nto: tre")),
    ],
)
def test_to_whom_and_which_words(text, parts):
    assert rules.addressed(text) == parts


@example(datetime(2026, 10, 25, 1, 5, tzinfo=UTC))
@given(MOMENTS)
def test_the_times_to_come_at_lie_ahead_and_can_be_read_off_a_clock(now):
    for clock in rules.clock_times(now, ZONE):
        at = rules.comes_at(now, clock, ZONE)
        # In the night on which clocks are turned, a time can be left out or come an hour later.
        assert at is not None and now < at <= now + timedelta(hours=4)


@given(MOMENTS, st.text(max_size=6) | st.from_regex(r"[0-9]{2}:[0-9]{2}", fullmatch=True))
def test_a_time_that_is_given_is_one_that_comes(now, clock):
    at = rules.comes_at(now, clock, ZONE)
    assert at is None or now < at <= now + rules.FURTHEST


@given(MOMENTS)
def test_it_is_asked_in_the_morning_and_never_the_same_day(now):
    at = rules.next_morning(now, ZONE)
    assert timedelta(hours=6) < at - now < timedelta(hours=34)


@given(MOMENTS, st.sampled_from(["next_day", "within_week", "when_asked", "", "no-such"]))
def test_the_questions_have_a_beginning_and_an_end(off_at, says):
    begins, ends = rules.look_window(says, off_at, ZONE)
    assert off_at <= begins < ends == off_at + rules.LOOK_FOR
    assert (begins == off_at) is (says not in rules.LOOK_AFTER)


@example("a", "a", 0, True)
@given(st.sampled_from([None, "a", "b"]), st.sampled_from([None, "a", "b"]), st.integers(-60, 60), st.booleans())
def test_every_tap_has_one_outcome(there, seen, seconds, undo):
    now = datetime(2026, 11, 24, 8, tzinfo=UTC)
    row = None if there is None else (there, now + timedelta(seconds=seconds))
    came = rules.off(row, seen, now, undo=undo)
    if row is None:
        assert came is Came.GONE
    elif there != seen:
        assert came is Came.ANEW
    elif not undo:
        assert came is Came.OFF
    else:
        assert came is (Came.BACK if seconds > 0 else Came.LATE)
