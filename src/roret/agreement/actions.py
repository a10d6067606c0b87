"""What people do with answers and agreements. The only place that writes them, and that announces it.

Each begins by holding the circle's row and asking again who the actor is: whoever was taken out
while their click was on its way has left, and gets a 404.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

from django.db import transaction
from django.db.models import Q

from roret.agreement import rules
from roret.agreement.events import AgreementChanged, AnswersChanged
from roret.agreement.models import Agreement, Answer, Beside, Book, Mark, Told, Turn, Version, books
from roret.agreement.queries import NotYours, book
from roret.agreement.rules import Conflict, Kind, Laid, Saved
from roret.circle import queries as circle
from roret.circle.access import Viewer, present
from roret.circle.actions import lock
from roret.circle.rules import Act, Role
from roret.kit import clock
from roret.kit.announce import announce

Wording = Mapping[str, list[str]]
"""The sentences as they stood on the screen, by language."""


# --- own answers --------------------------------------------------------------------------------


def pick(actor: Viewer, *, topic: str) -> None:
    """Take a card out of the deck."""
    with transaction.atomic():
        lock(actor.circle_id)
        turn = _turn(present(actor, Act.ANSWER), topic)
        turn.picked_at, turn.skipped_at = turn.picked_at or clock.now(), None
        turn.save()
        announce(AnswersChanged(actor.circle_id, frozenset({turn.member_id})))


def skip(actor: Viewer, *, topic: str) -> None:
    """Leave a card for now. What was answered on it stays."""
    with transaction.atomic():
        lock(actor.circle_id)
        turn = _turn(present(actor, Act.ANSWER), topic)
        turn.skipped_at = clock.now()
        turn.save()
        announce(AnswersChanged(actor.circle_id, frozenset({turn.member_id})))


def answer(actor: Viewer, *, topic: str, question: str, value: object, base_revision: int) -> Saved | Conflict:
    """Store an answer, edited on `base_revision` (0 for a new one). Loses no text: see `rules.merge`."""
    with transaction.atomic():
        lock(actor.circle_id)
        me = present(actor, Act.ANSWER)
        outcome = _store(me, topic, question, value, base_revision)
        # Two texts of one's own are nobody else's: what others read is as it was.
        readers = set() if isinstance(outcome, Conflict) else _readers(me, topic)
        announce(AnswersChanged(me.circle_id, frozenset({me.me(), *readers})))
    return outcome


def settle_beside(actor: Viewer, *, beside_id: uuid.UUID, value: object, base_revision: int) -> Saved | Conflict:
    """Choose between two texts of one's own, or write a third. The one beside goes once the choice is stored."""
    with transaction.atomic():
        lock(actor.circle_id)
        me = present(actor, Act.ANSWER)
        beside = Beside.objects.filter(id=beside_id, answer__member_id=me.me()).select_related("answer").first()
        if beside is None:
            raise NotYours
        about = beside.answer
        outcome = _store(me, about.topic, about.question, value, base_revision)
        if isinstance(outcome, Saved):
            beside.delete()
        announce(AnswersChanged(me.circle_id, frozenset({me.me(), *_readers(me, about.topic)})))
    return outcome


def done(actor: Viewer, *, topic: str) -> None:
    """Say that one has answered a card. When the other has too, the two lie side by side."""
    _set_turn(actor, topic, answered=True)


def open_answers(actor: Viewer, *, topic: str) -> None:
    """Let the other read one's answers to a card before they have answered."""
    _set_turn(actor, topic, opened=True)


def close_answers(actor: Viewer, *, topic: str) -> None:
    """Take one's answers to a card back for oneself, silently; the card counts as not answered yet."""
    _set_turn(actor, topic, answered=False, opened=False)


