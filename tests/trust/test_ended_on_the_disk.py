"""What has ended is on no disk: not in the database's files with their free pages, the log, or the next day's backup.

The house is a real one, with its web process and worker, on a folder of its own; its clock is turned to the next day.
Content is sealed, so looking for words in the files would prove nothing: the sealed bytes themselves are looked for,
and what the databases and a backup of them hold is read with the keys.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import httpx
import pytest

from bench.starting import ROOT, free_port
from tests.journeys.house import PROGRAM, House, _is_up
from tests.journeys.living import ZONE, coming_tuesday
from tests.trust.a_past_day import CHOSEN, LASTS, TABLES, TAKEN_BACK
from tests.trust.finding import canaries_in, files_in
from tests.trust.opened import says
from tests.trust.test_ended import AGREEMENTS

pytestmark = pytest.mark.timeout(300)
SAME = 18
"""Every text that is sealed with one key begins with these bytes: a mark and the key's id."""
PIECE = 12
"""Bytes of a sealed text that are looked for at a time: a page that was half written over still has some of them."""
BEATS = 1500
"""What the worker writes in a hundred minutes."""
TUESDAY = coming_tuesday()
"""It stays the same when midnight passes meanwhile."""
TYPED = ("zq" + "a1" * 16, "zq" + "b2" * 16)


@dataclass
class Past:
    house: House
    settings: dict[str, str]
    day: dict[str, Any]
    while_it_lasted: dict[str, Any] = field(default_factory=dict)
    next_day: dict[str, Any] = field(default_factory=dict)
    pages: list[str] = field(default_factory=list)

    def canary(self, group: str) -> str:
        return next(canary for canary, known in self.day["groups"].items() if known == group)

    def run(self, *what: str, data: Path | None = None) -> Any:
        """Do something in this house, or with the data in another folder."""
        settings = self.settings | ({"RORET_DATA": str(data)} if data else {})
        return in_a_house(settings, *what)

    def database(self) -> Path:
        return self.house.folder / "data" / "roret.sqlite3"


def in_a_house(settings: dict[str, str], *what: str) -> Any:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.trust.in_a_house", *what],
        env=settings,
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Past]:
    folder, port = tmp_path_factory.mktemp("house"), free_port()
    house = House(f"http://127.0.0.1:{port}", port, folder)
    settings = {name: value for name, value in os.environ.items() if not name.startswith("RORET_")} | {
        "RORET_DATA": str(folder / "data"),
        "RORET_PORT": str(port),
        "RORET_ROOT_KEY": "7b" * 32,
        "DJANGO_SETTINGS_MODULE": "roret.config.settings",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
    }
    house.turn_clock(until(9))
    with (folder / "log").open("wb") as log:
        serving = subprocess.Popen([sys.executable, "-c", PROGRAM, "serve"], env=settings, stdout=log, stderr=log)
        try:
            wait_for(lambda: serving.poll() is None and _is_up(house), "it is up")
            with somebody_reading(folder / "data" / "roret.sqlite3"):
                made = Past(house, settings, in_a_house(settings, "live"))
            type_something(made)
            made.while_it_lasted = made.run("look")
            keep_a_copy(made, "while it lasted")
            house.turn_clock(until(9, days=1))
            # What the worker is in the middle of is leased ahead, and its handler may still say that something changed.
            wait_for(lambda: not count(made, "outbox_due WHERE at < ?", until(9.5, days=1)), "everything due is done")
            house.turn_clock(until(9.1, days=1))
            made.run("beat", str(BEATS))
            wait_for(lambda: not count(made, "live_change WHERE at < ?", until(9.05, days=1)), "open pages have heard")
            made.next_day = made.run("look")
            keep_a_copy(made, "next day")
            back_up(made)
            made.pages = read_pages(made)
            yield made
        finally:
            serving.send_signal(signal.SIGINT)
            serving.wait(timeout=15)


def until(hours: float, days: int = 0) -> float:
    """How many days it is until so many hours of that Tuesday, or so many days after it."""
    there = datetime.combine(TUESDAY + timedelta(days=days), time(), ZONE) + timedelta(hours=hours)
    return (there - datetime.now(ZONE)).total_seconds() / 86400


def wait_for(done: Any, what: str, within: float = 120) -> None:
    ends = monotonic() + within
    while monotonic() < ends:
        if done():
            return
        sleep(0.2)
    pytest.fail(f"in vain waited until {what}")


