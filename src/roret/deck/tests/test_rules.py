"""Two people's answers as one proposal."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from roret.content import cards
from roret.deck.rules import CARDS_AN_EVENING, compose, differing, enough_for_tonight

ZONES = cards.card("zones")
values = st.text(max_size=5) | st.integers()


def keys(by: str) -> list[str]:
    return [slot.key for slot in ZONES.slots() if slot.by == by]


holders = st.dictionaries(st.sampled_from(keys("holder") + keys("both")), values)
supporters = st.dictionaries(st.sampled_from(keys("supporter") + keys("both")), values)


@given(holders, supporters, st.sampled_from(["holder", "supporter"]))
def test_what_each_says_about_themselves_stays_theirs_whichever_way_it_goes(holder, supporter, way):
    settled = compose(ZONES, holder, supporter, way)
    for key in keys("holder"):
        assert settled.get(key) == holder.get(key)
    for key in keys("supporter"):
        assert settled.get(key) == supporter.get(key)


@given(holders, supporters, st.sampled_from(["holder", "supporter"]))
def test_a_shared_question_goes_the_chosen_way_and_loses_no_lone_answer(holder, supporter, way):
    settled = compose(ZONES, holder, supporter, way)
    first, second = (holder, supporter) if way == "holder" else (supporter, holder)
    for key in keys("both"):
        assert settled.get(key) == (first[key] if key in first else second.get(key))


@given(holders, supporters)
def test_the_two_ways_are_alike_where_nobody_differs(holder, supporter):
    same = {key: value for key, value in supporter.items() if holder.get(key, value) == value}
    assert compose(ZONES, holder, same, "holder") == compose(ZONES, holder, same, "supporter")


def test_only_shared_questions_count_as_seen_differently():
    everything = tuple(slot.key for slot in ZONES.slots())
    assert differing(ZONES, everything) == tuple(keys("both"))
    assert differing(ZONES, ("instead", "instead@supporter", "room")) == ()


def test_two_cards_are_plenty():
    assert [enough_for_tonight(n) for n in range(4)] == [False, False, True, True]
    assert CARDS_AN_EVENING == 2
