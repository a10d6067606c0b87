"""What a member takes along, and what goes when they are erased.

Of what one has offered one takes along the subject alone: whether the words are still there would
tell what was answered. What was offered to one comes along once one has said yes to it.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.db.models import Q

from roret.advice import queries
from roret.advice.models import Draft, Offer, SaidOnce
from roret.circle.actions import lock
from roret.kit import clock


def export(member_id: uuid.UUID) -> dict[str, Any]:
    """Everything of this member's in this room, as JSON can say it."""
    drafts = Draft.objects.filter(giver_id=member_id).order_by("id")
    offered = Offer.objects.filter(giver_id=member_id, until__gt=clock.now(), taken_back=False)
    received = [row for row in Offer.objects.filter(receiver_id=member_id) if queries.is_kept(row)]
    return {
        "drafts": [{"subject": row.subject, "words": row.content} for row in drafts],
        "offered": [{"subject": row.subject} for row in offered],
        "received": [{"subject": row.subject, "words": row.content} for row in received],
    }


def erase(member_id: uuid.UUID) -> None:
    """Delete what this member offered, and what was offered to them. Safe to run twice."""
    about = Q(giver_id=member_id) | Q(receiver_id=member_id)
    with transaction.atomic():
        circles = {
            circle_id
            for model in (Draft, Offer)
            for circle_id in model.objects.filter(about).values_list("circle_id", flat=True)
        }
        for circle_id in sorted(circles):
            lock(circle_id)
        Draft.objects.filter(about).delete()
        Offer.objects.filter(about).delete()
        SaidOnce.objects.filter(about).delete()
