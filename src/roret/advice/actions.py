"""What people do with advice. The only place that writes it.

Nothing that is done with the answer reaches the giver: an offer stands before them until its day.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404

from roret.advice import queries, rules
from roret.advice.events import OfferChanged, OfferMade
from roret.advice.models import Draft, Offer, SaidOnce
from roret.advice.rules import Delivered, Sealed, Verdict
from roret.agreement.queries import Agreed
from roret.circle import access
from roret.circle.access import Viewer, present
from roret.circle.actions import lock
from roret.circle.rules import Role
from roret.content.stored import Saying
from roret.kit import clock
from roret.kit.announce import announce
from roret.outbox import actions as outbox

SAY = ("yes", "more", "later", "no")


def save_draft(
    actor: Viewer,
    *,
    receiver_id: uuid.UUID,
    subject: Saying | None,
    content: str,
    draft_id: uuid.UUID | None = None,
    base_revision: int = 0,
) -> uuid.UUID:
    """Keep the words for later; gives the draft's id. A draft that was edited elsewhere meanwhile stays beside it.

    It is kept whatever the terms are: they may be others tomorrow, and the words are the writer's.
    """
    with transaction.atomic():
        lock(actor.circle_id)
        me = _giver(actor, receiver_id)
        row = _drafts(me, receiver_id, draft_id).first()
        if row is None or row.revision != base_revision:
            row = Draft(circle_id=me.circle_id, giver_id=me.me(), receiver_id=receiver_id, revision=0)
        row.subject, row.content, row.revision = subject.stored if subject else None, content, row.revision + 1
        row.save()
    return row.id


def throw_away(actor: Viewer, *, draft_id: uuid.UUID) -> None:
    """Delete one's own draft. Doing it twice is doing it once."""
    with transaction.atomic():
        lock(actor.circle_id)
        Draft.objects.filter(id=draft_id, giver_id=present(actor).me()).delete()


def offer(
    actor: Viewer,
    *,
    receiver_id: uuid.UUID,
    subject: Saying | None,
    content: str = "",
    draft_id: uuid.UUID | None = None,
) -> Verdict:
    """Offer something, by the terms of this moment. Only `Sealed` and `Delivered` have left the giver's hands.

    The draft it came from is deleted then, and is kept otherwise. With no subject it is an open
    offer, which has no words. While the circle rests the software offers nothing: `Refused` rests.
    """
    now = clock.now()
    with transaction.atomic():
        lock(actor.circle_id)
        me = _giver(actor, receiver_id)
        holds = queries.between(Agreed(me), receiver_id)
        outcome = rules.Refused("circle") if me.paused else queries.verdict(me.me(), receiver_id, holds, subject, now)
        if not isinstance(outcome, Sealed | Delivered):
            return outcome
        row = Offer.objects.create(
            circle_id=me.circle_id,
            giver_id=me.me(),
            receiver_id=receiver_id,
            subject=subject.stored if subject else None,
            content=content if subject and content else None,
            reply="yes" if isinstance(outcome, Delivered) and content else None,
            until=now + rules.LASTS,
        )
        if subject is None and holds.standing == "once":
            SaidOnce.objects.get_or_create(giver_id=me.me(), receiver_id=receiver_id)
        _drafts(me, receiver_id, draft_id).delete()
        outbox.due(kind="advice.end", ref=row.id, at=row.until)
        announce(OfferMade(me.circle_id, row.id, receiver_id, _who_sees(row)))
    return outcome


def answer(actor: Viewer, *, offer_id: uuid.UUID, say: str) -> bool:
    """Yes, more, later or no to an offer. Gives whether there are words to read now.

    A no deletes the words at once and is final. Only more reaches the giver; a yes to an offer
    without words is more, since the giver is the one to say it. Raises `Http404` when it is
    not there (any longer) or was answered for good.
    """
    with transaction.atomic():
        lock(actor.circle_id)
        me = present(actor)
        row = Offer.objects.filter(id=offer_id, receiver_id=me.me(), circle_id=me.circle_id).first()
        if row is None or say not in SAY or not _can_be_answered(row, say, me):
            raise Http404
        row.reply = "more" if say == "yes" and not row.content else say
        if say == "no":
            row.content = None
        row.save()
        announce(OfferChanged(me.circle_id, frozenset({me.me(), *({row.giver_id} if row.reply == "more" else ())})))
    return queries.is_kept(row)


