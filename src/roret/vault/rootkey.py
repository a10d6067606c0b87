"""The root key: the one secret a host keeps. It wraps every key in the keyring and lies in neither database.

Pure: no Django here, because the settings read this module before they stand.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import string
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

LENGTH = 32
"""Bytes in a root key: AES-256."""


class RootKeyError(Exception):
    """The root key is missing, unreadable or the wrong one. The message says what to do; nothing was written."""


def load_root_key(direct: str, path: Path, *, make: bool = False) -> bytes:
    """The root key, 32 bytes: `direct` (64 hexadecimal characters) if it is given, else the file at `path`.

    With `make`, a missing file is made on a box that has no data yet: folder 0700, file 0600, synced,
    and complete from the first moment it can be seen, so that two processes starting at once agree.
    Where data already lies beside it, a missing file is never replaced by a new one.
    Raises `RootKeyError`.
    """
    if direct:
        return _decoded(direct, "RORET_ROOT_KEY")
    if make and not path.exists():
        _make(path)
    return _read(path)


def derived(root: bytes, purpose: str) -> bytes:
    """A 32-byte key for one purpose. Different purposes give keys that say nothing about each other or the root."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"roret " + purpose.encode()).derive(root)


def django_secret(direct: str, path: Path) -> str:
    """Django's `SECRET_KEY`, derived from the root key. Makes the key file on a box without data. Raises `RootKeyError`."""
    return derived(load_root_key(direct, path, make=True), "django secret key 1").hex()


def _decoded(text: str, source: str) -> bytes:
    text = text.strip()
    if len(text) != 2 * LENGTH or not set(text) <= set(string.hexdigits):
        raise RootKeyError(
            f"{source} is not a root key. A root key is {2 * LENGTH} characters, each 0 to 9 or a to f. "
            "Put back the one this box was set up with. For a new box, `openssl rand -hex 32` makes one."
        )
    return bytes.fromhex(text)


def _read(path: Path) -> bytes:
    try:
        rights = path.stat().st_mode & 0o777
        text = path.read_text(encoding="ascii", errors="replace")
    except FileNotFoundError:
        raise RootKeyError(_missing(path)) from None
    except OSError as error:
        raise RootKeyError(
            f"The root key in {path} cannot be read ({error.strerror}). Check who owns the file."
        ) from error
    if rights & 0o077:
        raise RootKeyError(
            f"The root key in {path} can be opened by others on this machine (rights {rights:o}). Run: chmod 600 {path}"
        )
    return _decoded(text, f"The file {path}")


def _missing(path: Path) -> str:
    data = _data_beside(path)
    if data is None:
        return f"There is no root key in {path}. Start Roret once with a writable data folder, or set RORET_ROOT_KEY."
    return (
        f"The root key in {path} is missing, but {data} was sealed with one. Roret refuses to start and has written "
        "nothing, because a new key could not open what is there. Put the file back from where you keep it apart "
        "from the backup, or set RORET_ROOT_KEY."
    )


def _data_beside(path: Path) -> Path | None:
    """A database in the data folder that something was sealed for. An empty file holds nothing and does not count."""
    folder = path.parent.parent
    for database in (folder / "keys" / "keyring.sqlite3", folder / "roret.sqlite3"):
        if database.exists() and database.stat().st_size > 0:
            return database
    return None


def _make(path: Path) -> None:
    if _data_beside(path) is not None:
        raise RootKeyError(_missing(path))
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    try:
        path.parent.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        _write_synced(draft, secrets.token_hex(LENGTH) + "\n")
        try:
            # A link appears whole or not at all, and never over a key that another process has just made:
            # then that one is read.
            with contextlib.suppress(FileExistsError):
                os.link(draft, path)
        finally:
            draft.unlink()
        _sync_folder(path.parent)
        _sync_folder(path.parent.parent)
    except OSError as error:
        raise RootKeyError(
            f"A root key could not be made in {path} ({error.strerror}). "
            "Make the data folder writable, choose another with RORET_DATA, or set RORET_ROOT_KEY."
        ) from error


def _write_synced(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
