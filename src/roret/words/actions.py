"""Saying that something came out wrong, taking it back, putting it away; and choosing when to be helped with words.

The only place that writes them. What Ordvalg is shown is not among it: that is read and let go of.
"""

from __future__ import annotations

import uuid

from django.db import transaction
from django.db.models import Q
from django.http import Http404

from roret.agreement.queries import Agreed
from roret.circle import queries as circle
from roret.circle.access import Viewer, present
from roret.circle.actions import lock
from roret.content.shape import Phrase
from roret.kit import clock
from roret.kit.announce import announce
from roret.kit.wall import midnight_after
from roret.outbox.actions import cancel, due
from roret.words import queries, rules
from roret.words.events import RepairChanged
from roret.words.models import Chosen, Repair
from roret.words.rules import Refused, When


def say(actor: Viewer, *, to: uuid.UUID, words: Phrase) -> None:
    """Let a repair stand before one other until midnight. The newest takes the place of the last.

    A starter of the card, or one's own words, whatever the other has marked. Raises `Refused`: nothing_agreed when the
    two have agreed nothing on words, no_words, too_long. Raises `Http404` for anybody one does not speak to here.
    """
    with transaction.atomic():
        lock(actor.circle_id)
        me = present(actor)
        agreed = Agreed(me)
        if to not in queries.counterparts(me):
            raise Http404
        if to not in agreed.others(rules.TOPIC):
            raise Refused("nothing_agreed")
        if not queries.text_of(words):
            raise Refused("no_words")
        if len(words.get("own", "")) > rules.OWN_LENGTH:
            raise Refused("too_long")
        _delete(Q(sender_id=me.me(), receiver_id=to))
        row = Repair.objects.create(
            sender_id=me.me(), receiver_id=to, until=midnight_after(clock.now(), me.zone), words=words, aside=0
        )
        due(kind="words.end", ref=row.id, at=row.until)
        announce(RepairChanged(me.circle_id, frozenset({me.me(), to})))


def take_back(actor: Viewer, *, to: uuid.UUID) -> None:
    """Take back what one has said to this member. Nothing happens when it is gone. Raises `Http404` for nobody here."""
    with transaction.atomic():
        lock(actor.circle_id)
        me = present(actor)
        circle.member(me, to)
        if _delete(Q(sender_id=me.me(), receiver_id=to)):
            announce(RepairChanged(me.circle_id, frozenset({me.me(), to})))


def put_away(actor: Viewer, *, sender: uuid.UUID, repair_id: uuid.UUID | None) -> None:
    """Take what this member has said off one's own page. Their page stays as it is, and nothing tells them.

    What they have said meanwhile stays. Raises `Http404` for nobody here.
    """
    with transaction.atomic():
        lock(actor.circle_id)
        me = present(actor)
        circle.member(me, sender)
        for row in Repair.objects.filter(sender_id=sender, receiver_id=me.me(), until__gt=clock.now()):
            if row.id != repair_id:
                continue
            row.aside = 1
            row.save()
            announce(RepairChanged(me.circle_id, frozenset({me.me()})))


def end_due(ref: str) -> None:
    """Its day is over. Safe to run again, and too early."""
    with transaction.atomic():
        found = Repair.objects.filter(id=ref).select_related("sender").first()
        if found is None:
            return
        lock(found.sender.circle_id)
        if Repair.objects.filter(id=ref, until__lte=clock.now()).delete()[0]:
            announce(RepairChanged(found.sender.circle_id, frozenset({found.sender_id, found.receiver_id})))


def members_left(*, circle_id: uuid.UUID) -> None:
    """Delete what those have said, and what was on its way to them, who are no longer here. Safe to call again."""
    with transaction.atomic():
        lock(circle_id)
        gone = Q(sender__left_at__isnull=False) | Q(receiver__left_at__isnull=False)
        rows = Repair.objects.filter(Q(sender__circle_id=circle_id) & gone)
        to = frozenset(one for row in rows for one in (row.sender_id, row.receiver_id))
        if _delete(Q(sender__circle_id=circle_id) & gone):
            announce(RepairChanged(circle_id, to))


def choose(actor: Viewer, *, when: When) -> None:
    """When one would like one's words looked at. It is one's own alone, and nobody is told."""
    with transaction.atomic():
        lock(actor.circle_id)
        me = present(actor)
        Chosen.objects.update_or_create(member_id=me.me(), defaults={"when": when})


def _delete(which: Q) -> list[uuid.UUID]:
    """Delete these with what was due about them. Gives whom they were for."""
    rows = list(Repair.objects.filter(which).order_by("id"))
    for row in rows:
        cancel(kind="words.end", ref=row.id)
        row.delete()
    return [row.receiver_id for row in rows]
