"""What comes back from the buttons of this room."""

from __future__ import annotations

import uuid
from collections.abc import Iterable


def ids_in(values: Iterable[str]) -> frozenset[uuid.UUID]:
    """The ids among these. Anything else is passed over."""
    found = set()
    for value in values:
        try:
            found.add(uuid.UUID(value))
        except ValueError:
            continue
    return frozenset(found)
