"""A day in a world as one person has it: their pages, and all that comes to them by stream, push and mail, and when.

The clock goes from one act to the next, and the worker does what is due at the very moment it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial

from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction
from django.http import Http404

from roret.agreement import rules as agreement
from roret.asking import rules as asking
from roret.capacity import rules as capacity
from roret.circle.access import Viewer
from roret.config.wiring import DUE
from roret.deliver import actions as deliver
from roret.deliver.push import Browser
from roret.deliver.queries import Wants
from roret.deliver.tests.service import Ear, PushService, Taken, verified
from roret.kit import clock
from roret.live.hub import Listener, Told
from roret.live.models import Change
from roret.outbox import actions as outbox
from roret.outbox import queries as outbox_queries
from roret.signals.actions import NotAgreed
from roret.withdraw import actions as withdraw
from roret.zones import rules as zones
from tests.architecture.access_run import masked
from tests.architecture.access_table import ROWS
from tests.trust.a_day import session_of
from tests.trust.doings import Act
from tests.world import Furnished, World, in_browser, undone

NINE = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
"""Nine o'clock on a Tuesday where they live. All minutes are counted from here."""
BEGIN, END = -1445, 1560
"""The morning before, and eleven the next."""
MAY_REFUSE = (
    Http404,
    ObjectDoesNotExist,
    NotAgreed,
    agreement.Refused,
    asking.NotNow,
    asking.Refused,
    capacity.Refused,
    withdraw.NotAgreed,
    zones.Refused,
)
EAR = Ear()
ROUTE = re.compile(r"<\w+:(\w+)>")
RANDOM = frozenset({"sign-in/passkey", "sign-in/again/passkey", "me/passkeys/add"})
"""Where a browser is given a number of its own, which is another each time."""
SEATS = {
    "holder": (("home", "holder"), ("work", "holder")),
    "supporter": (("home", "supporter"),),
    "limited": (("home", "limited"),),
    "leader": (("work", "leader"),),
    "colleague": (("work", "colleague"),),
    "stranger": (("otto", "holder"),),
}


def at(minutes: int) -> datetime:
    return NINE + timedelta(minutes=minutes)


@dataclass(frozen=True)
class Deed:
    """An act and its minute. `hidden` is the name under which it counts, and empty for what both worlds have."""

    minute: int
    act: Act
    hidden: str = ""

    def __str__(self) -> str:
        return f"{self.act.__name__} at {self.minute}"


@dataclass(frozen=True)
class Reader:
    """Who it is, what they want brought to them on how many browsers, and when they look at which pages."""

    who: str
    wants: Wants = field(default_factory=Wants)
    browsers: int = 1
    looks: tuple[int, ...] = (0,)
    places: tuple[str, ...] = ()


@dataclass(frozen=True)
class Day:
    """What reached each reader and at which moment, and which acts did anything."""

    reached: dict[str, list[tuple[datetime, str]]]
    done: list[Deed]

    def of(self, who: str, since: int) -> list[str]:
        return [f"{moment:%d %H:%M:%S} {text}" for moment, text in self.reached[who] if moment >= at(since)]


@contextmanager
def begun(world: World, readers: Sequence[Reader], service: PushService) -> Iterator[Desk]:
    """The morning before, with everything brought to the readers that lies there already. Nothing of it stays."""
    with undone():
        Change.objects.all().delete()
        desk = Desk(world, readers, service)
        desk.ready()
        yield desk


