"""Turning the plan on and off, and what is said while it is on. The only place that writes it, and that announces it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.http import Http404

from roret.agreement import actions as agreement
from roret.agreement import queries as agreements
from roret.agreement.queries import Agreed, audience_of
from roret.agreement.rules import next_review, one_way
from roret.circle import queries as circle
from roret.circle.access import Viewer, present, viewer_of
from roret.circle.actions import lock
from roret.circle.rules import Act
from roret.content.stored import Saying
from roret.flareup import queries, rules
from roret.flareup.events import FlareChanged
from roret.flareup.models import DUE, Flare, Look, Named, Reply, Sent
from roret.flareup.rules import Came, Laying, Said
from roret.flareup.sheet import part_of, wording
from roret.kit import clock
from roret.kit.announce import announce
from roret.outbox.actions import cancel, due


class NotAgreed(Exception):
    """Nothing of the plan holds (any longer), so nothing was stored or sent."""


class Changed(Exception):
    """It is not on any longer as the page showed it, so nothing was stored or sent."""


# --- on and off ---------------------------------------------------------------------------------


def turn_on(actor: Viewer, *, asked_at: datetime | None = None) -> Came:
    """Turn the plan on: by the holder, or by somebody whom the holder has named. Twice is once.

    Open pages show it at once, telephones ring when it can no longer be taken back. `asked_at` is when it was tapped,
    if that had to wait for a network: what was turned off since stays off. Raises `NotAgreed` where no plan holds, and
    `Http404` for whoever was not named (any longer).
    """
    with transaction.atomic():
        lock(actor.circle_id)
        me, now = present(actor), clock.now()
        agreed = Agreed(me)
        if not me.is_holder and not queries.is_named(me.me()):
            raise Http404
        if agreed.mine(rules.TOPIC) is None or agreed.holder_id is None:
            raise NotAgreed
        if queries.on_now(me.circle_id) is not None:
            return Came.STOOD
        if asked_at is not None and Flare.objects.filter(circle_id=me.circle_id, until__gt=asked_at + rules.SAID_FOR):
            return Came.GONE
        _delete(Flare.objects.filter(circle_id=me.circle_id))
        _delete_look(agreed.holder_id)
        row = Flare.objects.create(
            circle_id=me.circle_id,
            holder_id=agreed.holder_id,
            by_id=me.me(),
            undo_until=now + rules.UNDO,
            ask_at=rules.next_morning(now, me.zone),
        )
        due(kind="flareup.ring", ref=row.id, at=row.undo_until)
        due(kind="flareup.ask", ref=row.id, at=row.ask_at)
        _tell_all(row)
        return Came.ON


def undo(actor: Viewer, *, seen: uuid.UUID | None) -> Came:
    """Take it back within the half minute: as if it had not been, but for one neutral line."""
    return _off(actor, seen, undo=True)


def turn_off(actor: Viewer, *, seen: uuid.UUID | None) -> Came:
    """Turn it off: by the holder, or by whoever turned it on. What was said and marked meanwhile is deleted.

    `seen` is the plan that the page showed. Raises `Http404` for anybody else.
    """
    return _off(actor, seen, undo=False)


def _off(actor: Viewer, seen: uuid.UUID | None, *, undo: bool) -> Came:
    with transaction.atomic():
        lock(actor.circle_id)
        me, now = present(actor), clock.now()
        row = queries.on_now(me.circle_id)
        if not queries.may_turn_off(me, row):
            raise Http404
        came = rules.off((row.id, row.undo_until) if row else None, seen, now, undo=undo)
        if row is None or came not in (Came.BACK, Came.OFF):
            return came
        _let_end(row)
        if came is Came.OFF:
            _lay_the_questions(row.holder_id)
        _tell_all(row)
        return came


def still(actor: Viewer, *, seen: uuid.UUID | None) -> None:
    """The holder says that it is still so. They are asked again next morning."""
    with transaction.atomic():
        lock(actor.circle_id)
        me, now = present(actor), clock.now()
        row = queries.on_now(me.circle_id)
        if not me.is_holder:
            raise Http404
        if row is not None and row.id == seen:
            row.ask_at = rules.next_morning(now, me.zone)
            row.save(update_fields=["ask_at"])
            due(kind="flareup.ask", ref=row.id, at=row.ask_at)
            announce(FlareChanged(me.circle_id, frozenset({me.me()})))


def _let_end(row: Flare) -> None:
    """It is over: what was said and marked goes at once, and that it is off can be read for a while yet."""
    _delete_replies(Reply.objects.filter(flare=row))
    Sent.objects.filter(flare=row).delete()
    for kind in DUE:
        cancel(kind=kind, ref=row.id)
    row.until = clock.now() + rules.SAID_FOR
    row.save(update_fields=["until"])
    due(kind="flareup.over", ref=row.id, at=row.until)


# --- who may ------------------------------------------------------------------------------------


def name(actor: Viewer, *, member_id: uuid.UUID, on: bool) -> None:
    """The holder lets a member turn the plan on, or no longer. It works at once, and takes nobody else's yes.

    Raises `Http404` for anybody but the holder, and for somebody with whom no plan holds.
    """
    with transaction.atomic():
        lock(actor.circle_id)
        me = present(actor, Act.OPEN_TOPICS)
        if circle.member(me, member_id).is_me or (on and member_id not in Agreed(me).others(rules.TOPIC)):
            raise Http404
        if on:
            Named.objects.get_or_create(member_id=member_id)
        else:
            Named.objects.filter(member_id=member_id).delete()
        announce(FlareChanged(me.circle_id, frozenset({me.me(), member_id})))


# --- what is said while it is on ----------------------------------------------------------------


def answer(actor: Viewer, *, seen: uuid.UUID | None, kind: str, at: str = "", ask: str = "") -> None:
    """Answer the holder: here, coming at a clock time, or not now. The newest takes the place of the last.

    `ask` is who stands on the button for “not now”. Raises `Changed` when it is not on as the page showed it, or when
    the plan names another by now; `ValueError` for a time that is none or has passed; `Http404` for the holder.
    """
    with transaction.atomic():
        lock(actor.circle_id)
        me, now = present(actor), clock.now()
        if me.is_holder:
            raise Http404
        row, agreed = _on_for(me, seen), Agreed(me)
        if ask and ask not in queries.others_in_line(me, agreed):
            raise Changed
        moment = rules.comes_at(now, at, me.zone) if kind == rules.COMES else None
        if kind not in (rules.HERE, rules.COMES, rules.NOT_NOW) or (kind == rules.COMES and moment is None):
            raise ValueError("an answer is here, not now, or a clock time that comes")
        said = Said(kind, moment, ask if kind == rules.NOT_NOW else "")
        before = _stirred(me, agreed)
        reply = Reply.objects.filter(member_id=me.me()).first() or Reply(member_id=me.me())
        reply.flare, reply.until = row, rules.until(said, now)
        reply.said = (
            {"kind": kind} | ({"at": moment.isoformat()} if moment else {}) | ({"ask": ask} if said.ask else {})
        )
        reply.save()
        due(kind="flareup.reply", ref=reply.id, at=reply.until)
        announce(FlareChanged(me.circle_id, before | _stirred(me, agreed)))


def answer_back(actor: Viewer) -> None:
    """Take one's answer back. Nothing happens when there is none."""
    with transaction.atomic():
        lock(actor.circle_id)
        me = present(actor)
        to = _stirred(me, Agreed(me))
        if _delete_replies(Reply.objects.filter(member_id=me.me())):
            announce(FlareChanged(me.circle_id, to))


