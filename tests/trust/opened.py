"""All that a house holds, as somebody reads it who has the databases and every key: nothing stays sealed."""

from __future__ import annotations

import base64
import importlib
import json
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connections, models, router

import roret

Rows = dict[str, dict[str, dict[str, Any]]]
"""By table and key: what stands in each column."""
NO_MODEL = frozenset({"django_migrations"})
"""Tables that are read here by nobody: Django's own list of how old the tables are."""
ROOMS = sorted(path.parent.name for path in Path(roret.__path__[0]).glob("*/privacy.py"))
"""The rooms somebody takes something along from."""


def opened(only: Collection[str] = ()) -> Rows:
    """Every row of every table of the content database, or of a few tables only."""
    kept = [m for m in apps.get_models(include_auto_created=True) if router.db_for_read(m) == "default"]
    with connections["default"].cursor() as cursor:
        there = set(connections["default"].introspection.table_names(cursor))
    assert there - NO_MODEL == {model._meta.db_table for model in kept}, "a table that nobody would look into"
    return {
        model._meta.db_table: {str(row.pk): _columns(row) for row in model._base_manager.order_by("pk")}
        for model in kept
        if not only or model._meta.db_table in only
    }


def _columns(row: models.Model) -> dict[str, Any]:
    from roret.people.models import Session
    from roret.people.sessions import LABEL
    from roret.vault.sealing import HOUSE, open_sealed

    found = {field.column: getattr(row, field.attname) for field in row._meta.local_fields}
    if isinstance(row, Session):
        sealed = open_sealed(HOUSE, LABEL, row.session_key, base64.b64decode(row.session_data))
        found["session_data"] = json.loads(sealed)
    return json.loads(json.dumps(found, default=str, ensure_ascii=False))  # type: ignore[no-any-return]


def exports() -> dict[str, dict[str, Any]]:
    """What each member takes along, by room."""
    from roret.circle.models import Member

    take = {room: importlib.import_module(f"roret.{room}.privacy").export for room in ROOMS}
    return {
        str(member): {room: export(member) for room, export in take.items()}
        for member in Member.objects.order_by("id").values_list("id", flat=True)
    }


def sealed_in(tables: Iterable[str]) -> dict[str, bytes]:
    """The bytes that are stored sealed in these tables now, by table and key and column."""
    from roret.vault.fields import SealedField

    return {
        f"{model._meta.db_table} {row.pk} {field.column}": row.__dict__[field.attname].blob
        for model in apps.get_models()
        if model._meta.db_table in set(tables)
        for field in model._meta.local_fields
        if isinstance(field, SealedField)
        for row in model._base_manager.order_by("pk")
        if row.__dict__[field.attname] is not None
    }


def says(rows: Rows, word: str) -> set[str]:
    """The tables in which this stands in some column, also within a longer text. An id is found without its hyphens too."""
    wanted = {word, word.replace("-", "")}
    return {
        table
        for table, kept in rows.items()
        for key, columns in kept.items()
        if any(one in text for one in wanted for text in (key, *map(_text, columns.values())))
    }


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
