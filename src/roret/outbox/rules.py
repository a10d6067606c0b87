"""How long the outbox waits. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

LEASE = timedelta(seconds=60)
"""How long a row belongs to the worker that took it. A handler that needs longer may be run twice."""

FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=1)

UP_FOR = timedelta(seconds=10)
"""A worker whose last round is older than this does not count as up."""


def wait(attempts: int) -> timedelta:
    """How long to wait after `attempts` failures in a row (1 or more): 5 s, doubled each time, an hour at most."""
    doubled = 1 << min(max(attempts, 1) - 1, 16)
    return min(FIRST_WAIT * doubled, LONGEST_WAIT)


def is_up(last_round: datetime | None, now: datetime) -> bool:
    """Whether a worker that made its last round then counts as up now."""
    return last_round is not None and now - last_round < UP_FOR
