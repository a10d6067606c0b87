"""What a member takes along of their day, and what goes when they are erased. What has ended does not exist."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction

from roret.capacity.models import Said
from roret.kit import clock
from roret.outbox.actions import cancel


def export(member_id: uuid.UUID) -> dict[str, Any]:
    """What stands now of what this member said."""
    rows = Said.objects.filter(member_id=member_id, until__gt=clock.now()).order_by("part")
    return {"said": [{"part": row.part, "said": row.said, "until": row.until.isoformat()} for row in rows]}


def erase(member_id: uuid.UUID) -> None:
    """Delete it. Safe to run twice."""
    with transaction.atomic():
        for row in Said.objects.filter(member_id=member_id).order_by("id"):
            cancel(kind="capacity.end", ref=row.id)
            cancel(kind="capacity.past", ref=row.id)
            row.delete()
