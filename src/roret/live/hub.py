"""The open streams of this process, and what each has yet to be told. In memory; one event loop, no locks."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

REMEMBERED = 10.0
"""Seconds a change is remembered for a page that was made before it and opens its stream after it."""


@dataclass(frozen=True)
class Told:
    """One change as the streams hear it. No member: everybody in the circle."""

    circle_id: UUID
    member_id: UUID | None
    part: str


@dataclass(eq=False)
class Listener:
    """One open stream. Parts wait in a set: a part that changes five times is fetched once."""

    circle_id: UUID
    member_id: UUID
    waiting: set[str] = field(default_factory=set)
    again: bool = False
    closing: bool = False
    wake: asyncio.Event = field(default_factory=asyncio.Event)

    def hears(self, told: Told) -> bool:
        return told.circle_id == self.circle_id and told.member_id in (None, self.member_id)

    def take(self) -> list[str]:
        """What is to be said now, in a fixed order; `again` stands for every part."""
        parts = ["again"] if self.again else sorted(self.waiting)
        self.waiting.clear()
        self.again = False
        self.wake.clear()
        return parts


class Hub:
    """Passes each change on to the streams that may hear it."""

    def __init__(self, most: int = 2000) -> None:
        self.most = most
        self.closing = False
        self._listeners: dict[UUID, set[Listener]] = {}
        self._recent: deque[tuple[float, Told]] = deque()

    def __len__(self) -> int:
        return sum(len(some) for some in self._listeners.values())

    @property
    def full(self) -> bool:
        return len(self) >= self.most

    @contextmanager
    def listening(self, circle_id: UUID, member_id: UUID) -> Iterator[Listener]:
        """A stream's place in the hub, which begins with what changed in the last ten seconds."""
        listener = Listener(circle_id, member_id, closing=self.closing)
        self._drop_old()
        listener.waiting.update(told.part for _, told in self._recent if listener.hears(told))
        if listener.waiting or self.closing:
            listener.wake.set()
        self._listeners.setdefault(circle_id, set()).add(listener)
        try:
            yield listener
        finally:
            there = self._listeners[circle_id]
            there.discard(listener)
            if not there:
                del self._listeners[circle_id]

    def tell(self, told: Told) -> None:
        self._drop_old()
        self._recent.append((time.monotonic(), told))
        for listener in self._listeners.get(told.circle_id, ()):
            if listener.hears(told):
                listener.waiting.add(told.part)
                listener.wake.set()

    def tell_all_again(self) -> None:
        """Something may have been missed: every open page fetches all of its parts."""
        for listener in self._all():
            listener.again = True
            listener.wake.set()

    def close(self) -> None:
        """End every stream, and each that is still to come."""
        self.closing = True
        for listener in self._all():
            listener.closing = True
            listener.wake.set()

    def _all(self) -> Iterator[Listener]:
        for some in self._listeners.values():
            yield from some

    def _drop_old(self) -> None:
        while self._recent and self._recent[0][0] < time.monotonic() - REMEMBERED:
            self._recent.popleft()
