"""Reading answers that were stored earlier, perhaps by a newer Roret: what a card knows is read, the rest is skipped.

Nothing here raises, whatever the value is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from roret.content.shape import DAYS, Party, Phrase, Question, Value, Window

W = TypeVar("W", bound=str)
_CLOCK = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")


@dataclass(frozen=True)
class Saying:
    """A phrase as a value: one of the card's by its id, or somebody's own words."""

    starter: str = ""
    own: str = ""

    @property
    def stored(self) -> Phrase:
        return {"starter": self.starter} if self.starter else {"own": self.own}


def key(question: str, side: Party) -> str:
    """Under which key this side's answer is settled, for a question that is put to each of the two."""
    return question if side == "holder" else f"{question}@supporter"


def read(question: Question, value: object) -> Value | None:
    """The part of a stored value that this question knows, in canonical order; `None` when nothing is left."""
    match question.kind:
        case "choice":
            return value if isinstance(value, str) and value in question.choices else None
        case "choices":
            return read_choices(question, value) or None
        case "scale":
            known = isinstance(value, int) and not isinstance(value, bool) and value in question.steps
            return value if known else None  # type: ignore[return-value]
        case "times":
            return read_windows(value) or None
        case "phrases":
            return read_phrases(question, value) or None
        case "text":
            return value if isinstance(value, str) and value else None


def read_choices(question: Question, value: object) -> list[str]:
    """The known choices among them, in the card's order."""
    chosen = value if isinstance(value, (list, tuple)) else ()
    return [choice for choice in question.choices if choice in chosen]


def read_phrases(question: Question, value: object) -> list[Phrase]:
    """The known starters in the card's order, then what was written, each once."""
    parts = [part for part in value if isinstance(part, dict)] if isinstance(value, (list, tuple)) else []
    tapped = [part["starter"] for part in parts if isinstance(part.get("starter"), str)]
    own = dict.fromkeys(part["own"] for part in parts if isinstance(part.get("own"), str) and part["own"])
    return phrases(question, tapped, own)


def sayings(question: Question, value: object) -> tuple[Saying, ...]:
    """The same phrases as values."""
    return tuple(Saying(**one) for one in read_phrases(question, value))


def read_choice(question: Question, value: object) -> str | None:
    """The one choice that was stored, if the question knows it."""
    known = read(question, value)
    return known if isinstance(known, str) else None


def one_of(known: Iterable[W], value: object) -> W | None:
    """The word that was stored, if it is one of these."""
    return next((word for word in known if isinstance(value, str) and word == value), None)


def any_phrases(value: object) -> list[Phrase]:
    """The well-formed phrases of a list, each once. Whether today's card knows a starter is seen when it is shown."""
    found: list[Phrase] = []
    for part in value if isinstance(value, (list, tuple)) else ():
        for kind in ("starter", "own"):
            text = part.get(kind) if isinstance(part, dict) else None
            if isinstance(text, str) and text and {kind: text} not in found:
                found.append({kind: text})
    return found


def any_saying(value: object) -> Saying | None:
    """A well-formed phrase as a value."""
    return next((Saying(**one) for one in any_phrases([value])), None)


def phrases(question: Question, tapped: Sequence[str], own: Iterable[str]) -> list[Phrase]:
    """The canonical order of a phrase list."""
    known: list[Phrase] = [{"starter": starter} for starter in question.starters if starter in tapped]
    return known + [{"own": text} for text in own]


def read_windows(value: object) -> list[Window]:
    """The well-formed weekly windows, in canonical order."""
    rows = [row for row in value if isinstance(row, dict)] if isinstance(value, (list, tuple)) else []
    return windows(window for row in rows if (window := _window(row)))


def _window(row: dict[object, object]) -> tuple[list[str], str, str] | None:
    days, start, end = row.get("days"), row.get("from"), row.get("to")
    if not (isinstance(start, str) and isinstance(end, str) and _CLOCK.fullmatch(start) and _CLOCK.fullmatch(end)):
        return None
    named = [day for day in DAYS if day in days] if isinstance(days, (list, tuple)) else []
    return (named, start, end) if named else None


def windows(rows: Iterable[tuple[Iterable[str], str, str]]) -> list[Window]:
    """Rows with the same hours become one; then by first day and hour. Two people who mean the same store the same."""
    by_hours: dict[tuple[str, str], set[str]] = {}
    for days, start, end in rows:
        by_hours.setdefault((start, end), set()).update(days)
    merged: list[Window] = [
        {"days": [day for day in DAYS if day in days], "from": start, "to": end}
        for (start, end), days in by_hours.items()
    ]
    return sorted(merged, key=lambda window: (DAYS.index(window["days"][0]), window["from"], window["to"]))
