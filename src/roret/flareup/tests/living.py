"""What the cast have agreed on here, and how their Today looks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from roret.agreement.rules import Laid
from roret.agreement.tests.cast import settle
from roret.circle.access import Viewer

TERMS = {
    "new_pain": "together",
    "need": ["peace"],
    "helps": [{"starter": "warmth"}, {"own": "Regnen mod ruden"}],
    "no_help": [{"starter": "advice"}],
    "part": [{"starter": "menu"}],
    "when_then": [{"starter": "no_answer"}],
    "check_ins": "morning_evening",
    "take_over": [{"starter": "shopping"}, {"own": "Tulle"}],
    "next_in_line": [{"starter": "neighbour"}, {"own": "Birthe"}],
    "messages": [{"starter": "work"}, {"own": "Til Otto: Det bliver ikke i dag"}, {"own": "Vi ses en anden dag"}],
    "look_again": "next_day",
}
WISH = {"helps": [{"starter": "cold"}], "in_turn": [{"own": "Jonas"}, {"own": "Birthe"}]}


def agree(holder: Viewer, other: Viewer, answers: Mapping[str, Any] = TERMS) -> Laid:
    return settle(holder, other, "flareup", answers)
