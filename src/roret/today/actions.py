"""How one reader likes to see Today. It is kept in the (sealed) session of this browser and nowhere else.

What was chosen for one day is forgotten with it: that somebody sent the quiet page away tells that it had come, and
it comes where there is little to give.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from datetime import date, datetime
from typing import Any

from django.contrib.sessions.backends.base import SessionBase

from roret.outbox.actions import due
from roret.people.actions import edit_session
from roret.people.queries import this_session
from roret.today import rules
from roret.today.queries import KEPT_AS, quiet_of


def choose_quiet(session: SessionBase, *, on: bool, low: bool, today: date, midnight: datetime) -> None:
    """The quiet page now, or the whole of it again, until `midnight`."""
    chosen = rules.choose(quiet_of(session), on, low=low, today=today)
    _keep(session, chosen)
    if chosen.day is not None:
        due(kind="today.forget", ref=this_session(session), at=midnight)


def choose_by_itself(session: SessionBase, *, by_itself: bool) -> None:
    """Whether it comes by itself when there is little to give."""
    before = quiet_of(session)
    _keep(session, rules.Quiet(by_itself, before.on, before.day))


def forget_due(ref: str) -> None:
    """The day is over, and so is what was chosen for it. Safe to run again."""
    edit_session(ref, lambda session: _keep(session, rules.Quiet(quiet_of(session).by_itself)))


def _keep(session: MutableMapping[str, Any] | SessionBase, chosen: rules.Quiet) -> None:
    session[KEPT_AS] = {
        "by_itself": chosen.by_itself,
        "on": chosen.on,
        "day": chosen.day.isoformat() if chosen.day else None,
    }
