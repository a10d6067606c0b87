"""What a member takes along of asking, and what goes when they are erased. What has faded does not exist."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.db.models import Q

from roret.asking.models import Mute, Question, Quota
from roret.asking.rules import SAID, read_said
from roret.kit import clock
from roret.outbox.actions import cancel


def export(member_id: uuid.UUID) -> dict[str, Any]:
    """What this member asks and answers right now; never what another did with it."""
    now = clock.now()
    asked = Question.objects.filter(asker_id=member_id, until__gt=now).order_by("until", "id")
    given = [read_said(row.answer) for row in Question.objects.filter(asked_id=member_id, until__gt=now).order_by("id")]
    return {
        "asks": [row.words for row in asked],
        "answers": [{"choice": str(one.choice), "own": one.own} for one in given if one.choice in SAID],
        "silent_until": [
            row.until.isoformat() for row in Mute.objects.filter(owner_id=member_id, until__gt=now).order_by("until")
        ],
    }


def erase(member_id: uuid.UUID) -> None:
    """Delete all of it, with what was due about it. Safe to run twice."""
    with transaction.atomic():
        either = Q(asker_id=member_id) | Q(asked_id=member_id)
        for kind, rows in (
            ("asking.end", Question.objects.filter(either)),
            ("asking.quota", Quota.objects.filter(either)),
            ("asking.unmute", Mute.objects.filter(Q(owner_id=member_id) | Q(other_id=member_id))),
        ):
            for row_id in rows.values_list("id", flat=True):
                cancel(kind=kind, ref=row_id)
            rows.delete()
