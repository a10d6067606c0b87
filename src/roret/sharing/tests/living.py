"""What the cast have to do today, and how their page of the day looks."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from roret.agreement.queries import Agreed
from roret.agreement.tests.cast import Cast, settle
from roret.circle.access import Viewer
from roret.content.shape import Phrase
from roret.kit import clock
from roret.sharing import forms, queries
from roret.sharing.forms import DayPage
from roret.sharing.queries import Day, SharingToday
from roret.sharing.rules import Item, Side, Way
from roret.tasks.models import Hard, Task

TOPICS = ("tasks", "capacity", "zones")
EVERY_DAY = tuple(range(7))
KEEPS: list[Phrase] = [{"starter": "menu"}]
MENU = {"keep": KEEPS, "hard_day": ["swap", "postpone"], "hard_day@supporter": ["postpone", "together"]}


def task(
    cast: Cast,
    name: str,
    *usual: uuid.UUID,
    may: Iterable[uuid.UUID] = (),
    days: Iterable[int] = EVERY_DAY,
    area: str = "food",
    hard: Mapping[uuid.UUID, tuple[Way, ...]] | None = None,
) -> uuid.UUID:
    """A task on the list. What somebody wants on a hard day is theirs, `hard` by member."""
    what = {"name": name, "area": area, "usual": list(map(str, usual)), "may": list(map(str, may)), "days": list(days)}
    made = Task.objects.create(circle_id=cast.circle_id, made_by_id=cast.maja_id, what=what)
    for member, choices in (hard or {}).items():
        Hard.objects.create(task=made, member_id=member, what={"choices": list(choices), "smaller": "kun mælk"})
    return made.id


def day(who: Viewer) -> Day:
    return queries.day(who, Agreed(who), clock.now())


def look(who: Viewer) -> SharingToday:
    return queries.today(who, Agreed(who), clock.now())


def page(who: Viewer) -> DayPage:
    agreed = Agreed(who)
    return forms.page(who, agreed, queries.day(who, agreed, clock.now()), clock.now())


def item(who: Viewer, thing_id: uuid.UUID) -> Item:
    return day(who).board[thing_id]


def seen(who: Viewer, thing_id: uuid.UUID) -> str:
    """What the page of this reader shows of a thing now."""
    return item(who, thing_id).mark


def places(who: Viewer) -> dict[str, list[str]]:
    """The names of things by the place in which this reader sees them."""
    return {place.place: [thing.name for thing in place.things] for place in page(who).places}


def agree(cast: Cast, tasks: Mapping[str, Any] = MENU) -> None:
    """Maja and Jonas agree on hard days, and on telling each other how the day is."""
    settle(cast.maja, cast.jonas, "tasks", tasks)
    settle(cast.maja, cast.jonas, "capacity", {"scale": "percent", "low_at": "under_50", "scale@supporter": "words"})


def side(member_id: uuid.UUID, low: bool | None = None, *hard: Way) -> Side:
    return Side(member_id, low, hard)
