"""A ciphertext opens in the row, the field and for the owner it was made for, and nowhere else; without its key never."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roret.vault import actions
from roret.vault.fields import SealedText
from roret.vault.sealing import KeyGone, NoKey, NotSealed, Owner, Tampered
from roret.vault.tests.notes import Note

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
Stored = Callable[..., bytes | None]
Put = Callable[[Note, str, bytes], None]


def again(note: Note) -> Note:
    return Note.objects.get(pk=note.pk)


def test_a_ciphertext_moved_to_another_row_is_refused(note: Note, maja: Owner, stored: Stored, put: Put) -> None:
    other = Note.objects.create(member_id=maja.id, text="Another")
    put(other, "text", stored(note) or b"")
    with pytest.raises(Tampered):
        _ = again(other).text


def test_a_ciphertext_moved_to_another_field_is_refused(note: Note, stored: Stored, put: Put) -> None:
    put(note, "aside", stored(note) or b"")
    with pytest.raises(Tampered):
        _ = again(note).aside
    put(note, "answers", stored(note) or b"")
    with pytest.raises(Tampered):
        _ = again(note).answers


def test_a_ciphertext_moved_to_another_owner_is_refused(note: Note, jonas: Owner, stored: Stored, put: Put) -> None:
    other = Note.objects.create(member_id=jonas.id, text="Another")
    put(other, "text", stored(note) or b"")
    with pytest.raises(Tampered):
        _ = again(other).text
    Note.objects.filter(pk=note.pk).update(member_id=jonas.id)
    with pytest.raises(Tampered):
        _ = again(note).text


def test_every_ciphertext_in_every_other_place_is_refused(
    notes: type[Note], maja: Owner, jonas: Owner, stored: Stored, put: Put
) -> None:
    columns = ("text", "aside", "answers")
    made = [
        notes.objects.create(member_id=o.id, text=f"t{n}", aside=f"a{n}", answers=[n])
        for n, o in enumerate((maja, maja, jonas, jonas))
    ]
    places = [(note, column) for note in made for column in columns]
    blobs = {(note.pk, column): stored(note, column) or b"" for note, column in places}
    moved = refused = 0
    for note, column in places:
        for (pk, source), blob in blobs.items():
            if (pk, source) == (note.pk, column):
                continue
            put(note, column, blob)
            moved += 1
            try:
                getattr(again(note), column)
            except Tampered:
                refused += 1
        put(note, column, blobs[note.pk, column])
        getattr(again(note), column)
    assert (moved, refused) == (132, 132)


@given(position=st.integers(min_value=0), bit=st.integers(0, 7), cut=st.integers(min_value=0))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_changed_and_cut_columns_are_refused(
    note: Note, stored: Stored, put: Put, position: int, bit: int, cut: int
) -> None:
    whole = stored(note) or b""
    changed = bytearray(whole)
    changed[position % len(whole)] ^= 1 << bit
    try:
        for blob in (bytes(changed), whole[: cut % len(whole)]):
            put(note, "text", blob)
            with pytest.raises(Tampered):
                _ = again(note).text
    finally:
        put(note, "text", whole)


def test_clear_text_put_into_a_sealed_column_is_refused(note: Note, put: Put) -> None:
    put(note, "text", b"A forged sentence")
    with pytest.raises(Tampered):
        _ = again(note).text


def test_a_row_copied_by_a_new_id_is_sealed_anew_or_refused(note: Note, stored: Stored) -> None:
    twin = again(note)
    for name in ("text", "aside", "answers"):
        getattr(twin, name)
    twin.pk, twin._state.adding = uuid.uuid4(), True
    twin.save()
    assert stored(twin) != stored(note) and again(twin).text == "A quiet evening"
    unread = again(note)
    unread.pk, unread._state.adding = uuid.uuid4(), True
    with pytest.raises(Tampered), transaction.atomic():
        unread.save()
    assert Note.objects.count() == 2


def test_a_row_given_to_another_owner_is_sealed_anew_or_refused(note: Note, jonas: Owner) -> None:
    unread = again(note)
    unread.member_id = jonas.id
    with pytest.raises(Tampered), transaction.atomic():
        unread.save()
    read = again(note)
    for name in ("text", "aside", "answers"):
        getattr(read, name)
    read.member_id = jonas.id
    read.save()
    assert again(note).text == "A quiet evening"


def test_a_row_without_a_key_for_its_owner_is_not_written(notes: type[Note]) -> None:
    with pytest.raises(NoKey), transaction.atomic():
        notes.objects.create(member_id=uuid.uuid4(), text="Too early")
    assert not notes.objects.exists()


def test_a_row_without_an_owner_is_not_written(notes: type[Note]) -> None:
    with pytest.raises(TypeError, match="An owner is"), transaction.atomic():
        notes.objects.create(text="Whose?")
    with pytest.raises(NotSealed, match="no row id"):
        notes.objects.bulk_create([]) or Note(pk=None, member_id=uuid.uuid4(), text="x")._meta.get_field(
            "text"
        ).pre_save(_without_id(), True)


def _without_id() -> Note:
    note = Note(member_id=uuid.uuid4(), text="x")
    note.pk = None
    return note


def test_the_values_under_a_destroyed_key_are_gone_and_the_rest_of_the_row_works(note: Note, jonas: Owner) -> None:
    kept = Note.objects.create(member_id=jonas.id, text="Still here")
    actions.destroy_key(note.seal_owner)
    row = again(note)
    for name in ("text", "aside", "answers"):
        with pytest.raises(KeyGone):
            getattr(row, name)
    row.place = 5
    row.save()
    assert again(note).place == 5
    row.text = "New words"
    with pytest.raises(KeyGone), transaction.atomic():
        row.save()
    assert again(kept).text == "Still here"
    row.delete()
    assert Note.objects.get() == kept


def test_the_field_comes_out_of_a_migration_as_it_went_in() -> None:
    name, path, args, kwargs = Note._meta.get_field("aside").deconstruct()
    assert (name, path, args) == ("aside", "roret.vault.fields.SealedText", [])
    assert kwargs == {"label": "vaulttest.note.aside", "owner": "seal_owner", "null": True, "blank": True}
    assert SealedText(**kwargs).deconstruct()[3] == kwargs
