"""Today's things as each of those may read them to whom the list of tasks is open."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from roret.agreement.queries import Agreed
from roret.capacity import queries as capacity
from roret.circle import queries as circle
from roret.circle.access import Viewer
from roret.content import cards
from roret.content.language import language, languages
from roret.flareup import queries as flareup
from roret.kit import wall
from roret.kit.ids import read_id
from roret.kit.lang import reader_lang
from roret.sharing import rules
from roret.sharing.models import Enough, Offer, Thing, Told
from roret.sharing.rules import Board, Changed, Choice, Item, Kept, Lies, Offered, People, Side, Suggestion
from roret.tasks import queries as tasks
from roret.tasks import rules as task_rules
from roret.tasks.queries import TaskView
from roret.vault import queries as vault
from roret.vault.sealing import Owner
from roret.zones.queries import zones
from roret.zones.rules import Kind, Now, may_come

TOPIC = rules.TOPIC


# --- the board ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Day:
    """Today's things, the rows of those that were touched, and who there is to share them with, the holder first."""

    board: Board
    rows: Mapping[uuid.UUID, Thing]
    names: Mapping[uuid.UUID, str]
    reachable: frozenset[uuid.UUID] = frozenset()
    """Who can answer on a screen of their own, as far as the reader can know."""


def day(viewer: Viewer, agreed: Agreed, now: datetime) -> Day:
    """The day as it lies. Nothing of it while the circle rests, nor for whom the list is closed."""
    if viewer.paused or not tasks.open_to(viewer):
        return Day({}, {}, {})
    date, see = wall.day(now, viewer.zone), circle.who_see(viewer.circle_id, TOPIC)
    faces = [face for face in circle.members(viewer) if face.id in see]
    here = frozenset(face.id for face in faces)
    found = Thing.objects.filter(Q(until__gt=now) | Q(until=None), circle_id=viewer.circle_id)
    rows = {row.task_id or row.id: row for row in found.order_by("id")}
    vault.warm([Owner("circle", viewer.circle_id)])
    listed = tasks.on_day(viewer, date, agreed)
    things = [
        _task(one, rows.get(one.id), rules.mark(date, one.revision, _revision(rows, one.id)), here) for one in listed
    ]
    own = [_own(row, rules.mark(date, row.revision), here) for row in rows.values() if row.task_id is None]
    things += sorted(own, key=lambda item: (item.name.casefold(), str(item.id)))
    reachable = frozenset(face.id for face in faces if face.has_account or not viewer.is_holder)
    return Day({item.id: item for item in things}, rows, {face.id: face.name for face in faces}, reachable)


def _revision(rows: Mapping[uuid.UUID, Thing], item_id: uuid.UUID) -> int:
    return rows[item_id].revision if item_id in rows else 0


def _task(one: TaskView, row: Thing | None, mark: str, here: People) -> Item:
    item = Item(
        id=one.id,
        name=one.name,
        mark=mark,
        now=Lies(one.usual & here),
        is_task=True,
        area=one.area,
        able=(one.usual | (one.may or here)) & here,
        hard=one.hard,
        smaller_words=one.smaller,
    )
    return _as_stored(item, row, here) if row else item


def _own(row: Thing, mark: str, here: People) -> Item:
    name = row.what.get("name")
    item = Item(id=row.id, name=name if isinstance(name, str) else "", mark=mark, made_by=row.made_by_id)
    return _as_stored(item, row, here)


def _as_stored(item: Item, row: Thing, here: People) -> Item:
    now, before = rules.read_lies(row.what.get("now"), here), rules.read_lies(row.what.get("before"), here)
    return replace(item, now=now or item.now, before=before, partner=read_id(row.what.get("partner")))


# --- offers and suggestions ---------------------------------------------------------------------


def offered(row: Offer) -> Offered:
    """An offer as it was stored. What is not known in it is passed over."""
    data: Mapping[str, object] = row.what if isinstance(row.what, dict) else {}
    marks = data.get("marks")
    known = {read_id(key): seen for key, seen in marks.items()} if isinstance(marks, dict) else {}
    return Offered(
        about=row.about_id,
        giver=row.giver_id,
        receiver=row.receiver_id,
        choices=rules.read_choices(data.get("choices")),
        marks={item_id: str(seen) for item_id, seen in known.items() if item_id},
    )


def name_in(row: Offer, item_id: uuid.UUID) -> str:
    """What a thing was called when it was offered: it may be gone by now."""
    names = row.what.get("names")
    return str(names.get(str(item_id), "")) if isinstance(names, dict) else ""


