"""What happened to a circle. Ids and the part of the page, never content."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class MembersChanged:
    """Somebody joined, left, was taken out or goes by another name."""

    circle_id: uuid.UUID
    part: ClassVar[str] = "people"


@dataclass(frozen=True)
class SharingChanged:
    """What somebody may see has become more or less.

    `to` are the members it is about. The others are not told: a page that fetches itself again
    would show them that something closed to them has moved.
    """

    circle_id: uuid.UUID
    to: frozenset[uuid.UUID]
    part: ClassVar[str] = "profile"
