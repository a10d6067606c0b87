"""Today's things as values: where each lies, what a tap makes of it, and when a tap comes too late. Pure.

A place is a set of people: nobody, one, or several. What a page showed of a thing comes back with the tap as its mark;
a tap with another mark than the thing has now changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, TypeAlias, get_args
from uuid import UUID

from roret.content import stored
from roret.kit.ids import read_id, read_ids

Word: TypeAlias = Literal["open", "done", "skipped", "swapped", "passed_on"]
Place: TypeAlias = Literal["i", "you", "together", "waits"]
Way: TypeAlias = Literal["swap", "postpone", "together", "smaller", "let_go"]
People: TypeAlias = frozenset[UUID]

TOPIC = "tasks"
WORDS: tuple[Word, ...] = get_args(Word)
PLACES: tuple[Place, ...] = get_args(Place)
WAYS: tuple[Way, ...] = get_args(Way)
CLOSED: tuple[Word, ...] = ("done", "skipped")
"""How a thing can be over for today."""
NAME_LENGTH = 80  # of a thing, in characters
NOBODY: People = frozenset()


class Changed(Exception):
    """The thing is not as the page showed it. `now` is how it is, or nothing when it is not among today's any longer."""

    def __init__(self, item_id: UUID, now: Item | None, name: str = "") -> None:
        super().__init__("changed")
        self.item_id, self.now, self.name = item_id, now, name


@dataclass(frozen=True)
class Lies:
    """With whom a thing lies and in which word. `smaller` is set for a smaller version, with the words for it if any."""

    who: People = NOBODY
    word: Word = "open"
    smaller: str | None = None


@dataclass(frozen=True)
class Item:
    """One of today's things. `before` is where an undo leads, `partner` the thing it was swapped for.

    `able` are those who usually do it or may; `hard` and `smaller_words` what each has said for a hard day.
    """

    id: UUID
    name: str
    mark: str = ""
    now: Lies = Lies()
    before: Lies | None = None
    partner: UUID | None = None
    is_task: bool = False
    made_by: UUID | None = None
    area: str = ""
    able: People = NOBODY
    hard: Mapping[UUID, tuple[str, ...]] = field(default_factory=dict)
    smaller_words: Mapping[UUID, str] = field(default_factory=dict)

    @property
    def open(self) -> bool:
        return self.now.word not in CLOSED


Board: TypeAlias = Mapping[UUID, Item]
"""Today's things by their id, in the order in which they are shown."""


def mark(day: date, *revisions: int) -> str:
    """What a page shows of a thing so that a tap can tell which one it was aimed at. Another day is another mark."""
    return ".".join((day.isoformat(), *map(str, revisions)))


def place(who: People, me: UUID | None) -> Place:
    if not who:
        return "waits"
    if len(who) > 1:
        return "together"
    return "i" if me in who else "you"


def may_put(who: People, me: UUID) -> bool:
    """Whether one can put a thing there: with nobody, with one, or with oneself and one other."""
    return len(who) < 2 or (len(who) == 2 and me in who)


# --- one tap ------------------------------------------------------------------------------------


def found(board: Board, item_id: UUID, seen: str) -> Item:
    """The thing as the page showed it. Raises `Changed` when it is another by now."""
    item = board.get(item_id)
    if item is None or item.mark != seen:
        raise Changed(item_id, item)
    return item


def moved(board: Board, item_id: UUID, seen: str, *, to: People, by: UUID) -> tuple[Item, ...]:
    """What changes when `by` moves a thing there: it, or nothing where it lies there already.

    Whoever gives on what lay with them passes it on. Raises `Changed`; a thing that is over for today is not moved.
    """
    there = board.get(item_id)
    if there is not None and there.open and there.now.who == to:
        return ()
    item = found(board, item_id, seen)
    if not item.open:
        raise Changed(item.id, item)
    passed_on = by in item.now.who and by not in to and bool(to)
    return (_next(item, replace(item.now, who=to, word="passed_on" if passed_on else "open")),)


def closed(board: Board, item_id: UUID, seen: str, *, word: Word) -> tuple[Item, ...]:
    """What changes when it is said to be done, or is skipped. Saying so twice is saying so once. Raises `Changed`."""
    there = board.get(item_id)
    if there is not None and there.now.word == word:
        return ()
    item = found(board, item_id, seen)
    if not item.open or word not in CLOSED:
        raise Changed(item.id, item)
    return (_next(item, replace(item.now, word=word)),)


def undone(board: Board, item_id: UUID, seen: str) -> tuple[Item, ...]:
    """What changes when the last tap on a thing is undone; of a swap, both things. Raises `Changed`."""
    item = found(board, item_id, seen)
    if not can_undo(board, item):
        raise Changed(item.id, item)
    return (_back(item), _back(board[item.partner])) if item.partner else (_back(item),)


