"""What people do with today's things. The only place that writes them, and that announces it.

Each action holds the circle, throws away what the last midnight ended, reads the day as it lies now, and lets the
rules say what changes. What a page showed comes along as `seen`; where that is no longer so, `Changed` is raised and
nothing is written.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.http import Http404

from roret.agreement.queries import Agreed
from roret.circle import queries as circle
from roret.circle.access import Viewer, present
from roret.circle.actions import lock
from roret.kit import clock
from roret.kit.announce import announce
from roret.kit.ids import new_mark, read_id
from roret.kit.wall import midnight_after
from roret.outbox.actions import due
from roret.sharing import queries, rules
from roret.sharing.events import SharingTheDay
from roret.sharing.models import Enough, Offer, Thing, Told
from roret.sharing.queries import Day
from roret.sharing.rules import Changed, Choice, Item, Offered, People, Way, Word
from roret.tasks import queries as tasks


class Rests(Exception):
    """The circle rests, so there is nothing of today to be moved."""


class SaidOtherwise(Exception):
    """Somebody has said something else of their day since, so what was suggested for it is not done."""


class Impossible(Exception):
    """An offer that means nothing: no way was chosen, or not one that this thing can go."""


@dataclass(frozen=True)
class _Held:
    """The day while its circle is held, and who acts."""

    me: Viewer
    agreed: Agreed
    now: datetime
    today: Day

    @property
    def midnight(self) -> datetime:
        return midnight_after(self.now, self.me.zone)


@contextmanager
def _holding(actor: Viewer) -> Iterator[_Held]:
    """The day as it is for whoever may share it. Raises `Http404` for anybody else, and `Rests`."""
    with transaction.atomic():
        lock(actor.circle_id)
        me, now = present(actor), clock.now()
        if not tasks.open_to(me):
            raise Http404
        if me.paused:
            raise Rests
        _sweep(me.circle_id, now)
        agreed = Agreed(me)
        yield _Held(me, agreed, now, queries.day(me, agreed, now))


# --- things -------------------------------------------------------------------------------------


def add(actor: Viewer, *, name: str) -> uuid.UUID:
    """Add a thing that is no task. It waits, until somebody moves it."""
    if not name.strip() or len(name) > rules.NAME_LENGTH:
        raise ValueError("a thing has a name that fits")
    with _holding(actor) as held:
        what = {"name": name.strip(), "now": rules.lies_data(rules.Lies()), "before": None, "partner": None}
        row = Thing.objects.create(circle_id=held.me.circle_id, made_by_id=held.me.me(), what=what)
        _announce(held)
    return row.id


def move(actor: Viewer, *, thing_id: uuid.UUID, seen: str, to: People) -> None:
    """Put a thing in another place. Those who counted on the one who gives it up are told at once. Raises `Changed`."""
    with _holding(actor) as held:
        if not to <= held.today.names.keys() or not rules.may_put(to, held.me.me()):
            raise Http404
        _write(held, rules.moved(held.today.board, thing_id, seen, to=to, by=held.me.me()))


def say(actor: Viewer, *, thing_id: uuid.UUID, seen: str, word: Word) -> None:
    """It is done, or let go for today. Raises `Changed`."""
    with _holding(actor) as held:
        _write(held, rules.closed(held.today.board, thing_id, seen, word=word))


def undo(actor: Viewer, *, thing_id: uuid.UUID, seen: str) -> None:
    """Take the last tap on a thing back; of a swap, both things. Raises `Changed`."""
    with _holding(actor) as held:
        _write(held, rules.undone(held.today.board, thing_id, seen))


def noticed(actor: Viewer, *, told_ids: Collection[uuid.UUID]) -> None:
    """The reader has seen what they were told. Nobody learns of it."""
    with transaction.atomic():
        lock(actor.circle_id)
        me = present(actor)
        if Told.objects.filter(member_id=me.me(), id__in=told_ids).delete()[0]:
            announce(SharingTheDay(me.circle_id, frozenset({me.me()})))


# --- offers -------------------------------------------------------------------------------------


def offer(actor: Viewer, *, to: uuid.UUID, about: uuid.UUID, seen: str, choices: tuple[Choice, ...]) -> None:
    """Ask another what suits them, as a choice. The newest about a thing takes the place of the last.

    Raises `Changed` when the thing is not as it was shown, `Impossible` when a choice means nothing.
    """
    with _holding(actor) as held:
        rules.found(held.today.board, about, seen)
        _offer(held, to, about, choices)


def answer(actor: Viewer, *, offer_id: uuid.UUID, way: Way | None) -> None:
    """Take one of the choices, or none: not today, which needs no reason. Either closes the offer.

    What the two agree on is moved in one go. Raises `Changed` when what it is about is another by now, and
    `SaidOtherwise` when it came of what somebody says no longer of their day: then nothing is moved, and the offer is
    over. Raises `Http404` when it is not there.
    """
    changed: Changed | SaidOtherwise | None = None
    with _holding(actor) as held:
        row = Offer.objects.filter(id=offer_id, receiver_id=held.me.me(), until__gt=held.now).first()
        if row is None or row.giver_id not in held.today.names:
            raise Http404
        try:
            if way is not None:
                _take(held, row, way)
        except SaidOtherwise as said:
            changed = said
        except Changed as found:
            changed = Changed(found.item_id, found.now, queries.name_in(row, found.item_id))
        # The offer is over all the same, so what changed is told once that is written.
        row.delete()
        _announce(held)
    if changed is not None:
        raise changed


def take_back(actor: Viewer, *, offer_id: uuid.UUID) -> None:
    """Its giver takes it off the table. Doing it twice is doing it once. Raises `Http404` for an offer of another's."""
    with transaction.atomic():
        lock(actor.circle_id)
        me = present(actor)
        row = Offer.objects.filter(id=offer_id).first()
        if row is not None and row.giver_id != me.me():
            raise Http404
        if row is not None:
            row.delete()
            announce(SharingTheDay(me.circle_id, circle.who_see(me.circle_id, rules.TOPIC)))


