"""When pain is not a topic, until when, and what waits meanwhile. Pure: the moment and the time zone are passed in.

Windows are agreed in local wall time. A zone is on at every moment whose clock on the wall shows a time inside the
window. Where an hour comes twice, the zone runs once, from the first of those moments to the last; where an hour is
left out, what lay in it begins or ends at the moment the clocks jump. So nothing is on twice, and nothing that can
be read off a clock is missed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from roret.content import stored
from roret.content.shape import DAYS, Party, Phrase, Window
from roret.kit import wall
from roret.kit.wall import DAY, first_moment, last_moment, midnight_after

AHEAD = 9
"""How many days are looked ahead. What is on without a break for a week and more is on always."""

LONGEST = timedelta(hours=24)
"""For how long a zone can be switched on by hand."""

CLOCK = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
MINUTE = timedelta(minutes=1)


class Otherwise(StrEnum):
    """How pain may come up outside the windows: freely, only after the holder's yes, or only by the holder."""

    FREE = "free"
    MY_YES = "my_yes"
    I_BEGIN = "i_begin"


class Room(StrEnum):
    """When the supporter has room to hear about pain."""

    OPEN = "open"
    MY_YES = "my_yes"
    SAY_WHEN = "say_when"


@dataclass(frozen=True)
class ZoneTerms:
    """What holds between two about zones, read from one side. `agreed` is false when nothing does."""

    agreed: bool = False
    windows: tuple[Window, ...] = ()
    situations: tuple[Phrase, ...] = ()
    otherwise: Otherwise | None = None
    room: Room | None = None
    instead: tuple[Phrase, ...] = ()
    instead_other: tuple[Phrase, ...] = ()
    slip: tuple[Phrase, ...] = ()


def terms(settled: Mapping[str, object] | None, side: Party) -> ZoneTerms:
    """What the settled answers say to `side`. Total: what is not known counts as not said."""
    if settled is None:
        return ZoneTerms()
    mine, other = ("instead", "instead@supporter") if side == "holder" else ("instead@supporter", "instead")
    return ZoneTerms(
        agreed=True,
        windows=tuple(stored.read_windows(settled.get("when"))),
        situations=tuple(stored.any_phrases(settled.get("situations"))),
        otherwise=stored.one_of(Otherwise, settled.get("otherwise")),
        room=stored.one_of(Room, settled.get("room")),
        instead=tuple(stored.any_phrases(settled.get(mine))),
        instead_other=tuple(stored.any_phrases(settled.get(other))),
        slip=tuple(stored.any_phrases(settled.get("slip"))),
    )


def clock_today(now: datetime, clock: str, zone: str) -> datetime | None:
    """The moment of `HH:MM` today, or `None` when it has passed or is no such time."""
    if not CLOCK.fullmatch(clock):
        return None
    moment = wall.moment(wall.day(now, zone), time.fromisoformat(clock), zone)
    return moment if moment > now else None


# --- zones ----------------------------------------------------------------------------------------


class Source(StrEnum):
    WINDOW = "window"
    BY_HAND = "by hand"
    SITUATION = "situation"


@dataclass(frozen=True)
class SwitchedOn:
    """A zone that somebody switched on by hand. `situation`: which of the agreed ones it is, if they said so."""

    until: datetime
    situation: Phrase | None = None


@dataclass(frozen=True)
class On:
    """A zone that is on. `always`: it goes on for longer than is looked ahead, and `until` is as far as was seen."""

    until: datetime
    source: Source
    situation: Phrase | None = None
    always: bool = False


def zone_now(agreed: ZoneTerms, switched_on: Sequence[SwitchedOn], now: datetime, zone: str) -> On | None:
    """The zone that is on now, until the end of all that overlap or follow each other without a moment between."""
    windows = list(_occurrences(agreed.windows, now, zone))
    by_hand = [one for one in switched_on if one.until > now]
    running = [end for start, end in windows if start <= now < end]
    if not running and not by_hand:
        return None
    until = _chain(now, [*windows, *((now, one.until) for one in by_hand)])
    always = until - now > timedelta(days=AHEAD - 2)
    longest = max(by_hand, key=lambda one: one.until, default=None)
    if longest is None or (running and max(running) >= longest.until):
        return On(until, Source.WINDOW, always=always)
    source = Source.BY_HAND if longest.situation is None else Source.SITUATION
    return On(until, source, longest.situation, always)


