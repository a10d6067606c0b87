"""Sealed fields behave like fields to whoever holds the row, and like a locked box to whoever asks the database."""

from __future__ import annotations

import copy
import pickle
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core import serializers
from django.core.exceptions import FieldError, ValidationError
from django.db import IntegrityError, connections, models, transaction
from django.db.models import Count, Exists, F, Max, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Upper
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roret.vault import actions, keyring, queries
from roret.vault.fields import Sealed, SealedJSON, SealedText
from roret.vault.sealing import KeyGone, NoKey, NotSealed, Owner, Tampered, is_sealed
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


@pytest.fixture
def note(notes: type[Note], maja: Owner) -> Note:
    return notes.objects.create(
        member_id=maja.id, text="A quiet evening", aside="and tea", answers={"b": [1, "æ"], "a": None}
    )


def again(note: Note) -> Note:
    return Note.objects.get(pk=note.pk)


# --- a field like any other -----------------------------------------------------------------------


@given(text=text_values, answers=json_values)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
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


# --- what a query may not do -----------------------------------------------------------------


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


# --- moved, changed, gone ---------------------------------------------------------------------


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
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
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
