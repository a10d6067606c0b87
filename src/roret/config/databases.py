"""How Roret talks to its two databases: `default` (content, sealed) and `keys` (the keyring)."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from roret.config.options import BadOption

SAFE_WAL = (3, 51, 3)
"""First SQLite without the WAL-reset fault (sqlite.org/wal.html#walresetbug)."""


def use_newest_sqlite() -> tuple[int, ...]:
    """Put pysqlite3's own SQLite in the place of the system's where it is installed and newer.

    Has to run before Django imports `sqlite3`. Gives the version in use, as (3, 53, 4).
    """
    try:
        import pysqlite3
    except ImportError:
        return sqlite3.sqlite_version_info
    if pysqlite3.sqlite_version_info > sqlite3.sqlite_version_info:
        sys.modules["sqlite3"] = pysqlite3
        sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
    return tuple(sys.modules["sqlite3"].sqlite_version_info)


def sqlite(path: Path, version: tuple[int, ...]) -> dict[str, Any]:
    """Settings of one SQLite database: one writer at a time, every commit synced, deleted means overwritten.

    That goes for the write-ahead log too: when it begins anew, what it had grown to is cut off. Else what was deleted
    could lie behind its end until the house is shut.
    """
    journal = "WAL" if version >= SAFE_WAL else "TRUNCATE"
    pragmas = (f"journal_mode={journal}", "synchronous=FULL", "secure_delete=ON", "journal_size_limit=0")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "".join(f"PRAGMA {pragma};" for pragma in pragmas),
        },
    }


def postgresql(address: str, option: str) -> dict[str, Any]:
    """Settings from `postgresql://user:password@host:port/name`. Raises `BadOption` for anything else."""
    parts = urlsplit(address)
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise BadOption(f"RORET_{option} has to look like postgresql://user:password@host/name.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0,
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 8, "timeout": 10}},
    }


class KeyringRouter:
    """The keyring's models live in `keys`, everything else in `default`, and nothing joins them."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return "keys" if model._meta.app_label == "vault" else "default"

    db_for_write = db_for_read

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        return self.db_for_read(one) == self.db_for_read(other)

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return (db == "keys") == (app_label == "vault")
