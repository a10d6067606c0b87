"""What is said while the plan is on: who reads which answer, who is asked instead, and messages marked as sent."""

from __future__ import annotations

import pytest
from django.http import Http404

from roret.agreement.tests.cast import Cast, after, home, posing, wish
from roret.circle import actions as circle
from roret.content.stored import Saying
from roret.flareup import actions
from roret.flareup.models import Reply, Sent
from roret.flareup.tests.living import TERMS, WISH, agree, brought, is_on, look, page, turn_on
from roret.outbox.actions import work_round

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NAMES_BIRTHE = TERMS | {"next_in_line": [{"own": "Birthe, 20 30 40 50"}, {"own": "Naboen"}]}


@pytest.fixture
def cast(clock) -> Cast:
    made = home(("flareup",))
    circle.open_topics(made.maja, member_id=made.birthe_id, topics=["flareup"])
    return made


@pytest.fixture
def on(cast):
    agree(cast.maja, cast.jonas, NAMES_BIRTHE)
    wish(cast.maja, "flareup", {"helps": [{"starter": "cold"}]})
    return turn_on(cast.maja)


def test_i_am_here_stands_before_the_holder_and_no_other_supporter(cast, on, heard):
    heard.clear()
    actions.answer(cast.jonas, seen=on, kind="here")
    assert [(one.name, one.words) for one in is_on(cast.maja).answers] == [("Jonas", "Jeg er her")]
    assert is_on(cast.jonas).mine.words == "Jeg er her"
    assert is_on(cast.birthe).answers == () and is_on(cast.birthe).asked_by == ()
    assert [event.to for event in heard] == [{cast.maja_id, cast.jonas_id}]


def test_a_clock_time_is_said_and_ends_an_hour_after_it(cast, on, clock):
    assert is_on(cast.jonas).times[0] == ("09:30", "Jeg kommer kl. 9.30")
    actions.answer(cast.jonas, seen=on, kind="comes", at="09:30")
    assert is_on(cast.maja).answers[0].words == "Jeg kommer kl. 9.30"
    clock.set(after(hours=1, minutes=29))
    assert is_on(cast.maja).answers
    clock.set(after(minutes=1))
    assert is_on(cast.maja).answers == () and is_on(cast.jonas).mine is None
    work_round({"flareup.reply": actions.reply_due, "flareup.ring": actions.ring_due})
    assert Reply.objects.count() == 0


@pytest.mark.parametrize("at", ["", "08:59", "09:00", "25:00", "9:30", "nine", "09:30:00", "x" * 10_000])
def test_a_time_that_has_passed_or_is_none_is_no_answer(cast, on, at):
    with pytest.raises(ValueError, match="clock time"):
        actions.answer(cast.jonas, seen=on, kind="comes", at=at)
    assert Reply.objects.count() == 0


def test_whoever_cannot_asks_the_next_and_the_next_reads_it(cast, on, heard):
    assert is_on(cast.jonas).ask == "Birthe, 20 30 40 50"
    heard.clear()
    actions.answer(cast.jonas, seen=on, kind="not_now", ask="Birthe, 20 30 40 50")
    assert is_on(cast.birthe).asked_by == ("Jonas",)
    assert is_on(cast.maja).answers[0].words == "Ikke nu. Spørg Birthe, 20 30 40 50."
    assert is_on(cast.maja).line == ("Birthe, 20 30 40 50", "Naboen")
    assert [event.to for event in heard] == [{cast.maja_id, cast.jonas_id, cast.birthe_id}]
    actions.answer(cast.birthe, seen=on, kind="here")
    assert is_on(cast.jonas).answers == ()


def test_somebody_who_may_not_read_the_plan_is_not_told_that_they_are_asked(cast, on, heard):
    circle.open_topics(cast.maja, member_id=cast.birthe_id, topics=[])
    heard.clear()
    actions.answer(cast.jonas, seen=on, kind="not_now", ask="Birthe, 20 30 40 50")
    assert look(cast.birthe).on is None and brought(cast.birthe) == []
    assert [event.to for event in heard] == [{cast.maja_id, cast.jonas_id}]


