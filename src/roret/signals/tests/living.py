"""What the cast have agreed on here, and how their Today looks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from roret.agreement.queries import Agreed
from roret.agreement.rules import Laid
from roret.agreement.tests.cast import settle
from roret.circle.access import Viewer
from roret.kit import clock
from roret.signals import queries
from roret.signals.queries import SignalsToday

HAND = {"stop": [{"starter": "open_hand"}, {"own": "Ananas"}], "stop@supporter": [{"own": "Kaffe"}]}


def agree(holder: Viewer, other: Viewer, answers: Mapping[str, Any] = HAND) -> Laid:
    return settle(holder, other, "asking", answers)


def look(who: Viewer) -> SignalsToday:
    return queries.today(who, Agreed(who), clock.now())
