"""Adding, changing, taking and leaving tasks. The only place that writes them, and that announces it."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from django.db import transaction
from django.db.models import Q
from django.http import Http404

from roret.circle import queries as circle
from roret.circle.access import Viewer, present
from roret.circle.actions import lock
from roret.kit import clock
from roret.kit.announce import announce
from roret.kit.ids import new_mark
from roret.outbox.actions import cancel, due
from roret.tasks import queries, rules
from roret.tasks.events import SteppedBack, TasksChanged
from roret.tasks.models import Hard, Task, Told
from roret.tasks.rules import OnHardDays, What


class Changed(Exception):
    """The task is no longer as the page showed it, so nothing was stored. What was typed is the caller's to keep."""


class Gone(Exception):
    """The task was taken off the list meanwhile, so nothing was stored. What was typed is the caller's to keep."""


def add(actor: Viewer, *, what: What) -> uuid.UUID:
    """Put a task on the list. It can be left to those alone who are here and see the list."""
    with transaction.atomic():
        lock(actor.circle_id)
        me = _at_the_list(actor)
        here = _who_see(me.circle_id)
        row = Task.objects.create(circle_id=me.circle_id, made_by_id=me.me(), what=rules.among(what, here).stored())
        announce(TasksChanged(me.circle_id, here))
        return row.id


def change(actor: Viewer, *, task_id: uuid.UUID, what: What, seen: int) -> None:
    """Store an edit of the task as it was at revision `seen`. Raises `Changed` or `Gone`.

    Whoever takes themselves off it, or leaves it with nobody, has stepped back, and the others are told.
    """
    with transaction.atomic():
        lock(actor.circle_id)
        me = _at_the_list(actor)
        row, here = _task(me, task_id), _who_see(me.circle_id)
        if row.revision != seen:
            raise Changed
        before, after = rules.among(rules.read(row.what), here), rules.among(what, here)
        _keep(row, after)
        if rules.is_stepping_back(before, after, me.me()):
            _tell(row, here - {me.me()}, rests=me.paused)
        announce(TasksChanged(me.circle_id, here))


def step_back(actor: Viewer, *, task_id: uuid.UUID) -> None:
    """No longer be the one who usually does it. The others are told at once; twice is once. Raises `Gone`."""
    with transaction.atomic():
        lock(actor.circle_id)
        me = _at_the_list(actor)
        row, here = _task(me, task_id), _who_see(me.circle_id)
        before = rules.among(rules.read(row.what), here)
        if me.me() in before.usual:
            _keep(row, before.stepped_back(me.me()))
            _untell(Q(task=row, member_id=me.me()))
            _tell(row, here - {me.me()}, rests=me.paused)
            announce(TasksChanged(me.circle_id, here))


def take(actor: Viewer, *, task_id: uuid.UUID) -> None:
    """Take a task that has nobody. Twice is once. Raises `Changed` where somebody was there first, and `Gone`."""
    with transaction.atomic():
        lock(actor.circle_id)
        me = _at_the_list(actor)
        row, here = _task(me, task_id), _who_see(me.circle_id)
        before = rules.among(rules.read(row.what), here)
        if me.me() in before.usual:
            return
        if not rules.may_take(before, me.me()):
            raise Changed
        _keep(row, before.taken_by(me.me()))
        _untell(Q(task=row, member_id=me.me()))
        announce(TasksChanged(me.circle_id, here))


def say_hard(actor: Viewer, *, task_id: uuid.UUID, on_hard_days: OnHardDays | None) -> None:
    """What one wants done with this task on one's own hard days; `None` for what the card says. Raises `Gone`."""
    with transaction.atomic():
        lock(actor.circle_id)
        me = _at_the_list(actor)
        row = _task(me, task_id)
        if on_hard_days is None:
            Hard.objects.filter(task=row, member_id=me.me()).delete()
        else:
            mine = Hard.objects.filter(task=row, member_id=me.me()).first() or Hard(task=row, member_id=me.me())
            mine.what = on_hard_days.stored()
            mine.save()
        announce(TasksChanged(me.circle_id, _between(me)))


def take_away(actor: Viewer, *, task_id: uuid.UUID, seen: int) -> None:
    """Take a task off the list. For a while it can be put back. Raises `Changed` and `Gone`."""
    with transaction.atomic():
        lock(actor.circle_id)
        me = _at_the_list(actor)
        row = _task(me, task_id)
        if row.revision != seen:
            raise Changed
        row.ended_at = clock.now()
        row.save(update_fields=["ended_at"])
        due(kind="tasks.end", ref=row.id, at=rules.undo_until(row.ended_at))
        _untell(Q(task=row))
        announce(TasksChanged(me.circle_id, _who_see(me.circle_id)))


