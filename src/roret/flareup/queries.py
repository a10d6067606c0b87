"""Whether the plan is on, and what each reader has before them then. How it reads stands in `sheet.py`."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from django.utils.translation import gettext as _

from roret.agreement.queries import Agreed
from roret.circle import queries as circle
from roret.circle.access import Viewer, viewer_of
from roret.circle.rules import Role
from roret.content import cards
from roret.content.stored import Saying
from roret.flareup import rules
from roret.flareup.models import Flare, Look, Named, Reply
from roret.flareup.rules import Plan, Said
from roret.flareup.sheet import Part, line, looking_in, part_of, say, written
from roret.flareup.sheet import Sheet as Sheet
from roret.flareup.sheet import sheet as sheet
from roret.kit import wall
from roret.kit.lang import reader_lang
from roret.tasks import queries as tasks
from roret.vault import queries as vault
from roret.vault.sealing import Owner


@dataclass(frozen=True)
class Answered:
    """What somebody has answered, in their own words' stead, and whom they ask when they cannot."""

    name: str
    words: str
    kind: str


@dataclass(frozen=True)
class Line:
    """Words to take along: to copy, to share, to send as SMS or by mail (`sms` and `mail` are the addresses of that)."""

    text: str
    sms: str
    mail: str


@dataclass(frozen=True)
class On:
    """The plan is on, as one reader has it.

    `id` goes into every form and comes back with it. `by`: who turned it on, where that is another than the holder who
    reads. `answers` are the others' to the holder; `asked_by` are those who cannot and ask this reader. `line`: who is
    next. `ask`: whom this reader can ask instead, and `call` the words for that.
    """

    id: uuid.UUID
    by: str
    undo: bool
    may_end: bool
    still: bool
    answers: tuple[Answered, ...]
    mine: Answered | None
    asked_by: tuple[str, ...]
    line: tuple[str, ...]
    ask: str
    times: tuple[tuple[str, str], ...]
    call: Line
    check_ins: str = ""


@dataclass(frozen=True)
class FlareToday:
    """`here`: whether the edition has the card. `holds`: whether there is a plan for this reader.

    `over`: it was on a while ago. `look`: the two questions have come by themselves. `turns_at`: when something of
    this reads differently by itself.
    """

    here: bool
    holds: bool
    holder: str = ""
    may_turn_on: bool = False
    on: On | None = None
    over: bool = False
    look: bool = False
    turns_at: datetime | None = None


def today(viewer: Viewer, agreed: Agreed, now: datetime) -> FlareToday:
    """The plan as this viewer has it on Today. As many queries with many members as with few."""
    if not cards.has(viewer.edition, rules.TOPIC):
        return FlareToday(False, False)
    part = part_of(viewer, agreed)
    row = _row(viewer, now) if part is not None or viewer.is_holder else None
    look = _look(viewer)
    shown = look is not None and look.by_itself and look.from_at <= now < look.until and not viewer.paused
    on = row is not None and row.until is None
    replies = _replies(viewer, row, now) if row is not None and on else {}
    return FlareToday(
        here=True,
        holds=part is not None,
        holder=part.holder if part else "",
        may_turn_on=part is not None and not on and (viewer.is_holder or is_named(viewer.me())),
        on=_on(viewer, part or Part(Plan(), (), "", viewer.is_holder), row, replies, now) if row and on else None,
        over=row is not None and not on,
        look=shown,
        turns_at=_turns_at(viewer, row, replies.values(), look, now),
    )


def on_now(circle_id: uuid.UUID) -> Flare | None:
    """The plan that is on in this circle, whoever looks."""
    return Flare.objects.filter(circle_id=circle_id, until=None).first()


def is_on(viewer: Viewer, agreed: Agreed) -> bool:
    """Whether the plan is on, for a reader to whom it holds."""
    return agreed.mine(rules.TOPIC) is not None and on_now(viewer.circle_id) is not None


def says_when(viewer: Viewer, agreed: Agreed) -> bool:
    """Whether the reader's own plan is on, and says that they say when somebody can look in."""
    if not viewer.is_holder or not is_on(viewer, agreed):
        return False
    part = part_of(viewer, agreed)
    return part is not None and part.plan.check_ins == "when_i_say"


def is_named(member_id: uuid.UUID) -> bool:
    """Whether the holder lets this member turn it on."""
    return Named.objects.filter(member_id=member_id).exists()


def may_turn_off(viewer: Viewer, row: Flare | None) -> bool:
    """The holder may, and whoever turned it on; for these two it is the same when it is off already."""
    if viewer.is_holder:
        return True
    if Agreed(viewer).mine(rules.TOPIC) is None:
        return False
    return row.by_id == viewer.me() if row is not None else is_named(viewer.me())


def asked(viewer: Viewer, text: str) -> uuid.UUID | None:
    """Which of the others in the circle is meant by a name in the plan, if any one is."""
    others = {face.id: face.name for face in circle.members(viewer) if not face.is_me and face.role is not Role.HOLDER}
    return rules.person_in(text, others) if text else None


