"""Short ways to have two of the cast agree on real answers, for the tests of this room and the one above."""

from __future__ import annotations

import uuid

from roret.agreement import actions, rules
from roret.agreement.queries import Agreed
from roret.agreement.tests.cast import today, wording
from roret.circle.access import Viewer
from roret.kit import clock
from roret.zones import queries

EVENING = [{"days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "from": "18:00", "to": "20:00"}]
SETTLED = {
    "when": EVENING,
    "situations": [{"starter": "guests"}, {"own": "hos min søster"}],
    "instead": [{"starter": "old_days"}, {"own": "haven"}],
    "instead@supporter": [{"starter": "film_book"}],
    "slip": [{"starter": "park_it"}],
}


def agree(one: Viewer, other: Viewer, answers: dict | None = None, topic: str = "zones") -> uuid.UUID:
    """The first proposes these settled answers, and the other says yes."""
    laid = actions.propose(
        one,
        topic=topic,
        other_id=other.me(),
        spans=rules.one_way(dict(SETTLED if answers is None else answers)),
        wording=wording(),
        review_on=today(),
    )
    said = actions.say_yes(other, agreement_id=laid.agreement_id, version=laid.version, wording=wording())
    return said.agreement_id


def wish(owner: Viewer, answers: dict, topic: str = "zones") -> uuid.UUID:
    """What the owner wishes; it stands at once."""
    laid = actions.propose(
        owner, topic=topic, other_id=None, spans=rules.one_way(answers), wording=wording(), review_on=today()
    )
    return laid.agreement_id


def look(who: Viewer) -> queries.ZonesToday:
    return queries.today(who, Agreed(who), clock.now())


def between(who: Viewer, other_id: uuid.UUID):
    return queries.zone(who, Agreed(who), other_id, clock.now())
