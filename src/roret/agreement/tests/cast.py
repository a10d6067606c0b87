"""The people in these tests, and short ways to have them do things."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth import get_user_model

from roret.agreement import actions, rules
from roret.agreement.rules import Laid
from roret.circle import access
from roret.circle import actions as circle
from roret.circle.access import Viewer
from roret.circle.rules import Edition, Role
from roret.kit import clock

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


def stranger() -> Viewer:
    """Otto, holder of another circle."""
    person = get_user_model().objects.create()
    circle.open_circle(person_id=person.pk, edition=Edition.HOME, role=Role.HOLDER, name="Otto")
    return access.circles_of(person.pk)[0]


def today() -> date:
    return clock.today(ZONE)


def wording(text: str = "x") -> dict[str, list[str]]:
    return {"da": [f"Vi gør {text}."], "en": [f"We do {text}."]}


def lay(
    who: Viewer,
    other_id: uuid.UUID | None,
    text: str = "x",
    topic: str = TOPIC,
    weeks: int = 2,
    seen: int | None = None,
) -> Laid:
    return actions.propose(
        who,
        topic=topic,
        other_id=other_id,
        spans=rules.one_way({"how": text}),
        wording=wording(text),
        review_on=today() + timedelta(weeks=weeks),
        seen=seen,
    )


def agree(cast: Cast, text: str = "x", topic: str = TOPIC) -> Laid:
    """Maja proposes it and Jonas says yes."""
    laid = lay(cast.maja, cast.jonas_id, text, topic)
    return actions.say_yes(cast.jonas, agreement_id=laid.agreement_id, version=laid.version, wording=wording(text))
