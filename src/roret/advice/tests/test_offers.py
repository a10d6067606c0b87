"""Offering, answering, fading: what each of the two sees of it, and what is left."""

from __future__ import annotations

import itertools
import uuid
from datetime import timedelta

import pytest
from django.http import Http404

from roret.advice import actions, privacy, queries, rules
from roret.advice.events import OfferChanged, OfferMade
from roret.advice.models import Draft, Offer, SaidOnce
from roret.advice.rules import Delivered, Refused, Sealed, StayOut
from roret.advice.tests.living import (
    FADED,
    FOOD,
    NOON,
    SLEEP,
    WORDS,
    YOGA,
    agree,
    give,
    giver_sees,
    look,
    the_offer,
)
from roret.agreement import actions as agreements
from roret.agreement.queries import agreements as all_agreements
from roret.agreement.tests.cast import Queries, count, count_for, one_more
from roret.circle import actions as circle
from roret.content.stored import Saying
from roret.kit import clock
from roret.outbox.models import Due
from roret.zones.tests import living as zones

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_a_yes_opens_the_words_and_nothing_else_does(cast):
    assert give(cast) == Sealed()
    (offered,) = look(cast.maja).asked
    assert (offered.giver_id, offered.subject, offered.words) == (cast.jonas_id, "søvn", True)
    assert WORDS not in repr(look(cast.maja))
    with pytest.raises(Http404):
        queries.read(cast.maja, offered.id)
    assert actions.answer(cast.maja, offer_id=offered.id, say="yes")
    assert queries.read(cast.maja, offered.id).content == WORDS
    assert [one.subject for one in look(cast.maja).kept] == ["søvn"]
    for other in (cast.jonas, cast.birthe):
        with pytest.raises(Http404):
            queries.read(other, offered.id)


def test_a_no_deletes_the_words_at_once_and_is_final(cast):
    give(cast)
    actions.answer(cast.maja, offer_id=the_offer().id, say="no")
    assert the_offer().content is None
    assert look(cast.maja) == queries.AdviceToday()
    for say in ("yes", "more", "later", "no"):
        with pytest.raises(Http404):
            actions.answer(cast.maja, offer_id=the_offer().id, say=say)
    assert give(cast) == Refused("rests")


def test_later_lays_it_aside_and_it_can_be_answered_then(cast):
    give(cast)
    actions.answer(cast.maja, offer_id=the_offer().id, say="later")
    assert (len(look(cast.maja).asked), len(look(cast.maja).aside)) == (0, 1)
    assert actions.answer(cast.maja, offer_id=the_offer().id, say="yes")


@pytest.mark.parametrize("say", [["yes"], ["later"], ["no"], ["later", "no"], ["later", "yes"], ["yes", "remove"]])
def test_the_giver_cannot_tell_any_answer_from_none(cast, heard, say):
    give(cast)
    before = giver_sees(cast)
    heard.clear()
    for one in say:
        if one == "remove":
            actions.remove(cast.maja, offer_id=the_offer().id)
        else:
            actions.answer(cast.maja, offer_id=the_offer().id, say=one)
    assert giver_sees(cast) == before
    assert all(cast.jonas_id not in event.to for event in heard)
    assert give(cast) == Refused("rests")
    with clock.held(FADED):
        gone = giver_sees(cast)
        actions.end_due(str(the_offer().id))
        assert giver_sees(cast) == gone
        assert gone[1].lying == ()


def test_more_is_what_the_receiver_says_to_the_giver(cast, heard):
    give(cast)
    actions.answer(cast.maja, offer_id=the_offer().id, say="yes")
    actions.answer(cast.maja, offer_id=the_offer().id, say="more")
    assert [one.subject for one in look(cast.jonas).wanted] == ["søvn"]
    assert cast.jonas_id in heard[-1].to
    assert queries.read(cast.maja, the_offer().id).more
    actions.remove(cast.maja, offer_id=the_offer().id)
    assert [one.subject for one in look(cast.jonas).wanted] == ["søvn"]


def test_a_yes_to_a_subject_without_words_reaches_the_one_who_has_them(cast):
    give(cast, YOGA, "")
    (offered,) = look(cast.maja).asked
    assert (offered.subject, offered.words) == ("yoga", False)
    assert not actions.answer(cast.maja, offer_id=offered.id, say="yes")
    assert [one.subject for one in look(cast.jonas).wanted] == ["yoga"]


def test_what_nobody_took_up_is_gone_for_both_and_in_the_database(cast):
    give(cast)
    (due,) = Due.objects.filter(kind="advice.end")
    assert (due.ref, due.at) == (str(the_offer().id), FADED)
    actions.end_due(due.ref)
    assert Offer.objects.count() == 1
    with clock.held(FADED):
        assert look(cast.maja) == queries.AdviceToday()
        assert giver_sees(cast)[1].lying == ()
        with pytest.raises(Http404):
            actions.answer(cast.maja, offer_id=the_offer().id, say="yes")
        for _ in range(2):
            actions.end_due(due.ref)
        assert Offer.objects.count() == 0
        assert give(cast) == Sealed()


