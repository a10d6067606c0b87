"""The one place that knows what time it is.

Everything else asks `now()`, so that a test can hold the clock still and a rule can be
run through a night with a clock change.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import UTC, date, datetime

from roret.kit import wall

_held: datetime | None = None


def now() -> datetime:
    """The present instant, aware and in UTC."""
    return _held or datetime.now(UTC)


def today(zone: str) -> date:
    """The calendar day it is now in the IANA time zone `zone`.

    Raises `zoneinfo.ZoneInfoNotFoundError` for a zone that does not exist.
    """
    return wall.day(now(), zone)


@contextlib.contextmanager
def held(at: datetime) -> Iterator[None]:
    """Hold the clock of this process at `at` (aware). For tests and the demo only."""
    global _held
    if at.tzinfo is None:
        raise ValueError("clock.held() needs an aware datetime")
    before, _held = _held, at
    try:
        yield
    finally:
        _held = before
