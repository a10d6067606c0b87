"""A box full of people who exist only here, with a few weeks behind them.

Everything is done through the same actions as by real people, with the clock held at the day it
happened. Refuses a database in which anybody real is: it would mix them up.
"""

from __future__ import annotations

import json as to_json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings

from roret.agreement import actions as agreement
from roret.agreement import queries as agreements
from roret.agreement.rules import next_review, one_way, spans_of
from roret.capacity import actions as capacity
from roret.circle import access
from roret.circle import actions as circle
from roret.circle.access import Viewer
from roret.circle.rules import Edition, Role
from roret.content import cards
from roret.content.answers import check
from roret.kit import clock
from roret.ops.house import Refused
from roret.people import actions as people
from roret.people import queries as known
from roret.profile.queries import People, voice, wording
from roret.tasks import actions as tasks
from roret.tasks.rules import What

CAST = Path(__file__).with_name("demo.toml")
DOMAIN = "demo.invalid"
"""No mail can ever be sent there (RFC 2606), and no real person can have an address in it."""


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that was agreed, or lies there: whose, about what, with whom, how many days ago."""

    who: str
    topic: str
    ago: int
    answers: dict[str, Any]
    to: str = ""
    theirs: dict[str, Any] = {}
    yes: bool = True


class Day(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody says today of how much there is to give, and what they need."""

    who: str
    value: str
    need: str | None = None


class Task(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something on the list of tasks: who put it there, who usually does it, on which days of the week (0 is Monday)."""

    by: str
    name: str
    usual: list[str]
    area: str = ""
    days: tuple[int, ...] = ()


class Setting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One circle: its edition, who is in it as what, which topics each sees, what they have agreed, do and say today."""

    edition: str
    holder: str
    members: dict[str, str]
    sees: dict[str, list[str]]
    steps: list[Step]
    tasks: list[Task] = []
    days: list[Day] = []


class Cast(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    circles: list[Setting]


@dataclass(frozen=True)
class Link:
    """Where one of the cast comes in, and as what."""

    name: str
    link: str


def load(*, json: bool = False) -> None:
    """Fill the box if it is empty, and print a sign-in link for each of the cast.

    Raises `Refused` when somebody real is in the database.
    """
    if known.anybody_outside(DOMAIN):
        raise Refused(
            "there are real people in this database, so the demo stays out of it. "
            "Choose an empty folder for it, for example: RORET_DATA=.demo roret demo"
        )
    cast = msgspec.toml.decode(CAST.read_bytes(), type=Cast)
    everybody = {name: _person(name) for name in _names(cast)}
    if not access.circles_of(next(iter(everybody.values()))):
        for setting in cast.circles:
            _play(setting, everybody)
    links = [Link(name, settings.ADDRESS + people.demo_link(person_id)) for name, person_id in everybody.items()]
    _print(links, json)


def _print(links: list[Link], json: bool) -> None:
    if json:
        print(to_json.dumps({one.name: one.link for one in links}, ensure_ascii=False))
        return
    print("Each link signs one of them in, once. Open each in a browser or a private window of its own:")
    for one in links:
        print(f"  {one.name:<8}{one.link}")
    print("Start the box with: roret serve")


def _names(cast: Cast) -> list[str]:
    named = [name for setting in cast.circles for name in (setting.holder, *setting.members)]
    return list(dict.fromkeys(named))


def _person(name: str) -> uuid.UUID:
    email = f"{name.lower()}@{DOMAIN}"
    return known.with_address(email) or people.make_person(email=email).id


def _play(setting: Setting, everybody: Mapping[str, uuid.UUID]) -> None:
    first = max((step.ago for step in setting.steps), default=1) + 1
    with clock.held(clock.now() - timedelta(days=first)):
        circle_id = circle.open_circle(
            person_id=everybody[setting.holder],
            edition=Edition(setting.edition),
            role=Role.HOLDER,
            name=setting.holder,
        )
        holder = _viewer(everybody[setting.holder], circle_id)
        for name, role in setting.members.items():
            token = circle.invite(holder, role=Role(role), topics=setting.sees.get(name, []))
            circle.join(person_id=everybody[name], token=token, name=name)
    for step in setting.steps:
        with clock.held(clock.now() - timedelta(days=step.ago)):
            _take(step, circle_id, everybody)
    for task in setting.tasks:
        usual = frozenset(_viewer(everybody[name], circle_id).me() for name in task.usual)
        what = What(task.name, task.area, usual, frozenset(), task.days)
        tasks.add(_viewer(everybody[task.by], circle_id), what=what)
    for day in setting.days:
        capacity.say(_viewer(everybody[day.who], circle_id), value=day.value, need=day.need)


def _viewer(person_id: uuid.UUID, circle_id: uuid.UUID) -> Viewer:
    return next(one for one in access.circles_of(person_id) if one.circle_id == circle_id)


def _take(step: Step, circle_id: uuid.UUID, everybody: Mapping[str, uuid.UUID]) -> None:
    who = _viewer(everybody[step.who], circle_id)
    _answer(who, step.topic, step.answers)
    other = _viewer(everybody[step.to], circle_id) if step.to else None
    if other and step.theirs:
        _answer(other, step.topic, step.theirs)
    spans = one_way({**step.answers, **step.theirs})
    names = People(who).names(who.me(), other.me() if other else None)
    said = wording(step.topic, spans_of(spans), names, voice(other.me() if other else None))
    laid = agreement.propose(
        who,
        topic=step.topic,
        other_id=other.me() if other else None,
        spans=spans,
        wording=said,
        trial=True,
        review_on=next_review(agreements.today(who)),
    )
    if other and step.yes:
        agreement.say_yes(other, agreement_id=laid.agreement_id, version=laid.version, wording=said)


def _answer(who: Viewer, topic: str, answers: Mapping[str, Any]) -> None:
    """Answer a card as this person. An answer that the card does not know is a mistake in demo.toml."""
    unknown = check(cards.card(topic), answers).unknown
    if unknown:
        raise ValueError(f"demo.toml: the card {topic} does not know {', '.join(unknown)}")
    for question, value in answers.items():
        agreement.answer(who, topic=topic, question=question, value=value, base_revision=0)
    agreement.done(who, topic=topic)
