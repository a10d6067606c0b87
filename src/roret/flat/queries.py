"""The plan for when both are flat, for one reader; and with whom it applies right now.

Nothing here is stored and nothing tells that somebody looked.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from roret.agreement.queries import Agreed
from roret.capacity import queries as capacity
from roret.capacity.queries import CapacityToday, first_up
from roret.circle import queries as circle
from roret.circle.access import Viewer
from roret.circle.rules import Act
from roret.content import cards
from roret.content.sentences import said
from roret.content.shape import Phrase
from roret.flat import rules
from roret.flat.rules import TOPIC, Bit
from roret.kit.lang import reader_lang


@dataclass(frozen=True)
class Line:
    """A line of the plan in its pieces. `tel` is the one number in it, if there is one and no more."""

    text: str
    bits: tuple[Bit, ...]
    tel: str = ""


@dataclass(frozen=True)
class Plan:
    """What the reader and one other have agreed for such a day. `mine` and `theirs` are what is good for each alone.

    `all_right` is what the two have said on the card about capacity.
    """

    member_id: uuid.UUID
    name: str
    all_right: tuple[Line, ...] = ()
    let_go: tuple[Line, ...] = ()
    order_in: tuple[Line, ...] = ()
    call: tuple[Line, ...] = ()
    together: tuple[Line, ...] = ()
    mine: tuple[Line, ...] = ()
    theirs: tuple[Line, ...] = ()


@dataclass(frozen=True)
class FlatPage:
    """The page. `card`: whether the reader can open the card."""

    plans: tuple[Plan, ...]
    card: bool


def page(viewer: Viewer) -> FlatPage:
    """Every plan that the reader is part of, in the order the others came."""
    agreed = Agreed(viewer)
    faces = circle.names(viewer)
    with_either = {*agreed.others(TOPIC), *agreed.others(capacity.TOPIC)}
    plans = (_plan(agreed, member, name) for member, name in faces.items() if member in with_either)
    card = viewer.sees(TOPIC) and viewer.may(Act.ANSWER)
    return FlatPage(tuple(plan for plan in plans if _says_something(plan)), card)


def applies(agreed: Agreed, today: CapacityToday) -> tuple[uuid.UUID, ...]:
    """With whom there is a plan, and both have called this a low day, each by their own measure.

    It needs nothing but what the reader is shown of the two already, and it is so for both or for neither.
    """
    low = {one.member_id for one in today.others if one.low and one.own_low}
    return tuple(member for member in agreed.others(TOPIC) if member in low)


def _plan(agreed: Agreed, member_id: uuid.UUID, name: str) -> Plan:
    viewer = agreed.viewer
    terms = rules.terms(agreed.with_other(TOPIC, member_id))
    return Plan(
        member_id,
        name,
        all_right=_lines(capacity.all_right(agreed, member_id)),
        let_go=_lines(_words("let_go", terms.let_go)),
        order_in=_lines(_words("order_in", terms.order_in)),
        call=_lines(_words("call", terms.call)),
        together=_lines(_words("together", terms.together)),
        mine=_lines(_words("apart", terms.apart_of(viewer.party))),
        theirs=_lines(_words("apart", terms.apart_of(viewer.counterpart))),
    )


def _says_something(plan: Plan) -> bool:
    parts = (plan.all_right, plan.let_go, plan.order_in, plan.call, plan.together, plan.mine, plan.theirs)
    return any(parts)


def _words(question: str, chosen: Iterable[Phrase]) -> list[str]:
    """In the reader's language, and what was written as it stands."""
    card = cards.card(TOPIC)
    return said(card, card.question(question), list(chosen), reader_lang())


def _lines(texts: Iterable[str]) -> tuple[Line, ...]:
    return tuple(_line(first_up(text)) for text in texts)


def _line(text: str) -> Line:
    bits = rules.bits(text)
    numbers = [bit.tel for bit in bits if bit.tel]
    return Line(text, bits, numbers[0] if len(numbers) == 1 else "")
