"""Sealed fields behave like any other field to whoever holds the row."""

from __future__ import annotations

import copy
import pickle
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connections, transaction
from django.db.models import Count, Exists, OuterRef, Q
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roret.vault import actions, keyring, queries
from roret.vault.fields import SealedJSON
from roret.vault.sealing import Owner, is_sealed
from roret.vault.tests.notes import Line, Note

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
Stored = Callable[..., bytes | None]
Put = Callable[[Note, str, bytes], None]

json_values = st.recursive(
    st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
text_values = st.text(st.characters(exclude_categories=["Cs"]))


def again(note: Note) -> Note:
    return Note.objects.get(pk=note.pk)


@given(text=text_values, answers=json_values)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_everything_written_is_read_back(notes: type[Note], maja: Owner, text: str, answers: Any) -> None:
    note = notes.objects.create(member_id=maja.id, text=text, answers=answers)
    assert (again(note).text, again(note).answers) == (text, answers)


def test_only_sealed_bytes_reach_the_database(note: Note, stored: Stored) -> None:
    for column in ("text", "aside", "answers"):
        blob = stored(note, column)
        assert blob is not None and is_sealed(blob)
        assert b"evening" not in blob and b"tea" not in blob


def test_none_is_stored_as_null_and_empty_text_is_sealed(notes: type[Note], maja: Owner, stored: Stored) -> None:
    note = notes.objects.create(member_id=maja.id, text="")
    assert stored(note, "aside") is None and again(note).aside is None and again(note).answers is None
    assert stored(note, "text") and again(note).text == ""


def test_none_in_a_field_that_needs_a_value_is_refused_by_the_database(notes: type[Note], maja: Owner) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        notes.objects.create(member_id=maja.id, text=None)


def test_a_value_is_opened_at_first_access_and_not_before(
    note: Note, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    keyring.forget()
    with django_assert_num_queries(0, connection=connections["keys"]):
        loaded = again(note)
        assert repr(loaded.__dict__["text"]) == "<sealed>"
    with django_assert_num_queries(1, connection=connections["keys"]):
        assert loaded.text == "A quiet evening"
    monkeypatch.setattr("roret.vault.sealing.open_sealed", None)
    assert loaded.text == "A quiet evening"


def test_a_hundred_rows_of_one_owner_take_one_look_into_the_keyring(
    notes: type[Note], maja: Owner, django_assert_num_queries: Any
) -> None:
    notes.objects.bulk_create(Note(member_id=maja.id, place=n, text=f"Line {n}") for n in range(100))
    keyring.forget()
    with django_assert_num_queries(1, connection=connections["keys"]), django_assert_num_queries(1):
        assert [n.text for n in notes.objects.order_by("place")] == [f"Line {n}" for n in range(100)]


def test_a_page_that_warms_its_owners_takes_one_look_for_all_of_them(
    notes: type[Note], django_assert_num_queries: Any
) -> None:
    owners = [Owner("member", uuid.uuid4()) for _ in range(10)]
    for owner in owners:
        actions.make_key(owner)
        notes.objects.create(member_id=owner.id, text="Hello")
    keyring.forget()
    with django_assert_num_queries(1, connection=connections["keys"]):
        rows = list(notes.objects.order_by("id"))
        queries.warm(row.seal_owner for row in rows)
        assert {row.text for row in rows} == {"Hello"}


def test_bulk_create_seals_each_row_to_itself(notes: type[Note], maja: Owner, jonas: Owner, stored: Stored) -> None:
    made = notes.objects.bulk_create([Note(member_id=o.id, text="Same words") for o in (maja, maja, jonas)])
    assert len({stored(note) for note in made}) == 3
    assert {again(note).text for note in made} == {"Same words"}


def test_defer_and_only_load_the_field_when_it_is_read(note: Note, django_assert_num_queries: Any) -> None:
    deferred = Note.objects.defer("text", "answers").get(pk=note.pk)
    assert deferred.get_deferred_fields() == {"text", "answers"}
    with django_assert_num_queries(1):
        assert deferred.text == "A quiet evening"
    only = Note.objects.only("aside").get(pk=note.pk)
    assert only.aside == "and tea"
    assert only.text == "A quiet evening"


def test_saving_a_row_with_deferred_fields_leaves_them(note: Note, stored: Stored) -> None:
    before = stored(note)
    deferred = Note.objects.defer("text").get(pk=note.pk)
    deferred.place = 7
    deferred.save()
    assert stored(note) == before and again(note).place == 7


def test_refresh_from_db_brings_what_is_stored_now(note: Note) -> None:
    other = again(note)
    other.text = "Changed"
    other.save()
    note.refresh_from_db(fields=["text"])
    assert note.text == "Changed"
    note.text = "Not saved"
    note.refresh_from_db()
    assert note.text == "Changed"


def test_save_with_update_fields_writes_those_and_no_others(note: Note, stored: Stored) -> None:
    before = stored(note, "text")
    note.text, note.aside = "Left out", "Kept"
    note.save(update_fields=["aside"])
    assert stored(note, "text") == before
    assert (again(note).text, again(note).aside) == ("A quiet evening", "Kept")


def test_a_value_nobody_opened_is_stored_again_unchanged(note: Note, stored: Stored) -> None:
    before = stored(note)
    loaded = again(note)
    loaded.place = 3
    loaded.save()
    assert stored(note) == before


def test_json_changed_in_place_is_saved(note: Note) -> None:
    loaded = again(note)
    loaded.answers["b"].append(2)
    loaded.save()
    assert again(note).answers == {"b": [1, "æ", 2], "a": None}


def test_equal_json_is_the_same_bytes_before_sealing() -> None:
    field = SealedJSON(label="a", owner="b")
    assert field.to_bytes({"b": 1, "a": "å"}) == field.to_bytes({"a": "å", "b": 1}) == '{"a":"å","b":1}'.encode()


def test_full_clean_accepts_a_loaded_and_a_new_row(note: Note, maja: Owner) -> None:
    again(note).full_clean(exclude=["line"])
    Note(member_id=maja.id, text="New", line="a").full_clean()
    fresh = Note(member_id=maja.id, text="x" * 10_000 + "🌿 שלום\x00", line="a")
    fresh.full_clean()
    fresh.save()
    assert again(fresh).text == fresh.text


def test_full_clean_still_speaks_about_the_other_fields(maja: Owner) -> None:
    with pytest.raises(ValidationError, match="line"):
        Note(member_id=maja.id, text="New", line="x" * 300).full_clean()


def test_a_deep_copy_holds_its_own_value(note: Note) -> None:
    for original in (again(note), note):
        twin = copy.deepcopy(original)
        twin.answers["b"].append(9)
        assert original.answers == {"b": [1, "æ"], "a": None}
        assert twin.text == original.text == "A quiet evening"


def test_an_unopened_row_can_be_pickled_and_stays_sealed(note: Note) -> None:
    loaded = again(note)
    frozen = pickle.dumps(loaded)
    assert b"evening" not in frozen
    assert pickle.loads(frozen).text == "A quiet evening"


def test_rows_that_come_along_in_a_join_open_as_well(note: Note) -> None:
    Line.objects.create(note=note)
    line = Line.objects.select_related("note").get()
    assert line.note.text == "A quiet evening"
    assert Note.objects.prefetch_related("lines").get().text == "A quiet evening"
    assert Line.objects.prefetch_related("note").get().note.text == "A quiet evening"


def test_rows_can_be_counted_grouped_and_narrowed_by_other_columns(note: Note) -> None:
    Line.objects.create(note=note)
    Line.objects.create(note=note)
    row = Note.objects.annotate(n=Count("lines")).order_by("-n").get()
    assert (row.n, row.text) == (2, "A quiet evening")
    assert Note.objects.filter(place=0).distinct().count() == 1
    assert Note.objects.filter(Exists(Line.objects.filter(note=OuterRef("pk")))).get().text == "A quiet evening"
    assert [n.text for n in Note.objects.filter(place=0).union(Note.objects.filter(place=1))] == ["A quiet evening"]
    assert next(iter(Note.objects.raw("SELECT * FROM vaulttest_note"))).text == "A quiet evening"
    assert Note.objects.in_bulk()[note.pk].text == "A quiet evening"
    assert list(Note.objects.values_list("place", flat=True)) == [0]


def test_isnull_is_the_one_question_a_query_may_ask(note: Note, maja: Owner) -> None:
    bare = Note.objects.create(member_id=maja.id, text="Only this")
    assert Note.objects.get(aside__isnull=True) == bare
    assert Note.objects.get(aside__isnull=False) == note
    assert Note.objects.exclude(aside__isnull=True).get() == note
    assert Note.objects.filter(Q(aside__isnull=True) | Q(answers__isnull=False)).count() == 2
    Line.objects.create(note=bare)
    assert Line.objects.filter(note__aside__isnull=True).count() == 1


def test_update_or_create_goes_through_the_row(notes: type[Note], maja: Owner) -> None:
    for text in ("One", "Two"):
        row, _ = notes.objects.update_or_create(member_id=maja.id, defaults={"text": text})
    assert again(row).text == "Two"
