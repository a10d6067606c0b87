"""What a viewer may read of answers and agreements.

The parties of an agreement read all of it, and both the same. Anybody else reads at most what a
wish says today, and nothing that is paused, proposed or past: to them a wish that is not in
force does not exist.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db.models import Q, QuerySet
from django.http import Http404

from roret.agreement import rules
from roret.agreement.models import Agreement, Answer, Beside, Book, Told, Turn, books
from roret.agreement.rules import Answers, Kind, Standing
from roret.circle import access
from roret.circle import queries as circle
from roret.circle.access import Viewer
from roret.circle.rules import Role
from roret.kit import clock, wall


class NotYours(Http404, LookupError):
    """No such thing for this viewer: the page says 404, as for a thing that never was."""


def today(viewer: Viewer) -> date:
    """The day it is where the circle lives: agreements begin, change and are looked at again by it."""
    return clock.today(viewer.zone)


@dataclass(frozen=True)
class BesideView:
    """The other text of an answer that was edited in two places at once."""

    id: uuid.UUID
    value: object


@dataclass(frozen=True)
class AnswerView:
    """An own answer. `revision` goes into the form and comes back with the edit."""

    value: object
    revision: int
    beside: tuple[BesideView, ...] = ()


@dataclass(frozen=True)
class TurnView:
    topic: str
    picked: bool
    skipped: bool
    done: bool
    opened: bool


@dataclass(frozen=True)
class VersionView:
    """One version as its parties read it. `fate`: in_force, proposed, earlier, or not_taken_up for whatever reason."""

    number: int
    made_by: uuid.UUID
    made_on: date
    spans: tuple[rules.Span, ...]
    trial: bool
    review_on: date | None
    fate: str


@dataclass(frozen=True)
class AgreementView:
    """An agreement on the day of looking. To one who is no party, only `settled` says anything.

    `latest` is the highest version there is: it goes into the form and comes back as `seen`.
    """

    id: uuid.UUID
    topic: str
    owner_id: uuid.UUID
    other_id: uuid.UUID | None
    mine: bool
    state: str
    settled: Answers | None
    in_force: VersionView | None = None
    proposed: VersionView | None = None
    crossed: tuple[VersionView, ...] = ()
    waiting_for: tuple[uuid.UUID, ...] = ()
    review_on: date | None = None
    review_due: bool = False
    trial: bool = False
    stopped: str | None = None
    stopped_on: date | None = None
    last_in_force: int | None = None
    latest: int = 0


@dataclass(frozen=True)
class Stop:
    """That it was paused or ended from a day on. Whose stop it was is not to be had."""

    kind: str
    on: date


@dataclass(frozen=True)
class History:
    versions: tuple[VersionView, ...]
    stops: tuple[Stop, ...]


@dataclass(frozen=True)
class Yes:
    """Who said yes to a version on which day, and the sentences that stood there, per language."""

    member_id: uuid.UUID
    on: date
    wording: dict[str, list[str]]


@dataclass(frozen=True)
class Notice:
    """Something the viewer counted on no longer applies, from a day on."""

    id: uuid.UUID
    agreement_id: uuid.UUID
    topic: str
    on: date


# --- own answers --------------------------------------------------------------------------------


def answers(viewer: Viewer, topic: str) -> dict[str, AnswerView]:
    """The viewer's own answers to one card, by question."""
    rows = list(_answers(viewer.circle_id, viewer.me(), topic).prefetch_related("beside"))
    return {a.question: AnswerView(a.value, a.revision, _texts(a)) for a in rows}


def others_answers(viewer: Viewer, topic: str, member_id: uuid.UUID) -> dict[str, object] | None:
    """Another's answers to one card, or `None` while they are closed to the viewer, for whichever reason."""
    if (member_id, topic) not in readable(viewer, topic):
        return None
    return {a.question: a.value for a in _answers(viewer.circle_id, member_id, topic)}


def turns(viewer: Viewer) -> list[TurnView]:
    """How far the viewer has come, card by card, in the order they were first touched."""
    found = Turn.objects.filter(circle_id=viewer.circle_id, member_id=viewer.me())
    return [
        TurnView(t.topic, bool(t.picked_at), bool(t.skipped_at), bool(t.answered_at), bool(t.opened_at))
        for t in sorted(found, key=lambda t: (_first_touched(t), t.topic))
    ]


def readable(viewer: Viewer, topic: str | None = None) -> frozenset[tuple[uuid.UUID, str]]:
    """Whose answers to which cards lie open to the viewer now: (member, topic), of others alone.

    Answers are between the holder and each of the others; two supporters never read each other's.
    """
    me = viewer.me()
    found = Turn.objects.filter(circle_id=viewer.circle_id, member__left_at=None).filter(
        Q(member_id=me) | (~Q(member__role=Role.HOLDER) if viewer.is_holder else Q(member__role=Role.HOLDER))
    )
    rows = list(found if topic is None else found.filter(topic=topic))
    done = {t.topic for t in rows if t.member_id == me and t.answered_at}
    return frozenset(
        (t.member_id, t.topic)
        for t in rows
        if t.member_id != me
        and viewer.sees(t.topic)
        and rules.may_read(
            me,
            t.member_id,
            reader_done=t.topic in done,
            owner_done=t.answered_at is not None,
            owner_opened=t.opened_at is not None,
        )
    )


