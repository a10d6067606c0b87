"""When Today is the quiet page of one question, and where somebody lands. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

LIVED_BY = ("capacity", "asking", "withdraw", "zones", "advice", "flareup")
"""The topics that Today is about."""
ALONE = ("capacity", "flareup")
"""Those of them that somebody can live by alone: the day one says for oneself, and one's own plan."""


@dataclass(frozen=True)
class Quiet:
    """What a reader has chosen for this browser: the quiet page by itself on a low day, and what they chose today."""

    by_itself: bool = False
    on: bool | None = None
    day: date | None = None


def is_quiet(chosen: Quiet, *, low: bool, today: date) -> bool:
    """What was chosen today holds until midnight; else it comes by itself on a low day, for whoever wants that."""
    if chosen.on is not None and chosen.day == today:
        return chosen.on
    return chosen.by_itself and low


def choose(chosen: Quiet, on: bool, *, low: bool, today: date) -> Quiet:
    """Turned on or off by hand. Off stands only against a quiet page that would come by itself."""
    by_itself = chosen.by_itself and low
    return Quiet(chosen.by_itself, on, today) if on or by_itself else Quiet(chosen.by_itself)


def lives_here(with_others: Callable[[str], bool], alone: Callable[[str], bool]) -> bool:
    """Whether Today has something to show: agreed with somebody, or wished by oneself."""
    return any(with_others(topic) for topic in LIVED_BY) or any(alone(topic) for topic in ALONE)
