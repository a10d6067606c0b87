"""Which zones are on for whom, and what can be talked about meanwhile, in the reader's language."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from roret.agreement.queries import Agreed
from roret.circle.access import Viewer
from roret.content import cards
from roret.content.answers import button
from roret.content.language import language
from roret.content.sentences import said
from roret.content.shape import Phrase
from roret.content.stored import any_phrases
from roret.kit import wall
from roret.kit.lang import reader_lang
from roret.vault import queries as vault
from roret.vault.sealing import Owner
from roret.zones import rules
from roret.zones.models import Switched
from roret.zones.rules import On, Otherwise, Source, SwitchedOn, ZoneTerms

TOPIC = "zones"


@dataclass(frozen=True)
class Banner:
    """A zone that is on. `with_ids`: with whom, empty when it is with all with whom zones are agreed.

    `clock` is when it ends; `other_day`, when that is not today, so that the clock alone would not say when.
    """

    until: datetime
    clock: str
    other_day: bool
    always: bool
    situation: str
    with_ids: tuple[uuid.UUID, ...]


@dataclass(frozen=True)
class Talk:
    """What the two would rather talk about: the viewer's own list, and the other's."""

    member_id: uuid.UUID
    mine: tuple[str, ...]
    theirs: tuple[str, ...]


@dataclass(frozen=True)
class Situation:
    """An agreed situation to switch on by hand. `value` goes back with the tap."""

    value: str
    words: str


@dataclass(frozen=True)
class ZonesToday:
    """`agreed`: the viewer has agreed on zones with somebody. `card`: they have the card on which that is done.

    `own` is whether the viewer has switched one on, and so can switch it off. `turns_at`: when the next zone begins or
    ends by itself, so that an open page is fetched again then.
    """

    agreed: bool
    card: bool
    banners: tuple[Banner, ...]
    """The first to end comes first."""
    own: bool
    situations: tuple[Situation, ...]
    talk: tuple[Talk, ...]
    slip: tuple[str, ...]
    turns_at: datetime | None = None


def today(viewer: Viewer, agreed: Agreed, now: datetime) -> ZonesToday:
    """Zones as this viewer has them now. As many queries with many members as with few."""
    each = {member: terms(viewer, agreed, member) for member in agreed.others(TOPIC)}
    mine = rules.terms(agreed.mine(TOPIC), viewer.party)
    by_hand = _by_hand(viewer, (viewer.me(), *each), now)
    on = {member: _on(viewer, each[member], by_hand, member, now) for member in each}
    if not each and mine.agreed:
        on[viewer.me()] = rules.zone_now(mine, _of(by_hand, [viewer.me()]), now, viewer.zone)
    return ZonesToday(
        agreed=mine.agreed,
        card=viewer.sees(TOPIC) and cards.has(viewer.edition, TOPIC),
        banners=_banners(on, now, viewer.zone),
        own=viewer.me() in by_hand,
        situations=_situations([mine, *each.values()]),
        talk=tuple(
            Talk(member, _texts("instead", one.instead), _texts("instead", one.instead_other))
            for member, one in each.items()
            if on[member] and (one.instead or one.instead_other)
        ),
        slip=_texts("slip", [word for member, one in each.items() if on[member] for word in one.slip]),
        turns_at=_turns_at(viewer, each or {viewer.me(): mine}, by_hand, now),
    )


def terms(viewer: Viewer, agreed: Agreed, other_id: uuid.UUID) -> ZoneTerms:
    """What holds about zones between the viewer and another, read from the viewer's side."""
    if other_id not in agreed.others(TOPIC):
        return ZoneTerms()
    return rules.terms(agreed.with_other(TOPIC, other_id), viewer.party)


def otherwise(viewer: Viewer, agreed: Agreed, other_id: uuid.UUID) -> Otherwise | None:
    """How pain may come up between the two when no zone is on, if they have said so."""
    return terms(viewer, agreed, other_id).otherwise


def zone(viewer: Viewer, agreed: Agreed, other_id: uuid.UUID, now: datetime) -> On | None:
    """The zone that is on between the viewer and another: their windows, and what either has switched on.

    Only what the viewer may know goes into it: where zones are not agreed between them, nothing is on.
    """
    return zones(viewer, agreed, now).get(other_id)


