"""What a small slip in this room would change: who is told of what, and what the worker does when it comes early."""

from __future__ import annotations

import pytest
from django.http import Http404

from roret.agreement.queries import Agreed
from roret.agreement.tests.cast import Cast, after, browser, home, posing
from roret.circle import actions as circle
from roret.signals import actions, queries
from roret.signals.models import Thanks
from roret.signals.tests.living import agree, look

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def cast(clock) -> Cast:
    return home(("asking",))


def test_the_receivers_page_is_told_when_a_thanks_has_ended_and_not_before(cast, clock, heard):
    actions.thank(cast.jonas, member_id=cast.maja_id)
    row = Thanks.objects.get()
    heard.clear()
    actions.thanks_due(str(row.id))
    assert heard == [] and Thanks.objects.exists()
    clock.set(row.until)
    for _ in range(2):
        actions.thanks_due(str(row.id))
    assert [event.to for event in heard] == [{cast.maja_id}] and not Thanks.objects.exists()


def test_a_thanks_of_one_who_left_is_on_no_page(cast, heard):
    """`heard` keeps the house from clearing up after them: the page does not wait for that."""
    actions.thank(cast.jonas, member_id=cast.maja_id)
    circle.take_out(cast.maja, member_id=cast.jonas_id)
    assert look(cast.maja).thanks == () and look(cast.maja).turns_at is None


def test_nothing_that_is_on_its_way_to_one_who_left_stays(cast):
    actions.thank(cast.maja, member_id=cast.jonas_id)
    circle.take_out(cast.maja, member_id=cast.jonas_id)
    assert not Thanks.objects.exists()


def test_one_says_thanks_here_to_those_who_have_a_telephone_to_read_it_on(cast):
    assert look(cast.maja).to_thank == ()
    browser(cast.jonas_id)
    assert [one.member_id for one in look(cast.maja).to_thank] == [cast.jonas_id]
    assert [one.member_id for one in look(cast.birthe).to_thank] == [cast.maja_id]


def test_a_page_comes_again_when_the_first_of_it_ends(cast):
    agree(cast.maja, cast.jonas)
    assert look(cast.maja).turns_at is None
    actions.thank(cast.jonas, member_id=cast.maja_id)
    assert look(cast.maja).turns_at == Thanks.objects.get().until
    actions.send(cast.jonas, kind="pause")
    assert look(cast.maja).turns_at == after(minutes=30)


def test_the_card_leads_nowhere_for_whom_it_is_closed_to(cast):
    assert look(cast.jonas).card and not look(cast.birthe).card


def test_whoever_brings_word_of_it_hears_of_the_others_alone_and_not_of_what_has_ended(cast, clock):
    agree(cast.maja, cast.jonas)
    actions.send(cast.maja, kind="pause")
    actions.send(cast.jonas, kind="full")
    (brought,) = queries.of_others(cast.maja, Agreed(cast.maja), after())
    assert brought[1:] == (cast.jonas_id, after(minutes=30))
    assert queries.of_others(cast.birthe, Agreed(cast.birthe), after()) == []
    clock.set(after(minutes=30))
    assert queries.of_others(cast.maja, Agreed(cast.maja), after()) == []


def test_one_of_another_circle_can_do_nothing_in_this_one(cast):
    otto = posing(cast)
    acts = (
        lambda: actions.send(otto, kind="pause"),
        lambda: actions.take_back(otto),
        lambda: actions.thank(otto, member_id=cast.maja_id),
        lambda: actions.noticed(otto, thanks_ids=[]),
    )
    for act in acts:
        with pytest.raises(Http404):
            act()
