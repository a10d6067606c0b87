"""What the cast have agreed on here, and how their Today looks."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from roret.agreement.queries import Agreed
from roret.agreement.rules import Laid
from roret.agreement.tests.cast import settle
from roret.circle.access import Viewer
from roret.flareup import actions, queries
from roret.flareup.models import Flare
from roret.flareup.queries import FlareToday, On
from roret.flareup.rules import Came
from roret.kit import clock

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


def look(who: Viewer) -> FlareToday:
    return queries.today(who, Agreed(who), clock.now())


def page(who: Viewer) -> queries.Page:
    return queries.page(who, Agreed(who), clock.now())


def is_on(who: Viewer) -> On:
    """The plan as it is on for this reader. Fails where it is not."""
    on = look(who).on
    assert on is not None
    return on


def turn_on(who: Viewer) -> uuid.UUID:
    """Turn it on. Gives which one it is."""
    assert actions.turn_on(who) is Came.ON
    return Flare.objects.get(circle_id=who.circle_id).id


def brought(who: Viewer) -> list[tuple[uuid.UUID, uuid.UUID, datetime]]:
    """What there is to bring word of."""
    return list(queries.to_bring(who, Agreed(who), clock.now()))
