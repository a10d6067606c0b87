"""A sealed column is a locked box to whoever asks the database, and takes nothing that was not sealed."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core import serializers
from django.core.exceptions import FieldError
from django.db import models, transaction
from django.db.models import F, Max, Subquery, Value
from django.db.models.functions import Coalesce, Upper

from roret.vault.fields import Sealed
from roret.vault.sealing import NotSealed, Owner
from roret.vault.tests.notes import Line, Note

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
Stored = Callable[..., bytes | None]
Put = Callable[[Note, str, bytes], None]


def again(note: Note) -> Note:
    return Note.objects.get(pk=note.pk)


REFUSED: dict[str, Callable[[], Any]] = {
    "values": lambda: list(Note.objects.values("text")),
    "values of all": lambda: list(Note.objects.values()),
    "values_list": lambda: list(Note.objects.values_list("text", flat=True)),
    "values_list of all": lambda: list(Note.objects.values_list()),
    "values through a join": lambda: list(Line.objects.values("note__text")),
    "filter by text": lambda: list(Note.objects.filter(text="A quiet evening")),
    "filter by none": lambda: list(Note.objects.filter(aside=None)),
    "filter by part": lambda: list(Note.objects.filter(text__contains="quiet")),
    "filter by list": lambda: list(Note.objects.filter(text__in=["A quiet evening"])),
    "filter through a join": lambda: list(Line.objects.filter(note__text="A quiet evening")),
    "filter inside json": lambda: list(Note.objects.filter(answers__a=1)),
    "exclude": lambda: list(Note.objects.exclude(text="x")),
    "get": lambda: Note.objects.get(text="A quiet evening"),
    "get_or_create": lambda: Note.objects.get_or_create(text="A quiet evening", defaults={"member_id": uuid.uuid4()}),
    "filter with F": lambda: list(Note.objects.filter(line=F("text"))),
    "F beside an annotation": lambda: list(Note.objects.annotate(copy=F("text"))),
    "F in a function": lambda: list(Note.objects.annotate(copy=Upper("text"))),
    "F in Coalesce": lambda: list(Note.objects.annotate(copy=Coalesce("aside", "text"))),
    "F under an alias": lambda: list(Note.objects.alias(copy=F("text")).filter(copy__isnull=False, line=F("copy"))),
    "ordering": lambda: list(Note.objects.order_by("text")),
    "ordering by F": lambda: list(Note.objects.order_by(F("text").desc())),
    "maximum": lambda: Note.objects.aggregate(m=Max("text")),
    "subquery": lambda: list(Line.objects.annotate(t=Subquery(Note.objects.values("text")[:1]))),
    "copy into a plain column": lambda: Note.objects.update(line=F("text")),
    "delete by comparison": lambda: Note.objects.filter(line=F("text")).delete(),
    "in_bulk by it": lambda: Note.objects.in_bulk(field_name="text"),
}


@pytest.mark.parametrize("act", REFUSED.values(), ids=REFUSED.keys())
def test_a_query_is_refused(act: Callable[[], Any], note: Note) -> None:
    Line.objects.create(note=note)
    with pytest.raises((FieldError, ValueError)) as refused, transaction.atomic():
        act()
    assert "sealed" in str(refused.value) or "in_bulk" in str(refused.value)
    assert "quiet" not in str(refused.value)
    assert again(note).line == ""


UPDATES: dict[str, Any] = {
    "text": "In clear",
    "bytes": b"In clear",
    "bytes with the header": b"R1" + b"x" * 60,
    "text as a value": Value("In clear"),
    "another field": F("aside"),
    "marked bytes without header": Sealed(b"In clear"),
    "marked bytes that are too short": Sealed(b"R1"),
}


@pytest.mark.parametrize("value", UPDATES.values(), ids=UPDATES.keys())
def test_update_is_refused(value: Any, note: Note, stored: Stored) -> None:
    before = stored(note)
    with pytest.raises((NotSealed, FieldError)) as refused, transaction.atomic():
        Note.objects.update(text=value)
    assert "In clear" not in str(refused.value)
    assert stored(note) == before


def test_bulk_update_is_refused(note: Note, stored: Stored) -> None:
    before = stored(note)
    note.text = "In clear"
    with pytest.raises(NotSealed), transaction.atomic():
        Note.objects.bulk_update([note], ["text"])
    assert stored(note) == before


def test_update_to_none_empties_many_rows_at_once(note: Note, stored: Stored) -> None:
    Note.objects.update(aside=None)
    assert stored(note, "aside") is None


@pytest.mark.parametrize("value", [b"bytes", 3, ["list"], F("aside"), Value("x"), memoryview(b"x")])
def test_a_text_that_is_not_text_is_refused_when_saved(value: Any, notes: type[Note], maja: Owner) -> None:
    with pytest.raises(NotSealed), transaction.atomic():
        notes.objects.create(member_id=maja.id, text=value)
    with pytest.raises(NotSealed), transaction.atomic():
        notes.objects.bulk_create([Note(member_id=maja.id, text=value)])
    assert not notes.objects.exists()


@pytest.mark.parametrize("value", [{1, 2}, float("nan"), object(), {"a": b"x"}, F("aside")])
def test_what_json_cannot_say_is_refused_without_being_quoted(value: Any, notes: type[Note], maja: Owner) -> None:
    with pytest.raises(NotSealed) as refused, transaction.atomic():
        notes.objects.create(member_id=maja.id, text="x", answers=value)
    assert refused.value.__suppress_context__


def test_a_dump_of_objects_is_refused(note: Note) -> None:
    with pytest.raises(NotSealed):
        serializers.serialize("json", [note])


def test_a_fixture_with_clear_text_is_refused(note: Note) -> None:
    with pytest.raises(NotSealed), transaction.atomic():
        models.Model.save_base(note, raw=True)
