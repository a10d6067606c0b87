"""What a small slip in this room would change: who may ask whom, who is told, and what the worker does early."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import pytest
from django.http import Http404

from roret.agreement.queries import Agreed
from roret.agreement.tests.cast import Cast, after, home, posing, rest, settle, stranger
from roret.asking import actions, queries
from roret.asking.models import Mute, Question, Quota
from roret.asking.rules import NotNow
from roret.asking.tests.living import DAILY, KAFFE, NATURAL, agree, look
from roret.circle.access import Viewer
from roret.outbox.models import Due
from roret.zones import actions as zones

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
OFTEN = {**NATURAL, "often": "no_limit"}


@pytest.fixture
def cast(clock) -> Cast:
    return home(("asking",))


def open_to(who: Viewer) -> list[uuid.UUID]:
    return [one[0] for one in queries.open_to(who, Agreed(who), after())]


# --- asking -------------------------------------------------------------------------------------


def test_two_supporters_never_ask_each_other(cast):
    agree(cast.maja, cast.jonas)
    agree(cast.maja, cast.birthe)
    with pytest.raises(NotNow, match="not_agreed"):
        actions.ask(cast.jonas, to=cast.birthe_id, words=KAFFE)
    assert queries.ask(cast.jonas, Agreed(cast.jonas), cast.birthe_id, after()).kind == "not_agreed"


def test_nobody_of_this_circle_is_nobody_to_ask_or_to_silence(cast):
    agree(cast.maja, cast.jonas)
    for nobody in (stranger().me(), uuid.uuid4()):
        with pytest.raises(Http404):
            actions.ask(cast.jonas, to=nobody, words=KAFFE)
        with pytest.raises(Http404):
            actions.mute(cast.jonas, other=nobody)
    assert not Mute.objects.exists()


def test_the_newest_question_takes_the_place_of_the_last(cast):
    agree(cast.maja, cast.jonas, OFTEN)
    for words in (KAFFE, {"starter": "good_now"}):
        actions.ask(cast.jonas, to=cast.maja_id, words=words)
    assert Question.objects.get().words == {"starter": "good_now"}
    assert Due.objects.filter(kind="asking.end").count() == 1


def test_how_often_is_counted_anew_each_day_though_the_worker_has_not_come_round(cast, clock):
    agree(cast.maja, cast.jonas)
    for _ in range(3):
        actions.ask(cast.jonas, to=cast.maja_id, words=KAFFE)
        with pytest.raises(NotNow, match="enough"):
            actions.ask(cast.jonas, to=cast.maja_id, words=KAFFE)
        clock.set(after(days=1))
    assert Quota.objects.get().times == 1


def test_a_silence_that_is_over_keeps_no_question_back(cast, clock, heard):
    agree(cast.maja, cast.jonas)
    actions.mute(cast.maja, other=cast.jonas_id)
    clock.set(after(days=1))
    heard.clear()
    actions.ask(cast.jonas, to=cast.maja_id, words=KAFFE)
    assert {cast.maja_id} in [event.to for event in heard]


def test_silence_said_anew_is_for_as_long_as_was_said_last(cast):
    agree(cast.maja, cast.jonas)
    actions.mute(cast.maja, other=cast.jonas_id, days=7)
    actions.mute(cast.maja, other=cast.jonas_id, days=1)
    assert Mute.objects.get().until == datetime(2026, 11, 24, 23, 0, tzinfo=UTC)
    assert Due.objects.filter(kind="asking.unmute").count() == 1


def test_how_pain_may_come_up_with_her_says_nothing_of_when_she_may_ask_him(cast):
    agree(cast.maja, cast.jonas)
    settle(cast.maja, cast.jonas, "zones", {"otherwise": "i_begin"})
    assert queries.ask(cast.maja, Agreed(cast.maja), cast.jonas_id, after()).kind == "fine"
    assert queries.ask(cast.jonas, Agreed(cast.jonas), cast.maja_id, after()).kind == "holder_begins"


# --- being asked, and answering -----------------------------------------------------------------


def test_a_question_that_waits_for_an_answer_goes_when_the_agreement_rests(cast):
    laid = agree(cast.maja, cast.jonas)
    actions.ask(cast.jonas, to=cast.maja_id, words=KAFFE)
    assert len(open_to(cast.maja)) == 1
    rest(cast.maja, laid)
    assert look(cast.maja).to_me == () and open_to(cast.maja) == []


def test_an_answer_taken_off_again_tells_whoever_had_read_it(cast, heard):
    agree(cast.maja, cast.jonas)
    actions.ask(cast.jonas, to=cast.maja_id, words=KAFFE)
    question = Question.objects.get().id
    actions.answer(cast.maja, question_id=question, choice="help")
    heard.clear()
    actions.answer(cast.maja, question_id=question, choice="put_away")
    assert [event.to for event in heard] == [{cast.maja_id, cast.jonas_id}]
    assert look(cast.jonas).answers == ()


def test_whoever_brings_a_question_brings_none_that_is_answered_silenced_or_faded(cast, clock):
    agree(cast.maja, cast.jonas, OFTEN)
    actions.ask(cast.jonas, to=cast.maja_id, words=KAFFE)
    question = Question.objects.get().id
    assert open_to(cast.maja) == [question] and open_to(cast.jonas) == []
    actions.mute(cast.maja, other=cast.jonas_id)
    assert open_to(cast.maja) == []
    actions.unmute(cast.maja, other=cast.jonas_id)
    actions.answer(cast.maja, question_id=question, choice="put_away")
    assert open_to(cast.maja) == []
    actions.ask(cast.jonas, to=cast.maja_id, words=KAFFE)
    clock.set(after(hours=4))
    assert open_to(cast.maja) == []


def test_a_page_comes_again_when_a_zone_ends(cast):
    agree(cast.maja, cast.jonas)
    settle(cast.maja, cast.jonas, "zones", {})
    zones.switch_on(cast.maja, minutes=25)
    assert look(cast.jonas).turns_at == after(minutes=25)


# --- check-ins, and the worker ------------------------------------------------------------------


def test_a_check_in_takes_the_place_of_the_last(cast, clock):
    agree(
        cast.maja,
        cast.jonas,
        {**DAILY, "fixed_times": [*DAILY["fixed_times"], {**DAILY["fixed_times"][0], "from": "10:00", "to": "10:15"}]},
    )
    for hour in ("09", "10"):
        actions.check_in_due(f"{cast.maja_id}:2026-11-24T{hour}:00")
        clock.set(after(hours=1))
    assert Question.objects.count() == 1 and Due.objects.filter(kind="asking.end").count() == 1


def test_a_check_in_waits_for_her_own_zone_also_where_that_is_not_agreed_with_him(cast):
    agree(cast.maja, cast.jonas, DAILY)
    settle(cast.maja, cast.birthe, "zones", {})
    zones.switch_on(cast.maja, minutes=30)
    actions.check_in_due(f"{cast.maja_id}:2026-11-24T09:00")
    assert not Question.objects.exists()


def test_the_worker_that_comes_early_changes_nothing_and_tells_nobody(cast, clock, heard):
    agree(cast.maja, cast.jonas)
    actions.ask(cast.jonas, to=cast.maja_id, words=KAFFE)
    actions.mute(cast.jonas, other=cast.maja_id)
    heard.clear()
    due = (
        (actions.end_due, str(Question.objects.get().id)),
        (actions.quota_due, str(Quota.objects.get().id)),
        (actions.unmute_due, str(Mute.objects.get().id)),
    )
    for act, ref in due:
        act(ref)
    assert heard == [] and Question.objects.count() == Quota.objects.count() == Mute.objects.count() == 1
    clock.set(after(days=1))
    for act, ref in due:
        act(ref)
        act(ref)
    assert Question.objects.count() == Quota.objects.count() == Mute.objects.count() == 0
    assert [event.to for event in heard] == [{cast.maja_id}, {cast.jonas_id}], (
        "the asked one, and whose silence is over"
    )


def test_one_of_another_circle_can_do_nothing_in_this_one(cast):
    otto = posing(cast)
    acts = (
        lambda: actions.ask(otto, to=cast.maja_id, words=KAFFE),
        lambda: actions.answer(otto, question_id=uuid.uuid4(), choice="help"),
        lambda: actions.mute(otto, other=cast.maja_id),
        lambda: actions.unmute(otto, other=cast.maja_id),
    )
    for act in acts:
        with pytest.raises(Http404):
            act()