def pairs(viewer: Viewer, agreed: Agreed, here: Collection[uuid.UUID], now: datetime) -> tuple[tuple[Side, Side], ...]:
    """The holder and each one with whom tasks are agreed, as the reader may know them, while no zone is on between.

    Who uses the plan for flare-ups says by it that the day is a low one.
    """
    others = [one for one in agreed.others(TOPIC) if one in here]
    if not others or agreed.holder_id is None:
        return ()
    low, on = capacity.low_now(viewer, agreed, now), zones(viewer, agreed, now)
    plan = flareup.is_on(viewer, agreed)
    if plan:
        low[agreed.holder_id] = True
    found = []
    for other in others:
        if may_come(Kind.REMINDER, on.get(other), now) != Now():
            continue
        settled, one = agreed.with_other(TOPIC, other), other if viewer.is_holder else viewer.me()
        holder = Side(agreed.holder_id, low.get(agreed.holder_id), task_rules.hard_choices(settled, "holder"), plan)
        found.append((holder, Side(one, low.get(one), task_rules.hard_choices(settled, "supporter"))))
    return tuple(found)


def kept(viewer: Viewer, agreed: Agreed) -> tuple[Kept, ...]:
    """What the holder has said they like to keep, as far as it is agreed with the reader."""
    card = cards.card(TOPIC)
    labels = [cards.words(card, lang).questions["keep"].labels for lang in languages()]
    return tuple(
        Kept(
            one.starter,
            one.own,
            frozenset(word.casefold() for word in (one.own, *(known.get(one.starter, "") for known in labels)) if word),
        )
        for one in task_rules.kept(agreed.mine(TOPIC))
    )


def suggestions(viewer: Viewer, agreed: Agreed, today: Day, now: datetime) -> tuple[Suggestion, ...]:
    """What may be suggested to the reader now; nothing once they have had enough of it today."""
    if not today.board or Enough.objects.filter(member_id=viewer.me(), until__gt=now).exists():
        return ()
    return rules.suggestions(today.board, pairs(viewer, agreed, today.names, now), kept(viewer, agreed))


def takes_alone(choice: Choice, item: Item, me: uuid.UUID) -> bool:
    """Whether it takes nobody else's yes: what is one's own can wait, be smaller, or be let go."""
    return choice.way in ("postpone", "smaller", "let_go") and item.now.who == {me}


def lying(viewer: Viewer, here: Collection[uuid.UUID], now: datetime) -> list[Offer]:
    """The offers to and from the reader that still hold."""
    mine = Q(giver_id=viewer.me(), receiver_id__in=here) | Q(receiver_id=viewer.me(), giver_id__in=here)
    rows = list(Offer.objects.filter(mine, until__gt=now).order_by("until", "id"))
    vault.warm([Owner("member", row.giver_id) for row in rows])
    return rows


def told(viewer: Viewer, here: Collection[uuid.UUID], now: datetime) -> list[Told]:
    rows = list(Told.objects.filter(member_id=viewer.me(), by_id__in=here, until__gt=now).order_by("until", "id"))
    vault.warm([Owner("member", row.by_id) for row in rows])
    return rows


def given_up(viewer: Viewer, now: datetime) -> list[tuple[uuid.UUID, datetime]]:
    """Today's things that the reader is told somebody gives up, and until when. For whoever brings word of them."""
    if viewer.paused or not tasks.open_to(viewer):
        return []
    return [(row.thing_id, row.until) for row in told(viewer, circle.names(viewer), now)]


def asked(viewer: Viewer, agreed: Agreed, now: datetime) -> list[tuple[uuid.UUID, uuid.UUID, datetime]]:
    """What another asks the reader about which things while it is still to be answered: thing, who asks, until when."""
    rows = [row for row in lying(viewer, circle.names(viewer), now) if row.receiver_id == viewer.me()]
    if not rows:
        return []
    there = day(viewer, agreed, now)
    return [(row.about_id, row.giver_id, row.until) for row in rows if not _offer(row, there, viewer.me()).changed]


# --- words --------------------------------------------------------------------------------------


def and_(parts: Iterable[str]) -> str:
    return language(reader_lang()).join(list(parts))


def names_of(who: People, today: Day, me: uuid.UUID | None) -> str:
    """Whose it is: the reader first, then the others in the order they came."""
    others = [name for member, name in today.names.items() if member in who and member != me]
    return and_([*([pgettext("with", "you")] if me in who else []), *others])


