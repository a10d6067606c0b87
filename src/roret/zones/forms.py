"""What comes back from the buttons of a zone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from roret.content.answers import pressed
from roret.content.shape import Phrase
from roret.zones.rules import Refused

PRESETS: dict[str, int | None] = {"60": 60, "120": 120, "day": None}
"""For how long: minutes, or nothing for the rest of the day."""

REFUSALS = {
    "nothing_agreed": gettext_lazy("Nothing is agreed on this yet. Do as you usually do."),
    "no_time": gettext_lazy("Choose for how long, or a clock time like 20:00."),
    "too_long": gettext_lazy("A zone by hand lasts a day at most."),
    "passed": gettext_lazy("That time has passed today. A later one works."),
}


@dataclass(frozen=True)
class Wanted:
    minutes: int | None
    clock: str | None
    situation: Phrase | None


def wanted(data: Mapping[str, str]) -> Wanted:
    """What was tapped. Raises `Refused` no_time for a length that was not offered and no clock time."""
    situation = pressed(data.get("situation", ""))
    clock = data.get("until", "").strip()
    if "for" in data:
        if data["for"] not in PRESETS:
            raise Refused("no_time")
        return Wanted(PRESETS[data["for"]], None, situation)
    if not clock:
        raise Refused("no_time")
    return Wanted(None, clock, situation)
