"""That a repair was said, taken back, put away, or ended."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class RepairChanged:
    """`to` are those whose page looks different now. What its receiver does with it is theirs alone."""

    circle_id: uuid.UUID
    to: frozenset[uuid.UUID]
    part: ClassVar[str] = "today"
