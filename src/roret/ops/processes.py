"""Children of `roret serve`: begun by fork, so that they share what is already loaded, and ended by their pid.

No child outlives its parent, however the parent ends.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from typing import NoReturn

ENDING = (signal.SIGINT, signal.SIGTERM)
WATCHED = {signal.SIGINT, signal.SIGTERM, signal.SIGCHLD}

PR_SET_PDEATHSIG = 1


def fork(work: Callable[[], int]) -> int:
    """Begin a child that does `work` and ends with the status it gives. Gives the child's pid.

    To be called in the main thread, with no other thread alive and no database connection open.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        _run(work, parent)
    return pid


def _run(work: Callable[[], int], parent: int) -> NoReturn:
    """The child's life. It leaves by `os._exit`: a thread that hangs in a request cannot hold it back."""
    status = 1
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches every process; only the parent answers it
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, WATCHED)
        _end_with(parent)
        status = work()
    except SystemExit as leaving:
        status = leaving.code if isinstance(leaving.code, int) else 1
    except BaseException as error:  # noqa: BLE001  # the parent starts another; the class is all that may be said
        print(f"roret: a process ended by {type(error).__name__}", file=sys.stderr)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _end_with(parent: int) -> None:
    """Have the kernel end this process when its parent is gone, or, where it cannot, look every second."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    else:
        threading.Thread(target=_look_for, args=(parent,), daemon=True).start()
    if os.getppid() != parent:  # it ended before the line above
        os._exit(1)


def _look_for(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)


def end(pids: list[int], within: float) -> None:
    """Ask these children to end, and end by force those that have not done so after `within` seconds."""
    left = [pid for pid in pids if _signal(pid, signal.SIGTERM)]
    deadline = time.monotonic() + within
    while left and time.monotonic() < deadline:
        left = [pid for pid in left if not ended(pid)]
        time.sleep(0.02)
    for pid in left:
        _signal(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def ended(pid: int) -> bool:
    """Whether this child is over. Asked once more after a yes, it is a yes again."""
    try:
        return os.waitpid(pid, os.WNOHANG)[0] == pid
    except ChildProcessError:
        return True


def _signal(pid: int, number: signal.Signals) -> bool:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return False
    return True
