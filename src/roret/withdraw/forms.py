"""What comes back from the buttons and from the field for one's own words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from roret.content.answers import clean, moment
from roret.withdraw import rules


class BadMessage(Exception):
    """It cannot be taken as it is; the text says what would do. What was typed is the caller's to show again."""


@dataclass(frozen=True)
class Message:
    """A message as `actions.withdraw` takes it."""

    preset: str = ""
    own: str = ""
    minutes: int | None = None
    asked_at: datetime | None = None


def read(data: Mapping[str, str], ready: Collection[str]) -> Message:
    """The message in a form. `ready` are the own words that lie ready, however long they are. Raises `BadMessage`."""
    minutes, asked_at = _minutes(data.get("minutes", "")), moment(data.get("asked_at", ""))
    preset, lies_ready, own = data.get("preset", ""), data.get("ready", ""), clean(data.get("own", ""))
    if preset in rules.PRESETS:
        return Message(preset=preset, minutes=minutes, asked_at=asked_at)
    if lies_ready and lies_ready in ready:
        return Message(own=lies_ready, minutes=minutes, asked_at=asked_at)
    if preset or lies_ready:
        raise BadMessage(_("That message is not here any longer. These are."))
    if not own:
        raise BadMessage(_("Write a few words, or tap one of those that lie ready."))
    if len(own) > rules.OWN_LENGTH:
        raise BadMessage(_("Shorter is easier to read: %(limit)s characters at most.") % {"limit": rules.OWN_LENGTH})
    return Message(own=own, minutes=minutes, asked_at=asked_at)


def _minutes(given: str) -> int | None:
    """One of the durations that are offered. None for no clock time."""
    if not given:
        return None
    for minutes in rules.MINUTES.values():
        if given == str(minutes):
            return minutes
    raise BadMessage(_("Choose one of the times, or none."))


LONGER: dict[str, int | None] = {**{str(minutes): minutes for minutes in rules.MORE}, "none": None}
"""By how many minutes one can stay longer; none is without a clock time."""
