"""The list of tasks, as each of those to whom it is open may read it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from roret.agreement.queries import Agreed
from roret.circle import queries as circle
from roret.circle.access import Viewer
from roret.content import cards
from roret.content.language import language
from roret.content.sentences import Names, sentences
from roret.content.shape import DAYS
from roret.content.stored import Saying
from roret.kit import wall
from roret.kit.lang import reader_lang
from roret.tasks import rules
from roret.tasks.models import Hard, Task, Told
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
    return () if viewer.paused else tuple(_without(viewer, now, tasks(viewer, agreed)))


def _without(viewer: Viewer, now: datetime, every: Iterable[TaskView]) -> list[tuple[date, TaskView]]:
    alone = [one for one in every if not one.usual]
    return [(day, one) for day in rules.days_ahead(now, viewer.zone) for one in alone if rules.falls_on(one.what, day)]


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


# --- Today --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Gap:
    """Something that has nobody now: when it comes in the next days, and whether the reader may take it."""

    id: uuid.UUID
    name: str
    when: str
    mine_to_take: bool


@dataclass(frozen=True)
class Held:
    """A task that somebody stepped back from, and with whom it is now."""

    name: str
    names: str


@dataclass(frozen=True)
class TasksToday:
    """`here`: whether the reader has the list. `told` goes back when they have read it. `turns_at`: when it ends."""

    here: bool
    gaps: tuple[Gap, ...] = ()
    held: tuple[Held, ...] = ()
    told: tuple[uuid.UUID, ...] = ()
    turns_at: datetime | None = None


def today(viewer: Viewer, agreed: Agreed, now: datetime) -> TasksToday:
    """What the reader is told of those who stepped back. Nothing while the circle rests. One query where nobody did."""
    rows = _told(viewer, now)
    if not rows:
        return TasksToday(here=open_to(viewer))
    every = {one.id: one for one in tasks(viewer, agreed)}
    about = [one for id, one in every.items() if id in {row.task_id for row in rows}]
    coming: dict[uuid.UUID, list[date]] = {}
    for day, one in _without(viewer, now, every.values()):
        coming.setdefault(one.id, []).append(day)
    alone = [one for one in every.values() if one.id in coming or (one in about and not one.usual)]
    faces = circle.members(viewer)
    return TasksToday(
        here=True,
        gaps=tuple(
            Gap(
                one.id,
                one.name,
                when_words(coming.get(one.id, ()), wall.day(now, viewer.zone)),
                rules.may_take(one.what, viewer.me()),
            )
            for one in (alone if any(not one.usual for one in about) else ())
        ),
        held=tuple(
            Held(one.name, joined(face.name for face in faces if face.id in one.usual)) for one in about if one.usual
        ),
        told=tuple(row.id for row in rows),
        turns_at=min(row.until for row in rows),
    )


def left_alone(viewer: Viewer, agreed: Agreed, now: datetime) -> list[tuple[uuid.UUID, datetime]]:
    """The tasks the reader is told of that still have nobody, and until when. For whoever brings word of them."""
    rows = _told(viewer, now)
    alone = {one.id for one in tasks(viewer, agreed) if not one.usual} if rows else set()
    return [(row.task_id, row.until) for row in rows if row.task_id in alone]


def _told(viewer: Viewer, now: datetime) -> list[Told]:
    if viewer.paused or not open_to(viewer):
        return []
    rows = Told.objects.filter(member_id=viewer.me(), task__circle_id=viewer.circle_id, task__ended_at=None)
    return list(rows.filter(until__gt=now).order_by("until", "id"))


# --- the page -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Area:
    """An area with what is in it."""

    title: str
    tasks: tuple[TaskView, ...]


@dataclass(frozen=True)
class Agreement:
    """What the card says about contributing, between the holder and this member, in sentences: the need first."""

    member_id: uuid.UUID
    lines: tuple[str, ...]


def task(viewer: Viewer, task_id: uuid.UUID) -> TaskView | None:
    """One task on the reader's list."""
    return next((one for one in tasks(viewer) if one.id == task_id), None)


def is_free(viewer: Viewer, one: TaskView) -> bool:
    """Whether the reader may take it with a tap."""
    return rules.may_take(one.what, viewer.me())


