"""How two people settle something with each other, and how one of them leaves it again.

Pure: values in, values out, the day passed in. An agreement is a log that is only ever added
to (`Mark`); where it stands is folded out of the log each time and stored nowhere. Nothing
here says who paused or who said no, so that both sides always read the same.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

Answers = Mapping[str, object]
"""Settled or own answers: question id to a JSON value. This room knows no topic by name."""

FADES_AFTER = timedelta(days=30)
"""How long a proposal lies on the table unanswered before it is gone as if set aside."""

TRIAL_WEEKS = 2


class Refused(Exception):
    """An act that cannot be done as things stand. `code` is for the page to put into words.

    newer: another version has taken the place of this one. not_open: this proposal is no longer
    on the table. in_force: it already is how they do it. nothing_in_force: there is nothing to
    pause or keep.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class BadSpans(ValueError):
    """A version's spans do not follow each other from the first day on."""


class Kind(StrEnum):
    """What can be written in an agreement's log."""

    PROPOSED = "proposed"
    YES = "yes"
    SET_ASIDE = "set_aside"
    PAUSED = "paused"
    ENDED = "ended"


STOPS = frozenset({Kind.PAUSED, Kind.ENDED})


@dataclass(frozen=True)
class Mark:
    """One line of the log. The last three say what was proposed and mean nothing on other kinds.

    `seen` is the highest version that the one who proposed had on the screen.
    """

    kind: Kind
    member: uuid.UUID
    day: date
    version: int | None = None
    trial: bool = True
    review_on: date | None = None
    seen: int = 0


@dataclass(frozen=True)
class Standing:
    """Where an agreement stands on one day: the same value for each of its parties.

    `state` is what matters most now: in_force before proposed before paused or ended; draft when
    nothing is settled and nothing lies on the table. `crossed` are the other's proposals that
    the open one took the place of without its author having seen them. `stopped_on` is a day,
    never a moment, and never says whose stop it was.
    """

    state: str
    in_force: int | None = None
    proposed: int | None = None
    waiting_for: tuple[uuid.UUID, ...] = ()
    review_on: date | None = None
    review_due: bool = False
    trial: bool = False
    stopped: str | None = None
    stopped_on: date | None = None
    last_in_force: int | None = None
    taken_up: frozenset[int] = frozenset()
    crossed: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Fold:
    open: Mark | None = None
    yes: frozenset[uuid.UUID] = frozenset()
    in_force: Mark | None = None
    stop: Mark | None = None
    last_in_force: int | None = None
    taken_up: frozenset[int] = frozenset()
    crossed: tuple[Mark, ...] = ()


def _step(fold: _Fold, mark: Mark, parties: Sequence[uuid.UUID]) -> _Fold:
    if mark.member not in parties:
        return fold
    if mark.kind in STOPS:
        # A stop ends a round: what was said yes to before it is no longer said, and what lay on
        # the table is off it. Starting again takes each party's yes again.
        ended = fold.stop is not None and fold.stop.kind == Kind.ENDED
        stop = fold.stop if ended else mark
        return replace(fold, open=None, yes=frozenset(), in_force=None, stop=stop, crossed=())
    if mark.kind == Kind.PROPOSED:
        before = (*fold.crossed, fold.open) if fold.open and mark.day < fold.open.day + FADES_AFTER else ()
        crossed = tuple(m for m in before if m.member != mark.member and (m.version or 0) > mark.seen)
        return _taken(replace(fold, open=mark, yes=frozenset({mark.member}), crossed=crossed), parties)
    if fold.open is None or fold.open.version != mark.version:
        return fold
    if mark.kind == Kind.YES:
        return _taken(replace(fold, yes=fold.yes | {mark.member}), parties)
    return replace(fold, open=None, yes=frozenset(), crossed=())


def _taken(fold: _Fold, parties: Sequence[uuid.UUID]) -> _Fold:
    if fold.open is None or fold.open.version is None or not fold.yes.issuperset(parties):
        return fold
    number = fold.open.version
    return _Fold(in_force=fold.open, last_in_force=number, taken_up=fold.taken_up | {number})


