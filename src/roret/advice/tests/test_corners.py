"""What a small slip in this room would change: whose offer it is, until when, and who is told."""

from __future__ import annotations

import pytest
from django.http import Http404

from roret.advice import actions, queries, rules
from roret.advice.models import Offer, SaidOnce
from roret.advice.rules import Delivered, Refused, Sealed
from roret.advice.tests.living import FADED, SLEEP, WORDS, YOGA, agree, give, look, the_offer
from roret.agreement.queries import Agreed
from roret.agreement.tests.cast import after, posing, settle, stranger
from roret.circle import actions as circle
from roret.circle.access import Viewer
from roret.content.stored import Saying
from roret.kit import clock
from roret.zones import actions as zones

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def brought(who: Viewer) -> list[object]:
    return [one[0] for one in queries.open_to(who, Agreed(who), after())]


def test_both_pages_are_told_when_an_offer_that_lies_there_fades(cast, heard):
    give(cast)
    heard.clear()
    with clock.held(FADED):
        actions.end_due(str(the_offer().id))
    assert [event.to for event in heard] == [{cast.maja_id, cast.jonas_id}]


def test_what_has_faded_keeps_nothing_back_though_the_worker_has_not_come_round(cast):
    give(cast)
    with clock.held(FADED):
        assert queries.desk(cast.jonas, cast.maja_id, after()).lying == () and look(cast.maja).asked == ()
        with pytest.raises(Http404):
            actions.take_back(cast.jonas, offer_id=the_offer().id)
        assert give(cast) == Sealed()


def test_only_the_giver_takes_an_offer_back(cast):
    give(cast)
    for other in (cast.maja, cast.birthe):
        with pytest.raises(Http404):
            actions.take_back(other, offer_id=the_offer().id)
    assert the_offer().content == WORDS


def test_only_the_one_it_is_for_reads_and_takes_away_what_was_welcome(cast):
    agree(cast, policy="welcome")
    give(cast)
    for other in (cast.jonas, cast.birthe):
        with pytest.raises(Http404):
            queries.read(other, the_offer().id)
        with pytest.raises(Http404):
            actions.remove(other, offer_id=the_offer().id)
    assert the_offer().content == WORDS


def test_what_is_welcome_waits_for_a_zone_too(cast):
    agree(cast, policy="welcome")
    settle(cast.maja, cast.jonas, "zones", {})
    give(cast)
    zones.switch_on(cast.jonas, minutes=30)
    assert look(cast.maja).kept == ()
    zones.switch_off(cast.jonas)
    assert len(look(cast.maja).kept) == 1


def test_in_a_zone_of_her_own_nothing_is_brought_by_anybody(cast, heard):
    settle(cast.maja, cast.birthe, "zones", {})
    zones.switch_on(cast.maja, minutes=30)
    give(cast)
    assert look(cast.maja).asked == () and heard[-1].to == {cast.jonas_id}


def test_whoever_brings_an_offer_brings_none_that_was_laid_aside_or_has_faded(cast):
    give(cast)
    give(cast, YOGA)
    assert len(brought(cast.maja)) == 2 and brought(cast.jonas) == []
    aside = Offer.objects.order_by("id").first()
    actions.answer(cast.maja, offer_id=aside.id, say="later")
    assert aside.id not in brought(cast.maja) and len(brought(cast.maja)) == 1
    with clock.held(FADED):
        assert brought(cast.maja) == []


def test_the_one_who_is_asked_for_more_sees_it_until_the_offer_fades(cast):
    assert look(cast.jonas).turns_at is None
    give(cast, SLEEP, "")
    actions.answer(cast.maja, offer_id=the_offer().id, say="yes")
    assert len(look(cast.jonas).wanted) == 1 and look(cast.jonas).turns_at == FADED
    with clock.held(FADED):
        assert look(cast.jonas).wanted == ()


def test_an_offer_goes_to_the_holder_of_ones_own_circle(cast):
    otto = stranger().me()
    with pytest.raises(Http404):
        actions.offer(cast.jonas, receiver_id=otto, subject=SLEEP)
    with pytest.raises(Http404):
        actions.save_draft(cast.jonas, receiver_id=otto, subject=SLEEP, content="a")
    with pytest.raises(Http404):
        queries.desk(cast.jonas, otto, after())


def test_that_one_has_said_it_once_goes_with_the_one_who_said_it(cast):
    agree(cast, standing="once")
    give(cast, None)
    assert SaidOnce.objects.count() == 1
    circle.take_out(cast.maja, member_id=cast.jonas_id)
    assert not SaidOnce.objects.exists()


def test_ones_desk_has_ones_own_drafts_alone(cast):
    actions.save_draft(cast.birthe, receiver_id=cast.maja_id, subject=YOGA, content="Birthes")
    assert queries.desk(cast.jonas, cast.maja_id, after()).drafts == ()


def test_as_many_as_may_lie_there_and_not_one_more(cast):
    asked, welcome = rules.AdviceTerms(policy="ask_first"), rules.AdviceTerms(policy="welcome")
    some = [Saying(own=str(n)) for n in range(rules.GIVEN_AT_ONCE)]
    assert rules.decide(asked, YOGA, lying=[None, *some[: rules.ASKED_AT_ONCE - 1]]) == Sealed()
    assert rules.decide(asked, YOGA, lying=some[: rules.ASKED_AT_ONCE]) == Refused("enough")
    assert rules.decide(welcome, YOGA, lying=[None, *some[:-1]]) == Delivered()
    assert rules.decide(welcome, YOGA, lying=some) == Refused("enough")


def test_one_of_another_circle_can_do_nothing_in_this_one(cast):
    give(cast)
    otto, offer = posing(cast), the_offer().id
    acts = (
        lambda: actions.offer(otto, receiver_id=cast.maja_id, subject=SLEEP),
        lambda: actions.save_draft(otto, receiver_id=cast.maja_id, subject=SLEEP, content="a"),
        lambda: actions.throw_away(otto, draft_id=offer),
        lambda: actions.answer(otto, offer_id=offer, say="yes"),
        lambda: actions.remove(otto, offer_id=offer),
        lambda: actions.take_back(otto, offer_id=offer),
    )
    for act in acts:
        with pytest.raises(Http404):
            act()