def did_something(act: partial[None]) -> bool:
    """Do it. Whether it wrote anything; what is refused, or wrote nothing, is as if it had not been tried."""
    written = 0

    def count(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        nonlocal written
        result = execute(sql, params, many, context)
        if sql.startswith(("INSERT", "UPDATE", "DELETE")):
            written += max(0, context["cursor"].rowcount)
        return result

    try:
        with connection.execute_wrapper(count), transaction.atomic():
            act()
    except MAY_REFUSE:
        return False
    return written > 0


class Desk:
    """Where everything that is on its way to the readers arrives, with its moment."""

    def __init__(self, world: World, readers: Sequence[Reader], service: PushService) -> None:
        self.world, self.readers, self.service = world, readers, service
        self.said: dict[str, list[tuple[datetime, str]]] = {reader.who: [] for reader in readers}
        self.handlers = {kind: partial(_do, kind) for kind in DUE}

    def live(self, deeds: Sequence[Deed]) -> Day:
        """Let two days pass with these, and gather what reaches the readers. Afterwards it is the morning before."""
        before = {who: list(said) for who, said in self.said.items()}
        steps: list[tuple[int, int, Deed | Reader]] = [(deed.minute, 0, deed) for deed in deeds]
        steps += [(look, 1, reader) for reader in self.readers for look in reader.looks]
        done = []
        with undone():
            for minute, _, step in sorted(steps, key=lambda step: step[:2]):
                self.work(at(minute))
                with clock.held(at(minute)):
                    if isinstance(step, Reader):
                        self._look(step)
                    elif did_something(partial(step.act, self.world)):
                        done.append(step)
            self.work(at(END))
            self._listen()
        reached, self.said = self.said, before
        both = [(at(deed.minute), f"{deed}: done") for deed in done if not deed.hidden]
        # Two things of the same moment come in the order of random numbers: that says nothing to anybody.
        return Day({who: sorted(said + both) for who, said in reached.items()}, done)

    def ready(self) -> None:
        """They choose what is brought to them before anything happens, and get what lies there already."""
        self.service.taken.clear()
        mail.outbox.clear()
        with clock.held(at(BEGIN)):
            for reader in self.readers:
                for made, name in seats(self.world, reader.who) if reader.wants.channel != "none" else ():
                    self._turn_on(reader, made.viewer(name))
        self.work(at(BEGIN + 1))

    def _turn_on(self, reader: Reader, viewer: Viewer) -> None:
        deliver.save(viewer, chosen=reader.wants)
        for number in range(reader.browsers if reader.wants.channel == "push" else 0):
            endpoint = f"{self.service.address}/{reader.who}/{viewer.circle_id}/{number}"
            deliver.add_browser(viewer, browser=Browser(**EAR.keys(endpoint)), session_id=session_of(viewer.me()))
        outbox.due(kind="deliver.look", ref=viewer.me(), at=clock.now())

    def work(self, until: datetime) -> None:
        """What the worker does up to this moment, each thing when it is due."""
        while (due := outbox_queries.next_at()) is not None and due <= until:
            with clock.held(max(due, at(BEGIN))):
                outbox.work_round(self.handlers, at_most=1)
                self._gather()

    def _gather(self) -> None:
        """What has come to the push service and by mail since the last time came now."""
        now = clock.now()
        for taken in self.service.taken:
            self.said[taken.path.split("/")[1]].append((now, pushed(taken)))
        for message in mail.outbox:
            for who, said in self.said.items():
                if self.world.emails.get(who) in message.recipients():
                    said.append((now, mailed(message)))
        self.service.taken.clear()
        mail.outbox.clear()

    def _look(self, reader: Reader) -> None:
        now = clock.now()
        self.said[reader.who] += [(now, page) for page in pages(self.world, reader.who, reader.places)]

    def _listen(self) -> None:
        """What their open pages were told to fetch again, as the hub passes it on."""
        changes = list(Change.objects.order_by("id"))
        for reader in self.readers:
            for made, name in seats(self.world, reader.who):
                ear = Listener(made.circle_id, made.members[name])
                told = (one for one in changes if ear.hears(Told(one.circle_id, one.member_id, one.part)))
                self.said[reader.who] += [(one.at, f"stream of {made.circle_id}: {one.part}") for one in told]


def _do(kind: str, ref: str) -> None:
    """As the worker does it. What breaks ends the run: the outbox would try again without a word."""
    try:
        DUE[kind](ref)
    except Exception as error:
        raise Broken(kind) from error


class Broken(BaseException):
    """Something that was due could not be done."""


def every_address(world: World, who: str) -> list[str]:
    """All addresses of the house at which there is a page, filled in with what is at home, and where the reader is."""
    rows = [row for row in ROWS if row.method == "GET" and not (row.before or row.only_with_mail or 405 in row.answers)]
    found = {}
    for made in {id(made): made for made in (world.home, *(made for made, _ in seats(world, who)))}.values():
        for row in rows:
            known = {name for name in row.args.values() if not name.startswith("=")}
            if known <= made.ids.keys() and row.route not in RANDOM:
                found[ROUTE.sub(partial(_filled, row.args, made.ids), f"/{row.route}") + row.query] = None
    return list(found)


def _filled(args: Mapping[str, str], known: Mapping[str, str], found: re.Match[str]) -> str:
    word = args[found[1]]
    return word[1:] if word.startswith("=") else known[word]


def seats(world: World, who: str) -> list[tuple[Furnished, str]]:
    """In which circles they are, and under which name. A guest, and one who has left, are in none."""
    return [(getattr(world, where), name) for where, name in SEATS.get(who, ())]


def pushed(taken: Taken) -> str:
    """All of it but the sealing, which is made anew each time: where, when, how long, how urgent, and what is inside."""
    text, padded = EAR.opened(taken.body)
    claims, key = verified(taken.headers["authorization"])
    head = sorted((name, value) for name, value in taken.headers.items() if name != "authorization")
    return f"push to {taken.path} {head} {sorted(claims.items())} {key} {text!r} of {padded} in {len(taken.body)}"


def mailed(message: mail.EmailMessage) -> str:
    made = message.message()
    head = [(name, value) for name, value in made.items() if name not in ("Date", "Message-ID")]
    return f"mail to {message.recipients()} {head} {made.get_payload()!r}"


def pages(world: World, who: str, places: Sequence[str]) -> list[str]:
    """These addresses as this reader gets them: status, headers, cookies and body."""
    cache.clear()
    browser = in_browser(world.cookies.get(who, {}))
    seen = []
    for address in places:
        answer = browser.get(address)
        # `Expires` is the hour of the machine, which the tests do not hold.
        head = "\n".join(f"{name}: {value}" for name, value in sorted(answer.headers.items()) if name != "Expires")
        is_sheet = answer.headers.get("Content-Type") == "application/pdf"
        body = answer.content.hex() if is_sheet else masked(answer.content.decode())
        seen.append(f"page {address} {answer.status_code}\n{masked(head)}\n{masked(answer.cookies.output())}\n{body}")
    return seen
