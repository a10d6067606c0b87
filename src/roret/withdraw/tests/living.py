"""What the cast have agreed on here, and how their Today looks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from roret.agreement.queries import Agreed
from roret.agreement.rules import Laid
from roret.agreement.tests.cast import settle
from roret.circle.access import Viewer
from roret.kit import clock
from roret.withdraw import queries
from roret.withdraw.queries import WithdrawToday

TERMS = {
    "how": "message",
    "messages": [{"starter": "minutes_30"}, {"starter": "a_bit"}, {"own": "Jeg går op og ligger lidt"}],
    "reply": [{"starter": "fine"}, {"own": "Vi ses, når vi ses"}],
    "meanwhile": [{"starter": "save_food"}],
    "check": "next_day",
    "check_words": [{"starter": "another_day"}],
    "reply@supporter": [{"starter": "take_time"}],
}


def agree(holder: Viewer, other: Viewer, answers: Mapping[str, Any] = TERMS) -> Laid:
    return settle(holder, other, "withdraw", answers)


def look(who: Viewer) -> WithdrawToday:
    return queries.today(who, Agreed(who), clock.now())
