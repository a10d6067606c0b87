"""How one reader likes to see Today. It is kept in the (sealed) session of this browser and nowhere else."""

from __future__ import annotations

from collections.abc import MutableMapping
from datetime import date
from typing import Any

from roret.today import rules
from roret.today.queries import KEPT_AS, quiet_of


def choose_quiet(session: MutableMapping[str, Any], *, on: bool, low: bool, today: date) -> None:
    """The quiet page now, or the whole of it again."""
    _keep(session, rules.choose(quiet_of(session), on, low=low, today=today))


def choose_by_itself(session: MutableMapping[str, Any], *, by_itself: bool) -> None:
    """Whether it comes by itself when there is little to give."""
    before = quiet_of(session)
    _keep(session, rules.Quiet(by_itself, before.on, before.day))


def _keep(session: MutableMapping[str, Any], chosen: rules.Quiet) -> None:
    session[KEPT_AS] = {
        "by_itself": chosen.by_itself,
        "on": chosen.on,
        "day": chosen.day.isoformat() if chosen.day else None,
    }
