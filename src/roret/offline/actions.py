"""Doing what waited on a telephone, exactly once. The only place that writes it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from datetime import datetime

from django.contrib.sessions.backends.base import SessionBase
from django.db import IntegrityError, transaction

from roret.circle.access import Viewer, present
from roret.circle.actions import lock
from roret.kit import clock, ids
from roret.offline import queries, rules
from roret.offline.models import Once
from roret.offline.rules import Do, Known, Outcome
from roret.outbox.actions import cancel, due

Body = Iterable[tuple[str, list[str]]]


class Another(Exception):
    """The key was used for something else. Nothing was done."""


def once(
    actor: Viewer,
    *,
    person: uuid.UUID,
    key: str,
    route: str,
    body: Body,
    made: datetime,
    act: Callable[[datetime], Outcome],
) -> Outcome:
    """Do the act, unless it was done before: then give what became of it. All of it in one transaction.

    `act` is handed the moment at which it counts as made. An act that is no longer true is not done. Raises `Another`,
    `Http404` for who is not in the circle any longer, and whatever `act` raises; then nothing of it is left.
    """
    key_hash = rules.key_hash(str(person), key)
    body_hash = rules.body_hash(key, str(actor.circle_id), route, body)
    with transaction.atomic():
        lock(actor.circle_id)
        me = present(actor)
        row, now = Once.objects.filter(key_hash=key_hash).first(), clock.now()
        known = Known(row.body_hash, Outcome(row.outcome)) if row else None
        verdict = rules.decide(known, body_hash, made, now, rules.LASTS[route])
        if verdict is None:
            raise Another
        if known is not None:
            return known.outcome
        outcome = act(verdict.at) if isinstance(verdict, Do) else verdict
        until = now + rules.KEPT_FOR
        row = Once(member_id=me.me(), key_hash=key_hash, body_hash=body_hash, outcome=outcome, until=until)
        try:
            # The circle is held, so only the same key in another circle of theirs can have come in between.
            row.save(force_insert=True)
        except IntegrityError as error:
            raise Another from error
        due(kind="offline.forget", ref=row.id, at=until)
    return outcome


def keep_here(session: SessionBase) -> None:
    """From now on what this browser keeps is bound to this session: it ends together with it, wherever that is ended."""
    if queries.bound_to(session) is None:
        session["phone"] = ids.new_token()


def share_device(session: SessionBase) -> None:
    """This browser is not its reader's alone: it keeps nothing, and they are signed out when it is closed."""
    session.pop("phone", None)
    session["shared"] = True
    session.set_expiry(0)


def own_device(session: SessionBase) -> None:
    """It is theirs alone after all."""
    session.pop("shared", None)
    session.set_expiry(None)


def forget_due(ref: str) -> None:
    """Nothing is left of an act that came two days ago. Safe to run twice, and too early."""
    Once.objects.filter(id=ref, until__lte=clock.now()).delete()


def members_left(*, circle_id: uuid.UUID) -> None:
    """Delete what is known of the acts of those who are no longer in the circle. Safe to call again."""
    with transaction.atomic():
        lock(circle_id)
        for row in Once.objects.filter(member__circle_id=circle_id, member__left_at__isnull=False).order_by("id"):
            cancel(kind="offline.forget", ref=row.id)
            row.delete()
