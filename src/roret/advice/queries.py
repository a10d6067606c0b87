"""What each of the two may know of an offer.

The giver sees that it lies there until its day, and nothing that hangs on the answer, unless the
other asks to hear more. The receiver sees a subject, and the words after a yes.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.http import Http404

from roret.advice import rules
from roret.advice.models import Draft, Offer, SaidOnce
from roret.advice.rules import AdviceTerms, Verdict
from roret.agreement.queries import Agreed
from roret.circle.access import Viewer
from roret.content import cards
from roret.content.stored import Saying, any_saying
from roret.kit.lang import reader_lang
from roret.vault import queries as vault
from roret.vault.sealing import Owner
from roret.zones import queries as zones

TOPIC = "advice"


@dataclass(frozen=True)
class Offered:
    """What the receiver sees before a yes. `words`: whether something was written. No subject: an open offer."""

    id: uuid.UUID
    giver_id: uuid.UUID
    subject: str
    words: bool


@dataclass(frozen=True)
class Kept:
    """Words that the receiver has said yes to, until they take them away."""

    id: uuid.UUID
    giver_id: uuid.UUID
    subject: str


@dataclass(frozen=True)
class Read:
    """The words themselves. `more`: the giver sees that the receiver would like to hear more."""

    id: uuid.UUID
    giver_id: uuid.UUID
    subject: str
    content: str
    more: bool


@dataclass(frozen=True)
class Lying:
    """An offer as its giver sees it. `wanted`: the other has asked to hear more."""

    id: uuid.UUID
    receiver_id: uuid.UUID
    subject: str
    until: datetime
    wanted: bool


@dataclass(frozen=True)
class DraftView:
    id: uuid.UUID
    subject: Saying | None
    content: str
    revision: int
    label: str


@dataclass(frozen=True)
class AdviceToday:
    """This room's part of Today. `offer_to`: whom the viewer could offer something, whatever is agreed.

    `turns_at`: when the first of what is shown fades.
    """

    asked: tuple[Offered, ...] = ()
    aside: tuple[Offered, ...] = ()
    kept: tuple[Kept, ...] = ()
    wanted: tuple[Lying, ...] = ()
    offer_to: uuid.UUID | None = None
    turns_at: datetime | None = None


@dataclass(frozen=True)
class Desk:
    """What a giver has before them: the terms, what would become of an offer, their drafts, and what lies there."""

    receiver_id: uuid.UUID
    terms: AdviceTerms
    open_offer: Verdict
    drafts: tuple[DraftView, ...]
    lying: tuple[Lying, ...]


def today(viewer: Viewer, agreed: Agreed, now: datetime) -> AdviceToday:
    me = viewer.me()
    rows = list(Offer.objects.filter(Q(giver_id=me) | Q(receiver_id=me), circle_id=viewer.circle_id))
    _warm(rows)
    offer_to = None if viewer.is_holder or not cards.has(viewer.edition, TOPIC) else agreed.holder_id
    wanted = tuple(one for one in _lying(rows, me, now) if one.wanted)
    mine = [row for row in rows if row.receiver_id == me]
    waiting = waits(viewer, agreed, now) if mine else frozenset()
    open_to_me = [row for row in mine if row.giver_id not in waiting and lies_open(row, agreed, now)]
    return AdviceToday(
        asked=tuple(_offered(row) for row in open_to_me if not row.reply),
        aside=tuple(_offered(row) for row in open_to_me if row.reply == "later"),
        kept=tuple(
            Kept(row.id, row.giver_id, label(_subject(row)))
            for row in mine
            if is_kept(row) and row.giver_id not in waiting
        ),
        wanted=wanted,
        offer_to=offer_to,
        turns_at=min([row.until for row in open_to_me] + [one.until for one in wanted], default=None),
    )


def waits(viewer: Viewer, agreed: Agreed, now: datetime) -> frozenset[uuid.UUID]:
    """From whom nothing is brought to the viewer now: from all while the circle rests or a zone of the viewer's own
    is on, else from those with whom one is."""
    others = agreed.others(TOPIC)
    if viewer.paused or zones.own(viewer, agreed, now):
        return frozenset(others)
    return frozenset(zones.zones(viewer, agreed, now))


def between(agreed: Agreed, other_id: uuid.UUID) -> AdviceTerms:
    """The terms between the viewer and one other, whichever of the two asks."""
    return rules.terms(agreed.with_other(TOPIC, other_id) if other_id in agreed.others(TOPIC) else None)


def desk(viewer: Viewer, receiver_id: uuid.UUID, now: datetime) -> Desk:
    """For one who would offer something to the holder. Raises `Http404` for anybody else: the card is about that."""
    agreed = Agreed(viewer)
    if viewer.is_holder or receiver_id != agreed.holder_id or not cards.has(viewer.edition, TOPIC):
        raise Http404
    me, holds = viewer.me(), between(agreed, receiver_id)
    drafts = Draft.objects.filter(giver_id=me, receiver_id=receiver_id).order_by("id")
    return Desk(
        receiver_id=receiver_id,
        terms=holds,
        open_offer=verdict(me, receiver_id, holds, None, now),
        drafts=tuple(_draft(row) for row in drafts),
        lying=_lying(Offer.objects.filter(giver_id=me, receiver_id=receiver_id), me, now),
    )


def draft(viewer: Viewer, draft_id: uuid.UUID) -> DraftView:
    """One's own draft. Raises `Http404` for another's, and when it is gone."""
    row = Draft.objects.filter(id=draft_id, giver_id=viewer.me(), circle_id=viewer.circle_id).first()
    if row is None:
        raise Http404
    return _draft(row)


def verdict(
    giver_id: uuid.UUID, receiver_id: uuid.UUID, holds: AdviceTerms, subject: Saying | None, now: datetime
) -> Verdict:
    """What would become of an offer about `subject` now."""
    rows = Offer.objects.filter(giver_id=giver_id, receiver_id=receiver_id, until__gt=now)
    said_once = SaidOnce.objects.filter(giver_id=giver_id, receiver_id=receiver_id).exists()
    return rules.decide(holds, subject, lying=[_subject(row) for row in rows], said_once=said_once)


def read(viewer: Viewer, offer_id: uuid.UUID) -> Read:
    """The words of an offer, for the one who said yes to it. Raises `Http404` for everything else."""
    row = Offer.objects.filter(id=offer_id, receiver_id=viewer.me(), circle_id=viewer.circle_id).first()
    if row is None or not is_kept(row):
        raise Http404
    return Read(row.id, row.giver_id, label(_subject(row)), row.content or "", row.reply == "more")


def open_to(viewer: Viewer, agreed: Agreed, now: datetime) -> list[tuple[uuid.UUID, uuid.UUID, datetime]]:
    """Offers that lie before the viewer unanswered, by what is agreed now; also those that wait. Each with its giver
    and when it fades."""
    rows = list(Offer.objects.filter(receiver_id=viewer.me(), circle_id=viewer.circle_id, until__gt=now))
    _warm(rows)
    return [(row.id, row.giver_id, row.until) for row in rows if not row.reply and lies_open(row, agreed, now)]


def is_kept(row: Offer) -> bool:
    return bool(row.content) and row.reply in ("yes", "more")


def label(subject: Saying | None) -> str:
    """A subject in the reader's language; nothing for an open offer."""
    if subject is None:
        return ""
    return subject.own or starters().get(subject.starter, subject.starter)


