"""Saying that a part of a page has changed, inside the transaction that changes it."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.db import connection

from roret.kit import clock
from roret.live.models import Change

CHANNEL = "roret_live"
"""What PostgreSQL's LISTEN listens to."""

KEPT = timedelta(minutes=1)


def change(circle_id: UUID, part: str, *, to: Collection[UUID] | None = None) -> None:
    """Have the open pages of this circle fetch `part` again once the transaction is committed.

    `to` names the members who may notice; nothing means everybody in the circle. Whoever cannot
    see a thing is not to learn that it moved: then name those who can.
    """
    members: list[UUID | None] = [None] if to is None else [*sorted(to)]
    Change.objects.bulk_create([Change(circle_id=circle_id, part=part, member_id=member) for member in members])
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for member in members:
                told = json.dumps([str(circle_id), str(member) if member else None, part])
                cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, told])


def forget_old() -> None:
    """Delete what was said more than a minute ago. The worker does it."""
    old = Change.objects.filter(at__lt=clock.now() - KEPT)
    if old.exists():  # a DELETE that finds nothing would still take SQLite's one write lock
        old.delete()
