"""Noticing that somebody has committed a change: page, worker, command line or another machine alike.

On SQLite by `PRAGMA data_version`, twenty times a second, on a connection of its own that only
reads. On PostgreSQL by LISTEN. Neither holds anything up: when the database is busy the next
look comes fifty milliseconds later.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID

from roret.live.actions import CHANNEL
from roret.live.hub import Hub, Told

log = logging.getLogger(__name__)

EVERY = 0.05
AFTER_TROUBLE = 1.0


async def watch(hub: Hub, database: Mapping[str, Any]) -> None:
    """Tell the hub of every commit, until cancelled. `database` is Django's settings of one database.

    Trouble is logged by its class and tried again each second; once it is over, every open page
    fetches its parts anew, because something may have been missed.
    """
    once = _postgresql if "postgresql" in database["ENGINE"] else _sqlite
    while True:
        try:
            await once(hub, database)
        except Exception as error:  # noqa: BLE001  # whatever it is, the next try is the answer
            log.warning("the watch on the database broke (%s) and is set up again", type(error).__name__)
            await asyncio.sleep(AFTER_TROUBLE)


async def _sqlite(hub: Hub, database: Mapping[str, Any]) -> None:
    import sqlite3  # after config has put the newer SQLite in its place

    path = Path(database["NAME"]).absolute()
    connection = sqlite3.connect(
        f"file:{quote(str(path))}?mode=ro", uri=True, timeout=0, isolation_level=None, check_same_thread=False
    )
    try:
        version: int | None = None
        last: int | None = None
        while True:
            try:
                seen = connection.execute("PRAGMA data_version").fetchone()[0]
                if last is None:
                    last = _end(connection)
                    hub.tell_all_again()
                elif seen != version:
                    last = _read_on(connection, hub, last)
                version = seen
            except sqlite3.OperationalError as error:
                if not _is_busy(error):
                    raise
            await asyncio.sleep(EVERY)
    finally:
        connection.close()


def _end(connection: Any) -> int:
    return int(connection.execute("SELECT coalesce(max(id), 0) FROM live_change").fetchone()[0])


def _read_on(connection: Any, hub: Hub, last: int) -> int:
    """Tell what came after `last`, and give the number of the newest."""
    rows = connection.execute(
        "SELECT id, circle_id, member_id, part FROM live_change WHERE id > ? ORDER BY id", [last]
    ).fetchall()
    for number, circle, member, part in rows:
        hub.tell(Told(UUID(circle), UUID(member) if member else None, part))
        last = number
    return last


def _is_busy(error: Exception) -> bool:
    return "locked" in str(error) or "busy" in str(error)


async def _postgresql(hub: Hub, database: Mapping[str, Any]) -> None:
    import psycopg

    connection = await psycopg.AsyncConnection.connect(
        dbname=database["NAME"],
        user=database["USER"] or None,
        password=database["PASSWORD"] or None,
        host=database["HOST"] or None,
        port=database["PORT"] or None,
        autocommit=True,
        connect_timeout=10,
    )
    async with connection:
        await connection.execute(f"LISTEN {CHANNEL}")  # a name of ours, no value
        hub.tell_all_again()
        async for note in connection.notifies():
            circle, member, part = json.loads(note.payload)
            hub.tell(Told(UUID(circle), UUID(member) if member else None, part))
