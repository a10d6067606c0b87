"""What every test stands on: a data folder of its own, databases that are named test, and no setting of the host's.

Runs before Django's settings are read. With `RORET_TEST_DATABASE` and `RORET_TEST_KEYRING` (see tools/postgres)
the suite runs on PostgreSQL, otherwise on SQLite files.
"""

from __future__ import annotations

import atexit
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

if TYPE_CHECKING:
    from roret.kit.announce import Event

# --- before the settings ----------------------------------------------------------------------
_given = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("RORET_")}
# What is meant for the tests stays, because xdist's workers read this file as well.
FOR_TESTS = ("RORET_TEST_DATABASE", "RORET_TEST_KEYRING", "RORET_TEST_DURABLE", "RORET_PROVE", "RORET_FIGURES")
os.environ.update({name: value for name, value in _given.items() if name in FOR_TESTS})
PROVE = _given.get("RORET_PROVE") == "yes"
"""Whether the proofs run at their full size (`make prove`)."""
if PROVE:
    os.environ.setdefault("PROOF_SCALE", "25")
    os.environ.setdefault("ROUNDS", "60")
# How fast an example is, is no test; and but for the proofs every run looks at the same ones.
hypothesis.settings.register_profile(
    "roret",
    deadline=None,
    database=None,
    derandomize=not PROVE,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("roret")
FIGURES = _given.get("RORET_FIGURES")
DATA = Path(tempfile.mkdtemp(prefix="roret-test-"))
atexit.register(shutil.rmtree, DATA, ignore_errors=True)
(DATA / "static").mkdir()
os.environ["RORET_DATA"] = str(DATA)
os.environ["RORET_ROOT_KEY"] = "5e" * 32
# Not in pyproject.toml: pytest-django would read the settings before the lines above.
os.environ["DJANGO_SETTINGS_MODULE"] = "roret.config.settings"
if "RORET_TEST_DATABASE" in _given:
    os.environ["RORET_DATABASE"] = _given["RORET_TEST_DATABASE"]
    os.environ["RORET_KEYRING"] = _given["RORET_TEST_KEYRING"]

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
NOT_RUN: dict[str, str] = {}
"""Nodes that were left out, and why: the summary names each reason once."""


def pytest_configure(config: pytest.Config) -> None:
    """Give each database a file that is named test, and refuse everything else."""
    from django.conf import settings

    refuse_real_databases()
    # Read by now. A worker of xdist would find it in its environment and read the settings before this file.
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)
    for name, database in settings.DATABASES.items():
        if "sqlite" in database["ENGINE"]:
            database.setdefault("TEST", {})["NAME"] = str(DATA / f"test_{name}.sqlite3")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what this machine cannot run. It is said at the end, not passed over."""
    for item in items:
        if item.get_closest_marker("browser") and not CHROMIUM:
            why = "there is no Chromium (apt-get install chromium)"
            NOT_RUN[item.nodeid] = why
            item.add_marker(pytest.mark.skip(reason=why))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped and isinstance(report.longrepr, tuple):
        NOT_RUN[report.nodeid] = str(report.longrepr[2]).removeprefix("Skipped: ")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for why in sorted(set(NOT_RUN.values())):
        count = sum(1 for reason in NOT_RUN.values() if reason == why)
        tests = "1 test" if count == 1 else f"{count} tests"
        terminalreporter.write_line(f"NOT RUN: {tests}, because {why}", yellow=True)


def refuse_real_databases() -> None:
    """End the run when a database is neither in this run's own folder nor named test. Test tools cannot hurt real data."""
    from django.conf import settings

    for database in settings.DATABASES.values():
        name = Path(str(database["NAME"]))
        if not name.is_relative_to(DATA) and "test" not in name.name:
            pytest.exit(f"The tests refuse to run on the database {name.name}: it is not named test.", returncode=3)


@pytest.fixture(autouse=True)
def _nothing_of_the_last_test() -> Iterator[None]:
    """Keys stay in memory for half a minute, and a thread keeps its language: longer than most tests last."""
    yield
    translation = sys.modules.get("django.utils.translation")
    if translation is not None:
        translation.deactivate()
    keyring = sys.modules.get("roret.vault.keyring")
    if keyring is not None:
        keyring.forget()


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Say what a proof measured. `make prove` gathers these lines into docs/proofs.md."""

    def say(text: str) -> None:
        print(text)  # noqa: T201  (what pytest shows with -s)
        if FIGURES:
            where = "PostgreSQL" if "RORET_DATABASE" in os.environ else "SQLite"
            line = {"test": request.node.nodeid, "database": where, "figure": text}
            with Path(FIGURES).open("a", encoding="utf-8") as file:
                file.write(json.dumps(line) + "\n")

    return say


@pytest.fixture
def clock() -> Iterator[Clock]:
    """Time stands still on a Tuesday morning, and moves only when the test says so."""
    held = Clock()
    with held:
        yield held


@pytest.fixture
def heard() -> Iterator[list[Event]]:
    """Everything that is announced during the test, which reaches nobody else then."""
    from roret.kit import announce

    events: list[Event] = []
    before = announce._hear
    announce.connect(events.append)
    yield events
    announce._hear = before


class Clock:
    """Holds `kit.clock`; `set` moves it."""

    def __init__(self) -> None:
        self._stack = ExitStack()

    def __enter__(self) -> Clock:
        self.set(datetime(2026, 11, 24, 8, 0, tzinfo=UTC))
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def set(self, at: datetime) -> None:
        from roret.kit import clock

        self._stack.close()
        self._stack.enter_context(clock.held(at))
