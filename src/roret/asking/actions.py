"""Asking, answering, and having silence from somebody. The only place that writes it, and that announces it.

What has ended is deleted, for the one who asked too: each row has its hour in the outbox. Nobody is told that
something was not answered, was put away, or was not seen.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.http import Http404

from roret.agreement.queries import Agreed, spoken_of
from roret.asking import queries, rules
from roret.asking.events import AskingChanged, CheckInCame, QuestionAsked
from roret.asking.models import Mute, Question, Quota
from roret.asking.queries import TOPIC
from roret.asking.rules import CheckIn, Choice, Kind, NotNow, Refused
from roret.capacity import queries as capacity
from roret.circle import access
from roret.circle import queries as circle
from roret.circle.access import Viewer, present
from roret.circle.actions import lock
from roret.circle.rules import Role
from roret.content.shape import Phrase
from roret.kit import clock
from roret.kit.announce import announce
from roret.kit.wall import midnight_after
from roret.outbox.actions import cancel, due
from roret.zones.queries import zones
from roret.zones.rules import At, may_come
from roret.zones.rules import Kind as Comes

MUTE_DAYS = (1, 7)
"""For how long one can have silence: the rest of today, or a week of days."""


def ask(actor: Viewer, *, to: uuid.UUID, words: Phrase) -> None:
    """Ask in words that were agreed. The newest question takes the place of the last.

    Raises `NotNow` when one may not ask at this moment, `Refused` other_words for words that are not offered. To the
    one who asks it is the same whether the other sees it or not.
    """
    with transaction.atomic():
        lock(actor.circle_id)
        me = present(actor)
        circle.member(me, to)
        agreed, now = Agreed(me), clock.now()
        may = queries.may_ask(me, agreed, to, now)
        if may.kind is not Kind.FINE:
            raise NotNow(may.kind)
        if words not in may.words:
            raise Refused("other_words")
        _delete(Question.objects.filter(asker_id=me.me(), asked_id=to))
        _put(Question(asker_id=me.me(), asked_id=to, words=words, answer={}), rules.fades_at(now, me.zone))
        _count(me, to, queries.terms(me, agreed, to).often, now)
        if not Mute.objects.filter(owner_id=to, other_id=me.me(), until__gt=now).exists():
            announce(QuestionAsked(me.circle_id, frozenset({to})))
        announce(AskingChanged(me.circle_id, frozenset({me.me()})))


def answer(actor: Viewer, *, question_id: uuid.UUID, choice: str, own: str = "") -> None:
    """Say what one would like: to whoever asked, and after a check-in to those with whom asking is agreed.

    `Choice.PUT_AWAY` takes the question off one's own page, and nobody learns of it. Raises `Refused`: gone, for a
    question that has faded or is somebody else's; no_choice; too_long.
    """
    with transaction.atomic():
        lock(actor.circle_id)
        me = present(actor)
        row = Question.objects.filter(id=question_id, asked_id=me.me(), until__gt=clock.now()).first()
        if row is None:
            raise Refused("gone")
        if choice not in set(Choice):
            raise Refused("no_choice")
        if len(own) > rules.OWN_LENGTH:
            raise Refused("too_long")
        told = _told(me, row)
        row.answer = {"choice": str(Choice(choice)), "own": own.strip()}
        row.save()
        announce(AskingChanged(me.circle_id, frozenset({me.me(), *told, *_told(me, row)})))


def mute(actor: Viewer, *, other: uuid.UUID, days: int = 1) -> None:
    """See no questions from this member, for today or a week. Their own pages are as if nothing were."""
    with transaction.atomic():
        lock(actor.circle_id)
        me = present(actor)
        if circle.member(me, other).is_me:
            raise Http404
        now = clock.now()
        until = midnight_after(now + timedelta(days=(days if days in MUTE_DAYS else MUTE_DAYS[0]) - 1), me.zone)
        _unmute(me.me(), other)
        row = Mute.objects.create(owner_id=me.me(), other_id=other, until=until)
        due(kind="asking.unmute", ref=row.id, at=until)
        announce(AskingChanged(me.circle_id, frozenset({me.me()})))


def unmute(actor: Viewer, *, other: uuid.UUID) -> None:
    """See this member's questions again, also one that has not faded yet."""
    with transaction.atomic():
        lock(actor.circle_id)
        me = present(actor)
        if _unmute(me.me(), other):
            announce(AskingChanged(me.circle_id, frozenset({me.me()})))


