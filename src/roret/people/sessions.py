"""Sessions as Django wants them, but sealed, and found by the hash of the cookie's value.

Somebody who reads the database learns neither what is in a session nor a value to sign in with.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

from django.contrib.sessions.backends.base import CreateError, UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.serializers import JSONSerializer
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import ForeignObjectRel, QuerySet

from roret.kit import clock, ids
from roret.people.models import Session
from roret.vault import actions as vault
from roret.vault.sealing import HOUSE, NoKey, SealError, open_sealed, seal

LABEL = "people.session"


class SessionStore(DatabaseSessions):
    """The database's session store with the key hashed and the data sealed under the house's key."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def load(self) -> dict[str, Any]:
        row = Session.objects.filter(session_key=row_of(self.session_key), expire_date__gt=clock.now()).first()
        if row is None:
            self._session_key = None
            return {}
        try:
            return opened(row)
        except SealError:
            # A session that cannot be opened (a new root key, a moved row) is no session.
            self._session_key = None
            return {}

    def exists(self, session_key: str) -> bool:
        return Session.objects.filter(session_key=row_of(session_key)).exists()

    def save(self, must_create: bool = False) -> None:
        if self.session_key is None:
            return self.create()
        row = self.create_model_instance(self._get_session(no_load=must_create))  # type: ignore[attr-defined]
        try:
            with transaction.atomic():
                row.save(force_insert=must_create, force_update=not must_create)
        except IntegrityError as error:
            if must_create:
                raise CreateError from error
            raise
        except DatabaseError as error:
            if not must_create:
                raise UpdateError from error
            raise

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        key = row_of(self._get_or_create_session_key())  # type: ignore[attr-defined]
        return Session(
            session_key=key,
            session_data=sealed(key, data),
            expire_date=self.get_expiry_date(modification=clock.now()),
            person_id=data.get("_auth_user_id"),
            began_on=data.setdefault("began_on", clock.now().date().isoformat()),
        )

    def cycle_key(self) -> None:
        """A new name for the same browser: what hangs on its session comes along."""
        data, old = self._get_session(), self.session_key  # type: ignore[attr-defined]
        with transaction.atomic():
            self.create()
            self._session_cache = data
            if old:
                for there, column in hanging():
                    there.filter(**{column: row_of(old)}).update(**{column: row_of(self.session_key)})
                self.delete(old)

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            Session.objects.filter(session_key=row_of(key)).delete()


def hanging() -> Iterator[tuple[QuerySet[Any], str]]:
    """What other rooms have hung on sessions, so that it ends with them: the rows, and the column that says on which."""
    for field in Session._meta.get_fields(include_hidden=True):
        if isinstance(field, ForeignObjectRel):
            yield field.related_model._base_manager.all(), field.field.name


def opened(row: Session) -> dict[str, Any]:
    """What is in a session. Raises `SealError`."""
    return dict(JSONSerializer().loads(open_sealed(HOUSE, LABEL, row.session_key, base64.b64decode(row.session_data))))


def sealed(row: str, data: dict[str, Any]) -> str:
    """The same as it is stored, in the row of this key and in no other."""
    return base64.b64encode(seal_for_house(LABEL, row, JSONSerializer().dumps(data))).decode()


def seal_for_house(label: str, row: str, data: bytes) -> bytes:
    """Seal what belongs to nobody but the box. The house's key is made when it is first needed."""
    try:
        return seal(HOUSE, label, row, data)
    except NoKey:
        vault.make_key(HOUSE)
        return seal(HOUSE, label, row, data)


def row_of(session_key: str | None) -> str:
    """Where the session of this cookie value is kept: 40 characters, as the column is wide."""
    return ids.token_hash(session_key or "")[:40]
