"""What the cast have agreed for such a day, and what stands on their pages of it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from roret.agreement.queries import Agreed
from roret.agreement.rules import Laid
from roret.agreement.tests.cast import settle
from roret.capacity import queries as capacity
from roret.circle.access import Viewer
from roret.flat import queries
from roret.flat.queries import Plan
from roret.kit import clock

TOPICS = ("flat", "capacity")
PLAN: dict[str, Any] = {
    "let_go": [{"starter": "dishes"}, {"own": "fodbold"}],
    "order_in": [{"starter": "freezer"}, {"own": "Pizza ved havnen, 22 33 44 55"}],
    "call": [{"own": "Birthe 55 44 33 22"}],
    "together": [{"starter": "film"}],
    "apart": [{"starter": "nap"}],
    "apart@supporter": [{"own": "værkstedet"}],
}
DAYS: dict[str, Any] = {"scale": "percent", "low_at": "under_50", "scale@supporter": "words"}


def plan(maja: Viewer, other: Viewer, answers: Mapping[str, Any] = PLAN) -> Laid:
    return settle(maja, other, "flat", answers)


def days(maja: Viewer, other: Viewer, answers: Mapping[str, Any] = DAYS) -> Laid:
    """They say to each other how much there is to give: Maja in numbers, low under half, the other in words."""
    return settle(maja, other, "capacity", answers)


def plans(who: Viewer) -> tuple[Plan, ...]:
    return queries.page(who).plans


def texts(found: Plan) -> dict[str, list[str]]:
    parts = ("all_right", "let_go", "order_in", "call", "together", "mine", "theirs")
    return {part: [line.text for line in getattr(found, part)] for part in parts if getattr(found, part)}


def applies(who: Viewer) -> tuple[uuid.UUID, ...]:
    agreed = Agreed(who)
    return queries.applies(agreed, capacity.today(who, agreed, clock.now()))
