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
    """What somebody may see has become more or less."""

    circle_id: uuid.UUID
    part: ClassVar[str] = "profile"