# --- check-ins ------------------------------------------------------------------------------------


def plan_check_ins(circle_id: uuid.UUID) -> None:
    """Put the next agreed check-in of this circle's holder into the outbox. Safe to call at any time, and again.

    A check-in that is no longer agreed when its hour comes is not asked: nothing has to be taken out here.
    """
    if not spoken_of(circle_id, TOPIC):
        return
    with transaction.atomic():
        found = lock(circle_id).members.filter(role=Role.HOLDER, left_at=None).values_list("id", flat=True).first()
        if found is None:
            return
        holder = access.viewer_of(found)
        times = rules.set_times(queries.check_in_terms(holder, Agreed(holder)).values())
        following = rules.next_check_in(times, clock.now(), holder.zone)
        if following is not None:
            wall, at = following
            due(kind="asking.check_in", ref=CheckIn(holder.me(), wall).ref(), at=at)


def check_in_due(ref: str) -> None:
    """Ask what was agreed for this hour, if it still is. In a zone it waits for the end, if that is the same day.
    How much there is to give is not asked of somebody who has just said it.

    Safe to run again: what was asked is taken out of the outbox in the same transaction.
    """
    about = rules.read_ref(ref)
    if about is None:
        return
    try:
        holder = access.viewer_of(about.member_id)
    except Http404:
        return
    with transaction.atomic():
        lock(holder.circle_id)
        plan_check_ins(holder.circle_id)
        holder, now = access.viewer_of(about.member_id), clock.now()
        agreed = Agreed(holder)
        holding = [
            one
            for one in queries.check_in_terms(holder, agreed).values()
            if rules.begins_then(rules.set_times([one]), about.wall)
        ]
        if holder.paused or not holding or not rules.is_that_day(about.wall, now, holder.zone):
            return
        words = rules.words_for(holding[0])[0]
        if rules.asks_how_much(words) and capacity.says_code(holder, now):
            cancel(kind="asking.check_in", ref=ref)
            return
        on = queries.quiet_for_check_in(holder, agreed, now, zones(holder, agreed, now))
        comes = may_come(Comes.CHECK_IN, on, now)
        if isinstance(comes, At):
            if rules.is_that_day(about.wall, comes.when, holder.zone):
                due(kind="asking.check_in", ref=ref, at=comes.when)
            return
        cancel(kind="asking.check_in", ref=ref)
        _delete(Question.objects.filter(asker=None, asked_id=holder.me()))
        row = Question(asker=None, asked_id=holder.me(), words=words, answer={})
        _put(row, rules.fades_at(now, holder.zone))
        announce(CheckInCame(holder.circle_id, frozenset({holder.me()})))


# --- what ends ------------------------------------------------------------------------------------


def end_due(ref: str) -> None:
    """Let a question fade. Safe to run again, and too early. Told are those who had something of it before them."""
    with transaction.atomic():
        row = Question.objects.filter(id=ref).select_related("asked").first()
        if row is None:
            return
        lock(row.asked.circle_id)
        row = Question.objects.filter(id=ref, until__lte=clock.now()).first()
        if row is None:
            return
        try:
            asked = access.viewer_of(row.asked_id)
        except Http404:
            row.delete()
            return
        told = {*_told(asked, row), *_hearing(row)}
        row.delete()
        if told:
            announce(AskingChanged(asked.circle_id, frozenset(told)))


