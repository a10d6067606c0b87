"""What a member takes along, and what goes when they are erased: what holds right now, since nothing else exists."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction

from roret.flareup.models import DUE, Flare, Look, Named, Reply
from roret.kit import clock
from roret.outbox.actions import cancel


def export(member_id: uuid.UUID) -> dict[str, Any]:
    """Whether the member's plan is on, what they have answered while that stands, and whether they were named."""
    reply = Reply.objects.filter(member_id=member_id, until__gt=clock.now()).first()
    return {
        "plan_on": Flare.objects.filter(holder_id=member_id, until=None).exists(),
        "answer": reply.said if reply else None,
        "may_turn_on": Named.objects.filter(member_id=member_id).exists(),
    }


def erase(member_id: uuid.UUID) -> None:
    """Delete what this member has said, and for a holder that the plan is on. Safe to run twice."""
    with transaction.atomic():
        for reply in Reply.objects.filter(member_id=member_id):
            cancel(kind="flareup.reply", ref=reply.id)
            reply.delete()
        Named.objects.filter(member_id=member_id).delete()
        Flare.objects.filter(by_id=member_id).update(by=None)
        for flare in Flare.objects.filter(holder_id=member_id):
            for row in Reply.objects.filter(flare=flare):
                cancel(kind="flareup.reply", ref=row.id)
            for kind in DUE:
                cancel(kind=kind, ref=flare.id)
            flare.delete()
        for look in Look.objects.filter(holder_id=member_id):
            cancel(kind="flareup.look", ref=look.id)
            look.delete()
