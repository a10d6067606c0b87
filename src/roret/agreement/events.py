"""What happened to answers and agreements: ids and the part of the page, never content.

`to` are the members whose pages may look different now. Nobody else is to be told, or an open
page would show by its mere refreshing that something closed to its reader has moved.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class AnswersChanged:
    """Somebody picked, skipped, answered, opened or closed a card."""

    circle_id: uuid.UUID
    to: frozenset[uuid.UUID]
    part: ClassVar[str] = "cards"


@dataclass(frozen=True)
class AgreementChanged:
    """A version was proposed, agreed, set aside or kept, or an agreement was paused or ended."""

    circle_id: uuid.UUID
    to: frozenset[uuid.UUID]
    part: ClassVar[str] = "profile"
