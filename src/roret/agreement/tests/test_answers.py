"""Own answers: kept closed, edited in two places at once, opened and closed again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.http import Http404

from roret.agreement import actions, queries
from roret.agreement.models import Answer, Beside
from roret.agreement.rules import Conflict, Saved
from roret.agreement.tests.cast import TOPIC, Cast, home, stranger
from roret.circle import actions as circle
from roret.circle.access import Viewer
from roret.kit import clock

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def cast() -> Cast:
    return home()


def say(who: Viewer, value: object, base: int = 0, question: str = "when") -> Saved | Conflict:
    return actions.answer(who, topic=TOPIC, question=question, value=value, base_revision=base)


def test_an_answer_is_stored_and_edited_on_its_revision(cast: Cast) -> None:
    assert say(cast.maja, "at six") == Saved(1)
    assert say(cast.maja, "at seven", base=1) == Saved(2)
    assert queries.answers(cast.maja, TOPIC) == {"when": queries.AnswerView("at seven", 2)}


def test_a_form_sent_twice_is_stored_once(cast: Cast) -> None:
    say(cast.maja, "at six")
    assert say(cast.maja, "at six") == Saved(1)
    assert Beside.objects.count() == 0


def test_an_answer_can_be_made_empty(cast: Cast) -> None:
    say(cast.maja, "at six")
    assert say(cast.maja, None, base=1) == Saved(2)
    assert queries.answers(cast.maja, TOPIC)["when"].value is None


def test_two_tabs_keep_both_texts_and_the_writer_chooses(cast: Cast) -> None:
    say(cast.maja, "at six")
    say(cast.maja, "from the sofa", base=1)
    crossed = say(cast.maja, "from the phone", base=1)
    assert isinstance(crossed, Conflict)
    assert (crossed.revision, crossed.current) == (2, "from the sofa")
    there = queries.answers(cast.maja, TOPIC)["when"]
    assert (there.value, [b.value for b in there.beside]) == ("from the sofa", ["from the phone"])

    chosen = actions.settle_beside(cast.maja, beside_id=crossed.beside_id, value="both", base_revision=2)
    assert chosen == Saved(3)
    assert queries.answers(cast.maja, TOPIC)["when"] == queries.AnswerView("both", 3)


def test_choosing_on_an_old_text_loses_neither(cast: Cast) -> None:
    say(cast.maja, "one")
    crossed = say(cast.maja, "two", base=0)
    assert isinstance(crossed, Conflict)
    say(cast.maja, "three", base=1)
    again = actions.settle_beside(cast.maja, beside_id=crossed.beside_id, value="four", base_revision=1)
    assert isinstance(again, Conflict)
    there = queries.answers(cast.maja, TOPIC)["when"]
    assert (there.value, [b.value for b in there.beside]) == ("three", ["two", "four"])


def test_the_same_text_is_not_kept_beside_twice(cast: Cast) -> None:
    say(cast.maja, "one")
    assert say(cast.maja, "two") == say(cast.maja, "two")
    assert Beside.objects.count() == 1


def test_somebody_elses_text_beside_is_not_to_be_had(cast: Cast) -> None:
    say(cast.maja, "one")
    crossed = say(cast.maja, "two")
    assert isinstance(crossed, Conflict)
    with pytest.raises(Http404):
        actions.settle_beside(cast.jonas, beside_id=crossed.beside_id, value="mine", base_revision=1)


def test_ten_thousand_characters_emoji_and_right_to_left_come_back_as_they_were(cast: Cast) -> None:
    long = "smerte æøå 🫶 " * 700 + "שלום"
    say(cast.maja, long)
    assert queries.answers(cast.maja, TOPIC)["when"].value == long


def test_answers_stay_closed_until_both_have_answered(cast: Cast) -> None:
    say(cast.maja, "hers")
    say(cast.jonas, "his")
    assert queries.others_answers(cast.jonas, TOPIC, cast.maja_id) is None
    actions.done(cast.maja, topic=TOPIC)
    assert queries.others_answers(cast.jonas, TOPIC, cast.maja_id) is None
    assert queries.others_answers(cast.maja, TOPIC, cast.jonas_id) is None
    actions.done(cast.jonas, topic=TOPIC)
    assert queries.others_answers(cast.jonas, TOPIC, cast.maja_id) == {"when": "hers"}
    assert queries.others_answers(cast.maja, TOPIC, cast.jonas_id) == {"when": "his"}
    assert queries.readable(cast.maja) == {(cast.jonas_id, TOPIC)}


def test_the_owner_can_open_answers_and_close_them_again(cast: Cast) -> None:
    say(cast.maja, "hers")
    actions.open_answers(cast.maja, topic=TOPIC)
    assert queries.others_answers(cast.jonas, TOPIC, cast.maja_id) == {"when": "hers"}
    actions.close_answers(cast.maja, topic=TOPIC)
    assert queries.others_answers(cast.jonas, TOPIC, cast.maja_id) is None


def test_a_topic_that_is_closed_to_somebody_stays_closed_whatever_was_answered(cast: Cast) -> None:
    say(cast.maja, "hers")
    actions.open_answers(cast.maja, topic=TOPIC)
    for who in (cast.maja, cast.birthe):
        actions.done(who, topic=TOPIC)
    assert queries.others_answers(cast.birthe, TOPIC, cast.maja_id) is None
    circle.open_topics(cast.maja, member_id=cast.birthe_id, topics=[TOPIC])
    assert queries.others_answers(cast.birthe, TOPIC, cast.maja_id) == {"when": "hers"}


def test_supporters_never_read_each_others_answers(cast: Cast) -> None:
    circle.open_topics(cast.maja, member_id=cast.birthe_id, topics=[TOPIC])
    say(cast.jonas, "his")
    for who in (cast.jonas, cast.birthe):
        actions.open_answers(who, topic=TOPIC)
        actions.done(who, topic=TOPIC)
    assert queries.others_answers(cast.birthe, TOPIC, cast.jonas_id) is None
    assert queries.readable(cast.birthe) == frozenset()


def test_a_stranger_reads_nothing_and_writes_only_at_home(cast: Cast) -> None:
    otto = stranger()
    say(cast.maja, "hers")
    actions.open_answers(cast.maja, topic=TOPIC)
    assert queries.others_answers(otto, TOPIC, cast.maja_id) is None
    say(otto, "his own")
    assert set(Answer.objects.filter(circle_id=cast.circle_id).values_list("member_id", flat=True)) == {cast.maja_id}


def test_whoever_was_taken_out_writes_nothing_more(cast: Cast) -> None:
    jonas = cast.jonas
    circle.take_out(cast.maja, member_id=cast.jonas_id)
    with pytest.raises(Http404):
        say(jonas, "late")
    assert not Answer.objects.exists()


def test_cards_are_picked_skipped_and_picked_again(cast: Cast) -> None:
    actions.pick(cast.maja, topic="advice")
    actions.skip(cast.maja, topic=TOPIC)
    actions.skip(cast.maja, topic="advice")
    actions.pick(cast.maja, topic="advice")
    first, second = queries.turns(cast.maja)
    assert first == queries.TurnView("advice", picked=True, skipped=False, done=False, opened=False)
    assert second == queries.TurnView(TOPIC, picked=False, skipped=True, done=False, opened=False)
    assert queries.turns(cast.jonas) == []


def test_cards_finished_together_are_counted_on_the_day_the_second_finished(cast: Cast) -> None:
    evening = datetime(2026, 11, 2, 20, tzinfo=UTC)
    circle.open_topics(cast.maja, member_id=cast.jonas_id, topics=[TOPIC, "words", "advice"])
    with clock.held(evening):
        for topic in (TOPIC, "words"):
            actions.done(cast.maja, topic=topic)
        actions.done(cast.jonas, topic=TOPIC)
        actions.done(cast.jonas, topic="advice")
    with clock.held(evening + timedelta(days=1)):
        actions.done(cast.jonas, topic="words")
    first, second = evening.date(), evening.date() + timedelta(days=1)
    for who, other_id in ((cast.maja, cast.jonas_id), (cast.jonas, cast.maja_id)):
        assert [queries.finished_together(who, other_id, day) for day in (first, second)] == [1, 1]
    assert queries.finished_together(cast.birthe, cast.jonas_id, first) == 0
