"""What happened somewhere becomes something to bring: from an event, whose page it changes, and what is new on it.

Nothing of the event is kept but the member's id. The worker then looks at what stands before that
member, so that a notice is never of something that they could not see on their own page.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction
from django.http import Http404

from roret.agreement.queries import Agreed
from roret.circle import access
from roret.circle.actions import lock
from roret.deliver import queries, rules
from roret.deliver.models import Notice, Subscription, Wish
from roret.kit import clock
from roret.kit.announce import Event
from roret.outbox import actions as outbox


def hear(event: Event) -> None:
    """Have the worker look, for each of those whom this event is about and who want to be brought anything.

    Called inside the action's own transaction, and undone with it.
    """
    about: set[uuid.UUID] = {*getattr(event, "to", ()), *filter(None, [getattr(event, "receiver_id", None)])}
    if about:
        for member_id in Wish.objects.filter(member_id__in=about).order_by("id").values_list("member_id", flat=True):
            outbox.due(kind="deliver.look", ref=member_id, at=clock.now())


def look_due(ref: str) -> None:
    """Put what is new before this member on its way: once to each of their browsers, or once by mail.

    Of what no longer stands there, because it was taken back or no longer holds, nothing is left; of what has rung, after
    a few minutes, so that to give a sign and take it back again and again rings once.
    """
    try:
        viewer = access.viewer_of(uuid.UUID(ref))
    except Http404:
        return
    chosen, now = queries.wants(viewer.me()), clock.now()
    if chosen.channel == "none":
        return
    with transaction.atomic():
        lock(viewer.circle_id)
        mine = Subscription.objects.filter(member_id=viewer.me()).order_by("id")
        places = [None] if chosen.channel == "mail" else list(mine.values_list("id", flat=True))
        standing = queries.standing(viewer, Agreed(viewer), now)
        there = {(row.subscription_id, row.about): row for row in Notice.objects.filter(member_id=viewer.me())}
        for row in there.values():
            over = min(row.until, now + rules.RINGS_ONCE_IN) if row.done else now
            _let_end(row, standing[row.about].until if row.about in standing else over)
        for item in standing.values():
            for place in places if item.kind in chosen.kinds else ():
                if (place, item.about) not in there:
                    _put_on_its_way(viewer.me(), place, item)


def _let_end(row: Notice, until: datetime) -> None:
    """It is gone then, or at once: what it is about was made longer, or is over."""
    if until <= clock.now():
        outbox.cancel(kind="deliver.send", ref=row.id)
        outbox.cancel(kind="deliver.end", ref=row.id)
        row.delete()
    elif until != row.until:
        Notice.objects.filter(id=row.id).update(until=until)
        outbox.due(kind="deliver.end", ref=row.id, at=until)


def _put_on_its_way(member_id: uuid.UUID, place: uuid.UUID | None, item: queries.Item) -> None:
    row = Notice.objects.create(
        member_id=member_id, subscription_id=place, about=item.about, kind=item.kind, until=item.until
    )
    outbox.due(kind="deliver.send", ref=row.id, at=clock.now())
    outbox.due(kind="deliver.end", ref=row.id, at=row.until)
