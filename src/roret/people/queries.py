"""What a signed-in person may know of their own account."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from allauth.mfa.models import Authenticator
from django.contrib.auth import HASH_SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.http import Http404, HttpRequest
from django.utils.crypto import constant_time_compare

from roret.kit import clock, ids
from roret.people.models import Person, Session, SignInLink
from roret.people.sessions import opened, row_of
from roret.vault.sealing import SealError


@dataclass(frozen=True)
class OwnSession:
    key: str
    began_on: date
    is_this: bool


@dataclass(frozen=True)
class Ways:
    """How somebody can come back: at least one is needed before anything that matters."""

    password: bool
    passkeys: int

    @property
    def any(self) -> bool:
        return self.password or self.passkeys > 0


def sessions(person: Person, this_key: str | None) -> list[OwnSession]:
    """The person's signed-in browsers, newest first."""
    here = row_of(this_key)
    rows = Session.objects.filter(person=person, expire_date__gt=clock.now()).order_by("-began_on", "session_key")
    return [OwnSession(r.session_key, r.began_on, r.session_key == here) for r in rows]


def this_session(session: SessionBase) -> str:
    """The id of the session that this browser is signed in by, for what is to end together with it."""
    return row_of(session.session_key)


def signed_in(session_id: str) -> bool:
    """Whether a page would let this browser in: its session has not ended, nor was the password changed elsewhere."""
    row = Session.objects.filter(session_key=session_id, expire_date__gt=clock.now()).select_related("person").first()
    if row is None or row.person is None:
        return False
    try:
        proof = opened(row).get(HASH_SESSION_KEY, "")
    except SealError:
        return False
    return constant_time_compare(proof, row.person.get_session_auth_hash())


def ways(person: Person) -> Ways:
    return Ways(
        password=person.has_usable_password() and person.email is not None,
        passkeys=Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN).count(),
    )


def address_taken(email: str, person: Person) -> bool:
    return Person.objects.filter(email__iexact=email).exclude(pk=person.pk).exists()


def anybody_outside(domain: str) -> bool:
    """Whether there is an account whose address is not in this domain, or that has none."""
    return Person.objects.exclude(email__endswith=f"@{domain}").exists()


def with_address(email: str) -> uuid.UUID | None:
    """The id of the account with this address."""
    return Person.objects.filter(email__iexact=email).values_list("id", flat=True).first()


def link_works(token: str) -> bool:
    """Whether a sign-in link would still let somebody in."""
    return SignInLink.objects.filter(token_hash=ids.token_hash(token), used_at=None, ends_at__gt=clock.now()).exists()


def own_id(request: HttpRequest) -> uuid.UUID:
    """The signed-in person's id. Raises `Http404` for a stranger."""
    if not request.user.is_authenticated:
        raise Http404
    return request.user.id
