"""Short ways to have the cast agree on their days, and read them."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from roret.agreement import actions as agreements
from roret.agreement.queries import Agreed
from roret.agreement.rules import Laid, one_way
from roret.agreement.tests.cast import Cast, today, wording
from roret.capacity import queries
from roret.capacity.queries import CapacityToday, Other
from roret.circle.access import Viewer
from roret.kit import clock

TOPICS = ("capacity", "asking")
HERS: dict[str, Any] = {
    "scale": "percent",
    "low_at": "under_50",
    "low": [{"starter": "quiet_company"}, {"own": "kakao"}],
    "lasts": "midnight",
    "unset": "not_said",
    "both_flat": [{"starter": "order_in"}],
}
HIS: dict[str, Any] = {"scale@supporter": "words", "steps@supporter": "Noget betyder en time."}


def settle(cast: Cast, topic: str = "capacity", answers: dict[str, Any] | None = None) -> Laid:
    """Maja proposes it to Jonas, and he says yes."""
    return agree(cast.maja, cast.jonas, topic, {**HERS, **HIS} if answers is None else answers)


def agree(maja: Viewer, other: Viewer, topic: str, answers: dict[str, Any]) -> Laid:
    laid = wish(maja, topic, answers, other.me())
    return agreements.say_yes(other, agreement_id=laid.agreement_id, version=laid.version, wording=wording())


def wish(maja: Viewer, topic: str, answers: dict[str, Any], other_id: uuid.UUID | None = None) -> Laid:
    return agreements.propose(
        maja,
        topic=topic,
        other_id=other_id,
        spans=one_way(answers),
        wording=wording(),
        review_on=today() + timedelta(days=14),
    )


def rest(who: Viewer, laid: Laid) -> None:
    agreements.pause(who, agreement_id=laid.agreement_id, aloud=False)


def look(who: Viewer) -> CapacityToday:
    """What the page shows to this one now."""
    return queries.today(who, Agreed(who), clock.now())


def seen_of(who: Viewer, member_id: uuid.UUID) -> Other:
    return next(one for one in look(who).others if one.member_id == member_id)
