"""A flare-up is brought through zones, in the words of every notice, and only once it can no longer be taken back."""

from __future__ import annotations

import pytest

from roret.agreement.queries import Agreed
from roret.agreement.tests.cast import Cast, after, home, settle
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
