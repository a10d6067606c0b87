"""Who may listen to a circle's stream: its members, as long as their session stands."""

from __future__ import annotations

from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from roret.circle import actions as circle
from roret.circle.access import viewer_of
from roret.circle.rules import Edition, Role
from roret.config import wiring
from roret.kit.announce import announce
from roret.people import actions as people
from roret.people.sessions import SessionStore

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def signed_in(person) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = people.BACKEND
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return session.session_key


@pytest.fixture
def maja():
    person = people.make_person()
    circle_id = circle.open_circle(person_id=person.pk, edition=Edition.HOME, role=Role.HOLDER, name="Maja")
    return SimpleNamespace(person=person, circle_id=circle_id, session=signed_in(person))


def test_a_member_is_known_by_the_session(maja):
    member_id = wiring.listening_member(maja.session, maja.circle_id)
    assert viewer_of(member_id).circle_id == maja.circle_id


def test_otto_hears_nothing_of_a_circle_that_is_not_his(maja):
    otto = people.make_person()
    circle.open_circle(person_id=otto.pk, edition=Edition.HOME, role=Role.HOLDER, name="Otto")
    assert wiring.listening_member(signed_in(otto), maja.circle_id) is None


def test_no_session_an_ended_one_and_an_unknown_circle_hear_nothing(maja):
    assert wiring.listening_member("", maja.circle_id) is None
    assert wiring.listening_member("made up", maja.circle_id) is None
    assert wiring.listening_member(maja.session, uuid4()) is None
    SessionStore(maja.session).delete()
    assert wiring.listening_member(maja.session, maja.circle_id) is None


def test_a_password_changed_elsewhere_ends_the_stream_too(maja):
    maja.person.set_password("a new one, longer")
    maja.person.save()
    assert wiring.listening_member(maja.session, maja.circle_id) is None


def test_an_event_that_is_not_in_the_wiring_is_a_fault(maja):
    class Unheard:
        part = "people"
        circle_id = maja.circle_id

    with pytest.raises(LookupError, match="Unheard"):
        announce(Unheard())
