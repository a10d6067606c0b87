"""What the cast have agreed on here, and how their Today looks."""

from __future__ import annotations

from datetime import UTC, datetime

from roret.advice import actions, queries, rules
from roret.advice.models import Offer
from roret.advice.queries import AdviceToday
from roret.advice.rules import Verdict
from roret.agreement.queries import Agreed
from roret.agreement.tests.cast import Cast, home, settle
from roret.circle.access import Viewer
from roret.content.stored import Saying
from roret.kit import clock

NOON = datetime(2026, 11, 2, 11, tzinfo=UTC)
FADED = NOON + rules.LASTS
"""When an offer of noon is gone."""
SLEEP, FOOD, YOGA = Saying(starter="sleep"), Saying(starter="food"), Saying(own="yoga")
WORDS = "Prøv at lægge telefonen væk en time før."


def house(**answers: object) -> Cast:
    """Maja and Jonas have agreed `answers` on advice; Birthe has agreed nothing."""
    cast = home(topics=("advice",))
    if answers:
        agree(cast, **answers)
    return cast


def agree(cast: Cast, **answers: object) -> None:
    settle(cast.maja, cast.jonas, "advice", answers)


def give(cast: Cast, subject: Saying | None = SLEEP, content: str = WORDS) -> Verdict:
    return actions.offer(cast.jonas, receiver_id=cast.maja_id, subject=subject, content=content)


def the_offer() -> Offer:
    return Offer.objects.get()


def look(who: Viewer) -> AdviceToday:
    return queries.today(who, Agreed(who), clock.now())


def giver_sees(cast: Cast) -> object:
    """Everything of this room that Jonas can come by."""
    from roret.advice import privacy

    return look(cast.jonas), queries.desk(cast.jonas, cast.maja_id, clock.now()), privacy.export(cast.jonas_id)
