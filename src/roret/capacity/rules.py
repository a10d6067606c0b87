"""How much there is to give today, as each has agreed to say it. Pure.

Every function here is about one person. Two people's codes are on scales of their own, so there is nothing that
takes two of them: no order, no sum, no average.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Literal, TypeAlias, get_args

from roret.content import stored
from roret.content.shape import Party, Phrase
from roret.kit import wall

Scale: TypeAlias = Literal["percent", "ten", "words", "none"]
Lasts: TypeAlias = Literal["midnight", "until_18", "four_hours"]
Unset: TypeAlias = Literal["not_said", "my_silence", "as_usual"]
LowAt: TypeAlias = Literal["under_20", "under_30", "under_50", "day_by_day"]
Word: TypeAlias = Literal["a_lot", "some", "a_little", "next_to_nothing"]
Need: TypeAlias = Literal["listen", "practical", "other_talk", "quiet_company", "peace", "cannot_begin"]
Part: TypeAlias = Literal["code", "need", "words"]
Tense: TypeAlias = Literal["ahead", "now", "earlier", "gone"]
PartOfDay: TypeAlias = Literal["night", "morning", "forenoon", "afternoon", "evening"]

SCALES: tuple[Scale, ...] = get_args(Scale)
LASTS: tuple[Lasts, ...] = get_args(Lasts)
UNSETS: tuple[Unset, ...] = get_args(Unset)
LOW_ATS: tuple[LowAt, ...] = get_args(LowAt)
WORDS: tuple[Word, ...] = get_args(Word)
NEEDS: tuple[Need, ...] = get_args(Need)
PARTS: tuple[Part, ...] = get_args(Part)

RATHER_NOT = "rather_not"
"""What one taps to say nothing: it is the same as taking back, and is stored nowhere."""
STANDS = timedelta(hours=4)
"""For so long something is said now; afterwards it was said earlier today."""
WORDS_LENGTH = 200
"""Longest line of one's own, in characters."""

_PERCENT = range(0, 101, 10)
_TEN = range(11)
_UNDER: dict[LowAt, int] = {"under_20": 20, "under_30": 30, "under_50": 50}
_LOW_WORDS: tuple[Word, ...] = ("a_little", "next_to_nothing")
_BEGINS: tuple[tuple[int, PartOfDay], ...] = (
    (18, "evening"),
    (12, "afternoon"),
    (9, "forenoon"),
    (5, "morning"),
    (0, "night"),
)


class Refused(Exception):
    """It cannot be said like that. `code` is permanent: nothing_agreed, not_a_step, not_a_need, too_long."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Code:
    """What somebody said, on the scale they said it on: a number, or one of `WORDS`."""

    scale: Scale
    value: int | Word


@dataclass(frozen=True)
class CapacityTerms:
    """What is agreed about one side's day. `None` where the answer was not given, or is none that we know."""

    holds: bool = False
    scale: Scale | None = None
    steps: str = ""
    low_at: LowAt | None = None
    low: tuple[Phrase, ...] = ()
    lasts: Lasts = "midnight"
    unset: Unset = "not_said"
    both_flat: tuple[Phrase, ...] = ()


@dataclass(frozen=True)
class Standing:
    """How something that was said stands now; for earlier today, in which part of the day it was said.

    Ahead is what somebody has written and lets stand from a later moment: until then it is theirs alone.
    """

    tense: Tense
    said_in: PartOfDay | None = None


# --- what is agreed -----------------------------------------------------------------------------


def terms(settled: Mapping[str, object] | None, side: Party) -> CapacityTerms:
    """What the settled answers mean for this side. Never raises; `None` is nothing agreed.

    Only the holder says what it means to say nothing; for anybody else it is just not said.
    """
    if settled is None:
        return CapacityTerms()
    key = "@supporter" if side == "supporter" else ""
    scale = stored.one_of(SCALES, settled.get(f"scale{key}"))
    numbers, said = scale in ("percent", "ten"), scale not in (None, "none")
    steps = settled.get(f"steps{key}")
    return CapacityTerms(
        holds=True,
        scale=scale,
        steps=steps.strip() if said and isinstance(steps, str) else "",
        low_at=stored.one_of(LOW_ATS, settled.get(f"low_at{key}")) if numbers else None,
        low=tuple(stored.any_phrases(settled.get(f"low{key}"))),
        lasts=(stored.one_of(LASTS, settled.get(f"lasts{key}")) if said else None) or "midnight",
        unset=(stored.one_of(UNSETS, settled.get("unset")) if side == "holder" else None) or "not_said",
        both_flat=tuple(stored.any_phrases(settled.get("both_flat"))),
    )


