"""The list of tasks, as each of those to whom it is open may read it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from roret.agreement.queries import Agreed
from roret.circle import queries as circle
from roret.circle.access import Viewer
from roret.content import cards
from roret.tasks import rules
from roret.tasks.models import Hard, Task
from roret.tasks.rules import What
from roret.vault import queries as vault
from roret.vault.sealing import Owner


@dataclass(frozen=True)
class TaskView:
    """One task. `usual` and `may` name those alone who are here and see the list: to them it can be left.

    `hard` and `smaller` are what each wants on a hard day, by member: the reader's own, and those that are between
    the reader and the other side. `revision` goes into the form and comes back with the edit.
    """

    id: uuid.UUID
    name: str
    area: str
    usual: frozenset[uuid.UUID]
    may: frozenset[uuid.UUID]
    days: tuple[int, ...]
    hard: Mapping[uuid.UUID, tuple[str, ...]]
    smaller: Mapping[uuid.UUID, str]
    revision: int

    @property
    def what(self) -> What:
        return What(self.name, self.area, self.usual, self.may, self.days)


def open_to(viewer: Viewer) -> bool:
    """Whether the reader has the list: a member, in an edition that has the card, to whom the topic is open."""
    return viewer.member_id is not None and cards.has(viewer.edition, rules.TOPIC) and viewer.sees(rules.TOPIC)


def tasks(viewer: Viewer, agreed: Agreed | None = None) -> tuple[TaskView, ...]:
    """Every task there is, by area and name. As many queries with many tasks as with few.

    Whoever has read the agreements already hands them in as `agreed`.
    """
    if not open_to(viewer):
        return ()
    rows = list(Task.objects.filter(circle_id=viewer.circle_id, ended_at=None).order_by("id"))
    return _views(viewer, agreed, rows)


def on_day(viewer: Viewer, day: date, agreed: Agreed | None = None) -> tuple[TaskView, ...]:
    """Those whose weekday it is. None while the circle rests."""
    if viewer.paused:
        return ()
    return tuple(one for one in tasks(viewer, agreed) if rules.falls_on(one.what, day))


def without_anyone(viewer: Viewer, now: datetime, agreed: Agreed | None = None) -> tuple[tuple[date, TaskView], ...]:
    """What comes within the next 48 hours and has nobody, day by day. Nothing while the circle rests."""
    if viewer.paused:
        return ()
    alone = [one for one in tasks(viewer, agreed) if not one.usual]
    ahead = rules.days_ahead(now, viewer.zone)
    return tuple((day, one) for day in ahead for one in alone if rules.falls_on(one.what, day))


def _views(viewer: Viewer, agreed: Agreed | None, rows: list[Task]) -> tuple[TaskView, ...]:
    if not rows:
        return ()
    here = circle.who_see(viewer.circle_id, rules.TOPIC)
    by_card = _hard_by_card(viewer, agreed or Agreed(viewer), here)
    said = _hard_said(rows, by_card)
    vault.warm([Owner("circle", viewer.circle_id)])
    views = []
    for row in rows:
        what = rules.read(row.what)
        own = said.get(row.id, {})
        hard = {member: own[member].choices if member in own else choices for member, choices in by_card.items()}
        views.append(
            TaskView(
                id=row.id,
                name=what.name,
                area=what.area,
                usual=what.usual & here,
                may=what.may & here,
                days=what.days,
                hard={member: choices for member, choices in hard.items() if choices},
                smaller={member: one.smaller for member, one in own.items() if one.smaller},
                revision=row.revision,
            )
        )
    return tuple(sorted(views, key=lambda one: rules.order(one.area, one.name, one.id)))


def _hard_by_card(viewer: Viewer, agreed: Agreed, here: frozenset[uuid.UUID]) -> dict[uuid.UUID, tuple[str, ...]]:
    """What those whose hard days the reader may know of have agreed on the card; nothing where nothing is agreed."""
    me, topic = viewer.me(), rules.TOPIC
    found = {me: rules.hard_choices(agreed.mine(topic), viewer.party)}
    others = here if viewer.is_holder else here & {agreed.holder_id}
    for other in others - {me}:
        found[other] = rules.hard_choices(agreed.with_other(topic, other), viewer.counterpart)
    return found


def _hard_said(
    rows: Iterable[Task], members: Iterable[uuid.UUID]
) -> dict[uuid.UUID, dict[uuid.UUID, rules.OnHardDays]]:
    """What these members have said about each task themselves."""
    found = list(Hard.objects.filter(task__in=[row.id for row in rows], member_id__in=list(members)).order_by("id"))
    vault.warm({Owner("member", row.member_id) for row in found})
    said: dict[uuid.UUID, dict[uuid.UUID, rules.OnHardDays]] = {}
    for row in found:
        said.setdefault(row.task_id, {})[row.member_id] = rules.read_hard(row.what)
    return said
