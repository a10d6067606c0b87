"""Keys on their way from the keyring into memory, where they stay for at most half a minute.

The short stay is what makes `destroy_key` in one process take effect in all others.
"""

from __future__ import annotations

import functools
import threading
import time
import uuid
from collections import OrderedDict
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from roret.vault.errors import KeyGone, NoKey, Tampered, WrongRootKey
from roret.vault.models import Key, RootCheck
from roret.vault.owners import Owner
from roret.vault.rootkey import load_root_key
from roret.vault.wrapping import proof_of, proves, unwrap

DATABASE = "keys"
LIFETIME = 30.0
"""Seconds that an opened key, or the knowledge that it is gone, may be used without asking the keyring again."""
BOUND = 1024
"""Keys held at most; the one used longest ago goes first."""


class Held(NamedTuple):
    key_id: uuid.UUID
    cipher: AESGCM | None
    """None: the key was destroyed."""
    until: float
    """On `time.monotonic()`."""


_held: OrderedDict[Owner, Held] = OrderedDict()
_forgotten = 0
_lock = threading.Lock()


def key_of(owner: Owner) -> tuple[uuid.UUID, AESGCM]:
    """The owner's key id and cipher, from memory or by one query. Raises `NoKey`, `KeyGone`, `WrongRootKey`."""
    held = _fresh(owner) or load([owner]).get(owner)
    if held is None:
        raise NoKey(
            f"There is no key for this {owner.kind} yet. Call vault.actions.make_key(owner) before the first text."
        )
    if held.cipher is None:
        raise KeyGone(f"The key of this {owner.kind} was destroyed. What it sealed cannot be opened by anybody.")
    return held.key_id, held.cipher


def load(owners: Iterable[Owner]) -> dict[Owner, Held]:
    """Fetch what is not in memory yet of these owners' keys, by one query or none, and keep it. Raises `WrongRootKey`."""
    wanted = {checked(owner) for owner in owners}
    missing = [owner for owner in wanted if _fresh(owner) is None]
    if not missing:
        return {}
    asked_in = _forgotten
    until = time.monotonic() + LIFETIME
    # Owner ids are random, so asking by id alone finds the same rows; the kind is compared here.
    rows = list(Key.objects.using(DATABASE).filter(owner_id__in={owner.id for owner in missing}))
    found = {row.owner: Held(row.id, _cipher(row), until) for row in rows if row.owner in wanted}
    with _lock:
        # When a key was destroyed while we asked, what we read may be older than that: use it now, but do not keep it.
        if asked_in == _forgotten:
            for owner, held in found.items():
                _held[owner] = held
                _held.move_to_end(owner)
            while len(_held) > BOUND:
                _held.popitem(last=False)
    return found


def forget(owner: Owner | None = None) -> None:
    """Drop one owner's key from this process's memory, or all. What is being fetched right now is dropped too."""
    global _forgotten
    with _lock:
        _forgotten += 1
        if owner is None:
            _held.clear()
        else:
            _held.pop(owner, None)


def checked(owner: Owner) -> Owner:
    """The owner, if it can have a key. Raises `TypeError` for a missing or textual id: it would seal under another name."""
    if not isinstance(owner, Owner) or not isinstance(owner.id, uuid.UUID) or not 0 < len(owner.kind) <= 16:
        raise TypeError("An owner is vault.sealing.Owner(kind, id) with a kind of 1 to 16 characters and a uuid.UUID.")
    return owner


def root() -> bytes:
    """The root key of this process. Raises `RootKeyError`."""
    return _root(settings.ROOT_KEY, Path(settings.ROOT_KEY_FILE))


def opens(candidate: bytes) -> bool:
    """Whether this root key is the keyring's. An empty keyring is open to any."""
    check = RootCheck.objects.using(DATABASE).first()
    if check is not None:
        return proves(candidate, bytes(check.proof))
    key = Key.objects.using(DATABASE).filter(material__isnull=False).order_by("id").first()
    return key is None or key.material is None or unwrap(candidate, key.id, key.owner, bytes(key.material)) is not None


def bind() -> bytes:
    """The root key, after making sure that it is the keyring's own. An empty keyring is bound to it from now on.

    Belongs inside the transaction of every write. Raises `WrongRootKey`.
    """
    key = root()
    if not opens(key):
        raise WrongRootKey
    checks = RootCheck.objects.using(DATABASE)
    if not checks.exists():
        checks.bulk_create([RootCheck(proof=proof_of(key))], ignore_conflicts=True)
        if not opens(key):
            raise WrongRootKey  # another process with another root key was first
    return key


def _fresh(owner: Owner) -> Held | None:
    with _lock:
        held = _held.get(owner)
        if held is None:
            return None
        if held.until <= time.monotonic():
            del _held[owner]
            return None
        _held.move_to_end(owner)
        return held


def _cipher(row: Key) -> AESGCM | None:
    if row.material is None:
        return None
    material = unwrap(root(), row.id, row.owner, bytes(row.material))
    if material is not None:
        return AESGCM(material)
    if opens(root()):
        raise Tampered(f"The keyring's row of this {row.owner_kind} was changed from outside. Restore the keyring.")
    raise WrongRootKey


@functools.lru_cache(maxsize=4)
def _root(direct: str, path: Path) -> bytes:
    return load_root_key(direct, path)
