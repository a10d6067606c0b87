"""What the cast have agreed on here, and how their Today looks."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from roret.agreement.queries import Agreed
from roret.agreement.rules import Laid
from roret.agreement.tests.cast import settle
from roret.circle.access import Viewer
from roret.kit import clock
from roret.zones import queries
from roret.zones.queries import ZonesToday
from roret.zones.rules import On

EVENING = [{"days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "from": "18:00", "to": "20:00"}]
SETTLED = {
    "when": EVENING,
    "situations": [{"starter": "guests"}, {"own": "hos min søster"}],
    "instead": [{"starter": "old_days"}, {"own": "haven"}],
    "instead@supporter": [{"starter": "film_book"}],
    "slip": [{"starter": "park_it"}],
}


def agree(one: Viewer, other: Viewer, answers: Mapping[str, Any] = SETTLED) -> Laid:
    return settle(one, other, "zones", answers)


def look(who: Viewer) -> ZonesToday:
    return queries.today(who, Agreed(who), clock.now())


def between(who: Viewer, other_id: uuid.UUID) -> On | None:
    return queries.zone(who, Agreed(who), other_id, clock.now())
