"""Maja's circle, with what she and Jonas have agreed on advice."""

from __future__ import annotations

from roret.advice import actions, queries
from roret.advice.models import Offer
from roret.advice.queries import AdviceToday
from roret.advice.rules import Phrase, Verdict
from roret.agreement import actions as agreements
from roret.agreement import rules
from roret.agreement.queries import Agreed
from roret.agreement.tests.cast import Cast, home, today, wording
from roret.circle.access import Viewer
from roret.kit import clock

SLEEP, FOOD, YOGA = Phrase(starter="sleep"), Phrase(starter="food"), Phrase(own="yoga")
WORDS = "Prøv at lægge telefonen væk en time før."


def house(**answers: object) -> Cast:
    """Maja and Jonas have agreed `answers` on advice; Birthe has agreed nothing."""
    cast = home(topics=("advice",))
    if answers:
        settle(cast, **answers)
    return cast


def settle(cast: Cast, **answers: object) -> None:
    laid = agreements.propose(
        cast.maja,
        topic="advice",
        other_id=cast.jonas_id,
        spans=rules.one_way(answers),
        wording=wording(),
        review_on=today(),
    )
    agreements.say_yes(cast.jonas, agreement_id=laid.agreement_id, version=laid.version, wording=wording())


def give(cast: Cast, subject: Phrase | None = SLEEP, content: str = WORDS) -> Verdict:
    return actions.offer(cast.jonas, receiver_id=cast.maja_id, subject=subject, content=content)


def the_offer() -> Offer:
    return Offer.objects.get()


def part(who: Viewer) -> AdviceToday:
    """This room's part of Today as `who` gets it."""
    return queries.today(who, Agreed(who), clock.now())


def giver_sees(cast: Cast) -> object:
    """Everything of this room that Jonas can come by."""
    from roret.advice import privacy

    return part(cast.jonas), queries.desk(cast.jonas, cast.maja_id, clock.now()), privacy.export(cast.jonas_id)
