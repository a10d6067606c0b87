"""The reading of terms and the verdict on an offer, over everything that could be stored."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from roret.advice import rules
from roret.advice.rules import AdviceTerms, Delivered, Refused, Sealed, StayOut, decide, still_fits, terms
from roret.agreement.tests.scale import proof
from roret.content.stored import Saying, any_saying

SLEEP, YOGA = Saying(starter="sleep"), Saying(own="yoga")

json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
phrases = st.sampled_from([Saying(starter="sleep"), Saying(starter="food")]) | st.text(min_size=1).map(
    lambda text: Saying(own=text)
)
stored = st.fixed_dictionaries(
    {},
    optional={
        "policy": st.sampled_from([*rules.POLICIES, "from-tomorrow"]) | json,
        "subjects": st.lists(phrases.map(lambda one: one.stored), max_size=4) | json,
        "how": st.lists(phrases.map(lambda one: one.stored), max_size=4) | json,
        "standing": st.sampled_from([*rules.STANDING, "from-tomorrow"]) | json,
        "giver": st.lists(st.sampled_from(rules.GIVER)) | json,
    },
)
any_terms = stored.map(terms)
subjects = st.none() | phrases
lyings = st.lists(subjects, max_size=6)


@proof(300)
@given(st.none() | json | stored)
def test_reading_never_raises_and_knows_only_what_it_knows(settled):
    holds = terms(settled)
    assert holds.policy in (None, *rules.POLICIES)
    assert holds.standing in (None, *rules.STANDING)
    assert set(holds.giver) <= set(rules.GIVER)
    assert all(bool(one.starter) != bool(one.own) for one in (*holds.subjects, *holds.how))


def test_nothing_agreed_is_nothing_said():
    assert terms(None) == AdviceTerms()
    assert terms({"policy": "from-tomorrow"}) == AdviceTerms()


@proof(100)
@given(phrases)
def test_a_subject_is_read_as_it_was_stored(subject):
    assert any_saying(subject.stored) == subject


@proof(600)
@given(any_terms, subjects, lyings, st.booleans())
def test_words_are_delivered_only_where_they_are_welcome_and_opened_nowhere_else(holds, subject, lying, said_once):
    outcome = decide(holds, subject, lying=lying, said_once=said_once)
    if isinstance(outcome, Delivered):
        assert holds.policy == "welcome"
        assert subject is not None
    if isinstance(outcome, Sealed | Delivered):
        assert still_fits(holds, subject)
    if holds.policy is None and subject is not None:
        assert outcome == StayOut()
    if holds.policy == "none" and subject is not None:
        assert outcome == Refused("none")
    if holds.policy == "subjects" and subject not in (None, *holds.subjects):
        assert outcome == Refused("other_subject")


@proof(300)
@given(any_terms, subjects, lyings)
def test_an_open_offer_goes_by_its_own_answer_alone(holds, subject, lying):
    outcome = decide(holds, None, lying=[*lying, None] if subject else [one for one in lying if one])
    if holds.standing is None:
        assert outcome == StayOut()
    elif holds.standing == "rather_not":
        assert outcome == Refused("rather_not")
    else:
        assert outcome == (Refused("said") if subject else Sealed())


def test_once_is_once_and_fine_is_again_when_the_first_has_faded():
    assert decide(AdviceTerms(standing="once"), None, said_once=True) == Refused("said")
    assert decide(AdviceTerms(standing="fine"), None, said_once=True) == Sealed()


def test_the_same_subject_rests_whatever_was_answered():
    asked = AdviceTerms(policy="ask_first")
    assert decide(asked, YOGA) == Sealed()
    assert decide(asked, YOGA, lying=[YOGA]) == Refused("rests")
    assert decide(asked, SLEEP, lying=[YOGA, None]) == Sealed()
    assert decide(asked, SLEEP, lying=[Saying(own=str(n)) for n in range(rules.ASKED_AT_ONCE)]) == Refused("enough")
    assert decide(AdviceTerms(policy="welcome"), YOGA, lying=[YOGA]) == Delivered()


@proof(300)
@given(any_terms, lyings)
def test_more_that_lies_there_never_lets_more_through(holds, lying):
    for subject in (None, SLEEP, YOGA):
        if isinstance(decide(holds, subject), Refused | StayOut):
            assert isinstance(decide(holds, subject, lying=lying), Refused | StayOut)
