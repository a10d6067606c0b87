"""Signals as values: total over whatever is stored, in the right order, and ended on time on every day of the year."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import hypothesis.strategies as st
from hypothesis import example, given

from roret.agreement.tests.scale import proof
from roret.content import cards, stored
from roret.signals import rules
from roret.signals.rules import GLAD, KINDS, SIGNS, WARM, Sign

SIDES = st.sampled_from(("holder", "supporter"))
json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
phrase = st.one_of(
    st.sampled_from((*KINDS, *SIGNS, *WARM, *GLAD, "from_a_newer_roret")).map(lambda one: {"starter": one}),
    st.text(max_size=20).map(lambda text: {"own": text}),
    json,
)
KEYS = ("stop", "stop@supporter", "works", "works@supporter", "glad_of")
settled = st.dictionaries(st.sampled_from(KEYS), st.lists(phrase, max_size=6) | json, max_size=5)


@proof(200)
@given(st.none() | settled, SIDES)
def test_terms_take_whatever_is_stored_and_always_hold_the_three_where_something_is_agreed(said, side):
    found = rules.terms(said, side)
    assert found.agreed is (said is not None)
    assert [sign.kind for sign in found.signs[:3]] == ([] if said is None else list(KINDS))
    assert len(set(found.signs)) == len(found.signs)
    for sign in found.signs:
        assert bool(sign.kind) is not bool(sign.own)
        assert rules.stored_sign({"kind": sign.kind} if sign.kind else {"own": sign.own}) == sign


@proof(100)
@given(settled, SIDES)
def test_what_the_other_side_said_changes_nothing(said, side):
    theirs = stored.key("stop", "supporter" if side == "holder" else "holder")
    assert rules.terms(said, side) == rules.terms({k: v for k, v in said.items() if k != theirs}, side)


@proof(100)
@given(st.lists(st.tuples(settled, SIDES).map(lambda one: rules.terms(*one)), max_size=4))
def test_with_several_agreements_each_signal_is_offered_once(each):
    offered = rules.choices(each)
    assert len(set(offered)) == len(offered)
    assert set(offered) == {sign for one in each for sign in one.signs}


@proof(100)
@given(json)
def test_a_stored_signal_that_is_not_known_is_none(value):
    found = rules.stored_sign(value)
    assert found is None or found.own or found.kind in (*KINDS, *SIGNS)


@proof(100)
@given(st.none() | settled, st.none() | settled, SIDES)
def test_a_warm_word_is_one_that_the_receiver_chose(words, needs, side):
    for card, sign in rules.warm_words(words, needs, side):
        if card == "glad_of":
            assert {"starter": sign.kind} in (needs or {})["glad_of"]
        else:
            assert {"starter": sign.kind} in words[stored.key("works", side)] or sign.own


def test_a_thanks_takes_nothing_from_a_list_that_is_not_there():
    assert rules.warm_words(None, None, "holder") == ()
    assert rules.warm_words(None, {"glad_of": [{"starter": "thanks"}, {"starter": "my_day"}]}, "supporter") == ()


@proof(100)
@given(st.datetimes(timezones=st.just(UTC), max_value=datetime(9000, 1, 1)))
@example(datetime(2026, 10, 25, 0, 45, tzinfo=UTC))
def test_a_signal_lasts_half_an_hour_on_every_day(said):
    assert rules.ends_at(said) - said == timedelta(minutes=30)


def test_the_ids_are_those_on_the_cards():
    """An id that a card gets later is to be thought of here as well: what it says, and what helps."""
    assert cards.card("asking").question("stop").starters == (*KINDS, *SIGNS)
    assert cards.card("words").question("works").starters == WARM
    assert set(GLAD) <= set(cards.card("needs").question("glad_of").starters)
    assert Sign() not in rules.terms({}, "holder").signs
