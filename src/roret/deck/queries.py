"""The deck as one member sees it, a card as far as they have come, and two people's answers side by side."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.http import Http404
from django.urls import reverse

from roret.agreement import queries as agreements
from roret.agreement.queries import AnswerView, TurnView
from roret.agreement.rules import compare, each_in_their_own_time, one_way, spans_of
from roret.circle import queries as circle
from roret.circle.access import Viewer
from roret.circle.queries import MemberFace
from roret.circle.rules import Role
from roret.content import cards
from roret.content.sentences import Names, condition_holds, said
from roret.content.shape import Card, Slot
from roret.deck.rules import compose, differing
from roret.kit import clock
from roret.profile.queries import People, read, voice


@dataclass(frozen=True)
class CardFace:
    """A card in the deck: where this member is with it."""

    topic: str
    title: str
    why: tuple[str, ...]
    state: str
    """new, begun, done or aside."""
    together: bool


@dataclass(frozen=True)
class OtherSide:
    """Somebody one can take this card with, and whether both have answered."""

    member: MemberFace
    open_to_me: bool


@dataclass(frozen=True)
class Difference:
    """One question that both gave a view on, in both people's words."""

    question: str
    mine: tuple[str, ...]
    theirs: tuple[str, ...]
    differs: bool


def find(viewer: Viewer, topic: str, lang: str) -> Card:
    """A card this viewer answers on. Raises `Http404` for one that is not theirs to answer."""
    for card in cards.deck(viewer.edition, lang):
        if card.id == topic and answers_on(viewer, card):
            return card
    raise Http404


def answers_on(viewer: Viewer, card: Card) -> bool:
    """The holder answers the holder's cards; a supporter their own, and those opened to them that ask them something."""
    if viewer.is_holder or card.owner == "supporter":
        return bool(card.asked(viewer.party)) and (card.owner == viewer.party or viewer.is_holder and card.together)
    return viewer.sees(card.id) and bool(card.asked("supporter"))


def deck(viewer: Viewer, lang: str) -> list[CardFace]:
    """Every card the viewer can answer on, in the deck's order."""
    turns = {t.topic: t for t in agreements.turns(viewer)}
    faces = []
    for card in cards.deck(viewer.edition, lang):
        if answers_on(viewer, card):
            words = cards.words(card, lang)
            faces.append(CardFace(card.id, words.title, words.why, _state(turns.get(card.id)), card.together))
    return faces


def _state(turn: TurnView | None) -> str:
    if turn is None:
        return "new"
    if turn.skipped:
        return "aside"
    return "done" if turn.done else "begun"


def turn(viewer: Viewer, topic: str) -> TurnView | None:
    return next((t for t in agreements.turns(viewer) if t.topic == topic), None)


def lies_in_the_deck(viewer: Viewer, topic: str) -> bool:
    """Whether the viewer has not taken this card out yet, or has laid it aside again."""
    found = turn(viewer, topic)
    return found is None or found.skipped


def slots(viewer: Viewer, card: Card, answers: Mapping[str, AnswerView]) -> list[Slot]:
    """The questions this member is asked now: those whose condition holds with the answers so far."""
    values = {key: a.value for key, a in answers.items()}
    return [slot for slot in card.asked(viewer.party) if condition_holds(slot, values)]


def screen(viewer: Viewer, card: Card, slot: Slot, lang: str) -> dict[str, Any]:
    """Everything round one question: the stored answer, where it is in the card, and own texts to choose between."""
    answers = agreements.answers(viewer, card.id)
    stored = answers.get(slot.key)
    keys = [one.key for one in slots(viewer, card, answers)]
    place = keys.index(slot.key) if slot.key in keys else 0
    return {
        "words": cards.words(card, lang),
        "stored": stored,
        "revision": stored.revision if stored else 0,
        "beside": beside(card, slot, stored, lang),
        "q_key": slot.key,
        "place": place,
        "total": len(keys),
        "back": reverse("deck:question", args=[viewer.circle_id, card.id, keys[place - 1]]) if place else None,
    }


def my_sentences(viewer: Viewer, card: Card, lang: str) -> list[str]:
    """What the viewer's own answers say: as a wish where the card has one in their voice, else by name."""
    people, mine = People(viewer), my_values(viewer, card)
    if card.owner == viewer.party and "wish" in card.stands:
        lines = read(card.id, mine, lang, people.names(viewer.me(), None), "wish")
        if lines:
            return lines
    others = other_sides(viewer, card)
    names = _pair_names(viewer, people, others[0].member.id) if others else people.names(viewer.me(), None)
    return read(card.id, mine, lang, names, "pair")


