"""What a telephone may keep, and what became of what it did, in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _

from roret.offline.rules import Outcome


def words(outcome: Outcome) -> str:
    """What became of an act, as the telephone says it."""
    return {
        Outcome.DONE: _("It is said now."),
        Outcome.LATE: _("It waited for a network until it was no longer true, so it was not sent."),
        Outcome.NOT_AGREED: _("It is not agreed between you right now, so it was not sent. You can say it."),
        Outcome.REFUSED: _("It could not be sent as it was. You can say it, or send it from Roret."),
    }[outcome]
