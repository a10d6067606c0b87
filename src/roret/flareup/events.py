"""What happened to the flare-up plan: ids and the part of the page, never content.

`to` are those who can see it, nobody else: a page that fetches itself again would say that something happened.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class FlareChanged:
    """The plan was turned on or off, somebody answered or took it back, or a message was marked as sent."""

    circle_id: uuid.UUID
    to: frozenset[uuid.UUID]
    part: ClassVar[str] = "today"
