"""The people in the tests of every room: who they are, short ways to have them agree, and their browsers.

What a room's own tests say and look at again and again stands in its `living.py`.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.contrib.auth import get_user_model
from django.db import connections
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from roret.agreement import actions, rules
from roret.agreement.queries import Agreed
from roret.agreement.rules import Laid
from roret.circle import access
from roret.circle import actions as circle
from roret.circle.access import Viewer
from roret.circle.models import Member
from roret.circle.queries import members
from roret.circle.rules import Edition, Role
from roret.kit import clock
from roret.people.actions import own_link
from roret.vault import keyring

TOPIC = "zones"
ZONE = "Europe/Copenhagen"


@dataclass(frozen=True)
class Cast:
    """Maja's circle with Jonas and Birthe in it. `Viewer`s are made anew at each asking, as pages do."""

    circle_id: uuid.UUID
    maja_id: uuid.UUID
    jonas_id: uuid.UUID
    birthe_id: uuid.UUID

    @property
    def maja(self) -> Viewer:
        return access.viewer_of(self.maja_id)

    @property
    def jonas(self) -> Viewer:
        return access.viewer_of(self.jonas_id)

    @property
    def birthe(self) -> Viewer:
        return access.viewer_of(self.birthe_id)


def home(topics: tuple[str, ...] = (TOPIC,)) -> Cast:
    """Maja at the helm, Jonas who sees `topics`, Birthe who sees nothing."""
    person = get_user_model().objects.create()
    circle_id = circle.open_circle(person_id=person.pk, edition=Edition.HOME, role=Role.HOLDER, name="Maja")
    (maja,) = access.circles_of(person.pk)
    jonas_id = circle.add_without_account(maja, name="Jonas", role=Role.SUPPORTER)
    birthe_id = circle.add_without_account(maja, name="Birthe", role=Role.SUPPORTER)
    circle.open_topics(maja, member_id=jonas_id, topics=topics)
    return Cast(circle_id, maja.me(), jonas_id, birthe_id)


def one_more(cast: Cast, topics: tuple[str, ...] = ()) -> Viewer:
    """Somebody else in Maja's circle, for tests with many."""
    member_id = circle.add_without_account(cast.maja, name="Nummer", role=Role.SUPPORTER)
    circle.open_topics(cast.maja, member_id=member_id, topics=topics)
    return access.viewer_of(member_id)


def stranger() -> Viewer:
    """Otto, holder of another circle."""
    person = get_user_model().objects.create()
    circle.open_circle(person_id=person.pk, edition=Edition.HOME, role=Role.HOLDER, name="Otto")
    return access.circles_of(person.pk)[0]


def posing(cast: Cast) -> Viewer:
    """Otto, whose `Viewer` says that he is in Maja's circle. No page makes one like that."""
    return replace(stranger(), circle_id=cast.circle_id)


def today() -> date:
    return clock.today(ZONE)


def after(**by: float) -> datetime:
    """So much later than it is in this test. (`clock` is the fixture in tests that turn it.)"""
    return clock.now() + timedelta(**by)


# --- agreeing -----------------------------------------------------------------------------------


def wording(text: str = "x") -> dict[str, list[str]]:
    return {"da": [f"Vi gør {text}."], "en": [f"We do {text}."]}


def lay(
    who: Viewer,
    other_id: uuid.UUID | None,
    text: str = "x",
    topic: str = TOPIC,
    weeks: int = 2,
    seen: int | None = None,
    answers: Mapping[str, Any] | None = None,
) -> Laid:
    """`who` proposes it: `answers` as the card of the topic has them, or no more than a text."""
    return actions.propose(
        who,
        topic=topic,
        other_id=other_id,
        spans=rules.one_way({"how": text} if answers is None else answers),
        wording=wording(text),
        review_on=today() + timedelta(weeks=weeks),
        seen=seen,
    )


def agree(cast: Cast, text: str = "x", topic: str = TOPIC) -> Laid:
    """Maja proposes it and Jonas says yes."""
    return _yes(cast.jonas, lay(cast.maja, cast.jonas_id, text, topic), text)


def settle(one: Viewer, other: Viewer, topic: str, answers: Mapping[str, Any]) -> Laid:
    """The first proposes these answers to the other, who says yes."""
    return _yes(other, lay(one, other.me(), topic=topic, answers=answers))


def _yes(who: Viewer, laid: Laid, text: str = "x") -> Laid:
    return actions.say_yes(who, agreement_id=laid.agreement_id, version=laid.version, wording=wording(text))


def wish(owner: Viewer, topic: str, answers: Mapping[str, Any]) -> Laid:
    """What one wishes, of nobody in particular. It stands at once."""
    return lay(owner, None, topic=topic, answers=answers)


def rest(who: Viewer, laid: Laid) -> None:
    actions.pause(who, agreement_id=laid.agreement_id, aloud=False)


# --- browsers -----------------------------------------------------------------------------------


def browser(member_id: uuid.UUID, language: str = "da") -> Client:
    """A member's own browser, signed in. Whoever had no account gets one."""
    member = Member.objects.get(id=member_id)
    member.person = member.person or get_user_model().objects.create()
    member.person.language = language
    member.person.save()
    member.save()
    client = Client()
    client.post(own_link(member.person))
    return client


def with_browsers(topics: tuple[str, ...], language: str = "da") -> tuple[Cast, Client, Client]:
    """The cast as at home, Maja's browser and Jonas's."""
    cast = home(topics)
    return cast, browser(cast.maja_id, language), browser(cast.jonas_id, language)


def part_of(room: str, look: Callable[[Viewer], object], who: Viewer, lang: str = "da", **more: str) -> str:
    """The room's part of Today as `who` gets it. `look` reads what stands there, in that language.

    Without the token of its forms, which is another each time: what looks the same is the same text here.
    """
    with translation.override(lang):
        people = {face.id: face.name for face in members(who)}
        context = {"viewer": who, "people": people, "zone": who.zone, room: look(who), "csrf_input": "", **more}
        return render_to_string(f"{room}/_today.html", context)


# --- at once, and how much it takes -------------------------------------------------------------


def at_once(*acts: Callable[[], object]) -> list[Exception]:
    """Run them at the same moment, each in a thread with a connection of its own. Gives what they raised."""
    start, raised = threading.Barrier(len(acts)), list[Exception]()

    def run(act: Callable[[], object]) -> None:
        try:
            start.wait(10)
            act()
        except Exception as error:  # noqa: BLE001  # handed to the test, which looks at each
            raised.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return raised


class Queries(NamedTuple):
    """How many queries each of the two databases was asked."""

    content: int
    keys: int


def count(ask: Callable[[], object]) -> Queries:
    """How much it takes with no key in memory."""
    keyring.forget()
    with CaptureQueriesContext(connections["default"]) as content, CaptureQueriesContext(connections["keys"]) as keys:
        ask()
    return Queries(len(content), len(keys))


def count_for(who: Viewer, *asks: Callable[[Viewer, Agreed, datetime], object]) -> Queries:
    """The same for what a room reads for `who`, where the page has read their agreements already."""
    agreed, now = Agreed(who), clock.now()
    return count(lambda: [ask(who, agreed, now) for ask in asks])