def lies_with(who: People, today: Day, me: uuid.UUID) -> str:
    """Where a thing lies now, as a sentence."""
    if not who:
        return _("It waits now.")
    if who == {me}:
        return _("It is with you now.")
    return _("It is with %(names)s now.") % {"names": names_of(who, today, me)}


def changed_words(changed: Changed, today: Day, me: uuid.UUID) -> str:
    """What has become of a thing that is not as the page showed it."""
    item = changed.now
    if item is None and not changed.name:
        return _("That is not among today’s things any longer.")
    if item is None:
        return _("“%(thing)s” is not among today’s things any longer.") % {"thing": changed.name}
    if item.now.word == "done":
        return _("“%(thing)s” is done.") % {"thing": item.name}
    if item.now.word == "skipped":
        return _("“%(thing)s” is let go for today.") % {"thing": item.name}
    return f"{item.name}: {lies_with(item.now.who, today, me)}"


def kept_words(one: Kept) -> str:
    """What the holder keeps, in the reader's language."""
    labels = cards.words(cards.card(TOPIC), reader_lang()).questions["keep"].labels
    return one.own or labels.get(one.starter, "")


# --- a page -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class WayView:
    """A way for a thing. In a swap the one who asks takes `mine`, the other `yours`. `alone` takes nobody else's yes."""

    way: str
    mine: str = ""
    yours: str = ""
    alone: bool = False


@dataclass(frozen=True)
class OfferView:
    """What another asks the reader, as a choice, or what has become of it since (`changed`)."""

    id: uuid.UUID
    member_id: uuid.UUID
    thing: str
    choices: tuple[WayView, ...]
    changed: str = ""


@dataclass(frozen=True)
class SharingToday:
    """`here`: whether the reader has a list of tasks. `offers` are to them, `given` from them."""

    here: bool
    rests: bool = False
    mine: tuple[str, ...] = ()
    told: tuple[tuple[uuid.UUID, str], ...] = ()
    offers: tuple[OfferView, ...] = ()
    given: tuple[OfferView, ...] = ()


def today(viewer: Viewer, agreed: Agreed, now: datetime) -> SharingToday:
    """What stands on Today: what the reader is told, what they are asked, and what is theirs."""
    return read(viewer, day(viewer, agreed, now), now)


def read(viewer: Viewer, there: Day, now: datetime) -> SharingToday:
    """The same of a day that was read already."""
    me = viewer.me()
    if not tasks.open_to(viewer) or viewer.paused:
        return SharingToday(tasks.open_to(viewer), rests=viewer.paused)
    offers = lying(viewer, there.names, now)
    return SharingToday(
        here=True,
        mine=tuple(item.name for item in there.board.values() if me in item.now.who and item.open),
        told=tuple((row.id, _told(row, there, me)) for row in told(viewer, there.names, now)),
        offers=tuple(_offer(row, there, me) for row in offers if row.receiver_id == me),
        given=tuple(one for row in offers if row.giver_id == me and not (one := _offer(row, there, me)).changed),
    )


def _told(row: Told, there: Day, me: uuid.UUID) -> str:
    name, lies = str(row.what.get("name", "")), rules.read_lies(row.what.get("now"), there.names)
    known = {"name": there.names[row.by_id], "thing": name}
    if lies is not None and lies.word == "skipped":
        return _("%(name)s lets “%(thing)s” go for today.") % known
    if lies is None or not lies.who:
        return _("%(name)s lets “%(thing)s” wait.") % known
    now = lies_with(lies.who, there, me)
    return _("%(name)s passes “%(thing)s” on.") % known + " " + now


def _offer(row: Offer, there: Day, me: uuid.UUID) -> OfferView:
    asked, other = offered(row), row.giver_id if row.receiver_id == me else row.receiver_id
    try:
        rules.stands(there.board, asked)
    except Changed as changed:
        gone = Changed(changed.item_id, changed.now, name_in(row, changed.item_id))
        words = changed_words(gone, there, me)
        return OfferView(row.id, other, "", (), words)
    item = there.board[asked.about]
    return OfferView(row.id, other, item.name, tuple(way(c, item, there, row.giver_id) for c in asked.choices))


def way(choice: Choice, item: Item, there: Day, asks: uuid.UUID, *, alone: bool = False) -> WayView:
    back = there.board.get(choice.back) if choice.back else None
    if back is None:
        return WayView(choice.way, alone=alone)
    mine, yours = (back, item) if asks in item.now.who else (item, back)
    return WayView(choice.way, mine.name, yours.name)