def finished_together(viewer: Viewer, member_id: uuid.UUID, day: date) -> int:
    """How many cards the viewer and this member both said they had answered, the later of them on `day`.

    It counts only cards that lie open between them, so that it says nothing of one alone.
    """
    topics = [topic for member, topic in readable(viewer) if member == member_id]
    said: dict[str, list[date]] = {}
    for row in Turn.objects.filter(member_id__in=(viewer.me(), member_id), topic__in=topics).order_by("topic", "id"):
        if row.answered_at is not None:
            said.setdefault(row.topic, []).append(wall.day(row.answered_at, viewer.zone))
    return sum(len(days) == 2 and max(days) == day for days in said.values())


def _answers(circle_id: uuid.UUID, member_id: uuid.UUID, topic: str) -> QuerySet[Answer]:
    return Answer.objects.filter(circle_id=circle_id, member_id=member_id, topic=topic).order_by("question")


def _texts(answer: Answer) -> tuple[BesideView, ...]:
    rows: list[Beside] = sorted(answer.beside.all(), key=lambda b: (b.made_at, b.id))
    return tuple(BesideView(b.id, b.value) for b in rows)


def _first_touched(turn: Turn) -> datetime:
    touched = (turn.picked_at, turn.skipped_at, turn.answered_at, turn.opened_at)
    return min((at for at in touched if at is not None), default=datetime.max.replace(tzinfo=UTC))


# --- agreements ---------------------------------------------------------------------------------


def book(viewer: Viewer, agreement_id: uuid.UUID) -> Book:
    """The whole of one agreement, for a party to it. Raises `NotYours` for anybody else."""
    found = books(_of(viewer).filter(id=agreement_id), viewer.zone)
    if not found or viewer.me() not in found[0].parties:
        raise NotYours
    return found[0]


def agreements(viewer: Viewer) -> list[AgreementView]:
    """What the viewer has agreed, wishes and has on the table, and the wishes of others they may read."""
    day = today(viewer)
    views = (_view(viewer, b, day) for b in books(_of(viewer), viewer.zone))
    return [v for v in views if v is not None]


def agreement(viewer: Viewer, agreement_id: uuid.UUID) -> AgreementView:
    """One of them. Raises `NotYours` where `agreements` would not list it."""
    for one in books(_of(viewer).filter(id=agreement_id), viewer.zone):
        view = _view(viewer, one, today(viewer))
        if view is not None:
            return view
    raise NotYours


def versions(viewer: Viewer, agreement_id: uuid.UUID) -> History:
    """Every version, oldest first, and the days it was paused or ended. For its parties alone."""
    found = book(viewer, agreement_id)
    now = found.standing()
    return History(
        versions=tuple(_version(found, number, now) for number in sorted(found.versions)),
        stops=tuple(Stop(str(m.kind), m.day) for m in found.log if m.kind in rules.STOPS),
    )


def wordings_at_yes(viewer: Viewer, agreement_id: uuid.UUID) -> dict[int, tuple[Yes, ...]]:
    """By version, the sentences as each party read them when they said yes to it. For its parties alone."""
    found = book(viewer, agreement_id)
    numbers = {row.id: number for number, row in found.versions.items()}
    said: dict[int, tuple[Yes, ...]] = dict.fromkeys(found.versions, ())
    for mark in found.agreement.marks.filter(kind__in=(Kind.PROPOSED, Kind.YES)).order_by("seq"):
        number = numbers[mark.version_id]
        said[number] += (Yes(mark.member_id, found.day(mark.at), mark.wording or {}),)
    return said


def wishes(viewer: Viewer, topic: str) -> dict[uuid.UUID, Answers]:
    """What everybody wishes on one topic today, by owner, as far as the viewer may read it."""
    day = today(viewer)
    found = books(_of(viewer).filter(topic=topic, other=None), viewer.zone)
    held = {one.agreement.owner_id: one.settled(one.standing(day).in_force, day) for one in found}
    return {owner: settled for owner, settled in held.items() if settled is not None}


def spoken_of(circle_id: uuid.UUID, topic: str) -> bool:
    """Whether anything was ever proposed in this circle on a topic. One query, for who would else read for nothing."""
    return _in(circle_id).filter(topic=topic).exists()


