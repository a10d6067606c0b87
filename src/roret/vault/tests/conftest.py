"""What the vault's tests share: the table of notes, a member with a key, and a look at the bytes as stored.

Models are imported inside the fixtures: pytest reads this file before Django is set up.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection

from roret.vault.owners import Owner

if TYPE_CHECKING:
    from roret.vault.tests.notes import Note


@pytest.fixture(scope="module")
def _tables(django_db_setup: Any, django_db_blocker: Any) -> Iterator[None]:
    """App and tables exist while one module of tests runs, so that no other test finds them."""
    from django.apps import AppConfig, apps

    from roret.vault.tests import notes
    from roret.vault.tests.notes import Line, Note

    app = type("App", (AppConfig,), {"label": "vaulttest"})("roret.vault.tests.notes", notes)
    app.apps, app.models = apps, apps.all_models["vaulttest"]
    apps.app_configs["vaulttest"] = app
    apps.clear_cache()
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            editor.create_model(Note)
            editor.create_model(Line)
        yield
        with connection.schema_editor() as editor:
            editor.delete_model(Line)
            editor.delete_model(Note)
    del apps.app_configs["vaulttest"]
    apps.clear_cache()


@pytest.fixture
def notes(_tables: None, db: None) -> type[Note]:
    """The model, with its table there. For tests that are rolled back: nothing empties the table otherwise."""
    from roret.vault.tests.notes import Note

    return Note


@pytest.fixture
def maja(db: None) -> Owner:
    return owner_with_key()


@pytest.fixture
def jonas(db: None) -> Owner:
    return owner_with_key()


def owner_with_key() -> Owner:
    from roret.vault import actions

    owner = Owner("member", uuid.uuid4())
    actions.make_key(owner)
    return owner


@pytest.fixture
def note(notes: type[Note], maja: Owner) -> Note:
    return notes.objects.create(
        member_id=maja.id, text="A quiet evening", aside="and tea", answers={"b": [1, "æ"], "a": None}
    )


@pytest.fixture
def stored() -> Callable[[Note, str], bytes | None]:
    """The bytes of one column, read behind the field's back."""

    def read(note: Note, column: str = "text") -> bytes | None:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {column} FROM vaulttest_note WHERE id = %s", [_key(note)])
            (value,) = cursor.fetchone()
        return None if value is None else bytes(value)

    return read


@pytest.fixture
def put() -> Callable[[Note, str, bytes], None]:
    """Write bytes into one column behind the field's back, as somebody with the database in hand could."""

    def write(note: Note, column: str, value: bytes) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE vaulttest_note SET {column} = %s WHERE id = %s", [value, _key(note)])

    return write


def _key(note: Note) -> Any:
    return note.id if connection.features.has_native_uuid_field else note.id.hex