@contextmanager
def somebody_reading(database: Path) -> Iterator[None]:
    """A backup that takes its time: until it is done the write-ahead log cannot be emptied, and grows."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM outbox_due").fetchone()
        yield


def count(past: Past, which: str, before: float) -> int:
    """How many rows there are from before a moment, so many days from now."""
    moment = (datetime.now(UTC) + timedelta(days=before)).strftime("%Y-%m-%d %H:%M:%S")
    with closing(sqlite3.connect(f"file:{past.database()}?mode=ro", uri=True)) as read:
        (found,) = read.execute(f"SELECT count(*) FROM {which}", [moment]).fetchone()
    return int(found)


# --- living in it, and looking ----------------------------------------------------------------------


def browser(past: Past, who: str) -> httpx.Client:
    made = httpx.Client(base_url=past.house.address, timeout=60)
    for name, value in past.day["cookies"][who].items():
        made.cookies.set(name, value, domain="127.0.0.1")
    return made


def type_something(past: Past) -> None:
    """The same by forms, through the server and past its log."""
    at = f"/c/{past.day['circle']}/today"
    with browser(past, "holder") as hers:
        hers.get(at)
        token = {"csrfmiddlewaretoken": hers.cookies["roret-form"]}
        for path, form in {
            "/code": {"capacity_words": f"stille {TYPED[0]}"},
            "/away": {"own": f"går lidt {TYPED[1]}"},
            "/signal": {"kind": "pause"},
            f"/thanks/{past.day['members']['supporter']}": {},
        }.items():
            assert hers.post(at + path, data=token | form).status_code == 302, path
        assert all(word in hers.get(at).text for word in TYPED)


def read_pages(past: Past) -> list[str]:
    found = []
    for who in ("holder", "supporter"):
        with browser(past, who) as theirs:
            for rest in ("", "/today", "/today/now", "/today/code", "/today/away", "/page", "/people"):
                answer = theirs.get(f"/c/{past.day['circle']}{rest}")
                assert answer.status_code == 200
                found.append(answer.text)
    return found


def keep_a_copy(past: Past, name: str) -> None:
    """Byte by byte, with the write-ahead logs as they are."""
    shutil.copytree(past.house.folder, past.house.folder.parent / "copies" / name)


def copied(past: Past, name: str) -> bytes:
    folder = past.house.folder.parent / "copies" / name
    return b"\0".join(path.read_bytes() for path in files_in(folder))


def back_up(past: Past) -> None:
    """As docs/running.md says: each database by its own backup, while the house runs."""
    for name in ("roret.sqlite3", "keys/keyring.sqlite3"):
        to = past.house.folder.parent / "backup" / name
        to.parent.mkdir(parents=True, exist_ok=True)
        with (
            closing(sqlite3.connect(past.house.folder / "data" / name)) as source,
            closing(sqlite3.connect(to)) as target,
        ):
            source.backup(target)


def left_of(sealed: dict[str, str], data: bytes) -> set[str]:
    """Where those of these sealed texts lay that can still be seen in the data, whole or in part."""
    return {
        place
        for blob, place in ((bytes.fromhex(blob)[SAME:], place) for blob, place in sealed.items())
        if any(blob[start : start + PIECE] in data for start in range(0, len(blob) - PIECE + 1, PIECE))
    }


# --- what is found ----------------------------------------------------------------------------------


def test_every_word_could_be_found_while_it_lasted(past, figure):
    """Without this, finding nothing would prove nothing."""
    rows, along = json.dumps(past.while_it_lasted["rows"]), json.dumps(past.while_it_lasted["exports"])
    words = [*TYPED, *(past.canary(group) for group in ("day:answer", "day:code of Jonas", "day:away of Jonas"))]
    assert all(word in rows and word in along for word in words)
    standing = past.while_it_lasted["sealed"]
    assert len(standing) > 8
    assert left_of(standing, copied(past, "while it lasted")) == set(standing.values())
    figure(f"that day: {len(standing)} sealed texts standing, each seen in the files and read with the keys")


def test_no_sealed_byte_of_it_is_left_in_any_file(past, figure):
    data = copied(past, "next day")
    sealed = past.day["sealed"] | past.while_it_lasted["sealed"]
    found = left_of(sealed, data)
    figure(f"next day: {len(sealed)} sealed texts of that day in {len(data) // 1024} kB of files, {len(found)} found")
    assert found == set()


def test_with_all_keys_nothing_of_it_is_in_the_house_or_in_the_backup_of_the_next_day(past, figure):
    restored = past.house.folder.parent / "backup"
    from_backup = past.run("look", data=restored)
    assert from_backup["rows"]["circle_member"] == past.next_day["rows"]["circle_member"], "the backup is one"
    for where, there in (("house", past.next_day), ("backup", from_backup)):
        for group in (*LASTS, *TAKEN_BACK):
            allowed = AGREEMENTS if group in CHOSEN else set()
            assert says(there["rows"], past.canary(group)) <= allowed, (where, group)
        for word in TYPED:
            assert says(there["rows"], word) == set(), where
        assert {table for table in TABLES if there["rows"][table]} <= {"withdraw_check", "deliver_notice"}, where
    words = {past.canary(group) for group in (*LASTS, *TAKEN_BACK) if group not in CHOSEN} | set(TYPED)
    assert [word for word in words if word in json.dumps([past.next_day["exports"], from_backup["exports"]])] == []
    figure(f"next day: 0 of {len(words)} words in house, exports and backup, all opened with their keys")


def test_no_log_and_no_page_tells_of_it(past, figure):
    log = (past.house.folder / "log").read_bytes()
    words = {past.canary(group) for group in (*LASTS, *TAKEN_BACK)} | set(TYPED)
    assert canaries_in(log) == set()
    assert past.day["circle"].encode() not in log, "a log with addresses in it tells who was here when"
    on_pages = canaries_in("\0".join(past.pages).encode())
    assert on_pages & words <= {past.canary(group) for group in CHOSEN}
    assert on_pages, "the pages do show what is agreed"
    figure(f"next day: {len(log)} bytes of log and {len(past.pages)} pages, 0 words of that day")
