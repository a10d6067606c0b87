"""How long after a commit every open page has heard of it, and what an open page costs in memory."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import statistics
import tempfile
import time
from pathlib import Path

from bench.starting import begin, family, pss, served

MEMBER = """
from roret.config import command
command._load()
from roret.circle import actions as circle
from roret.circle.rules import Edition, Role
from roret.people import actions as people
from roret.people.sessions import SessionStore
person = people.make_person()
circle_id = circle.open_circle(person_id=person.pk, edition=Edition.HOME, role=Role.HOLDER, name="Maja")
session = SessionStore()
session.update({"_auth_user_id": str(person.pk), "_auth_user_backend": people.BACKEND,
                "_auth_user_hash": person.get_session_auth_hash()})
session.create()
print(session.session_key, circle_id)
"""


def figures() -> dict[str, float]:
    """For a family (5 streams) and for a crowd in one circle (200): milliseconds until all have heard."""
    found = {}
    with tempfile.TemporaryDirectory(prefix="roret-bench-") as folder:
        with served(Path(folder)):
            pass
        said, _ = begin(Path(folder), program=MEMBER).communicate(timeout=60)
        session, circle_id = said.split()
        for count in (5, 200):
            with served(Path(folder)) as (process, port, _):
                before = sum(pss(pid) for pid in family(process.pid))
                took, after = asyncio.run(_crowd(Path(folder), port, session, circle_id, count, process.pid))
            found[f"commit to all of {count} streams, median, ms"] = statistics.median(took)
            found[f"commit to all of {count} streams, worst, ms"] = max(took)
        found["one open stream, KB"] = (after - before) * 1024 / count
    return found


async def _crowd(
    folder: Path, port: int, session: str, circle_id: str, count: int, pid: int
) -> tuple[list[float], float]:
    opened = [await _open(port, session, circle_id) for _ in range(count)]
    memory = sum(pss(one) for one in family(pid))
    took = []
    for _ in range(15):
        await asyncio.sleep(0.5)
        await asyncio.to_thread(_change, folder, circle_id)
        began = time.perf_counter()
        await asyncio.gather(*(reader.readuntil(b"data: .\n\n") for reader, _ in opened))
        took.append((time.perf_counter() - began) * 1000)
    for _, writer in opened:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()
    return took, memory


async def _open(port: int, session: str, circle_id: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    asked = f"GET /live?circle={circle_id} HTTP/1.1\r\nHost: localhost\r\nCookie: roret={session}\r\n\r\n"
    writer.write(asked.encode())
    await reader.readuntil(b"id: 1\n\n")
    return reader, writer


def _change(folder: Path, circle_id: str) -> None:
    with contextlib.closing(sqlite3.connect(folder / "data" / "roret.sqlite3", timeout=5)) as connection, connection:
        connection.execute(
            "INSERT INTO live_change (circle_id, part, at) VALUES (?, 'cards', datetime('now'))",
            [circle_id.replace("-", "")],
        )
