"""Switching a zone on by hand, and off. The only place that writes it, and that announces it.

What has ended is deleted, for the one who switched it on too: each row has its hour in the outbox.
"""

from __future__ import annotations

import uuid

from django.db import transaction
from django.http import Http404

from roret.agreement.queries import Agreed
from roret.circle import access
from roret.circle.access import Viewer, present
from roret.circle.actions import lock
from roret.content.shape import Phrase
from roret.content.stored import any_phrases
from roret.kit import clock
from roret.kit.announce import announce
from roret.outbox.actions import cancel, due
from roret.zones.events import ZoneChanged
from roret.zones.models import Switched
from roret.zones.queries import TOPIC
from roret.zones.rules import Refused, by_hand_until


def switch_on(
    actor: Viewer, *, minutes: int | None = None, until_clock: str | None = None, situation: Phrase | None = None
) -> None:
    """Be free of pain talk for so many minutes, until a clock time of today, or with neither for the rest of the day.

    It takes the place of one that was on. `situation` is one of the agreed ones; any other is left out.
    Raises `Refused`, nothing_agreed when the actor has agreed on zones with nobody.
    """
    with transaction.atomic():
        lock(actor.circle_id)
        me = present(actor)
        agreed = Agreed(me)
        if agreed.mine(TOPIC) is None:
            raise Refused("nothing_agreed")
        until = by_hand_until(clock.now(), me.zone, minutes, until_clock)
        _end(me.me())
        known = situation if situation in _situations(agreed) else {}
        row = Switched.objects.create(member_id=me.me(), until=until, situation=known)
        due(kind="zones.end", ref=row.id, at=until)
        announce(ZoneChanged(me.circle_id, agreed.audience(TOPIC)))


def switch_off(actor: Viewer) -> None:
    """End one's own zone now. The windows that were agreed go on as they are."""
    with transaction.atomic():
        lock(actor.circle_id)
        me = present(actor)
        if _end(me.me()):
            announce(ZoneChanged(me.circle_id, Agreed(me).audience(TOPIC)))


def end_due(ref: str) -> None:
    """Delete a zone whose time has passed. Safe to run again, and content when it is gone or was switched on anew."""
    with transaction.atomic():
        row = Switched.objects.filter(id=ref).select_related("member").first()
        if row is None:
            return
        lock(row.member.circle_id)
        if not Switched.objects.filter(id=ref, until__lte=clock.now()).delete()[0]:
            return
        try:
            me = access.viewer_of(row.member_id)
        except Http404:
            return
        announce(ZoneChanged(me.circle_id, Agreed(me).audience(TOPIC)))


def members_left(*, circle_id: uuid.UUID) -> None:
    """Delete what those have switched on who are no longer in the circle. Safe to call again."""
    with transaction.atomic():
        lock(circle_id)
        gone = Switched.objects.filter(member__circle_id=circle_id, member__left_at__isnull=False)
        for member_id in gone.order_by("id").values_list("member_id", flat=True):
            _end(member_id)


def _end(member_id: uuid.UUID) -> bool:
    ended = list(Switched.objects.filter(member_id=member_id).values_list("id", flat=True))
    for row_id in ended:
        cancel(kind="zones.end", ref=row_id)
    Switched.objects.filter(id__in=ended).delete()
    return bool(ended)


def _situations(agreed: Agreed) -> list[Phrase]:
    each = [agreed.mine(TOPIC), *(agreed.with_other(TOPIC, other) for other in agreed.others(TOPIC))]
    return [phrase for settled in each if settled for phrase in any_phrases(settled.get("situations"))]