def quota_due(ref: str) -> None:
    """The window is over: nothing is known any more of how often it was asked. Safe to run again, and too early."""
    with transaction.atomic():
        Quota.objects.filter(id=ref, until__lte=clock.now()).delete()


def unmute_due(ref: str) -> None:
    """The silence is over. Safe to run again, and too early. What faded in it fades first, without a word."""
    with transaction.atomic():
        row = Mute.objects.filter(id=ref, until__lte=clock.now()).select_related("owner").first()
        if row is not None:
            faded = Question.objects.filter(asker_id=row.other_id, asked_id=row.owner_id, until__lte=row.until)
            for question_id in faded.values_list("id", flat=True):
                end_due(str(question_id))
            circle_id, owner = row.owner.circle_id, row.owner_id
            row.delete()
            announce(AskingChanged(circle_id, frozenset({owner})))


def members_left(*, circle_id: uuid.UUID) -> None:
    """Delete what was asked by and of those who are no longer in the circle. Safe to call again."""
    with transaction.atomic():
        lock(circle_id)
        gone = set(
            _between_those_who_left(Question, "asker", "asked", circle_id)
            | _between_those_who_left(Quota, "asker", "asked", circle_id)
            | _between_those_who_left(Mute, "owner", "other", circle_id)
        )
        _delete(Question.objects.filter(id__in=gone))
        Quota.objects.filter(id__in=gone).delete()
        Mute.objects.filter(id__in=gone).delete()
        for row_id in gone:
            cancel(kind="asking.quota", ref=row_id)
            cancel(kind="asking.unmute", ref=row_id)


def _between_those_who_left(
    model: type[Question] | type[Quota] | type[Mute], one: str, two: str, circle_id: uuid.UUID
) -> set[uuid.UUID]:
    left = Q(**{f"{one}__left_at__isnull": False, f"{one}__circle_id": circle_id}) | Q(
        **{f"{two}__left_at__isnull": False, f"{two}__circle_id": circle_id}
    )
    return set(model.objects.filter(left).values_list("id", flat=True))


# --- within a transaction -------------------------------------------------------------------------


def _put(row: Question, until: datetime) -> None:
    row.until = until
    row.save()
    due(kind="asking.end", ref=row.id, at=until)


def _delete(rows: object) -> None:
    for row in rows:  # type: ignore[attr-defined]
        cancel(kind="asking.end", ref=row.id)
        row.delete()


def _count(me: Viewer, to: uuid.UUID, often: rules.Often, now: datetime) -> None:
    since, until = rules.window_start(often, now, me.zone), rules.window_end(often, now, me.zone)
    row = Quota.objects.filter(asker_id=me.me(), asked_id=to).first() or Quota(asker_id=me.me(), asked_id=to)
    if row.since is None or row.since < since:
        row.since, row.times = since, 0
    row.times, row.until = row.times + 1, until
    row.save()
    due(kind="asking.quota", ref=row.id, at=until)


def _unmute(owner: uuid.UUID, other: uuid.UUID) -> bool:
    rows = list(Mute.objects.filter(owner_id=owner, other_id=other))
    for row in rows:
        cancel(kind="asking.unmute", ref=row.id)
        row.delete()
    return bool(rows)


def _told(asked: Viewer, row: Question) -> set[uuid.UUID]:
    """Who reads the answer that is there, if it is one that is said."""
    if rules.read_said(row.answer).choice not in rules.SAID:
        return set()
    others = set(Agreed(asked).others(TOPIC))
    return others if row.asker_id is None else others & {row.asker_id}


def _hearing(row: Question) -> set[uuid.UUID]:
    """The one who is asked, unless they had silence from the asker to its end, or have answered or put it away."""
    muted = Mute.objects.filter(owner_id=row.asked_id, other_id=row.asker_id, until__gte=row.until)
    if rules.read_said(row.answer).choice is not None or (row.asker_id is not None and muted.exists()):
        return set()
    return {row.asked_id}
