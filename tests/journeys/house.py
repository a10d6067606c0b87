"""A Roret of its own for the browser: the real `roret serve`, on a folder that is thrown away, with hands on its clock.

The clock is turned from outside by a file beside the data folder that holds how many days it is ahead. Nothing in the
product knows of it: the program below replaces `kit.clock.now` before anything else is loaded.
"""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from bench.starting import ROOT, begin, free_port

PROGRAM = "from tests.journeys.house import loosen_clock; loosen_clock()\nfrom roret.config.command import main; main()"
AHEAD = "days-ahead"


@dataclass(frozen=True)
class House:
    """A running Roret: where people reach it, and the folder that holds everything of it."""

    address: str
    port: int
    folder: Path

    def turn_clock(self, days: float) -> None:
        """From now on it is so many days later in this house than in the world."""
        # In one go: the house may read it at any moment.
        written = self.folder / f"{AHEAD}.new"
        written.write_text(str(days), encoding="utf-8")
        written.replace(self.folder / AHEAD)


@contextmanager
def housed(folder: Path, *, host: str = "localhost", more: Mapping[str, str] | None = None) -> Iterator[House]:
    """`roret serve` on a free port under `http://host:port`, with `more` in its environment. Ended with Ctrl-C."""
    port = free_port()
    house = House(f"http://{host}:{port}", port, folder)
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    settings = {"RORET_PORT": str(port), "RORET_ADDRESS": house.address, "PYTHONPATH": paths, **(more or {})}
    process = begin(folder, "serve", program=PROGRAM, settings=settings)
    try:
        _until_up(process, house)
        yield house
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.communicate(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


def _until_up(process: subprocess.Popen[str], house: House, within: float = 90) -> None:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(process.stdout.read() if process.stdout else "it ended")
        if _is_up(house):
            return
        time.sleep(0.05)
    raise RuntimeError(f"not up after {within:g} s")


def _is_up(house: House) -> bool:
    asked = http.client.HTTPConnection("127.0.0.1", house.port, timeout=5)
    try:
        asked.request("GET", "/healthz", headers={"Host": urlsplit(house.address).netloc})
        return asked.getresponse().status == 200
    except OSError:
        return False
    finally:
        asked.close()


def loosen_clock() -> None:
    """Let the file beside the data folder say how far ahead `kit.clock` is. For the process this is called in."""
    from roret.kit import clock

    face = Path(os.environ["RORET_DATA"]).parent / AHEAD
    real = clock.now

    def now() -> datetime:
        return real() + timedelta(days=float(face.read_text(encoding="utf-8")) if face.exists() else 0)

    clock.now = now
