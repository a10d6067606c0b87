"""Accounts, links that sign in, and sessions: everything that writes them."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib.auth import login, update_session_auth_hash
from django.db import transaction
from django.http import Http404, HttpRequest
from django.urls import reverse

from roret.kit import clock, ids
from roret.kit.lang import reader_lang
from roret.people import sessions
from roret.people.models import Person, Session, SignInLink
from roret.vault.sealing import SealError

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
FIRST_LINK_LASTS = timedelta(hours=24)
OWN_LINK_LASTS = timedelta(minutes=30)
DEMO_LINK_LASTS = timedelta(days=7)


def make_person(*, email: str | None = None, password: str | None = None) -> Person:
    """A new account in the language the page is shown in."""
    return Person.objects.create_user(email=email, password=password, language=reader_lang())


def first_link() -> str | None:
    """The path that signs in the first person, or `None` when somebody is here already.

    An earlier first link stops working, so that only what was printed last does.
    """
    if Person.objects.exists():
        return None
    with transaction.atomic():
        SignInLink.objects.filter(person=None).delete()
        return _link(None, FIRST_LINK_LASTS)


def own_link(person: Person) -> str:
    """A path with which the signed-in person opens Roret on another device, once, within half an hour."""
    with transaction.atomic():
        SignInLink.objects.filter(person=person).delete()
        return _link(person, OWN_LINK_LASTS)


def demo_link(person_id: uuid.UUID) -> str:
    """A path for one of the demo's own people. The demo lives in a database of its own."""
    return _link(Person.objects.get(id=person_id), DEMO_LINK_LASTS)


def use_link(request: HttpRequest, token: str) -> Person:
    """Sign in with a link, once. Raises `Http404` when it was used, has ended or never was."""
    with transaction.atomic():
        changed = SignInLink.objects.filter(
            token_hash=ids.token_hash(token), used_at=None, ends_at__gt=clock.now()
        ).update(used_at=clock.now())
        if not changed:
            raise Http404
        link = SignInLink.objects.select_related("person").get(token_hash=ids.token_hash(token))
        person = link.person or make_person()
    sign_in(request, person)
    return person


def sign_in(request: HttpRequest, person: Person) -> None:
    """Sign this browser in. The session gets a new key; what it held as a stranger, or as the same person, is kept."""
    if request.user.is_authenticated and request.user.pk == person.pk:
        update_session_auth_hash(request, person)
    else:
        login(request, person, backend=BACKEND)


def end_session(person: Person, began_key: str) -> None:
    """Sign one of the person's own browsers out. Raises `Http404` for somebody else's."""
    gone, _ = Session.objects.filter(person=person, session_key=began_key).delete()
    if not gone:
        raise Http404


def edit_session(session_id: str, change: Callable[[dict[str, Any]], None]) -> None:
    """Change what is kept for a browser while it is not here. Nothing happens when it was signed out meanwhile."""
    with transaction.atomic():
        row = Session.objects.select_for_update().filter(session_key=session_id).first()
        if row is None:
            return
        try:
            data = sessions.opened(row)
        except SealError:
            return  # it is no session to anybody
        change(data)
        Session.objects.filter(session_key=session_id).update(session_data=sessions.sealed(session_id, data))


def choose_language(person: Person, language: str) -> None:
    person.language = language
    person.save(update_fields=["language"])


def choose_password(person: Person, *, email: str, password: str) -> None:
    """Give the account an address and a password to come back with."""
    person.email = email
    person.set_password(password)
    person.save(update_fields=["email", "password"])


def _link(person: Person | None, lasts: timedelta) -> str:
    token = ids.new_token()
    SignInLink.objects.create(
        id=ids.new_id(), person=person, token_hash=ids.token_hash(token), ends_at=clock.now() + lasts
    )
    return reverse("people:link", args=[token])


def erase_person(person_id: uuid.UUID) -> None:
    """Remove the account itself: sessions, links and passkeys go with it."""
    Person.objects.filter(id=person_id).delete()
