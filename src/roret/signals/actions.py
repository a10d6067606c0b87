"""Giving a signal, taking it back, saying thanks. The only place that writes them, and that announces it."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.http import Http404

from roret.agreement import queries as agreements
from roret.agreement.queries import Agreed, audience_of
from roret.circle.access import Viewer, present
from roret.circle.actions import lock
from roret.circle.queries import counterparts
from roret.kit import clock
from roret.kit.announce import announce
from roret.kit.wall import midnight_after
from roret.outbox.actions import cancel, due
from roret.signals import queries, rules
from roret.signals.events import SignalsChanged, ThanksChanged
from roret.signals.models import Signal, Thanks
from roret.signals.rules import Sign


class NotAgreed(Exception):
    """This signal is agreed with nobody (any longer), so nothing was stored or sent."""


class TooLate(Exception):
    """The signal waited for a network until it was no longer true, or a newer one stands there. Nothing was sent."""


def send(actor: Viewer, *, kind: str = "", own: str = "", asked_at: datetime | None = None) -> None:
    """Show a signal to those with whom it is agreed, until it ends by itself. The newest takes the place of the last.

    `kind` is one of the three or a sign that was chosen on the card, `own` a stop word from there. `asked_at` is when
    it was given, if it had to wait for a network. Raises `NotAgreed` and `TooLate`.
    """
    with transaction.atomic():
        lock(actor.circle_id)
        me = present(actor)
        agreed = Agreed(me)
        if Sign(kind, own) not in queries.signs(agreed):
            raise NotAgreed
        row = Signal.objects.filter(member_id=me.me()).first() or Signal(member_id=me.me())
        now = clock.now()
        said = min(asked_at or now, now)
        if asked_at is not None and not rules.in_time(said, row.until, now):
            raise TooLate
        row.until, row.said = rules.ends_at(said), {"kind": kind} if kind else {"own": own}
        row.save()
        due(kind="signals.end", ref=row.id, at=row.until)
        announce(SignalsChanged(me.circle_id, agreed.audience(rules.TOPIC)))


def take_back(actor: Viewer, *, asked_at: datetime | None = None) -> None:
    """Take one's signal back at once. Nothing happens when there is none, nor to one given after `asked_at`."""
    with transaction.atomic():
        lock(actor.circle_id)
        me = present(actor)
        for row in Signal.objects.filter(member_id=me.me(), until__lte=rules.ends_at(asked_at or clock.now())):
            cancel(kind="signals.end", ref=row.id)
            row.delete()
            announce(SignalsChanged(me.circle_id, Agreed(me).audience(rules.TOPIC)))


def end_due(ref: str) -> None:
    """Delete a signal whose time is over. Safe to run twice, and too early."""
    with transaction.atomic():
        found = Signal.objects.filter(id=ref).select_related("member").first()
        if found is None:
            return
        lock(found.member.circle_id)
        if Signal.objects.filter(id=ref, until__lte=clock.now()).delete()[0]:
            announce(SignalsChanged(found.member.circle_id, audience_of(found.member_id, rules.TOPIC)))


def thank(actor: Viewer, *, member_id: uuid.UUID, along: str = "") -> None:
    """Say thanks to the one on the other side of one's agreements, with a word that they like, or without.

    A second one while the first lies there takes its place. `along` is a value of `queries.along`; where that is no
    longer said to do good, it is a plain thanks. Raises `Http404` for anybody one does not thank here.
    """
    with transaction.atomic():
        lock(actor.circle_id)
        me = present(actor)
        if not queries.may_thank(me, member_id):
            raise Http404
        liked = agreements.wishes(me, "needs") if me.is_holder and along else {}
        card, sign = queries.along(Agreed(me), liked, member_id).get(along, ("", Sign())) if along else ("", Sign())
        _delete_thanks(Q(sender_id=me.me(), receiver_id=member_id))
        row = Thanks.objects.create(
            sender_id=me.me(),
            receiver_id=member_id,
            until=midnight_after(clock.now(), me.zone),
            words={"own": sign.own} if sign.own else {"card": card, "kind": sign.kind} if sign.kind else {},
        )
        due(kind="signals.thanks", ref=row.id, at=row.until)
        announce(ThanksChanged(me.circle_id, frozenset({member_id})))


def noticed(actor: Viewer, *, thanks_ids: Collection[uuid.UUID]) -> None:
    """The receiver has seen these. Others that came meanwhile stay, and the sender learns nothing of it."""
    with transaction.atomic():
        lock(actor.circle_id)
        me = present(actor)
        if _delete_thanks(Q(receiver_id=me.me(), id__in=thanks_ids)):
            announce(ThanksChanged(me.circle_id, frozenset({me.me()})))


def thanks_due(ref: str) -> None:
    """Delete a thanks whose day is over. Safe to run twice, and too early."""
    with transaction.atomic():
        found = Thanks.objects.filter(id=ref).select_related("receiver").first()
        if found is None:
            return
        lock(found.receiver.circle_id)
        if Thanks.objects.filter(id=ref, until__lte=clock.now()).delete()[0]:
            announce(ThanksChanged(found.receiver.circle_id, frozenset({found.receiver_id})))


def members_left(*, circle_id: uuid.UUID) -> None:
    """Delete what those have said who are no longer in the circle, and the thanks that were on their way to them.

    Called when the members of a circle have changed; safe to call again.
    """
    with transaction.atomic():
        lock(circle_id)
        left = Signal.objects.filter(member__circle_id=circle_id, member__left_at__isnull=False)
        for row in left.order_by("id"):
            cancel(kind="signals.end", ref=row.id)
            row.delete()
            announce(SignalsChanged(circle_id, counterparts(row.member_id)))
        gone = Q(sender__left_at__isnull=False) | Q(receiver__left_at__isnull=False)
        for receiver_id in _delete_thanks(Q(sender__circle_id=circle_id) & gone):
            announce(ThanksChanged(circle_id, frozenset({receiver_id})))


def _delete_thanks(which: Q) -> list[uuid.UUID]:
    """Delete these with what was due about them. Gives whom they were for."""
    rows = list(Thanks.objects.filter(which).order_by("id"))
    for row in rows:
        cancel(kind="signals.thanks", ref=row.id)
        row.delete()
    return [row.receiver_id for row in rows]
