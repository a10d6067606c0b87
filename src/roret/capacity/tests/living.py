"""What the cast have agreed on here, and how their Today looks."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from roret.agreement.queries import Agreed
from roret.agreement.rules import Laid
from roret.agreement.tests.cast import settle
from roret.capacity import queries
from roret.capacity.queries import CapacityToday, Other
from roret.circle.access import Viewer
from roret.kit import clock

TOPICS = ("capacity", "asking")
HERS: dict[str, Any] = {
    "scale": "percent",
    "low_at": "under_50",
    "low": [{"starter": "quiet_company"}, {"own": "kakao"}],
    "lasts": "midnight",
    "unset": "not_said",
    "both_flat": [{"starter": "order_in"}],
}
HIS: dict[str, Any] = {"scale@supporter": "words", "steps@supporter": "Noget betyder en time."}


def agree(maja: Viewer, other: Viewer, answers: Mapping[str, Any] = HERS | HIS) -> Laid:
    return settle(maja, other, "capacity", answers)


def look(who: Viewer) -> CapacityToday:
    return queries.today(who, Agreed(who), clock.now())


def seen_of(who: Viewer, member_id: uuid.UUID) -> Other:
    return next(one for one in look(who).others if one.member_id == member_id)