def standing(parties: Sequence[uuid.UUID], marks: Iterable[Mark], today: date) -> Standing:
    """Where the agreement between `parties` (one for a wish, two otherwise) stands on `today`.

    `marks` come in the order they were made. A yes that stands in the log counts whatever the
    day: fading is decided when a yes is said (`may_say_yes`), so that no agreement slips out of
    force because a circle moved to another time zone.
    """
    fold = _Fold()
    for mark in marks:
        fold = _step(fold, mark, parties)
    on_table = fold.open if fold.open is not None and today < fold.open.day + FADES_AFTER else None
    shown = fold.in_force or on_table
    review_on = shown.review_on if shown else None
    due = fold.in_force is not None and on_table is None and review_on is not None and today >= review_on
    stop = fold.stop if fold.in_force is None else None
    if fold.in_force:
        state = "in_force"
    elif on_table:
        state = "proposed"
    else:
        state = str(stop.kind) if stop else "draft"
    return Standing(
        state=state,
        in_force=fold.in_force.version if fold.in_force else None,
        proposed=on_table.version if on_table else None,
        waiting_for=tuple(p for p in parties if p not in fold.yes) if on_table else (),
        review_on=review_on,
        review_due=due,
        trial=shown.trial if shown else False,
        stopped=str(stop.kind) if stop else None,
        stopped_on=stop.day if stop else None,
        last_in_force=fold.last_in_force,
        taken_up=fold.taken_up,
        crossed=tuple(m.version for m in fold.crossed if m.version) if on_table else (),
    )


# --- what may be done now: True is do it, False is that it is done already -------------------


def may_say_yes(now: Standing, member: uuid.UUID, version: int) -> bool:
    """Whether this yes has something to do. Raises `Refused` newer or not_open."""
    if version == now.proposed:
        return member in now.waiting_for
    if version == now.in_force:
        return False
    if max(now.proposed or 0, now.in_force or 0) > version:
        raise Refused("newer")
    raise Refused("not_open")


def may_set_aside(now: Standing, version: int) -> bool:
    """Declining and taking back are one act. Raises `Refused` in_force: that takes a pause."""
    if version == now.in_force:
        raise Refused("in_force")
    return version == now.proposed


def may_stop(now: Standing, kind: Kind) -> bool:
    """Pause or end, by either party, at once. Raises `Refused` nothing_in_force for a pause of nothing."""
    if kind == Kind.ENDED:
        return now.state not in ("draft", "ended")
    if now.in_force is None and now.stopped is None:
        raise Refused("nothing_in_force")
    return now.in_force is not None


def may_keep(now: Standing, version: int) -> None:
    """To keep is to propose the version in force once more. Raises `Refused` newer or nothing_in_force."""
    if now.in_force is None:
        raise Refused("nothing_in_force")
    if now.in_force != version:
        raise Refused("newer")


def next_review(today: date, weeks: int = TRIAL_WEEKS) -> date:
    """The day to look again. Raises `ValueError` for less than a week."""
    if weeks < 1:
        raise ValueError("an agreement is looked at again after a week at the earliest")
    return today + timedelta(weeks=weeks)


# --- what a version holds ---------------------------------------------------------------------


@dataclass(frozen=True)
class Span:
    """Settled answers and the day they begin; the first span has none and begins with the version."""

    start: date | None
    answers: Answers


def one_way(answers: Answers) -> list[dict[str, object]]:
    """The spans of a version that stays as it is."""
    return [{"from": None, "answers": dict(answers)}]


def each_in_their_own_time(first: Answers, then: Answers, starts: date) -> list[dict[str, object]]:
    """The spans of a version that is done one person's way first and the other's from `starts` on."""
    return [*one_way(first), {"from": starts.isoformat(), "answers": dict(then)}]


