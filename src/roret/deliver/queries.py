"""What somebody wants brought to them, and what there is to bring: asked of every room, and never remembered."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django.http import Http404

from roret.advice import queries as advice
from roret.agreement import queries as agreements
from roret.agreement.queries import Agreed
from roret.agreement.rules import FADES_AFTER
from roret.asking import queries as asking
from roret.circle import access
from roret.circle.access import Viewer
from roret.deliver import push, rules
from roret.deliver.models import HouseKey, Notice, Subscription, Wish
from roret.deliver.rules import At, Drop, Kind, Now, On, Quiet
from roret.flareup import queries as flareup
from roret.kit import wall
from roret.sharing import queries as sharing
from roret.signals import queries as signals
from roret.tasks import queries as tasks
from roret.withdraw import queries as withdraw
from roret.zones import queries as zones


@dataclass(frozen=True)
class Wants:
    """What one member has chosen. `zone` is where they keep their quiet hours."""

    channel: str = "none"
    kinds: tuple[Kind, ...] = ()
    quiet_from: str = ""
    quiet_to: str = ""
    zone: str = ""

    def quiet(self, otherwise: str) -> Quiet | None:
        """Their quiet hours, in their own time zone or else in `otherwise`."""
        begin, end = rules.clock_time(self.quiet_from), rules.clock_time(self.quiet_to)
        return None if begin is None or end is None else Quiet(begin, end, self.zone or otherwise)


@dataclass(frozen=True)
class Item:
    """Something that stands before somebody now: of which kind, what it is, until when, and from whom."""

    kind: Kind
    about: uuid.UUID
    until: datetime
    other_id: uuid.UUID | None = None


@dataclass(frozen=True)
class Page:
    """What the settings page shows. `key` is empty until push was chosen once in this house.

    `here` is the hash of the address at which this very browser is told, and empty when it is not.
    """

    wants: Wants
    browsers: bool
    key: str
    here: str


Source = Callable[[Viewer, Agreed, datetime], Iterable[Item]]


def wants(member_id: uuid.UUID) -> Wants:
    """What this member has chosen; nothing for one who has chosen nothing. Reads old and strange values as not said."""
    row = Wish.objects.filter(member_id=member_id).first()
    said: Mapping[str, Any] = row.wants if row and isinstance(row.wants, dict) else {}
    chosen = said.get("kinds")
    zone = said.get("zone")
    return Wants(
        channel=said["channel"] if said.get("channel") in rules.CHANNELS else "none",
        kinds=rules.kinds(chosen if isinstance(chosen, list) else ()),
        quiet_from=str(said.get("from") or ""),
        quiet_to=str(said.get("to") or ""),
        zone=zone if zone in time_zones() else "",
    )


@cache
def time_zones() -> frozenset[str]:
    """All that are known. Finding them reads hundreds of files, and they stay the same while this process lives."""
    return frozenset(available_timezones())


def page(viewer: Viewer, session_id: str) -> Page:
    key = HouseKey.objects.first()
    mine = dict(Subscription.objects.filter(member_id=viewer.me()).values_list("session_id", "endpoint_hash"))
    return Page(
        wants=wants(viewer.me()),
        browsers=bool(mine),
        key=push.public_key(key.private) if key else "",
        here=mine.get(session_id, ""),
    )


def standing(viewer: Viewer, agreed: Agreed, now: datetime) -> dict[uuid.UUID, Item]:
    """Everything there is to bring to this member now, whether or not they want it and whether or not it waits."""
    return {item.about: item for source in SOURCES for item in source(viewer, agreed, now) if item.until > now}


def verdict(row: Notice, now: datetime) -> Now | At | Drop:
    """The gate, with everything asked anew: who is there, what is agreed, which zone is on, what is still true."""
    try:
        viewer = access.viewer_of(row.member_id)
    except Http404:
        return Drop()
    chosen, agreed, kind = wants(row.member_id), Agreed(viewer), Kind(row.kind)
    channel = "mail" if row.subscription_id is None else "push"
    item = standing(viewer, agreed, now).get(row.about)
    return rules.may_go(
        kind,
        _zone(viewer, agreed, item.other_id if item else None, now),
        chosen.quiet(viewer.zone),
        present=chosen.channel == channel and kind in chosen.kinds,
        agreed=not (viewer.paused and kind in rules.SOFTWARE),
        still_true=item is not None,
        now=now,
    )


def _zone(viewer: Viewer, agreed: Agreed, other_id: uuid.UUID | None, now: datetime) -> On | None:
    """The zone that holds it: the member's own, or the one with the person it is from, whichever lasts longer."""
    each = zones.zones(viewer, agreed, now)
    found = [zones.own(viewer, agreed, now), each.get(other_id) if other_id else None]
    return max((one for one in found if one is not None), key=lambda one: one.until, default=None)


