"""That somebody said how it is today, took it back, or that it stands differently by now."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class CapacityChanged:
    """`to` are those who can read it, and the one who said it. Nobody else's page stirs."""

    circle_id: uuid.UUID
    to: frozenset[uuid.UUID]
    part: ClassVar[str] = "today"