def take_up(actor: Viewer, *, about: uuid.UUID, seen: str, way: Way | None) -> None:
    """Go along with a suggestion: do at once what is one's own alone, else ask the other; all of its ways for `None`.

    Raises `Changed` when the thing was moved, and `SaidOtherwise` when it would not be suggested any longer.
    """
    with _holding(actor) as held:
        item = rules.found(held.today.board, about, seen)
        there = queries.suggestions(held.me, held.agreed, held.today, held.now)
        one = next((one for one in there if one.about == about), None)
        choices = tuple(c for c in one.choices if way in (None, c.way)) if one else ()
        if one is None or not choices:
            raise SaidOtherwise
        if one.low == held.me.me() and way is not None and queries.takes_alone(choices[0], item, held.me.me()):
            _write(held, rules.took(held.today.board, choices[0], about, {held.me.me()}))
        else:
            _offer(held, one.other if one.low == held.me.me() else one.low, about, choices, said=one.low)


def enough(actor: Viewer) -> None:
    """No more suggestions to the actor today."""
    with _holding(actor) as held:
        Enough.objects.update_or_create(member_id=held.me.me(), defaults={"until": held.midnight})
        due(kind="sharing.midnight", ref=held.me.circle_id, at=held.midnight)
        announce(SharingTheDay(held.me.circle_id, frozenset({held.me.me()})))


# --- what ends by itself ------------------------------------------------------------------------


def midnight_due(ref: str) -> None:
    """The day is over, and what was touched on it is gone. Safe to run twice, and too early."""
    circle_id = uuid.UUID(ref)
    with transaction.atomic():
        try:
            lock(circle_id)
        except Http404:
            return
        if _sweep(circle_id, clock.now()):
            announce(SharingTheDay(circle_id, circle.who_see(circle_id, rules.TOPIC)))


def members_left(*, circle_id: uuid.UUID) -> None:
    """Delete what those who are no longer in the circle have asked and been asked. Safe to call again.

    What lay with them waits: where a thing lies is read for those who are here.
    """
    with transaction.atomic():
        lock(circle_id)
        asked = Q(giver__left_at__isnull=False) | Q(receiver__left_at__isnull=False)
        about = Q(member__left_at__isnull=False) | Q(by__left_at__isnull=False)
        gone = Offer.objects.filter(asked, giver__circle_id=circle_id).delete()[0]
        gone += Told.objects.filter(about, member__circle_id=circle_id).delete()[0]
        gone += Enough.objects.filter(member__left_at__isnull=False, member__circle_id=circle_id).delete()[0]
        if gone:
            announce(SharingTheDay(circle_id, circle.who_see(circle_id, rules.TOPIC)))


