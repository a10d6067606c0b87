"""Whose key it is."""

from __future__ import annotations

import uuid
from typing import NamedTuple


class Owner(NamedTuple):
    """The member, circle or house whose key seals a text. Destroying that key ends every text under it."""

    kind: str
    """"member", "circle" or "house"; at most 16 characters."""
    id: uuid.UUID


HOUSE = Owner("house", uuid.UUID(int=0))
"""For what belongs to no member and no circle, such as sessions."""
