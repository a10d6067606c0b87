"""Two people, or two fingers, at the very same moment."""

from __future__ import annotations

import pytest
from django.http import Http404

from roret.advice import actions
from roret.advice.models import Offer
from roret.advice.rules import Refused, Sealed
from roret.advice.tests.living import FOOD, SLEEP, WORDS, house
from roret.agreement.tests.cast import at_once
from roret.outbox.models import Due

pytestmark = [pytest.mark.django_db(transaction=True, databases=["default", "keys"]), pytest.mark.timeout(0)]

ROUNDS = 4


def test_the_same_offer_twice_at_once_is_one() -> None:
    cast = house(policy="ask_first")
    jonas, outcomes = cast.jonas, []
    for subject in (SLEEP, FOOD):
        raised = at_once(
            *[
                lambda subject=subject: outcomes.append(
                    actions.offer(jonas, receiver_id=cast.maja_id, subject=subject, content=WORDS)
                )
            ]
            * 3
        )
        assert raised == []
    assert sorted(map(repr, outcomes)) == sorted(map(repr, [Sealed(), Refused("rests"), Refused("rests")] * 2))
    assert Offer.objects.count() == Due.objects.filter(kind="advice.end").count() == 2


def test_yes_no_and_taking_back_at_once_end_in_one_of_them() -> None:
    cast = house(policy="ask_first")
    maja, jonas = cast.maja, cast.jonas
    for _ in range(ROUNDS):
        Offer.objects.all().delete()
        actions.offer(jonas, receiver_id=cast.maja_id, subject=SLEEP, content=WORDS)
        offer = Offer.objects.get()
        raised = at_once(
            lambda offer=offer: actions.answer(maja, offer_id=offer.id, say="yes"),
            lambda offer=offer: actions.answer(maja, offer_id=offer.id, say="no"),
            lambda offer=offer: actions.take_back(jonas, offer_id=offer.id),
        )
        assert all(isinstance(error, Http404) for error in raised)
        now = Offer.objects.get()
        assert (now.reply, now.content) in (("yes", WORDS), ("no", None))
        assert now.taken_back