def _sweep(circle_id: uuid.UUID, now: datetime) -> int:
    """Delete what has ended. An added thing that lay with somebody who is gone waits instead."""
    here, gone = circle.who_see(circle_id, rules.TOPIC), 0
    for row in Thing.objects.filter(circle_id=circle_id, until__lte=now).order_by("id"):
        lies = rules.read_lies(row.what.get("now"), here)
        if row.task_id is None and lies is not None and not lies.who and lies.word not in rules.CLOSED:
            row.until = None
            row.save()
        else:
            row.delete()
        gone += 1
    gone += Offer.objects.filter(giver__circle_id=circle_id, until__lte=now).delete()[0]
    gone += Told.objects.filter(member__circle_id=circle_id, until__lte=now).delete()[0]
    return gone + Enough.objects.filter(member__circle_id=circle_id, until__lte=now).delete()[0]


# --- writing ------------------------------------------------------------------------------------


def _write(held: _Held, changed: Iterable[Item], *, aloud: bool = True) -> None:
    """Store these things as they are now, and tell those who counted on somebody who steps back.

    Not `aloud` is what the two have just agreed on.
    """
    there = tuple(changed)
    for item in there:
        before = held.today.board[item.id]
        row = held.today.rows.get(item.id) or Thing(circle_id=held.me.circle_id, task_id=item.id, what={})
        row.what = {
            **({} if item.is_task else {"name": item.name}),
            "now": rules.lies_data(item.now),
            "before": rules.lies_data(item.before) if item.before else None,
            "partner": str(item.partner) if item.partner else None,
        }
        waits = not item.is_task and item.open and not item.now.who
        row.revision, row.until = new_mark(), None if waits else held.midnight
        row.save()
        Told.objects.filter(thing_id=item.id).delete()
        if aloud:
            _tell(held, before, item)
    if there:
        due(kind="sharing.midnight", ref=held.me.circle_id, at=held.midnight)
        _announce(held)


def _tell(held: _Held, before: Item, after: Item) -> None:
    """Tell who counted on it. What one has just been given and undoes is as if it had not been."""
    if after.before is None and before.now.word != "swapped":
        return
    for member in sorted(rules.tell(before, after, held.me.me(), held.today.names), key=str):
        Told.objects.create(
            member_id=member,
            by_id=held.me.me(),
            thing_id=after.id,
            until=held.midnight,
            what={"name": after.name, "now": rules.lies_data(after.now)},
        )


def _offer(
    held: _Held, to: uuid.UUID, about: uuid.UUID, choices: tuple[Choice, ...], said: uuid.UUID | None = None
) -> None:
    me, board = held.me.me(), held.today.board
    marks = {
        item_id: board[item_id].mark for item_id in (about, *(c.back for c in choices if c.back)) if item_id in board
    }
    asked = Offered(about, me, to, choices, marks)
    if to not in held.today.reachable - {me} or not rules.possible(board, asked):
        raise Impossible
    Offer.objects.filter(about_id=about).filter(
        Q(giver_id=me, receiver_id=to) | Q(giver_id=to, receiver_id=me)
    ).delete()
    Offer.objects.create(
        giver_id=me,
        receiver_id=to,
        about_id=about,
        until=held.midnight,
        what={
            "choices": [{"way": c.way, "back": str(c.back) if c.back else None} for c in choices],
            "marks": {str(item_id): seen for item_id, seen in marks.items()},
            "names": {str(item_id): board[item_id].name for item_id in marks},
            "said": str(said) if said else None,
        },
    )
    due(kind="sharing.midnight", ref=held.me.circle_id, at=held.midnight)
    _announce(held)


def _take(held: _Held, row: Offer, way: Way) -> None:
    """Move what the two agree on. An offer that came of what somebody said of the day holds while they say no other."""
    said: Mapping[uuid.UUID, bool | None] = {
        side.id: side.low for pair in queries.pairs(held.me, held.agreed, held.today.names, held.now) for side in pair
    }
    low = read_id(row.what.get("said"))
    changed = rules.answered(held.today.board, queries.offered(row), way)
    if low is not None and said.get(low) is False:
        raise SaidOtherwise
    _write(held, changed, aloud=False)


def _announce(held: _Held) -> None:
    announce(SharingTheDay(held.me.circle_id, frozenset(held.today.names)))