def spans_of(stored: object) -> tuple[Span, ...]:
    """Read a version's stored spans. Raises `BadSpans` unless the first is open and the days then rise."""
    if not isinstance(stored, list) or not stored:
        raise BadSpans("a version holds at least one span")
    spans = tuple(_span(one) for one in stored)
    days = [s.start for s in spans[1:]]
    if spans[0].start is not None or None in days:
        raise BadSpans("the first span, and only the first, has no day")
    known = [d for d in days if d is not None]
    if any(a >= b for a, b in zip(known, known[1:], strict=False)):
        raise BadSpans("each span begins on a later day than the one before it")
    return spans


def _span(stored: object) -> Span:
    if (
        not isinstance(stored, Mapping)
        or set(stored) != {"from", "answers"}
        or not isinstance(stored["answers"], Mapping)
    ):
        raise BadSpans('a span is {"from": day or null, "answers": {question: value}}')
    start = stored["from"]
    if start is not None and not isinstance(start, str):
        raise BadSpans("a span's day is written as 2026-12-31")
    try:
        return Span(None if start is None else date.fromisoformat(start), dict(stored["answers"]))
    except ValueError as error:
        raise BadSpans("a span's day is written as 2026-12-31") from error


def settled_on(spans: Sequence[Span], day: date) -> Answers:
    """What is settled on `day`: the last span that has begun."""
    return [s for s in spans if s.start is None or s.start <= day][-1].answers


# --- own answers --------------------------------------------------------------------------------


def may_read(reader: uuid.UUID, owner: uuid.UUID, *, reader_done: bool, owner_done: bool, owner_opened: bool) -> bool:
    """Own answers are closed to the other until both have answered or their owner opens them."""
    return reader == owner or owner_opened or (reader_done and owner_done)


@dataclass(frozen=True)
class Comparison:
    """Two people's answers side by side, as question ids in alphabetical order. Nobody wins."""

    same: tuple[str, ...]
    different: tuple[str, ...]
    only_one: tuple[str, ...]


def compare(mine: Answers, theirs: Answers) -> Comparison:
    """Where two people see it alike, where differently, and what only one of them has answered."""
    a, b = ({q: v for q, v in side.items() if not _empty(v)} for side in (mine, theirs))
    both = sorted(a.keys() & b.keys())
    return Comparison(
        same=tuple(q for q in both if _alike(a[q], b[q])),
        different=tuple(q for q in both if not _alike(a[q], b[q])),
        only_one=tuple(sorted(a.keys() ^ b.keys())),
    )


def _empty(value: object) -> bool:
    return value is None or value in ("", [], {})


def _alike(one: object, other: object) -> bool:
    # Of several choices or phrases, the order in which they were tapped says nothing.
    if isinstance(one, list) and isinstance(other, list):
        return sorted(map(repr, one)) == sorted(map(repr, other))
    return one == other


@dataclass(frozen=True)
class Text:
    """An own answer as it is stored. Revision 0 is no answer yet."""

    revision: int
    value: object


NO_TEXT = Text(0, None)


@dataclass(frozen=True)
class Merged:
    """What to store after an edit. `beside` is set when the submitted text has to be kept next to it."""

    text: Text
    beside: bool


def merge(base_revision: int, current: Text, submitted: object) -> Merged:
    """An edit made on `base_revision` meets what is stored now; neither text is ever dropped unseen.

    Whoever edited the current text has seen it and may replace it. Whoever edited an older one
    gets both kept side by side.
    """
    if submitted == current.value and current.revision:
        return Merged(current, beside=False)
    if base_revision == current.revision or not current.revision:
        return Merged(Text(current.revision + 1, submitted), beside=False)
    return Merged(current, beside=True)


# --- what an act comes to ---------------------------------------------------------------------


@dataclass(frozen=True)
class Saved:
    """The text is stored. The next edit is made on `revision`."""

    revision: int


@dataclass(frozen=True)
class Conflict:
    """The answer was edited elsewhere in the meantime. Both texts are kept; `current` stands, the other beside it."""

    revision: int
    current: object
    beside_id: uuid.UUID


@dataclass(frozen=True)
class Laid:
    """A version that lies on the table, or is in force at once where no other yes was missing."""

    agreement_id: uuid.UUID
    version: int
    in_force: bool