def zones(viewer: Viewer, agreed: Agreed, now: datetime) -> dict[uuid.UUID, On]:
    """The same with each of those with whom zones are agreed, for a whole page at once."""
    others = agreed.others(TOPIC)
    by_hand = _by_hand(viewer, (viewer.me(), *others), now)
    found = {other: _on(viewer, terms(viewer, agreed, other), by_hand, other, now) for other in others}
    return {other: on for other, on in found.items() if on is not None}


def own(viewer: Viewer, agreed: Agreed, now: datetime) -> On | None:
    """The zone that is on for the viewer themselves, as far as the software's own questions to them go.

    By what they go about it themselves, and what they have switched on.
    """
    by_hand = _by_hand(viewer, (viewer.me(),), now)
    mine = rules.terms(agreed.mine(TOPIC), viewer.party)
    return rules.zone_now(mine, list(by_hand.values()), now, viewer.zone) if mine.agreed else None


def _turns_at(
    viewer: Viewer, each: Mapping[uuid.UUID, ZoneTerms], by_hand: Mapping[uuid.UUID, SwitchedOn], now: datetime
) -> datetime | None:
    changes = (
        rules.next_change(holds, _of(by_hand, [viewer.me(), other]), now, viewer.zone)
        for other, holds in each.items()
        if holds.agreed
    )
    return min((at for at in changes if at is not None), default=None)


def _on(
    viewer: Viewer, holds: ZoneTerms, by_hand: Mapping[uuid.UUID, SwitchedOn], other: uuid.UUID, now: datetime
) -> On | None:
    """Of what was switched on, the situation is said to those who have agreed on that situation, and to its owner."""
    switched = _of(by_hand, [viewer.me(), other])
    known = [one if one.situation in holds.situations else SwitchedOn(one.until) for one in switched]
    return rules.zone_now(holds, known, now, viewer.zone)


def _of(by_hand: Mapping[uuid.UUID, SwitchedOn], members: Iterable[uuid.UUID]) -> list[SwitchedOn]:
    return [by_hand[member] for member in dict.fromkeys(members) if member in by_hand]


def _by_hand(viewer: Viewer, members: Sequence[uuid.UUID], now: datetime) -> dict[uuid.UUID, SwitchedOn]:
    rows = Switched.objects.filter(
        member_id__in=members, member__circle_id=viewer.circle_id, member__left_at=None, until__gt=now
    )
    found = list(rows.order_by("member_id"))
    vault.warm([Owner("member", row.member_id) for row in found])
    return {row.member_id: SwitchedOn(row.until, next(iter(any_phrases([row.situation])), None)) for row in found}


def _banners(on: Mapping[uuid.UUID, On | None], now: datetime, zone: str) -> tuple[Banner, ...]:
    """One for each end, with those it is with; the first to end first."""
    groups: dict[tuple[datetime, bool, str], list[uuid.UUID]] = {}
    for member, found in on.items():
        if found is not None:
            groups.setdefault((found.until, found.always, _situation(found)), []).append(member)
    midnight = wall.midnight_after(now, zone)
    return tuple(
        Banner(
            until=until,
            clock=clock_words(until, zone),
            other_day=until > midnight,
            always=always,
            situation=situation,
            with_ids=() if len(members) == len(on) else tuple(members),
        )
        for (until, always, situation), members in sorted(groups.items(), key=lambda one: one[0])
    )


def clock_words(at: datetime, zone: str) -> str:
    """The time of day as the reader's language writes it."""
    return language(reader_lang()).clock(f"{wall.local(at, zone):%H:%M}")


def _situation(on: On) -> str:
    if on.source is not Source.SITUATION or on.situation is None:
        return ""
    return "".join(_texts("situations", [on.situation]))


def _situations(each: Sequence[ZoneTerms]) -> tuple[Situation, ...]:
    found: list[Phrase] = []
    for phrase in (phrase for one in each for phrase in one.situations):
        if phrase not in found:
            found.append(phrase)
    return tuple(Situation(button(phrase), text) for phrase in found for text in _texts("situations", [phrase]))


def _texts(question: str, phrases: Sequence[Phrase]) -> tuple[str, ...]:
    card = cards.card(TOPIC)
    (asked,) = [one for one in card.questions if one.id == question]
    return tuple(said(card, asked, list(phrases), reader_lang()))
