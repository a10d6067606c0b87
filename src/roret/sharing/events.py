"""What happened to today's things: ids and the part of the page, never content.

`to` are those to whom the list of tasks is open, nobody else: a page that fetches itself again would say that something
happened.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class SharingTheDay:
    """A thing was added, moved, done, skipped or brought back; an offer lies there, or does no longer."""

    circle_id: uuid.UUID
    to: frozenset[uuid.UUID]
    part: ClassVar[str] = "today"
