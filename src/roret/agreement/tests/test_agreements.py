"""Proposing, saying yes, setting aside, pausing, keeping: as two people do it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from roret.agreement import actions, queries, rules
from roret.agreement.models import Agreement, Mark, Told, Unchangeable, Version
from roret.agreement.rules import Refused
from roret.agreement.tests.cast import TOPIC, ZONE, Cast, agree, home, lay, stranger, today, wording
from roret.circle import actions as circle
from roret.circle.access import Viewer
from roret.kit import announce, clock

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

NOON = datetime(2026, 11, 2, 11, tzinfo=UTC)


@pytest.fixture
def cast() -> Iterator[Cast]:
    with clock.held(NOON):
        yield home()


def see(who: Viewer) -> queries.AgreementView:
    (one,) = queries.agreements(who)
    return one


def settled(who: Viewer, member_id: uuid.UUID) -> rules.Answers | None:
    return queries.Agreed(who).between(TOPIC, member_id)


def test_two_people_agree_and_both_read_the_same(cast: Cast) -> None:
    laid = lay(cast.maja, cast.jonas_id)
    assert not laid.in_force
    assert see(cast.jonas).waiting_for == (cast.jonas_id,)
    yes = actions.say_yes(cast.jonas, agreement_id=laid.agreement_id, version=1, wording=wording())
    assert yes.in_force
    assert see(cast.maja) == see(cast.jonas)
    assert see(cast.maja).state == "in_force"
    assert see(cast.maja).trial
    assert settled(cast.maja, cast.jonas_id) == settled(cast.jonas, cast.jonas_id) == {"how": "x"}


def test_a_supporter_can_propose_and_it_is_the_same_agreement(cast: Cast) -> None:
    first, second = lay(cast.maja, cast.jonas_id), lay(cast.jonas, cast.maja_id, "y")
    assert first.agreement_id == second.agreement_id
    assert see(cast.maja).waiting_for == (cast.maja_id,)


def test_proposals_that_cross_are_both_shown_to_both(cast: Cast) -> None:
    lay(cast.maja, cast.jonas_id, "hers", seen=0)
    lay(cast.jonas, cast.maja_id, "his", seen=0)
    for who in (cast.maja, cast.jonas):
        there = see(who)
        assert there.proposed is not None
        assert there.proposed.spans[0].answers == {"how": "his"}
        assert [v.spans[0].answers for v in there.crossed] == [{"how": "hers"}]


def test_two_who_propose_the_very_same_have_agreed(cast: Cast) -> None:
    lay(cast.maja, cast.jonas_id, seen=0)
    assert lay(cast.jonas, cast.maja_id, seen=0).in_force
    assert Version.objects.count() == 1


def test_a_double_tap_proposes_once(cast: Cast) -> None:
    lay(cast.maja, cast.jonas_id)
    lay(cast.maja, cast.jonas_id)
    assert (Version.objects.count(), Mark.objects.count()) == (1, 1)


def test_a_yes_to_what_was_replaced_is_refused_and_changes_nothing(cast: Cast) -> None:
    laid = lay(cast.maja, cast.jonas_id)
    lay(cast.maja, cast.jonas_id, "y")
    with pytest.raises(Refused, match="newer"):
        actions.say_yes(cast.jonas, agreement_id=laid.agreement_id, version=1, wording=wording())
    assert Mark.objects.count() == 2


def test_saying_yes_twice_is_saying_it_once(cast: Cast) -> None:
    laid = agree(cast)
    actions.say_yes(cast.jonas, agreement_id=laid.agreement_id, version=1, wording=wording())
    assert Mark.objects.count() == 2


def test_a_change_takes_both_and_the_old_goes_on_until_then(cast: Cast) -> None:
    laid = agree(cast)
    lay(cast.jonas, cast.maja_id, "y")
    assert settled(cast.maja, cast.jonas_id) == {"how": "x"}
    actions.say_yes(cast.maja, agreement_id=laid.agreement_id, version=2, wording=wording("y"))
    assert settled(cast.jonas, cast.jonas_id) == {"how": "y"}


@pytest.mark.parametrize("who", ["maja", "jonas"])
def test_either_pauses_alone_at_once_and_both_see_the_same(cast: Cast, who: str) -> None:
    laid = agree(cast)
    actions.pause(getattr(cast, who), agreement_id=laid.agreement_id, aloud=False)
    assert settled(cast.maja, cast.jonas_id) is None
    assert see(cast.maja) == see(cast.jonas)
    assert (see(cast.maja).state, see(cast.maja).stopped_on) == ("paused", today())
    history = queries.versions(cast.maja, laid.agreement_id)
    assert history == queries.versions(cast.jonas, laid.agreement_id)
    assert history.stops == (queries.Stop("paused", today()),)


def test_starting_again_takes_the_yes_of_both(cast: Cast) -> None:
    laid = agree(cast)
    actions.pause(cast.maja, agreement_id=laid.agreement_id, aloud=False)
    with pytest.raises(Refused, match="not_open"):
        actions.say_yes(cast.jonas, agreement_id=laid.agreement_id, version=1, wording=wording())
    again = actions.propose_again(
        cast.maja, agreement_id=laid.agreement_id, version=1, wording=wording(), trial=True, review_on=None
    )
    assert (again.version, again.in_force) == (2, False)
    assert actions.say_yes(cast.jonas, agreement_id=laid.agreement_id, version=2, wording=wording()).in_force


def test_setting_aside_leaves_no_trace_of_who(cast: Cast) -> None:
    laid = lay(cast.maja, cast.jonas_id)
    actions.set_aside(cast.jonas, agreement_id=laid.agreement_id, version=1)
    assert see(cast.maja) == see(cast.jonas)
    assert see(cast.maja).state == "draft"
    (only,) = queries.versions(cast.maja, laid.agreement_id).versions
    assert only.fate == "not_taken_up"


def test_what_the_other_has_just_agreed_is_not_taken_back_silently(cast: Cast) -> None:
    laid = agree(cast)
    with pytest.raises(Refused, match="in_force"):
        actions.set_aside(cast.maja, agreement_id=laid.agreement_id, version=1)


def test_a_proposal_nobody_answers_fades_and_looks_declined(cast: Cast) -> None:
    declined, faded = lay(cast.maja, cast.jonas_id), lay(cast.maja, cast.birthe_id)
    actions.set_aside(cast.jonas, agreement_id=declined.agreement_id, version=1)
    with clock.held(NOON + timedelta(days=30)):
        views = [queries.agreement(cast.maja, laid.agreement_id) for laid in (declined, faded)]
        assert {v.state for v in views} == {"draft"}
        assert len({repr(queries.versions(cast.maja, laid.agreement_id)) for laid in (declined, faded)}) == 1
        with pytest.raises(Refused, match="not_open"):
            actions.say_yes(cast.birthe, agreement_id=faded.agreement_id, version=1, wording=wording())


def test_keeping_goes_on_without_a_gap_and_is_no_trial_any_more(cast: Cast) -> None:
    laid = agree(cast)
    with clock.held(NOON + timedelta(days=14)):
        assert see(cast.maja).review_due
        review_on = rules.next_review(today(), 12)
        kept = {"agreement_id": laid.agreement_id, "version": 1, "wording": wording(), "review_on": review_on}
        assert not actions.keep(cast.maja, **kept).in_force  # type: ignore[arg-type]
        assert settled(cast.maja, cast.jonas_id) == {"how": "x"}
        assert not see(cast.jonas).review_due
        assert actions.keep(cast.jonas, **kept).in_force  # type: ignore[arg-type]
        now = see(cast.maja)
        assert (now.trial, now.review_on, now.latest, now.settled) == (False, review_on, 2, {"how": "x"})


def test_keeping_what_is_no_longer_in_force_is_refused(cast: Cast) -> None:
    laid = agree(cast)
    lay(cast.maja, cast.jonas_id, "y")
    actions.say_yes(cast.jonas, agreement_id=laid.agreement_id, version=2, wording=wording("y"))
    with pytest.raises(Refused, match="newer"):
        actions.keep(cast.maja, agreement_id=laid.agreement_id, version=1, wording=wording(), review_on=None)


def test_one_ends_aloud_and_the_other_reads_a_neutral_notice_until_taken_off(cast: Cast) -> None:
    laid = agree(cast)
    actions.pause(cast.maja, agreement_id=laid.agreement_id, aloud=True)
    (notice,) = queries.notices(cast.jonas)
    assert (notice.topic, notice.on) == (TOPIC, today())
    assert queries.notices(cast.maja) == []
    actions.end(cast.maja, agreement_id=laid.agreement_id, aloud=True)
    assert Told.objects.count() == 1
    with pytest.raises(queries.NotYours):
        actions.take_off_notice(cast.birthe, notice_id=notice.id)
    actions.take_off_notice(cast.jonas, notice_id=notice.id)
    assert queries.notices(cast.jonas) == []


def test_a_notice_goes_by_itself_when_it_applies_again(cast: Cast) -> None:
    laid = agree(cast)
    actions.pause(cast.jonas, agreement_id=laid.agreement_id, aloud=True)
    assert len(queries.notices(cast.maja)) == 1
    lay(cast.jonas, cast.maja_id, "z")
    actions.say_yes(cast.maja, agreement_id=laid.agreement_id, version=2, wording=wording("z"))
    assert queries.notices(cast.maja) == []


def test_sharing_narrows_silently(cast: Cast) -> None:
    laid = agree(cast)
    actions.pause(cast.maja, agreement_id=laid.agreement_id, aloud=False)
    assert not Told.objects.exists()


def test_what_somebody_who_left_was_party_to_ends(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announce, "_hear", lambda event: None)  # else the house's own wiring has ended it already
    laid = agree(cast)
    own = lay(cast.jonas, None, topic="my-needs")
    lay(cast.maja, cast.birthe_id)
    circle.take_out(cast.maja, member_id=cast.jonas_id)
    for _ in range(2):
        actions.members_left(circle_id=cast.circle_id, aloud={TOPIC})
    assert queries.agreement(cast.maja, laid.agreement_id).state == "ended"
    assert [n.topic for n in queries.notices(cast.maja)] == [TOPIC]
    with pytest.raises(queries.NotYours):
        queries.agreement(cast.maja, own.agreement_id)
    assert queries.agreements(cast.birthe)[0].state == "proposed"


def test_a_wish_stands_at_once_and_nobody_else_can_touch_it(cast: Cast) -> None:
    laid = lay(cast.jonas, None, "needs", topic="my-needs")
    assert laid.in_force
    at = {"agreement_id": laid.agreement_id}
    for act in (
        lambda: actions.pause(cast.maja, aloud=False, **at),
        lambda: actions.end(cast.maja, aloud=False, **at),
        lambda: actions.set_aside(cast.maja, version=1, **at),
        lambda: actions.say_yes(cast.maja, version=1, wording=wording(), **at),
        lambda: actions.keep(cast.maja, version=1, wording=wording(), review_on=None, **at),
        lambda: actions.propose_again(cast.maja, version=1, wording=wording(), trial=True, review_on=None, **at),
    ):
        with pytest.raises(queries.NotYours):
            act()
    lay(cast.maja, None, "other", topic="my-needs")
    assert queries.wishes(cast.maja, "my-needs")[cast.jonas_id] == {"how": "needs"}


def test_supporters_agree_nothing_with_each_other_and_nobody_with_themselves(cast: Cast) -> None:
    for who, other_id in (
        (cast.jonas, cast.birthe_id),
        (cast.jonas, cast.jonas_id),
        (cast.maja, cast.maja_id),
        (cast.maja, stranger().member_id),
        (stranger(), cast.jonas_id),
    ):
        with pytest.raises(Http404):
            lay(who, other_id)


def test_a_supporter_proposes_nothing_about_what_is_closed_to_them(cast: Cast) -> None:
    with pytest.raises(queries.NotYours):
        lay(cast.birthe, cast.maja_id)
    lay(cast.maja, cast.birthe_id)
    assert not lay(cast.birthe, cast.maja_id, "y").in_force


def test_whoever_was_taken_out_says_no_late_yes(cast: Cast) -> None:
    laid, jonas = lay(cast.maja, cast.jonas_id), cast.jonas
    circle.take_out(cast.maja, member_id=cast.jonas_id)
    with pytest.raises(Http404):
        actions.say_yes(jonas, agreement_id=laid.agreement_id, version=1, wording=wording())


def test_each_in_their_own_time_changes_by_itself(cast: Cast) -> None:
    starts = today() + timedelta(days=7)
    spans = rules.each_in_their_own_time({"how": "hers"}, {"how": "his"}, starts)
    laid = actions.propose(
        cast.maja, topic=TOPIC, other_id=cast.jonas_id, spans=spans, wording=wording(), review_on=None
    )
    actions.say_yes(cast.jonas, agreement_id=laid.agreement_id, version=1, wording=wording())
    assert see(cast.jonas).settled == {"how": "hers"}
    with clock.held(NOON + timedelta(days=7)):
        assert see(cast.jonas).settled == settled(cast.maja, cast.jonas_id) == {"how": "his"}


def test_the_sentences_at_the_yes_are_kept_as_each_read_them(cast: Cast) -> None:
    laid = lay(cast.maja, cast.jonas_id)
    actions.say_yes(cast.jonas, agreement_id=laid.agreement_id, version=1, wording=wording("new words"))
    hers, his = queries.wordings_at_yes(cast.maja, laid.agreement_id)[1]
    assert (hers.member_id, hers.wording) == (cast.maja_id, wording())
    assert (his.member_id, his.on, his.wording) == (cast.jonas_id, clock.today(ZONE), wording("new words"))


def test_spans_that_make_no_sense_are_not_stored(cast: Cast) -> None:
    with pytest.raises(rules.BadSpans):
        actions.propose(cast.maja, topic=TOPIC, other_id=None, spans=[], wording=wording(), review_on=None)
    assert not Agreement.objects.exists()


def test_versions_and_marks_are_only_ever_added(cast: Cast) -> None:
    agree(cast)
    version, mark = Version.objects.get(), Mark.objects.order_by("seq")[0]
    version.spans = []
    for change in (
        version.save,
        mark.save,
        lambda: Version.objects.update(trial=False),
        lambda: Mark.objects.filter(seq=1).update(kind="yes"),
        lambda: Version.objects.bulk_update([version], ["trial"]),
    ):
        with pytest.raises(Unchangeable):
            change()


def test_the_database_itself_keeps_one_agreement_a_pair_and_one_wish_an_owner(cast: Cast) -> None:
    for other_id in (None, cast.jonas_id):
        one = {"circle_id": cast.circle_id, "topic": TOPIC, "owner_id": cast.maja_id, "other_id": other_id}
        Agreement.objects.create(**one)
        with pytest.raises(IntegrityError), transaction.atomic():
            Agreement.objects.create(**one)
    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.create(circle_id=cast.circle_id, topic="words", owner_id=cast.maja_id, other_id=cast.maja_id)
