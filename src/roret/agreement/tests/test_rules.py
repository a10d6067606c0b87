"""Where an agreement stands, line by line."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest

from roret.agreement import rules
from roret.agreement.rules import Kind, Mark

MAJA, JONAS = uuid.UUID(int=1), uuid.UUID(int=2)
PAIR = (MAJA, JONAS)
DAY = date(2026, 11, 2)
REVIEW = DAY + timedelta(weeks=2)


def proposed(version: int, by: uuid.UUID = MAJA, day: date = DAY, seen: int | None = None) -> Mark:
    last = version - 1 if seen is None else seen
    return Mark(Kind.PROPOSED, by, day, version, trial=True, review_on=day + timedelta(weeks=2), seen=last)


def yes(version: int, by: uuid.UUID = JONAS, day: date = DAY) -> Mark:
    return Mark(Kind.YES, by, day, version)


def aside(version: int, by: uuid.UUID = JONAS) -> Mark:
    return Mark(Kind.SET_ASIDE, by, DAY, version)


def paused(by: uuid.UUID = MAJA, day: date = DAY) -> Mark:
    return Mark(Kind.PAUSED, by, day)


def ended(by: uuid.UUID = MAJA, day: date = DAY) -> Mark:
    return Mark(Kind.ENDED, by, day)


def stand(*marks: Mark, day: date = DAY, parties: tuple[uuid.UUID, ...] = PAIR) -> rules.Standing:
    return rules.standing(parties, marks, day)


def test_with_nothing_said_nothing_is_settled() -> None:
    assert stand() == rules.Standing("draft")


def test_proposing_is_the_proposers_yes_and_waits_for_the_other() -> None:
    now = stand(proposed(1))
    assert (now.state, now.in_force, now.proposed, now.waiting_for) == ("proposed", None, 1, (JONAS,))


def test_the_others_yes_puts_it_in_force_as_a_trial_with_a_day_to_look_again() -> None:
    now = stand(proposed(1), yes(1))
    assert (now.state, now.in_force, now.proposed, now.trial, now.review_on) == ("in_force", 1, None, True, REVIEW)


def test_a_wish_stands_by_its_owners_yes_alone() -> None:
    assert stand(proposed(1, JONAS), parties=(JONAS,)).in_force == 1


def test_somebody_elses_marks_count_for_nothing() -> None:
    birthe = uuid.UUID(int=3)
    assert stand(proposed(1), yes(1, birthe), paused(birthe), ended(birthe)) == stand(proposed(1))


def test_a_new_proposal_leaves_the_version_in_force_until_both_have_said_yes_to_it() -> None:
    waiting = stand(proposed(1), yes(1), proposed(2, JONAS))
    assert (waiting.in_force, waiting.proposed, waiting.waiting_for) == (1, 2, (MAJA,))
    assert stand(proposed(1), yes(1), proposed(2, JONAS), yes(2, MAJA)).in_force == 2


def test_a_yes_to_a_version_that_was_replaced_does_not_count() -> None:
    now = stand(proposed(1), proposed(2), yes(1))
    assert (now.in_force, now.proposed) == (None, 2)


def test_a_proposal_set_aside_leaves_things_as_they_were() -> None:
    assert stand(proposed(1), aside(1)).state == "draft"
    assert stand(proposed(1), yes(1), proposed(2), aside(2)).in_force == 1
    assert stand(proposed(1), aside(1), yes(1)).in_force is None


def test_a_pause_by_either_ends_force_at_once_and_takes_the_table_with_it() -> None:
    for who in PAIR:
        now = stand(proposed(1), yes(1), proposed(2), paused(who))
        assert (now.state, now.in_force, now.proposed, now.stopped_on) == ("paused", None, None, DAY)


def test_starting_again_takes_both() -> None:
    before = (proposed(1), yes(1), paused())
    assert stand(*before, yes(1), yes(1, MAJA)).in_force is None
    again = stand(*before, proposed(2))
    assert (again.state, again.stopped, again.waiting_for) == ("proposed", "paused", (JONAS,))
    assert stand(*before, proposed(2), yes(2)).in_force == 2


def test_ended_stays_ended_until_a_new_proposal_has_both_yes() -> None:
    before = (proposed(1), yes(1), paused(), ended(JONAS, DAY + timedelta(days=1)))
    assert stand(*before).state == "ended"
    assert stand(*before, paused()).stopped_on == DAY + timedelta(days=1)
    assert stand(*before, proposed(2), aside(2)).state == "ended"
    assert stand(*before, proposed(2), yes(2)).state == "in_force"


def test_an_unanswered_proposal_fades_after_thirty_days_as_if_it_had_been_set_aside() -> None:
    last_day = DAY + timedelta(days=29)
    assert stand(proposed(1), day=last_day).proposed == 1
    assert stand(proposed(1), day=DAY + timedelta(days=30)) == stand(
        proposed(1), aside(1), day=DAY + timedelta(days=30)
    )


def test_what_is_agreed_does_not_fade() -> None:
    assert stand(proposed(1), yes(1), day=DAY + timedelta(days=4000)).in_force == 1


def test_a_review_is_due_from_its_day_and_not_while_a_new_proposal_lies_there() -> None:
    log = (proposed(1), yes(1))
    assert not stand(*log, day=REVIEW - timedelta(days=1)).review_due
    assert stand(*log, day=REVIEW).review_due
    assert not stand(*log, proposed(2, day=REVIEW), day=REVIEW).review_due


def test_proposals_that_crossed_are_both_there_to_see() -> None:
    now = stand(proposed(1, MAJA, seen=0), proposed(2, JONAS, seen=0))
    assert (now.proposed, now.crossed) == (2, (1,))
    answered = stand(proposed(1, MAJA), proposed(2, JONAS, seen=1))
    assert answered.crossed == ()
    thrice = stand(proposed(1, MAJA), proposed(2, JONAS, seen=0), proposed(3, JONAS, seen=0))
    assert thrice.crossed == (1,)


@pytest.mark.parametrize(
    ("log", "version", "code"),
    [
        ((proposed(1), proposed(2)), 1, "newer"),
        ((proposed(1), yes(1), proposed(2), yes(2)), 1, "newer"),
        ((proposed(1), aside(1)), 1, "not_open"),
        ((proposed(1), yes(1), paused()), 1, "not_open"),
        ((), 1, "not_open"),
    ],
)
def test_a_yes_to_what_is_no_longer_there_is_refused(log: tuple[Mark, ...], version: int, code: str) -> None:
    with pytest.raises(rules.Refused) as refused:
        rules.may_say_yes(stand(*log), JONAS, version)
    assert refused.value.code == code


def test_saying_yes_twice_changes_nothing() -> None:
    assert not rules.may_say_yes(stand(proposed(1)), MAJA, 1)
    assert not rules.may_say_yes(stand(proposed(1), yes(1)), JONAS, 1)
    assert rules.may_say_yes(stand(proposed(1)), JONAS, 1)


def test_what_is_in_force_is_paused_and_not_set_aside() -> None:
    with pytest.raises(rules.Refused, match="in_force"):
        rules.may_set_aside(stand(proposed(1), yes(1)), 1)
    assert rules.may_set_aside(stand(proposed(1)), 1)
    assert not rules.may_set_aside(stand(proposed(1), aside(1)), 1)


def test_a_stop_is_done_once() -> None:
    agreed = (proposed(1), yes(1))
    assert rules.may_stop(stand(*agreed), Kind.PAUSED)
    assert not rules.may_stop(stand(*agreed, paused()), Kind.PAUSED)
    assert rules.may_stop(stand(*agreed, paused()), Kind.ENDED)
    assert not rules.may_stop(stand(*agreed, ended()), Kind.ENDED)
    assert rules.may_stop(stand(proposed(1)), Kind.ENDED)
    assert not rules.may_stop(stand(), Kind.ENDED)
    with pytest.raises(rules.Refused, match="nothing_in_force"):
        rules.may_stop(stand(proposed(1)), Kind.PAUSED)


def test_only_what_is_in_force_is_kept() -> None:
    rules.may_keep(stand(proposed(1), yes(1)), 1)
    with pytest.raises(rules.Refused, match="newer"):
        rules.may_keep(stand(proposed(1), yes(1), proposed(2), yes(2)), 1)
    with pytest.raises(rules.Refused, match="nothing_in_force"):
        rules.may_keep(stand(proposed(1), yes(1), paused()), 1)


def test_each_in_their_own_time_changes_on_its_day() -> None:
    spans = rules.spans_of(rules.each_in_their_own_time({"hour": "8"}, {"hour": "18"}, date(2026, 11, 9)))
    assert rules.settled_on(spans, date(2026, 11, 8)) == {"hour": "8"}
    assert rules.settled_on(spans, date(2026, 11, 9)) == {"hour": "18"}
    assert rules.settled_on(rules.spans_of(rules.one_way({"hour": "8"})), date.max) == {"hour": "8"}


@pytest.mark.parametrize(
    "spans",
    [
        [],
        None,
        [{"answers": {}}],
        [{"from": None, "answers": []}],
        [{"from": None, "answers": {}, "more": 1}],
        [{"from": "2026-11-09", "answers": {}}],
        [{"from": None, "answers": {}}, {"from": None, "answers": {}}],
        [{"from": None, "answers": {}}, {"from": "soon", "answers": {}}],
        [{"from": None, "answers": {}}, {"from": 7, "answers": {}}],
        [{"from": None, "answers": {}}, {"from": "2026-11-09", "answers": {}}, {"from": "2026-11-09", "answers": {}}],
        [{"from": None, "answers": {}}, {"from": "2026-11-09", "answers": {}}, {"from": "2026-11-08", "answers": {}}],
    ],
)
def test_spans_that_do_not_follow_each_other_are_refused(spans: object) -> None:
    with pytest.raises(rules.BadSpans):
        rules.spans_of(spans)


def test_the_next_look_is_two_weeks_on_unless_said_otherwise() -> None:
    assert rules.next_review(DAY) == DAY + timedelta(days=14)
    assert rules.next_review(DAY, 4) == DAY + timedelta(days=28)
    with pytest.raises(ValueError, match="a week"):
        rules.next_review(DAY, 0)


def test_two_peoples_answers_side_by_side_have_no_winner() -> None:
    mine = {"a": "one", "b": ["x", "y"], "c": "mine", "d": "", "e": "e"}
    theirs = {"a": "one", "b": ["y", "x"], "c": "theirs", "d": "d", "f": None}
    there = rules.compare(mine, theirs)
    assert there == rules.Comparison(same=("a", "b"), different=("c",), only_one=("d", "e"))
    assert rules.compare(theirs, mine) == there


@pytest.mark.parametrize(
    ("reader_done", "owner_done", "opened", "may"),
    [
        (False, False, False, False),
        (True, False, False, False),
        (False, True, False, False),
        (True, True, False, True),
        (False, False, True, True),
    ],
)
def test_answers_are_closed_until_both_have_answered_or_the_owner_opens(
    reader_done: bool, owner_done: bool, opened: bool, may: bool
) -> None:
    told = {"reader_done": reader_done, "owner_done": owner_done, "owner_opened": opened}
    assert rules.may_read(JONAS, MAJA, **told) is may
    assert rules.may_read(MAJA, MAJA, **told)


def test_an_edit_on_the_current_text_replaces_it_and_one_on_an_older_text_stands_beside_it() -> None:
    first = rules.merge(0, rules.NO_TEXT, "a").text
    assert first == rules.Text(1, "a")
    assert rules.merge(1, first, "b") == rules.Merged(rules.Text(2, "b"), beside=False)
    assert rules.merge(0, first, "b") == rules.Merged(first, beside=True)
    assert rules.merge(0, first, "a") == rules.Merged(first, beside=False)
