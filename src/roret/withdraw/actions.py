"""Withdrawing, staying longer, coming back. The only place that writes it, and that announces it."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from roret.agreement.queries import Agreed, audience_of
from roret.circle import access
from roret.circle.access import Viewer, present
from roret.circle.actions import lock
from roret.circle.queries import counterparts
from roret.content.stored import Saying
from roret.kit import clock
from roret.kit.announce import announce
from roret.outbox.actions import cancel, due
from roret.withdraw import rules
from roret.withdraw.events import AwayChanged
from roret.withdraw.models import Away, Check


class NotAgreed(Exception):
    """It is agreed with nobody, so nothing was stored or sent."""


class TooLate(Exception):
    """The message waited for a network until it was no longer true. It was dropped, not sent."""


def withdraw(
    actor: Viewer,
    *,
    preset: str = "",
    own: str = "",
    minutes: int | None = None,
    asked_at: datetime | None = None,
) -> None:
    """Show a message to those with whom it is agreed. The newest takes the place of the last.

    `preset` is the id of one of the card's, `own` any other words. `minutes` gives it a clock time; a preset with a
    duration has its own. `asked_at` is when it was tapped, if it had to wait for a network: one that something newer
    has taken the place of is too late. Raises `NotAgreed`, `TooLate`, and `ValueError` for what no form lets through.
    """
    said = Saying(preset) if preset else Saying(own=own)
    if (preset and preset not in rules.PRESETS) or not (preset or own):
        raise ValueError("a message is one of the card's or words of one's own")
    gone_for = rules.MINUTES.get(said.starter) or minutes
    with transaction.atomic():
        lock(actor.circle_id)
        me, now = present(actor), clock.now()
        agreed = Agreed(me)
        if not agreed.others(rules.TOPIC):
            raise NotAgreed
        row = Away.objects.filter(member_id=me.me()).first() or Away(member_id=me.me())
        if asked_at is not None and not (
            rules.in_time(asked_at, gone_for, now) and rules.newest(asked_at, row.until, now)
        ):
            raise TooLate
        row.message = {"starter": preset} if preset else {"own": own}
        said_at = min(asked_at or now, now)
        _keep(row, rules.back_at(said_at, gone_for) if gone_for else None, said_at)
        _delete_checks(Q(about_id=me.me()))
        announce(AwayChanged(me.circle_id, agreed.audience(rules.TOPIC)))


def extend(actor: Viewer, *, minutes: int | None, shown: datetime | None = None) -> None:
    """Stay longer: by minutes from the clock time that was `shown`, or without one from now on.

    Whoever taps on two devices has tapped once: minutes on a time that no longer stands there do nothing, nor does
    staying longer after coming back.
    """
    with transaction.atomic():
        lock(actor.circle_id)
        me, now = present(actor), clock.now()
        row = Away.objects.filter(member_id=me.me(), until__gt=now).first()
        if row is None or (minutes is not None and row.back_at != shown):
            return
        _keep(row, rules.longer(shown, minutes, now) if minutes is not None else None, now)
        announce(AwayChanged(me.circle_id, Agreed(me).audience(rules.TOPIC)))


def come_back(actor: Viewer, *, asked_at: datetime | None = None) -> None:
    """Be back. The message is deleted, and a later word is welcome only where that is agreed. Twice is once.

    What was said after `asked_at`, when this was tapped and had to wait for a network, stays.
    """
    with transaction.atomic():
        lock(actor.circle_id)
        me = present(actor)
        row, now = Away.objects.filter(member_id=me.me()).first(), clock.now()
        if row is not None and rules.newest(asked_at or now, row.until, now):
            _end(row, me)
            announce(AwayChanged(me.circle_id, Agreed(me).audience(rules.TOPIC)))


def end_due(ref: str) -> None:
    """It has ended by itself. Safe to run twice, and too early."""
    with transaction.atomic():
        row = _held(ref)
        if row is None or row.until > clock.now():
            return
        me = access.viewer_of(row.member_id)
        _end(row, me)
        announce(AwayChanged(me.circle_id, Agreed(me).audience(rules.TOPIC)))


def clock_due(ref: str) -> None:
    """A clock time has passed: open pages read it anew, and nobody is told anything."""
    with transaction.atomic():
        row = _held(ref)
        if row is not None and row.back_at is not None and row.back_at <= clock.now():
            me = access.viewer_of(row.member_id)
            announce(AwayChanged(me.circle_id, Agreed(me).audience(rules.TOPIC)))


def check_due(ref: str) -> None:
    """A friendly word is offered from now on, or no longer. Safe to run twice, and too early."""
    with transaction.atomic():
        found = Check.objects.filter(id=ref).select_related("about").first()
        if found is None:
            return
        lock(found.about.circle_id)
        now, row = clock.now(), Check.objects.filter(id=ref).first()
        if row is None or now < row.from_at:
            return
        if now < row.until:
            due(kind="withdraw.check", ref=row.id, at=row.until)
        else:
            row.delete()
        if row.member_id in audience_of(row.about_id, rules.TOPIC):
            announce(AwayChanged(found.about.circle_id, frozenset({row.member_id})))


def members_left(*, circle_id: uuid.UUID) -> None:
    """Delete what those have said who are no longer in the circle, and the later words to and about them.

    Called when the members of a circle have changed; safe to call again.
    """
    with transaction.atomic():
        lock(circle_id)
        left = Away.objects.filter(member__circle_id=circle_id, member__left_at__isnull=False)
        for row in left.order_by("id"):
            _delete(row)
            announce(AwayChanged(circle_id, counterparts(row.member_id)))
        gone = Q(member__left_at__isnull=False) | Q(about__left_at__isnull=False)
        for member_id in sorted(_delete_checks(Q(about__circle_id=circle_id) & gone)):
            announce(AwayChanged(circle_id, frozenset({member_id})))


def _keep(row: Away, back_at: datetime | None, now: datetime) -> None:
    """Store the message with its clock time and with what will be due about it."""
    row.back_at, row.until = back_at, now + rules.LASTS
    row.save()
    due(kind="withdraw.end", ref=row.id, at=row.until)
    if back_at is None:
        cancel(kind="withdraw.clock", ref=row.id)
    else:
        due(kind="withdraw.clock", ref=row.id, at=back_at)


def _end(row: Away, me: Viewer) -> None:
    """Delete it, and plan the later words that are agreed."""
    _delete(row)
    agreed = Agreed(me)
    for other in agreed.others(rules.TOPIC):
        theirs = rules.terms(agreed.with_other(rules.TOPIC, other), me.party)
        window = rules.check_window(theirs.check, row.until - rules.LASTS, clock.now(), me.zone)
        _delete_checks(Q(member_id=other, about_id=me.me()))
        if window is not None:
            check = Check.objects.create(member_id=other, about_id=me.me(), from_at=window[0], until=window[1])
            due(kind="withdraw.check", ref=check.id, at=check.from_at)


def _delete(row: Away) -> None:
    cancel(kind="withdraw.end", ref=row.id)
    cancel(kind="withdraw.clock", ref=row.id)
    Away.objects.filter(id=row.id).delete()


def _delete_checks(which: Q) -> set[uuid.UUID]:
    """Delete these with what was due about them. Gives whom they were for."""
    rows = list(Check.objects.filter(which))
    for row in rows:
        cancel(kind="withdraw.check", ref=row.id)
        row.delete()
    return {row.member_id for row in rows}


def _held(ref: str) -> Away | None:
    """The row with this id, read anew once its circle is held."""
    found = Away.objects.filter(id=ref).select_related("member").first()
    if found is None or found.member.left_at is not None:
        return None
    lock(found.member.circle_id)
    return Away.objects.filter(id=ref).first()