def _set_turn(actor: Viewer, topic: str, *, answered: bool | None = None, opened: bool | None = None) -> None:
    with transaction.atomic():
        lock(actor.circle_id)
        me = present(actor, Act.ANSWER)
        turn, before = _turn(me, topic), _readers(me, topic)
        if answered is not None:
            turn.answered_at = (turn.answered_at or clock.now()) if answered else None
        if opened is not None:
            turn.opened_at = (turn.opened_at or clock.now()) if opened else None
        turn.picked_at, turn.skipped_at = turn.picked_at or clock.now(), None
        turn.save()
        announce(AnswersChanged(me.circle_id, frozenset({me.me(), *before, *_readers(me, topic)})))


def _store(me: Viewer, topic: str, question: str, value: object, base_revision: int) -> Saved | Conflict:
    row = Answer.objects.filter(member_id=me.me(), topic=topic, question=question).first()
    current = rules.Text(row.revision, row.value) if row else rules.NO_TEXT
    merged = rules.merge(base_revision, current, value)
    if row is None:
        row = Answer(circle_id=me.circle_id, member_id=me.me(), topic=topic, question=question)
    if merged.beside:
        return Conflict(current.revision, current.value, _keep_beside(row, value))
    if merged.text != current:
        row.revision, row.value = merged.text.revision, merged.text.value
        row.save()
    return Saved(row.revision)


def _keep_beside(about: Answer, value: object) -> uuid.UUID:
    same = [b for b in Beside.objects.filter(answer=about).order_by("made_at", "id") if b.value == value]
    return same[0].id if same else Beside.objects.create(answer=about, value=value).id


def _turn(me: Viewer, topic: str) -> Turn:
    found = Turn.objects.filter(member_id=me.me(), topic=topic).first()
    return found or Turn(circle_id=me.circle_id, member_id=me.me(), topic=topic)


def _readers(me: Viewer, topic: str) -> set[uuid.UUID]:
    """Who may read `me`'s answers to this card now (as `queries.readable` has it), so that no other page stirs."""
    turns = {t.member_id: t for t in Turn.objects.filter(circle_id=me.circle_id, topic=topic)}
    mine = turns.get(me.me())
    if mine is None:
        return set()
    return {
        other
        for other in _those_it_is_open_to(me, topic)
        if rules.may_read(
            other,
            mine.member_id,
            reader_done=other in turns and turns[other].answered_at is not None,
            owner_done=mine.answered_at is not None,
            owner_opened=mine.opened_at is not None,
        )
    }


def _those_it_is_open_to(me: Viewer, topic: str) -> set[uuid.UUID]:
    """From the holder, those the topic was opened to; from anybody else, the holder."""
    if me.is_holder:
        return {member for member, topics in circle.open_topics(me).items() if topic in topics}
    holder = circle.holder(me)
    return {holder.id} if holder else set()


# --- agreements ---------------------------------------------------------------------------------


def propose(
    actor: Viewer,
    *,
    topic: str,
    other_id: uuid.UUID | None,
    spans: list[dict[str, object]],
    wording: Wording,
    trial: bool = True,
    review_on: date | None,
    seen: int | None = None,
) -> Laid:
    """Lay a version on the table; proposing is the proposer's yes. With no other it is a wish and stands at once.

    `seen` is the highest version the proposer had on the screen (`AgreementView.latest`); left
    out, they saw all. To propose just what already lies there is to say yes to it, so two people
    who tap the same at the same moment agree. Raises `BadSpans`, and `NotYours` for a pair that
    is not the holder and the actor, or a topic that is closed to the actor.
    """
    rules.spans_of(spans)
    with transaction.atomic():
        lock(actor.circle_id)
        me = present(actor, Act.AGREE)
        found = _book_for(me, topic, other_id)
        return _lay(me, found, spans, wording, trial, review_on, seen)


def propose_again(
    actor: Viewer, *, agreement_id: uuid.UUID, version: int, wording: Wording, trial: bool, review_on: date | None
) -> Laid:
    """Lay an earlier version on the table once more: to start again after a pause, say."""
    with transaction.atomic():
        lock(actor.circle_id)
        me, found = _opened(actor, agreement_id)
        if version not in found.versions:
            raise NotYours
        return _lay(me, found, found.versions[version].spans, wording, trial, review_on, None)


