"""`roret doctor`: what is well, what is worth knowing and what has to be mended, in plain sentences.

It changes nothing: no folder is made, no database is written.
"""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from roret.ops.house import House, Refused

NEWEST_PYTHON = (3, 13)
"""The newest that Django 5.2 is made for."""

WELL, NOTE, WRONG = "  ok  ", "  see ", " mend "


@dataclass(frozen=True)
class Finding:
    mark: str
    sentence: str

    @property
    def needs_mending(self) -> bool:
        return self.mark == WRONG


def examine(house: House) -> list[Finding]:
    """Everything there is to say. The order is that in which a host would mend it."""
    # Looking is not to make anything: settings make a root key on an empty box, which the doctor leaves to `serve`.
    found = [_python()]
    data = Path(os.environ.get("RORET_DATA") or _default(house, "DATA")).absolute()
    found.append(_folder(data))
    if not _has_a_key(data):
        found.append(_note(f"There is no root key yet. The first start makes one in {data / 'secrets' / 'root.key'}."))
        os.environ.setdefault("RORET_ROOT_KEY", "0" * 64)
    try:
        house.load()
    except Refused as refusal:
        return [*found, Finding(WRONG, str(refusal))]
    from django.conf import settings

    found += _databases(settings)
    if os.environ.get("RORET_ROOT_KEY") != "0" * 64:
        found += _root_key(settings)
    found += _address(settings)
    found.append(_port(settings.HOST, settings.PORT))
    found.append(_mail(settings))
    found += _work(settings)
    return found


def _default(house: House, name: str) -> str:
    return next(option.default for option in house.options if option.name == name)


def _well(sentence: str) -> Finding:
    return Finding(WELL, sentence)


def _note(sentence: str) -> Finding:
    return Finding(NOTE, sentence)


def _python() -> Finding:
    version = ".".join(str(number) for number in sys.version_info[:3])
    if sys.version_info[:2] > NEWEST_PYTHON:
        return Finding(WRONG, f"Python is {version}. Roret stands on Django 5.2, which is made for 3.11 to 3.13.")
    return _well(f"Python is {version}.")


def _folder(data: Path) -> Finding:
    there = data
    while not there.exists():
        there = there.parent
    if not os.access(there, os.W_OK) or os.statvfs(there).f_flag & os.ST_RDONLY:
        return Finding(
            WRONG,
            f"The data folder {data} cannot be written to. Make it writable for the user who runs Roret, "
            "or choose another with RORET_DATA.",
        )
    free = os.statvfs(there).f_bavail * os.statvfs(there).f_frsize // 1_000_000
    if free < 200:
        return Finding(WRONG, f"The disk that the data folder {data} lies on has {free} MB left. Make room on it.")
    if there != data:
        return _note(f"The data folder {data} is not there yet. The first start makes it.")
    return _well(f"The data folder {data} can be written to.")


def _has_a_key(data: Path) -> bool:
    given = {"RORET_ROOT_KEY", "RORET_ROOT_KEY_FILE"} & set(os.environ)
    elsewhere = {"RORET_DATABASE", "RORET_DATABASE_FILE"} & set(os.environ)
    used = elsewhere or (data / "keys" / "keyring.sqlite3").exists()
    return bool(given or used or (data / "secrets" / "root.key").exists())


def _root_key(settings: Any) -> Iterator[Finding]:
    from roret.vault.queries import root_key_problem

    problem = root_key_problem()
    if problem:
        yield Finding(WRONG, problem)
        return
    if settings.ROOT_KEY:
        yield _well("The root key comes from the environment, so it does not lie with the databases.")
        return
    path: Path = settings.ROOT_KEY_FILE
    yield _well(f"The root key lies in {path}, and nobody else on this machine may read it.")
    databases = [Path(d["NAME"]) for d in settings.DATABASES.values() if "sqlite" in d["ENGINE"]]
    if any(p.exists() and p.stat().st_dev == path.stat().st_dev for p in databases):
        yield _note(
            "It lies on the same disk as the databases. Whoever takes the disk can read everything. It protects "
            "backups and copies of the databases, as long as the folder secrets/ is not in them. Keep a copy of "
            "the key somewhere else: without it, nothing can be read again."
        )


