"""What a member takes along, and what goes when they are erased."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.db.models import Q

from roret.kit import clock
from roret.outbox.actions import cancel
from roret.words.models import Chosen, Repair


def export(member_id: uuid.UUID) -> dict[str, Any]:
    """The repairs that stand now as this member said them, and when they would like their words looked at."""
    rows = Repair.objects.filter(sender_id=member_id, until__gt=clock.now()).order_by("until", "id")
    chosen = Chosen.objects.filter(member_id=member_id).first()
    return {"repairs": [row.words for row in rows], "when": chosen.when if chosen else None}


def erase(member_id: uuid.UUID) -> None:
    """Delete it, with what was on its way to them. Safe to run twice."""
    with transaction.atomic():
        for row in Repair.objects.filter(Q(sender_id=member_id) | Q(receiver_id=member_id)).order_by("id"):
            cancel(kind="words.end", ref=row.id)
            row.delete()
        Chosen.objects.filter(member_id=member_id).delete()