def test_words_that_were_said_yes_to_stay_with_the_receiver_until_they_take_them_away(cast):
    give(cast)
    actions.answer(cast.maja, offer_id=the_offer().id, say="yes")
    with clock.held(FADED):
        actions.end_due(str(the_offer().id))
        assert [one.subject for one in look(cast.maja).kept] == ["søvn"]
        actions.remove(cast.maja, offer_id=the_offer().id)
        assert Offer.objects.count() == 0


def test_removing_before_the_day_deletes_the_words_and_keeps_the_place(cast):
    give(cast)
    actions.answer(cast.maja, offer_id=the_offer().id, say="yes")
    actions.remove(cast.maja, offer_id=the_offer().id)
    assert the_offer().content is None
    with pytest.raises(Http404):
        queries.read(cast.maja, the_offer().id)


def test_an_open_offer_has_no_subject_and_no_words(cast):
    assert give(cast, None, "smuglet ind") == Sealed()
    assert the_offer().content is None
    (offered,) = look(cast.maja).asked
    assert (offered.subject, offered.words) == ("", False)
    assert give(cast, None) == Refused("said")


def test_once_is_remembered_after_the_offer_has_faded(cast):
    agree(cast, standing="once")
    assert give(cast, None) == Sealed()
    with clock.held(FADED + timedelta(days=1)):
        actions.end_due(str(the_offer().id))
        assert give(cast, None) == Refused("said")
    assert SaidOnce.objects.count() == 1


def test_taking_back_takes_it_from_both_and_does_not_let_one_ask_again(cast):
    give(cast)
    actions.take_back(cast.jonas, offer_id=the_offer().id)
    assert look(cast.maja) == queries.AdviceToday()
    assert giver_sees(cast)[1].lying == ()
    assert the_offer().content is None
    assert give(cast) == Refused("rests")
    with pytest.raises(Http404):
        actions.take_back(cast.jonas, offer_id=the_offer().id)


def test_what_was_said_yes_to_is_not_taken_back(cast):
    give(cast)
    actions.answer(cast.maja, offer_id=the_offer().id, say="yes")
    actions.take_back(cast.jonas, offer_id=the_offer().id)
    assert queries.read(cast.maja, the_offer().id).content == WORDS


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        ({"policy": "none"}, Refused("none")),
        ({"policy": "subjects", "subjects": [{"starter": "food"}]}, Refused("other_subject")),
        ({"policy": "subjects", "subjects": [{"starter": "sleep"}]}, Sealed()),
        ({"policy": "welcome"}, Delivered()),
        ({"standing": "fine"}, StayOut()),
    ],
)
def test_the_policy_decides(cast, answers, outcome):
    agree(cast, **answers)
    assert give(cast) == outcome
    assert Offer.objects.exists() == isinstance(outcome, Sealed | Delivered)


def test_where_advice_is_welcome_the_words_are_there_at_once(cast):
    agree(cast, policy="welcome")
    give(cast)
    (kept,) = look(cast.maja).kept
    assert queries.read(cast.maja, kept.id).content == WORDS


def test_with_nothing_agreed_nothing_is_stored(cast):
    assert actions.offer(cast.birthe, receiver_id=cast.maja_id, subject=SLEEP, content=WORDS) == StayOut()
    assert not Offer.objects.exists()
    assert look(cast.birthe).offer_to == cast.maja_id


def test_offers_go_to_the_holder_alone(cast):
    for giver, receiver_id in (
        (cast.maja, cast.jonas_id),
        (cast.jonas, cast.birthe_id),
        (cast.jonas, cast.jonas_id),
        (cast.jonas, uuid.uuid4()),
    ):
        with pytest.raises(Http404):
            actions.offer(giver, receiver_id=receiver_id, subject=SLEEP)
        with pytest.raises(Http404):
            queries.desk(giver, receiver_id, clock.now())


def test_an_offer_that_no_longer_fits_is_not_shown_and_looks_like_none(cast):
    nothing = look(cast.maja)
    give(cast)
    agree(cast, policy="none")
    assert look(cast.maja) == nothing
    agree(cast, policy="ask_first")
    assert len(look(cast.maja).asked) == 1
    (view,) = all_agreements(cast.maja)
    agreements.pause(cast.jonas, agreement_id=view.id, aloud=False)
    assert look(cast.maja) == nothing
    with pytest.raises(Http404):
        actions.answer(cast.maja, offer_id=the_offer().id, say="yes")


def test_a_circle_that_rests_is_offered_nothing_and_finds_it_again(cast, heard):
    give(cast)
    circle.pause(cast.maja)
    assert look(cast.maja) == queries.AdviceToday()
    assert give(cast, FOOD) == Refused("circle")
    circle.go_on(cast.maja)
    assert len(look(cast.maja).asked) == 1


def test_an_offer_waits_for_a_zone_and_comes_after_it(cast, heard):
    zones.agree(cast.maja, cast.jonas, {"when": [{"days": ["mon"], "from": "11:00", "to": "14:00"}]})
    give(cast)
    assert heard[-1].to == {cast.jonas_id}
    assert isinstance(heard[-1], OfferMade) and heard[-1].receiver_id == cast.maja_id
    assert (look(cast.maja).asked, look(cast.maja).kept) == ((), ())
    with clock.held(NOON + timedelta(hours=2)):
        assert [one.subject for one in look(cast.maja).asked] == ["søvn"]


