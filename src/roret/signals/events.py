"""What happened to signals and thanks: ids and the part of the page, never content.

`to` are those who can see it, nobody else: a page that fetches itself again would say that something happened.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class SignalsChanged:
    """Somebody gave a signal, took it back, or it ended."""

    circle_id: uuid.UUID
    to: frozenset[uuid.UUID]
    part: ClassVar[str] = "today"


@dataclass(frozen=True)
class ThanksChanged:
    """A thanks lies there, or lies there no longer. `to` is the one it is for: its sender is never told."""

    circle_id: uuid.UUID
    to: frozenset[uuid.UUID]
    part: ClassVar[str] = "today"
