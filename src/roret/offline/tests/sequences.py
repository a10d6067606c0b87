"""What can befall acts between two telephones and the house: doubled, out of order, lost, late, by a wrong clock."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

BEGIN = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
KINDS = ("pause", "change_subject", "full")


@dataclass(frozen=True)
class Tap:
    """One act: what was tapped when in truth, and what the telephone's clock said then."""

    key: str
    device: int
    kind: str
    at: datetime
    made: datetime


@dataclass(frozen=True)
class Arrival:
    """One time that it reaches the house. `forged`: with the same key, and something else in it."""

    at: datetime
    tap: Tap
    forged: bool


@dataclass(frozen=True)
class Sequence:
    arrivals: tuple[Arrival, ...]
    taps: tuple[Tap, ...]
    out_at: datetime | None
    """From when on the one who tapped is no longer in the circle."""


def sequence(seed: int, kinds: tuple[str, ...] = KINDS) -> Sequence:
    chance = random.Random(seed)
    # A clock is right, corrected to the second, or wrong by up to a day either way.
    wrong = [
        timedelta(seconds=chance.choice((0, 0, chance.randint(-2, 2), chance.randint(-90_000, 90_000)))) for _ in (0, 1)
    ]
    taps = []
    for number in range(chance.randint(1, 5)):
        at, device = BEGIN + timedelta(seconds=chance.randint(0, 3600)), chance.randrange(2)
        taps.append(Tap(f"{seed:08d}-{number:08d}", device, chance.choice(kinds), at, at + wrong[device]))
    arrivals = []
    for tap in taps:
        for _ in range(chance.choice((0, 1, 1, 2, 3))):
            waited = timedelta(
                seconds=chance.choice((chance.randint(0, 30), chance.randint(0, 3600), chance.randint(0, 250_000)))
            )
            arrivals.append(Arrival(tap.at + waited, tap, chance.random() < 0.1))
    out_at = BEGIN + timedelta(seconds=chance.randint(0, 7200)) if chance.random() < 0.2 else None
    return Sequence(tuple(sorted(arrivals, key=lambda one: (one.at, one.tap.key))), tuple(taps), out_at)
