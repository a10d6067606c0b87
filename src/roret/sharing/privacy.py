"""What a member takes along, and what goes when they are erased: what holds today, since nothing else exists."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.db.models import Q

from roret.kit import clock
from roret.sharing.models import Enough, Offer, Thing, Told


def export(member_id: uuid.UUID) -> dict[str, Any]:
    """The things this member has added that are still there, and what they ask the others about today."""
    now = clock.now()
    added = Thing.objects.filter(Q(until__gt=now) | Q(until=None), made_by_id=member_id).order_by("id")
    asked = Offer.objects.filter(giver_id=member_id, until__gt=now).order_by("id")
    return {
        "things": [row.what.get("name") for row in added],
        "asked": [{"names": sorted(row.what["names"].values()), "choices": row.what["choices"]} for row in asked],
    }


def erase(member_id: uuid.UUID) -> None:
    """Delete what this member has added and asked, and what they were told and asked. Safe to run twice."""
    with transaction.atomic():
        Thing.objects.filter(made_by_id=member_id).delete()
        Offer.objects.filter(Q(giver_id=member_id) | Q(receiver_id=member_id)).delete()
        Told.objects.filter(Q(member_id=member_id) | Q(by_id=member_id)).delete()
        Enough.objects.filter(member_id=member_id).delete()
