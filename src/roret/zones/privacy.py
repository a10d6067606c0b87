"""What a member takes along of zones, and what goes when they are erased. What has ended does not exist."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction

from roret.kit import clock
from roret.outbox.actions import cancel
from roret.zones.models import Switched


def export(member_id: uuid.UUID) -> dict[str, Any]:
    """The zone that is switched on now, if one is."""
    row = Switched.objects.filter(member_id=member_id, until__gt=clock.now()).first()
    return {} if row is None else {"free_until": row.until.isoformat(), "situation": row.situation}


def erase(member_id: uuid.UUID) -> None:
    """Delete it. Safe to run twice."""
    with transaction.atomic():
        rows = Switched.objects.filter(member_id=member_id)
        for row_id in rows.values_list("id", flat=True):
            cancel(kind="zones.end", ref=row_id)
        rows.delete()
