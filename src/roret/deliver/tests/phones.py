"""Telephones of the people in these tests: signed in, and asked to be told."""

from __future__ import annotations

import uuid

from django.test import Client

from roret.advice.tests.test_pages import browser
from roret.circle import access
from roret.deliver import actions
from roret.deliver.push import Browser
from roret.deliver.tests.service import Ear
from roret.people.sessions import row_of

EAR = Ear()


def session_of(phone: Client) -> str:
    """Where the session lies that this browser is signed in by."""
    return row_of(phone.session.session_key)


def say_yes(member_id: uuid.UUID, endpoint: str, phone: Client | None = None) -> uuid.UUID:
    """A member says yes to being told, in this browser or in a new one of theirs. Gives the subscription's id."""
    session = session_of(phone or browser(member_id))
    there = Browser(**EAR.keys(endpoint))
    return actions.add_browser(access.viewer_of(member_id), browser=there, session_id=session)
