"""Who is asked what, who reads which answer, and that nothing is left of a question that has faded."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.http import Http404

from roret.agreement import actions as agreement
from roret.agreement.queries import Agreed
from roret.agreement.tests.cast import Cast, after, at_once, count_for, home, one_more, rest, settle, stranger
from roret.asking import actions, privacy, queries
from roret.asking.models import Mute, Question, Quota
from roret.asking.queries import Ask, AskingToday
from roret.asking.rules import NotNow, Refused
from roret.asking.tests.living import DAILY, KAFFE, agree, look
from roret.circle import actions as circle
from roret.circle.access import Viewer
from roret.kit import clock
from roret.outbox.actions import work_round
from roret.outbox.models import Due
from roret.signals import actions as signals
from roret.withdraw import actions as withdraw
from roret.zones import actions as zones
from roret.zones.tests.living import EVENING

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

DUE = {
    "asking.check_in": actions.check_in_due,
    "asking.end": actions.end_due,
    "asking.quota": actions.quota_due,
    "asking.unmute": actions.unmute_due,
}
NINE = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
"""Nine in the morning in Copenhagen."""


@pytest.fixture
def cast(clock) -> Cast:
    return home(("asking",))


def kind(who: Viewer, other_id: uuid.UUID) -> str:
    return queries.ask(who, Agreed(who), other_id, clock.now()).kind


def ask(cast: Cast) -> Ask:
    """The page on which Jonas would ask Maja."""
    return queries.ask(cast.jonas, Agreed(cast.jonas), cast.maja_id, clock.now())


def work(at: datetime) -> None:
    work_round(DUE, now=at)


# --- asking and answering -------------------------------------------------------------------------


def test_with_nothing_agreed_nothing_is_stored_sent_or_shown(cast, heard):
    for one, other in ((cast.jonas, cast.maja), (cast.maja, cast.jonas), (cast.birthe, cast.jonas)):
        with pytest.raises(NotNow, match="not_agreed"):
            actions.ask(one, to=other.me(), words=KAFFE)
        assert kind(one, other.me()) == "not_agreed"
        assert look(one) == AskingToday(False, one.sees("asking"), (), (), ())
    assert Question.objects.count() == Quota.objects.count() == Due.objects.count() == len(heard) == 0


def test_a_question_and_its_answer_are_between_the_two(cast, heard):
    agree(cast.maja, cast.jonas)
    agree(cast.maja, cast.birthe)
    quiet = look(cast.birthe)
    heard.clear()
    actions.ask(cast.jonas, to=cast.maja_id, words=KAFFE)
    (question,) = look(cast.maja).to_me
    assert (question.asker_id, question.words) == (cast.jonas_id, "Kaffe?")
    actions.answer(cast.maja, question_id=question.id, choice="listen", own=" ved åen ")
    (answer,) = look(cast.jonas).answers
    assert (answer.member_id, answer.choice, answer.own) == (cast.maja_id, "listen", "ved åen")
    assert look(cast.maja).to_me == () and look(cast.birthe) == quiet
    assert {member for event in heard for member in event.to} == {cast.maja_id, cast.jonas_id}


def test_only_agreed_words_can_be_asked_with_and_those_who_have_none_agreed_get_the_cards(cast):
    agree(cast.maja, cast.jonas)
    assert [words.text for words in look(cast.jonas).others[0].words] == ["Hvad ville være godt lige nu?", "Kaffe?"]
    for words in ({}, {"own": "Har du prøvet yoga?"}, {"starter": "percent"}):
        with pytest.raises(Refused, match="other_words"):
            actions.ask(cast.jonas, to=cast.maja_id, words=words)
    (to_jonas,) = look(cast.maja).others
    assert to_jonas.reach
    assert to_jonas.kind == "fine" and to_jonas.words


def test_it_is_no_more_than_was_agreed_until_the_day_is_over(cast, clock):
    agree(cast.maja, cast.jonas)
    actions.ask(cast.jonas, to=cast.maja_id, words=KAFFE)
    assert kind(cast.jonas, cast.maja_id) == "enough"
    with pytest.raises(NotNow, match="enough"):
        actions.ask(cast.jonas, to=cast.maja_id, words=KAFFE)
    midnight = datetime(2026, 11, 24, 23, 0, tzinfo=UTC)
    clock.set(midnight)
    assert kind(cast.jonas, cast.maja_id) == "fine"
    work(midnight)
    assert Quota.objects.count() == Question.objects.count() == 0
    assert not Due.objects.exclude(kind="asking.check_in").exists()


def test_a_few_times_a_week_are_counted_by_the_local_week(cast, clock):
    agree(cast.maja, cast.jonas, {"when": "natural", "often": "few_week", "words": [KAFFE]})
    for day in range(3):
        clock.set(NINE + timedelta(days=day))
        assert kind(cast.jonas, cast.maja_id) == "fine"
        actions.ask(cast.jonas, to=cast.maja_id, words=KAFFE)
    assert kind(cast.jonas, cast.maja_id) == "enough"
    clock.set(datetime(2026, 11, 29, 23, 0, tzinfo=UTC))
    assert kind(cast.jonas, cast.maja_id) == "fine"


def test_an_unanswered_question_fades_without_a_trace_and_the_asker_learns_nothing(cast, clock, heard):
    agree(cast.maja, cast.jonas, {"when": "natural", "often": "no_limit"})
    words = {"starter": "good_now"}
    before = look(cast.jonas)
    actions.ask(cast.jonas, to=cast.maja_id, words=words)
    assert look(cast.jonas) == before
    heard.clear()
    later = NINE + timedelta(hours=4)
    clock.set(later)
    assert look(cast.maja).to_me == ()
    work(later)
    assert Question.objects.count() == 0 and [event.to for event in heard] == [{cast.maja_id}]
    assert look(cast.jonas) == before
    assert privacy.export(cast.jonas_id)["asks"] == []


def test_put_away_silenced_unseen_and_faded_are_one_and_the_same_to_the_asker(cast, clock, heard):
    agree(cast.maja, cast.jonas)
    worlds = []
    for world in ("unseen", "put away", "silenced before", "silenced after"):
        with_silence = world == "silenced before"
        if with_silence:
            actions.mute(cast.maja, other=cast.jonas_id)
        heard.clear()
        actions.ask(cast.jonas, to=cast.maja_id, words=KAFFE)
        row = Question.objects.get()
        assert [one.id for one in look(cast.maja).to_me] == ([] if with_silence else [row.id])
        if world == "put away":
            actions.answer(cast.maja, question_id=row.id, choice="put_away")
        if world == "silenced after":
            actions.mute(cast.maja, other=cast.jonas_id)
        told = [event for event in heard if cast.jonas_id in event.to]
        assert with_silence is not any(cast.maja_id in event.to for event in heard)
        page = ask(cast)
        worlds.append((look(cast.jonas), page, told, privacy.export(cast.jonas_id)))
        heard.clear()
        clock.set(NINE + timedelta(hours=4))
        actions.end_due(str(row.id))
        assert not [event for event in heard if cast.jonas_id in event.to]
        assert bool(heard) is (world == "unseen")
        clock.set(NINE)
        actions.unmute(cast.maja, other=cast.jonas_id)
        Quota.objects.all().delete()
    assert all(world == worlds[0] for world in worlds)


def test_silence_ends_by_itself_and_is_for_its_owner_alone(cast, clock, heard):
    agree(cast.maja, cast.jonas)
    heard.clear()
    actions.mute(cast.maja, other=cast.jonas_id, days=7)
    assert look(cast.maja).others[0].muted and not look(cast.jonas).others[0].muted
    assert [event.to for event in heard] == [{cast.maja_id}]
    assert Mute.objects.get().until == datetime(2026, 11, 30, 23, 0, tzinfo=UTC)
    clock.set(datetime(2026, 11, 30, 23, 0, tzinfo=UTC))
    assert not look(cast.maja).others[0].muted
    work(after())
    assert Mute.objects.count() == 0
    with pytest.raises(Http404):
        actions.mute(cast.maja, other=cast.maja_id)


@pytest.mark.parametrize("late", [timedelta(), timedelta(seconds=5)])
@pytest.mark.parametrize("first", ["the question", "the silence"])
def test_a_question_that_fades_with_the_silence_is_as_if_it_had_not_been_asked(cast, clock, heard, first, late):
    """Both end at midnight, and the worker takes them in any order."""
    agree(cast.maja, cast.jonas)
    midnight = datetime(2026, 11, 24, 23, 0, tzinfo=UTC)
    clock.set(midnight - timedelta(hours=2))
    actions.mute(cast.maja, other=cast.jonas_id)
    actions.ask(cast.jonas, to=cast.maja_id, words=KAFFE)
    ends = [(actions.end_due, Question.objects.get().id), (actions.unmute_due, Mute.objects.get().id)]
    heard.clear()
    clock.set(midnight + late)
    for end, ref in ends if first == "the question" else reversed(ends):
        end(str(ref))
    assert [event.to for event in heard] == [{cast.maja_id}], "what she is told is that the silence is over"
    assert not Question.objects.exists() and not Mute.objects.exists()


def test_a_signal_or_somebody_away_or_a_zone_by_hand_is_not_now_and_only_where_the_asker_may_know(cast):
    agree(cast.maja, cast.jonas)
    zones_agreed = settle(cast.maja, cast.jonas, "zones", {})
    fine = ask(cast)
    signals.send(cast.maja, kind="pause")
    not_now = ask(cast)
    assert not_now.kind == "not_now"
    signals.take_back(cast.maja)
    circle.open_topics(cast.maja, member_id=cast.jonas_id, topics=["asking", "withdraw"])
    away_agreed = settle(cast.maja, cast.jonas, "withdraw", {"messages": [{"own": "Jeg trækker mig lidt"}]})
    withdraw.withdraw(cast.maja, own="Jeg trækker mig lidt")
    assert ask(cast) == not_now
    rest(cast.maja, away_agreed)
    assert ask(cast) == fine
    zones.switch_on(cast.maja, minutes=60)
    assert ask(cast) == not_now
    rest(cast.maja, zones_agreed)
    assert ask(cast) == fine


def test_in_an_agreed_zone_a_question_waits_and_comes_afterwards_if_it_has_not_faded(cast, clock):
    agree(cast.maja, cast.jonas)
    settle(cast.maja, cast.jonas, "zones", {"when": EVENING})
    before = datetime(2026, 11, 24, 16, 50, tzinfo=UTC)
    clock.set(before)
    actions.ask(cast.jonas, to=cast.maja_id, words=KAFFE)
    row = Question.objects.get()
    clock.set(before + timedelta(minutes=10))
    assert look(cast.maja).to_me == ()
    Quota.objects.all().delete()
    assert kind(cast.jonas, cast.maja_id) == "not_now_zone"
    clock.set(datetime(2026, 11, 24, 19, 0, tzinfo=UTC))
    assert [one.id for one in look(cast.maja).to_me] == [row.id]


def test_an_answer_that_cannot_be_is_refused_and_another_mans_question_is_as_one_that_is_gone(cast, clock):
    agree(cast.maja, cast.jonas)
    actions.ask(cast.jonas, to=cast.maja_id, words=KAFFE)
    question = Question.objects.get().id
    for who, about, choice, own, code in (
        (cast.maja, question, "yes", "", "no_choice"),
        (cast.maja, question, "listen", "x" * 301, "too_long"),
        (cast.jonas, question, "listen", "", "gone"),
        (cast.birthe, question, "listen", "", "gone"),
        (cast.maja, uuid.uuid4(), "listen", "", "gone"),
        (stranger(), question, "listen", "", "gone"),
    ):
        with pytest.raises(Refused, match=code):
            actions.answer(who, question_id=about, choice=choice, own=own)
    clock.set(NINE + timedelta(hours=4))
    with pytest.raises(Refused, match="gone"):
        actions.answer(cast.maja, question_id=question, choice="listen")


def test_when_the_agreement_rests_the_question_is_on_no_page(cast):
    agreed_on = agree(cast.maja, cast.jonas)
    actions.ask(cast.jonas, to=cast.maja_id, words=KAFFE)
    question = Question.objects.get().id
    actions.answer(cast.maja, question_id=question, choice="help")
    rest(cast.maja, agreed_on)
    assert look(cast.jonas) == AskingToday(False, True, (), (), ())
    assert look(cast.maja).to_me == ()


def test_those_who_left_leave_nothing_and_strangers_can_do_nothing(cast):
    agree(cast.maja, cast.jonas)
    actions.ask(cast.jonas, to=cast.maja_id, words=KAFFE)
    actions.mute(cast.maja, other=cast.jonas_id)
    jonas = cast.jonas
    circle.take_out(cast.maja, member_id=cast.jonas_id)
    assert look(cast.maja).to_me == ()
    actions.members_left(circle_id=cast.circle_id)
    actions.members_left(circle_id=cast.circle_id)
    assert Question.objects.count() == Quota.objects.count() == Mute.objects.count() == 0
    assert not Due.objects.filter(kind__startswith="asking.").exists()
    with pytest.raises(Http404):
        actions.ask(jonas, to=cast.maja_id, words=KAFFE)
    with pytest.raises(Http404):
        actions.ask(stranger(), to=cast.maja_id, words=KAFFE)


def test_one_takes_along_what_one_has_said_and_erasing_leaves_nothing(cast):
    agree(cast.maja, cast.jonas)
    actions.ask(cast.jonas, to=cast.maja_id, words=KAFFE)
    actions.answer(cast.maja, question_id=Question.objects.get().id, choice="help", own="med maden")
    actions.mute(cast.maja, other=cast.jonas_id)
    assert privacy.export(cast.jonas_id) == {"asks": [KAFFE], "answers": [], "silent_until": []}
    assert privacy.export(cast.maja_id)["answers"] == [{"choice": "help", "own": "med maden"}]
    for _ in range(2):
        privacy.erase(cast.maja_id)
    assert Question.objects.count() == Quota.objects.count() == Mute.objects.count() == 0
    assert not Due.objects.exclude(kind="asking.check_in").exists()


# --- check-ins ------------------------------------------------------------------------------------


def planned() -> list[tuple[str, datetime]]:
    return [(ref[37:], at) for ref, at in Due.objects.filter(kind="asking.check_in").values_list("ref", "at")]


def test_a_check_in_is_planned_once_and_comes_at_its_hour_in_the_agreed_words(cast, clock, heard):
    agree(cast.maja, cast.jonas, DAILY)
    heard.clear()
    clock.set(NINE - timedelta(hours=1))
    for _ in range(3):
        actions.plan_check_ins(cast.circle_id)
    assert planned() == [("2026-11-24T09:00", NINE)]
    clock.set(NINE)
    work(NINE)
    (question,) = look(cast.maja).to_me
    assert question.asker_id is None and "hundrede" in question.words.lower() or "procent" in question.words.lower()
    assert [event.to for event in heard] == [{cast.maja_id}]
    assert planned() == [("2026-11-25T09:00", NINE + timedelta(days=1))]
    assert look(cast.jonas).to_me == look(cast.birthe).to_me == ()


def test_the_answer_to_a_check_in_is_read_by_those_with_whom_asking_is_agreed(cast, clock):
    agree(cast.maja, cast.jonas, DAILY)
    actions.check_in_due(f"{cast.maja_id}:2026-11-24T09:00")
    (question,) = look(cast.maja).to_me
    actions.answer(cast.maja, question_id=question.id, choice="something_else")
    assert [one.choice for one in look(cast.jonas).answers] == ["something_else"]
    assert look(cast.birthe).answers == ()


def test_a_check_in_waits_for_the_end_of_a_zone_and_is_dropped_when_that_is_another_day(cast, clock):
    agree(cast.maja, cast.jonas, DAILY)
    settle(cast.maja, cast.jonas, "zones", {})
    zones.switch_on(cast.maja, minutes=30)
    actions.plan_check_ins(cast.circle_id)
    Due.objects.filter(kind="asking.check_in").delete()
    ref = f"{cast.maja_id}:2026-11-24T09:00"
    from roret.outbox.actions import due

    due(kind="asking.check_in", ref=ref, at=NINE)
    work(NINE)
    assert look(cast.maja).to_me == () and ("2026-11-24T09:00", NINE + timedelta(minutes=30)) in planned()
    clock.set(NINE + timedelta(minutes=30))
    work(NINE + timedelta(minutes=30))
    assert len(look(cast.maja).to_me) == 1
    assert [ref for ref, _ in planned()] == ["2026-11-25T09:00"]
    Question.objects.all().delete()
    zones.switch_on(cast.maja)
    due(kind="asking.check_in", ref=ref, at=after())
    work(after())
    assert look(cast.maja).to_me == () and [ref for ref, _ in planned()] == ["2026-11-25T09:00"]


@pytest.mark.parametrize("why", ["ended", "changed", "circle rests", "another day", "member left", "nonsense"])
def test_a_check_in_that_is_no_longer_wanted_is_not_asked(cast, clock, why, heard):
    agreed_on = agree(cast.maja, cast.jonas, DAILY)
    ref = f"{cast.maja_id}:2026-11-24T09:00"
    if why == "ended":
        agreement.end(cast.jonas, agreement_id=agreed_on.agreement_id, aloud=False)
    if why == "changed":
        agree(cast.maja, cast.jonas, {**DAILY, "fixed_times": [{"days": ["tue"], "from": "10:00", "to": "11:00"}]})
    if why == "circle rests":
        circle.pause(cast.maja)
    if why == "another day":
        clock.set(NINE + timedelta(days=1))
    if why == "member left":
        ref = f"{uuid.uuid4()}:2026-11-24T09:00"
    heard.clear()
    actions.check_in_due("x" if why == "nonsense" else ref)
    assert Question.objects.count() == 0 and heard == []
    assert bool(planned()) is (why in ("changed", "circle rests", "another day"))


def test_running_a_check_in_again_does_not_bring_back_what_was_put_away(cast, clock):
    agree(cast.maja, cast.jonas, DAILY)
    clock.set(NINE - timedelta(hours=1))
    actions.plan_check_ins(cast.circle_id)
    clock.set(NINE)
    work(NINE)
    (question,) = look(cast.maja).to_me
    actions.answer(cast.maja, question_id=question.id, choice="put_away")
    work(NINE)
    work(NINE + timedelta(minutes=5))
    assert look(cast.maja).to_me == ()


@pytest.mark.parametrize(("day", "then"), [("2026-03-29", "2026-03-29T01:00"), ("2026-10-25", "2026-10-25T00:30")])
def test_a_check_in_comes_once_in_the_night_of_a_clock_change(cast, clock, day, then):
    start = datetime.fromisoformat(f"{day}T00:00").replace(tzinfo=UTC) - timedelta(hours=3)
    clock.set(start)
    agree(cast.maja, cast.jonas, {**DAILY, "fixed_times": [{**DAILY["fixed_times"][0], "from": "02:30"}]})
    actions.plan_check_ins(cast.circle_id)
    came = []
    for minute in range(0, 12 * 60, 5):
        now = start + timedelta(minutes=minute)
        clock.set(now)
        work(now)
        if Question.objects.exists():
            came.append(now)
            Question.objects.all().delete()
    assert came == [datetime.fromisoformat(then).replace(tzinfo=UTC)]


# --- how much it takes ----------------------------------------------------------------------------


def test_as_many_queries_with_many_members_as_with_few(cast):
    agree(cast.maja, cast.jonas)
    settle(cast.maja, cast.jonas, "zones", {})
    actions.ask(cast.jonas, to=cast.maja_id, words=KAFFE)
    assert look(cast.maja).to_me
    few = count_for(cast.maja, queries.today)
    for _ in range(6):
        member = one_more(cast)
        agree(cast.maja, member)
        settle(cast.maja, member, "zones", {})
        actions.ask(member, to=cast.maja_id, words=KAFFE)
    assert len(look(cast.maja).to_me) == 7
    assert count_for(cast.maja, queries.today) == few and sum(few) <= 25


@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
def test_two_taps_at_once_are_one_question():
    cast = home(("asking",))
    agree(cast.maja, cast.jonas)
    maja, jonas = cast.maja, cast.jonas
    for _ in range(4):
        raised = at_once(
            lambda: actions.ask(jonas, to=cast.maja_id, words=KAFFE),
            lambda: actions.ask(jonas, to=cast.maja_id, words=KAFFE),
            lambda: actions.mute(maja, other=cast.jonas_id),
            lambda: actions.mute(maja, other=cast.jonas_id),
        )
        assert [type(one) for one in raised] == [NotNow]
        assert Question.objects.count() == Quota.objects.count() == Mute.objects.count() == 1
        assert Quota.objects.get().times == 1
        Question.objects.all().delete()
        Quota.objects.all().delete()
