"""Tasks as values: what a stored one says, on which days it comes, who may take it, and what a hard day does. Pure.

Nothing here raises for what was stored: a value that is not known counts as not said.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from roret.content import stored
from roret.content.shape import Party, Question
from roret.content.stored import Saying
from roret.kit import wall
from roret.kit.ids import read_ids

TOPIC = "tasks"

AREAS = ("food", "home", "clothes", "children", "animals", "outside", "driving", "plans", "money", "people")
"""The areas that lie ready. Any other words are an area of one's own."""
HARD = ("swap", "postpone", "together", "smaller", "let_go")
"""What can be done with a task on a hard day, in the card's order."""
WEEKDAYS = range(7)
"""Monday is 0."""

AHEAD = timedelta(hours=48)
"""How far ahead one sees which things have no one, and how long one is told that somebody stepped back."""
UNDO = timedelta(hours=1)
"""For how long a task that was taken away can be brought back."""
NAME_LENGTH, AREA_LENGTH, SMALLER_LENGTH = 120, 60, 200

_HARD_DAY = Question(id="hard_day", kind="choices", choices=HARD)
_NEED = Question(
    id="need_help",
    kind="phrases",
    starters=("shopping", "cooking", "planning", "calls", "bills", "laundry", "cleaning", "children", "driving"),
)
_CONTRIBUTE = Question(
    id="contribute",
    kind="phrases",
    starters=(
        "cooking",
        "planning",
        "online_shopping",
        "calls",
        "bills",
        "homework",
        "folding",
        "listening",
        "company",
    ),
)
_KEEP = Question(
    id="keep",
    kind="phrases",
    starters=("menu", "shopping_list", "goodnight", "table", "plants", "calendar", "cooks_company"),
)
QUESTIONS = (_NEED, _CONTRIBUTE, _KEEP, _HARD_DAY)
"""What this room reads of its card."""


@dataclass(frozen=True)
class What:
    """What a task says. `usual` empty: it has nobody. `may` empty: whoever sees the list. `days` empty: no fixed day."""

    name: str
    area: str = ""
    usual: frozenset[uuid.UUID] = frozenset()
    may: frozenset[uuid.UUID] = frozenset()
    days: tuple[int, ...] = ()

    def stored(self) -> dict[str, object]:
        """As it is kept. Two people who mean the same store the same."""
        return {
            "name": self.name,
            "area": self.area,
            "usual": sorted(map(str, self.usual)),
            "may": sorted(map(str, self.may)),
            "days": list(self.days),
        }

    @property
    def everybody(self) -> frozenset[uuid.UUID]:
        """Whoever stands in it."""
        return self.usual | self.may

    def without(self, member_id: uuid.UUID) -> What:
        """The same where this member neither does it nor may."""
        return replace(self, usual=self.usual - {member_id}, may=self.may - {member_id})

    def taken_by(self, member_id: uuid.UUID) -> What:
        return replace(self, usual=self.usual | {member_id}, may=self.may - {member_id})

    def stepped_back(self, member_id: uuid.UUID) -> What:
        return replace(self, usual=self.usual - {member_id})


@dataclass(frozen=True)
class OnHardDays:
    """What one member wants done with a task on a hard day. `smaller` is what the smaller version is, in their words."""

    choices: tuple[str, ...] = ()
    smaller: str = ""

    def stored(self) -> dict[str, object]:
        return {"choices": list(self.choices), "smaller": self.smaller}


# --- a task -------------------------------------------------------------------------------------


def read(value: object) -> What:
    """A task as it was stored."""
    said: Mapping[str, object] = value if isinstance(value, dict) else {}
    usual = read_ids(said.get("usual"))
    return What(
        name=_text(said.get("name")),
        area=_text(said.get("area")),
        usual=usual,
        may=read_ids(said.get("may")) - usual,
        days=days(_list(said.get("days"))),
    )


def days(values: Iterable[object]) -> tuple[int, ...]:
    """The weekdays among these, Monday first, each once."""
    chosen = {value for value in values if isinstance(value, int) and not isinstance(value, bool)}
    return tuple(day for day in WEEKDAYS if day in chosen)


def among(what: What, members: Collection[uuid.UUID]) -> What:
    """The same with these members alone. Who usually does it also may, so it is not said twice."""
    usual = frozenset(one for one in what.usual if one in members)
    return replace(what, usual=usual, may=frozenset(one for one in what.may if one in members) - usual)


def is_stepping_back(before: What, after: What, actor: uuid.UUID) -> bool:
    """Whether an edit takes away what others count on: its writer is off it, or it has nobody where it had somebody."""
    return (actor in before.usual and actor not in after.usual) or bool(before.usual and not after.usual)


def falls_on(what: What, day: date) -> bool:
    """Whether this is one of its weekdays. A task without a fixed day comes on none by itself."""
    return day.weekday() in what.days


def may_take(what: What, member_id: uuid.UUID) -> bool:
    """Whether somebody who sees the list may take it over with a tap: it has nobody, and it is not kept for others."""
    return not what.usual and (not what.may or member_id in what.may)


def days_ahead(now: datetime, zone: str) -> tuple[date, ...]:
    """The days that have a part in the next 48 hours, today first."""
    first, last = wall.day(now, zone), wall.day(now + AHEAD, zone)
    each = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return tuple(day for day in each if wall.moment(day, time(), zone) < now + AHEAD)


def order(area: str, name: str, id: uuid.UUID) -> tuple[int, str, str, str]:
    """By area, those that lie ready first, then by name. A total order."""
    place = AREAS.index(area) if area in AREAS else len(AREAS) + (not area)
    return place, "" if area in AREAS else area.casefold(), name.casefold(), str(id)


def told_until(now: datetime) -> datetime:
    return now + AHEAD


def undo_until(ended_at: datetime) -> datetime:
    return ended_at + UNDO


# --- a hard day ---------------------------------------------------------------------------------


def read_hard(value: object) -> OnHardDays:
    """What one member said about a task, as it was stored."""
    said: Mapping[str, object] = value if isinstance(value, dict) else {}
    return OnHardDays(hard(_list(said.get("choices"))), _text(said.get("smaller")))


def hard(values: Collection[object]) -> tuple[str, ...]:
    """The known ways among these, in the card's order, each once."""
    return tuple(way for way in HARD if way in values)


def hard_choices(settled: Mapping[str, object] | None, side: Party) -> tuple[str, ...]:
    """What one side has agreed for their hard days on the card."""
    return tuple(stored.read_choices(_HARD_DAY, (settled or {}).get(stored.key("hard_day", side))))


# --- the card -----------------------------------------------------------------------------------


def kept(settled: Mapping[str, object] | None) -> tuple[Saying, ...]:
    """What the holder keeps, also on a hard day."""
    return stored.sayings(_KEEP, (settled or {}).get(_KEEP.id))


def needed(settled: Mapping[str, object] | None) -> tuple[Saying, ...]:
    """What the supporter needs help with most."""
    return stored.sayings(_NEED, (settled or {}).get(_NEED.id))


def contributed(settled: Mapping[str, object] | None) -> tuple[Saying, ...]:
    """What the holder wants to contribute with."""
    return stored.sayings(_CONTRIBUTE, (settled or {}).get(_CONTRIBUTE.id))


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else []


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