def _proposals(viewer: Viewer, agreed: Agreed, now: datetime) -> Iterable[Item]:
    for one in agreements.agreements(viewer):
        if one.proposed and viewer.me() in one.waiting_for:
            fades = wall.moment(one.proposed.made_on + FADES_AFTER, time(), viewer.zone)
            number, maker = one.proposed.number, one.proposed.made_by
            yield Item(Kind.PROPOSAL, uuid.uuid5(one.id, str(number)), fades, maker)


def _offers(viewer: Viewer, agreed: Agreed, now: datetime) -> Iterable[Item]:
    return (Item(Kind.OFFER, about, until, giver) for about, giver, until in advice.open_to(viewer, agreed, now))


def _signals(viewer: Viewer, agreed: Agreed, now: datetime) -> Iterable[Item]:
    """Signals, and those who withdraw for a bit. One that is given anew, or made longer, is another; but however often
    one person does it, it rings once in so many minutes."""
    for _, member, until in (*signals.of_others(viewer, agreed, now), *withdraw.of_others(viewer, agreed, now)):
        minutes = until.timestamp() // rules.RINGS_ONCE_IN.total_seconds()
        yield Item(Kind.SIGNAL, uuid.uuid5(member, f"{minutes:.0f}"), until, member)


def _questions(viewer: Viewer, agreed: Agreed, now: datetime) -> Iterable[Item]:
    """Questions; not the agreed one by nobody while the plan for flare-ups says that its holder says when."""
    comes = not flareup.says_when(viewer, agreed)
    each = asking.open_to(viewer, agreed, now)
    return (Item(Kind.QUESTION, about, until, asker) for about, asker, until in each if asker or comes)


def _choices(viewer: Viewer, agreed: Agreed, now: datetime) -> Iterable[Item]:
    """What another asks about today's things, as a choice: each asks about each of them once a day, however often."""
    for thing_id, asker, until in sharing.asked(viewer, agreed, now):
        yield Item(Kind.QUESTION, uuid.uuid5(thing_id, f"{asker} {until.isoformat()}"), until, asker)


def _left_alone(viewer: Viewer, agreed: Agreed, now: datetime) -> Iterable[Item]:
    """Tasks that somebody stepped back from and that have nobody: it is from the list, and names nobody. However many
    they are, it rings once in so many minutes."""
    for _, until in tasks.left_alone(viewer, agreed, now):
        minutes = until.timestamp() // rules.RINGS_ONCE_IN.total_seconds()
        yield Item(Kind.SIGNAL, uuid.uuid5(viewer.circle_id, f"{minutes:.0f}"), until)


def _flareups(viewer: Viewer, agreed: Agreed, now: datetime) -> Iterable[Item]:
    """That the plan is on, once it can no longer be taken back, and what is answered to it."""
    return (Item(Kind.FLAREUP, about, until, other) for about, other, until in flareup.to_bring(viewer, agreed, now))


def _given_up(viewer: Viewer, agreed: Agreed, now: datetime) -> Iterable[Item]:
    """Today's things that somebody gives up on whom the reader counted: it names nobody, and each rings once a day."""
    for thing_id, until in sharing.given_up(viewer, now):
        yield Item(Kind.SIGNAL, uuid.uuid5(thing_id, until.isoformat()), until)


SOURCES: tuple[Source, ...] = (_proposals, _offers, _signals, _questions, _choices, _left_alone, _given_up, _flareups)
"""Where there is something to bring: each room says what stands before a member, by its own reading of what is agreed."""
