"""What lies behind a circle costs its Today nothing."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.apps import apps
from django.urls import reverse

from roret.advice.models import Offer
from roret.agreement import rules
from roret.agreement.models import Agreement, Mark, Told, Version
from roret.agreement.tests.cast import Cast, count, settle, with_browsers
from roret.capacity import actions as capacity
from roret.kit import clock, ids
from roret.outbox.models import Due
from roret.signals import actions as signals

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

EVENTS = 10_000 if int(os.environ.get("PROOF_SCALE", "1")) > 1 else 1_000


def a_past(cast: Cast, agreement_id: uuid.UUID, events: int) -> None:
    """What stays of a circle's past: proposals with their lines in the log, notices that were read, offers that the
    worker has not come to, things due, and changes of the last minute."""
    begins = Version.objects.filter(agreement_id=agreement_id).count() + 1
    agreement = Agreement.objects.get(id=agreement_id)
    each = range(begins, begins + events // 5)
    versions = [
        Version(
            agreement=agreement,
            number=number,
            made_by_id=cast.maja_id,
            spans=[{"from": None, "answers": {"otherwise": "free"}}],
            trial=True,
            seen=number - 1,
        )
        for number in each
    ]
    Version.objects.bulk_create(versions)
    last = max(Mark.objects.filter(agreement=agreement).values_list("seq", flat=True))
    Mark.objects.bulk_create(
        Mark(agreement=agreement, seq=last + 1 + at, kind=rules.Kind.PROPOSED, version=one, member_id=cast.maja_id)
        for at, one in enumerate(versions)
    )
    now = clock.now()
    Told.objects.bulk_create(
        Told(member_id=cast.maja_id, agreement=agreement, version=one, seen_at=now) for one in versions
    )
    Offer.objects.bulk_create(
        Offer(
            circle_id=cast.circle_id,
            giver_id=cast.jonas_id,
            receiver_id=cast.maja_id,
            subject={"own": "søvn"},
            content="ord",
            until=now - timedelta(days=1),
        )
        for _ in each
    )
    Due.objects.bulk_create(Due(kind="advice.end", ref=str(ids.new_id()), at=now + timedelta(days=1)) for _ in each)
    change = apps.get_model("live", "Change")  # of a room above this one
    change.objects.bulk_create(change(circle_id=cast.circle_id, part="today") for _ in each)


def test_a_long_past_costs_no_query_more(figure: Callable[[str], None]) -> None:
    cast, hers, his = with_browsers(("asking", "capacity", "zones"), "en")
    settle(cast.maja, cast.jonas, "capacity", {"scale": "words"})
    settle(cast.maja, cast.jonas, "asking", {"when": "natural"})
    laid = settle(cast.maja, cast.jonas, "zones", {"otherwise": "free"})
    at = reverse("today:home", args=[cast.circle_id])
    counts = []
    for events in (10, EVENTS - 10):
        a_past(cast, laid.agreement_id, events)
        for _ in range(2):
            capacity.say(cast.maja, value="some")
            capacity.clear(cast.maja)
            signals.send(cast.jonas, kind="pause")
            signals.take_back(cast.jonas)
            signals.thank(cast.jonas, member_id=cast.maja_id)
        assert "says thank you" in hers.get(at).content.decode()
        counts.append([count(lambda one=one: one.get(at)) for one in (hers, his)])
    assert counts[0] == counts[1]
    queries = [sum(one) for one in counts[0]]
    figure(f"Today: {queries[0]} queries for Maja and {queries[1]} for Jonas, with 10 and {EVENTS} past events")