def mark(actor: Viewer, *, seen: uuid.UUID | None, message: Saying, sent: bool) -> None:
    """Mark a message of the plan as sent, or not sent after all. Who did it is not kept. Twice is once.

    Raises `Changed` when it is not on as the page showed it, or when the message is not in the plan any longer.
    """
    with transaction.atomic():
        lock(actor.circle_id)
        me = present(actor)
        row, part = _on_for(me, seen), part_of(me, Agreed(me))
        if part is None or message not in part.plan.messages:
            raise Changed
        same = [one.id for one in row.sent.order_by("id") if rules.stored_phrase(one.message) == message]
        if sent and not same:
            Sent.objects.create(flare=row, circle_id=me.circle_id, message=message.stored)
        elif not sent:
            Sent.objects.filter(id__in=same).delete()
        _tell_all(row)


def _on_for(me: Viewer, seen: uuid.UUID | None) -> Flare:
    row = queries.on_now(me.circle_id)
    if row is None or row.id != seen or Agreed(me).mine(rules.TOPIC) is None:
        raise Changed
    return row


def _stirred(me: Viewer, agreed: Agreed) -> frozenset[uuid.UUID]:
    """Whose page an answer of `me` changes: their own, the holder's, and that of the one whom they ask."""
    reply = Reply.objects.filter(member_id=me.me()).first()
    said = rules.stored_answer(reply.said) if reply else None
    told = frozenset(one for one in (me.me(), agreed.holder_id) if one is not None)
    asked = queries.asked(me, said.ask) if said else None
    if asked is None or agreed.holder_id is None:
        return told
    return told | (audience_of(agreed.holder_id, rules.TOPIC) & {asked})


# --- afterwards ---------------------------------------------------------------------------------


def put_off(actor: Viewer) -> None:
    """The holder does not look at the plan this time. The questions are gone."""
    with transaction.atomic():
        lock(actor.circle_id)
        me = present(actor)
        if not me.is_holder:
            raise Http404
        _delete_look(me.me())
        announce(FlareChanged(me.circle_id, frozenset({me.me()})))


def take_in(actor: Viewer, *, changes: Iterable[Laying], values: Mapping[str, object]) -> None:
    """What the holder has looked at goes into the plan: into their wish at once, to each of the others as a proposal.

    `values` are their own answers on the card from now on. The questions are gone.
    """
    with transaction.atomic():
        lock(actor.circle_id)
        me = present(actor, Act.AGREE)
        if not me.is_holder:
            raise Http404
        mine = agreements.answers(me, rules.TOPIC)
        for question, value in values.items():
            base = mine[question].revision if question in mine else 0
            agreement.answer(me, topic=rules.TOPIC, question=question, value=value, base_revision=base)
        for one in changes:
            agreement.propose(
                me,
                topic=rules.TOPIC,
                other_id=one.other_id,
                spans=one_way(one.answers),
                wording=wording(me, one.other_id, one.answers),
                review_on=next_review(agreements.today(me)),
                seen=one.seen,
            )
        _delete_look(me.me())
        announce(FlareChanged(me.circle_id, frozenset({me.me()})))