def keep(actor: Viewer, *, agreement_id: uuid.UUID, version: int, wording: Wording, review_on: date | None) -> Laid:
    """Go on as now, no longer on trial, and look again later. The present version holds until the other agrees.

    Raises `Refused` newer when another version than the one on the screen is in force.
    """
    with transaction.atomic():
        lock(actor.circle_id)
        me, found = _opened(actor, agreement_id)
        rules.may_keep(found.standing(), version)
        return _lay(me, found, found.versions[version].spans, wording, False, review_on, None)


def say_yes(actor: Viewer, *, agreement_id: uuid.UUID, version: int, wording: Wording) -> Laid:
    """Say yes to the very version on the table. Saying it twice is saying it once.

    Raises `Refused` newer or not_open when something else lies there by now; nothing is changed.
    """
    with transaction.atomic():
        lock(actor.circle_id)
        me, found = _opened(actor, agreement_id)
        if rules.may_say_yes(found.standing(), me.me(), version):
            found = _write(me, found, Kind.YES, version, wording)
        return _laid(found, version)


def set_aside(actor: Viewer, *, agreement_id: uuid.UUID, version: int) -> None:
    """Take a proposal off the table: no thanks, or taken back. Which of the two is never shown.

    Raises `Refused` in_force when the other has said yes in the meantime: then it takes a pause.
    """
    with transaction.atomic():
        lock(actor.circle_id)
        me, found = _opened(actor, agreement_id)
        if rules.may_set_aside(found.standing(), version):
            _append(found, Kind.SET_ASIDE, me.me(), version)
            _tell(me, found)


def pause(actor: Viewer, *, agreement_id: uuid.UUID, aloud: bool) -> None:
    """Stop for now, at once, by oneself, with no reason. `aloud`: the one who counted on it is told that it stops."""
    _stop(actor, agreement_id, Kind.PAUSED, aloud)


def end(actor: Viewer, *, agreement_id: uuid.UUID, aloud: bool) -> None:
    """Stop for good, at once, by oneself, with no reason. Only a new proposal with both yes begins anew."""
    _stop(actor, agreement_id, Kind.ENDED, aloud)


def members_left(*, circle_id: uuid.UUID, aloud: Collection[str]) -> None:
    """End what somebody who is no longer in the circle was party to. `aloud`: topics whose end is told.

    Called when the members of a circle have changed; safe to call again.
    """
    with transaction.atomic():
        zone = lock(circle_id).time_zone
        theirs = Q(owner__left_at__isnull=False) | Q(other__left_at__isnull=False)
        rows = Agreement.objects.filter(theirs, circle_id=circle_id).select_related("owner", "other")
        for found in books(rows, zone):
            about = found.agreement
            gone = about.owner_id if about.owner.left_at is not None else about.other_id
            now = found.standing()
            if gone is None or not rules.may_stop(now, Kind.ENDED):
                continue
            _append(found, Kind.ENDED, gone)
            if about.topic in aloud:
                _say_it_no_longer_applies(found, now, gone)
            announce(AgreementChanged(circle_id, frozenset(found.parties) - {gone}))


def take_off_notice(actor: Viewer, *, notice_id: uuid.UUID) -> None:
    """The viewer has read that something no longer applies."""
    with transaction.atomic():
        lock(actor.circle_id)
        me = present(actor, Act.READ)
        if not Told.objects.filter(id=notice_id, member_id=me.me()).exists():
            raise NotYours
        Told.objects.filter(id=notice_id, seen_at=None).update(seen_at=clock.now())
        announce(AgreementChanged(me.circle_id, frozenset({me.me()})))


