"""The forms on the page of the day: what their buttons say and send, and what comes back from them."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from roret.agreement.queries import Agreed
from roret.circle.access import Viewer
from roret.content import stored
from roret.content.answers import clean
from roret.kit.ids import read_id, read_ids
from roret.sharing import queries, rules
from roret.sharing.queries import Day, WayView, names_of, takes_alone, way
from roret.sharing.rules import Choice, Item, People, Suggestion, Way

_MARK = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:\.[0-9]{1,9}){1,2}")
NOBODY = "nobody"
"""What a form sends to let a thing wait."""


class BadName(Exception):
    """A thing cannot be called that; the text says what would do."""


@dataclass(frozen=True)
class Button:
    """What goes back with a tap, and what stands on it."""

    value: str
    label: str


@dataclass(frozen=True)
class ThingView:
    """A thing with what can be done with it. `mark` goes into each of its forms and comes back with the tap."""

    id: uuid.UUID
    name: str
    mark: str
    whose: str
    word: str
    smaller: str | None
    open: bool
    undo: bool
    targets: tuple[Button, ...]


@dataclass(frozen=True)
class PlaceView:
    """One of the four places. `to` is where a thing goes that is dropped on it, if that is one place alone.

    `asks`: whether there is somebody to ask about what lies there.
    """

    place: str
    title: str
    to: str
    asks: bool
    things: tuple[ThingView, ...]


@dataclass(frozen=True)
class SuggestionView:
    """A suggestion as the reader gets it. `low` and `holder` are names, and empty where it is the reader.

    `plan`: it comes of the plan for flare-ups, which is on, and not of what somebody has said of the day.
    """

    about: uuid.UUID
    mark: str
    thing: str
    low: str
    holder: str
    keeps: str
    other: str
    choices: tuple[WayView, ...]
    plan: bool = False


@dataclass(frozen=True)
class DayPage:
    """The page of its own: the four places, and what may be suggested."""

    places: tuple[PlaceView, ...]
    suggestions: tuple[SuggestionView, ...]


@dataclass(frozen=True)
class Asking:
    """What one can ask about a thing: whom, for what in return, and which other ways it can go."""

    thing: str
    mark: str
    others: tuple[tuple[str, str], ...]
    backs: tuple[tuple[str, str], ...]
    ways: tuple[Way, ...]
    mine: bool


# --- what stands there --------------------------------------------------------------------------


def places(viewer: Viewer, there: Day) -> tuple[PlaceView, ...]:
    me = viewer.me()
    others = [member for member in there.names if member != me]
    one = others[0] if len(others) == 1 else None
    titles = {
        "i": _("With you"),
        "you": pgettext("place", "With %(name)s") % {"name": there.names[one]} if one else _("With others"),
        "together": _("Together"),
        "waits": _("It waits"),
    }
    to = {"i": target_value(frozenset({me})), "waits": NOBODY}
    if one is not None:
        to |= {"you": target_value(frozenset({one})), "together": target_value(frozenset({me, one}))}
    lie: dict[str, list[ThingView]] = {place: [] for place in rules.PLACES}
    for item in sorted(there.board.values(), key=lambda item: not item.open):
        lie[rules.place(item.now.who, me)].append(_thing(item, there, me, others, alone=one is not None))
    return tuple(
        PlaceView(place, titles[place], to.get(place, ""), bool(there.reachable - {me}), tuple(lie[place]))
        for place in rules.PLACES
        if lie[place] or (others or place in ("i", "waits"))
    )


def _thing(item: Item, there: Day, me: uuid.UUID, others: list[uuid.UUID], *, alone: bool) -> ThingView:
    place = rules.place(item.now.who, me)
    shown = place in ("you", "together") and not alone
    there_to = targets(item.now.who, me, others) if item.open else ()
    return ThingView(
        id=item.id,
        name=item.name,
        mark=item.mark,
        whose=names_of(item.now.who, there, me) if shown else "",
        word=item.now.word,
        smaller=item.now.smaller,
        open=item.open,
        undo=rules.can_undo(there.board, item),
        targets=tuple(Button(target_value(to), _target(to, there, me, alone=alone)) for to in there_to),
    )


def targets(who: People, me: uuid.UUID, others: list[uuid.UUID]) -> list[People]:
    """Where a thing can be moved from where it lies: to me, to each other, together with each, and to wait."""
    everywhere = [{me}, *({other} for other in others), *({me, other} for other in others), set[uuid.UUID]()]
    return [frozenset(to) for to in everywhere if to != who]


def target_value(to: People) -> str:
    """A place as a form sends it."""
    return ",".join(sorted(map(str, to))) or NOBODY


def _target(to: People, there: Day, me: uuid.UUID, *, alone: bool) -> str:
    if not to:
        return _("It waits")
    if to == {me}:
        return _("To me")
    name = next(there.names[member] for member in to if member != me)
    if len(to) == 1:
        return _("To %(name)s") % {"name": name}
    return _("Together") if alone else _("Together with %(name)s") % {"name": name}


def _suggestion(one: Suggestion, there: Day, me: uuid.UUID, holder: uuid.UUID | None) -> SuggestionView:
    item = there.board[one.about]
    return SuggestionView(
        about=one.about,
        mark=item.mark,
        thing=item.name,
        low="" if one.low == me else there.names[one.low],
        holder="" if holder in (None, me) else there.names[holder],
        keeps=queries.kept_words(one.keeps) if one.keeps else "",
        other=there.names[one.other if one.low == me else one.low],
        choices=tuple(way(c, item, there, me, alone=one.low == me and takes_alone(c, item, me)) for c in one.choices),
        plan=one.plan,
    )


def page(viewer: Viewer, agreed: Agreed, there: Day, now: datetime) -> DayPage:
    """The four places and at most two suggestions, of a day that was read already."""
    me = viewer.me()
    if not there.names:
        return DayPage((), ())
    asked = {row.about_id for row in queries.lying(viewer, there.names, now)}
    suggested = [one for one in queries.suggestions(viewer, agreed, there, now) if one.about not in asked]
    return DayPage(places(viewer, there), tuple(_suggestion(one, there, me, agreed.holder_id) for one in suggested))


def asking(there: Day, me: uuid.UUID, thing_id: uuid.UUID) -> Asking | None:
    """What can be asked about a thing now. None when it is over, or there is nobody to ask."""
    item = there.board.get(thing_id)
    others = [(str(one), name) for one, name in there.names.items() if one != me and one in there.reachable]
    if item is None or not item.open or not others:
        return None
    mine, known = item.now.who == {me}, {other for other, _name in others}
    backs = [
        (str(one.id), one.name)
        for one in there.board.values()
        if one.open and len(one.now.who) == 1 and one.id != item.id and (me in one.now.who) is not mine
    ]
    alone = len(item.now.who) == 1 and (mine or str(next(iter(item.now.who))) in known)
    ways: list[Way] = ["postpone"] if item.now.who else []
    ways += ["together"] if len(item.now.who) < 2 else []
    ways += ["smaller"] if item.now.smaller is None else []
    return Asking(item.name, item.mark, tuple(others), tuple(backs) if alone else (), (*ways, "let_go"), mine)


# --- what comes back ----------------------------------------------------------------------------


def read_name(data: Mapping[str, str]) -> str:
    """What a new thing is called. Raises `BadName`."""
    name = " ".join(clean(data.get("name", "")).split())
    if not name:
        raise BadName(_("Write what it is, in a word or two."))
    if len(name) > rules.NAME_LENGTH:
        raise BadName(_("Shorter is easier to read: %(limit)s characters at most.") % {"limit": rules.NAME_LENGTH})
    return name


def was_shown(mark: str) -> bool:
    """Whether a page can have sent this as the sight of a thing that may be gone by now."""
    return _MARK.fullmatch(mark) is not None


def read_place(given: str) -> People | None:
    """Where a thing is to go. None for what no button sends."""
    if given == NOBODY:
        return rules.NOBODY
    named = read_ids(given.split(","))
    return named if named and target_value(named) == given else None


def read_way(given: str) -> Way | None:
    return stored.one_of(rules.WAYS, given)


def read_choices(data: QueryDict) -> tuple[Choice, ...]:
    """The ways that were chosen to ask about, in their order. A thing in return is a swap."""
    back, ways = read_id(data.get("back", "")), data.getlist("way")
    swap = (Choice("swap", back),) if back else ()
    return (*swap, *(Choice(way) for way in rules.WAYS if way in ways and way != "swap"))
