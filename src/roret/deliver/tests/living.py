"""What Maja has brought to her, by the worker and the push service of these tests."""

from __future__ import annotations

import uuid
from collections import defaultdict
from datetime import UTC, datetime

from django.test import Client

from roret.advice import actions as advice
from roret.agreement.tests.cast import Cast, browser
from roret.circle import access
from roret.deliver import actions, notices
from roret.deliver.push import Browser
from roret.deliver.queries import Wants
from roret.deliver.rules import Kind
from roret.deliver.tests.service import Ear, PushService
from roret.kit import clock
from roret.outbox import actions as outbox
from roret.people.sessions import row_of

NOON = datetime(2026, 11, 2, 11, tzinfo=UTC)
"""A Monday."""
EVERYTHING = Wants("push", tuple(Kind))
EAR = Ear()
DUE = {
    "advice.end": advice.end_due,
    "deliver.look": notices.look_due,
    "deliver.send": actions.send_due,
    "deliver.end": actions.end_due,
    "deliver.test": actions.test_due,
}

ALL = defaultdict(lambda: lambda ref: None, DUE)
"""What other rooms have in the queue is nothing to these tests."""


def turn_on(cast: Cast, service: PushService, wants: Wants = EVERYTHING, name: str = "a") -> uuid.UUID:
    actions.save(cast.maja, chosen=wants)
    return say_yes(cast.maja_id, f"{service.address}/{name}")


def session_of(phone: Client) -> str:
    """Where the session lies that this browser is signed in by."""
    return row_of(phone.session.session_key)


def say_yes(member_id: uuid.UUID, endpoint: str, phone: Client | None = None) -> uuid.UUID:
    """A member says yes to being told, in this browser or in a new one of theirs. Gives the subscription's id."""
    session = session_of(phone or browser(member_id))
    there = Browser(**EAR.keys(endpoint))
    return actions.add_browser(access.viewer_of(member_id), browser=there, session_id=session)


def work(*, at: datetime | None = None) -> None:
    """Everything that is due, as the worker does it, until nothing is."""
    with clock.held(at or clock.now()):
        while outbox.work_round(ALL, now=clock.now()):
            pass


def heard(service: PushService) -> list[str]:
    return [EAR.opened(one.body)[0].decode() for one in service.taken]
