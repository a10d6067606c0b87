"""The question how much there is to give: one tap on one's own scale answers it, and whoever asked reads the code."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from roret.agreement.queries import Agreed
from roret.agreement.tests.cast import Cast, browser, home, settle
from roret.asking import actions, queries
from roret.asking.models import Question
from roret.capacity import actions as capacity
from roret.circle.access import Viewer
from roret.kit import clock
from roret.outbox.models import Due

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

NINE = datetime(2026, 11, 24, 8, tzinfo=UTC)
"""Nine in the morning in Copenhagen, on a Tuesday."""
DAILY = {"when": "fixed", "offer": "number", "fixed_times": [{"days": ["tue"], "from": "09:00", "to": "09:15"}]}
PERCENT = {"starter": "percent"}
REF = "2026-11-24T09:00"


@pytest.fixture
def cast() -> Iterator[Cast]:
    with clock.held(NINE), translation.override("da"):
        made = home(("asking", "capacity"))
        settle(made.maja, made.jonas, "asking", DAILY)
        settle(made.maja, made.jonas, "capacity", {"scale": "percent"})
        yield made


def to(who: Viewer) -> list[tuple[str, bool]]:
    asked = queries.today(who, Agreed(who), clock.now()).to_me
    assert [one.id for one in asked] == [one[0] for one in queries.open_to(who, Agreed(who), clock.now())]
    return [(one.words, one.how_much) for one in asked]


def check_in(cast: Cast) -> None:
    actions.check_in_due(f"{cast.maja_id}:{REF}")


def test_the_check_in_asks_for_a_code_and_a_code_answers_it(cast):
    check_in(cast)
    assert to(cast.maja) == [("Hvor mange procent har du at give af i dag?", True)]
    capacity.say(cast.maja, value=40)
    assert to(cast.maja) == []
    capacity.clear(cast.maja)
    assert len(to(cast.maja)) == 1, "what is taken back was not said"


def test_a_need_or_a_line_does_not_answer_it(cast):
    check_in(cast)
    capacity.say(cast.maja, need="peace", words="Ses")
    assert len(to(cast.maja)) == 1


def test_it_is_not_asked_of_somebody_who_has_just_said_it(cast):
    with clock.held(NINE - timedelta(hours=1)):
        capacity.say(cast.maja, value=40)
        actions.plan_check_ins(cast.circle_id)
    check_in(cast)
    assert not Question.objects.exists()
    assert not Due.objects.filter(kind="asking.check_in", ref__endswith=REF).exists()


def test_it_is_asked_again_of_somebody_who_said_it_in_the_night(cast):
    with clock.held(NINE - timedelta(hours=5)):
        capacity.say(cast.maja, value=40)
    check_in(cast)
    assert len(to(cast.maja)) == 1


def test_without_a_code_to_say_it_is_a_question_like_any_other(cast):
    settle(cast.maja, cast.jonas, "asking", {**DAILY, "words": [{"starter": "good_now"}]})
    capacity.say(cast.maja, value=40)
    check_in(cast)
    assert to(cast.maja) == [("Hvad ville være godt lige nu?", False)]


def test_somebody_who_cannot_read_the_code_gets_an_answer_of_their_own(cast):
    """Birthe has agreed on asking and not on codes: to her the code would be no answer."""
    settle(cast.maja, cast.birthe, "asking", {"when": "natural", "words": [PERCENT]})
    capacity.say(cast.maja, value=40)
    actions.ask(cast.birthe, to=cast.maja_id, words=PERCENT)
    assert to(cast.maja) == [("Hvor mange procent har du at give af i dag?", False)]
    actions.ask(cast.jonas, to=cast.maja_id, words=PERCENT)
    assert len(to(cast.maja)) == 1, "he reads it already"


def test_on_today_her_own_scale_is_the_answer_and_it_can_be_put_away(cast):
    hers, today = browser(cast.maja_id), f"/c/{cast.circle_id}/today"
    check_in(cast)
    page = hers.get(today).content.decode()
    question = page[page.index("Hvor mange procent") :].split("</section>")[0]
    assert 'name="value" value="40"' in question and 'value="put_away"' in question
    assert 'value="listen"' not in question
    hers.post(f"{today}/code", {"value": "40"})
    assert "Hvor mange procent" not in hers.get(today).content.decode()
