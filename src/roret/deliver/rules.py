"""May this go to somebody's telephone now? The one gate that every push and every mail passes, at the moment of sending.

Pure. What is true is asked anew each time; nothing that is held back is lost while it is true, and
nothing that has ceased to be true goes out, however late the queue or the network was.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum

from roret.kit import wall
from roret.zones import rules as zones
from roret.zones.rules import At, Now, On

__all__ = ["At", "Drop", "Kind", "Now", "On", "Quiet", "may_go"]


class Kind(StrEnum):
    """What a person can have brought to them. Everything is off until they turn it on."""

    QUESTION = "question"
    """The other asks something of me."""
    SIGNAL = "signal"
    """The other has given a signal, withdraws for a bit, or steps back from what one counts on."""
    OFFER = "offer"
    """The other has an idea for me."""
    PROPOSAL = "proposal"
    """A proposal lies on the table and waits for my yes."""


RINGS_ONCE_IN = timedelta(minutes=5)
"""One person's signals ring no more often than this, so that nobody's telephone can be made to ring all day."""

AS_ZONES_SEE_IT = {
    Kind.QUESTION: zones.Kind.QUESTION,
    Kind.SIGNAL: zones.Kind.SIGNAL,
    Kind.OFFER: zones.Kind.ADVICE_OFFER,
    Kind.PROPOSAL: zones.Kind.REMINDER,
}
SOFTWARE = frozenset(kind for kind, seen in AS_ZONES_SEE_IT.items() if seen in zones.SOFTWARE)
"""What the software brings of its own accord. It waits for zones, and comes not at all while the circle rests."""

CHANNELS = ("push", "mail", "none")

LOCK_SCREEN = {"da": "Der er nyt i Roret.", "en": "There is something new in Roret."}
"""Every text that ever stands on a lock screen. It is the same whatever has happened, and names nobody."""
LANGUAGES = tuple(LOCK_SCREEN)

LONGEST_IN_TRANSIT = timedelta(days=1)
"""A push that no telephone has fetched within this is let go by the push service. The page still says it."""


@dataclass(frozen=True)
class Drop:
    """It does not go, now or later."""


@dataclass(frozen=True)
class Quiet:
    """Hours of the day in which nothing is to ring, by the clock on the wall of where the person is.

    It may run past midnight. From and to alike means no hours.
    """

    begin: time
    end: time
    zone: str

    def covers(self, at: datetime) -> bool:
        """Whether a clock on the wall shows one of these hours at `at`."""
        shown = wall.local(at, self.zone).time().replace(second=0, microsecond=0)
        if self.begin <= self.end:
            return self.begin <= shown < self.end
        return shown >= self.begin or shown < self.end

    def over(self, at: datetime) -> datetime:
        """The first whole minute from `at` on in which it is not quiet: `at` itself where it is not.

        Minute by minute, since on days when clocks change the end may come twice or not at all.
        """
        moment = at.astimezone(UTC)
        while self.covers(moment):
            moment = moment.replace(second=0, microsecond=0) + timedelta(minutes=1)
        return moment


def may_go(
    kind: Kind, zone: On | None, quiet_hours: Quiet | None, present: bool, agreed: bool, still_true: bool, now: datetime
) -> Now | At | Drop:
    """Now, at a later moment (when it is asked again), or not at all.

    `present`: the person is in the circle and wants this kind. `agreed`: the circle does not rest,
    as far as the software's own kinds go. `still_true`: what it is about stands before them at `now`.
    """
    if not (present and agreed and still_true):
        return Drop()
    when = now
    while (later := _held_until(kind, zone, quiet_hours, when)) > when:
        when = later
    return At(when) if when > now else Now()


def _held_until(kind: Kind, zone: On | None, quiet_hours: Quiet | None, at: datetime) -> datetime:
    verdict = zones.may_come(AS_ZONES_SEE_IT[kind], zone, at)
    if isinstance(verdict, At):
        return verdict.when
    return quiet_hours.over(at) if quiet_hours else at


def in_transit(until: datetime, now: datetime) -> int:
    """For how many seconds a push service may keep it: never beyond what it is about."""
    return max(0, int(min(until - now, LONGEST_IN_TRANSIT).total_seconds()))


def clock_time(text: str) -> time | None:
    """`HH:MM` as a time of day; nothing for anything else."""
    hours, _, minutes = text.partition(":")
    if (
        len(text) == 5
        and text.isascii()
        and hours.isdigit()
        and minutes.isdigit()
        and int(hours) < 24
        and int(minutes) < 60
    ):
        return time(int(hours), int(minutes))
    return None


def kinds(chosen: Collection[str]) -> tuple[Kind, ...]:
    """The known kinds among these, in our order."""
    return tuple(kind for kind in Kind if kind in chosen)
