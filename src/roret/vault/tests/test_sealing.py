"""Sealed bytes open for the owner, label and row they were made for, and for nothing else."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roret.vault import actions, keyring
from roret.vault.sealing import HOUSE, KeyGone, NoKey, Owner, Tampered, is_sealed, open_sealed, seal
from roret.vault.wrapping import joined

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
many = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
labels = st.text(min_size=1, max_size=12)
rows = st.text(max_size=40)


@given(data=st.binary(max_size=200), label=labels, row=rows)
@many
def test_what_was_sealed_is_opened_again(maja: Owner, data: bytes, label: str, row: str) -> None:
    assert open_sealed(maja, label, row, seal(maja, label, row, data)) == data


def test_two_seals_of_the_same_words_differ(maja: Owner) -> None:
    assert len({seal(maja, "a", "1", b"rest") for _ in range(200)}) == 200


def test_the_words_and_the_key_are_not_in_the_bytes(maja: Owner) -> None:
    blob = seal(maja, "a", "1", b"a calm evening")
    assert blob.startswith(b"R1") and is_sealed(blob)
    assert len(blob) == len(b"a calm evening") + 46
    assert b"calm" not in blob


@given(data=st.binary(max_size=60), position=st.integers(min_value=0), bit=st.integers(0, 7))
@many
def test_a_single_flipped_bit_is_refused(maja: Owner, data: bytes, position: int, bit: int) -> None:
    blob = bytearray(seal(maja, "a", "1", data))
    blob[position % len(blob)] ^= 1 << bit
    with pytest.raises(Tampered):
        open_sealed(maja, "a", "1", bytes(blob))


@given(data=st.binary(max_size=60), cut=st.integers(min_value=0), extra=st.binary(min_size=1, max_size=20))
@many
def test_shortened_and_lengthened_bytes_are_refused(maja: Owner, data: bytes, cut: int, extra: bytes) -> None:
    blob = seal(maja, "a", "1", data)
    for changed in (blob[: cut % len(blob)], blob[cut % len(blob) + 1 :], blob + extra, extra + blob):
        with pytest.raises(Tampered):
            open_sealed(maja, "a", "1", changed)


@given(first=st.binary(min_size=1, max_size=40), second=st.binary(min_size=1, max_size=40), at=st.integers(min_value=1))
@many
def test_two_ciphertexts_spliced_together_are_refused(maja: Owner, first: bytes, second: bytes, at: int) -> None:
    one, two = seal(maja, "a", "1", first), seal(maja, "a", "1", second)
    spliced = one[: at % len(one)] + two[at % len(two) :]
    if spliced not in (one, two):
        with pytest.raises(Tampered):
            open_sealed(maja, "a", "1", spliced)


@given(here=st.tuples(labels, rows), there=st.tuples(labels, rows))
@many
def test_bytes_open_only_under_their_own_label_and_row(
    maja: Owner, jonas: Owner, here: tuple[str, str], there: tuple[str, str]
) -> None:
    blob = seal(maja, *here, b"words")
    with pytest.raises(Tampered):
        open_sealed(jonas, *here, blob)
    if here != there:
        with pytest.raises(Tampered):
            open_sealed(maja, *there, blob)


@given(parts=st.lists(st.binary(max_size=6), max_size=5), others=st.lists(st.binary(max_size=6), max_size=5))
@settings(max_examples=300)
def test_no_two_lists_of_parts_are_joined_to_the_same_bytes(parts: list[bytes], others: list[bytes]) -> None:
    assert (joined(*parts) == joined(*others)) == (parts == others)


def test_one_id_under_two_kinds_is_two_owners(maja: Owner) -> None:
    circle = Owner("circle", maja.id)
    actions.make_key(circle)
    with pytest.raises(Tampered):
        open_sealed(circle, "a", "1", seal(maja, "a", "1", b"words"))


def test_bytes_with_another_owners_key_id_pasted_in_are_refused(maja: Owner, jonas: Owner) -> None:
    one, other = seal(maja, "a", "1", b"words"), seal(jonas, "a", "1", b"words")
    with pytest.raises(Tampered):
        open_sealed(jonas, "a", "1", one[:2] + other[2:18] + one[18:])


def test_owner_and_key_id_are_bound_even_if_two_owners_had_one_key(
    maja: Owner, jonas: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    key_id, cipher = keyring.key_of(maja)
    monkeypatch.setattr(keyring, "key_of", lambda owner: (key_id, cipher))
    blob = seal(maja, "a", "1", b"words")
    for stranger in (jonas, Owner("circle", maja.id)):
        with pytest.raises(Tampered):
            open_sealed(stranger, "a", "1", blob)
    other_id = uuid.uuid4()
    monkeypatch.setattr(keyring, "key_of", lambda owner: (other_id, cipher))
    with pytest.raises(Tampered):
        open_sealed(maja, "a", "1", blob[:2] + other_id.bytes + blob[18:])


def test_no_key_no_seal(maja: Owner) -> None:
    stranger = Owner("member", uuid.uuid4())
    with pytest.raises(NoKey):
        seal(stranger, "a", "1", b"words")
    with pytest.raises(NoKey):
        open_sealed(stranger, "a", "1", seal(maja, "a", "1", b"words"))


def test_a_destroyed_key_opens_and_seals_nothing(maja: Owner) -> None:
    blob = seal(maja, "a", "1", b"words")
    actions.destroy_key(maja)
    for _ in range(2):
        with pytest.raises(KeyGone):
            open_sealed(maja, "a", "1", blob)
        with pytest.raises(KeyGone):
            seal(maja, "a", "1", b"words")
        keyring.forget()


def test_the_house_has_an_owner_of_its_own() -> None:
    actions.make_key(HOUSE)
    assert open_sealed(HOUSE, "session", "1", seal(HOUSE, "session", "1", b"words")) == b"words"


@pytest.mark.parametrize(
    "owner",
    [Owner("member", None), Owner("member", str(uuid.uuid4())), Owner("", uuid.uuid4()), ("member", uuid.uuid4())],
)  # type: ignore[arg-type]
def test_an_owner_that_is_none_is_refused(owner: Owner) -> None:
    for act in (
        lambda: seal(owner, "a", "1", b"x"),
        lambda: actions.make_key(owner),
        lambda: actions.destroy_key(owner),
    ):
        with pytest.raises(TypeError, match="An owner is"):
            act()