def can_undo(board: Board, item: Item) -> bool:
    """Whether the last tap can be taken back: of a swap, while both things lie as they were swapped."""
    if item.before is None or item.partner is None:
        return item.before is not None
    partner = board.get(item.partner)
    return partner is not None and partner.partner == item.id and partner.before is not None


def tell(before: Item, after: Item, by: UUID, everybody: Collection[UUID]) -> People:
    """Whom it is told to that `by` gives up what they are counted on for: those with whom it lies now, else everybody.

    Nobody, for a thing they thought of themselves.
    """
    counted_on = before.open and by in before.now.who and (before.is_task or before.made_by != by)
    if not counted_on or not (after.now.word == "skipped" or (after.open and by not in after.now.who)):
        return NOBODY
    return ((after.now.who if after.open else NOBODY) or frozenset(everybody)) - {by}


# --- what two agree on for today ----------------------------------------------------------------


@dataclass(frozen=True)
class Choice:
    """A way for a thing. `back` is what goes the other way in a swap."""

    way: Way
    back: UUID | None = None


@dataclass(frozen=True)
class Offered:
    """What one asks another about a thing. `marks` are what it rests on, by thing, as they were then."""

    about: UUID
    giver: UUID
    receiver: UUID
    choices: tuple[Choice, ...]
    marks: Mapping[UUID, str]


def stands(board: Board, offered: Offered) -> None:
    """Raises `Changed` with the first thing of an offer that is not as it was when it was made."""
    for item_id, seen in offered.marks.items():
        item = found(board, item_id, seen)
        if not item.open:
            raise Changed(item.id, item)


def possible(board: Board, offered: Offered) -> bool:
    """Whether every choice of it means something: each thing is open, and a swap is of one's own for one of the other's."""
    about, two = board.get(offered.about), {offered.giver, offered.receiver}
    if about is None or not about.open or len(two) < 2 or not offered.choices:
        return False
    return all(_means_something(board, about, choice, two) for choice in offered.choices)


def _means_something(board: Board, about: Item, choice: Choice, two: set[UUID]) -> bool:
    if choice.way == "swap":
        back = board.get(choice.back) if choice.back else None
        each = [about.now.who, back.now.who] if back is not None and back.open else []
        return len(each) == 2 and each[0] | each[1] == two and all(len(who) == 1 for who in each)
    if choice.way == "postpone":
        return bool(about.now.who)
    if choice.way == "together":
        return not two <= about.now.who
    return choice.way != "smaller" or about.now.smaller is None


def answered(board: Board, offered: Offered, way: Way) -> tuple[Item, ...]:
    """What changes when the receiver takes one of the choices: in a swap both things, or none.

    Raises `Changed` when something the offer rests on is another by now.
    """
    stands(board, offered)
    choice = next((one for one in offered.choices if one.way == way), None)
    if choice is None or not possible(board, replace(offered, choices=(choice,))):
        raise Changed(offered.about, board[offered.about])
    return took(board, choice, offered.about, {offered.giver, offered.receiver})


def took(board: Board, choice: Choice, about: UUID, two: Collection[UUID]) -> tuple[Item, ...]:
    """What changes when a thing goes this way between these two."""
    item, lies = board[about], board[about].now
    if choice.way == "swap" and choice.back is not None:
        other = board[choice.back]
        return (
            replace(_next(item, replace(lies, who=other.now.who, word="swapped")), partner=other.id),
            replace(_next(other, replace(other.now, who=lies.who, word="swapped")), partner=item.id),
        )
    if choice.way == "postpone":
        return (_next(item, replace(lies, who=NOBODY, word="open")),)
    if choice.way == "together":
        return (_next(item, replace(lies, who=lies.who | frozenset(two), word="open")),)
    if choice.way == "smaller":
        words = next((said for member in sorted(lies.who, key=str) if (said := item.smaller_words.get(member))), "")
        return (_next(item, replace(lies, smaller=words)),)
    return (_next(item, replace(lies, word="skipped")),)


def _next(item: Item, now: Lies) -> Item:
    return replace(item, now=now, before=item.now, partner=None)


def _back(item: Item) -> Item:
    return replace(item, now=item.before or item.now, before=None, partner=None)


# --- what may be suggested ----------------------------------------------------------------------


@dataclass(frozen=True)
class Kept:
    """Something the holder has said they like to keep: a starter of the card, or their own words.

    `names` is what it is called, in small letters: a thing of that name is never suggested away.
    """

    starter: str = ""
    own: str = ""
    names: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Side:
    """One of two: whether they call it a low day by their own measure (`None`: not said), and their hard days' ways.

    `plan`: they use their plan for flare-ups, so nothing is asked of them in return.
    """

    id: UUID
    low: bool | None = None
    hard: tuple[str, ...] = ()
    plan: bool = False


@dataclass(frozen=True)
class Suggestion:
    """What could go another way, since `low` has said that there is little to give. `keeps` stays with the holder.

    `taking` are those of the ways that take something from the holder; `plan`: `low` uses their plan for flare-ups.
    """

    about: UUID
    low: UUID
    other: UUID
    choices: tuple[Choice, ...]
    taking: frozenset[Way] = frozenset()
    keeps: Kept | None = None
    plan: bool = False


