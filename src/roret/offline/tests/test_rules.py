"""Exactly once, whatever befalls an act on its way: the rules alone, over ten thousand sequences."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import hypothesis.strategies as st
from hypothesis import given

from roret.agreement.tests.scale import SCALE, proof
from roret.offline import rules
from roret.offline.rules import Do, Known, Outcome
from roret.offline.tests.sequences import BEGIN, Sequence, sequence

HALF_HOUR = rules.LASTS["signals:send"]


def played(sequence: Sequence) -> tuple[Counter[str], dict[str, list[object]], Counter[str]]:
    """The effects of each key, what each arrival was told, and what befell, with a house that is a dictionary."""
    house, until, effects, told, befell = (
        dict[str, Known](),
        {},
        Counter[str](),
        dict[str, list[object]](),
        Counter[str](),
    )
    for one in sequence.arrivals:
        for key in [key for key, end in until.items() if end <= one.at]:
            del house[key], until[key]
        if sequence.out_at is not None and one.at >= sequence.out_at:
            told.setdefault(one.tap.key, []).append("gone")
            befell["revoked"] += 1
            continue
        body = "forged" if one.forged else one.tap.kind
        verdict = rules.decide(house.get(one.tap.key), body, one.tap.made, one.at, HALF_HOUR)
        if isinstance(verdict, Do):
            effects[one.tap.key] += 1
            assert one.at - HALF_HOUR < verdict.at <= one.at, "never done late, never in what is to come"
        befell["doubled"] += one.tap.key in house
        befell["expired"] += verdict is Outcome.LATE and one.tap.key not in house
        befell["another body"] += verdict is None
        if one.tap.key not in house and verdict is not None:
            outcome = Outcome.DONE if isinstance(verdict, Do) else verdict
            house[one.tap.key], until[one.tap.key] = Known(body, outcome), one.at + rules.KEPT_FOR
            verdict = outcome
        told.setdefault(one.tap.key, []).append((body, verdict))
    befell["lost"] += sum(tap.key not in told for tap in sequence.taps)
    befell["two devices"] += len({tap.device for tap in sequence.taps}) == 2
    befell["out of order"] += [a.tap.at for a in sequence.arrivals] != sorted(a.tap.at for a in sequence.arrivals)
    return effects, told, befell


def test_in_ten_thousand_sequences_each_effect_is_there_exactly_once(figure):
    count, effects, all_befell = 10_000 * min(SCALE, 10), 0, Counter[str]()
    for seed in range(count):
        made = sequence(seed)
        each, told, befell = played(made)
        for key, times in each.items():
            assert times == 1, (seed, key)
        for key, answers in told.items():
            done = [body for body, verdict in (one for one in answers if one != "gone") if verdict is Outcome.DONE]
            assert len(set(done)) <= 1, (seed, key)
            assert bool(done) == bool(each[key]), (seed, key)
            in_time = [a for a in made.arrivals if a.tap.key == key and timedelta() <= a.at - a.tap.made < HALF_HOUR]
            first = next(a for a in made.arrivals if a.tap.key == key)
            if in_time and in_time[0] is first and (made.out_at is None or first.at < made.out_at):
                assert each[key] == 1, (seed, key)
        effects += sum(each.values())
        all_befell += befell
    assert min(all_befell.values()) > count / 100, all_befell
    said = ", ".join(f"{name} {times}" for name, times in sorted(all_befell.items()))
    figure(f"offline replay, rules alone: {count} sequences ({said}); {effects} effects, 0 twice, 0 late")


def test_it_is_known_for_longer_than_any_act_can_be_true():
    """Otherwise an act could come again after it was forgotten, from a telephone whose clock is ahead."""
    assert max(rules.LASTS.values()) + rules.AHEAD < rules.KEPT_FOR


@proof(200)
@given(st.timedeltas(min_value=timedelta(days=-3), max_value=timedelta(days=3)), st.sampled_from(sorted(rules.LASTS)))
def test_what_was_made_in_time_counts_then_and_a_clock_a_day_ahead_counts_as_now(age, route):
    lasts = rules.LASTS[route]
    found = rules.counts_as_made(BEGIN - age, BEGIN, lasts)
    if timedelta() <= age < lasts:
        assert found == BEGIN - age
    elif -rules.AHEAD <= age < timedelta():
        assert found == BEGIN
    else:
        assert found is None


@proof(200)
@given(st.text(max_size=70))
def test_a_key_is_a_word_of_letters_and_digits_that_nobody_guesses(given_key):
    assert not rules.is_key(given_key) or (16 <= len(given_key) <= 64 and given_key.isascii() and " " not in given_key)
    assert rules.is_key("0a8f5c9e-31a5-4b52-9d0e-7d9f4a6b1c2d")


BODIES = st.lists(
    st.tuples(st.text(max_size=6), st.lists(st.text(max_size=6), max_size=2)), max_size=3, unique_by=lambda one: one[0]
)


@proof(200)
@given(BODIES, BODIES, st.sampled_from(("a", "b")), st.sampled_from(("x", "y")))
def test_two_bodies_are_the_same_when_they_say_the_same_in_the_same_place(one, other, circle, route):
    hashed = rules.body_hash("key", "a", "x", one)
    assert hashed == rules.body_hash("key", "a", "x", reversed(one))
    same = (sorted(one), "a", "x") == (sorted(other), circle, route)
    assert (hashed == rules.body_hash("key", circle, route, other)) is same
    assert hashed != rules.body_hash("another key", "a", "x", one)


def test_the_same_key_of_somebody_else_is_another():
    assert rules.key_hash("maja", "key") != rules.key_hash("jonas", "key")
