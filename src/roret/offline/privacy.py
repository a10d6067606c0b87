"""What a member takes along, and what goes when they are erased. What lies on a telephone is with its owner already."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction

from roret.offline.models import Once
from roret.outbox.actions import cancel


def export(member_id: uuid.UUID) -> dict[str, Any]:
    """Nothing: that an act has come is no text of anybody's, and is gone after two days."""
    return {}


def erase(member_id: uuid.UUID) -> None:
    """Delete all of it. Safe to run twice."""
    with transaction.atomic():
        for row in Once.objects.filter(member_id=member_id):
            cancel(kind="offline.forget", ref=row.id)
            row.delete()
