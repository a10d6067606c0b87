"""Row ids and secrets, made here so that tests can seed the first and never the second."""

from __future__ import annotations

import contextlib
import hashlib
import random
import secrets
import uuid
from collections.abc import Iterator

_source: random.Random | None = None


def new_id() -> uuid.UUID:
    """A random (version 4) UUID for a row."""
    if _source is None:
        return uuid.uuid4()
    return uuid.UUID(int=_source.getrandbits(128), version=4)


def read_id(value: object) -> uuid.UUID | None:
    """The id that was sent or stored as text; nothing for anything else."""
    try:
        return uuid.UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


def read_ids(values: object) -> frozenset[uuid.UUID]:
    """The ids in a list. What is none is passed over, and what is no list has none."""
    each = map(read_id, values) if isinstance(values, (list, tuple)) else ()
    return frozenset(one for one in each if one is not None)


def new_mark() -> int:
    """A number from 1 to 999,999,999 that tells one state of a row from the next. It counts nothing."""
    return (_source or random.SystemRandom()).randint(1, 999_999_999)


def new_token() -> str:
    """A 256-bit secret for a link, URL-safe, 43 characters. Never seeded."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """What is stored of a token: SHA-256 in hex. A token is random, so no salt is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


@contextlib.contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Make row ids repeatable in this process. For tests only."""
    global _source
    before, _source = _source, random.Random(seed)
    try:
        yield
    finally:
        _source = before
