"""How an action tells the rest of the house that something happened.

An event is a frozen dataclass in a slice's `events.py`: past tense, ids and the name of the
page part that changed, never content. Who listens stands in `config/wiring.py`, readable top
to bottom; nothing registers itself by being imported.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import ClassVar, Protocol


class Event(Protocol):
    """What every event has: the circle it happened in and the part of a page it changes."""

    part: ClassVar[str]

    @property
    def circle_id(self) -> uuid.UUID: ...


_hear: Callable[[Event], None] | None = None


def connect(hear: Callable[[Event], None]) -> None:
    """Name the one listener, at start-up. Called by `config` alone."""
    global _hear
    _hear = hear


def announce(event: Event) -> None:
    """Tell it, inside the action's own transaction, so that it is undone with it.

    Raises `RuntimeError` when nobody was connected: an unheard event is a fault, not a silence.
    """
    if _hear is None:
        raise RuntimeError("announce() was called before config connected a listener")
    _hear(event)
