"""What a member takes along of what they have marked, and what goes when they are erased."""

from __future__ import annotations

import uuid
from typing import Any

from roret.learn.models import Kept
from roret.learn.rules import read_own


def export(member_id: uuid.UUID) -> dict[str, Any]:
    """The ids of one's favourites and of the pages one has marked: both stand in every house's own files."""
    row = Kept.objects.filter(member_id=member_id).first()
    return read_own(row.own if row else None).data()


def erase(member_id: uuid.UUID) -> None:
    """Delete it. Safe to run twice."""
    Kept.objects.filter(member_id=member_id).delete()
