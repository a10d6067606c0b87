"""What stands on the list in these tests, what the cast have agreed on the card, and how it looks to each."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from typing import Any

from roret.agreement.queries import Agreed
from roret.agreement.rules import Laid
from roret.agreement.tests.cast import Cast, settle
from roret.circle.access import Viewer
from roret.kit import clock
from roret.tasks import actions, queries
from roret.tasks.queries import TasksToday, TaskView
from roret.tasks.rules import What

EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)
CARD = {
    "need_help": [{"starter": "shopping"}],
    "contribute": [{"own": "at læse højt"}],
    "keep": [{"starter": "menu"}, {"own": "hundens aftentur"}],
    "hard_day": ["swap", "smaller"],
    "hard_day@supporter": ["let_go"],
}


def agree(holder: Viewer, other: Viewer, answers: Mapping[str, Any] = CARD) -> Laid:
    return settle(holder, other, "tasks", answers)


def put(
    who: Viewer,
    name: str = "Indkøb",
    *,
    usual: Collection[uuid.UUID] = (),
    may: Collection[uuid.UUID] = (),
    days: tuple[int, ...] = EVERY_DAY,
    area: str = "food",
) -> uuid.UUID:
    """A task on the list."""
    return actions.add(who, what=What(name, area, frozenset(usual), frozenset(may), days))


def both(cast: Cast) -> tuple[uuid.UUID, uuid.UUID]:
    return cast.maja_id, cast.jonas_id


def one(who: Viewer, task_id: uuid.UUID) -> TaskView:
    found = queries.task(who, task_id)
    assert found is not None
    return found


def look(who: Viewer) -> TasksToday:
    return queries.today(who, Agreed(who), clock.now())


def free(who: Viewer) -> list[str]:
    """What their Today says has nobody."""
    return [gap.name for gap in look(who).gaps]