def _stop(actor: Viewer, agreement_id: uuid.UUID, kind: Kind, aloud: bool) -> None:
    with transaction.atomic():
        lock(actor.circle_id)
        me, found = _opened(actor, agreement_id)
        now = found.standing()
        if not rules.may_stop(now, kind):
            return
        _append(found, kind, me.me())
        if aloud:
            _say_it_no_longer_applies(found, now, me.me())
        _tell(me, found)


def _say_it_no_longer_applies(found: Book, before: rules.Standing, by: uuid.UUID) -> None:
    if before.in_force is not None:
        Told.objects.bulk_create(
            Told(member_id=party, agreement=found.agreement, version=found.versions[before.in_force])
            for party in found.parties
            if party != by
        )


def _lay(
    me: Viewer,
    found: Book,
    spans: object,
    wording: Wording,
    trial: bool,
    review_on: date | None,
    seen: int | None,
) -> Laid:
    """Propose, unless the very same lies there or is in force already."""
    now = found.standing()
    there = found.versions.get(now.proposed or now.in_force or 0)
    if there and (there.spans, there.trial, there.review_on) == (spans, trial, review_on):
        if rules.may_say_yes(now, me.me(), there.number):
            found = _write(me, found, Kind.YES, there.number, wording)
        return _laid(found, there.number)
    version = Version.objects.create(
        agreement=found.agreement,
        number=found.latest + 1,
        made_by_id=me.me(),
        spans=spans,
        trial=trial,
        review_on=review_on,
        seen=found.latest if seen is None else min(seen, found.latest),
    )
    found = replace(found, versions={**found.versions, version.number: version})
    return _laid(_write(me, found, Kind.PROPOSED, version.number, wording), version.number)


def _write(me: Viewer, found: Book, kind: Kind, version: int, wording: Wording) -> Book:
    """Add a yes, and where it puts a version in force take off the notices that this no longer applies."""
    written = _append(found, kind, me.me(), version, wording)
    if written.standing().in_force == version:
        Told.objects.filter(agreement=found.agreement, seen_at=None).update(seen_at=clock.now())
    _tell(me, found)
    return written


def _append(found: Book, kind: Kind, by: uuid.UUID, version: int | None = None, wording: Wording | None = None) -> Book:
    mark = Mark.objects.create(
        agreement=found.agreement,
        seq=max((m.seq for m in found.marks), default=0) + 1,
        kind=kind,
        version=None if version is None else found.versions[version],
        member_id=by,
        wording=None if wording is None else {language: list(lines) for language, lines in wording.items()},
    )
    return replace(found, marks=(*found.marks, mark))


def _laid(found: Book, version: int) -> Laid:
    return Laid(found.agreement.id, version, found.standing().in_force == version)


def _tell(me: Viewer, found: Book) -> None:
    """Say that it changed to those who may read it: its parties, and for a wish those it is open to."""
    about = found.agreement
    readers = _those_it_is_open_to(me, about.topic) if about.other_id is None else set()
    announce(AgreementChanged(about.circle_id, frozenset({*found.parties, *readers})))


def _opened(actor: Viewer, agreement_id: uuid.UUID) -> tuple[Viewer, Book]:
    """The actor as they are now, and an agreement that they are a party to."""
    me = present(actor, Act.AGREE)
    return me, book(me, agreement_id)


def _book_for(me: Viewer, topic: str, other_id: uuid.UUID | None) -> Book:
    """The agreement of this pair, or this wish, made when there is none yet."""
    owner_id = me.me()
    if other_id is not None:
        other = circle.member(me, other_id)
        if other.is_me or me.is_holder is (other.role is Role.HOLDER):
            raise NotYours
        if not me.is_holder:
            owner_id, other_id = other_id, owner_id
    same = Agreement.objects.filter(circle_id=me.circle_id, topic=topic, owner_id=owner_id, other_id=other_id)
    if not same.exists():
        if other_id is not None and not me.sees(topic):
            raise NotYours
        Agreement.objects.create(circle_id=me.circle_id, topic=topic, owner_id=owner_id, other_id=other_id)
    return books(same, me.zone)[0]
