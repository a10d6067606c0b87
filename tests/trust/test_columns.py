"""Every column of both databases is sealed, or stands in the list of those that are not, with the reason."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection, connections

from roret.vault import fields

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
LIST = Path(fields.__file__).with_name("plaintext_allowlist.toml")


def columns() -> Iterator[tuple[str, str]]:
    """As the databases have them, whoever made them."""
    for alias in ("default", "keys"):
        known = connections[alias]
        with known.cursor() as cursor:
            for table in known.introspection.table_names(cursor):
                for column in known.introspection.get_table_description(cursor, table):
                    yield table, column.name


def sealed() -> set[tuple[str, str]]:
    return {
        (model._meta.db_table, field.column)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if isinstance(field, fields.SealedField)
    }


def listed() -> dict[tuple[str, str], str]:
    tables = tomllib.loads(LIST.read_text(encoding="utf-8"))
    return {(table, column): reason for table, reasons in tables.items() for column, reason in reasons.items()}


def unclassified() -> set[tuple[str, str]]:
    return set(columns()) - sealed() - set(listed())


def test_every_column_is_sealed_or_listed(figure):
    there = set(columns())
    assert unclassified() == set()
    assert set(listed()) - there == set(), "listed, but not there any more"
    assert set(listed()) & sealed() == set(), "listed and sealed"
    figure(
        f"columns: {len(there)}, of them {len(sealed())} sealed, {len(listed())} listed with a reason, 0 unclassified"
    )


def test_every_reason_says_something():
    assert [place for place, reason in listed().items() if len(reason) < 5] == []


def test_a_new_column_is_noticed():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE circle_member ADD COLUMN diary text")
    assert unclassified() == {("circle_member", "diary")}
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE circle_member DROP COLUMN diary")


def test_nothing_keeps_what_would_watch_somebody():
    """No last seen, no typing, no read receipt, no place, no count of what somebody did."""
    watching = (
        "last_login",
        "last_seen",
        "seen_by",
        "read_at",
        "typing",
        "latitude",
        "location",
        "streak",
        "score",
        "ip_address",
        "user_agent",
    )
    assert [place for place in columns() if any(word in place[1] for word in watching)] == []
