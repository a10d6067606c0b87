"""How and when one may ask another, in which words, and when the software asks by itself. Pure.

The reasons a question waits are as few as there are ways on. None of them tells what somebody has not said to the
one who asks: a signal and somebody who is away are both "not now".
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from roret.content import stored
from roret.content.shape import DAYS, Party, Phrase, Window
from roret.kit.wall import DAY, day, midnight_after, moment
from roret.zones.rules import On, Otherwise, Source, ZoneTerms, starts, zone_now

FADES_AFTER = timedelta(hours=4)
OWN_LENGTH = 300
"""Longest line of one's own along with an answer."""


class When(StrEnum):
    FIXED = "fixed"
    NATURAL = "natural"
    I_BEGIN = "i_begin"
    RATHER_NOT = "rather_not"


class Offer(StrEnum):
    THREE = "three"
    SHORT = "short"
    PLAIN = "plain"
    NUMBER = "number"


class Often(StrEnum):
    ONCE_DAY = "once_day"
    TWICE_DAY = "twice_day"
    FEW_WEEK = "few_week"
    ONCE_WEEK = "once_week"
    NO_LIMIT = "no_limit"


class Talk(StrEnum):
    SHORT = "short"
    LONG = "long"
    VARIES = "varies"


class Silence(StrEnum):
    ASK_ONCE = "ask_once"
    AS_USUAL = "as_usual"
    PEACE = "peace"
    COME = "come"
    OWN_WORDS = "own_words"


LIMITS: dict[Often, int | None] = {
    Often.ONCE_DAY: 1,
    Often.TWICE_DAY: 2,
    Often.FEW_WEEK: 3,
    Often.ONCE_WEEK: 1,
    Often.NO_LIMIT: None,
}
BY_THE_WEEK = frozenset({Often.FEW_WEEK, Often.ONCE_WEEK})

WORDS_FOR: dict[Offer | None, tuple[str, ...]] = {
    Offer.THREE: ("listen_or_hand",),
    Offer.SHORT: ("now_or_later",),
    Offer.PLAIN: ("day_so_far",),
    Offer.NUMBER: ("percent",),
    None: ("good_now", "listen_or_hand"),
}
"""The card's words to ask with, where none were chosen."""


@dataclass(frozen=True)
class AskTerms:
    """What holds about asking one of the two. `agreed` is false when nothing does.

    The holder says when, how often and in which words; the supporter says when it is good to come.
    """

    agreed: bool = False
    when: When | None = None
    offer: Offer | None = None
    fixed_times: tuple[Window, ...] = ()
    often: Often = Often.ONCE_DAY
    words: tuple[Phrase, ...] = ()
    talk: Talk | None = None
    stop: tuple[Phrase, ...] = ()
    silence: Silence | None = None
    silence_own: str = ""
    reach: tuple[Phrase, ...] = ()


def terms(settled: Mapping[str, object] | None, asked: Party) -> AskTerms:
    """What the settled answers say about asking this side. Total: what is not known counts as not said."""
    if settled is None:
        return AskTerms()
    if asked == "supporter":
        return AskTerms(
            agreed=True,
            often=Often.NO_LIMIT,
            stop=tuple(stored.any_phrases(settled.get("stop@supporter"))),
            reach=tuple(stored.any_phrases(settled.get("reach"))),
        )
    own = settled.get("silence_own")
    return AskTerms(
        agreed=True,
        when=stored.one_of(When, settled.get("when")),
        offer=stored.one_of(Offer, settled.get("offer")),
        fixed_times=tuple(stored.read_windows(settled.get("fixed_times"))),
        often=stored.one_of(Often, settled.get("often")) or Often.ONCE_DAY,
        words=tuple(stored.any_phrases(settled.get("words"))),
        talk=stored.one_of(Talk, settled.get("talk")),
        stop=tuple(stored.any_phrases(settled.get("stop"))),
        silence=stored.one_of(Silence, settled.get("silence")),
        silence_own=own if isinstance(own, str) else "",
    )


def words_for(asking: AskTerms) -> tuple[Phrase, ...]:
    """The words to ask with: those that were agreed, else the card's for the way they like to be asked."""
    return asking.words or tuple({"starter": starter} for starter in WORDS_FOR[asking.offer])


def asks_how_much(words: object) -> bool:
    """Whether a question is the one that a capacity code answers."""
    return stored.any_phrases([words]) == [{"starter": "percent"}]


# --- may I ask now --------------------------------------------------------------------------------


class Kind(StrEnum):
    FINE = "fine"
    NOT_AGREED = "not_agreed"
    NOT_WANTED = "not_wanted"
    HOLDER_BEGINS = "holder_begins"
    FIXED_TIMES = "fixed_times"
    NOT_NOW_ZONE = "not_now_zone"
    NOT_NOW = "not_now"
    ENOUGH = "enough"


@dataclass(frozen=True)
class Answer:
    """Whether one may ask now. `words` are for asking, and there when it is fine. `at`: from when it is worth a look.

    `by_the_week` is whether "enough" means this week and not today.
    """

    kind: Kind
    words: tuple[Phrase, ...] = ()
    at: datetime | None = None
    by_the_week: bool = False


