"""A flare-up is brought through zones, in the words of every notice, and only once it can no longer be taken back."""

from __future__ import annotations

import pytest

from roret.agreement.queries import Agreed
from roret.agreement.tests.cast import Cast, after, browser, home, settle
from roret.asking import actions as asking
from roret.asking.models import Question
from roret.asking.tests.living import DAILY
from roret.circle import actions as circle
from roret.circle.access import Viewer
from roret.deliver.queries import standing
from roret.deliver.rules import Kind, Now, On, may_go
from roret.flareup import actions
from roret.flareup.models import Flare
from roret.kit import clock as time
from roret.zones.rules import Source

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def cast(clock) -> Cast:
    made = home(("flareup",))
    settle(made.maja, made.jonas, "flareup", {"helps": [{"starter": "warmth"}]})
    return made


def brought(who: Viewer) -> list[Kind]:
    return [item.kind for item in standing(who, Agreed(who), time.now()).values()]


def test_it_is_brought_to_the_other_when_the_half_minute_is_over_and_an_answer_to_the_holder(cast, clock):
    actions.turn_on(cast.maja)
    assert brought(cast.jonas) == []
    clock.set(after(seconds=30))
    assert brought(cast.jonas) == [Kind.FLAREUP] and brought(cast.maja) == brought(cast.birthe) == []
    actions.answer(cast.jonas, seen=Flare.objects.get().id, kind="here")
    assert brought(cast.maja) == [Kind.FLAREUP]
    actions.turn_off(cast.maja, seen=Flare.objects.get().id)
    assert brought(cast.maja) == brought(cast.jonas) == []


def test_it_comes_through_a_zone(cast):
    zone = On(after(hours=2), Source.WINDOW)
    assert may_go(Kind.FLAREUP, zone, None, present=True, agreed=True, still_true=True, now=time.now()) == Now()


@pytest.mark.parametrize(("check_ins", "comes"), [("when_i_say", False), ("morning_evening", True), (None, True)])
def test_an_agreed_question_by_nobody_stays_away_while_the_plan_says_that_she_says_when(cast, check_ins, comes):
    circle.open_topics(cast.maja, member_id=cast.jonas_id, topics=("flareup", "asking"))
    settle(cast.maja, cast.jonas, "asking", DAILY)
    settle(
        cast.maja,
        cast.jonas,
        "flareup",
        {"helps": [{"starter": "warmth"}]} | ({"check_ins": check_ins} if check_ins else {}),
    )
    asking.check_in_due(f"{cast.maja_id}:2026-11-24T09:00")
    her = browser(cast.maja_id)
    for on in (False, True, False):
        assert brought(cast.maja) == ([Kind.QUESTION] if comes or not on else [])
        asked = Question.objects.get().id
        assert (str(asked) in her.get(f"/c/{cast.circle_id}/today").content.decode()) is (comes or not on)
        if on:
            actions.turn_off(cast.maja, seen=Flare.objects.get(until=None).id)
        elif not Flare.objects.exists():
            actions.turn_on(cast.maja)
