"""Saying how it is today, and taking it back. The only place that writes it, and that announces it.

What has ended is deleted, for the one who said it too: each row has its hour in the outbox.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import Enum, IntEnum
from typing import Any, Final

from django.db import transaction

from roret.agreement.queries import Agreed, audience_of
from roret.capacity import rules
from roret.capacity.events import CapacityChanged
from roret.capacity.models import Said
from roret.capacity.queries import TOPIC
from roret.capacity.rules import CapacityTerms, Part, Refused, terms
from roret.circle.access import Viewer, present
from roret.circle.actions import lock
from roret.kit import clock
from roret.kit.announce import announce
from roret.outbox.actions import cancel, due


class Keep(Enum):
    """That a part is not spoken of: what was said of it stands as it is."""

    KEEP = "keep"


class Told(IntEnum):
    """Who could see a difference."""

    NOBODY = 0
    ME = 1
    ALL = 2


KEEP: Final = Keep.KEEP
Data = dict[str, Any]


def say(
    actor: Viewer,
    *,
    value: int | str | None | Keep = KEEP,
    need: str | None | Keep = KEEP,
    words: str | None | Keep = KEEP,
    words_from: datetime | None = None,
) -> None:
    """Say what there is to give, what one needs, or a line of one's own. `None` takes that part back.

    `value` is a step of one's own scale, or `rules.RATHER_NOT`, which is nothing. With `words_from` the line stands
    from that moment; until then nobody else can see that there is one, and it can be taken back.
    Raises `Refused`: nothing_agreed when nobody has agreed on it with the actor, not_a_step, not_a_need, too_long.
    """
    with transaction.atomic():
        lock(actor.circle_id)
        me = present(actor)
        agreed = Agreed(me)
        mine = terms(agreed.mine(TOPIC), me.party)
        if not mine.holds:
            raise Refused("nothing_agreed")
        now = clock.now()
        each = [mine, *_with_each(me, agreed)]
        told = Told.NOBODY
        for part, data in _parts(mine, value, need, words).items():
            begins = rules.stands_from(words_from if part == "words" else None, now)
            told = max(told, _put(me.me(), part, data, begins, rules.soonest(each, begins, me.zone)))
        _tell(me, agreed, told)


def clear(actor: Viewer) -> None:
    """Take back all of it, with no trace. The others read what they read when nothing was said."""
    with transaction.atomic():
        lock(actor.circle_id)
        me = present(actor)
        now = clock.now()
        _tell(me, Agreed(me), max(_put(me.me(), part, None, now, now) for part in rules.PARTS))


def end_due(ref: str) -> None:
    """Delete what has ended. Safe to run again, and content when it is gone or was said anew."""
    with transaction.atomic():
        row = _held(ref)
        if row is not None and row.until <= clock.now():
            row.delete()
            announce(CapacityChanged(row.member.circle_id, audience_of(row.member_id, TOPIC)))


def from_due(ref: str) -> None:
    """A line that was to stand from now on stands: open pages fetch it."""
    with transaction.atomic():
        row = _held(ref)
        if row is not None and row.set_at <= clock.now() < row.until:
            announce(CapacityChanged(row.member.circle_id, audience_of(row.member_id, TOPIC)))


def past_due(ref: str) -> None:
    """It was said a while ago: pages that are open say so from now on."""
    with transaction.atomic():
        row = _held(ref)
        if row is not None and rules.stands_until(row.set_at) <= clock.now() < row.until:
            announce(CapacityChanged(row.member.circle_id, audience_of(row.member_id, TOPIC)))


def members_left(*, circle_id: uuid.UUID) -> None:
    """Delete what those have said who are no longer in the circle. Safe to call again."""
    with transaction.atomic():
        lock(circle_id)
        for row in Said.objects.filter(member__circle_id=circle_id, member__left_at__isnull=False).order_by("id"):
            _cancel(row)
            row.delete()


def _parts(
    mine: CapacityTerms, value: int | str | None | Keep, need: str | None | Keep, words: str | None | Keep
) -> dict[Part, Data | None]:
    """What is to stand in each part that is spoken of; `None` where nothing is."""
    said: dict[Part, Data | None] = {}
    if value is not KEEP:
        nothing = value is None or value == rules.RATHER_NOT
        said["code"] = None if nothing else rules.code_data(rules.tapped(mine, value))
    if need is not KEEP:
        said["need"] = {"need": rules.need_of(need)} if need else None
    if words is not KEEP:
        if words and len(words) > rules.WORDS_LENGTH:
            raise Refused("too_long")
        said["words"] = {"words": words} if words else None
    return said


def _put(member_id: uuid.UUID, part: Part, data: Data | None, begins: datetime, ends: datetime) -> Told:
    """Let this stand in one part from a moment on, or nothing. Says who could see a difference now."""
    row = Said.objects.filter(member_id=member_id, part=part).first()
    stood = _seen_by(row)
    if row is not None:
        _cancel(row)
    if data is None:
        if row is not None:
            row.delete()
        return stood
    row = row or Said(member_id=member_id, part=part)
    row.said, row.set_at, row.until = data, begins, ends
    row.save()
    due(kind="capacity.end", ref=row.id, at=ends)
    if begins > clock.now():
        due(kind="capacity.from", ref=row.id, at=begins)
    if rules.stands_until(begins) < ends:
        due(kind="capacity.past", ref=row.id, at=rules.stands_until(begins))
    return max(stood, _seen_by(row))


def _seen_by(row: Said | None) -> Told:
    now = clock.now()
    if row is None or row.until <= now:
        return Told.NOBODY
    return Told.ME if rules.is_ahead(row.part, row.set_at, now) else Told.ALL


def _cancel(row: Said) -> None:
    cancel(kind="capacity.end", ref=row.id)
    cancel(kind="capacity.from", ref=row.id)
    cancel(kind="capacity.past", ref=row.id)


def _tell(me: Viewer, agreed: Agreed, told: Told) -> None:
    """Nobody is told of what they cannot see: what is written for later stirs no page but one's own."""
    if told:
        to = agreed.audience(TOPIC) if told is Told.ALL else frozenset({me.me()})
        announce(CapacityChanged(me.circle_id, to))


def _held(ref: str) -> Said | None:
    """The row, with its circle held. It is read again once it is: it may have been said anew meanwhile."""
    found = Said.objects.filter(id=ref).select_related("member").first()
    if found is None:
        return None
    lock(found.member.circle_id)
    return Said.objects.filter(id=ref).select_related("member").first()


def _with_each(me: Viewer, agreed: Agreed) -> list[CapacityTerms]:
    return [terms(agreed.with_other(TOPIC, other), me.party) for other in agreed.others(TOPIC)]
