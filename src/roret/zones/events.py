"""What happened to zones: ids and the part of the page, never content."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class ZoneChanged:
    """Somebody switched a zone on or off, or it ended. `to` are those who can see it, nobody else."""

    circle_id: uuid.UUID
    to: frozenset[uuid.UUID]
    part: ClassVar[str] = "today"