def starters(question: str = "subjects") -> dict[str, str]:
    """The card's starters in the reader's language, by id."""
    card = cards.card(TOPIC)
    labels = cards.words(card, reader_lang()).questions[question].labels
    return {one: labels[one] for one in card.question(question).starters}


def ways_to_ask(holds: AdviceTerms) -> list[str]:
    """How the other would like to be asked, aloud."""
    known = starters("how")
    return [text for one in holds.how if (text := one.own or known.get(one.starter, ""))]


def lies_open(row: Offer, agreed: Agreed, now: datetime) -> bool:
    """Whether the receiver is shown it: not faded, not answered for good, and still what the two have agreed."""
    return (
        row.until > now
        and row.reply in (None, "", "later")
        and rules.still_fits(between(agreed, row.giver_id), _subject(row))
    )


def _offered(row: Offer) -> Offered:
    return Offered(row.id, row.giver_id, label(_subject(row)), bool(row.content))


def _lying(rows: Iterable[Offer], me: uuid.UUID, now: datetime) -> tuple[Lying, ...]:
    return tuple(
        Lying(row.id, row.receiver_id, label(_subject(row)), row.until, row.reply == "more")
        for row in rows
        if row.giver_id == me and row.until > now and not row.taken_back
    )


def _draft(row: Draft) -> DraftView:
    subject = any_saying(row.subject)
    return DraftView(row.id, subject, row.content, row.revision, label(subject))


def _subject(row: Offer) -> Saying | None:
    return any_saying(row.subject)


def _warm(rows: Iterable[Offer]) -> None:
    vault.warm({Owner("member", member) for row in rows for member in (row.giver_id, row.receiver_id)})
