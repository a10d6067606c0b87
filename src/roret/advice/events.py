"""What happened to an offer. Ids and the part of the page, never a subject."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class OfferMade:
    """Somebody has offered something. `to`: whose page looks different now; the receiver's, unless it waits."""

    circle_id: uuid.UUID
    offer_id: uuid.UUID
    receiver_id: uuid.UUID
    to: frozenset[uuid.UUID]
    part: ClassVar[str] = "today"


@dataclass(frozen=True)
class OfferChanged:
    """An offer was answered, taken back or has faded."""

    circle_id: uuid.UUID
    to: frozenset[uuid.UUID]
    part: ClassVar[str] = "today"