def _pair_names(viewer: Viewer, people: People, other_id: uuid.UUID) -> Names:
    return people.names(viewer.me(), other_id) if viewer.is_holder else people.names(other_id, viewer.me())


def my_values(viewer: Viewer, card: Card) -> dict[str, object]:
    return {key: a.value for key, a in agreements.answers(viewer, card.id).items()}


def other_sides(viewer: Viewer, card: Card) -> list[OtherSide]:
    """Those the card can be agreed on with: for the holder everybody it is open to, for others the holder."""
    if "pair" not in card.stands:
        return []
    readable = {member for member, _ in agreements.readable(viewer, card.id)}
    open_to = circle.open_topics(viewer) if viewer.is_holder else {}
    found = []
    for face in circle.members(viewer):
        fits = card.id in open_to.get(face.id, ()) if viewer.is_holder else face.role is Role.HOLDER
        if fits and not face.is_me:
            found.append(OtherSide(face, face.id in readable))
    return found


def latest(viewer: Viewer, card: Card) -> dict[uuid.UUID, int]:
    """By other party: the highest version there is of what the two have on this card, as it goes into the form."""
    found = {}
    for view in agreements.agreements(viewer):
        if view.topic == card.id and view.other_id is not None:
            found[view.other_id if view.other_id != viewer.member_id else view.owner_id] = view.latest
    return found


def side_by_side(viewer: Viewer, card: Card, other: MemberFace, lang: str) -> list[Difference]:
    """Both people's answers, question by question. Raises `Http404` while the other's are closed."""
    theirs = agreements.others_answers(viewer, card.id, other.id)
    if theirs is None:
        raise Http404
    mine = my_values(viewer, card)
    different = differing(card, compare(mine, theirs).different)
    reader = cards.words(card, lang)
    rows = []
    for slot in card.slots():
        if slot.key in mine or slot.key in theirs:
            asked = slot.by if slot.by != "both" else viewer.party
            rows.append(
                Difference(
                    question=reader.questions[slot.question.id].title_for(asked),
                    mine=tuple(said(card, slot.question, mine.get(slot.key), lang)),
                    theirs=tuple(said(card, slot.question, theirs.get(slot.key), lang)),
                    differs=slot.key in different,
                )
            )
    # What they see differently comes first: it is what there is to talk about.
    return sorted(rows, key=lambda row: not row.differs)


def differs(viewer: Viewer, card: Card, other: MemberFace) -> bool:
    """Whether there is a question where one answer has to hold for both and they gave two."""
    theirs = agreements.others_answers(viewer, card.id, other.id) or {}
    return bool(differing(card, compare(my_values(viewer, card), theirs).different))


def proposal(viewer: Viewer, card: Card, other_id: uuid.UUID, way: str) -> list[dict[str, object]]:
    """The spans of what is proposed: `mine`, `theirs`, or `turns` (a week my way, then theirs).

    Without the other's answers there is only one's own way. Raises `Http404` for `theirs` while they are closed.
    """
    mine = my_values(viewer, card)
    theirs = agreements.others_answers(viewer, card.id, other_id)
    if theirs is None and way != "mine":
        raise Http404
    holder, supporter = (mine, theirs or {}) if viewer.is_holder else (theirs or {}, mine)
    if way == "turns":
        week = clock.today(viewer.zone) + timedelta(days=7)
        return each_in_their_own_time(
            compose(card, holder, supporter, viewer.party), compose(card, holder, supporter, viewer.counterpart), week
        )
    return one_way(compose(card, holder, supporter, viewer.party if way == "mine" else viewer.counterpart))


def proposal_texts(viewer: Viewer, card: Card, other: MemberFace, way: str, lang: str) -> list[str]:
    """How a proposal would read."""
    names = _pair_names(viewer, People(viewer), other.id)
    return [
        line
        for span in spans_of(proposal(viewer, card, other.id, way))
        for line in read(card.id, span.answers, lang, names, voice(other.id))
    ]


def cards_taken_today(viewer: Viewer, other: MemberFace) -> int:
    """How many cards the two have both finished since midnight where they live."""
    return agreements.finished_together(viewer, other.id, clock.today(viewer.zone))


@dataclass(frozen=True)
class OtherText:
    """The other of one's own two texts, from an edit made in two places."""

    id: uuid.UUID
    stored: tuple[str, ...]
    other: tuple[str, ...]


def beside(card: Card, slot: Slot, answer: AnswerView | None, lang: str) -> list[OtherText]:
    """Own texts that wait to be chosen between, in words."""
    if answer is None:
        return []
    stored = tuple(said(card, slot.question, answer.value, lang))
    return [OtherText(b.id, stored, tuple(said(card, slot.question, b.value, lang))) for b in answer.beside]
