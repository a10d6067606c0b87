"""What stands on Today for one reader: each slice's part, from one reading of what is agreed."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from roret.advice import queries as advice
from roret.agreement import queries as agreements
from roret.agreement.queries import Agreed
from roret.asking import queries as asking
from roret.asking.queries import AskingToday
from roret.capacity import queries as capacity
from roret.capacity.queries import Later
from roret.capacity.rules import stands_from
from roret.circle import queries as circle
from roret.circle.access import Viewer
from roret.content import cards
from roret.flareup import queries as flareup
from roret.flat import queries as flat
from roret.kit import clock
from roret.profile import queries as profile
from roret.sharing import queries as sharing
from roret.signals import queries as signals
from roret.tasks import queries as tasks
from roret.today import rules
from roret.today.rules import Quiet
from roret.withdraw import queries as withdraw
from roret.withdraw.queries import Ready, WithdrawToday
from roret.words import queries as words
from roret.zones import queries as zones
from roret.zones.queries import ZonesToday
from roret.zones.rules import Kind, Now, On, may_come

KEPT_AS = "today.quiet"

SLICES: dict[str, Callable[[Viewer, Agreed, datetime], Any]] = {
    "zones": zones.today,
    "signals": signals.today,
    "withdraw": withdraw.today,
    "tasks": tasks.today,
    "capacity": capacity.today,
    "asking": asking.today,
    "advice": advice.today,
    "words": words.today,
    "flareup": flareup.today,
    "sharing": sharing.today,
}
"""What is asked of each room, by the name under which its partial finds the answer."""
NOW = ("flareup", "zones", "signals", "withdraw", "tasks", "words", "capacity", "sharing", "asking", "advice")
"""In which order the rooms say how it is."""
DO = ("sharing", "withdraw", "flareup", "signals", "asking", "capacity", "advice", "zones", "words")
"""In which order they offer what one can do."""
WITHOUT_AGREEMENT = ("sharing", "signals", "advice", "words")
"""Who has something to offer where nothing is agreed: today's things, a thanks, an idea, and help with words."""


def today(viewer: Viewer, chosen: Quiet, lang: str) -> dict[str, Any]:
    """The page's context: `people` are names by member, each room's part stands under the room's name."""
    now, agreed = clock.now(), Agreed(viewer)
    parts = {room: read(viewer, agreed, now) for room, read in SLICES.items()}
    parts["withdraw"] = _after_a_zone(parts["withdraw"], zones.zones(viewer, agreed, now), now)
    if flareup.says_when(viewer, agreed):
        parts["asking"] = _without_check_ins(parts["asking"])
    low = _is_low(parts)
    quiet = rules.is_quiet(chosen, low=low, today=clock.today(viewer.zone))
    return parts | {
        "viewer": viewer,
        "zone": viewer.zone,
        "people": circle.names(viewer),
        "now": now,
        "holder_id": agreed.holder_id,
        "lives": _lives(agreed),
        "later": _later(parts["zones"], now, viewer.zone),
        "lived_by": any(cards.has(viewer.edition, topic) for topic in rules.LIVED_BY),
        "waits": _waits(viewer, lang),
        "flat": flat.applies(agreed, parts["capacity"]),
        "open": _open(viewer, agreed, lang),
        "turn": seconds_to_turn(parts.values(), now),
        "says": getattr(parts.get("capacity"), "holds", False),
        "quiet": quiet and getattr(parts.get("capacity"), "holds", False),
        "quiet_by_itself": chosen.by_itself,
        "rooms": {"now": in_order(NOW), "do": in_order(DO if _lives(agreed) else WITHOUT_AGREEMENT)},
        "by_the_thumb": by_the_thumb(parts["withdraw"]),
    }


def in_order(rooms: Iterable[str]) -> list[str]:
    return [room for room in rooms if room in SLICES]


def by_the_thumb(withdraw: WithdrawToday) -> tuple[Ready, ...]:
    """What lies in the bar: the words to go with, in one tap, for whoever has agreed on it and is here."""
    return withdraw.presets[:1] if withdraw.agreed and withdraw.mine is None else ()


def lives_by_today(viewer: Viewer) -> bool:
    """Whether Today is where this reader would like to land."""
    return _lives(Agreed(viewer))


def is_low(viewer: Viewer) -> bool:
    """Whether the reader has said that there is little to give, by their own measure."""
    now, agreed = clock.now(), Agreed(viewer)
    return _is_low({room: read(viewer, agreed, now) for room, read in SLICES.items() if room == "capacity"})


def quiet_of(session: Mapping[str, Any]) -> Quiet:
    """What this browser's reader has chosen. A session from another Roret counts as nothing chosen."""
    kept = session.get(KEPT_AS)
    if not isinstance(kept, dict):
        return Quiet()
    on, day = kept.get("on"), kept.get("day")
    return Quiet(
        by_itself=kept.get("by_itself") is True,
        on=on if isinstance(on, bool) else None,
        day=date.fromisoformat(day) if isinstance(day, str) else None,
    )


def seconds_to_turn(parts: Iterable[Any], now: datetime) -> int | None:
    """In how many seconds something on the page reads differently by itself, or `None`."""
    moments = [at for part in parts if (at := getattr(part, "turns_at", None)) is not None and at > now]
    return int((min(moments) - now).total_seconds()) + 1 if moments else None


def _after_a_zone(withdraw: WithdrawToday, on: Mapping[uuid.UUID, On], now: datetime) -> WithdrawToday:
    """The friendly word afterwards is a reminder of the software's: it waits while a zone is on between the two."""
    welcome = (one for one in withdraw.checks if may_come(Kind.REMINDER, on.get(one.member_id), now) == Now())
    return replace(withdraw, checks=tuple(welcome))


def _without_check_ins(there: AskingToday) -> AskingToday:
    """The plan for flare-ups is on, and its holder says when somebody can look in: so the software does not either."""
    return replace(there, to_me=tuple(one for one in there.to_me if one.asker_id is not None))


def _later(on: ZonesToday, now: datetime, zone: str) -> Later | None:
    """From when on a line of one's own can be let stand: when the last zone ends, of those that it can wait for."""
    ends = [one.until for one in on.banners if not one.always and stands_from(one.until, now) == one.until]
    return capacity.later(max(ends), zone) if ends else None


def _is_low(parts: Mapping[str, Any]) -> bool:
    return bool(getattr(parts.get("capacity"), "low", False))


def _lives(agreed: Agreed) -> bool:
    return rules.lives_here(lambda topic: bool(agreed.others(topic)), lambda topic: agreed.mine(topic) is not None)


def _open(viewer: Viewer, agreed: Agreed, lang: str) -> list[tuple[str, str]]:
    """Topics of Today on which the reader has agreed nothing, and whose card they can open: (topic, title)."""
    titles = profile.titles(viewer.edition, lang)
    return [
        (topic, titles[topic])
        for topic in rules.LIVED_BY
        if topic in titles and viewer.sees(topic) and agreed.mine(topic) is None
    ]


def _waits(viewer: Viewer, lang: str) -> dict[str, Any]:
    """What lies on the table for the reader, what has come to its day, and what no longer applies."""
    reading = profile.Reading(viewer)
    titles = profile.titles(viewer.edition, lang)
    return {
        "proposals": [one for one in profile.waiting(reading, lang) if one.for_me],
        "review": not viewer.paused and bool(profile.due(reading, lang)),
        "notices": [(one.id, titles.get(one.topic, ""), one.on) for one in agreements.notices(viewer)],
    }
