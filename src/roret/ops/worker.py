"""The worker's process: round after round through the outbox, until it is asked to stop."""

from __future__ import annotations

import logging
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from types import FrameType

from django.db import DatabaseError, close_old_connections

from roret.outbox import actions as outbox
from roret.outbox.rules import LEASE

log = logging.getLogger(__name__)

PAUSE = 0.5
"""Seconds between rounds when nothing is due."""
BEAT = 4.0
"""Seconds between two signs of life."""
SWEEP = 20.0
"""Seconds between two sweeps of what only has to be there for a while."""
GRACE = 1.0
"""Seconds that a running job gets to finish when the worker is asked to stop."""


class Stopped(BaseException):
    """Raised in the middle of a job that did not finish within the grace. No `except Exception` holds it up."""


class Worker:
    """Runs what is due with the handlers it was given."""

    def __init__(
        self,
        handlers: Mapping[str, Callable[[str], None]],
        sweep: Sequence[Callable[[], None]] = (),
        lease: timedelta = LEASE,
    ) -> None:
        self.handlers = handlers
        self.sweep = sweep
        self.lease = lease
        self.stopping = False
        self._next: dict[str, float] = {}

    def run(self, *, until: Sequence[signal.Signals] = (signal.SIGTERM,)) -> int:
        """Work until one of these signals comes. Gives the exit status."""
        for number in until:
            signal.signal(number, self._stop)
        signal.signal(signal.SIGALRM, self._break_off)
        try:
            while not self.stopping:
                if not self._round():
                    self._rest()
        except Stopped:
            log.warning("the worker was stopped in the middle of a job, which the next one does again")
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        return 0

    def _round(self) -> int:
        """One round: one thing at most, so that signs of life come between two. Gives how many rows were taken.

        Trouble with the database ends the round, never the worker.
        """
        try:
            if self._time_for("beat", BEAT):
                outbox.beat()
            if self._time_for("sweep", SWEEP):
                for tidy in self.sweep:
                    tidy()
            return outbox.work_round(self.handlers, at_most=1, lease=self.lease)
        except DatabaseError as error:
            log.warning("the worker's round broke off (%s)", type(error).__name__)
            self._next.clear()
            return 0
        finally:
            close_old_connections()

    def _time_for(self, what: str, every: float) -> bool:
        now = time.monotonic()
        if now < self._next.get(what, 0.0):
            return False
        self._next[what] = now + every
        return True

    def _rest(self) -> None:
        if not self.stopping:
            time.sleep(PAUSE)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        if not self.stopping:
            self.stopping = True
            signal.setitimer(signal.ITIMER_REAL, GRACE)

    def _break_off(self, number: int, frame: FrameType | None) -> None:
        raise Stopped
