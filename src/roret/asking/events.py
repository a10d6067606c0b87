"""What happened to questions: ids and the part of the page, never content.

`to` are those whose pages look different now, nobody else. A question to somebody who does not want to see it
changes the asker's page alone.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class QuestionAsked:
    """A question lies there for those in `to`."""

    circle_id: uuid.UUID
    to: frozenset[uuid.UUID]
    part: ClassVar[str] = "today"


@dataclass(frozen=True)
class CheckInCame:
    """The question that was agreed for this hour lies there."""

    circle_id: uuid.UUID
    to: frozenset[uuid.UUID]
    part: ClassVar[str] = "today"


@dataclass(frozen=True)
class AskingChanged:
    """Something was answered, faded, put away or silenced, or the asker has asked."""

    circle_id: uuid.UUID
    to: frozenset[uuid.UUID]
    part: ClassVar[str] = "today"
