"""Between moments and what the clock on a wall shows, where clocks are turned twice a year. Pure.

Moments are aware and given in UTC, `wall` is a naive local time, `zone` an IANA time zone. A time that comes twice
has a first and a last moment; a time that is left out is the moment at which the clocks jump over it.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


def local(at: datetime, zone: str) -> datetime:
    """The moment `at` as it is read in `zone`."""
    return at.astimezone(ZoneInfo(zone))


def day(at: datetime, zone: str) -> date:
    """The calendar day it is in `zone` at `at`."""
    return local(at, zone).date()


def first_moment(wall: datetime, zone: str) -> datetime:
    """The first moment at which a clock on the wall shows `wall`."""
    return _moments(wall, zone)[0]


def last_moment(wall: datetime, zone: str) -> datetime:
    """The last moment at which a clock on the wall shows `wall`."""
    return _moments(wall, zone)[1]


def moment(day: date, wall: time, zone: str) -> datetime:
    """The first moment of this time on this day."""
    return first_moment(datetime.combine(day, wall), zone)


def midnight_after(at: datetime, zone: str) -> datetime:
    """When the local day of `at` ends, be it 23 hours long or 25."""
    return moment(day(at, zone) + DAY, time(), zone)


def _moments(wall: datetime, zone: str) -> tuple[datetime, datetime]:
    place = ZoneInfo(zone)
    first, last = (wall.replace(tzinfo=place, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first <= last:
        return first, last
    # Left out: the clocks jump somewhere between the two readings. The first moment that shows a later time is it.
    before, after = last, first
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) / 2
        if middle.astimezone(place).replace(tzinfo=None) > wall:
            after = middle
        else:
            before = middle
    jump = after.replace(microsecond=0)
    return jump, jump