def offered(agreed: CapacityTerms) -> tuple[Code, ...]:
    """What this side can tap. Words where no scale was chosen; nothing where they would rather not."""
    if not agreed.holds or agreed.scale == "none":
        return ()
    if agreed.scale == "percent":
        return tuple(Code("percent", number) for number in _PERCENT)
    if agreed.scale == "ten":
        return tuple(Code("ten", number) for number in _TEN)
    return tuple(Code("words", word) for word in WORDS)


def tapped(agreed: CapacityTerms, given: object) -> Code:
    """The code of this button. Raises `Refused` not_a_step for one that this side is not offered."""
    for code in offered(agreed):
        if not isinstance(given, bool) and str(code.value) == str(given):
            return code
    raise Refused("not_a_step")


def need_of(given: object) -> Need:
    """One of `NEEDS`. Raises `Refused` not_a_need for anything else."""
    need = stored.one_of(NEEDS, given)
    if need is None:
        raise Refused("not_a_need")
    return need


def is_low(agreed: CapacityTerms, code: Code) -> bool:
    """Whether this is a day for what is good on a low one, by that person's own threshold. Never guessed.

    A word says it by itself; a number says nothing where no threshold was named.
    """
    if not isinstance(code.value, int):
        return code.value in _LOW_WORDS
    under = _UNDER.get(agreed.low_at) if agreed.low_at else None
    return under is not None and code.value * (10 if code.scale == "ten" else 1) < under


# --- how long -----------------------------------------------------------------------------------


def stands_from(chosen: datetime | None, now: datetime) -> datetime:
    """The moment from which a line stands: the one that was chosen, while it is to come within a day; else now."""
    return chosen if chosen is not None and now < chosen <= now + wall.DAY else now


def is_ahead(part: str, set_at: datetime, now: datetime) -> bool:
    """Whether it is written for later. A line alone can be: that a clock was set back hides nothing else."""
    return part == "words" and set_at > now


def until(agreed: CapacityTerms, now: datetime, zone: str) -> datetime:
    """When something said now is gone for everyone, in UTC; always later than now.

    The clock on the wall counts: a day of 23 or of 25 hours ends at its own midnight. Four hours are four hours.
    """
    if agreed.lasts == "four_hours":
        return now.astimezone(UTC) + STANDS
    six = wall.moment(wall.day(now, zone), time(18), zone)
    if agreed.lasts == "until_18" and now < six:
        return six
    return wall.midnight_after(now, zone)


def soonest(all_agreed: Iterable[CapacityTerms], now: datetime, zone: str) -> datetime:
    """What is gone is gone for everyone: where one has agreed differently with several, the earliest counts."""
    return min((until(agreed, now, zone) for agreed in all_agreed), default=until(CapacityTerms(), now, zone))


def stands_until(set_at: datetime) -> datetime:
    """From when on it is something that was said earlier."""
    return set_at + STANDS


def standing(set_at: datetime, until: datetime, now: datetime, zone: str) -> Standing:
    """Said now, said earlier today, or gone. What was said on another day is gone as well after its four hours."""
    if now >= until:
        return Standing("gone")
    if now < stands_until(set_at):
        return Standing("now")
    if wall.day(set_at, zone) != wall.day(now, zone):
        return Standing("gone")
    return Standing("earlier", part_of_day(set_at, zone))


def part_of_day(at: datetime, zone: str) -> PartOfDay:
    """The part of the day a moment lies in, by the clock on the wall."""
    hour = wall.local(at, zone).hour
    return next(part for begins, part in _BEGINS if hour >= begins)


# --- what is stored -----------------------------------------------------------------------------


def code_data(code: Code) -> dict[str, object]:
    """A code as it is sealed: the scale stays with it, so that it reads the same when another is agreed later."""
    return {"scale": code.scale, "value": code.value}


def read_code(data: object) -> Code | None:
    """A stored code, or `None` for what is none. Never raises."""
    value = data.get("value") if isinstance(data, dict) else None
    scale = stored.one_of(SCALES, data.get("scale")) if isinstance(data, dict) else None
    found = offered(CapacityTerms(holds=True, scale=scale)) if scale else ()
    return next((code for code in found if not isinstance(value, bool) and code.value == value), None)


def read_need(data: object) -> Need | None:
    """A stored need, or `None` for what is none. Never raises."""
    return stored.one_of(NEEDS, data.get("need")) if isinstance(data, dict) else None


def read_words(data: object) -> str:
    """Stored words, or nothing. Never raises."""
    words = data.get("words") if isinstance(data, dict) else None
    return words if isinstance(words, str) else ""
