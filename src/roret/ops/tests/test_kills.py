"""Things due are not lost and do not stick, however often the worker is killed."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path
from textwrap import dedent

from bench.starting import begin

KILLS = 60 if os.environ.get("RORET_PROVE") else 12
"""RORET_PROVE is set by `make prove`."""

WORKER = dedent(
    """
    import os, sys
    from datetime import timedelta
    from roret.config import command
    command._load()
    from roret.ops.worker import Worker
    done = os.open(sys.argv[1], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    Worker({"test.note": lambda ref: os.write(done, ref.encode() + b"\\n")}, lease=timedelta(seconds=1)).run()
    """
)
ASKER = dedent(
    """
    import sys, time
    from roret.config import command
    command._load()
    from django.db import transaction
    from roret.kit import clock
    from roret.outbox import actions
    asked, until = 0, time.monotonic() + float(sys.argv[1])
    while time.monotonic() < until:
        with transaction.atomic():
            actions.due(kind="test.note", ref=asked, at=clock.now())
        asked += 1
        time.sleep(0.002)
    print(asked)
    """
)
LEFT = dedent(
    """
    from roret.config import command
    command._load()
    from roret.outbox.models import Due
    print(Due.objects.count())
    """
)


def said_by(folder: Path, program: str, *words: str, settings: dict[str, str]) -> int:
    process = begin(folder, *words, program=program, settings=settings)
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 0, said
    return int(said.split()[-1])


def test_a_killed_worker_loses_nothing_and_leaves_nothing_stuck(folder, databases, tmp_path, figure):
    dice, log = random.Random(7), tmp_path / "done"
    if databases:
        migrating = begin(folder, "migrate", settings=databases)
        assert migrating.wait(120) == 0
    asker = begin(folder, str(KILLS * 0.6), program=ASKER, settings=databases)
    kills = 0
    while kills < KILLS:
        worker = begin(folder, str(log), program=WORKER, settings=databases)
        before = log.stat().st_size if log.exists() else 0
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline and (not log.exists() or log.stat().st_size == before):
            time.sleep(0.01)
        time.sleep(dice.uniform(0.0, 0.3))
        worker.kill()
        worker.wait()
        kills += 1
    said, _ = asker.communicate(timeout=120)
    asked = int(said.split()[-1])
    worker = begin(folder, str(log), program=WORKER, settings=databases)
    try:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline and said_by(folder, LEFT, settings=databases):
            time.sleep(1)
    finally:
        worker.terminate()
        worker.wait(10)
    assert said_by(folder, LEFT, settings=databases) == 0, "something is stuck"
    done = log.read_text().split()
    assert asked > 100 and set(done) == {str(number) for number in range(asked)}, "something is lost"
    twice = len(done) - len(set(done))
    assert twice <= kills
    figure(f"worker killed {kills} times: {asked} things due, 0 lost, 0 stuck, {twice} done twice")
