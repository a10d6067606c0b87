"""How long `roret serve` takes to answer, and what everything it starts holds in memory when nobody is there."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = "from roret.config.command import main; main()"


def figures() -> dict[str, float]:
    """Seconds on an empty folder (both databases are made) and on one in use, and idle memory in MB (PSS)."""
    with tempfile.TemporaryDirectory(prefix="roret-bench-") as folder:
        with served(Path(folder)) as (_, _, first):
            pass
        with served(Path(folder)) as (process, _, again):
            time.sleep(5)
            memory = sum(pss(pid) for pid in family(process.pid))
    return {"start, empty folder, s": first, "start, in use, s": again, "idle memory of all processes, MB": memory}


@contextmanager
def served(
    folder: Path, *, program: str = PROGRAM, settings: Mapping[str, str] | None = None
) -> Iterator[tuple[subprocess.Popen[str], int, float]]:
    """A Roret on a free port, its port, and the seconds until `/healthz` answered 200. Ended with Ctrl-C."""
    port = free_port()
    began = time.monotonic()
    process = begin(folder, "serve", program=program, settings={"RORET_PORT": str(port), **(settings or {})})
    try:
        until_up(process, port)
        yield process, port, time.monotonic() - began
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout:
            process.stdout.close()


def begin(
    folder: Path, *words: str, program: str = PROGRAM, settings: Mapping[str, str] | None = None
) -> subprocess.Popen[str]:
    """A `roret` command on this data folder, with no setting of the host's."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("RORET_")}
    environ |= {"RORET_DATA": str(folder / "data"), "PYTHONPATH": str(ROOT / "src"), **(settings or {})}
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", program, *words],
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def until_up(process: subprocess.Popen[str], port: int, within: float = 60) -> None:
    """Wait until it says that it is up. Raises `RuntimeError` with what it printed when it ended instead."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(process.stdout.read() if process.stdout else "it ended")
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError(f"not up after {within:g} s")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def family(pid: int) -> list[int]:
    """A process and its children and theirs."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += family(int(child))
    return found


def pss(pid: int) -> float:
    """Its share of the memory in use, in MB: what several processes share is divided between them."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise LookupError(pid)