def test_the_newest_answer_takes_the_place_of_the_last_and_can_be_taken_back(cast, on):
    actions.answer(cast.jonas, seen=on, kind="not_now", ask="Birthe, 20 30 40 50")
    actions.answer(cast.jonas, seen=on, kind="here")
    assert is_on(cast.birthe).asked_by == () and len(is_on(cast.maja).answers) == 1
    for _ in "ab":
        actions.answer_back(cast.jonas)
    assert is_on(cast.maja).answers == () and Reply.objects.count() == 0


def test_a_name_that_the_plan_no_longer_has_is_not_asked(cast, on):
    with pytest.raises(actions.Changed):
        actions.answer(cast.jonas, seen=on, kind="not_now", ask="Otto")
    assert Reply.objects.count() == 0


def test_an_answer_to_what_is_over_does_nothing(cast, on):
    actions.turn_off(cast.maja, seen=on)
    with pytest.raises(actions.Changed):
        actions.answer(cast.jonas, seen=on, kind="here")
    turn_on(cast.maja)
    with pytest.raises(actions.Changed):
        actions.answer(cast.jonas, seen=on, kind="here")
    assert is_on(cast.maja).answers == ()


def test_nobody_answers_but_those_it_holds_with(cast, on):
    circle.open_topics(cast.maja, member_id=cast.birthe_id, topics=[])
    with pytest.raises(actions.Changed):
        actions.answer(cast.birthe, seen=on, kind="here")
    for who in (cast.maja, posing(cast)):
        with pytest.raises(Http404):
            actions.answer(who, seen=on, kind="here")


def test_everybody_can_name_who_is_next_though_nobody_has_answered(cast):
    wish(cast.maja, "flareup", WISH)
    agree(cast.maja, cast.jonas)
    turn_on(cast.maja)
    assert is_on(cast.maja).line == ("Jonas", "Birthe", "en nabo")
    assert is_on(cast.jonas).line == ("en nabo", "Birthe")
    assert is_on(cast.birthe).line == ("Jonas",)


def test_the_others_telephones_are_told_of_what_concerns_them(cast, on, clock):
    actions.answer(cast.jonas, seen=on, kind="not_now", ask="Birthe, 20 30 40 50")
    clock.set(after(minutes=1))
    assert [len(brought(who)) for who in (cast.maja, cast.jonas, cast.birthe)] == [1, 1, 2]
    actions.turn_off(cast.maja, seen=on)
    assert [brought(who) for who in (cast.maja, cast.jonas, cast.birthe)] == [[], [], []]


# --- messages -----------------------------------------------------------------------------------


def test_a_message_is_marked_as_sent_for_all_and_it_can_be_undone(cast):
    agree(cast.maja, cast.jonas)
    on, own = turn_on(cast.maja), Saying(own="Vi ses en anden dag")
    for _ in "ab":
        actions.mark(cast.jonas, seen=on, message=own, sent=True)
    assert [one.sent for one in page(cast.maja).messages] == [False, False, True] and Sent.objects.count() == 1
    for _ in "ab":
        actions.mark(cast.maja, seen=on, message=own, sent=False)
    assert not any(one.sent for one in page(cast.jonas).messages)


@pytest.mark.parametrize("message", [Saying(), Saying("school"), Saying(own="Noget helt andet"), Saying("x" * 10_000)])
def test_only_messages_of_the_plan_are_marked(cast, message):
    agree(cast.maja, cast.jonas)
    on = turn_on(cast.maja)
    with pytest.raises(actions.Changed):
        actions.mark(cast.jonas, seen=on, message=message, sent=True)
    assert Sent.objects.count() == 0


def test_the_words_lie_ready_as_an_sms_and_a_mail(cast):
    agree(cast.maja, cast.jonas)
    (work, otto, plain) = page(cast.jonas).messages
    assert (work.to, otto.to, plain.to) == ("Til arbejdet", "Til Otto", "")
    assert plain.line.sms == "sms:?&body=Vi%20ses%20en%20anden%20dag"
    assert plain.line.mail == "mailto:?body=Vi%20ses%20en%20anden%20dag"
