"""What happened to the list of tasks: ids and the part of the page, never content.

`to` are those to whom the list is open, nobody else: a page that fetches itself again would say that something happened.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class TasksChanged:
    """A task was added, changed, taken, taken away or brought back, or what somebody was told of it is gone."""

    circle_id: uuid.UUID
    to: frozenset[uuid.UUID]
    part: ClassVar[str] = "today"


@dataclass(frozen=True)
class SteppedBack:
    """A task is no longer done by somebody who usually did it. Who it was is not in it."""

    circle_id: uuid.UUID
    to: frozenset[uuid.UUID]
    part: ClassVar[str] = "today"
