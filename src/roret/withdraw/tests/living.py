"""Short ways to have the cast agree, and to look at their Today."""

from __future__ import annotations

import uuid
from datetime import timedelta

from roret.agreement import actions as agreement
from roret.agreement.queries import Agreed
from roret.agreement.rules import Laid, one_way
from roret.agreement.tests.cast import today as day
from roret.agreement.tests.cast import wording
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


def wish(who: Viewer, answers: dict, other_id: uuid.UUID | None = None) -> Laid:
    return agreement.propose(
        who,
        topic="withdraw",
        other_id=other_id,
        spans=one_way(answers),
        wording=wording(),
        review_on=day() + timedelta(weeks=2),
    )


def agree(holder: Viewer, other: Viewer, answers: dict | None = None) -> Laid:
    laid = wish(holder, TERMS if answers is None else answers, other.me())
    return agreement.say_yes(other, agreement_id=laid.agreement_id, version=laid.version, wording=wording())


def look(who: Viewer) -> WithdrawToday:
    return queries.today(who, Agreed(who), clock.now())
