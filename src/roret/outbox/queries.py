"""What is due and whether somebody is at it. For the worker and the host; no page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from roret.outbox.models import Due, Pulse


@dataclass(frozen=True)
class Standing:
    """Of one kind: how many rows wait, and how many of them have failed ten times or more."""

    kind: str
    waiting: int
    failing: int


def last_round() -> datetime | None:
    """When any worker last made its round; nothing when none ever did."""
    return Pulse.objects.order_by("-at", "id").values_list("at", flat=True).first()


def next_at() -> datetime | None:
    """When the next thing is due; nothing when there is none."""
    return Due.objects.order_by("at", "id").values_list("at", flat=True).first()


def standing() -> list[Standing]:
    """What waits, kind by kind."""
    rows = Due.objects.order_by("kind").values_list("kind", "attempts")
    kinds: dict[str, list[int]] = {}
    for kind, attempts in rows:
        kinds.setdefault(kind, []).append(attempts)
    return [Standing(kind, len(tries), sum(1 for n in tries if n >= 10)) for kind, tries in kinds.items()]
