"""What a member takes along, and what goes when they are erased: what holds right now, since nothing else exists."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.db.models import Q

from roret.kit import clock
from roret.outbox.actions import cancel
from roret.withdraw.models import Away, Check


def export(member_id: uuid.UUID) -> dict[str, Any]:
    """The member's own message while it stands."""
    row = Away.objects.filter(member_id=member_id, until__gt=clock.now()).first()
    return {"away": {"message": row.message, "back_at": row.back_at and row.back_at.isoformat()} if row else None}


def erase(member_id: uuid.UUID) -> None:
    """Delete what this member has said, and the later words to and about them. Safe to run twice."""
    with transaction.atomic():
        for away in Away.objects.filter(member_id=member_id):
            cancel(kind="withdraw.end", ref=away.id)
            cancel(kind="withdraw.clock", ref=away.id)
            away.delete()
        for check in Check.objects.filter(Q(member_id=member_id) | Q(about_id=member_id)):
            cancel(kind="withdraw.check", ref=check.id)
            check.delete()
