"""What a small slip in this room would change: who is told of what, and what the worker does when it comes early."""

from __future__ import annotations

import pytest
from django.http import Http404

from roret.agreement.tests.cast import Cast, after, home, posing, settle
from roret.capacity import actions
from roret.capacity.models import Said
from roret.capacity.tests.living import HERS, HIS, TOPICS, agree, look, seen_of
from roret.outbox.models import Due

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def cast(clock) -> Cast:
    made = home(TOPICS)
    agree(made.maja, made.jonas)
    return made


def test_to_take_back_what_has_ended_tells_nobody(cast, clock, heard):
    actions.say(cast.maja, value=40)
    clock.set(after(hours=16))
    heard.clear()
    actions.clear(cast.maja)
    assert heard == [] and not Said.objects.exists()


def test_it_turns_into_what_was_said_earlier_only_while_it_stands(cast, clock, heard):
    actions.say(cast.maja, value=40)
    row = Said.objects.get()
    heard.clear()
    actions.past_due(str(row.id))
    clock.set(after(hours=16))
    actions.past_due(str(row.id))
    assert heard == []


def test_what_ends_before_it_would_be_earlier_is_never_earlier(cast, clock):
    actions.say(cast.maja, value=40)
    clock.set(after(hours=12))
    actions.say(cast.maja, value=60)
    assert [due.kind for due in Due.objects.all()] == ["capacity.end"]


def test_said_anew_it_is_said_now(cast, clock):
    actions.say(cast.maja, value=40)
    clock.set(after(hours=5))
    actions.say(cast.maja, value=50)
    assert seen_of(cast.jonas, cast.maja_id).said == "50\u00a0%"


def test_what_was_said_earlier_is_asked_anew(cast, clock):
    actions.say(cast.maja, value=20, need="peace")
    assert look(cast.maja).says_code and look(cast.maja).says_need and look(cast.maja).low
    clock.set(after(hours=5))
    assert not (look(cast.maja).says_code or look(cast.maja).says_need or look(cast.maja).low)
    assert seen_of(cast.jonas, cast.maja_id).good == ()


def test_what_is_good_on_a_low_day_is_not_said_on_another(cast):
    actions.say(cast.maja, value=90)
    assert seen_of(cast.jonas, cast.maja_id).good == ()


def test_silence_means_to_the_reader_what_is_agreed_with_them(cast):
    """What she has said to Jonas of her silence is nothing to Birthe."""
    unset = {**HERS, **HIS, "unset": "my_silence"}
    for who in (cast.jonas, cast.birthe):
        agree(cast.maja, who, unset)
    settle(cast.maja, cast.jonas, "asking", {"silence": "own_words", "silence_own": "Jeg kommer selv"})
    assert "Jeg kommer selv" in seen_of(cast.jonas, cast.maja_id).unset
    assert seen_of(cast.birthe, cast.maja_id).unset == "Ikke sagt i dag"


def test_one_of_another_circle_can_do_nothing_in_this_one(cast):
    otto = posing(cast)
    for act in (lambda: actions.say(otto, value=40), lambda: actions.clear(otto)):
        with pytest.raises(Http404):
            act()
