"""How long after a commit every open page has heard of it, and what an open page costs.

Told for a family (5 streams), a crowd (200) and a house full (1 000), all in one circle, which is the hardest case:
every change concerns every stream. The full house is told idle, and while pages are asked for as fast as they come.
"""

from __future__ import annotations

import asyncio
import contextlib
import resource
import sqlite3
import statistics
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
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
FULL = 1000
ASKING = 8
"""Browsers that ask for one page after the other, and senders that never finish their form."""

Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]


def figures() -> dict[str, float]:
    """Milliseconds until all have heard, memory a stream, database files held open by streams, and pages beside them."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="roret-bench-") as folder:
        with served(Path(folder)):
            pass
        said, _ = begin(Path(folder), program=MEMBER).communicate(timeout=60)
        session, circle_id = said.split()
        for count in (5, 200, FULL):
            with served(Path(folder)) as (process, port, _):
                house = _House(Path(folder), port, session, circle_id, process.pid)
                found |= asyncio.run(_measure(house, count))
    return found


class _House:
    """The running Roret, and hands on its database."""

    def __init__(self, folder: Path, port: int, session: str, circle_id: str, pid: int) -> None:
        self.port, self.session, self.circle_id, self.pid = port, session, circle_id, pid
        self.file = folder / "data" / "roret.sqlite3"

    async def open_stream(self) -> Stream:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        asked = f"GET /live?circle={self.circle_id} HTTP/1.1\r\nHost: localhost\r\nCookie: roret={self.session}\r\n\r\n"
        writer.write(asked.encode())
        await reader.readuntil(b"id: 1\n\n")
        return reader, writer

    async def page(self) -> float:
        """Ask for a signed-in page on a new connection. Gives milliseconds."""
        began = time.perf_counter()
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        asked = f"GET /c/{self.circle_id} HTTP/1.1\r\nHost: localhost\r\nCookie: roret={self.session}\r\n"
        writer.write(f"{asked}Connection: close\r\n\r\n".encode())
        answer = await reader.read()
        writer.close()
        if b" 200 " not in answer.split(b"\r\n", 1)[0]:
            raise RuntimeError(f"a page answered {answer[:60]!r}")
        return (time.perf_counter() - began) * 1000

    def change(self) -> None:
        with contextlib.closing(sqlite3.connect(self.file, timeout=5)) as connection, connection:
            connection.execute(
                "INSERT INTO live_change (circle_id, part, at) VALUES (?, 'cards', datetime('now'))",
                [self.circle_id.replace("-", "")],
            )

    def memory(self) -> float:
        """MB of all processes."""
        return sum(pss(one) for one in family(self.pid))

    def files_held(self) -> int:
        """How often the database's file is open in any process of the house."""
        held = 0
        for pid in family(self.pid):
            for link in Path(f"/proc/{pid}/fd").iterdir():
                with contextlib.suppress(OSError):
                    held += str(link.readlink()) == str(self.file)
        return held


async def _measure(house: _House, count: int) -> dict[str, float]:
    alone = [await house.page() for _ in range(10)]
    memory, files = house.memory(), house.files_held()
    opened = [await house.open_stream() for _ in range(count)]
    name = f"{count} streams"
    found = _times(f"commit to all of {name}", await _rounds(house, opened, 15))
    if count == FULL:
        found[f"{name}: one, KB"] = (house.memory() - memory) * 1024 / count
        found[f"{name}: database files more than without"] = house.files_held() - files
        async with _asking(house):
            found |= _times(f"commit to all of {name}, pages at full load", await _rounds(house, opened, 15))
        async with _slow_senders(house):
            beside = [await house.page() for _ in range(10)]
        found["page beside 8 unfinished senders, ratio"] = statistics.median(beside) / statistics.median(alone)
    for _, writer in opened:
        writer.close()
    return found


def _times(what: str, took: list[list[float]]) -> dict[str, float]:
    """Median and 99th percentile over every stream of every round. A stream that missed a round ends the bench."""
    every = sorted(one for some in took for one in some)
    return {f"{what}, median, ms": statistics.median(every), f"{what}, p99, ms": every[int(len(every) * 0.99)]}


async def _rounds(house: _House, opened: list[Stream], rounds: int) -> list[list[float]]:
    took = []
    for _ in range(rounds):
        await asyncio.sleep(0.5)
        await asyncio.to_thread(house.change)
        began = time.perf_counter()
        took.append(await asyncio.wait_for(asyncio.gather(*(_heard(reader, began) for reader, _ in opened)), 30))
    return took


async def _heard(reader: asyncio.StreamReader, began: float) -> float:
    await reader.readuntil(b"event: cards\ndata: .\n\n")
    return (time.perf_counter() - began) * 1000


@asynccontextmanager
async def _asking(house: _House) -> AsyncIterator[None]:
    async def on_and_on() -> None:
        while True:
            await house.page()

    tasks = [asyncio.create_task(on_and_on()) for _ in range(ASKING)]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def _slow_senders(house: _House) -> AsyncIterator[None]:
    writers = []
    for _ in range(ASKING):
        _, writer = await asyncio.open_connection("127.0.0.1", house.port)
        writer.write(b"POST /me/look HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\ntheme=")
        await writer.drain()
        writers.append(writer)
    try:
        yield
    finally:
        for writer in writers:
            writer.close()
