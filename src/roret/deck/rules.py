"""How two people's answers become one proposal, and how much is enough for an evening. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from roret.content.shape import Card, Party

Answers = Mapping[str, object]

CARDS_AN_EVENING = 2


def compose(card: Card, holder: Answers, supporter: Answers, way: Party) -> dict[str, object]:
    """What would be settled if it went `way`'s way where they differ.

    What each answers for themselves stays theirs whichever way it goes; only the questions both
    give a view on follow `way`, and the other's view fills in where `way` has none.
    """
    settled: dict[str, object] = {}
    first, second = (holder, supporter) if way == "holder" else (supporter, holder)
    for slot in card.slots():
        if slot.by == "holder":
            value = holder.get(slot.key)
        elif slot.by == "supporter":
            value = supporter.get(slot.key)
        else:
            value = first.get(slot.key, second.get(slot.key))
        if value is not None:
            settled[slot.key] = value
    return settled


def differing(card: Card, different: tuple[str, ...]) -> tuple[str, ...]:
    """Of the keys that differ, those where one answer has to hold for both, in the card's order."""
    return tuple(slot.key for slot in card.slots() if slot.by == "both" and slot.key in different)


def enough_for_tonight(cards_today: int) -> bool:
    """Two cards are plenty: what is talked through tired is not talked through."""
    return cards_today >= CARDS_AN_EVENING