def test_only_the_two_are_told_and_the_receiver_only_of_what_they_can_see(cast, heard):
    give(cast)
    made = heard[-1]
    assert isinstance(made, OfferMade)
    assert made.to == {cast.jonas_id, cast.maja_id}
    actions.answer(cast.maja, offer_id=the_offer().id, say="no")
    assert heard[-1] == OfferChanged(cast.circle_id, frozenset({cast.maja_id}))
    with clock.held(FADED):
        actions.end_due(str(the_offer().id))
    assert heard[-1].to == {cast.jonas_id}


def test_drafts_are_kept_whatever_is_agreed_and_two_windows_lose_no_text(cast):
    agree(cast, policy="none")
    long = "æ" * rules.WORDS_LENGTH
    made = {"receiver_id": cast.maja_id, "subject": YOGA}
    first = actions.save_draft(cast.jonas, content=long, **made)
    assert queries.draft(cast.jonas, first).content == long
    assert actions.save_draft(cast.jonas, content="a", draft_id=first, base_revision=1, **made) == first
    second = actions.save_draft(cast.jonas, content="b", draft_id=first, base_revision=1, **made)
    assert {one.content for one in queries.desk(cast.jonas, cast.maja_id, clock.now()).drafts} == {"a", "b"}
    for other in (cast.maja, cast.birthe):
        with pytest.raises(Http404):
            queries.draft(other, first)
        actions.throw_away(other, draft_id=first)
    actions.throw_away(cast.jonas, draft_id=second)
    assert Draft.objects.count() == 1


def test_a_draft_goes_when_it_is_offered_and_stays_when_it_cannot_be(cast):
    made = {"receiver_id": cast.maja_id, "subject": FOOD, "content": "a"}
    draft = actions.save_draft(cast.jonas, **made)
    agree(cast, policy="none")
    assert actions.offer(cast.jonas, draft_id=draft, **made) == Refused("none")
    assert Draft.objects.count() == 1
    agree(cast, policy="ask_first")
    assert actions.offer(cast.jonas, draft_id=draft, **made) == Sealed()
    assert Draft.objects.count() == 0


@pytest.mark.parametrize("leaves", ["jonas", "birthe"])
def test_what_somebody_who_left_has_offered_goes_with_them(cast, leaves):
    give(cast)
    actions.save_draft(cast.jonas, receiver_id=cast.maja_id, subject=None, content="a")
    circle.take_out(cast.maja, member_id=getattr(cast, f"{leaves}_id"))
    left = 0 if leaves == "jonas" else 1
    assert (Offer.objects.count(), Draft.objects.count()) == (left, left)


def test_one_takes_along_ones_drafts_and_what_one_has_received_and_no_answer(cast):
    give(cast)
    actions.save_draft(cast.jonas, receiver_id=cast.maja_id, subject=YOGA, content="a")
    before = privacy.export(cast.jonas_id)
    assert before["drafts"] == [{"subject": {"own": "yoga"}, "words": "a"}]
    assert privacy.export(cast.maja_id)["received"] == []
    actions.answer(cast.maja, offer_id=the_offer().id, say="yes")
    assert privacy.export(cast.jonas_id) == before
    assert privacy.export(cast.maja_id)["received"] == [{"subject": {"starter": "sleep"}, "words": WORDS}]
    for _ in range(2):
        privacy.erase(cast.jonas_id)
    assert not Offer.objects.exists() and not Draft.objects.exists()


def test_a_page_asks_as_much_with_one_offer_as_with_many(cast):
    def asked() -> list[Queries]:
        jonas = cast.jonas
        desk = count(lambda: queries.desk(jonas, cast.maja_id, clock.now()))
        return [count_for(cast.maja, queries.today), count_for(jonas, queries.today), desk]

    agree(cast, policy="welcome")
    give(cast)
    few = asked()
    for n in range(15):
        give(cast, Saying(own=str(n)))
        actions.save_draft(cast.jonas, receiver_id=cast.maja_id, subject=None, content="a")
    for _ in range(3):
        one_more(cast, ("advice",))
    assert asked() == few
    assert max(map(sum, few[:2])) <= 4, few


def test_every_order_of_answers_ends_in_what_was_said_last_that_counts(cast):
    """All sequences of three: a no ends it, a yes opens it, later leaves it open."""
    for n, said in enumerate(itertools.product(("yes", "later", "no"), repeat=3)):
        with clock.held(NOON + (rules.LASTS + timedelta(days=1)) * n):
            Offer.objects.all().delete()
            give(cast)
            final = next((one for one in said if one != "later"), "later")
            for one in said:
                try:
                    actions.answer(cast.maja, offer_id=the_offer().id, say=one)
                except Http404:
                    continue
            assert the_offer().reply == final, said
            assert (the_offer().content is None) == (final == "no")