def may_ask(
    asking: AskTerms,
    quiet: On | None,
    signal_on: bool,
    away: bool,
    asked: int,
    now: datetime,
    zone: str,
    otherwise: Otherwise | None = None,
) -> Answer:
    """What to tell the one who would like to ask. What lasts longest is said first.

    `quiet`, `signal_on` and `away` are what the asker may know of; `asked` how often they have asked in this window.
    """
    if not asking.agreed:
        return Answer(Kind.NOT_AGREED)
    if asking.when is When.RATHER_NOT:
        return Answer(Kind.NOT_WANTED)
    if asking.when is When.I_BEGIN or (asking.when is not When.FIXED and otherwise is Otherwise.I_BEGIN):
        return Answer(Kind.HOLDER_BEGINS)
    if asking.when is When.FIXED and not _inside(asking.fixed_times, now, zone):
        return Answer(Kind.FIXED_TIMES, at=next_start(asking.fixed_times, now, zone))
    if signal_on or away:
        return Answer(Kind.NOT_NOW)
    if quiet is not None and now < quiet.until:
        by_agreement = quiet.source is Source.WINDOW and not quiet.always
        return Answer(Kind.NOT_NOW_ZONE, at=quiet.until) if by_agreement else Answer(Kind.NOT_NOW)
    limit = LIMITS[asking.often]
    if limit is not None and asked >= limit:
        return Answer(Kind.ENOUGH, at=window_end(asking.often, now, zone), by_the_week=asking.often in BY_THE_WEEK)
    return Answer(Kind.FINE, words_for(asking))


def _inside(windows: Sequence[Window], now: datetime, zone: str) -> bool:
    return zone_now(ZoneTerms(agreed=True, windows=tuple(windows)), (), now, zone) is not None


def window_start(often: Often, now: datetime, zone: str) -> date:
    """The first day of the window in which questions are counted: today, or Monday of this week."""
    today = day(now, zone)
    return today - timedelta(days=today.weekday()) if often in BY_THE_WEEK else today


def window_end(often: Often, now: datetime, zone: str) -> datetime:
    if often not in BY_THE_WEEK:
        return midnight_after(now, zone)
    return moment(window_start(often, now, zone) + DAY * 7, time(), zone)


def fades_at(now: datetime, zone: str) -> datetime:
    """When a question fades that is asked now: after four hours, or at local midnight if that comes first."""
    return min(now + FADES_AFTER, midnight_after(now, zone))


# --- answering ------------------------------------------------------------------------------------


class Choice(StrEnum):
    """What one would like. `PUT_AWAY` is no answer: the question is off one's own page, and nobody learns of it."""

    LISTEN = "listen"
    HELP = "help"
    SOMETHING_ELSE = "something_else"
    PUT_AWAY = "put_away"


SAID = (Choice.LISTEN, Choice.HELP, Choice.SOMETHING_ELSE)


@dataclass(frozen=True)
class Said:
    """An answer to a question. `choice` is nothing while there is none."""

    choice: Choice | None = None
    own: str = ""


def read_said(value: object) -> Said:
    """An answer as it was stored; what is not known counts as none."""
    if not isinstance(value, dict):
        return Said()
    own = value.get("own")
    return Said(stored.one_of(Choice, value.get("choice")), own if isinstance(own, str) else "")


class Refused(Exception):
    """Something that cannot be done as asked. `code` is for the page to put into words.

    other_words: not among the words that may be asked with. no_choice, too_long: of an answer. gone: it has faded.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NotNow(Exception):
    """One may not ask at this moment. The page says why, from `queries`."""

    def __init__(self, kind: Kind) -> None:
        super().__init__(str(kind))
        self.kind = kind


# --- check-ins ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CheckIn:
    """A question that the software asks by itself: whom, and at which local time, which comes once on its day."""

    member_id: uuid.UUID
    wall: datetime

    def ref(self) -> str:
        return f"{self.member_id}:{self.wall:%Y-%m-%dT%H:%M}"


def read_ref(ref: str) -> CheckIn | None:
    member, _, wall = ref.partition(":")
    try:
        return CheckIn(uuid.UUID(member), datetime.strptime(wall, "%Y-%m-%dT%H:%M"))
    except ValueError:
        return None


def set_times(each: Iterable[AskTerms]) -> tuple[Window, ...]:
    """All times at which they have agreed on a question."""
    return tuple(window for one in each if one.when is When.FIXED for window in one.fixed_times)


def next_check_in(times: Sequence[Window], now: datetime, zone: str) -> tuple[datetime, datetime] | None:
    """The local time of the next check-in and the moment it is: the first that shows it, or when clocks jump over it."""
    return next(((wall, at) for wall, at in starts(times, now, zone) if at > now), None)


def next_start(times: Sequence[Window], now: datetime, zone: str) -> datetime | None:
    found = next_check_in(times, now, zone)
    return found[1] if found else None


def begins_then(times: Iterable[Window], wall: datetime) -> bool:
    """Whether a check-in of this local time is still agreed."""
    return any(DAYS[wall.weekday()] in one["days"] and one["from"] == f"{wall:%H:%M}" for one in times)


def is_that_day(wall: datetime, now: datetime, zone: str) -> bool:
    return day(now, zone) == wall.date()
