"""What a member takes along, and what goes when they are erased."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction

from roret.deliver.models import Notice, Subscription, Wish


def export(member_id: uuid.UUID) -> dict[str, Any]:
    """What this member has chosen to be told, and where."""
    row = Wish.objects.filter(member_id=member_id).first()
    browsers = Subscription.objects.filter(member_id=member_id).order_by("id")
    return {"wants": row.wants if row else None, "browsers": [one.browser["endpoint"] for one in browsers]}


def erase(member_id: uuid.UUID) -> None:
    """Delete all of it. Safe to run twice."""
    with transaction.atomic():
        for model in (Notice, Subscription, Wish):
            model.objects.filter(member_id=member_id).delete()