def put_back(actor: Viewer, *, task_id: uuid.UUID) -> None:
    """Put a task that was taken off back on the list. Twice is once. Raises `Gone` when its time is over."""
    with transaction.atomic():
        lock(actor.circle_id)
        me = _at_the_list(actor)
        row = _there(me, task_id)
        if row.ended_at is not None and rules.undo_until(row.ended_at) <= clock.now():
            raise Gone
        if row.ended_at is not None:
            row.ended_at = None
            row.save(update_fields=["ended_at"])
            cancel(kind="tasks.end", ref=row.id)
            announce(TasksChanged(me.circle_id, _who_see(me.circle_id)))


def noticed(actor: Viewer, *, told_ids: Collection[uuid.UUID]) -> None:
    """The receiver has read these. Others that came meanwhile stay, and nobody learns of it."""
    with transaction.atomic():
        lock(actor.circle_id)
        me = present(actor)
        if _untell(Q(member_id=me.me(), id__in=told_ids)):
            announce(TasksChanged(me.circle_id, frozenset({me.me()})))


def end_due(ref: str) -> None:
    """Delete a task whose time to be put back is over. Safe to run twice, and too early."""
    with transaction.atomic():
        found = Task.objects.filter(id=ref).first()
        if found is None:
            return
        lock(found.circle_id)
        Task.objects.filter(id=ref, ended_at__lte=clock.now() - rules.UNDO).delete()


def told_due(ref: str) -> None:
    """Delete what somebody was told when its time is over. Safe to run twice, and too early."""
    with transaction.atomic():
        found = Told.objects.filter(id=ref).select_related("task").first()
        if found is None:
            return
        lock(found.task.circle_id)
        if Told.objects.filter(id=ref, until__lte=clock.now()).delete()[0]:
            announce(TasksChanged(found.task.circle_id, frozenset({found.member_id})))


def members_left(*, circle_id: uuid.UUID) -> None:
    """Take those off every task who are no longer in the circle, and tell those who counted on it.

    While the circle rests nobody is told, and what lay there to be read goes. Called when the members of a circle
    have changed, or it begins to rest or wakes; safe to call again.
    """
    with transaction.atomic():
        rests = lock(circle_id).paused_at is not None
        here, see = circle.who_is_here(circle_id), _who_see(circle_id)
        changed = False
        for row in Task.objects.filter(circle_id=circle_id).order_by("id"):
            before = rules.read(row.what)
            after = rules.among(before, here)
            if after != before:
                _keep(row, after)
                changed = True
                if before.usual != after.usual and row.ended_at is None:
                    _tell(row, see, rests=rests)
        Hard.objects.filter(task__circle_id=circle_id, member__left_at__isnull=False).delete()
        gone = Q() if rests else Q(member__left_at__isnull=False)
        if _untell(Q(task__circle_id=circle_id) & gone) or changed:
            announce(TasksChanged(circle_id, see))


# --- parts --------------------------------------------------------------------------------------


def _at_the_list(actor: Viewer) -> Viewer:
    """The actor as they are now. Raises `Http404` for one to whom the list is not open (any longer)."""
    me = present(actor)
    if not queries.open_to(me):
        raise Http404
    return me


def _who_see(circle_id: uuid.UUID) -> frozenset[uuid.UUID]:
    return circle.who_see(circle_id, rules.TOPIC)


def _between(me: Viewer) -> frozenset[uuid.UUID]:
    """Whose pages show what somebody says of their own hard days: theirs, and those of the other side."""
    return frozenset({me.me(), *(circle.counterparts(me.me()) & _who_see(me.circle_id))})


def _task(me: Viewer, task_id: uuid.UUID) -> Task:
    """A task that is on the list of the actor's circle. Raises `Gone` for one just taken off, and `Http404`."""
    row = _there(me, task_id)
    if row.ended_at is not None:
        raise Gone
    return row


def _there(me: Viewer, task_id: uuid.UUID) -> Task:
    row = Task.objects.filter(id=task_id, circle_id=me.circle_id).first()
    if row is None:
        raise Http404
    return row


def _keep(row: Task, what: What) -> None:
    row.what, row.revision = what.stored(), new_mark()
    row.save()


def _tell(row: Task, members: Collection[uuid.UUID], *, rests: bool) -> None:
    """Lay it on their Today that somebody stepped back. In a circle that rests nobody is told, then or later."""
    if rests or not members:
        return
    until = rules.told_until(clock.now())
    for member_id in sorted(members):
        told, _ = Told.objects.update_or_create(task=row, member_id=member_id, defaults={"until": until})
        due(kind="tasks.told", ref=told.id, at=until)
    announce(SteppedBack(row.circle_id, frozenset(members)))


def _untell(which: Q) -> bool:
    """Delete these with what was due about them. Gives whether there were any."""
    rows = list(Told.objects.filter(which).order_by("id"))
    for row in rows:
        cancel(kind="tasks.told", ref=row.id)
        row.delete()
    return bool(rows)
