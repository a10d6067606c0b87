"""Acts that waited on a telephone for a network: which may, for how long each is true, and what became of it. Pure."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LASTS: dict[str, timedelta] = {
    "signals:send": timedelta(minutes=30),
    "signals:back": timedelta(minutes=30),
    "withdraw:away": timedelta(hours=12),
    "withdraw:back": timedelta(hours=12),
    "flareup:on": timedelta(minutes=30),
}
"""The acts that can be done without a network, by the name of their route, and for how long each is true at most.

Nothing else is taken with a key. Its room may find it too late sooner than this: a clock time in it has passed, or
something newer was said meanwhile."""

AHEAD = timedelta(hours=26)
"""So far ahead a telephone's clock may be: a day, and a change of the clocks. What it did then counts as done now."""

KEPT_FOR = timedelta(days=2)
"""For how long it is known that an act was done. Longer than any act is true, however wrong the clock."""

KEY_LENGTHS = range(16, 65)


class Outcome(StrEnum):
    """What became of an act. Everything but `DONE` is that it was let go of."""

    DONE = "done"
    LATE = "late"
    NOT_AGREED = "not_agreed"
    REFUSED = "refused"


def counts_as_made(made: datetime, now: datetime, lasts: timedelta) -> datetime | None:
    """When an act counts as done that was made then by the telephone's clock; `None` when it is no longer true."""
    if made > now:
        return now if made - now <= AHEAD else None
    return made if now - made < lasts else None


@dataclass(frozen=True)
class Known:
    """An act that has come before with this key."""

    body_hash: str
    outcome: Outcome


@dataclass(frozen=True)
class Do:
    """It has not come before and is still true: to be done as though it were done `at` that moment."""

    at: datetime


def decide(known: Known | None, body_hash: str, made: datetime, now: datetime, lasts: timedelta) -> Do | Outcome | None:
    """What to do with an act that has come: do it, say what became of it already, or `None` when it is another."""
    if known is not None:
        return known.outcome if known.body_hash == body_hash else None
    at = counts_as_made(made, now, lasts)
    return Outcome.LATE if at is None else Do(at)


def is_key(given: str) -> bool:
    return len(given) in KEY_LENGTHS and given.isascii() and all(char.isalnum() or char in "-_" for char in given)


def key_hash(person: str, key: str) -> str:
    """What is kept of a key. It is one person's: the same key of somebody else is another."""
    return hashlib.sha256(f"{person}:{key}".encode()).hexdigest()


def body_hash(key: str, circle: str, route: str, body: Iterable[tuple[str, list[str]]]) -> str:
    """What is kept of what was said, where. Without the key, which is not kept, nobody can find out what it was."""
    lines = [circle, route, *(f"{name}={len(values)}:{values!r}" for name, values in sorted(body))]
    return hmac.new(key.encode(), "\n".join(lines).encode(), hashlib.sha256).hexdigest()
