"""Marking a phrase as a favourite, and a page as one that fits. The only place that writes it.

Neither is announced: a page shows it when it is opened the next time, and nobody is told.
"""

from __future__ import annotations

import uuid

from django.db import transaction
from django.http import Http404

from roret.circle.access import Viewer, present
from roret.circle.actions import lock
from roret.circle.rules import Act
from roret.learn import queries, rules
from roret.learn.models import Kept
from roret.learn.rules import Own


def star(actor: Viewer, *, phrase_id: str, on: bool) -> None:
    """Keep a phrase as one's own favourite, or no longer. Raises `Http404` for a phrase that is not there."""
    try:
        queries.place(phrase_id)
    except KeyError as unknown:
        raise Http404 from unknown
    with transaction.atomic():
        lock(actor.circle_id)
        me = present(actor, Act.READ)
        own = queries.own(me)
        _keep(me, Own(rules.switched(own.favourites, phrase_id, on), own.pages))


def mark(actor: Viewer, *, page_id: str, on: bool) -> None:
    """The holder says that a page about a kind of pain fits, or no longer. Raises `Http404` for anybody and anything else."""
    if page_id not in {page.id for page in queries.pages() if page.kind}:
        raise Http404
    with transaction.atomic():
        lock(actor.circle_id)
        me = present(actor)
        if not queries.may_mark(me):
            raise Http404
        own = queries.own(me)
        _keep(me, Own(own.favourites, rules.switched(own.pages, page_id, on)))


def members_left(*, circle_id: uuid.UUID) -> None:
    """Delete what those kept who are no longer in the circle. Safe to call again."""
    with transaction.atomic():
        lock(circle_id)
        Kept.objects.filter(member__circle_id=circle_id, member__left_at__isnull=False).delete()


def _keep(me: Viewer, own: Own) -> None:
    if own.empty:
        Kept.objects.filter(member_id=me.me()).delete()
        return
    row = Kept.objects.filter(member_id=me.me()).first() or Kept(member_id=me.me())
    row.own = own.data()
    row.save()
