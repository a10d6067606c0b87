"""What happened to withdrawing: ids and the part of the page, never content.

`to` are those who can see it, nobody else: a page that fetches itself again would say that something happened.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class AwayChanged:
    """Somebody withdrew, stays longer, is back, or a later word is welcome now."""

    circle_id: uuid.UUID
    to: frozenset[uuid.UUID]
    part: ClassVar[str] = "today"