def remove(actor: Viewer, *, offer_id: uuid.UUID) -> None:
    """The receiver takes away what they have read. To the giver the offer stands as before."""
    with transaction.atomic():
        lock(actor.circle_id)
        me = present(actor)
        row = Offer.objects.filter(id=offer_id, receiver_id=me.me(), circle_id=me.circle_id).first()
        if row is None or not queries.is_kept(row):
            raise Http404
        if row.until <= clock.now():
            row.delete()
        else:
            # What the giver was told stays as it is.
            row.content, row.reply = None, "more" if row.reply == "more" else "no"
            row.save()
        announce(OfferChanged(me.circle_id, frozenset({me.me()})))


def take_back(actor: Viewer, *, offer_id: uuid.UUID) -> None:
    """The giver takes an offer back. Words that were said yes to are the receiver's and stay with them.

    The subject rests until its day all the same: else one who takes back and offers anew would ask
    again somebody who has said no.
    """
    with transaction.atomic():
        lock(actor.circle_id)
        me = present(actor)
        row = Offer.objects.filter(id=offer_id, giver_id=me.me(), circle_id=me.circle_id).first()
        if row is None or row.taken_back or row.until <= clock.now():
            raise Http404
        sees, row.taken_back = _who_sees(row), True
        if not queries.is_kept(row):
            row.content, row.reply = None, "no"
        row.save()
        announce(OfferChanged(me.circle_id, sees | {me.me()}))


def end_due(ref: str) -> None:
    """An offer's day has come: it fades for both. What the receiver said yes to stays with them."""
    row = Offer.objects.filter(id=ref).first()
    if row is None:
        return
    with transaction.atomic():
        lock(row.circle_id)
        row = Offer.objects.filter(id=ref, until__lte=clock.now()).first()
        if row is None:
            return
        announce(OfferChanged(row.circle_id, _who_sees(row, row.until - timedelta(seconds=1))))
        if not queries.is_kept(row):
            row.delete()


def members_left(*, circle_id: uuid.UUID) -> None:
    """Delete what was offered by or to somebody who is no longer in the circle. Safe to call again."""
    gone = Q(giver__left_at__isnull=False) | Q(receiver__left_at__isnull=False)
    with transaction.atomic():
        lock(circle_id)
        Draft.objects.filter(gone, circle_id=circle_id).delete()
        Offer.objects.filter(gone, circle_id=circle_id).delete()
        SaidOnce.objects.filter(gone, giver__circle_id=circle_id).delete()


def _can_be_answered(row: Offer, say: str, me: Viewer) -> bool:
    if row.reply == "yes":
        return say == "more"
    return queries.lies_open(row, Agreed(me), clock.now())


def _who_sees(row: Offer, at: datetime | None = None) -> frozenset[uuid.UUID]:
    """The giver, and the receiver unless it waits or is nothing for them (any longer)."""
    receiver, now = access.viewer_of(row.receiver_id), clock.now()
    agreed = Agreed(receiver)
    shown = queries.is_kept(row) or queries.lies_open(row, agreed, at or now)
    sees = shown and row.giver_id not in queries.waits(receiver, agreed, now)
    return frozenset({row.giver_id, *({row.receiver_id} if sees else ())})


def _drafts(me: Viewer, receiver_id: uuid.UUID, draft_id: uuid.UUID | None) -> QuerySet[Draft]:
    return Draft.objects.filter(giver_id=me.me(), receiver_id=receiver_id, id__in=[draft_id] if draft_id else [])


def _giver(actor: Viewer, receiver_id: uuid.UUID) -> Viewer:
    """The actor as they are now, when `receiver_id` is the holder and they are not."""
    me = present(actor)
    if me.is_holder or not _is_holder(me, receiver_id):
        raise Http404
    return me


def _is_holder(me: Viewer, member_id: uuid.UUID) -> bool:
    other = access.viewer_of(member_id)
    return other.circle_id == me.circle_id and other.role is Role.HOLDER
