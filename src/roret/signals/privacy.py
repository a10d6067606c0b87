"""What a member takes along, and what goes when they are erased: what holds right now, since nothing else exists."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.db.models import Q

from roret.kit import clock
from roret.outbox.actions import cancel
from roret.signals.models import Signal, Thanks


def export(member_id: uuid.UUID) -> dict[str, Any]:
    """The member's own signal while it stands. A thanks on its way belongs to the moment, and is not taken along."""
    row = Signal.objects.filter(member_id=member_id, until__gt=clock.now()).first()
    return {"signal": row.said if row else None}


def erase(member_id: uuid.UUID) -> None:
    """Delete what this member has said, and the thanks on their way to them. Safe to run twice."""
    with transaction.atomic():
        for signal in Signal.objects.filter(member_id=member_id):
            cancel(kind="signals.end", ref=signal.id)
            signal.delete()
        for thanks in Thanks.objects.filter(Q(sender_id=member_id) | Q(receiver_id=member_id)):
            cancel(kind="signals.thanks", ref=thanks.id)
            thanks.delete()
