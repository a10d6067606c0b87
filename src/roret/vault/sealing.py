"""Sealing bytes for one owner, one label and one row, so that they open there and nowhere else.

What is stored: `R1` · key id (16) · nonce (12) · AES-256-GCM ciphertext and tag.
Bound to it: version, label, owner, row id and key id.
"""

from __future__ import annotations

import uuid

from roret.vault import keyring
from roret.vault.errors import KeyGone, NoKey, NotSealed, SealError, Tampered, WrongRootKey
from roret.vault.owners import HOUSE, Owner
from roret.vault.wrapping import NONCE, TAG, decrypt, encrypt, joined

__all__ = [
    "HEADER",
    "HOUSE",
    "KeyGone",
    "NoKey",
    "NotSealed",
    "Owner",
    "SealError",
    "Tampered",
    "WrongRootKey",
    "is_sealed",
    "open_sealed",
    "seal",
]

HEADER = b"R1"
_KEY_ID = slice(len(HEADER), len(HEADER) + 16)
_BODY = slice(len(HEADER) + 16, None)
_SHORTEST = len(HEADER) + 16 + NONCE + TAG


def seal(owner: Owner, label: str, row_id: str, data: bytes) -> bytes:
    """The bytes to store. Two seals of the same data differ. Its length is `len(data) + 46`: length is not hidden.

    `label` is permanent and hand-written, one for each place that things are kept in.
    Raises `NoKey`, `KeyGone`, `WrongRootKey`.
    """
    key_id, cipher = keyring.key_of(keyring.checked(owner))
    return HEADER + key_id.bytes + encrypt(cipher, data, _bound_to(owner, label, row_id, key_id))


def open_sealed(owner: Owner, label: str, row_id: str, blob: bytes) -> bytes:
    """What was sealed for exactly this owner, label and row. Raises `Tampered`, `NoKey`, `KeyGone`, `WrongRootKey`."""
    if not is_sealed(blob):
        raise Tampered(f"What is stored as “{label}” does not begin like sealed bytes.")
    key_id, cipher = keyring.key_of(keyring.checked(owner))
    data = (
        decrypt(cipher, blob[_BODY], _bound_to(owner, label, row_id, key_id)) if blob[_KEY_ID] == key_id.bytes else None
    )
    if data is None:
        raise Tampered(f"What is stored as “{label}” was changed, or was sealed for another row, field or owner.")
    return data


def is_sealed(blob: bytes) -> bool:
    """Whether bytes have the outward form of sealed ones. Only opening shows that they are."""
    return blob.startswith(HEADER) and len(blob) >= _SHORTEST


def _bound_to(owner: Owner, label: str, row_id: str, key_id: uuid.UUID) -> bytes:
    return joined(HEADER, label.encode(), owner.kind.encode(), owner.id.bytes, row_id.encode(), key_id.bytes)
