"""What a member takes along of the list of tasks, and what goes when they are erased."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from roret.circle.queries import circle_of
from roret.outbox.actions import cancel
from roret.tasks import rules
from roret.tasks.models import Hard, Task, Told


def export(member_id: uuid.UUID) -> dict[str, Any]:
    """The tasks that are usually theirs or may be, and those they wrote down; and their own hard days."""
    rows = {row.id: row for row in _of_circle(member_id).filter(ended_at=None)}
    whats = {id: rules.read(row.what) for id, row in rows.items()}
    theirs = [id for id, row in rows.items() if row.made_by_id == member_id or member_id in whats[id].everybody]
    hard = Hard.objects.filter(member_id=member_id, task_id__in=rows).order_by("task_id")
    return {
        "tasks": [
            {
                "name": whats[id].name,
                "area": whats[id].area,
                "usually": member_id in whats[id].usual,
                "may": member_id in whats[id].may,
                "days": list(whats[id].days),
            }
            for id in theirs
        ],
        "hard_days": [{"task": whats[row.task_id].name, **rules.read_hard(row.what).stored()} for row in hard],
    }


def erase(member_id: uuid.UUID) -> None:
    """Delete what they have said of their hard days, and take them off every task. Safe to run twice."""
    with transaction.atomic():
        Hard.objects.filter(member_id=member_id).delete()
        for told in Told.objects.filter(member_id=member_id):
            cancel(kind="tasks.told", ref=told.id)
            told.delete()
        for row in _of_circle(member_id):
            what = rules.read(row.what)
            if row.made_by_id == member_id or member_id in what.everybody:
                row.made_by_id = None if row.made_by_id == member_id else row.made_by_id
                row.what = what.without(member_id).stored()
                row.save()


def _of_circle(member_id: uuid.UUID) -> QuerySet[Task]:
    """The tasks of the circle that this member is or was in."""
    circle_id = circle_of(member_id)
    return Task.objects.filter(circle_id=circle_id).order_by("id") if circle_id else Task.objects.none()