AT_MOST = 2  # suggestions at a time
_AREA = {"goodnight": "children", "plants": "outside", "calendar": "plans"} | dict.fromkeys(
    ("menu", "shopping_list", "table", "cooks_company"), "food"
)


def suggestions(board: Board, pairs: Iterable[tuple[Side, Side]], keep: tuple[Kept, ...]) -> tuple[Suggestion, ...]:
    """At most two, about different things, of which one at most can take something from the holder.

    `pairs` are the holder and one other each. A side is read by itself, and nothing is worked out between the two.
    Who has said nothing gets no suggestion.
    """
    chosen: list[Suggestion] = []
    used: set[UUID] = set()
    for one in candidates(board, pairs, keep):
        taken = any(earlier.taking for earlier in chosen)
        free = tuple(c for c in one.choices if c.back not in used and not (taken and c.way in one.taking))
        if len(chosen) < AT_MOST and free and one.about not in used:
            chosen.append(replace(one, choices=free, taking=one.taking & {c.way for c in free}))
            used |= {one.about, *(c.back for c in free if c.back)}
    return tuple(chosen)


def candidates(board: Board, pairs: Iterable[tuple[Side, Side]], keep: tuple[Kept, ...]) -> tuple[Suggestion, ...]:
    """Everything that could be suggested now, in a total order: the holder's day first, thing by thing."""
    sides = [
        (low, other, low is holder) for holder, one in pairs for low, other in ((holder, one), (one, holder)) if low.low
    ]
    sides.sort(key=lambda side: not side[2])
    found = []
    for low, other, holders in sides:
        for item in board.values():
            choices = tuple(_choices(board, item, low, other, keep, holders=holders))
            if choices:
                taking = frozenset(choice.way for choice in choices if _takes(choice.way, holders=holders))
                found.append(Suggestion(item.id, low.id, other.id, choices, taking, _keeps(item, keep), low.plan))
    return tuple(found)


def _choices(
    board: Board, item: Item, low: Side, other: Side, keep: tuple[Kept, ...], *, holders: bool
) -> Iterable[Choice]:
    """The ways for one thing, as the one who has little to give has said, in the card's order."""
    if low.id not in item.now.who or not item.open or is_kept(item, keep):
        return
    said = item.hard.get(low.id, () if item.is_task else low.hard)
    for way in WAYS:
        if way not in said or (_takes(way, holders=holders) and not keep) or (way == "swap" and low.plan):
            continue
        back = _in_return(board, item, low, other, keep) if way == "swap" else None
        if (way == "swap" and back is None) or (way in ("swap", "together") and other.low is not False):
            continue
        choice = Choice(way, back)
        if _means_something(board, item, choice, {low.id, other.id}):
            yield choice


def _takes(way: Way, *, holders: bool) -> bool:
    """Whether it takes something from the holder, be it their own thing or one that they give in return."""
    return way == "swap" or (way == "let_go" and holders)


def _in_return(board: Board, item: Item, low: Side, other: Side, keep: tuple[Kept, ...]) -> UUID | None:
    """The first thing of the other's that the one who has little to give does or may do, if the other may take this."""
    if item.now.who != {low.id} or other.id not in item.able:
        return None
    theirs = (one for one in board.values() if one.now.who == {other.id} and one.open and low.id in one.able)
    return next((one.id for one in theirs if not is_kept(one, keep)), None)


def is_kept(item: Item, keep: Iterable[Kept]) -> bool:
    return any(item.name.casefold().strip() in one.names for one in keep)


def _keeps(item: Item, keep: tuple[Kept, ...]) -> Kept | None:
    """The part that stays with the holder: one of the same area if there is one."""
    return next((one for one in keep if item.area and _AREA.get(one.starter) == item.area), keep[0] if keep else None)


# --- what is stored -----------------------------------------------------------------------------


def lies_data(lies: Lies) -> dict[str, object]:
    return {"who": sorted(map(str, lies.who)), "word": lies.word, "smaller": lies.smaller}


def read_lies(data: object, here: Collection[UUID]) -> Lies | None:
    """Where a thing was stored to lie, of those who are here. `None` for what is none. Never raises."""
    if not isinstance(data, dict):
        return None
    smaller, word = data.get("smaller"), stored.one_of(WORDS, data.get("word"))
    return Lies(read_ids(data.get("who")) & set(here), word or "open", smaller if isinstance(smaller, str) else None)


def read_choices(data: object) -> tuple[Choice, ...]:
    """The choices of a stored offer that are known. Never raises."""
    rows = (row for row in data if isinstance(row, dict)) if isinstance(data, list) else ()
    known = ((stored.one_of(WAYS, row.get("way")), row.get("back")) for row in rows)
    return tuple(Choice(way, read_id(back)) for way, back in known if way is not None)
