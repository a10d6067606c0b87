"""A line that somebody writes now and lets stand from a later moment: theirs alone until then, and the others' after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from roret.agreement.tests.cast import Cast, browser, home
from roret.capacity import actions, privacy, queries
from roret.capacity.models import Said
from roret.capacity.tests.living import HERS, HIS, TOPICS, agree, look, seen_of
from roret.kit import clock
from roret.kit.announce import Event
from roret.outbox.actions import work_round
from roret.outbox.models import Due

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

EVENING = datetime(2026, 11, 24, 17, 30, tzinfo=UTC)
"""Half past six where the circle lives; at eight the zone ends."""
EIGHT = datetime(2026, 11, 24, 19, tzinfo=UTC)
DUE = {"capacity.end": actions.end_due, "capacity.from": actions.from_due, "capacity.past": actions.past_due}


@pytest.fixture
def cast() -> Iterator[Cast]:
    with clock.held(EVENING), translation.override("en"):
        made = home(TOPICS)
        agree(made.maja, made.jonas)
        yield made


def told(heard: list[Event]) -> set[object]:
    return {member for event in heard for member in event.to}


def test_it_is_the_writers_alone_until_then_and_the_others_after(cast, heard):
    before = look(cast.jonas)
    actions.say(cast.maja, words="Jeg savner dig", words_from=EIGHT)
    assert look(cast.jonas) == before, "to the other it is as if nothing were written"
    assert told(heard) == {cast.maja_id}, "and no page of theirs stirs"
    (mine,) = look(cast.maja).own
    assert (mine.text, mine.begins, mine.until) == ("“Jeg savner dig”", "20:00", "until midnight")
    assert look(cast.maja).turns_at == EIGHT
    heard.clear()
    with clock.held(EIGHT):
        work_round(DUE)
        assert told(heard) == {cast.maja_id, cast.jonas_id}
        assert seen_of(cast.jonas, cast.maja_id).words == "“Jeg savner dig”"
        assert look(cast.maja).own[0].begins == ""
    with clock.held(EIGHT + timedelta(hours=4)):
        work_round(DUE)
        assert not Said.objects.exists() and not Due.objects.exists()


def test_it_can_be_taken_back_before_anybody_has_seen_it(cast, heard):
    actions.say(cast.maja, words="Jeg savner dig", words_from=EIGHT)
    actions.say(cast.maja, words=None)
    assert told(heard) == {cast.maja_id}
    assert not Said.objects.exists() and not Due.objects.exists()
    assert privacy.export(cast.maja_id) == {"said": []}


def test_it_can_be_sent_at_once_after_all(cast, heard):
    actions.say(cast.maja, words="Jeg savner dig", words_from=EIGHT)
    actions.say(cast.maja, words="Jeg savner dig")
    assert told(heard) == {cast.maja_id, cast.jonas_id}
    assert seen_of(cast.jonas, cast.maja_id).words == "“Jeg savner dig”"
    assert not Due.objects.filter(kind="capacity.from").exists()


def test_a_line_that_stood_goes_when_another_is_written_for_later(cast, heard):
    actions.say(cast.maja, words="Jeg er i haven")
    heard.clear()
    actions.say(cast.maja, words="Jeg savner dig", words_from=EIGHT)
    assert seen_of(cast.jonas, cast.maja_id).words == ""
    assert told(heard) == {cast.maja_id, cast.jonas_id}


@pytest.mark.parametrize("chosen", [EVENING, EVENING - timedelta(minutes=5), EVENING + timedelta(hours=24, seconds=1)])
def test_a_moment_that_has_passed_or_lies_more_than_a_day_ahead_is_now(cast, chosen):
    actions.say(cast.maja, words="Jeg savner dig", words_from=chosen)
    assert seen_of(cast.jonas, cast.maja_id).words == "“Jeg savner dig”"


def test_only_the_line_waits_and_what_is_tapped_with_it_does_not(cast):
    actions.say(cast.maja, value=40, words="Jeg savner dig", words_from=EIGHT)
    seen = seen_of(cast.jonas, cast.maja_id)
    assert (seen.said, seen.words) == ("40%", "")


def test_it_lasts_from_when_it_stands(cast):
    agree(cast.maja, cast.jonas, {**HERS, **HIS, "lasts": "four_hours"})
    actions.say(cast.maja, words="Jeg savner dig", words_from=EIGHT)
    assert Said.objects.get().until == EIGHT + timedelta(hours=4)
    assert queries.today(cast.jonas, queries.Agreed(cast.jonas), EIGHT + timedelta(hours=1)).others[0].words


def test_a_call_that_comes_too_early_tells_nobody(cast, heard):
    actions.say(cast.maja, words="Jeg savner dig", words_from=EIGHT)
    heard.clear()
    actions.from_due(str(Said.objects.get().id))
    assert heard == []


@pytest.mark.parametrize(("lang", "words"), [("en", "Say it at 20:00"), ("da", "Sig det kl. 20")])
def test_the_writer_sees_the_zone_and_chooses_and_a_line_that_is_too_long_keeps_the_choice(cast, lang, words):
    hers, code = browser(cast.maja_id, lang), f"/c/{cast.circle_id}/today/code"
    sent = {"capacity_words": "o" * 201, "later": EIGHT.isoformat(), "from": EIGHT.isoformat()}
    answer = hers.post(code, sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page and f'name="from" value="{EIGHT.isoformat()}"' in page and "o" * 201 in page
    assert hers.post(code, {**sent, "capacity_words": "Ses"}).status_code == 302
    assert Said.objects.get().set_at == EIGHT
    assert words not in hers.get(code).content.decode(), "where no zone is on there is nothing to choose"