def _lay_the_questions(holder_id: uuid.UUID) -> None:
    """Two questions to the holder, at the time that the plan says. None where no plan holds any longer."""
    hers = viewer_of(holder_id)
    part = part_of(hers, Agreed(hers))
    if part is None:
        return
    says = part.plan.look_again
    from_at, until = rules.look_window(says, clock.now(), hers.zone)
    row = Look.objects.create(holder_id=holder_id, from_at=from_at, until=until, by_itself=says in rules.LOOK_AFTER)
    due(kind="flareup.look", ref=row.id, at=from_at)


def _delete_look(holder_id: uuid.UUID) -> None:
    for row in Look.objects.filter(holder_id=holder_id):
        cancel(kind="flareup.look", ref=row.id)
        row.delete()


# --- what is due --------------------------------------------------------------------------------


def ring_due(ref: str) -> None:
    """It can no longer be taken back: now telephones ring. Safe to run twice, and too early."""
    with transaction.atomic():
        row = _held(ref)
        if row is not None and row.until is None and row.undo_until <= clock.now():
            _tell_all(row)


def ask_due(ref: str) -> None:
    """The holder's page asks whether it is still so. Nobody else's stirs."""
    with transaction.atomic():
        row = _held(ref)
        if row is not None and row.until is None and row.ask_at <= clock.now():
            announce(FlareChanged(row.circle_id, frozenset({row.holder_id})))


def over_due(ref: str) -> None:
    """Nothing is left of it. Safe to run twice, and too early."""
    with transaction.atomic():
        row = _held(ref)
        if row is not None and row.until is not None and row.until <= clock.now():
            _delete([row])
            _tell_all(row)


def reply_due(ref: str) -> None:
    """An answer has ended by itself. Safe to run twice, and too early."""
    with transaction.atomic():
        found = Reply.objects.filter(id=ref).select_related("member").first()
        if found is None or found.member.left_at is not None:
            return
        lock(found.member.circle_id)
        if Reply.objects.filter(id=ref, until__lte=clock.now()).exists():
            me = viewer_of(found.member_id)
            announce(FlareChanged(me.circle_id, _stirred(me, Agreed(me))))
            Reply.objects.filter(id=ref).delete()


def look_due(ref: str) -> None:
    """The questions lie there from now on, or no longer. Safe to run twice, and too early."""
    with transaction.atomic():
        found = Look.objects.filter(id=ref).select_related("holder").first()
        if found is None:
            return
        circle_id = found.holder.circle_id
        lock(circle_id)
        row, now = Look.objects.filter(id=ref).first(), clock.now()
        if row is None or now < row.from_at:
            return
        if now < row.until:
            due(kind="flareup.look", ref=row.id, at=row.until)
        else:
            row.delete()
        announce(FlareChanged(circle_id, frozenset({row.holder_id})))


def members_left(*, circle_id: uuid.UUID) -> None:
    """Delete what those have said who are no longer in the circle. Without its holder there is no plan to be on.

    Called when the members of a circle have changed; safe to call again.
    """
    with transaction.atomic():
        lock(circle_id)
        gone = {"member__circle_id": circle_id, "member__left_at__isnull": False}
        Named.objects.filter(**gone).delete()
        for reply in Reply.objects.filter(**gone).select_related("flare").order_by("id"):
            _delete_replies([reply])
            announce(FlareChanged(circle_id, frozenset({reply.flare.holder_id})))
        here = Flare.objects.filter(circle_id=circle_id)
        here.filter(by__left_at__isnull=False).update(by=None)
        _delete(here.filter(holder__left_at__isnull=False))
        for look in Look.objects.filter(holder__circle_id=circle_id, holder__left_at__isnull=False):
            _delete_look(look.holder_id)


def _held(ref: str) -> Flare | None:
    """The row with this id, read anew once its circle is held."""
    found = Flare.objects.filter(id=ref).first()
    if found is None:
        return None
    lock(found.circle_id)
    return Flare.objects.filter(id=ref).first()


def _delete(rows: Iterable[Flare]) -> None:
    for row in rows:
        for kind in DUE:
            cancel(kind=kind, ref=row.id)
        _delete_replies(Reply.objects.filter(flare=row))
        row.delete()


def _delete_replies(rows: Iterable[Reply]) -> int:
    """Delete these with what was due about them. Gives how many there were."""
    there = list(rows)
    for row in there:
        cancel(kind="flareup.reply", ref=row.id)
        row.delete()
    return len(there)


def _tell_all(row: Flare) -> None:
    """The pages of everybody to whom the plan holds."""
    announce(FlareChanged(row.circle_id, audience_of(row.holder_id, rules.TOPIC) | {row.holder_id}))
