"""What the cast have agreed on here, and how their Today looks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from roret.agreement.queries import Agreed
from roret.agreement.rules import Laid
from roret.agreement.tests.cast import settle
from roret.asking import queries
from roret.asking.queries import AskingToday
from roret.circle.access import Viewer
from roret.kit import clock

KAFFE = {"own": "Kaffe?"}
NATURAL = {"when": "natural", "words": [{"starter": "good_now"}, KAFFE], "reach": [{"starter": "walk"}]}
DAILY = {
    "when": "fixed",
    "offer": "number",
    "fixed_times": [
        {"days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "from": "09:00", "to": "09:15"},
    ],
}


def agree(one: Viewer, other: Viewer, answers: Mapping[str, Any] = NATURAL) -> Laid:
    return settle(one, other, "asking", answers)


def look(who: Viewer) -> AskingToday:
    return queries.today(who, Agreed(who), clock.now())
