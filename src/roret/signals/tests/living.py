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
from roret.signals import queries
from roret.signals.queries import SignalsToday

HAND = {"stop": [{"starter": "open_hand"}, {"own": "Ananas"}], "stop@supporter": [{"own": "Kaffe"}]}


def wish(who: Viewer, topic: str, answers: dict, other_id: uuid.UUID | None = None) -> Laid:
    return agreement.propose(
        who,
        topic=topic,
        other_id=other_id,
        spans=one_way(answers),
        wording=wording(),
        review_on=day() + timedelta(weeks=2),
    )


def agree(holder: Viewer, other: Viewer, topic: str = "asking", answers: dict | None = None) -> Laid:
    laid = wish(holder, topic, HAND if answers is None else answers, other.me())
    return agreement.say_yes(other, agreement_id=laid.agreement_id, version=laid.version, wording=wording())


def look(who: Viewer) -> SignalsToday:
    return queries.today(who, Agreed(who), clock.now())