class Agreed:
    """What holds on one day between the holder and each of the others, in a few queries however many topics there are.

    What a slice obeys it asks here. Whoever is not the holder finds only what holds with themselves.
    """

    def __init__(self, viewer: Viewer, day: date | None = None) -> None:
        day = day or today(viewer)
        holder = circle.holder(viewer)
        self.viewer, self.holder_id = viewer, holder.id if holder else None
        self._open = circle.open_topics(viewer)
        self._holds: dict[tuple[str, uuid.UUID | None], Answers] = {}
        for one in books(_of(viewer).filter(owner_id=self.holder_id), viewer.zone):
            holds = one.settled(one.standing(today(viewer)).in_force, day)
            if holds is not None:
                self._holds[one.agreement.topic, one.agreement.other_id] = holds

    def between(self, topic: str, member_id: uuid.UUID) -> Answers | None:
        """The pair's agreement, else the holder's wish if this member may read it. None: the software stays out."""
        if not self.viewer.is_holder and member_id != self.viewer.member_id:
            return None
        wish = self._holds.get((topic, None)) if topic in self._open.get(member_id, ()) else None
        return self._holds.get((topic, member_id), wish)

    def others(self, topic: str) -> tuple[uuid.UUID, ...]:
        """With whom of the others it holds for the viewer, in the order they came. For a supporter: the holder."""
        with_it = tuple(member for member in self._open if self.between(topic, member) is not None)
        if self.viewer.is_holder or self.holder_id is None:
            return with_it
        return (self.holder_id,) if with_it else ()

    def audience(self, topic: str) -> frozenset[uuid.UUID]:
        """Whose pages show what the viewer says of it: their own, and those of the others with whom it holds."""
        return frozenset({self.viewer.me(), *self.others(topic)})

    def mine(self, topic: str) -> Answers | None:
        """By what the viewer goes about this topic themselves: the holder's wish first, else the first who agreed."""
        if self.viewer.is_holder and (topic, None) in self._holds:
            return self._holds[topic, None]
        return next((holds for m in self._open if (holds := self.between(topic, m)) is not None), None)

    def with_other(self, topic: str, member_id: uuid.UUID) -> Answers | None:
        """The same as `between`, asked by either of the two about the other one."""
        return self.between(topic, member_id if self.viewer.is_holder else self.viewer.me())


def audience_of(member_id: uuid.UUID, topic: str) -> frozenset[uuid.UUID]:
    """The audience of a member when they are not the one who acts; nobody once they have left."""
    try:
        return Agreed(access.viewer_of(member_id)).audience(topic)
    except Http404:
        return frozenset()


def notices(viewer: Viewer) -> list[Notice]:
    """What no longer applies that the viewer counted on, until they have taken the notice off."""
    rows = Told.objects.filter(member_id=viewer.me(), agreement__circle_id=viewer.circle_id, seen_at=None)
    return [
        Notice(t.id, t.agreement_id, t.agreement.topic, wall.day(t.at, viewer.zone))
        for t in rows.select_related("agreement").order_by("at", "id")
    ]


def _in(circle_id: uuid.UUID) -> QuerySet[Agreement]:
    return Agreement.objects.filter(circle_id=circle_id)


def _of(viewer: Viewer) -> QuerySet[Agreement]:
    """The agreements of which the viewer may read something, if they are in force."""
    everything = _in(viewer.circle_id)
    if viewer.is_holder:
        return everything
    opened = Q(other=None, owner__role=Role.HOLDER, topic__in=sorted(viewer.topics))
    if viewer.member_id is None:
        return everything.filter(opened)
    return everything.filter(opened | Q(owner_id=viewer.member_id) | Q(other_id=viewer.member_id))


def _view(viewer: Viewer, found: Book, day: date) -> AgreementView | None:
    now, about = found.standing(day), found.agreement
    holds = found.settled(now.in_force, day)
    if viewer.member_id not in found.parties:
        if holds is None:
            return None
        return AgreementView(about.id, about.topic, about.owner_id, about.other_id, False, now.state, holds)
    return AgreementView(
        id=about.id,
        topic=about.topic,
        owner_id=about.owner_id,
        other_id=about.other_id,
        mine=True,
        state=now.state,
        settled=holds,
        in_force=_version(found, now.in_force, now) if now.in_force else None,
        proposed=_version(found, now.proposed, now) if now.proposed else None,
        crossed=tuple(_version(found, number, now) for number in now.crossed),
        waiting_for=now.waiting_for,
        review_on=now.review_on,
        review_due=now.review_due,
        trial=now.trial,
        stopped=now.stopped,
        stopped_on=now.stopped_on,
        last_in_force=now.last_in_force,
        latest=found.latest,
    )


def _version(found: Book, number: int, now: Standing) -> VersionView:
    row = found.versions[number]
    return VersionView(
        number=number,
        made_by=row.made_by_id,
        made_on=found.day(row.made_at),
        spans=found.spans(number),
        trial=row.trial,
        review_on=row.review_on,
        fate=_fate(number, now),
    )


def _fate(number: int, now: Standing) -> str:
    if number == now.in_force:
        return "in_force"
    if number == now.proposed:
        return "proposed"
    return "earlier" if number in now.taken_up else "not_taken_up"