def next_change(agreed: ZoneTerms, switched_on: Sequence[SwitchedOn], now: datetime, zone: str) -> datetime | None:
    """When the zone that is on ends, or the next one begins. `None`: nothing changes by itself within a week."""
    on = zone_now(agreed, switched_on, now, zone)
    if on is not None:
        return None if on.always else on.until
    return min((start for start, _ in _occurrences(agreed.windows, now, zone) if start > now), default=None)


def starts(windows: Iterable[Window], now: datetime, zone: str) -> list[tuple[datetime, datetime]]:
    """The wall-clock beginnings of the windows from today on, each with its first moment. In order, each once."""
    today = wall.day(now, zone)
    begins = {begin for begin, _ in _walls(windows, today) if begin.date() >= today}
    return sorted((begin, first_moment(begin, zone)) for begin in begins)


def _occurrences(windows: Iterable[Window], now: datetime, zone: str) -> Iterator[tuple[datetime, datetime]]:
    """The windows around `now` as moments, begin and end. One that lies wholly in a left-out hour has no moment."""
    for begin, end in _walls(windows, wall.day(now, zone)):
        start, stop = first_moment(begin, zone), _end(end, zone)
        if start < stop:
            yield start, stop


def _end(end: datetime, zone: str) -> datetime:
    """The moment after the last minute inside. Where the end itself comes twice, the minute before it may not."""
    minute = end - MINUTE
    last = last_moment(minute, zone)
    left_out = wall.local(last, zone).replace(tzinfo=None) != minute
    return last if left_out else last + MINUTE


def _walls(windows: Iterable[Window], today: date) -> Iterator[tuple[datetime, datetime]]:
    """Begin and end on the wall, from two days ago (one may run past midnight, at the world's edge by two dates)."""
    for offset in range(-2, AHEAD):
        day = today + DAY * offset
        for window in windows:
            if DAYS[day.weekday()] in window["days"]:
                begin, end = (datetime.combine(day, time.fromisoformat(window[key])) for key in ("from", "to"))
                yield begin, end if begin < end else end + DAY


def _chain(now: datetime, spans: Iterable[tuple[datetime, datetime]]) -> datetime:
    until = now
    for start, end in sorted(spans):
        if start <= until < end:
            until = end
    return until


# --- what waits -----------------------------------------------------------------------------------


class Kind(StrEnum):
    """Everything that can be on its way to somebody."""

    CHECK_IN = "check_in"
    REMINDER = "reminder"
    ADVICE_OFFER = "advice_offer"
    QUESTION = "question"
    SIGNAL = "signal"
    WITHDRAWAL = "withdrawal"
    OWN_WORDS = "own_words"
    THANKS = "thanks"
    FLAREUP = "flareup"


SOFTWARE = frozenset({Kind.CHECK_IN, Kind.REMINDER, Kind.ADVICE_OFFER, Kind.QUESTION})
"""What the software asks, reminds of and offers. Everything else is a person's, and comes through."""


@dataclass(frozen=True)
class Now:
    """It may come at once."""


@dataclass(frozen=True)
class At:
    """It waits until then, and is looked at again."""

    when: datetime


def may_come(kind: Kind, zone: On | None, at: datetime) -> Now | At:
    """Whether this may reach somebody at `at`, when `zone` is on for them: the one decision every channel asks."""
    if zone is None or at >= zone.until or kind not in SOFTWARE:
        return Now()
    return At(zone.until)


class Refused(Exception):
    """A zone that cannot be switched on as asked. `code` is for the page to put into words.

    nothing_agreed: the actor has agreed on zones with nobody. no_time: neither a length nor a clock time.
    too_long: longer than a day. passed: the clock time is not to come any more today.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def by_hand_until(now: datetime, zone: str, minutes: int | None, clock: str | None) -> datetime:
    """Until when a zone is switched on: for so many minutes, until a clock time of today, or else for the day."""
    if minutes is not None:
        if minutes < 1:
            raise Refused("no_time")
        if timedelta(minutes=minutes) > LONGEST:
            raise Refused("too_long")
        return now + timedelta(minutes=minutes)
    if clock is None:
        return midnight_after(now, zone)
    until = clock_today(now, clock, zone)
    if until is None:
        raise Refused("passed" if CLOCK.fullmatch(clock) else "no_time")
    return until