def has_own_hard(viewer: Viewer, task_id: uuid.UUID) -> bool:
    """Whether the reader has said something else about this task than what the card says."""
    return Hard.objects.filter(task_id=task_id, member_id=viewer.me()).exists()


def areas(every: Iterable[TaskView]) -> tuple[Area, ...]:
    """The tasks by area, in their order."""
    found: dict[str, list[TaskView]] = {}
    for one in every:
        found.setdefault(area_words(one.area), []).append(one)
    return tuple(Area(title, tuple(there)) for title, there in found.items())


def agreements(viewer: Viewer, agreed: Agreed) -> tuple[Agreement, ...]:
    """What is agreed on the card with each of those with whom something is."""
    names = circle.names(viewer)
    found = []
    for other in agreed.others(rules.TOPIC):
        settled = agreed.with_other(rules.TOPIC, other) or {}
        supporter = other if viewer.is_holder else viewer.me()
        called = Names(holder=names.get(agreed.holder_id or supporter, ""), supporter=names.get(supporter, ""))
        about = {key: settled[key] for key in ("need_help", "contribute", "keep") if key in settled}
        lines = sentences(cards.card(rules.TOPIC), about, reader_lang(), called, "pair")
        if lines:
            found.append(Agreement(other, tuple(line.text for line in lines)))
    return tuple(found)


def can_be_left_to(viewer: Viewer) -> tuple[tuple[uuid.UUID, str], ...]:
    """Those to whom a task can be left, as id and name: whoever is here and sees the list."""
    see = circle.who_see(viewer.circle_id, rules.TOPIC)
    return tuple((face.id, face.name) for face in circle.members(viewer) if face.id in see)


def undoable(viewer: Viewer, task_id: uuid.UUID, now: datetime) -> str:
    """The name of a task that was taken off the list a moment ago and can be put back; nothing for any other."""
    if not open_to(viewer):
        return ""
    row = Task.objects.filter(id=task_id, circle_id=viewer.circle_id, ended_at__gt=now - rules.UNDO).first()
    return rules.read(row.what).name if row else ""


# --- words --------------------------------------------------------------------------------------


def area_words(area: str) -> str:
    """An area in the reader's language; somebody's own words as they are."""
    ours = {
        "food": _("Food"),
        "home": _("The home"),
        "clothes": _("Clothes"),
        "children": _("Children"),
        "animals": _("Animals"),
        "outside": _("Outdoors"),
        "driving": _("Driving"),
        "plans": _("Plans"),
        "money": _("Money"),
        "people": _("Family and friends"),
    }
    return ours.get(area) or area or _("Everything else")


def hard_words(way: str) -> str:
    """What can be done on a hard day, in the card's own words."""
    card = cards.words(cards.card(rules.TOPIC), reader_lang())
    return card.questions["hard_day"].labels.get(way, "")


def on_a_hard_day(one: TaskView, member_id: uuid.UUID) -> str:
    """All that somebody wants done with it then: `Vi bytter, Det venter`, with their words for the smaller version."""
    ways = [hard_words(way) for way in one.hard.get(member_id, ())]
    smaller = one.smaller.get(member_id, "")
    return ", ".join([*ways, smaller] if smaller else ways)


def phrase_words(question: str, phrase: Saying) -> str:
    """A phrase of the card in the reader's language; somebody's own words as they are."""
    card = cards.words(cards.card(rules.TOPIC), reader_lang())
    return phrase.own or card.questions[question].labels.get(phrase.starter, "")


def days_words(days: Iterable[int]) -> str:
    """`mandag–onsdag og lørdag`."""
    return language(reader_lang()).weekdays([DAYS[day] for day in days])


def when_words(days: Iterable[date], today: date) -> str:
    """The next days as one says them: `i dag og torsdag`."""
    tongue = language(reader_lang())
    near = {0: _("today"), 1: _("tomorrow")}
    return tongue.join([near.get((day - today).days) or tongue.weekdays([DAYS[day.weekday()]]) for day in days])


def joined(names: Iterable[str]) -> str:
    """`Maja, Jonas og Birthe`."""
    return language(reader_lang()).join(list(names))