def others_in_line(viewer: Viewer, agreed: Agreed) -> tuple[str, ...]:
    """Whom this reader can ask instead of themselves, in the plan's order."""
    part = part_of(viewer, agreed)
    if part is None:
        return ()
    me = {face.id: face.name for face in circle.members(viewer) if face.is_me}
    return rules.next_up(line(part, reader_lang()), me, me)


def to_bring(viewer: Viewer, agreed: Agreed, now: datetime) -> Iterable[tuple[uuid.UUID, uuid.UUID, datetime]]:
    """What there is to bring word of: which, from whom, and until when.

    That the plan is on, to the others, once it can no longer be taken back; an answer, to the holder; and that
    somebody asks, to the one who is asked.
    """
    if agreed.mine(rules.TOPIC) is None:
        return
    row = _row(viewer, now)
    if row is None or row.until is not None:
        return
    if row.by_id != viewer.me() and row.undo_until <= now < row.undo_until + rules.RINGS_FOR:
        # However often it is turned on and off, it rings once in so many minutes.
        again = int(row.undo_until.timestamp() // rules.RINGS_ONCE_IN.total_seconds())
        yield uuid.uuid5(row.circle_id, f"flareup {again}"), row.holder_id, row.undo_until + rules.RINGS_FOR
    me = viewer.me()
    for member_id, (reply, said) in _replies(viewer, row, now).items():
        if viewer.is_holder or (member_id != me and said.ask):
            minutes = int(reply.until.timestamp() // rules.RINGS_ONCE_IN.total_seconds())
            yield uuid.uuid5(member_id, f"flareup {minutes}"), member_id, reply.until


def _row(viewer: Viewer, now: datetime) -> Flare | None:
    row = Flare.objects.filter(circle_id=viewer.circle_id).first()
    return row if row is not None and (row.until is None or row.until > now) else None


def _look(viewer: Viewer) -> Look | None:
    return Look.objects.filter(holder_id=viewer.me()).first() if viewer.is_holder else None


def look_lies_there(viewer: Viewer, now: datetime) -> bool:
    """Whether the two questions can be answered, also where they do not come by themselves."""
    look = _look(viewer)
    return look is not None and look.from_at <= now < look.until


def _replies(viewer: Viewer, row: Flare, now: datetime) -> dict[uuid.UUID, tuple[Reply, Said]]:
    """The answers that this reader may read: the holder all, another their own and those that ask them."""
    rows = list(row.replies.filter(until__gt=now, member__left_at=None).order_by("member__joined_at", "member_id"))
    vault.warm([Owner("member", one.member_id) for one in rows])
    read = {one.member_id: (one, said) for one in rows if (said := rules.stored_answer(one.said)) is not None}
    if viewer.is_holder:
        return read
    names = {face.id: face.name for face in circle.members(viewer) if face.role is not Role.HOLDER}

    def asks_me(said: Said) -> bool:
        return bool(said.ask) and rules.person_in(said.ask, names) == viewer.me()

    return {one: there for one, there in read.items() if one == viewer.me() or asks_me(there[1])}


def _on(viewer: Viewer, part: Part, row: Flare, replies: Mapping[uuid.UUID, tuple[Reply, Said]], now: datetime) -> On:
    names = circle.names(viewer)
    said = {one: _answered(names[one], there, viewer.zone) for one, (_row, there) in replies.items() if one in names}
    cannot = {one for one, there in said.items() if there.kind == rules.NOT_NOW} | {viewer.me()}
    following = rules.next_up(line(part, reader_lang()), names, cannot)
    me = viewer.me()
    others = tuple(there for one, there in said.items() if one != me)
    return On(
        id=row.id,
        by=names.get(row.by_id, "") if viewer.is_holder and row.by_id not in (None, me) else "",
        undo=row.by_id in (None, me) or viewer.is_holder if now < row.undo_until else False,
        may_end=viewer.is_holder or row.by_id == me,
        still=viewer.is_holder and row.ask_at <= now and not viewer.paused,
        answers=others if viewer.is_holder else (),
        mine=said.get(me),
        asked_by=() if viewer.is_holder else tuple(one.name for one in others),
        line=following,
        ask="" if viewer.is_holder else next(iter(following), ""),
        times=() if viewer.is_holder else tuple((at, _comes(at)) for at in rules.clock_times(now, viewer.zone)),
        call=_line(call(viewer, part.holder)),
        check_ins="" if viewer.is_holder else looking_in(part, reader_lang()),
    )


def _answered(name: str, said: Said, zone: str) -> Answered:
    if said.kind == rules.HERE:
        words = _("I am here")
    elif said.at is not None:
        words = _comes(f"{wall.local(said.at, zone):%H:%M}")
    elif said.ask:
        words = _("Not now. Ask %(name)s.") % {"name": said.ask}
    else:
        words = _("Not now")
    return Answered(name, words, said.kind)


def _comes(clock: str) -> str:
    return _("I come at %(hour)s:%(minute)s") % {"hour": int(clock[:2]), "minute": clock[3:]}


def call(viewer: Viewer, holder: str) -> str:
    """What one can send to those who can come, before any telephone of theirs rings."""
    if viewer.is_holder:
        return _("I am using my plan now. Can you be here?")
    return _("%(name)s is using the plan now, and I cannot come. Can you?") % {"name": holder}


def _line(text: str) -> Line:
    written = quote(text, safe="", errors="replace")
    return Line(text, f"sms:?&body={written}", f"mailto:?body={written}")


def _turns_at(
    viewer: Viewer, row: Flare | None, replies: Iterable[tuple[Reply, Said]], look: Look | None, now: datetime
) -> datetime | None:
    moments = [one.until for one, _said in replies]
    if row is not None:
        moments += [row.until] if row.until else [row.undo_until] + [row.ask_at] * viewer.is_holder
    if look is not None and look.by_itself:
        moments += [look.from_at, look.until]
    return min((at for at in moments if at > now), default=None)


# --- the page -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Message:
    """A message of the plan, ready to send. `starter` or `own` goes back with the tap that marks it."""

    to: str
    line: Line
    starter: str
    own: str
    sent: bool


@dataclass(frozen=True)
class Helper:
    """Somebody with whom the plan holds, and whether the holder has named them."""

    member_id: uuid.UUID
    name: str
    named: bool


@dataclass(frozen=True)
class Page:
    """Everything on the plan's page. `sheet` is empty where nothing holds.

    `tasks`: whether today's things are the reader's.
    """

    flare: FlareToday
    sheet: Sheet | None
    tasks: bool
    messages: tuple[Message, ...]
    helpers: tuple[Helper, ...]
    look: bool
    turns_at: datetime | None


def page(viewer: Viewer, agreed: Agreed, now: datetime) -> Page:
    """The plan's page for a member."""
    part, flare = part_of(viewer, agreed), today(viewer, agreed, now)
    sent = _sent(flare.on.id) if flare.on else []
    return Page(
        flare=flare,
        sheet=written(part, reader_lang()) if part else None,
        tasks=tasks.open_to(viewer) and not viewer.paused,
        messages=messages(part, sent) if part else (),
        helpers=helpers(viewer, agreed),
        look=look_lies_there(viewer, now),
        turns_at=flare.turns_at,
    )


def messages(part: Part, sent: Iterable[Saying] = ()) -> tuple[Message, ...]:
    """Who is told what, with the words ready to take along."""
    found = []
    for one in part.plan.messages:
        to, words = rules.addressed(say("messages", one, reader_lang()))
        found.append(Message(to, _line(words), one.starter, one.own, one in sent))
    return tuple(found)


def _sent(flare_id: uuid.UUID) -> list[Saying]:
    rows = Flare.objects.get(id=flare_id).sent.order_by("id")
    return [known for row in rows if (known := rules.stored_phrase(row.message)) is not None]


def helpers(viewer: Viewer, agreed: Agreed) -> tuple[Helper, ...]:
    """For the holder: those with whom the plan holds. Nobody else learns who was named."""
    if not viewer.is_holder:
        return ()
    names = circle.names(viewer)
    others = agreed.others(rules.TOPIC)
    named = set(Named.objects.filter(member_id__in=others).values_list("member_id", flat=True))
    return tuple(Helper(one, names[one], one in named) for one in others)


# --- a rehearsal --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Rehearsal:
    """One screen of a rehearsal. Nothing of it is stored, and nobody else can know of it."""

    step: str
    flare: FlareToday
    sheet: Sheet
    messages: tuple[Message, ...]
    whose: str


def rehearsal(viewer: Viewer, agreed: Agreed, now: datetime, step: str) -> Rehearsal | None:
    """The plan as if it were on: for the holder alone. `step` is one of `rules.STEPS`. `None` where no plan holds."""
    part = part_of(viewer, agreed)
    if part is None or not viewer.is_holder:
        return None
    other = next(iter(agreed.others(rules.TOPIC)), None)
    whose = viewer
    if step == "theirs" and other is not None:
        whose = viewer_of(other)
        part = part_of(whose, Agreed(whose)) or part
    row = Flare(
        circle_id=viewer.circle_id,
        holder_id=viewer.me(),
        by_id=viewer.me(),
        undo_until=now + rules.UNDO,
        ask_at=now + wall.DAY,
    )
    replies = {other: (Reply(), Said(rules.HERE))} if step == "here" and other is not None else {}
    on = _on(whose, part, row, replies, now)
    shown = FlareToday(True, True, part.holder, on=None if step == "off" else on)
    names = circle.names(viewer)
    return Rehearsal(
        step, shown, written(part, reader_lang()), messages(part), names[whose.me()] if whose != viewer else ""
    )
