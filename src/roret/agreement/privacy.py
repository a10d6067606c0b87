"""What a member takes along, and what goes when they are erased.

One takes along one's own answers and wishes, what one has proposed, and what was agreed
together; never what only the other wrote. What goes is everything one wrote for oneself. What
two people agreed stays readable for the other, without a name that could still be opened.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db import transaction
from django.db.models import Q

from roret.agreement.models import Agreement, Answer, Beside, Book, Mark, Told, Turn, Version, books
from roret.agreement.rules import Kind
from roret.circle.actions import lock


def export(member_id: uuid.UUID) -> dict[str, Any]:
    """Everything of this member's in this room, as JSON can say it. Days, and no moments."""
    theirs = Agreement.objects.filter(Q(owner_id=member_id) | Q(other_id=member_id))
    circle = theirs.select_related("circle").first()
    zone = circle.circle.time_zone if circle else "UTC"
    return {
        "answers": _answers(member_id),
        "cards": [
            {
                "topic": t.topic,
                "picked": t.picked_at is not None,
                "skipped": t.skipped_at is not None,
                "answered": t.answered_at is not None,
                "opened": t.opened_at is not None,
            }
            for t in Turn.objects.filter(member_id=member_id).order_by("topic")
        ],
        "agreements": [_agreement(b, member_id) for b in books(theirs, zone)],
    }


def _answers(member_id: uuid.UUID) -> list[dict[str, Any]]:
    found = Answer.objects.filter(member_id=member_id).order_by("topic", "question").prefetch_related("beside")
    return [
        {
            "topic": a.topic,
            "question": a.question,
            "value": a.value,
            "beside": [b.value for b in sorted(a.beside.all(), key=lambda b: (b.made_at, b.id))],
        }
        for a in found
    ]


def _agreement(found: Book, member_id: uuid.UUID) -> dict[str, Any]:
    now = found.standing()
    mine = [v for v in found.versions.values() if v.made_by_id == member_id or v.number in now.taken_up]
    return {
        "topic": found.agreement.topic,
        "alone": found.agreement.other_id is None,
        "state": now.state,
        "in_force": now.in_force,
        "versions": [
            {
                "number": v.number,
                "by_me": v.made_by_id == member_id,
                "on": found.day(v.made_at).isoformat(),
                "spans": v.spans,
                "trial": v.trial,
                "review_on": v.review_on and v.review_on.isoformat(),
                "agreed": v.number in now.taken_up,
            }
            for v in sorted(mine, key=lambda v: v.number)
        ],
        "said": _said(found, member_id),
    }


def _said(found: Book, member_id: uuid.UUID) -> list[dict[str, Any]]:
    """The member's own lines of the log, with the sentences they said yes to."""
    numbers = {v.id: v.number for v in found.versions.values()}
    rows = list(Mark.objects.filter(agreement=found.agreement, member_id=member_id).order_by("seq"))
    for row in rows:
        row.agreement = found.agreement
    return [
        {"kind": m.kind, "version": numbers.get(m.version_id), "on": found.day(m.at).isoformat(), "wording": m.wording}
        for m in rows
    ]


def erase(member_id: uuid.UUID) -> None:
    """Delete what this member wrote for themselves, and end what they were party to.

    Of a pair's versions those that were agreed stay, and those the other made; what the member
    proposed and nobody took up goes. Safe to run twice.
    """
    with transaction.atomic():
        theirs = Agreement.objects.filter(Q(owner_id=member_id) | Q(other_id=member_id))
        for circle_id in _circles(member_id):
            lock(circle_id)
        Beside.objects.filter(answer__member_id=member_id).delete()
        Answer.objects.filter(member_id=member_id).delete()
        Turn.objects.filter(member_id=member_id).delete()
        Told.objects.filter(member_id=member_id).delete()
        theirs.filter(other=None).delete()
        for found in books(theirs, "UTC"):
            _erase_from_pair(found, member_id)


def _erase_from_pair(found: Book, member_id: uuid.UUID) -> None:
    now = found.standing()
    untaken = [v for v in found.versions.values() if v.made_by_id == member_id and v.number not in now.taken_up]
    if len(untaken) == len(found.versions):
        found.agreement.delete()
        return
    Version.objects.filter(id__in=[v.id for v in untaken]).delete()
    if untaken or now.state != "ended":
        # Also where it had ended: a proposal that one of these had replaced would lie there again.
        seq = found.marks[-1].seq + 1
        Mark.objects.create(agreement=found.agreement, seq=seq, kind=Kind.ENDED, member_id=member_id)


def _circles(member_id: uuid.UUID) -> list[uuid.UUID]:
    rows = Turn.objects.filter(member_id=member_id).values_list("circle_id", flat=True)
    more = Answer.objects.filter(member_id=member_id).values_list("circle_id", flat=True)
    pairs = Agreement.objects.filter(Q(owner_id=member_id) | Q(other_id=member_id)).values_list("circle_id", flat=True)
    return sorted({*rows, *more, *pairs})
