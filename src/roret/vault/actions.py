"""The only place that writes to the keyring. Every action is a transaction of its own, committed when it returns."""

from __future__ import annotations

from django.db import connections, transaction

from roret.kit import clock
from roret.vault import keyring
from roret.vault.errors import KeyGone, Tampered, WrongRootKey
from roret.vault.models import Key, RootCheck
from roret.vault.owners import Owner
from roret.vault.wrapping import new_material, proof_of, proves, unwrap, wrap


def make_key(owner: Owner) -> None:
    """Make the owner's key and commit it, before the first text is written under it. Does nothing if there is one.

    May be called inside a transaction on the content database, and has to be: a key without a text is harmless,
    a text without a key is lost. Inside one on the keyring it raises `RuntimeError`, because then the key would
    not be committed on return. Raises `KeyGone` for an owner whose key was destroyed, `WrongRootKey`.
    """
    keyring.checked(owner)
    with transaction.atomic(using=keyring.DATABASE, durable=True):
        root = keyring.bind()
        key = Key(owner_kind=owner.kind, owner_id=owner.id)
        key.material = wrap(root, key.id, owner, new_material())
        # Of two who come at once the unique constraint lets one in; the other waits for it and then reads its key.
        Key.objects.using(keyring.DATABASE).bulk_create([key], ignore_conflicts=True)
        kept = Key.objects.using(keyring.DATABASE).get(owner_kind=owner.kind, owner_id=owner.id)
    keyring.forget(owner)
    if kept.material is None:
        raise KeyGone(f"The key of this {owner.kind} was destroyed, and an owner gets one key for life.")


def destroy_key(owner: Owner) -> None:
    """Destroy the owner's key and commit it: at once in this process, within half a minute in all others.

    Cannot be undone, and is not undone by a rollback of the content database around it: call it last.
    The row stays as a tombstone, also for an owner who never had a key, so that none is made afterwards.
    Raises `WrongRootKey`, and `RuntimeError` inside a transaction on the keyring.
    """
    keyring.checked(owner)
    with transaction.atomic(using=keyring.DATABASE, durable=True):
        keyring.bind()
        now = clock.now()
        keys = Key.objects.using(keyring.DATABASE)
        # The tombstone first: it waits for somebody who is making the key right now, so that the update sees it.
        keys.bulk_create(
            [Key(owner_kind=owner.kind, owner_id=owner.id, destroyed_at=now)],
            ignore_conflicts=True,
        )
        keys.filter(owner_kind=owner.kind, owner_id=owner.id, destroyed_at__isnull=True).update(
            material=None, destroyed_at=now
        )
    keyring.forget(owner)
    _empty_the_log()


def rewrap(old_root: bytes, new_root: bytes, *, batch: int = 100) -> int:
    """Wrap every key by a new root key. Gives how many were wrapped anew; texts are not touched.

    Stop web and worker first. If it is broken off, run it again with the same two keys: what is done is
    recognised and skipped. Only afterwards is the new root key put in the old one's place.
    Raises `WrongRootKey` when the keyring belongs to neither, `Tampered` for a row that neither opens.
    """
    if not keyring.opens(old_root) and not keyring.opens(new_root):
        raise WrongRootKey
    keys = Key.objects.using(keyring.DATABASE).filter(material__isnull=False)
    ids = list(keys.order_by("id").values_list("id", flat=True))
    done = 0
    for start in range(0, len(ids), batch):
        with transaction.atomic(using=keyring.DATABASE, durable=True):
            part = keys.filter(id__in=ids[start : start + batch]).select_for_update().order_by("id")
            done += sum(_rewrapped(key, old_root, new_root) for key in part)
    with transaction.atomic(using=keyring.DATABASE, durable=True):
        for check in RootCheck.objects.using(keyring.DATABASE).select_for_update():
            if not proves(new_root, bytes(check.proof)):
                check.proof = proof_of(new_root)
                check.save(using=keyring.DATABASE, update_fields=["proof"])
    keyring.forget()
    _empty_the_log()
    return done


def _rewrapped(key: Key, old_root: bytes, new_root: bytes) -> bool:
    wrapped = bytes(key.material or b"")
    if unwrap(new_root, key.id, key.owner, wrapped) is not None:
        return False
    material = unwrap(old_root, key.id, key.owner, wrapped)
    if material is None:
        raise Tampered(
            f"The keyring's row {key.id} is opened by neither root key. Restore the keyring and run this again."
        )
    key.material = wrap(new_root, key.id, key.owner, material)
    key.save(using=keyring.DATABASE, update_fields=["material"])
    return True


def _empty_the_log() -> None:
    """On SQLite with a write-ahead log: the page with the old material still stands in the log until this.

    Waits at most a second for readers. What stays behind then is overwritten later, and is wrapped all along.
    """
    connection = connections[keyring.DATABASE]
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        patience = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute("PRAGMA busy_timeout = 1000")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {int(patience)}")
