"""The envelope, pure: authenticated bytes, keys wrapped by the root key, and the proof of which root key that is."""

from __future__ import annotations

import os
import uuid

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from roret.vault.owners import Owner
from roret.vault.rootkey import derived

NONCE = 12
TAG = 16
KEY = 32
_PURPOSE = "keyring 1"
_PROOF = b"this root key made this keyring"


def joined(*parts: bytes) -> bytes:
    """The parts as one byte string that no other list of parts gives: each goes behind its own length."""
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def encrypt(cipher: AESGCM, data: bytes, bound_to: bytes) -> bytes:
    """A fresh random nonce, then the ciphertext with its tag. `bound_to` has to be the same again to open it."""
    nonce = os.urandom(NONCE)
    return nonce + cipher.encrypt(nonce, data, bound_to)


def decrypt(cipher: AESGCM, blob: bytes, bound_to: bytes) -> bytes | None:
    """What `encrypt` was given, or None when key, bytes or `bound_to` differ in a single bit."""
    if len(blob) < NONCE + TAG:
        return None
    try:
        return cipher.decrypt(blob[:NONCE], blob[NONCE:], bound_to)
    except InvalidTag:
        return None


def new_material() -> bytes:
    return os.urandom(KEY)


def wrap(root: bytes, key_id: uuid.UUID, owner: Owner, material: bytes) -> bytes:
    """The key material as it lies in the keyring."""
    return encrypt(_wrapping(root), material, _place(key_id, owner))


def unwrap(root: bytes, key_id: uuid.UUID, owner: Owner, wrapped: bytes) -> bytes | None:
    """The key material, or None when this root key did not wrap it for this row and owner."""
    return decrypt(_wrapping(root), wrapped, _place(key_id, owner))


def proof_of(root: bytes) -> bytes:
    """Bytes that only this root key opens, to be kept in the keyring."""
    return encrypt(_wrapping(root), _PROOF, joined(b"root check"))


def proves(root: bytes, proof: bytes) -> bool:
    return decrypt(_wrapping(root), proof, joined(b"root check")) == _PROOF


def _wrapping(root: bytes) -> AESGCM:
    return AESGCM(derived(root, _PURPOSE))


def _place(key_id: uuid.UUID, owner: Owner) -> bytes:
    return joined(b"key", key_id.bytes, owner.kind.encode(), owner.id.bytes)
