"""Keys: made once, committed first, destroyed for good, asked for seldom, and wrapped anew without losing one."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connections, transaction

from roret.vault import actions, keyring, queries
from roret.vault.models import Key, RootCheck
from roret.vault.sealing import KeyGone, NoKey, Owner, Tampered, WrongRootKey, open_sealed, seal

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
OTHER_ROOT = "ab" * 32


def new_owner() -> Owner:
    return Owner("member", uuid.uuid4())


def test_making_a_key_twice_keeps_the_first(maja: Owner) -> None:
    blob = seal(maja, "a", "1", b"words")
    actions.make_key(maja)
    assert Key.objects.filter(owner_id=maja.id).count() == 1
    assert open_sealed(maja, "a", "1", blob) == b"words"


def test_has_key_follows_the_life_of_a_key() -> None:
    owner = new_owner()
    assert not queries.has_key(owner)
    actions.make_key(owner)
    assert queries.has_key(owner)
    actions.destroy_key(owner)
    assert not queries.has_key(owner)


def test_a_destroyed_key_leaves_a_row_without_material_and_is_never_made_again(maja: Owner) -> None:
    actions.destroy_key(maja)
    row = Key.objects.get(owner_id=maja.id)
    assert row.material is None and row.destroyed_at is not None
    destroyed_at = row.destroyed_at
    with pytest.raises(KeyGone):
        actions.make_key(maja)
    actions.destroy_key(maja)
    row.refresh_from_db()
    assert row.material is None and row.destroyed_at == destroyed_at


def test_an_owner_erased_before_the_first_key_never_gets_one() -> None:
    owner = new_owner()
    actions.destroy_key(owner)
    with pytest.raises(KeyGone):
        actions.make_key(owner)


def test_destroying_one_key_leaves_the_others(maja: Owner, jonas: Owner) -> None:
    blob = seal(jonas, "a", "1", b"words")
    actions.destroy_key(maja)
    keyring.forget()
    assert open_sealed(jonas, "a", "1", blob) == b"words"


def test_keys_do_not_lie_in_the_keyring_in_clear(maja: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    known = b"K" * 32
    monkeypatch.setattr(actions, "new_material", lambda: known)
    owner = new_owner()
    actions.make_key(owner)
    assert known not in bytes(Key.objects.get(owner_id=owner.id).material or b"")


def test_a_key_row_swapped_with_another_owners_is_refused(maja: Owner, jonas: Owner) -> None:
    blob = seal(maja, "a", "1", b"words")
    row, other = Key.objects.get(owner_id=maja.id), Key.objects.get(owner_id=jonas.id)
    Key.objects.filter(pk=row.pk).update(material=other.material)
    keyring.forget()
    with pytest.raises(Tampered, match="changed from outside"):
        open_sealed(maja, "a", "1", blob)


# --- in memory -------------------------------------------------------------------------------


def test_a_hundred_texts_of_one_owner_take_one_look_into_the_keyring(
    maja: Owner, django_assert_num_queries: Any
) -> None:
    blobs = [seal(maja, "a", str(n), b"words") for n in range(100)]
    keyring.forget()
    with django_assert_num_queries(1, connection=connections["keys"]):
        assert all(open_sealed(maja, "a", str(n), blob) == b"words" for n, blob in enumerate(blobs))


def test_a_hundred_texts_under_a_destroyed_key_take_one_look_too(maja: Owner, django_assert_num_queries: Any) -> None:
    blob = seal(maja, "a", "1", b"words")
    actions.destroy_key(maja)
    with django_assert_num_queries(1, connection=connections["keys"]):
        for _ in range(100):
            with pytest.raises(KeyGone):
                open_sealed(maja, "a", "1", blob)


def test_warm_fetches_many_owners_by_one_query(django_assert_num_queries: Any) -> None:
    owners = [new_owner() for _ in range(30)]
    for owner in owners[:29]:
        actions.make_key(owner)
    keyring.forget()
    with django_assert_num_queries(1, connection=connections["keys"]):
        queries.warm(owners)
    with django_assert_num_queries(0, connection=connections["keys"]):
        queries.warm(owners[:29])
        for owner in owners[:29]:
            seal(owner, "a", "1", b"words")
    with pytest.raises(NoKey):
        seal(owners[29], "a", "1", b"words")


def test_no_more_keys_are_held_than_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "BOUND", 5)
    owners = [new_owner() for _ in range(12)]
    for owner in owners:
        actions.make_key(owner)
        seal(owner, "a", "1", b"words")
    assert list(keyring._held) == owners[-5:]


def test_a_key_destroyed_elsewhere_is_gone_here_after_half_a_minute(
    maja: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    blob = seal(maja, "a", "1", b"words")
    Key.objects.filter(owner_id=maja.id).update(material=None, destroyed_at=Key.objects.get(owner_id=maja.id).made_at)
    start = keyring.time.monotonic()
    assert keyring.LIFETIME <= 30
    monkeypatch.setattr(keyring.time, "monotonic", lambda: start + keyring.LIFETIME - 1)
    assert open_sealed(maja, "a", "1", blob) == b"words"
    monkeypatch.setattr(keyring.time, "monotonic", lambda: start + keyring.LIFETIME + 1)
    with pytest.raises(KeyGone):
        open_sealed(maja, "a", "1", blob)


def test_a_key_destroyed_while_it_is_being_fetched_is_not_kept(maja: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    blob = seal(maja, "a", "1", b"words")
    keyring.forget()
    real = keyring._cipher

    def slow(row: Key) -> Any:
        cipher = real(row)
        monkeypatch.setattr(keyring, "_cipher", real)
        actions.destroy_key(maja)
        return cipher

    monkeypatch.setattr(keyring, "_cipher", slow)
    assert open_sealed(maja, "a", "1", blob) == b"words"
    with pytest.raises(KeyGone):
        open_sealed(maja, "a", "1", blob)


def test_a_key_forgotten_while_another_is_being_fetched_does_not_hide_that_one(
    maja: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    blob = seal(maja, "a", "1", b"words")
    keyring.forget()
    real = keyring._cipher
    monkeypatch.setattr(keyring, "_cipher", lambda row: (keyring.forget(new_owner()), real(row))[1])
    assert open_sealed(maja, "a", "1", blob) == b"words"


# --- the root key -------------------------------------------------------------------------------


def snapshot() -> list[tuple[Any, ...]]:
    rows = [*Key.objects.order_by("id").values_list(), *RootCheck.objects.values_list()]
    return [tuple(bytes(v) if isinstance(v, memoryview) else v for v in row) for row in rows]


def test_a_wrong_root_key_is_noticed_and_nothing_is_written(maja: Owner, settings: Any) -> None:
    blob = seal(maja, "a", "1", b"words")
    before = snapshot()
    settings.ROOT_KEY = OTHER_ROOT
    keyring.forget()
    acts: list[Callable[[], Any]] = [
        lambda: seal(maja, "a", "1", b"words"),
        lambda: open_sealed(maja, "a", "1", blob),
        lambda: actions.make_key(new_owner()),
        lambda: actions.make_key(maja),
        lambda: actions.destroy_key(maja),
        lambda: actions.rewrap(bytes.fromhex("cd" * 32), bytes.fromhex("ef" * 32)),
    ]
    for act in acts:
        with pytest.raises(WrongRootKey, match="Put back the right key"):
            act()
    assert snapshot() == before
    assert "not the one this keyring was made with" in (queries.root_key_problem() or "")


def test_a_wrong_root_key_is_noticed_even_without_its_check_row(maja: Owner, settings: Any) -> None:
    RootCheck.objects.all().delete()
    settings.ROOT_KEY = OTHER_ROOT
    with pytest.raises(WrongRootKey):
        actions.make_key(new_owner())
    assert not RootCheck.objects.exists()


def test_the_right_root_key_has_no_problem(maja: Owner) -> None:
    assert queries.root_key_problem() is None
    assert RootCheck.objects.count() == 1


def test_rewrapping_keeps_every_text_and_shuts_out_the_old_root_key(settings: Any) -> None:
    old, new = keyring.root(), bytes.fromhex(OTHER_ROOT)
    owners = [new_owner() for _ in range(7)]
    for owner in owners:
        actions.make_key(owner)
    gone = owners.pop()
    actions.destroy_key(gone)
    blobs = {owner: seal(owner, "a", "1", b"words") for owner in owners}
    assert actions.rewrap(old, new, batch=2) == 6
    assert actions.rewrap(old, new, batch=2) == 0
    with pytest.raises(WrongRootKey):
        seal(owners[0], "a", "1", b"words")
    settings.ROOT_KEY = OTHER_ROOT
    assert all(open_sealed(owner, "a", "1", blob) == b"words" for owner, blob in blobs.items())
    with pytest.raises(KeyGone):
        actions.make_key(gone)


@pytest.mark.django_db(databases=["default", "keys"], transaction=True)
def test_a_rewrapping_that_was_broken_off_is_finished_by_running_it_again(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = keyring.root(), bytes.fromhex(OTHER_ROOT)
    owners = [new_owner() for _ in range(7)]
    for owner in owners:
        actions.make_key(owner)
    blobs = {owner: seal(owner, "a", "1", b"words") for owner in owners}
    real, seen = actions._rewrapped, []

    def breaks(key: Key, *roots: bytes) -> bool:
        seen.append(key.id)
        if len(seen) == 6:
            raise KeyboardInterrupt
        return real(key, *roots)

    monkeypatch.setattr(actions, "_rewrapped", breaks)
    with pytest.raises(KeyboardInterrupt):
        actions.rewrap(old, new, batch=2)
    monkeypatch.setattr(actions, "_rewrapped", real)
    assert actions.rewrap(old, new, batch=2) == 3  # four were committed, the sixth undid the fifth
    settings.ROOT_KEY = OTHER_ROOT
    assert all(open_sealed(owner, "a", "1", blob) == b"words" for owner, blob in blobs.items())


# --- transactions -----------------------------------------------------------------------------


@pytest.mark.django_db(databases=["default", "keys"], transaction=True)
def test_the_key_outlives_a_rollback_of_the_content_around_it() -> None:
    owner = new_owner()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        actions.make_key(owner)
        raise ZeroDivisionError
    assert queries.has_key(owner)


@pytest.mark.django_db(databases=["default", "keys"], transaction=True)
@pytest.mark.parametrize("action", [actions.make_key, actions.destroy_key])
def test_a_transaction_around_it_on_the_keyring_is_a_programming_error(action: Callable[[Owner], None]) -> None:
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic(using="keys"):
        action(new_owner())


@pytest.mark.django_db(databases=["default", "keys"], transaction=True)
def test_eight_who_make_the_same_key_at_once_share_one() -> None:
    owners = [new_owner() for _ in range(5)]
    blobs: list[tuple[Owner, bytes]] = []
    problems: list[BaseException] = []
    start = threading.Barrier(8)

    def work() -> None:
        try:
            start.wait()
            for owner in owners:
                actions.make_key(owner)
                blobs.append((owner, seal(owner, "a", "1", b"words")))
        except BaseException as error:  # noqa: BLE001 - handed to the main thread
            problems.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    keyring.forget()
    assert not problems
    assert Key.objects.count() == 5
    assert len(blobs) == 40
    assert all(open_sealed(owner, "a", "1", blob) == b"words" for owner, blob in blobs)


@pytest.mark.django_db(databases=["default", "keys"], transaction=True)
def test_destroyed_material_is_in_none_of_the_keyrings_files() -> None:
    connection = connections["keys"]
    if connection.vendor != "sqlite":
        pytest.skip("looks into SQLite's files")
    owner, other = new_owner(), new_owner()
    actions.make_key(owner)
    actions.make_key(other)
    database = Path(connection.settings_dict["NAME"])
    files = [database, *database.parent.glob(f"{database.name}-*")]

    def on_disk(material: bytes) -> bool:
        return any(material in path.read_bytes() for path in files if path.exists())

    destroyed, kept = (bytes(Key.objects.get(owner_id=o.id).material or b"") for o in (owner, other))
    assert on_disk(destroyed) and on_disk(kept)
    actions.destroy_key(owner)
    assert not on_disk(destroyed)
    assert on_disk(kept)