def _databases(settings: Any) -> Iterator[Finding]:
    from django.db import connections

    for name, kind in (("default", "database"), ("keys", "keyring")):
        database = settings.DATABASES[name]
        if "sqlite" not in database["ENGINE"]:
            yield _answers(connections[name], kind)
        elif not Path(database["NAME"]).exists():
            yield _note(f"The {kind} is not there yet. The first start makes it.")
    if "sqlite" in settings.DATABASES["default"]["ENGINE"]:
        yield _sqlite(settings.SQLITE_VERSION)


def _answers(connection: Any, kind: str) -> Finding:
    from django.db import DatabaseError

    option = {"database": "RORET_DATABASE", "keyring": "RORET_KEYRING"}[kind]
    try:
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            version = cursor.fetchone()[0].split()[0]
    except DatabaseError as error:
        return Finding(
            WRONG,
            f"The {kind} on PostgreSQL does not answer ({type(error).__name__}). Check that it runs and that "
            f"{option} names it.",
        )
    finally:
        connection.close()
    return _well(f"The {kind} is on PostgreSQL {version}.")


def _sqlite(version: tuple[int, ...]) -> Finding:
    words = ".".join(str(number) for number in version)
    if version >= (3, 51, 3):
        return _well(f"SQLite is {words} and writes with a write-ahead log (WAL).")
    return _note(
        f"SQLite is {words}. Before 3.51.3 a write-ahead log can, in a rare moment, spoil the database, so Roret "
        "writes with a rollback journal (TRUNCATE) here. That is safe and a little slower, and plenty for a family."
    )


def _address(settings: Any) -> Iterator[Finding]:
    yield _well(f"People reach it at {settings.ADDRESS}.")
    if settings.HTTPS and settings.HOST not in ("127.0.0.1", "localhost", "::1"):
        yield _note(
            f"The address is https, and Roret itself speaks plain http on {settings.HOST}. Let only the proxy that "
            "speaks https reach it."
        )
    if not settings.SECURE_CONTEXT:
        yield _note(
            "The address is plain http on a network. Links, codes and passwords work; browsers allow passkeys, "
            "notifications and use without a network only over https. In a café or a shared house others on the "
            "network can read along."
        )
    if settings.DEBUG:
        yield Finding(WRONG, "RORET_DEBUG is on: an error page shows what is in memory. Take it away.")


def _port(host: str, port: int) -> Finding:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((host, port))
        except OSError as error:
            return _note(
                f"Port {port} on {host} cannot be had now ({error.strerror}). If Roret is running, that is Roret."
            )
    return _well(f"Port {port} is free.")


def _mail(settings: Any) -> Finding:
    if settings.HAS_MAIL:
        return _well(f"Mail goes out by {settings.EMAIL_HOST}, from {settings.DEFAULT_FROM_EMAIL}.")
    return _note(
        "No mail is set up, and none is needed: people come in by link, passkey or password. "
        "RORET_MAIL and RORET_MAIL_FROM set it up."
    )


def _work(settings: Any) -> Iterator[Finding]:
    """What the outbox holds, when there is one."""
    from django.db import DatabaseError, connection

    from roret.outbox.queries import standing

    database = settings.DATABASES["default"]
    if "sqlite" in database["ENGINE"] and not Path(database["NAME"]).exists():
        return
    try:
        kinds = standing()
    except DatabaseError:
        yield _note("The database is not up to this version yet. `roret migrate` or the next start sees to it.")
        return
    finally:
        connection.close()
    for kind in kinds:
        if kind.failing:
            yield Finding(
                WRONG,
                f"{kind.failing} things of the kind “{kind.kind}” have failed ten times or more. The log of the worker "
                "names the kind of error.",
            )
