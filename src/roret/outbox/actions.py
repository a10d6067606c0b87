"""Putting things into the outbox, taking them out, and doing them.

`due` and `cancel` have no actor: they are called by other rooms' actions, inside the
transaction of the thing they belong to, and are undone with it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from roret.kit import clock
from roret.outbox.models import Due, Pulse
from roret.outbox.rules import LEASE, wait

log = logging.getLogger(__name__)

Handler = Callable[[str], None]
"""Does what is due about `ref`. It may be run twice, and has to be content when the thing is gone."""


def due(*, kind: str, ref: object, at: datetime) -> None:
    """Have `kind` done about `ref` at `at` (aware). The same kind and ref again moves it to the new time.

    Call it inside the transaction of the thing itself. Raises `ValueError` for a ref longer than
    80 characters: it is an id, not a text.
    """
    about = str(ref)
    if len(about) > 80:
        raise ValueError("the ref of a thing due is an id of at most 80 characters")
    Due.objects.bulk_create(
        [Due(kind=kind, ref=about, at=at)],
        update_conflicts=True,
        unique_fields=["kind", "ref"],
        update_fields=["at", "attempts"],
    )


def cancel(*, kind: str, ref: object) -> None:
    """Do not do it after all. Nothing happens when it was not due, or is being done already."""
    Due.objects.filter(kind=kind, ref=str(ref)).delete()


def work_round(
    handlers: Mapping[str, Handler], *, now: datetime | None = None, at_most: int = 50, lease: timedelta = LEASE
) -> int:
    """Do what is due by `now`, soonest first, at most so many. Gives how many rows were taken.

    A row is taken by moving its `at` ahead by `lease`, in one conditional UPDATE, so that of several
    workers one gets it and a killed one gives it back. It is deleted only if nobody has
    asked for it anew in the meantime.
    """
    moment = now or clock.now()
    taken = 0
    for row in list(Due.objects.filter(at__lte=moment).order_by("at", "id")[:at_most]):
        until = clock.now() + lease if now is None else moment + lease
        if Due.objects.filter(pk=row.pk, at=row.at).update(at=until, attempts=F("attempts") + 1):
            taken += 1
            _do(row, until, handlers, moment)
    return taken


def _do(row: Due, until: datetime, handlers: Mapping[str, Handler], now: datetime) -> None:
    # Who asks for it anew sets the attempts back: it could be for the very moment at which the lease ends.
    mine = Due.objects.filter(pk=row.pk, at=until, attempts=row.attempts + 1)
    try:
        handlers[row.kind](row.ref)
    except Exception as error:  # noqa: BLE001  # a handler may fail in any way, and its text may hold content
        attempts = row.attempts + 1
        log.warning("%s failed for the %d. time (%s)", row.kind, attempts, type(error).__name__)
        mine.update(at=now + wait(attempts))
    except BaseException:
        # The worker is asked to stop in the middle: the next one may begin at once.
        mine.update(at=row.at, attempts=row.attempts)
        raise
    else:
        mine.delete()


def beat(*, name: str = "worker") -> None:
    """Say that the worker of this name is alive now."""
    with transaction.atomic():
        if not Pulse.objects.filter(name=name).update(at=clock.now()):
            Pulse.objects.bulk_create(
                [Pulse(name=name, at=clock.now())],
                update_conflicts=True,
                unique_fields=["name"],
                update_fields=["at"],
            )
