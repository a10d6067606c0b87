"""`roret serve`: one web process and one worker, watched over until somebody asks to stop."""

from __future__ import annotations

import errno
import gc
import os
import signal
import socket
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from roret.ops import processes
from roret.ops.house import House, Refused

WITHIN = 2.2
"""Seconds that the children get to end by themselves when the house shuts."""

STEADY = 60.0
"""Seconds after which a child counts as well again, so that its next fall is answered at once."""


class StopAsked(Exception):
    """Ctrl-C or SIGTERM came while the house was being made ready."""


@dataclass
class Child:
    """One process, and how it has been doing."""

    name: str
    work: Callable[[], int]
    pid: int = 0
    began: float = 0.0
    falls: int = 0
    again_at: float = field(default=0.0)

    def begin(self) -> None:
        self.pid, self.began = processes.fork(self.work), time.monotonic()

    def fell(self) -> float:
        """Take note that it ended unasked. Gives the seconds until it is begun again: 0.5, doubled, at most 30."""
        self.falls = 1 if time.monotonic() - self.began > STEADY else self.falls + 1
        pause = float(min(0.5 * 2 ** min(self.falls - 1, 10), 30.0))
        self.pid, self.again_at = 0, time.monotonic() + pause
        return pause


def serve(house: House) -> int:
    """Start and watch over both processes. Gives the exit status; raises `Refused` before anything was started."""
    signal.pthread_sigmask(signal.SIG_BLOCK, processes.WATCHED)
    house.load()
    from django.conf import settings

    from roret.ops import catalogues, prepare, web
    from roret.ops.worker import Worker

    prepare.check_data_folder()
    catalogues.compile_missing()
    listening = listen(settings.HOST, settings.PORT)
    try:
        readying = Readying()
        try:
            prepare.check_configuration()
            application, due, sweep = house.application(), house.due(), house.sweep()
        finally:
            link = readying.link()
        # What is loaded now is shared by all three processes; the collector is kept from touching it.
        gc.collect()
        gc.freeze()
        children = [
            Child("web", lambda: web.run(application, listening)),
            Child("worker", lambda: Worker(due, sweep).run()),
        ]
        _greet(settings.ADDRESS, link)
        _watch_over(children)
    except StopAsked:
        return 0
    finally:
        listening.close()
    print("Roret has stopped.", flush=True)
    return 0


def listen(host: str, port: int) -> socket.socket:
    """A socket on the port that was chosen. Raises `Refused` with what to do when it cannot be had."""
    from roret.ops import web

    try:
        return web.listen(host, port)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Refused(
                f"Port {port} is taken by another program, perhaps by a Roret that is already running. "
                f"Stop that one, or choose another port: RORET_PORT={port + 1}."
            ) from None
        if error.errno == errno.EACCES:
            raise Refused(f"Port {port} is kept for the system. Choose one above 1023 with RORET_PORT.") from None
        raise Refused(
            f"Roret cannot listen on {host} ({error.strerror}). RORET_HOST has to be an address of this machine: "
            "127.0.0.1 for this machine alone, 0.0.0.0 for the network it is in."
        ) from None


class Readying:
    """A child that makes the databases ready while the parent loads the pages. The parent opens no database itself."""

    def __init__(self) -> None:
        self._reading, writing = os.pipe()
        self._pid = processes.fork(lambda: _make_ready(writing))
        os.close(writing)

    def link(self) -> str | None:
        """Wait for it. Gives the first person's link when nobody is here yet; raises `Refused` or `StopAsked`."""
        status = _wait_for(self._pid)
        with os.fdopen(self._reading, encoding="utf-8") as answer:
            said = answer.read()
        if status:
            raise Refused(said or "Roret could not be made ready. What went wrong stands above.")
        return said or None


def _make_ready(writing: int) -> int:
    """The child's work: says the link, or why not, to the parent."""
    from roret.ops.prepare import prepare
    from roret.people.actions import first_link

    with os.fdopen(writing, "w", encoding="utf-8") as answer:
        try:
            prepare()
        except Refused as refusal:
            answer.write(str(refusal))
            return 2
        answer.write(first_link() or "")
    return 0


def _wait_for(pid: int) -> int:
    """The exit status of a child. Raises `StopAsked`, with the child ended, when the house is asked to stop."""
    while True:
        there, status = os.waitpid(pid, os.WNOHANG)
        if there:
            return os.waitstatus_to_exitcode(status)
        if _next_signal(1.0) in processes.ENDING:
            processes.end([pid], WITHIN)
            raise StopAsked


def _watch_over(children: list[Child]) -> None:
    """Begin the children and begin again what falls, until asked to stop. Then none is left."""
    try:
        while True:
            for child in children:
                _look_after(child)
            if _next_signal(0.5) in processes.ENDING:
                return
    finally:
        processes.end([child.pid for child in children if child.pid], WITHIN)


def _look_after(child: Child) -> None:
    if child.pid and processes.ended(child.pid):
        pause = child.fell()
        print(f"roret: the {child.name} process ended and is begun again in {pause:g} s", file=sys.stderr, flush=True)
    if not child.pid and time.monotonic() >= child.again_at:
        child.begin()


def _next_signal(within: float) -> int | None:
    """The next of the watched signals, or nothing when none comes in so many seconds."""
    came = signal.sigtimedwait(processes.WATCHED, within)
    return came.si_signo if came else None


def _greet(address: str, link: str | None) -> None:
    print(f"Roret is at {address}")
    if link:
        print("Nobody is here yet. This link signs the first person in, once, within 24 hours:")
        print(f"  {address}{link}")
    print("Ctrl-C stops it.", flush=True)
